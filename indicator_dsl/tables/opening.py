"""Where a table begins: the header rows of a grid, found as its rows come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, field, frozen

from indicator_dsl.rows import Oddity
from indicator_dsl.tables.by_hand import header_rows
from indicator_dsl.tables.columns import Columns
from indicator_dsl.tables.grid import Cell, Grid, GridRow
from indicator_dsl.tables.headers import header_of, header_words, is_header_word, year_in
from indicator_dsl.tables.heading import NAMING, Named, columns_of, is_second_row, promises_columns
from indicator_dsl.tables.heads import is_closing, is_head_label, is_sum
from indicator_dsl.tables.layouts import bare, has_look, is_note, levels_of
from indicator_dsl.tables.lookahead import Rows
from indicator_dsl.tables.row_kinds import is_numbering

__all__ = ["Lost", "Opening", "Openings", "notes_of"]

#: So many rows are looked at for what a header does not say.
_AHEAD: Final = 100
#: A year in a longer line is one of many things it says.
_LONGEST_TITLE: Final = 40
#: So many rows with words of levels are a table, whatever its header.
_LEVEL_ROWS: Final = 3


@frozen
class Opening:
    """The header of a table that begins: its columns, the row with their labels, how many rows it takes.

    ``again`` tells that the header before it had the same words.
    """

    columns: tuple[Columns, ...]
    labels: GridRow
    rows: int
    again: bool


@define
class Openings:
    """What has been seen of headers so far."""

    rows: Rows
    slips: bool
    named: Named | None = None
    #: The budget year of the title above, or the one that the caller said and no title changes.
    year: int | None = None
    year_is_given: bool = False
    #: A line that names columns but does not keep them apart.
    glued: str = ""
    #: The fields named by hand that some row may have.
    fitting: set[str] = field(factory=set)
    #: The last header, and what it announced: on the next page it announces the same.
    _last: tuple[tuple[str, ...], tuple[Columns, ...]] = ((), ())

    def at(self, row: GridRow, *, open_: bool) -> Opening | None:
        """Return what begins with a row, ``None`` if no table does; ``open_`` tells that one is open already."""
        found = header_words(row.cells)
        if len(found) < 2 and (open_ or not self.named):  # most rows
            return None
        if open_ and len(found) == 2 and not all(is_header_word(text) for text in found):
            return None  # a name may end as a header does: 是否达到预期目标
        ahead = self.rows.ahead(_AHEAD)
        if self.named:
            self._note_fitting(row)
            count = header_rows(row, ahead, self.named)
            if count is None or (open_ and count == 0):
                return None
        else:
            count = 2 if ahead and is_second_row(row, ahead[0]) else 1
        labels = row if count else GridRow(row.number, ())
        below = ahead[0] if count == 2 else None
        sample = [*([] if count else [row]), *_sample(ahead[max(count - 1, 0) :])]
        before = self._last[0]
        columns = self._announced(labels, below, sample, open_=open_)
        if not columns and below is not None:
            count, columns = 1, self._announced(labels, None, _sample(ahead), open_=open_)
        return Opening(columns, labels, count, again=self._last[0] == before) if columns else None

    def _announced(
        self, row: GridRow, below: GridRow | None, sample: Sequence[GridRow], *, open_: bool
    ) -> tuple[Columns, ...]:
        words = (*row.cells, "", *(below.cells if below is not None else ()))
        if open_ and words == self._last[0]:
            return self._last[1]  # a page may end before it says as much as the first
        columns = columns_of(row, below, self.named, year=self.year, sample=sample, slips=self.slips)
        if columns:
            self._last = words, columns
        return columns

    def note_line(self, text: str) -> None:
        """Take note of a line outside the tables: the budget year of a title, a header that is one text."""
        if len(text) <= _LONGEST_TITLE and not self.year_is_given:
            self.year = year_in(text) or self.year
        words = [header for word in _BLANKS.split(text) if word and (header := header_of(word)) is not None]
        fields = {header.field for header in words}
        if not self.glued and "value" in fields and fields.intersection(NAMING):
            self.glued = text

    def _note_fitting(self, row: GridRow) -> None:
        texts = set(map(bare, row.cells))
        for name, where in (self.named or {}).items():
            fits = bare(where) in texts if isinstance(where, str) else where is None or where < len(row.cells)
            if fits:
                self.fitting.add(name)


#: What keeps the columns apart where nothing does.
_BLANKS: Final = re.compile(r"\s+|[|｜]")


def _sample(rows: Sequence[GridRow]) -> list[GridRow]:
    """Return the rows that surely belong to the table that begins with them."""
    sample: list[GridRow] = []
    for row in rows:
        cells = row.filled()
        first = cells[0][1] if cells else ""
        if row.opens or sum(map(is_header_word, row.cells)) > 1 or (len(cells) < 3 and is_head_label(first)):
            break
        if len(cells) > 1 and not (is_note(first) or is_sum(first) or is_closing(first) or is_numbering(cells)):
            sample.append(row)
    return sample


@define
class Lost:
    """Rows outside the tables that look like a table of indicators."""

    found: list[GridRow] = field(factory=list)
    #: What there is to say of single rows, and where, unless it is said of all of them together.
    strays: list[tuple[list[Oddity], Oddity]] = field(factory=list)
    #: The rows with words of levels since the last table.
    _rows: list[GridRow] = field(factory=list)
    _said: bool = False

    def take(self, row: GridRow, cells: Sequence[Cell], rows: Rows) -> None:
        """Take in a row that belongs to no table; ``rows`` are those that follow."""
        if promises_columns(row):
            # Without a value there is nothing to lose: a table of weights, of money, of scoring rules.
            if any(_says_value(text) for one in _sample(rows.ahead(_AHEAD)) for _, text in one.filled()):
                self.found.append(row)
            self._said = True
        elif len(cells) > 1:
            # 产出指标 | 数量指标 is as good as two rows with one of them.
            self._rows += [row] * max(sum(bool(levels_of(text)) for _, text in cells[:3]), _names(cells[0][1]))
        if len(self._rows) >= _LEVEL_ROWS and not self._said:
            self.found.append(self._rows[0])
            self._said = True

    def turn(self) -> None:
        """Begin anew where a table is read, or another begins."""
        for oddities, odd in () if self._said else self.strays:
            oddities.append(odd)
        self.strays, self._rows, self._said = [], [], False

    def oddities(self, grid: Grid) -> Iterator[Oddity]:
        """Return what there is to say of the tables that were not read."""
        for row in self.found:
            text = " | ".join(filter(None, row.cells))
            yield Oddity("table-not-read", grid.place(row, row.filled()[0][0]), text)


def _names(text: str) -> bool:
    """Return whether a row is headed by 三级指标: a table that is turned on its side."""
    header = header_of(text)
    return header is not None and header.field in {"level1", "level2", "name"} and is_header_word(text)


def _says_value(text: str) -> bool:
    return not has_look("number", text) and (has_look("value", text) or has_look("maybe", text))


def notes_of(grid: Grid, row: GridRow, columns: Sequence[Columns]) -> Iterator[Oddity]:
    """Return what there is to say of the columns that a header announces."""
    for note in columns[0].notes:
        name, equals, where = note.hint.partition("=")
        if not grid.lettered and row.cells.count(note.text) == 1:
            where = note.text  # text and JSON have no letters to look for
        hint = f"{name}={where}" if equals else name
        yield Oddity(note.code, grid.place(row, note.column), note.text, hint, note.doubtful)
