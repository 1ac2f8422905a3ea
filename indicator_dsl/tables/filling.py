"""Filling tables: whose a row is, and what its cells say under the columns of a header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from attrs import define, evolve, field

from indicator_dsl.rows import Oddity
from indicator_dsl.tables.columns import Columns
from indicator_dsl.tables.drafts import Draft, as_one, doubt, own_columns
from indicator_dsl.tables.forms import Form
from indicator_dsl.tables.grid import Cell, Grid, GridRow
from indicator_dsl.tables.heads import is_sum, says, year_of
from indicator_dsl.tables.layouts import levels_of, word_set
from indicator_dsl.tables.money import At, amount_of, unit_of
from indicator_dsl.tables.opening import Lost, Openings, notes_of
from indicator_dsl.tables.results import Verdict, is_final, total_in
from indicator_dsl.tables.row_kinds import is_indicator_like, lines_up
from indicator_dsl.tables.slips import assign

__all__ = ["Filling", "Left", "funds_unit"]


@define
class Left:
    """A table that has ended: what still looks like a row of it goes on with it, or is not left out unsaid."""

    columns: tuple[Columns, ...]
    levels: list[tuple[str | None, str | None]]
    draft: Draft
    #: A header of another table stands behind it: rows below that are of the other one.
    over: bool = False
    #: It stands in the grid before.
    elsewhere: bool = False


@define
class Filling:
    """The tables of a grid so far, and the one that is open."""

    grid: Grid
    openings: Openings
    drafts: list[Draft] = field(factory=list)
    _form: Form = field(factory=Form)
    #: The columns of the header above, one set for each table that stands side by side.
    _columns: tuple[Columns, ...] = ()
    #: The open levels of each set.
    _levels: list[tuple[str | None, str | None]] = field(factory=list)
    _funds_unit: str | None = None
    #: The table of the form, or of the project in a project column.
    _current: Draft | None = None
    #: The tables of forms that stand side by side, one for each set of columns.
    _abreast: list[Draft] = field(factory=list)
    _by_project: dict[str, Draft] = field(factory=dict)
    _left: Left | None = None
    #: What looks like a table of indicators and was not read.
    lost: Lost = field(factory=Lost)
    #: What stands before the first table and was not read.
    _unplaced: list[Oddity] = field(factory=list)
    #: Another table of a document has begun since the last header.
    _turned: bool = False
    _rows: int = 0
    #: No grid before this one held a table.
    _first: bool = True
    #: The lines with nothing beside them since the last indicator.
    _above: list[str] = field(factory=list)
    #: The budget year that the titles so far have said.
    _year: int | None = None

    def _begin_form(self) -> None:
        """Begin a form whose project nobody has named yet."""
        self._form = self._form.next()
        self._current = None

    def _begin_table(self, row: GridRow, columns: tuple[Columns, ...]) -> None:
        """Begin the table of the form above it."""
        in_column = any("project" in one.fields for one in columns)
        form = self._form
        self._columns, self._left = columns, None
        self._levels = [(None, None)] * len(columns)
        self._by_project = {}
        self._year = year_of(self._above) or self._year
        self._current = Draft(
            form.project,
            form.funds,
            self.grid.place(row),
            not in_column,
            tuple(form.sources),
            form.execution,
            evolve(form.verdict),
            year=self._year,
        )
        self._abreast = []
        if len(form.projects) > 1 and len(columns) > 1:
            self._abreast = [self._draft_abreast(row, one) for one in columns]
            self._current = self._abreast[0]
        self.drafts += self._abreast or [self._current]
        above = " ".join((*self._above, self.grid.sheet or ""))
        first = self._rows == 1 and self._first
        if not form.labelled and not self.openings.named and not first:
            self._current.foreign = says("foreign").search(above) is not None
            if self._current.foreign or not says("budget").search(above):
                self._current.doubtful = doubt(columns, [text for _, text in row.filled()])
        self._current.oddities += notes_of(self.grid, row, columns)
        self._form.fresh = self._turned = False
        self._above = []

    def _draft_abreast(self, row: GridRow, columns: Columns) -> Draft:
        """Return the table of one of several forms side by side; the amounts above them are not told apart."""
        name = columns.fields.get("name", columns.fields["value"])[0]
        projects = [project for column, project in self._form.projects if column <= name]
        return Draft(projects[-1] if projects else None, None, self.grid.place(row), of_form=True, year=self._year)

    def _read(self, row: GridRow, cells: Sequence[Cell]) -> None:
        for number, columns in enumerate(self._columns):
            if self.grid.slips and len(self._columns) == 1:
                self._add(row, number, as_one(assign(cells, columns, self._levels[number][0]), columns))
                continue
            plain = columns.plain_texts(row)
            if plain is not None:
                self._add(row, number, plain)
                continue
            texts = columns.all_texts(row)
            if not any(at < len(row.cells) and row.cells[at] for at in own_columns(columns)):
                # Only cells merged with the row above, or only levels: no indicator of its own.
                texts = {name: texts[name] for name in ("level1", "level2", "project", "funds") if name in texts}
            self._add(row, number, as_one(texts, columns))

    def _add(self, row: GridRow, number: int, texts: dict[str, str]) -> None:
        draft = self._draft(row, number, texts)
        columns = self._columns[number]
        if columns.width and len(row.cells) > columns.width and not self.grid.slips:
            surplus = [text for text in row.cells[columns.width :] if text]
            if surplus:
                place = self.grid.place(row, columns.width)
                draft.oddities.append(Oddity("surplus-cells", place, " ".join(surplus)))
        level1, level2 = texts.get("level1"), texts.get("level2")
        if level1 is not None:
            self._levels[number] = (level1, level2)
        elif level2 is not None:
            self._levels[number] = (self._levels[number][0], level2)
        draft.add(self.grid, row, columns, self._levels[number], texts)

    def _draft(self, row: GridRow, number: int, texts: Mapping[str, str]) -> Draft:
        """Return the table a row belongs to: the form's, or that of the project in its project column."""
        assert self._current is not None
        project = texts.get("project")
        if self._abreast:
            return self._abreast[number]
        if project is None:
            return self._current
        if project not in self._by_project:
            made = Draft(project, None, self.grid.place(row), of_form=False, year=self._year)
            self._by_project[project] = made
            self.drafts.append(made)
            self._share_form(made)
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

    def _share_form(self, made: Draft) -> None:
        """Give what stands above a table to its project where it has but one."""
        assert self._current is not None
        if len(self._by_project) == 1 and not self._current.of_form:
            made.execution, made.verdict = self._current.execution, self._current.verdict
        elif len(self._by_project) == 2:
            first = next(iter(self._by_project.values()))
            first.execution, first.verdict = None, Verdict()

    def _end_form(self) -> None:
        """Give what stands below the indicators, and names no other project, to the table above it."""
        form, draft = self._form, self.drafts[-1] if self.drafts else None
        if draft is None or not form.fresh or self._turned or form.projects or not draft.of_form or self._abreast:
            return
        draft.execution = draft.execution or form.execution
        if draft.verdict.score is None and draft.verdict.grade is None:
            draft.verdict = form.verdict

    def _take_total(self, row: GridRow, cells: Sequence[Cell]) -> None:
        """Keep what a row sums up; of tables side by side nobody knows which."""
        if len(self._columns) != 1 or self._current is None:
            return
        draft = self._current
        total = total_in(self._columns[0], row, cells, self._at(row), len(draft.rows), slips=self.grid.slips)
        if total is not None:
            draft.totals.append(total)

    def _take_execution(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Read the points of the budget execution from a row of their own, where the money block has none."""
        draft, labels = self._current, word_set("execution", "rows")
        if draft is None or draft.execution is None or len(self._columns) != 1:
            return False
        found = total_in(self._columns[0], row, cells, self._at(row), 0, slips=self.grid.slips, labels=labels)
        if found is None or draft.execution.weight is not None or draft.execution.score is not None:
            return False
        draft.execution = evolve(draft.execution, weight=found.weight, score=found.score, place=found.place)
        return True

    def _take_verdict(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Read the score and the grade of a row above or below the indicators; return whether it says nothing else."""
        below = self._current is not None and not self._form.fresh and len(self._columns) < 2
        if below and self._left is not None and is_final(cells[0][1]):
            # The table has ended: 总分 stands in a table of its own.
            left = self._left
            total = total_in(left.columns[0], row, cells, self._at(row), len(left.draft.rows), slips=self.grid.slips)
            if total is not None and not left.elsewhere:
                left.draft.totals.append(total)
        first = cells[0][1]
        grades_only = (bool(self._columns) or below) and (is_final(first) or is_sum(first))
        to = self._current.verdict if below and self._current is not None else self._form.verdict
        return to.feed(cells, self._at(row), grades_only=grades_only)

    def _at(self, row: GridRow) -> At:
        return lambda column: self.grid.place(row, column)

    def _oddity(self, code: str, row: GridRow, text: str, column: int | None = None) -> None:
        self._oddities_here().append(Oddity(code, self.grid.place(row, column), text))

    def _oddities_here(self) -> list[Oddity]:
        """Return where to put what there is to say of a row: it is said with the table above it."""
        to = self._current or (self._left.draft if self._left is not None else None)
        return to.oddities if to is not None else self._unplaced

    def _note_unlike(self, row: GridRow, cells: Sequence[Cell]) -> None:
        """Say so where a row is taken for a sum or a note although a name and a value stand there."""
        columns = self._columns[0]
        if self.grid.slips or len(cells) < 2 or is_sum(cells[0][1]):
            return
        name, value = columns.texts(row, "name"), columns.texts(row, "value")
        if name and value and name[0] == cells[0][1]:
            self._oddity("row-unlike-indicator", row, " ".join((*name, *value)), columns.fields["value"][0])

    def _note_row_left_out(self, row: GridRow, cells: Sequence[Cell]) -> None:
        """Say so where a row outside of all tables looks like an indicator, or several look like a table."""
        left = self._left
        if (
            left is not None
            and not self.grid.slips
            and (lines_up(left.columns[0], row, cells) if left.elsewhere else is_indicator_like(left.columns[0], row))
        ):
            columns = left.columns[0]
            text = " ".join((*columns.texts(row, "name"), *columns.texts(row, "value")))
            left.draft.oddities.append(Oddity("row-left-out", self.grid.place(row, columns.fields["value"][0]), text))
            return
        if not self.grid.slips and len(cells) > 2 and _has_levels(cells):
            text = " ".join(text for _, text in cells)
            odd = Oddity("row-left-out", self.grid.place(row, cells[0][0]), text)
            self.lost.strays.append((self._oddities_here(), odd))
        self.lost.take(row, cells, self.openings.rows)


def funds_unit(columns: tuple[Columns, ...], header: GridRow) -> str | None:
    """Return the unit a funds column states; the English headers of this project's own files mean 元."""
    for one in columns:
        for at in one.fields.get("funds", ())[:1]:
            label = header.cells[at] if at < len(header.cells) else ""
            return unit_of(label) or ("元" if label.isascii() and label else None)
    return None


def _has_levels(cells: Sequence[Cell]) -> bool:
    """Return whether a row outside of all tables reads like an indicator: both levels, and a text more."""
    levels = [levels_of(text) for _, text in cells[:3]]
    return any(1 in upper and 2 in lower for upper, lower in pairwise(levels))
