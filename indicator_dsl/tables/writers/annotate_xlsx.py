"""The user's own workbook handed back with the findings in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from attrs import define, field

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding
from indicator_dsl.rows import Place
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._notes import Note, note
from indicator_dsl.tables.writers.annotated import Annotated, Notice, say
from indicator_dsl.tables.writers.ooxml.package import Package
from indicator_dsl.tables.writers.ooxml.xml import DamagedError, tree, utf8
from indicator_dsl.tables.writers.xlsx import comments
from indicator_dsl.tables.writers.xlsx.book import Book, Sheet, quoted
from indicator_dsl.tables.writers.xlsx.boxes import blocks_of, boxes
from indicator_dsl.tables.writers.xlsx.cells import Cell, Geometry, cell_at, first_cells, merged_ranges
from indicator_dsl.tables.writers.xlsx.drawing_reference import drawing_of, refer_to
from indicator_dsl.tables.writers.xlsx.findings_sheet import MOST_FINDINGS, findings_sheet
from indicator_dsl.tables.writers.xlsx.new_workbook import new_workbook
from indicator_dsl.tables.writers.xlsx.restyle import restyle
from indicator_dsl.tables.writers.xlsx.styles import Styles

__all__ = ["MOST_COMMENTS", "annotate"]

#: More comments make Excel slow to open a sheet and to scroll it.
MOST_COMMENTS: Final = 10_000
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BY_WEIGHT: Final = ("error", "warning", "info")
#: From a place to the sheet and the cell that show it, ``None`` where none does.
Where = Callable[[Place], tuple[str, str] | None]


def annotate(report: Report, source: bytes | None, *, file: str | None = None, lang: Lang = "zh") -> Annotated:
    """Return a workbook with a report's findings in it.

    Every cell with a finding gets a fill and a comment; a first sheet, 校验结果, lists the
    findings and links to their cells.  All else in the workbook keeps its bytes.  What an
    earlier annotation put there is taken out first.

    Args:
        report: what was found in the workbook.
        source: the workbook, .xlsx or .xlsm, as it was read; ``None`` where the findings are in a file of another
            kind: then the rows are listed in a new workbook and annotated there.
        file: the workbook as the report's places name it; needed only where the report has several files.
        lang: the language of comments and sheet.

    >>> from pathlib import Path
    >>> from indicator_dsl.tables import check, read_tables
    >>> path = "examples/liujiang-2025.xlsx"
    >>> annotate(check(read_tables(path)), Path(path).read_bytes()).comments > 0
    True

    Raises:
        TableError: ``cannot-annotate``.
    """
    file = file or next((checked.table.place.file for checked in report.tables), "")
    where: Where = _by_place(file)
    notices = []
    if source is None:
        notices.append(Notice("new-workbook"))
        source, places = new_workbook(report, lang)
        where = places.get
    try:
        return _Annotation(Book(Package(source)), report, where, file, lang, notices).made()
    except (DamagedError, ValueError) as error:  # or a number in the file that is none
        raise TableError("cannot-annotate", path=file, reason=str(error)) from error


@define
class _Annotation:
    """A workbook on its way from the findings to the file."""

    book: Book
    report: Report
    where: Where
    file: str
    lang: Lang
    notices: list[Notice]
    styles: Styles = field(init=False)
    written: int = 0
    #: The blocks of shape ids in use, over all drawings of the workbook.
    _blocks: set[int] = field(factory=set)

    def made(self) -> Annotated:
        self.styles = self.book.styles()
        package = self.book.package
        self._blocks = blocks_of(_plain(package.read(name)) for name in package.names if name.endswith(".vml"))
        marks = self._marks()
        ours = self.book.ours()
        for number, sheet in enumerate(self.book.sheets):
            if number != ours:
                self._annotate(sheet, marks.get(sheet.name, {}))
        if any(name.startswith("_xmlsignatures/") for name in package.names):
            self.notices.append(Notice("signature"))
        name = self.book.sheets[ours].name if ours is not None else self.book.free_name(say("sheet.name", self.lang))
        self._count_unplaced(marks, name)
        first = findings_sheet(
            self.report,
            self.styles,
            self._target,
            file=self.file.replace("\\", "/").rpartition("/")[2],
            name=name,
            notices=self.notices,
            lang=self.lang,
        )
        self.book.put_first(name, first)
        package.write(self.book.styles_part, self.styles.result())
        return Annotated(data=package.save(), comments=self.written, notices=tuple(self.notices))

    # ---- which cells ----

    def _marks(self) -> dict[str, dict[Cell, list[Finding]]]:
        """Return the findings of each cell of each sheet; a covered cell is the first of the cells merged over it."""
        found: dict[str, dict[Cell, list[Finding]]] = {}
        parts = {sheet.name: sheet.part for sheet in self.book.sheets if sheet.part in self.book.package}
        for finding in self.report.in_tables:
            sheet, name = self.where(finding.place) or self._of_row(finding) or ("", "")
            cell = cell_at(name)
            if cell is not None and sheet in parts:
                found.setdefault(sheet, {}).setdefault(cell, []).append(finding)
        marks: dict[str, dict[Cell, list[Finding]]] = {}
        for sheet, cells in found.items():
            firsts = first_cells(cells, merged_ranges(self.book.package.xml(parts[sheet])))
            marks[sheet] = {}
            for cell, findings in cells.items():
                marks[sheet].setdefault(firsts.get(cell, cell), []).extend(findings)
        return marks

    def _of_row(self, finding: Finding) -> tuple[str, str] | None:
        return None if finding.row is None else self.where(finding.row.place)

    def _target(self, place: Place) -> str | None:
        """Return the reference a link to a place follows; Excel does not follow one into a hidden sheet."""
        name, cell = self.where(place) or ("", "")
        visible = any(one.visible for one in self.book.sheets if one.name == name)
        return f"{quoted(name)}!{cell}" if visible else None

    def _count_unplaced(self, marks: Mapping[str, Mapping[Cell, list[Finding]]], name: str) -> None:
        placed = sum(len(findings) for cells in marks.values() for findings in cells.values())
        count = len(self.report.in_tables) - placed
        if count:
            self.notices.append(Notice("no-cell", {"count": str(count), "sheet": name}))
        if len(self.report.findings) > MOST_FINDINGS:
            self.notices.append(Notice("too-many-rows", {"sheet": name, "limit": f"{MOST_FINDINGS:,}"}))

    # ---- one sheet ----

    def _annotate(self, sheet: Sheet, found: Mapping[Cell, list[Finding]]) -> None:
        package = self.book.package
        if sheet.part not in package:
            return
        had_comments = bool(package.related(sheet.part, "comments"))
        if not found and not had_comments and not self.styles.marked_before:
            return
        notes = {cell: note(findings, self.lang) for cell, findings in found.items()}
        data = package.xml(sheet.part)

        def style(cell: Cell, old: int) -> int:
            return self.styles.marked(old, notes[cell].severity) if cell in notes else self.styles.unmarked(old)

        data, geometry = restyle(data, notes, style, every=self.styles.marked_before)
        package.write(sheet.part, data)
        said = self._comments_of(sheet, notes)
        if not said and not had_comments:
            return
        self.written += len(said)
        before = self._part(sheet, "comments")
        texts = comments.add_texts(before, said, self.lang)
        if texts.data == before:
            return
        package.write(self._part_name(sheet, "comments"), texts.data)
        self._draw(sheet, texts, geometry)

    def _draw(self, sheet: Sheet, texts: comments.Texts, geometry: Geometry) -> None:
        """Write the boxes of a sheet's comments; give the sheet a drawing for them if it has none."""
        package = self.book.package
        data = package.xml(sheet.part)
        relation = drawing_of(data)
        name = next((one.target for one in package.relationships(sheet.part) if one.id == relation), "")
        old = _plain(package.read(name)) if name in package else None
        if old is None and not texts.added:
            return
        merged = {(row, column): last for row, column, _, last in merged_ranges(data)}
        made = boxes(old, texts, geometry, merged, self._blocks)
        if old is None:
            name = package.free("xl/drawings/vmlDrawing{}.vml")
            package.declare(name, _DRAWING_TYPE)
            relation = package.relate(sheet.part, "vmlDrawing", name)
            package.write(sheet.part, refer_to(data, relation))
        package.write(name, made.encode("utf-8", "surrogateescape"))

    def _comments_of(self, sheet: Sheet, notes: Mapping[Cell, Note]) -> dict[Cell, str]:
        """Return what is said at each cell, without the cells that cannot take a comment."""
        threaded = self._threaded(sheet)
        taken = threaded & notes.keys()
        if taken:
            self.notices.append(Notice("threaded", {"sheet": sheet.name, "count": str(len(taken))}))
        cells = [cell for cell in notes if cell not in taken]
        if len(cells) > MOST_COMMENTS:
            self.notices.append(Notice("too-many", {"sheet": sheet.name, "limit": f"{MOST_COMMENTS:,}"}))
            cells = sorted(cells, key=lambda cell: (_BY_WEIGHT.index(notes[cell].severity), cell))[:MOST_COMMENTS]
        return {cell: notes[cell].text for cell in cells}

    def _threaded(self, sheet: Sheet) -> set[Cell]:
        """Return the cells with a conversation, which Excel shows in the place of the comment of the same cell."""
        package = self.book.package
        parts = [one.target for one in package.related(sheet.part, "threadedComment") if one.target in package]
        found = (tree(package.xml(part)).descendants("threadedComment") for part in parts)
        return {cell for ones in found for one in ones if (cell := cell_at(one.attributes.get("ref", "")))}

    def _part_name(self, sheet: Sheet, kind: str) -> str:
        return next((one.target for one in self.book.package.related(sheet.part, kind)), "")

    def _part(self, sheet: Sheet, kind: str) -> bytes:
        """Return the comments of a sheet, made new where it has none."""
        package = self.book.package
        name = self._part_name(sheet, kind)
        if name not in package:
            name = name or package.free("xl/comments{}.xml")
            package.write(name, comments.EMPTY)
            package.declare(name, _COMMENTS_TYPE)
            if not self._part_name(sheet, kind):
                package.relate(sheet.part, "comments", name)
        return package.xml(name)


def _by_place(file: str) -> Where:
    def where(place: Place) -> tuple[str, str] | None:
        if place.file != file or place.sheet is None:
            return None
        return place.sheet, place.cell or f"A{place.row}"

    return where


def _plain(drawing: bytes) -> str:
    return utf8(drawing).decode("utf-8", "surrogateescape")
