"""Rows read and rules run over them.

Columns repeat themselves: what was read and found of a text holds wherever it stands, and what was
found of a whole row wherever the same row stands; so each distinct one is looked at once. What has the
shape of something seen before is not asked about again: what was said of that one is filled in.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import get_args

from attrs import evolve, field, frozen

from indicator_dsl.errors import IndicatorError
from indicator_dsl.findings import Finding
from indicator_dsl.lint.check import NOWHERE, Answer, Check
from indicator_dsl.lint.load import builtin_profile
from indicator_dsl.lint.profile import Profile
from indicator_dsl.lint.reading import Cell, CheckedTable, Reading, read_parts
from indicator_dsl.lint.registry import all_rules
from indicator_dsl.lint.rule import Scope
from indicator_dsl.lint.shapes import Shape, shape_of, without_digits
from indicator_dsl.rows import Row, Table

__all__ = ["Linter"]


@frozen
class _Shape:
    """What is known of the cells of one shape."""

    #: The checks of rows that have to see it.
    checks: list[Check]
    #: What the checks of values say, those that say something.
    values: dict[Check, Answer] = field(factory=dict)
    #: What the checks of rows say, by what they take from the name, and the levels.
    rows: dict[tuple[Check, Hashable, str | None, str | None], Answer] = field(factory=dict)


@frozen
class _Known:
    """What is known of a cell."""

    cell: Cell
    #: In the cell alone.
    findings: tuple[Finding, ...]
    shape: _Shape
    #: Which tells it from others of its shape; ``None`` where it is the only one.
    number: str | None


class Linter:
    """Reads rows and runs the rules of a profile over them; it remembers what it has seen.

    One thread at a time: make another for another.

    >>> from indicator_dsl.rows import Place
    >>> linter = Linter()
    >>> row = Row(name="体检人数", value="≥ 2200 人", place=Place("目标.xlsx", sheet="表1", row=5, cell="D5"))
    >>> [(one.code, one.fix) for one in linter.row(row).findings]
    [('FMT06', '≥2200人')]
    """

    def __init__(self, profile: Profile | None = None, *, year: int | None = None) -> None:
        """Make ready.

        Args:
            profile: the rules to run; the built-in profile ``default`` if none is given.
            year: the budget year, which dates without a year take; before that of the profile.
        """
        self.profile = profile or builtin_profile()
        self._year = year or self.profile.year
        self._cells: dict[tuple[str, str | None, str | None, bool], _Known] = {}
        # by the cell, which is one object for all that look alike, and what is around it
        self._rows: dict[tuple[int, str | None, str | None, str | None], tuple[Finding, ...]] = {}
        self._shapes: dict[Shape, _Shape] = {}
        chosen = [rule for rule in all_rules() if rule.info.code in self.profile.severities]
        self._refusals = {code: rule for rule in chosen for code in rule.info.refusals}
        # The scopes are told apart here once; the registry has seen to it that each check fits its own.
        self._of: Mapping[Scope, list[Check]] = {
            scope: [Check.of(rule, self.profile, self._year) for rule in chosen if rule.scope == scope]
            for scope in get_args(Scope)
        }
        self._approved = {rule.info.code: rule for rule in chosen if rule.info.code in self.profile.approved}
        self._needed = {name: attrgetter(f"row.{name}") for rule in chosen for name in rule.info.needs}

    def row(self, row: Row, refused: IndicatorError | None = None) -> Reading:
        """Return a row read, with what the rules on values and rows find in it.

        Args:
            row: of a table.
            refused: why its value is not to be read, whatever it says.
        """
        if refused is not None:
            cell = Cell(row.value, row.unit, row.relation, error=refused)
            found = self._look(cell).findings
        else:
            known = self._known(row)
            cell, found = known.cell, self._of_row(row, known) if known.shape.checks else known.findings
        place = row.place
        reading = Reading(row=row, cell=cell, findings=tuple([one.at(place, row) for one in found]) if found else ())
        return self._as_approved(reading) if found and row.actual else reading

    def table(self, table: Table, readings: Iterable[Reading]) -> CheckedTable:
        """Return a table with its rows read, and what the rules on tables find added where it belongs."""
        rows = tuple(readings)
        whole: list[Finding] = []
        inside: dict[int, list[Finding]] = {}
        present = {name: any(map(text, rows)) for name, text in self._needed.items()}
        for check in self._of["table"]:
            if not all(present[name] for name in check.rule.info.needs):
                continue
            for problem in check.in_year(table.year).problems(table, rows):
                if problem.reading is None:
                    whole.append(check.finding(problem, None, problem.place or table.place))
                else:
                    reading = problem.reading
                    found = check.in_row(problem, reading)
                    inside.setdefault(id(reading), []).append(found)
        if inside:
            rows = tuple(
                evolve(one, findings=(*one.findings, *inside[id(one)])) if id(one) in inside else one for one in rows
            )
        return CheckedTable(table=table, readings=rows, findings=tuple(whole))

    def _as_approved(self, reading: Reading) -> Reading:
        """Return a row without what the profile does not want to hear of a target whose result is in."""
        if not (reading.row.actual or "").strip():
            return reading
        left = tuple(
            one
            for one in reading.findings
            if (rule := self._approved.get(one.code)) is None or (rule.decides is not None and rule.decides(reading))
        )
        return evolve(reading, findings=left)

    def _known(self, row: Row) -> _Known:
        """Return the cell of a row as read, with what is found in it."""
        texts = (row.value, row.unit, row.relation, row.place.sheet is None)
        known = self._cells.get(texts)
        if known is None:
            in_sheet = row.place.sheet is not None
            cell, parts = read_parts(row.value, row.unit, row.relation, year=self._year, in_sheet=in_sheet)
            alike = None if parts is None or self.profile.terms.tell_digits else shape_of(cell, parts)
            known = self._cells[texts] = self._look(cell, alike)
        return known

    def _look(self, cell: Cell, alike: tuple[Shape, str] | None = None) -> _Known:
        """Return what the checks of values find in a cell, and what is known of its shape."""
        key, number = alike or (None, None)
        shape = None if key is None else self._shapes.get(key)
        found = list(self._refusal(cell))
        if shape is not None:
            for check, answer in shape.values.items():
                found += check.again(answer, (cell,), number)
            return _Known(cell, tuple(found), shape, number)
        shape = _Shape([check for check in self._of["row"] if check.concerns(cell)])
        for check in self._of["value"]:
            if check.concerns(cell):
                own, answer = check.ask((cell,), number)
                if own:
                    found += own
                    shape.values[check] = answer
        if key is not None:
            self._shapes[key] = shape
        return _Known(cell, tuple(found), shape, number)

    def _of_row(self, row: Row, known: _Known) -> tuple[Finding, ...]:
        """Return what is found in a cell and in the row around it."""
        exact = (id(known.cell), row.name, row.level1, row.level2)
        whole = self._rows.get(exact)
        if whole is None:
            found = list(self._around(row, known))
            whole = self._rows[exact] = (*known.findings, *found) if found else known.findings
        return whole

    def _around(self, row: Row, known: _Known) -> Iterator[Finding]:
        """Yield what the checks of rows find."""
        shape, number, seen = known.shape, known.number, (row, known.cell)
        name = row.name or ""
        if number is not None:
            name = without_digits(name)
        for check in shape.checks:
            key = (check, check.regards(name), row.level1, row.level2)
            if key not in shape.rows:
                own, shape.rows[key] = check.ask(seen, number)
                yield from own
            elif (answer := shape.rows[key]) != []:
                yield from check.again(answer, seen, number)

    def _refusal(self, cell: Cell) -> Iterator[Finding]:
        if cell.error is not None:
            found = Finding.of_error(cell.error, place=NOWHERE)
            rule = self._refusals.get(cell.error.code)
            yield found if rule is None else evolve(found, code=rule.info.code, name=rule.info.name)
