"""Writers of reports: one module a format, each a function of a report.

Every writer has one shape, ``write(report, *, lang="zh")``, and yields pieces of text which joined are the
file; so a report of 100,000 rows can go out piece by piece.  To add a format, add a module with
such a function and its entry in ``WRITERS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final, Protocol

from indicator_dsl.errors import Lang
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.report import Report

__all__ = ["WRITERS", "Writer", "writer_for"]


class Writer(Protocol):
    """From a report to the pieces of a text."""

    def __call__(self, report: Report, *, lang: Lang = "zh") -> Iterator[str]:
        """Yield the pieces; ``lang`` is the language of what people read in them."""
        ...


#: The module that writes a format. Modules are imported when first needed.
WRITERS: Final = {
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "html": "html",
}


def writer_for(name: str) -> Writer:
    """Return the writer of a format, by its name.

    >>> from indicator_dsl.tables import check, read_tables, writer_for
    >>> report = check(read_tables("examples/liujiang-2025.csv"))
    >>> text = "".join(writer_for("github")(report, lang="en"))
    >>> print(next(line for line in text.splitlines() if "FMT01" in line))
    ::error file=examples/liujiang-2025.csv,line=16,title=FMT01 blank-value::F16 项目成本: the value is blank

    Raises:
        TableError: ``unknown-report``.
    """
    if name not in WRITERS:
        raise TableError("unknown-report", path=name, supported=" ".join(WRITERS))
    writer: Writer = import_module(f"{__name__}.{WRITERS[name]}").write
    return writer
