"""Workbooks (.xlsx, .xlsm): a mended value is a text in its cell, and the workbook is otherwise the user's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import define, field

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.rewriting._sheet import Retexting
from indicator_dsl.tables.rewriting.edits import Draft, Edit, Notice, Spot, agreed
from indicator_dsl.tables.writers.ooxml.package import Package
from indicator_dsl.tables.writers.ooxml.xml import DamagedError
from indicator_dsl.tables.writers.xlsx.book import Book
from indicator_dsl.tables.writers.xlsx.cells import Cell, cell_at, first_cells, merged_ranges

__all__ = ["rewrite"]

_LONGEST_CELL: Final = 32_767
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")


def rewrite(file: str, data: bytes, spots: Sequence[Spot]) -> Draft:
    """Return a workbook with other texts in some cells.

    A cell keeps its format and becomes a text whatever it was: a number shown as ``95%``, a date, a
    formula that only states a value (``=100%``).  A cell that a formula computes is left alone.
    All parts but the sheets keep their bytes, save those that carry our mark; the list of the order in
    which formulas are computed goes if one of them does, as Excel makes it anew.

    Raises:
        TableError: ``rewrite-damaged``.
    """
    try:
        return _Rewriting(Book(Package(data)), spots).made()
    except (DamagedError, ValueError) as error:  # or a number in the file that is none
        raise TableError("rewrite-damaged", path=file, reason=str(error)) from error


@define
class _Rewriting:
    """A workbook on its way from the edits to the file."""

    book: Book
    spots: Sequence[Spot]
    unwritten: dict[Edit, str] = field(factory=dict)
    formulas: int = 0
    numbers: int = 0
    #: Formulas in the sheets that were walked through, and those sheets.
    _left: int = 0
    _walked: set[str] = field(factory=set)

    def made(self) -> Draft:
        package = self.book.package
        by_sheet: dict[str, list[tuple[Cell, Edit]]] = {}
        parts = {sheet.name: sheet.part for sheet in self.book.sheets if sheet.part in package}
        for edit in (spot.edit for spot in self.spots):
            cell, part = cell_at(edit.place.cell or ""), parts.get(edit.place.sheet or "")
            if len(edit.after) > _LONGEST_CELL:
                self.unwritten[edit] = "too-long"
            elif cell is None or part is None:
                self.unwritten[edit] = "no-cell"
            else:
                by_sheet.setdefault(part, []).append((cell, edit))
        for part, found in by_sheet.items():
            self._write(part, found)
        if self.formulas:
            for chain in package.related(self.book.part, "calcChain"):
                package.drop(self.book.part, chain)
        return Draft(package.save(), self.unwritten, tuple(self._notices()))

    def _write(self, part: str, found: list[tuple[Cell, Edit]]) -> None:
        data = self.book.package.xml(part)
        firsts = first_cells([cell for cell, _ in found], merged_ranges(data))
        placed = [(firsts.get(cell, cell), edit) for cell, edit in found]
        chosen = agreed(placed, self.unwritten)
        walk = Retexting(data, {cell: edit.after for cell, edit in chosen.items()})
        self.book.package.write(part, walk.result())
        self.unwritten.update((edit, "formula") for cell, edit in placed if cell in walk.computed)
        self.formulas += walk.formulas
        self.numbers += walk.numbers
        self._left += walk.left
        self._walked.add(part)

    def _notices(self) -> list[Notice]:
        package = self.book.package
        notices = []
        if any(name.startswith("_xmlsignatures/") for name in package.names):
            notices.append(Notice("signature"))
        others = [sheet.part for sheet in self.book.sheets if sheet.part in package and sheet.part not in self._walked]
        if self.numbers and (self._left or any(_FORMULA.search(package.xml(part)) for part in others)):
            notices.append(Notice("numbers-to-texts", words={"count": str(self.numbers)}))
        return notices
