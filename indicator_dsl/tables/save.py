"""The HTML report and the baseline as files: written whole or not at all, and never over what is not ours."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import PurePath
from typing import BinaryIO

from indicator_dsl.errors import Lang
from indicator_dsl.lint.baseline import baseline_of
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.output import check_output, write_output
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers import writer_for
from indicator_dsl.tables.writers._markup import MARK

__all__ = ["check_report_path", "save_baseline", "save_report"]

#: The mark stands in the first lines, before any text of a table.
_HEAD = 512


def check_report_path(path: str | PathLike[str], sources: Iterable[str | PathLike[str]] = ()) -> None:
    """Make sure that a report may be written to a path, before any work is done for it.

    Args:
        path: where the report shall go.
        sources: the files that are read.

    Raises:
        TableError: ``output-no-html``, and those of :func:`~indicator_dsl.tables.output.check_output`.
    """
    check_output(path, inputs=sources, ours=_is_a_report)
    if PurePath(path).suffix.lower() not in {".html", ".htm"}:
        raise TableError("output-no-html", path=fspath(path), suggested=str(PurePath(path).with_suffix(".html")))


def save_report(report: Report, path: str | PathLike[str], *, lang: Lang = "zh") -> None:
    """Write a report as one HTML file that needs no network.

    A report this function wrote before is replaced; any other file is left alone.

    >>> import os, tempfile
    >>> from indicator_dsl.tables import check, read_tables
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_report(check(read_tables("examples/liujiang-2025.csv")), f"{folder}/report.html")
    ...     print(os.listdir(folder))
    ['report.html']

    Raises:
        TableError: those of :func:`~indicator_dsl.tables.output.write_output`.
    """
    page = "".join(writer_for("html")(report, lang=lang))
    write_output(path, page.encode(), inputs={checked.table.place.file for checked in report.tables}, ours=_is_a_report)


def save_baseline(report: Report, path: str | PathLike[str]) -> None:
    """Write the baseline that accepts everything a report has found; an older baseline is replaced.

    Raises:
        TableError: those of :func:`~indicator_dsl.tables.output.write_output`.
    """
    text = baseline_of(report.tables)
    write_output(path, text.encode(), inputs={checked.table.place.file for checked in report.tables}, ours=_is_baseline)


def _is_baseline(file: BinaryIO) -> bool:
    return file.read(_HEAD).startswith(b'{"version": 1, "findings": [')


def _is_a_report(file: BinaryIO) -> bool:
    return MARK.encode() in file.read(_HEAD)
