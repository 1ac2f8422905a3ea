"""One pass over a sheet's own part that meets some of its cells, those included that the file leaves out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any
from xml.parsers import expat

from indicator_dsl.tables.writers.ooxml.xml import DamagedError, Edits, Tag, parser, prefixed
from indicator_dsl.tables.writers.xlsx.cells import Cell, cell_at

__all__ = ["Walk"]


class Walk:
    """The state of one pass: at the end of a row its missing cells are put in, at a gap missing rows.

    What becomes of a cell is said by those who inherit: :meth:`old_cell` and :meth:`new_cell`; the other methods
    to override tell what else there is.
    """

    def __init__(self, data: bytes, cells: Collection[Cell], *, every: bool = False) -> None:
        """Take a sheet and the cells to meet; ``every`` says that each cell is shown to :meth:`old_cell`."""
        self.data = data
        self.every = every
        self.edits = Edits(data)
        wanted: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            wanted.setdefault(row, []).append(column)
        self.wanted = wanted
        self.prefix = ""
        self._where: Callable[[], int] = lambda: 0
        self._rows_wanted: Iterator[int] = iter(wanted)
        self._next_row = next(self._rows_wanted, None)
        self._begun = False
        self._row = self._column = 0
        self._row_tag: Tag | None = None
        self._row_style = -1
        self._columns: list[int] = []
        self._in_data = False
        self._data_tag: Tag | None = None
        self._column_styles: list[tuple[int, int, int]] = []

    def result(self) -> bytes:
        """Walk over the sheet, and return it with all changes.

        Raises:
            DamagedError: the part is no well-formed XML.
        """
        reader = parser()
        self._where = lambda: int(reader.CurrentByteIndex)
        reader.StartElementHandler, reader.EndElementHandler = self._begin, self._finish
        self.prepare(reader)
        try:
            reader.Parse(self.data, True)  # noqa: FBT003  expat's own signature
        except (expat.ExpatError, ValueError) as error:  # or a number that is none
            raise DamagedError(str(error)) from error
        return self.edits.result()

    # ---- what those who inherit say ----

    def prepare(self, reader: Any) -> None:
        """Add handlers to the parser."""

    def measure(self, name: str, attributes: dict[str, str]) -> None:
        """See what is said of columns: ``col`` and ``sheetFormatPr``."""

    def row_begins(self, row: int, attributes: dict[str, str]) -> None:
        """See the beginning of a row."""

    def old_cell(self, cell: Cell, attributes: dict[str, str], *, wanted: bool) -> None:
        """Meet a cell of the file."""

    def new_cell(self, cell: Cell, style: int) -> bytes:
        """Return a cell that the file leaves out, in the format of its row or column."""
        raise NotImplementedError

    def inside(self, name: str, attributes: dict[str, str]) -> None:
        """See the beginning of an element within a cell; names are without their prefix."""

    def ends(self, name: str) -> None:
        """See the end of a cell (``c``) or of an element within one."""

    def tag(self) -> Tag:
        """Return the tag of the element that begins here."""
        return Tag.at(self.data, self._where())

    def where(self) -> int:
        """Return the place in the part."""
        return self._where()

    # ---- elements ----

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if not self._begun:
            self._root(name)
        elif self._in_data:
            if name == self.name_of_cell:
                self._cell(attributes)
            elif name == self.name_of_row:
                self._begin_row(attributes)
            else:
                self.inside(name.rpartition(":")[2], attributes)
        elif name == self.name_of_data:
            self._in_data = True
            self._data_tag = self.tag()
        elif name.endswith(("col", "sheetFormatPr")):
            local = name.rpartition(":")[2]
            if local == "col" and "style" in attributes:
                first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
                self._column_styles.append((first, last, int(attributes["style"])))
            self.measure(local, attributes)

    def _finish(self, name: str) -> None:
        if not self._in_data:
            return
        if name == self.name_of_row:
            self._end_row()
        elif name == self.name_of_data:
            self._end_data()
        else:
            self.ends(name.rpartition(":")[2])

    def _root(self, name: str) -> None:
        self._begun = True
        prefix, colon, _ = name.rpartition(":")
        self.prefix = prefix + colon
        self.name_of_cell, self.name_of_row = f"{self.prefix}c", f"{self.prefix}row"
        self.name_of_data = f"{self.prefix}sheetData"

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = int(number) if number else self._row + 1
        self._column = 0
        self.row_begins(self._row, attributes)
        if self._next_row is None:
            self._columns = []
            return
        self._missing_rows(self._row, self._where())
        self._columns = []
        if self._next_row == self._row:
            self._columns = self.wanted[self._row]
            self._next_row = next(self._rows_wanted, None)
            self._row_tag = self.tag()
            self._row_style = int(attributes.get("s", -1)) if attributes.get("customFormat") in {"1", "true"} else -1

    def _cell(self, attributes: dict[str, str]) -> None:
        if not self._columns and not self.every:
            return
        reference = attributes.get("r")
        found = cell_at(reference) if reference else (self._row, self._column + 1)
        self._column = self._column + 1 if found is None else found[1]
        while self._columns and self._columns[0] < self._column:
            self._put_in(self._columns[0], self._where())
            self._columns = self._columns[1:]
        hit = bool(self._columns) and self._columns[0] == self._column
        if hit:
            self._columns = self._columns[1:]
        if hit or self.every:
            self.old_cell((self._row, self._column), attributes, wanted=hit)

    def _put_in(self, column: int, at: int) -> None:
        self.edits.insert(at, self._new_cell(self._row, column))
        self._drop_spans()

    def _drop_spans(self) -> None:
        """Take away the hint which columns a row fills: it may not be true any more."""
        if self._row_tag is not None and not self._row_tag.empty:
            self.edits.change(self._row_tag, self.name_of_row, {"spans": None})
        self._row_tag = None

    def _end_row(self) -> None:
        if self._columns:
            tag = self._row_tag
            if tag is not None and tag.empty:
                cells = b"".join(self._new_cell(self._row, column) for column in self._columns)
                self.edits.change(tag, self.name_of_row, {"spans": None}, cells)
            else:
                for column in self._columns:
                    self._put_in(column, self._where())
        self._columns = []
        self._row_tag = None

    def _missing_rows(self, before: int, at: int) -> None:
        while self._next_row is not None and self._next_row < before:
            self.edits.insert(at, self._new_row(self._next_row))
            self._next_row = next(self._rows_wanted, None)

    def _end_data(self) -> None:
        assert self._data_tag is not None
        if self._data_tag.empty:
            rows = b"".join(self._new_row(row) for row in self.wanted)
            self.edits.change(self._data_tag, self.name_of_data, {}, rows)
        else:
            self._missing_rows(1 << 30, self._where())
        self._in_data = False

    # ---- what a file leaves out ----

    def _new_row(self, row: int) -> bytes:
        self._row_style = -1
        cells = b"".join(self._new_cell(row, column) for column in self.wanted[row])
        head, tail = prefixed(f'<row r="{row}">', self.prefix), prefixed("</row>", self.prefix)
        return head + cells + tail

    def _new_cell(self, row: int, column: int) -> bytes:
        style = self._row_style
        if style < 0:
            style = next((style for first, last, style in self._column_styles if first <= column <= last), 0)
        return self.new_cell((row, column), style)
