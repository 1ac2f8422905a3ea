"""The parts of the HTML report: its style sheet and script, its charts, the table of a project."""
