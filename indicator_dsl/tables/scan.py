"""From a grid of cell texts to tables: one pass over the rows, the same for every format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import define, field

from indicator_dsl.rows import Amount, Listing, Oddity, Place, Row, Table
from indicator_dsl.tables.columns import Columns, one_line, split_value
from indicator_dsl.tables.grid import Cell, Grid, GridRow
from indicator_dsl.tables.headers import header_of, year_in
from indicator_dsl.tables.heading import Named
from indicator_dsl.tables.layouts import (
    bare,
    has_look,
    is_form_word,
    is_frame,
    is_heading,
    is_note,
    is_ordinary,
    is_placeholder,
    is_total,
    levels_of,
)
from indicator_dsl.tables.lookahead import Rows
from indicator_dsl.tables.making import make_row
from indicator_dsl.tables.money import Form, ListReader, amount_of, unit_of
from indicator_dsl.tables.opening import Lost, Openings
from indicator_dsl.tables.slips import assign

__all__ = ["Scan", "scan"]

#: In a table of columns only a long cell with nothing beside it is a title: 资金使用情况 may be an indicator.
_SHORTEST_TITLE: Final = 10
#: A number whose unit only the header tells.
_BARE_NUMBER: Final = re.compile(r"\s*(?:[≥≤＝=<>＜＞≧≦]|>=|<=)?\s*-?[0-9][0-9,]*(?:\.[0-9]+)?\s*")


@define
class Scan:
    """What a grid held: its tables, and the best header row seen, for the message where there is none."""

    tables: list[Table]
    headers: tuple[str, ...]
    #: What looks like a table of indicators and was not read.
    unread: tuple[Oddity, ...] = ()
    #: A line that names columns but does not keep them apart.
    glued: str = ""
    #: The fields named by hand that some row may have.
    fitting: frozenset[str] = frozenset()


def scan(grid: Grid, named: Named | None = None) -> Scan:
    """Return the indicator tables of a grid, and leave tables of other kinds alone.

    ``named`` says in which column a field stands, by its number from 0 or its header, ``None`` for nowhere.

    >>> header = GridRow(1, ("项目名称", "三级指标", "指标值"))
    >>> found = scan(Grid("目标.csv", [header, GridRow(2, ("体检费", "体检人数", "≥2200人"))]))
    >>> [(table.project, [row.value for row in table.rows]) for table in found.tables]
    [('体检费', ['≥2200人'])]
    """
    rows = Rows.of(grid.rows)
    scanner = _Scanner(grid, Openings(rows, grid.slips, named, year_in(grid.sheet or "")))
    for row in rows:
        scanner.take(row)
    listing = scanner.listing()
    tables = [draft.table(listing) for draft in scanner.drafts if draft.rows or draft.of_form]
    openings = scanner.openings
    return Scan(tables, scanner.headers, scanner.unread(), openings.glued, frozenset(openings.fitting))


@define
class _Draft:
    """A table under construction; ``of_form`` if its project is the form's and not that of a column."""

    project: str | None
    funds: Decimal | None
    place: Place
    of_form: bool
    sources: tuple[Amount, ...] = ()
    rows: list[Row] = field(factory=list)
    oddities: list[Oddity] = field(factory=list)

    def table(self, listing: Listing | None) -> Table:
        return Table(
            project=self.project,
            funds=self.funds,
            rows=tuple(self.rows),
            place=self.place,
            sources=self.sources,
            listing=listing,
            oddities=tuple(self.oddities),
        )


