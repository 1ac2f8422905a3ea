"""Findings put into the file they were found in, whatever its format, and that written beside it."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import PurePath
from typing import Final

from indicator_dsl.errors import Lang
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.input import read_bytes
from indicator_dsl.tables.output import check_output, write_output
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers.annotated import Annotated
from indicator_dsl.tables.writers.ooxml.package import is_ours

__all__ = ["annotate_file", "check_annotation", "check_annotations"]

_WORKBOOKS: Final = (".xlsx", ".xlsm")
_WORD: Final = ".docx"


def check_annotation(source: str | PathLike[str], out: str | PathLike[str]) -> None:
    """Check, before any work is done, that a file with its findings can be written to ``out``.

    A workbook keeps its kind: Excel opens no .xlsm under the name of an .xlsx, and none the
    other way round.

    Raises:
        TableError: ``annotate-ending``, ``annotate-no-word``, ``annotate-other-kind``, and those of
            :func:`~indicator_dsl.tables.output.check_output`.
    """
    _check_endings(fspath(source), fspath(out))
    check_output(out, inputs=[source], ours=is_ours)


def check_annotations(sources: Sequence[str], out: str | PathLike[str]) -> None:
    """Check, before any work is done, that the findings in several files can be written to ``out``.

    Raises:
        TableError: ``annotate-several``, and those of :func:`check_annotation`.
    """
    if len(sources) == 1:
        check_annotation(sources[0], out)
        return
    if _ending(fspath(out)) not in {*_WORKBOOKS, _WORD}:
        raise TableError("annotate-ending", path=fspath(out))
    if _ending(fspath(out)) != ".xlsx":
        raise TableError("annotate-several", path=fspath(out))
    check_output(out, inputs=sources, ours=is_ours)


def annotate_file(report: Report, out: str | PathLike[str], *, lang: Lang = "zh") -> Annotated:
    """Write a copy of the file that was checked, with the findings in it, and return what was written.

    A workbook becomes the same workbook with comments and a sheet of findings, a Word form
    the same form with comments.  The rows of a file of another kind, or of several files,
    are listed in a new workbook.  The file itself is never touched, and no other that we
    did not make.

    Args:
        report: what was found; its places name the file.
        out: where to write, .xlsx, .xlsm or .docx.
        lang: the language of comments and sheet.

    Raises:
        TableError: as :func:`check_annotation`; the file cannot be read any more, or ``cannot-annotate``,
            ``missing-library``, ``output-…``.
    """
    files = list(dict.fromkeys(checked.table.place.file for checked in report.tables))
    check_annotations(files, out)
    annotated = _annotated(report, files, _ending(fspath(out)), lang)
    write_output(out, annotated.data, inputs=files, ours=is_ours)
    return annotated


def _annotated(report: Report, files: list[str], ending: str, lang: Lang) -> Annotated:
    from indicator_dsl.tables.writers import annotate_docx, annotate_xlsx

    if ending == _WORD:
        return annotate_docx.annotate(report, read_bytes(files[0]), lang=lang)
    own = len(files) == 1 and _ending(files[0]) in _WORKBOOKS
    return annotate_xlsx.annotate(report, read_bytes(files[0]) if own else None, lang=lang)


def _check_endings(source: str, out: str) -> None:
    is_, becomes = _ending(source), _ending(out)
    if becomes not in {*_WORKBOOKS, _WORD}:
        raise TableError("annotate-ending", path=out)
    if becomes == _WORD:
        if is_ != _WORD:
            raise TableError("annotate-no-word", path=source)
        return
    right = is_ if is_ in _WORKBOOKS else ".xlsx"
    if becomes != right:
        raise TableError("annotate-other-kind", path=source, suggested=str(PurePath(out).with_suffix(right)))


def _ending(file: str) -> str:
    return PurePath(file).suffix.lower()
