"""A sheet's own part: the formats of the cells that are marked, and nothing else of its cells."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final
from xml.parsers import expat

from attrs import frozen

from indicator_dsl.tables.grid import column_letters
from indicator_dsl.tables.writers._ooxml.xml import DamagedError, Edits, Tag, parser, prefixed

__all__ = ["Cell", "Geometry", "cell_at", "cell_name", "first_cells", "lines_of", "merged_ranges", "restyle"]

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


def restyle(
    data: bytes, cells: Collection[Cell], style: Callable[[Cell, int], int], *, every: bool = False
) -> tuple[bytes, Geometry]:
    """Return a sheet with other formats for some cells, and its geometry.

    A cell that the file leaves out because it is blank is put in.

    Args:
        data: the sheet's part.
        cells: the cells to format.
        style: from a cell and the number of its format to the number of the new one.
        every: ask ``style`` for every cell that has a format of its own, not only for ``cells``.

    Raises:
        DamagedError: the part is no well-formed XML.
    """
    walk = _Walk(data, cells, style, every=every)
    reader = parser()
    walk.where = lambda: int(reader.CurrentByteIndex)
    reader.StartElementHandler, reader.EndElementHandler = walk.begin, walk.finish
    try:
        reader.Parse(data, True)  # noqa: FBT003  expat's own signature
    except (expat.ExpatError, ValueError) as error:  # or a number that is none
        raise DamagedError(str(error)) from error
    return walk.edits.result(), walk.geometry()


class _Walk:
    """The state of one pass over a sheet: at the end of a row its missing cells are put in, at a gap missing rows."""

    def __init__(self, data: bytes, cells: Collection[Cell], style: Callable[[Cell, int], int], *, every: bool) -> None:
        self.data = data
        self.style = style
        self.every = every
        self.edits = Edits(data)
        self.where: Callable[[], int] = lambda: 0
        wanted: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            wanted.setdefault(row, []).append(column)
        self.rows_wanted: Iterator[int] = iter(wanted)
        self.next_row = next(self.rows_wanted, None)
        self.wanted = wanted
        self.prefix: str | None = None
        self.row = self.column = 0
        self.row_tag: Tag | None = None
        self.row_style = -1
        self.columns: list[int] = []
        self.in_data = False
        self.data_tag: Tag | None = None
        self.column_styles: list[tuple[int, int, int]] = []
        self.widths: list[tuple[int, int, int]] = []
        self.heights: dict[int, int] = {}
        self.defaults: dict[str, int] = {}

    def geometry(self) -> Geometry:
        return Geometry(tuple(self.widths), self.heights, **self.defaults)

    # ---- elements ----

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if self.prefix is None:
            self._root(name)
        elif self.in_data:
            if name == self.name_of_cell:
                self._cell(attributes)
            elif name == self.name_of_row:
                self._row(attributes)
        elif name == self.name_of_data:
            self.in_data = True
            self.data_tag = Tag.at(self.data, self.where())
        elif name.endswith(("col", "sheetFormatPr")):
            self._measure(name.rpartition(":")[2], attributes)

    def finish(self, name: str) -> None:
        if not self.in_data:
            return
        if name == self.name_of_row:
            self._end_row()
        elif name == self.name_of_data:
            self._end_data()

    def _root(self, name: str) -> None:
        prefix, colon, _ = name.rpartition(":")
        self.prefix = prefix + colon
        self.name_of_cell, self.name_of_row = f"{self.prefix}c", f"{self.prefix}row"
        self.name_of_data = f"{self.prefix}sheetData"

    def _measure(self, name: str, attributes: dict[str, str]) -> None:
        if name == "col":
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            if "width" in attributes:
                hidden = attributes.get("hidden") in {"1", "true"}
                self.widths.append((first, last, 0 if hidden else _pixels(attributes["width"], 7, 5)))
            if "style" in attributes:
                self.column_styles.append((first, last, int(attributes["style"])))
        elif name == "sheetFormatPr":
            if "defaultColWidth" in attributes:
                self.defaults["default_width"] = _pixels(attributes["defaultColWidth"], 7, 5)
            if "defaultRowHeight" in attributes:
                self.defaults["default_height"] = max(_pixels(attributes["defaultRowHeight"], 4 / 3, 0), 1)

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self.row = int(number) if number else self.row + 1
        self.column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.heights[self.row] = 0
        elif "ht" in attributes:
            self.heights[self.row] = _pixels(attributes["ht"], 4 / 3, 0)
        if self.next_row is None:
            self.columns = []
            return
        self._missing_rows(self.row, self.where())
        self.columns = []
        if self.next_row == self.row:
            self.columns = self.wanted[self.row]
            self.next_row = next(self.rows_wanted, None)
            self.row_tag = Tag.at(self.data, self.where())
            self.row_style = int(attributes.get("s", -1)) if attributes.get("customFormat") in {"1", "true"} else -1

    def _cell(self, attributes: dict[str, str]) -> None:
        if not self.columns and not self.every:
            return
        reference = attributes.get("r")
        found = cell_at(reference) if reference else (self.row, self.column + 1)
        self.column = self.column + 1 if found is None else found[1]
        while self.columns and self.columns[0] < self.column:
            self._put_in(self.columns[0], self.where())
            self.columns = self.columns[1:]
        hit = bool(self.columns) and self.columns[0] == self.column
        if hit:
            self.columns = self.columns[1:]
        if hit or (self.every and "s" in attributes):
            old = int(attributes.get("s", 0))
            new = self.style((self.row, self.column), old)
            if new != old:
                tag = Tag.at(self.data, self.where())
                self.edits.change(tag, self.name_of_cell, {"s": str(new)})

    def _put_in(self, column: int, at: int) -> None:
        self.edits.insert(at, self._new_cell(self.row, column))
        self._drop_spans()

    def _drop_spans(self) -> None:
        """Take away the hint which columns a row fills: it may not be true any more."""
        if self.row_tag is not None and not self.row_tag.empty:
            self.edits.change(self.row_tag, self.name_of_row, {"spans": None})
        self.row_tag = None

    def _end_row(self) -> None:
        if self.columns:
            tag = self.row_tag
            if tag is not None and tag.empty:
                cells = b"".join(self._new_cell(self.row, column) for column in self.columns)
                self.edits.change(tag, self.name_of_row, {"spans": None}, cells)
            else:
                for column in self.columns:
                    self._put_in(column, self.where())
        self.columns = []
        self.row_tag = None

    def _missing_rows(self, before: int, at: int) -> None:
        while self.next_row is not None and self.next_row < before:
            self.edits.insert(at, self._new_row(self.next_row))
            self.next_row = next(self.rows_wanted, None)

    def _end_data(self) -> None:
        assert self.data_tag is not None
        if self.data_tag.empty:
            rows = b"".join(self._new_row(row) for row in self.wanted)
            self.edits.change(self.data_tag, self.name_of_data, {}, rows)
        else:
            self._missing_rows(1 << 30, self.where())
        self.in_data = False

    # ---- what a file leaves out ----

    def _new_row(self, row: int) -> bytes:
        self.row_style = -1
        cells = b"".join(self._new_cell(row, column) for column in self.wanted[row])
        head, tail = prefixed(f'<row r="{row}">', self.prefix or ""), prefixed("</row>", self.prefix or "")
        return head + cells + tail

    def _new_cell(self, row: int, column: int) -> bytes:
        old = self.row_style
        if old < 0:
            old = next((style for first, last, style in self.column_styles if first <= column <= last), 0)
        style = self.style((row, column), old)
        return prefixed(f'<c r="{cell_name((row, column))}" s="{style}"/>', self.prefix or "")


def _pixels(length: str, factor: float, padding: Any) -> int:
    """Return a length of a sheet in pixels; one that is no number has the length of nothing."""
    try:
        number = float(length)
    except ValueError:
        return 0
    return int(number * factor) + int(padding) if 0 <= number < 10_000 else 0
