"""Rows read and rules run over them.

Columns repeat themselves: what was read and found of a text holds wherever it stands, and what was
found of a whole row wherever the same row stands; so each distinct one is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from indicator_dsl.errors import IndicatorError
from indicator_dsl.findings import Finding, Severity
from indicator_dsl.lint.catalog import fill
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.load import builtin_profile
from indicator_dsl.lint.profile import Profile
from indicator_dsl.lint.reading import Cell, CheckedTable, Reading, read_cell
from indicator_dsl.lint.registry import all_rules
from indicator_dsl.lint.rule import Context, Problem, Rule, Scope
from indicator_dsl.rows import Place, Row, Table

__all__ = ["Linter"]

#: A rule that runs, its check, and what the check may know.
Check = tuple[Rule, Any, Context]
#: A cell with what is found in it, and the checks of rows it concerns.
_Known = tuple[Cell, tuple[Finding, ...], list[Check]]
#: Where a finding stands before it is known where: it is moved to each row that has it.
_NOWHERE = Place("")


class Linter:
    """Reads rows and runs the rules of a profile over them; it remembers what it has seen.

    One thread at a time: make another for another.

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
        # by the cell, which is one object for all that look alike, and what else a check of a row may look at
        self._rows: dict[tuple[int | str | None, ...], tuple[Finding, ...]] = {}
        chosen = [rule for rule in all_rules() if rule.info.code in self.profile.severities]
        self._refusals = {code: rule for rule in chosen for code in rule.info.refusals}
        checks = [(rule, rule.check, self._context(rule)) for rule in chosen]
        # The scopes are told apart here once; the registry has seen to it that each check fits its own.
        self._of: Mapping[str | None, list[Check]] = {
            scope: [entry for entry in checks if entry[0].scope == scope] for scope in ("value", "row", "table")
        }

    def row(self, row: Row, refused: IndicatorError | None = None) -> Reading:
        """Return a row read, with what the rules on values and rows find in it.

        Args:
            row: of a table.
            refused: why its value is not to be read, whatever it says.
        """
        if refused is not None:
            cell = Cell(row.value, row.unit, row.relation, error=refused)
            return Reading(row=row, cell=cell, findings=tuple(one.at(row.place, row) for one in self._of_cell(cell)))
        cell, found, checks = self._cell(row)
        if checks:
            found = self._of_row(row, cell, found, checks)
        place = row.place
        return Reading(row=row, cell=cell, findings=tuple([one.at(place, row) for one in found]))

    def table(self, table: Table, readings: Iterable[Reading]) -> CheckedTable:
        """Return a table with its rows read, and what the rules on tables find added where it belongs."""
        rows = tuple(readings)
        whole: list[Finding] = []
        inside: dict[int, list[Finding]] = {}
        for rule, check, context in self._of["table"]:
            for problem in check(table, rows, context):
                if problem.reading is None:
                    whole.append(self._finding(rule, problem, None, table.place))
                else:
                    reading = problem.reading
                    found = self._in_row(rule, problem, reading)
                    inside.setdefault(id(reading), []).append(found)
        if inside:
            rows = tuple(
                evolve(one, findings=(*one.findings, *inside[id(one)])) if id(one) in inside else one for one in rows
            )
        return CheckedTable(table=table, readings=rows, findings=tuple(whole))

    def _context(self, rule: Rule) -> Context:
        defaults = {name: option.default for name, option in rule.info.options.items()}
        chosen = self.profile.options.get(rule.info.code, {})
        return Context(self.profile, self._year, {**defaults, **chosen})

    def _cell(self, row: Row) -> _Known:
        """Return the cell of a row as read, with what is found in it and the checks of rows it concerns."""
        texts = (row.value, row.unit, row.relation, row.place.sheet is None)
        known = self._cells.get(texts)
        if known is None:
            in_sheet = row.place.sheet is not None
            cell = read_cell(row.value, row.unit, row.relation, year=self._year, in_sheet=in_sheet)
            known = self._cells[texts] = cell, tuple(self._of_cell(cell)), self._concerned("row", cell)
        return known

    def _of_row(self, row: Row, cell: Cell, found: tuple[Finding, ...], checks: list[Check]) -> tuple[Finding, ...]:
        """Return what is found in a cell and in the row around it."""
        key = (id(cell), row.name, row.level1, row.level2, row.actual, row.weight, row.score)
        known = self._rows.get(key)
        if known is None:
            more = [
                self._finding(rule, problem, cell, _NOWHERE)
                for rule, check, context in checks
                for problem in check(row, cell, context)
            ]
            known = self._rows[key] = (*found, *more) if more else found
        return known

    def _of_cell(self, cell: Cell) -> Iterator[Finding]:
        if cell.error is not None:
            found = Finding.of_error(cell.error, place=_NOWHERE)
            rule = self._refusals.get(cell.error.code)
            yield found if rule is None else evolve(found, code=rule.info.code, name=rule.info.name)
        for rule, check, context in self._concerned("value", cell):
            for problem in check(cell, context):
                yield self._finding(rule, problem, cell, _NOWHERE)

    def _concerned(self, scope: Scope, cell: Cell) -> list[Check]:
        return [one for one in self._of[scope] if one[0].concerns is None or one[0].concerns(cell)]

    def _finding(
        self, rule: Rule, problem: Problem, cell: Cell | None, place: Place, row: Row | None = None
    ) -> Finding:
        info = rule.info
        severity: Severity = problem.severity or info.severity
        chosen = self.profile.severities[info.code]
        text = "" if cell is None else cell.text
        fix = problem.fix if problem.fix != text else None
        return Finding(
            code=info.code,
            name=info.name,
            # what a profile says of a rule counts before what the rule says of a case
            severity=severity if chosen == info.severity else chosen,
            place=place,
            row=row,
            text=text,
            start=problem.start,
            end=len(text) if problem.end is None else problem.end,
            zh=fill(problem.message, problem.words, "zh"),
            en=fill(problem.message, problem.words, "en"),
            fix=fix,
            safe=problem.safe and fix is not None and cell is not None and self._keeps_meaning(cell, fix),
        )

    def _in_row(self, rule: Rule, problem: Problem, reading: Reading) -> Finding:
        """Return what a check of a table found in a row: at the cell of the field it is about."""
        row, field = reading.row, problem.field
        if field == "value":
            return self._finding(rule, problem, reading.cell, row.place, row)
        text = getattr(row, field) or ""
        found = self._finding(rule, problem, None, row.place_of(field), row)
        return evolve(found, text=text, end=len(text))

    def _keeps_meaning(self, cell: Cell, fix: str) -> bool:
        """Whether a text is read as the cell was: what makes a safe fix safe."""
        return reads_the_same(cell, fix, self._year)
