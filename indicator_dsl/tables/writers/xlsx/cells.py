"""Cells of a sheet by their names, those that are merged, and how much room they take."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from attrs import frozen

from indicator_dsl.tables.grid import column_letters

__all__ = ["Cell", "Geometry", "cell_at", "cell_name", "first_cells", "lines_of", "merged_ranges"]

#: Row and column, both counted from 1.
Cell = tuple[int, int]
Range = tuple[int, int, int, int]

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']([A-Za-z0-9:$]+)[\"']")


def cell_at(reference: str) -> Cell | None:
    """Return the row and column of ``D5``; ``None`` if that is no cell.

    >>> cell_at("D5"), cell_at("aa10"), cell_at("5")
    ((5, 4), (10, 27), None)
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def cell_name(cell: Cell) -> str:
    """Return ``D5`` for row 5 and column 4, the inverse of :func:`cell_at`."""
    return f"{column_letters(cell[1] - 1)}{cell[0]}"


def merged_ranges(data: bytes) -> list[Range]:
    """Return the merged cells of a sheet: first row, first column, last row, last column."""
    found = []
    for one in _MERGED.finditer(data):
        first, _, last = one[1].decode("ascii").partition(":")
        begin, end = cell_at(first), cell_at(last or first)
        if begin is not None and end is not None:
            found.append((*begin, *end))
    return found


def first_cells(cells: Collection[Cell], ranges: Iterable[Range]) -> dict[Cell, Cell]:
    """Return for cells that are merged with others the first of these, which is the one that shows.

    >>> first_cells([(5, 4), (5, 5)], [(3, 4, 6, 4)])
    {(5, 4): (3, 4)}
    """
    ordered = sorted(cells)
    firsts = {}
    for top, left, bottom, right in ranges:
        for cell in ordered[bisect_left(ordered, (top, 0)) : bisect_right(ordered, (bottom, 1 << 30))]:
            if left <= cell[1] <= right:
                firsts[cell] = top, left
    return firsts


def lines_of(words: str, width: int) -> int:
    """Return how many lines a text takes in a box so many half-width characters wide.

    >>> lines_of("复检人数", 8), lines_of("复检人数", 7)
    (1, 2)
    """
    widths = (
        sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line) for line in words.split("\n")
    )
    return sum(max(-(-columns // width), 1) for columns in widths)


@frozen
class Geometry:
    """How wide and high the cells of a sheet are, in pixels: a comment is anchored to cells."""

    #: first column, last column, width
    columns: tuple[tuple[int, int, int], ...]
    rows: Mapping[int, int]
    default_width: int = 64
    default_height: int = 20

    def width(self, column: int) -> int:
        """Return the width of a column."""
        return next((width for first, last, width in self.columns if first <= column <= last), self.default_width)

    def height(self, row: int) -> int:
        """Return the height of a row."""
        return self.rows.get(row, self.default_height)
