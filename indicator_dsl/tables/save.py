"""The HTML report as a file: written whole or not at all, and never over what is not ours."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from os import PathLike, fspath
from pathlib import Path

from indicator_dsl.errors import Lang
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers import writer_for
from indicator_dsl.tables.writers._markup import MARK

__all__ = ["refuse_to_overwrite", "save_report"]

#: The mark stands in the first lines, before any text of a table.
_HEAD = 512


def save_report(report: Report, path: str | PathLike[str], *, lang: Lang = "zh") -> None:
    """Write a report as one HTML file that needs no network.

    A report this function wrote before is replaced; any other file is left alone.

    >>> import tempfile
    >>> from indicator_dsl.tables import check, read_tables
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_report(check(read_tables("examples/liujiang-2025.csv")), f"{folder}/report.html")
    ...     print(os.listdir(folder))
    ['report.html']

    Raises:
        TableError: ``report-is-input``, ``not-our-report``, ``directory``, ``cannot-write``.
    """
    target = fspath(path)
    refuse_to_overwrite(target, {checked.table.place.file for checked in report.tables})
    try:
        _replace(os.path.realpath(target), writer_for("html")(report, lang=lang))
    except (OSError, ValueError) as error:  # a NUL in the name is a ValueError
        raise _cannot_write(target, error) from error


def _replace(path: str, pieces: Iterable[str]) -> None:
    """Put a text in the place of a file at once; a full disk or Ctrl-C leaves what was there, and nothing else."""
    part = f"{path}.{os.getpid()}.part"
    try:
        with open(part, "x", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        os.replace(part, path)
    finally:
        with suppress(OSError, ValueError):  # it is in its place, or was never made
            os.unlink(part)


def refuse_to_overwrite(path: str, sources: Iterable[str] = ()) -> None:
    """Make sure that a report may be written to a path, before any work is done for it.

    Args:
        path: where the report shall go.
        sources: the files that are read.

    Raises:
        TableError: ``report-is-input``, ``not-our-report``, ``directory``, ``cannot-write``.
    """
    try:
        obstacle = _obstacle(path, sources)
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from error
    if obstacle is not None:
        raise TableError(obstacle, path=path)


def _obstacle(path: str, sources: Iterable[str]) -> str | None:
    """Return the code of what stands in the way."""
    if not os.path.lexists(path):
        # Found out now, and not when the work is done; whether the folder may be written to only writing tells.
        os.stat(os.path.dirname(os.path.abspath(path)))
        return None
    if os.path.isdir(path):
        return "directory"
    if not os.path.isfile(path):  # a device, a pipe, a link to nothing
        return "not-our-report"
    if any(os.path.exists(source) and os.path.samefile(path, source) for source in sources):
        return "report-is-input"
    with Path(path).open("rb") as file:
        return None if MARK.encode() in file.read(_HEAD) else "not-our-report"


def _cannot_write(path: str, error: OSError | ValueError) -> TableError:
    return TableError("cannot-write", path=path, reason=getattr(error, "strerror", None) or str(error))
