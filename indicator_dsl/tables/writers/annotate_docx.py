"""The user's own Word form handed back with the findings as comments."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._notes import note
from indicator_dsl.tables.writers.annotated import Annotated, Notice
from indicator_dsl.tables.writers.docx.cells import Tables, parts
from indicator_dsl.tables.writers.ooxml.package import Package

__all__ = ["annotate"]

_AUTHOR: Final = "indicator-dsl"
#: What Word shows in the margin beside a comment.
_INITIALS: Final = {"zh": "校验", "en": "check"}


def annotate(report: Report, source: bytes, *, file: str | None = None, lang: Lang = "zh") -> Annotated:
    """Return a Word file with a report's findings as comments on the cells of its tables.

    Texts and their formats stay as they are.  The comments of an earlier annotation are
    taken out first.

    Args:
        report: what was found in the file: places have the number of the table in the document (nested ones
            count where they stand) and the cell, counted in the columns of the table's grid.
        source: the file, .docx, as it was read.
        file: the file as the report's places name it; needed only where the report has several files.
        lang: the language of the comments.

    Raises:
        TableError: ``cannot-annotate``, ``missing-library``.
    """
    file = file or next((checked.table.place.file for checked in report.tables), "")
    try:
        from docx import Document
    except ImportError as error:
        raise TableError("missing-library", path=file, library="python-docx", install="indicator-dsl[word]") from error
    try:
        return _annotated(Document(BytesIO(source)), report, file, lang)
    except MemoryError:
        raise
    except (
        Exception
    ) as error:  # python-docx lets KeyError, TypeError and errors of zip and XML through, even as it saves
        reason = f"{type(error).__name__}: {error}"
        raise TableError("cannot-annotate", path=file, reason=reason) from error


def _annotated(document: Any, report: Report, file: str, lang: Lang) -> Annotated:
    _take_out_ours(document)
    body = document.element.body
    tables = Tables(body)
    cells: dict[Any, list[Finding]] = {}
    unplaced: list[Finding] = []
    for finding in report.in_tables:
        cell = tables.cell(finding.place) if finding.place.file == file else None
        cells.setdefault(cell, []).append(finding) if cell is not None else unplaced.append(finding)
    for cell, findings in cells.items():
        _comment(document, list(parts(cell, "p")), findings, lang)
    notices: tuple[Notice, ...] = ()
    if unplaced:
        first = next(iter(body.iter(_w("p"))), None)
        _comment(document, [document.add_paragraph()._p if first is None else first], unplaced, lang)  # noqa: SLF001
        notices = (Notice("no-cell-word", {"count": str(len(unplaced))}),)
    buffer = BytesIO()
    document.save(buffer)
    # The archive is put together once more for the mark that it is ours, and without the time of day.
    data = Package(buffer.getvalue()).save()
    return Annotated(data=data, comments=len(cells) + bool(unplaced), notices=notices)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


# ---- comments ----


def _comment(document: Any, paragraphs: Sequence[Any], findings: Sequence[Finding], lang: Lang) -> None:
    """Put a comment on all that stands in some paragraphs, whatever it is made of: runs, links, formulas, nothing."""
    from docx.oxml import OxmlElement

    if not paragraphs:  # the schema wants one in every cell
        return
    comment = document.comments.add_comment(note(findings, lang).text, author=_AUTHOR, initials=_INITIALS[lang])
    element = comment._comment_elm  # noqa: SLF001  python-docx offers no other way
    # The library writes the time of day; the same input gives the same file.
    element.attrib.pop(_w("date"), None)

    def mark(name: str) -> Any:
        made = OxmlElement(f"w:{name}")
        made.set(_w("id"), str(comment.comment_id))
        return made

    first, last = paragraphs[0], paragraphs[-1]
    properties = first.find(_w("pPr"))
    start = mark("commentRangeStart")
    first.insert(0, start) if properties is None else properties.addnext(start)
    last.append(mark("commentRangeEnd"))
    run = OxmlElement("w:r")
    run.append(mark("commentReference"))
    last.append(run)


def _take_out_ours(document: Any) -> None:
    """Remove the comments an earlier annotation wrote, and the marks that refer to them."""
    ours = {
        element.get(_w("id"))
        for comment in document.comments
        for element in [comment._comment_elm]  # noqa: SLF001
        if comment.author == _AUTHOR
    }
    if not ours:
        return
    for comment in list(document.comments):
        if comment.author == _AUTHOR:
            comment._comment_elm.getparent().remove(comment._comment_elm)  # noqa: SLF001
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for mark in list(document.element.body.iter(_w(name))):
            if mark.get(_w("id")) not in ours:
                continue
            run = mark.getparent()
            run.remove(mark)
            if name == "commentReference" and not [one for one in run if one.tag != _w("rPr")]:
                run.getparent().remove(run)
