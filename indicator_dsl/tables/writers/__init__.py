"""Writers of findings: one module a format, each a function of a report."""
