"""What every reader hands on: rows of cell texts, whatever the format was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import field, frozen

from indicator_dsl.rows import Place
from indicator_dsl.tables.making import make_place

__all__ = ["Cell", "Grid", "GridRow", "column_letters"]

#: A cell that is not blank: its column, counted from 0, and its text.
Cell = tuple[int, str]


@frozen
class GridRow:
    """One row: the texts a reader of the file sees in its cells, blank ones as ``""``."""

    #: Counted from 1, blank rows included.
    number: int
    #: Without blanks at the ends. Trailing blank cells are kept only where they belong to the row before them.
    cells: tuple[str, ...]
    #: The texts of merged cells that began in a row above and reach down to this one, by column.
    covered: Mapping[int, str] = field(factory=dict)
    #: Over how many columns a cell reaches, for those that reach over several; ``None`` where the format cannot tell.
    across: Mapping[int, int] | None = None
    #: The page and the table of a document, counted from 1; ``number`` then counts within the table.
    page: int | None = None
    table: int | None = None
    #: Another table begins, or the text behind one: what the columns above meant does not hold here.
    opens: bool = False

    def filled(self) -> list[Cell]:
        """Return the cells that are not blank, from left to right."""
        return [(column, text) for column, text in enumerate(self.cells) if text]


@frozen
class Grid:
    """One sheet, or one file of a format that has no sheets: there all tables, and the texts between them.

    ``slips`` says that columns are only a hint, as in text flattened from a document;
    ``lettered`` that a reader would name a cell ``D5``.
    """

    file: str
    rows: Iterable[GridRow]
    sheet: str | None = None
    slips: bool = False
    lettered: bool = True
    #: The sheet is hidden: it counts only where no other holds a table.
    hidden: bool = False

    def place(self, row: GridRow, column: int | None = None) -> Place:
        """Return where a row, or the cell of a row, stands."""
        cell = None if column is None or not self.lettered else f"{column_letters(column)}{row.number}"
        return make_place(self.file, self.sheet, row.number, cell, row.page, row.table)


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Return the letters a spreadsheet shows over a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