@define
class _Scanner:
    """The state between two rows."""

    grid: Grid
    openings: Openings
    drafts: list[_Draft] = field(factory=list)
    #: The row with the most header words: the user is shown it if no table is found.
    headers: tuple[str, ...] = ()
    _header_words: int = -1
    _form: Form = field(factory=Form)
    _list: ListReader = field(factory=ListReader)
    #: The columns of the header above, one set for each table that stands side by side.
    _columns: tuple[Columns, ...] = ()
    #: The open levels of each set.
    _levels: list[tuple[str | None, str | None]] = field(factory=list)
    _funds_unit: str | None = None
    #: What looks like a table of indicators and was not read.
    lost: Lost = field(factory=Lost)
    #: The table of the form, or of the project in a project column.
    _current: _Draft | None = None
    _by_project: dict[str, _Draft] = field(factory=dict)
    #: A blank line or a heading has been seen: what follows must prove that it still belongs to the table.
    _gap: bool = False
    #: Lines with one cell and no tab: only the next row tells whether the table goes on around them.
    _held: list[GridRow] = field(factory=list)
    #: The columns of a table that has ended, and its draft: what still looks like a row of it is not left out unsaid.
    _left: tuple[Columns, _Draft] | None = None

    def take(self, row: GridRow) -> None:
        """Take in the next row."""
        if row.opens:
            self._turn()
            self.lost.turn()
        cells = row.filled()
        if not cells:
            self._gap = True
            return
        if self._header(row):
            return
        if self._columns and self._indicator(row, cells):
            return
        self._note_row_left_out(row)
        self._begin_next_form(cells)
        self.openings.note_line(cells)
        self.lost.take(row, cells, self.openings.rows)

        def at(column: int) -> Place:
            return self.grid.place(row, column)

        self._list.feed(cells, at)
        self._form.feed(cells, at)
        known = sum(header_of(text) is not None for _, text in cells)
        if len(cells) > 1 and known > self._header_words:
            self._header_words, self.headers = known, tuple(text for _, text in cells)

    def listing(self) -> Listing | None:
        """Return the list of projects the grid began with."""
        return self._list.listing()

    def unread(self) -> tuple[Oddity, ...]:
        """Return the rows with which tables seem to begin that were not read, unless that has been said of them."""
        said = {
            (odd.place.page, odd.place.table, odd.place.row)
            for draft in self.drafts
            for odd in draft.oddities
            if odd.code == "row-left-out"
        }
        return tuple(
            Oddity("table-not-read", self.grid.place(row, row.filled()[0][0]), " | ".join(filter(None, row.cells)))
            for row in self.lost.found
            if (row.page, row.table, row.number) not in said
        )

    # ---- headers ----

    def _header(self, row: GridRow) -> bool:
        """Read a header, of one row or two; return whether this is one."""
        opening = self.openings.at(row, open_=bool(self._columns))
        if opening is None:
            return False
        self._open(row, opening.columns, opening.labels)
        if opening.rows > 1:
            next(self.openings.rows)
        return opening.rows > 0

    def _open(self, row: GridRow, columns: tuple[Columns, ...], labels: GridRow) -> None:
        """Begin a table, or go on with one whose header is repeated on the next page."""
        in_column = any("project" in one.fields for one in columns)
        goes_on = self._current is not None and not self._form.fresh and len(columns) == len(self._columns or columns)
        self._flush_held()
        self._gap = False
        self._columns = columns
        self.lost.turn()
        if goes_on:
            self._levels = self._levels or [(None, None)] * len(columns)
            return
        self._levels = [(None, None)] * len(columns)
        self._by_project = {}
        form = self._form
        self._current = _Draft(form.project, form.funds, self.grid.place(row), not in_column, tuple(form.sources))
        self.drafts.append(self._current)
        self._form.fresh = False
        self._left = None
        self._funds_unit = _funds_unit(columns, labels)
        for note in columns[0].notes:
            place = self.grid.place(row, note.column)
            name, equals, where = note.hint.partition("=")
            if not self.grid.lettered and row.cells.count(note.text) == 1:
                where = note.text  # text and JSON have no letters to look for
            hint = f"{name}={where}" if equals else name
            self._current.oddities.append(Oddity(note.code, place, note.text, hint, note.doubtful))

    def _turn(self) -> None:
        """Let go of the columns where another table begins."""
        if self._columns:
            self._leave(for_a_form=False)
        if not self._form.fresh:
            self._form.turn()

    def _begin_next_form(self, cells: Sequence[Cell]) -> None:
        """Begin a form where a table of its own holds its head: what follows is not the last form's any more."""
        first = cells[0][1]
        # 项目负责人：… is a note under a form as well.
        if self._current is not None and not self._columns and is_form_word(first) and not is_note(first):
            self._form = self._form.next()
            self._current = None

    def _leave(self, *, for_a_form: bool) -> None:
        """Stop reading indicators. Behind a stray line the table may go on under a repeated header; a form is new."""
        if self._columns and self._current is not None and not self.grid.slips and not for_a_form:
            self._left = self._columns[0], self._current
        self._columns = ()
        self._held = []
        self._gap = False
        if for_a_form or self._form.project is None:
            self._form = Form()
            self._current = None

    # ---- rows ----

    def _indicator(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Read a row below a header; ``False`` if it does not belong to the table any more."""
        first = cells[0][1]
        if not is_ordinary(first):
            if is_frame(first):
                first = next((text for _, text in cells if not is_frame(text)), first)
            if self._begins_form(cells, first):
                self._leave(for_a_form=True)
                return False
            if not self._has_sure_value(row):
                if is_total(first):
                    return True
                if is_note(first):
                    self._gap = True
                    return True
        if len(cells) == 1 and self._is_line_between(row, cells):
            self._gap = True
            return True
        if self._gap and not self._belongs(row, cells):
            self._leave(for_a_form=False)
            return False
        self._gap = False
        self._flush_held()
        self._read(row, cells)
        return True

    def _begins_form(self, cells: Sequence[Cell], first: str) -> bool:
        """Return whether a row is of the head of the next form: 项目预算 may name an indicator as well."""
        if not is_form_word(first) or any("project" in one.fields for one in self._columns):
            return False
        if self.grid.slips:
            return not any(has_look("value", text) and not has_look("number", text) for _, text in cells[1:])
        return cells[0][0] < min(one.fields.get("name", one.fields["value"])[0] for one in self._columns) or (
            "level1" not in self._columns[0].fields and bare(first).startswith("项目名称")
        )

    def _is_line_between(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Return whether a row with one cell is a heading; a line of text that may be more is held back."""
        text = cells[0][1]
        if levels_of(text):
            return False
        if not self.grid.slips:
            return cells[0][0] == 0 and len(text) >= _SHORTEST_TITLE and is_heading(text)
        if len(row.cells) > 1:
            return False
        if not is_heading(text):
            self._held.append(row)
        return True

    def _belongs(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Return whether a row behind a gap proves to be an indicator."""
        if any(levels_of(text) for _, text in cells[:3]):
            return True
        if self.grid.slips:
            sure = [text for _, text in cells if has_look("value", text) and not has_look("number", text)]
            return bool(sure) or cells[0][0] > 0
        columns = self._columns[0]
        strange = any(columns.texts(row, level) for level in ("level1", "level2"))
        named = bool(columns.texts(row, "name")) or self._has_sure_value(row)
        return not strange and named and bool(columns.texts(row, "value"))

    def _has_sure_value(self, row: GridRow) -> bool:
        """Return whether the value of a row is unmistakable: a sum or a note has none, an indicator named 备注 may."""
        if self.grid.slips or not self._columns:
            return False
        texts = self._columns[0].texts(row, "value")
        return any(has_look("value", text) and not has_look("number", text) for text in texts)

    def _note_row_left_out(self, row: GridRow) -> None:
        if self._left is None:
            return
        columns, draft = self._left
        name, values = columns.texts(row, "name"), columns.texts(row, "value")
        if name and any(has_look("value", text) and not has_look("number", text) for text in values):
            text = " ".join((*name, *values))
            draft.oddities.append(Oddity("row-left-out", self.grid.place(row, columns.fields["value"][0]), text))

    def _flush_held(self) -> None:
        """Read the lines held back: the table went on behind them, so they are rows without a value."""
        held, self._held = self._held, []
        for row in held:
            self._read(row, row.filled())

    def _read(self, row: GridRow, cells: Sequence[Cell]) -> None:
        for number, columns in enumerate(self._columns):
            if self.grid.slips and len(self._columns) == 1:
                self._add(row, number, _as_one(assign(cells, columns, self._levels[number][0]), columns))
                continue
            plain = columns.plain_texts(row)
            if plain is not None:
                self._add(row, number, plain)
                continue
            texts = columns.all_texts(row)
            if not any(at < len(row.cells) and row.cells[at] for at in _own(columns)):
                # Only cells merged with the row above, or only levels: no indicator of its own.
                texts = {name: texts[name] for name in ("level1", "level2", "project", "funds") if name in texts}
            self._add(row, number, _as_one(texts, columns))

    def _add(self, row: GridRow, number: int, texts: dict[str, str]) -> None:
        find = texts.get
        draft = self._draft(row, texts)
        columns = self._columns[number]
        if columns.width and len(row.cells) > columns.width and not self.grid.slips:
            surplus = [text for text in row.cells[columns.width :] if text]
            if surplus:
                place = self.grid.place(row, columns.width)
                draft.oddities.append(Oddity("surplus-cells", place, " ".join(surplus)))
        level1, level2 = find("level1"), find("level2")
        if level1 is not None:
            self._levels[number] = (level1, level2)
        elif level2 is not None:
            self._levels[number] = (self._levels[number][0], level2)
        name, value = find("name"), find("value", "")
        if (name is None or is_placeholder(name)) and not value:
            return
        if name is not None and is_total(name) and not self._has_sure_value(row):
            return
        unit = find("unit")
        if unit is None and columns.unit is not None and _BARE_NUMBER.fullmatch(value):
            unit = columns.unit
        at = columns.value_at(row, value)
        level1, level2 = self._levels[number]
        draft.rows.append(
            make_row(
                draft.project,
                level1,
                level2,
                name,
                find("relation"),
                value,
                unit,
                find("actual"),
                find("weight"),
                find("score"),
                self.grid.place(row, at),
            )
        )

    def _draft(self, row: GridRow, texts: Mapping[str, str]) -> _Draft:
        """Return the table a row belongs to: the form's, or that of the project in its project column."""
        assert self._current is not None
        project = texts.get("project")
        if project is None:
            return self._current
        if project not in self._by_project:
            made = self._by_project[project] = _Draft(project, None, self.grid.place(row), of_form=False)
            self.drafts.append(made)
            if not (self._current.of_form or self._current.rows):
                # What there is to say of the header is said with the first project.
                made.oddities, self._current.oddities = self._current.oddities, []
        draft = self._by_project[project]
        if draft is not self._current:
            self._levels = [(None, None)] * len(self._levels)
            self._current = draft
        if draft.funds is None and "funds" in texts:
            draft.funds = amount_of(texts["funds"], self._funds_unit)
        return draft


def _funds_unit(columns: tuple[Columns, ...], header: GridRow) -> str | None:
    """Return the unit a funds column states; the English headers of this project's own files mean 元."""
    for one in columns:
        for at in one.fields.get("funds", ())[:1]:
            label = header.cells[at] if at < len(header.cells) else ""
            return unit_of(label) or ("元" if label.isascii() and label else None)
    return None


def _own(columns: Columns) -> list[int]:
    """Return the columns of which one must have a cell of its own for a row to be an indicator."""
    return [at for name in ("name", "value", "relation", "unit") for at in columns.fields.get(name, ())]


def _as_one(texts: Mapping[str, Sequence[str]], columns: Columns) -> dict[str, str]:
    """Return the texts of each field as one: labels as a line, a value with what belongs to it."""
    found = {field: "".join(map(one_line, its)) for field, its in texts.items()}
    if "actual" in texts:
        found["actual"] = " ".join(texts["actual"])
    if "funds" in texts:
        found["funds"] = texts["funds"][0]
    fields = columns.fields
    relation, found["value"], unit = split_value(
        texts.get("value", ()), relation="relation" in fields, unit="unit" in fields
    )
    if relation is not None:
        found["relation"] = relation
    if unit is not None:
        found["unit"] = unit
    return found
