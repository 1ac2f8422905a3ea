"""Workbooks that are a zip of parts, a part for each sheet, whatever their parts are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from attrs import frozen

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.readers._content import misnamed
from indicator_dsl.tables.readers._parts import Parts, damaged
from indicator_dsl.tables.readers._sheet_rows import Budget, Merge, sheet_rows

__all__ = ["PartedBook", "Sheet", "grids"]


@frozen
class Sheet:
    """A sheet, and the part its cells are in."""

    name: str
    part: str
    hidden: bool


class PartedBook(Protocol):
    """What the parts of a workbook say to all of its sheets."""

    sheets: list[Sheet]

    def cells(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """Yield number and texts of the rows that have cells."""

    def merges(self, sheet: Sheet) -> list[Merge]:
        """Return the merged cells."""


def grids(file: str, data: bytes, ending: str, opened: Callable[[Parts], PartedBook]) -> Iterator[Grid]:
    """Yield one grid for each sheet, those that are hidden at last.

    Raises:
        TableError: ``encrypted-workbook``, ``wrong-ending``, ``corrupt-workbook``, ``declared-entities``,
            ``too-large``, ``empty-file``.
    """
    with damaged(file):
        wrong = misnamed(file, data, ending)
        if wrong is not None:
            raise wrong
        book = opened(Parts.of(file, data))
        sheets = sorted(book.sheets, key=lambda sheet: sheet.hidden)
        if not any(any(texts) for sheet in sheets for _, texts in book.cells(sheet)):
            raise TableError("empty-file", path=file)
        budget = Budget(file)
        for sheet in sheets:
            yield Grid(file, _rows(file, book, sheet, budget), sheet=sheet.name, hidden=sheet.hidden)


def _rows(file: str, book: PartedBook, sheet: Sheet, budget: Budget) -> Iterator[GridRow]:
    with damaged(file):
        merges = book.merges(sheet)
        yield from sheet_rows(book.cells(sheet), merges, budget)
