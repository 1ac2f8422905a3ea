"""From a grid of cell texts to tables: one pass over the rows, the same for every format."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from indicator_dsl.rows import Oddity, Place, Table
from indicator_dsl.tables.drafts import Draft
from indicator_dsl.tables.filling import Filling, Left, funds_unit
from indicator_dsl.tables.grid import Cell, Grid, GridRow
from indicator_dsl.tables.headers import header_of, header_words, year_in
from indicator_dsl.tables.heading import Named
from indicator_dsl.tables.heads import (
    is_closing,
    is_continued,
    is_head_label,
    is_identity,
    is_nothing,
    is_part_of_form,
    is_plain,
    is_sum,
    is_title,
    projects_in,
)
from indicator_dsl.tables.layouts import is_frame, is_heading, is_note, levels_of
from indicator_dsl.tables.listing import ListReader
from indicator_dsl.tables.lookahead import Rows
from indicator_dsl.tables.opening import Opening, Openings
from indicator_dsl.tables.results import is_final
from indicator_dsl.tables.row_kinds import (
    has_sure_value,
    is_header_of_another,
    is_indicator_like,
    is_numbering,
    is_of_foot,
    is_sure,
    is_unknown_label,
    is_whole,
    lines_up,
    may_follow_gap,
)

__all__ = ["Scan", "scan"]


@define
class Scan:
    """What a grid held: its tables, and the best header row seen, for the message where there is none."""

    headers: tuple[str, ...]
    _drafts: list[Draft]
    #: What was not read and belongs to no table above it.
    oddities: list[Oddity]
    #: A line that names columns but does not keep them apart.
    glued: str
    #: The fields named by hand that some row may have.
    fitting: frozenset[str]
    _left: Left | None

    @property
    def tables(self) -> list[Table]:
        """The tables; the next grid may add rows to the last one."""
        return [one.table() for one in self._drafts if (one.rows or one.of_form) and not one.is_foreign]


def scan(grid: Grid, named: Named | None = None, before: Scan | None = None, *, year: int | None = None) -> Scan:
    """Return the indicator tables of a grid, and leave tables of other kinds alone.

    ``named`` says in which column a field stands, by its number from 0 or its header, ``None`` for nowhere;
    ``before`` is what the grid before it in the same file held; ``year`` is the budget year where that is known.

    >>> header = GridRow(1, ("项目名称", "三级指标", "指标值"))
    >>> found = scan(Grid("目标.csv", [header, GridRow(2, ("体检费", "体检人数", "≥2200人"))]))
    >>> [(table.project, [row.value for row in table.rows]) for table in found.tables]
    [('体检费', ['≥2200人'])]
    """
    openings = Openings(Rows.of(grid.rows), grid.slips, named, year or year_in(grid.sheet or ""), year is not None)
    scanner = _Scanner(grid, openings)
    if before is not None:
        scanner.go_on(before)
    for row in openings.rows:
        scanner.take(row)
    return scanner.end()


@define
class _Scanner(Filling):
    """The state between two rows."""

    #: The row with the most header words: the user is shown it if no table is found.
    headers: tuple[str, ...] = ()
    _header_words: int = -1
    _list: ListReader = field(factory=ListReader)
    #: A blank line or a heading has been seen: what follows must prove that it still belongs to the table.
    _gap: bool = False
    #: A title has been seen since the last indicator: a header behind it begins another form.
    _titled: bool = False
    #: The row before was a header.
    _below_header: bool = False
    #: Rows with one cell: only the next row tells whether the table goes on around them.
    _held: list[GridRow] = field(factory=list)
    #: The foot of a form has been seen since.
    _footed: bool = False

    def go_on(self, before: Scan) -> None:
        """Take over the table the grid before ended with: it may go on without another header."""
        if before._left is not None:  # noqa: SLF001
            self._first = False
            self._left = evolve(before._left, elsewhere=True)  # noqa: SLF001

    def take(self, row: GridRow) -> None:
        """Take in the next row."""
        if row.opens:
            self._turn()
            self.lost.turn()
        cells = row.filled()
        if not cells:
            self._gap = True
            return
        self._rows += 1
        if len(cells) == 1:
            self._above.append(cells[0][1])
            if not self._columns or is_title(cells[0][1]):
                self.openings.note_line(cells[0][1])
        if self._header(row):
            self._below_header = True
            return
        if self._below_header and self._columns and is_numbering(cells):
            return
        self._below_header = False
        if self._columns and self._indicator(row, cells):
            return
        if not self._columns and self._resume(row, cells):
            return
        self._take_verdict(row, cells)
        self._note_row_left_out(row, cells)
        self._begin_next_form(row, cells)

        def at(column: int) -> Place:
            return self.grid.place(row, column)

        self._list.feed(cells, at)
        self._form.feed(cells, at)
        known = sum(header_of(text) is not None for _, text in cells)
        if len(cells) > 1 and known > self._header_words:
            self._header_words, self.headers = known, tuple(text for _, text in cells)

    def end(self) -> Scan:
        """Return what was found."""
        # Behind a table of text there may be prose.
        self._drop_held(flush=not self.grid.slips)
        listing = self._list.listing()
        self.lost.turn()
        self._end_form()
        odd = [*self._unplaced, *self.lost.oddities(self.grid)]
        for draft in self.drafts:
            draft.listing = listing
            if draft.is_foreign:
                text = draft.doubtful or ""
                self.headers = self.headers or tuple(text.split(" "))
                odd.append(Oddity("table-left-out", draft.place, text))
        left = self._left
        if self._columns and self._current is not None:
            left = Left(self._columns, self._levels, self._current)
        openings = self.openings
        return Scan(self.headers, self.drafts, odd, openings.glued, frozenset(openings.fitting), left)

    # ---- headers ----

    def _header(self, row: GridRow) -> bool:
        """Read a header, of one row or two; return whether this is one."""
        opening = self.openings.at(row, open_=bool(self._columns))
        if opening is None:
            return False
        self._open(row, opening)
        if opening.rows > 1:
            next(self.openings.rows)
        return opening.rows > 0

    def _open(self, row: GridRow, opening: Opening) -> None:
        """Begin a table, or go on with one whose header is repeated on the next page."""
        columns = opening.columns
        before = self._columns or (self._left.columns if self._left is not None else ())
        alike = [one.fields.keys() for one in before] == [one.fields.keys() for one in columns]
        alike = alike or (opening.again and len(before) == len(columns))
        self._drop_held(flush=alike and not self._titled)
        if not self._form.fresh and self._current is not None and (self._titled or (before and not alike)):
            self._begin_form()
        goes_on = self._current is not None and not self._form.fresh and alike
        self._gap = self._titled = self._footed = False
        self._columns = columns
        self.lost.turn()
        if goes_on:
            self._levels = self._levels or [(None, None)] * len(columns)
            return
        self._begin_table(row, columns)
        self._funds_unit = funds_unit(columns, opening.labels) or self._form.money.note_unit

    def _turn(self) -> None:
        """Let go of the columns where another table begins."""
        self._turned = True
        if self._columns:
            self._leave(for_a_form=False)
        self._form.leave_table()
        if not self._form.fresh:
            self._form.turn()

    def _begin_next_form(self, row: GridRow, cells: Sequence[Cell]) -> None:
        """Begin a form where its head or its title stands: what follows is not the last form's any more."""
        first = cells[0][1]
        if self._current is None or self._columns or self._form.fresh:
            return
        # 项目负责人：… is a note under a form as well.
        if is_note(first) or is_continued(first) or is_sum(first) or is_closing(first):
            return
        if len(cells) == 1:
            new = is_head_label(first) or (is_title(first) and not is_part_of_form(first))
        else:
            new = self._left is None or not is_indicator_like(self._left.columns[0], row)
        if new:
            self._begin_form()

    def _leave(self, *, for_a_form: bool) -> None:
        """Stop reading indicators. Behind a stray line the table may go on under a repeated header; a form is new."""
        if self._columns and self._current is not None:
            self._left = Left(self._columns, self._levels, self._current)
        self._drop_held(flush=False)
        self._columns = ()
        self._gap = False
        if for_a_form or self._titled:
            self._begin_form()
        self._titled = False

    # ---- rows ----

    def _indicator(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Read a row below a header; ``False`` if it does not belong to the table any more."""
        first = cells[0][1]
        columns = self._columns[0]
        if not is_plain(first):
            framed = is_frame(first)
            if framed:
                first = next((text for _, text in cells if not is_frame(text)), first)
            if self._begins_form(row, cells, first) and (
                framed or self.grid.slips or not is_whole(columns, row, cells[0])
            ):
                self._leave(for_a_form=True)
                return False
            if all(is_nothing(text) for _, text in cells):
                return True
            if self._sums_up(row, first) and not self._is_sure(row):
                self._take_total(row, cells)
                self._take_verdict(row, cells)
                self._note_unlike(row, cells)
                return True
            # 审核人 | 李四 | 填报日期 | 2025年1月10日 is signed twice
            if is_note(first) and (not self._is_sure(row) or sum(is_note(text) for _, text in cells) > 1):
                self._gap = True
                self._note_unlike(row, cells)
                return True
        if len(cells) == 1 and (self._take_verdict(row, cells) or self._is_line_between(row, cells)):
            self._gap = True
            return True
        if self._is_of_foot(row, cells):
            self._gap = self._footed = True
            # A label nobody knows may be the next form's: 课题 | 乙. A header behind it begins that form.
            self._titled = self._titled or not is_closing(first)
            known = self._take_verdict(row, cells) or self._take_execution(row, cells)
            if not (known or is_closing(first)):  # 存在问题, 原因分析: nobody takes them for indicators
                self._oddity("row-unlike-indicator", row, " ".join(text for _, text in cells), cells[0][0])
            return True
        if (self._gap and not self._belongs(row, cells)) or (
            not self.grid.slips and is_header_of_another(columns, row, cells)
        ):
            self._leave(for_a_form=False)
            return False
        self._drop_held(flush=True)
        self._gap = self._titled = self._footed = False
        if self._above:
            self._above = []
        if len(cells) == 2 and not self.grid.slips:
            self._titled = is_unknown_label(columns, row, cells)
        self._read(row, cells)
        return True

    def _sums_up(self, row: GridRow, first: str) -> bool:
        """Return whether a row is a sum: 综合得分 may name an indicator where it has a value."""
        return is_sum(first) or (is_final(first) and (self.grid.slips or not self._columns[0].texts(row, "value")))

    def _begins_form(self, row: GridRow, cells: Sequence[Cell], first: str) -> bool:
        """Return whether a row is of the head of the next form: 项目预算 may name an indicator as well."""
        if any("project" in one.fields for one in self._columns):
            return False
        if not (is_head_label(first) or projects_in(cells)):
            return False
        if self.grid.slips:
            return not any(is_sure(text) for _, text in cells[1:]) and not any(
                levels_of(text) for _, text in cells[1:3]
            )
        columns = self._columns[0]
        name = min(one.fields.get("name", one.fields["value"])[0] for one in self._columns)
        if cells[0][0] < name:
            return True
        return (
            "level1" not in columns.fields and (is_identity(first) or self._titled) and not has_sure_value(columns, row)
        )

    def _is_line_between(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Return whether a row with one cell is a heading, or is held back as it may be one."""
        column, text = cells[0]
        if levels_of(text):
            return False
        if is_continued(text):
            return True
        if self.grid.slips and len(row.cells) > 1 and not is_title(text):
            return False
        if not self.grid.slips and column != 0:
            return False
        if is_title(text) and not is_part_of_form(text):
            self._titled = True
        elif self.grid.slips and is_heading(text):
            return True
        self._held.append(row)
        return True

    def _is_sure(self, row: GridRow) -> bool:
        return not self.grid.slips and has_sure_value(self._columns[0], row)

    def _is_of_foot(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        if self.grid.slips:
            return is_closing(cells[0][1]) and not any(is_sure(text) for _, text in cells[1:])
        columns = self._columns[0]
        at = columns.fields.get("level1", (0,))[0]
        # Most rows are told by their level: one is there, or it stands above.
        if cells[0][0] > at or (at < len(row.cells) and 1 in levels_of(row.cells[at])):
            return False
        return is_of_foot(columns, row, cells)

    def _belongs(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Return whether a row behind a gap proves to be an indicator."""
        if self.grid.slips:
            if any(levels_of(text) for _, text in cells[:3]):
                return len(header_words(row.cells)) < 2
            return (not self._footed and any(is_sure(text) for _, text in cells)) or cells[0][0] > 0
        return may_follow_gap(self._columns[0], row, titled=self._titled)

    # ---- what is not read ----

    def _drop_held(self, *, flush: bool) -> None:
        """Decide about the rows held back: where the table goes on they are rows without a value, titles apart."""
        held, self._held = self._held, []
        for row in held if flush and not self._titled else ():
            if not is_title(row.filled()[0][1]):
                self._read(row, row.filled())

    # ---- an ended table goes on ----

    def _resume(self, row: GridRow, cells: Sequence[Cell]) -> bool:
        """Go on with a table that has ended, behind other lines or below the name of the next project."""
        left = self._left
        if left is None or left.over or len(left.columns) > 1:
            return False
        [columns] = left.columns
        if is_header_of_another(columns, row, cells):
            left.over = True
            return False
        if self.grid.slips:
            fits = len(cells) > 2 and bool(levels_of(cells[0][1])) and any(is_sure(text) for _, text in cells[1:])
        else:
            fits = lines_up(columns, row, cells)
        if not fits:
            return False
        same = self._current is not None or (left.elsewhere and not self._form.labelled and not self._above)
        if not same or (self._form.fresh and self._form.projects):
            self._begin_table(row, left.columns)
        else:
            self._current = left.draft
            self._columns, self._levels, self._left = left.columns, left.levels, None
        self._gap = self._titled = self._footed = False
        self._read(row, cells)
        return True
