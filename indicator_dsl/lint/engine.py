"""Rows read and rules run over them.

Columns repeat themselves: what was read and found of a text holds wherever it stands, and what was
found of a whole row wherever the same row stands; so each distinct one is looked at once. What has the
shape of something seen before is not asked about again: what was said of that one is filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from indicator_dsl.errors import IndicatorError
from indicator_dsl.findings import Finding, Severity
from indicator_dsl.lint.catalog import fill
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.load import builtin_profile
from indicator_dsl.lint.profile import Profile
from indicator_dsl.lint.reading import Cell, CheckedTable, Reading, read_cell
from indicator_dsl.lint.registry import all_rules
from indicator_dsl.lint.rule import Context, Problem, Rule, Scope
from indicator_dsl.lint.shapes import Saying, Shape, saying_of, shape_of, without_digits
from indicator_dsl.rows import Place, Row, Table

__all__ = ["Linter"]

#: A rule that runs, its check, and what the check may know.
Check = tuple[Rule, Any, Context]
#: A check that had something to say, and what; ``None`` where it has to be asked about each text.
_Answer = tuple[Check, list[Saying] | None]
#: The name and levels of a row: what a check of rows may look at besides the cell.
_Around = tuple[str | None, str | None, str | None]
#: Where a finding stands before it is known where: it is moved to each row that has it.
_NOWHERE = Place("")


@frozen
class _Shape:
    """What is known of the cells of one shape."""

    #: Of their values alone.
    answers: list[_Answer]
    #: The checks of rows they concern, and what those said.
    checks: list[Check]
    of_rows: dict[_Around, list[_Answer]]


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
        self._rows: dict[tuple[int, _Around], tuple[Finding, ...]] = {}
        self._shapes: dict[Shape, _Shape] = {}
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
            found = self._look(cell).findings
        else:
            known = self._known(row)
            cell, found = known.cell, self._of_row(row, known) if known.shape.checks else known.findings
        place = row.place
        return Reading(row=row, cell=cell, findings=tuple([one.at(place, row) for one in found]) if found else ())

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
                    found = self._finding(rule, problem, reading.cell, reading.row.place, reading.row)
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

    def _known(self, row: Row) -> _Known:
        """Return the cell of a row as read, with what is found in it."""
        texts = (row.value, row.unit, row.relation, row.place.sheet is None)
        known = self._cells.get(texts)
        if known is None:
            in_sheet = row.place.sheet is not None
            cell = read_cell(row.value, row.unit, row.relation, year=self._year, in_sheet=in_sheet)
            known = self._cells[texts] = self._look(cell)
        return known

    def _look(self, cell: Cell) -> _Known:
        """Return what the checks of values find in a cell."""
        shape, number = shape_of(cell) or (None, None)
        known = None if shape is None else self._shapes.get(shape)
        if known is not None:
            return _Known(cell, tuple(self._filled(known.answers, (cell,), number)), known, number)
        found, answers = self._asked(self._concerned("value", cell), (cell,), number)
        known = _Shape(answers, self._concerned("row", cell), {})
        if shape is not None:
            self._shapes[shape] = known
        return _Known(cell, (*self._refusal(cell), *found), known, number)

    def _of_row(self, row: Row, known: _Known) -> tuple[Finding, ...]:
        """Return what is found in a cell and in the row around it."""
        around = (row.name, row.level1, row.level2)
        key = (id(known.cell), around)
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = (*known.findings, *self._around(row, known, around))
        return found

    def _around(self, row: Row, known: _Known, around: _Around) -> Iterable[Finding]:
        """Return what the checks of rows find."""
        shape, number, seen = known.shape, known.number, (row, known.cell)
        if number is not None:
            around = (without_digits(row.name), row.level1, row.level2)
        answers = shape.of_rows.get(around)
        if answers is not None:
            return self._filled(answers, seen, number)
        found, shape.of_rows[around] = self._asked(shape.checks, seen, number)
        return found

    def _asked(
        self, checks: Iterable[Check], seen: tuple[Any, ...], number: str | None
    ) -> tuple[list[Finding], list[_Answer]]:
        """Return what checks find in what they see, and what of it is true of others of its shape."""
        findings: list[Finding] = []
        answers: list[_Answer] = []
        for entry in checks:
            rule, check, context = entry
            problems = list(check(*seen, context))
            if problems:
                found = [self._finding(rule, problem, seen[-1], _NOWHERE) for problem in problems]
                findings += found
                if number is not None:
                    sayings = [saying_of(problem, one, number) for problem, one in zip(problems, found, strict=True)]
                    answers.append((entry, None if None in sayings else sayings))  # type: ignore[arg-type]
        return findings, answers

    def _filled(self, answers: Iterable[_Answer], seen: tuple[Any, ...], number: str) -> Iterator[Finding]:
        """Yield what was said of a shape, about one that has it."""
        cell: Cell = seen[-1]
        for entry, sayings in answers:
            if sayings is None:
                yield from self._asked([entry], seen, None)[0]
                continue
            for saying in sayings:
                finding = saying.about(cell, number)
                safe = saying.safe and self._keeps_meaning(cell, finding.fix)
                yield evolve(finding, safe=True) if safe else finding

    def _refusal(self, cell: Cell) -> Iterator[Finding]:
        if cell.error is not None:
            found = Finding.of_error(cell.error, place=_NOWHERE)
            rule = self._refusals.get(cell.error.code)
            yield found if rule is None else evolve(found, code=rule.info.code, name=rule.info.name)

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

    def _keeps_meaning(self, cell: Cell, fix: str) -> bool:
        """Whether a text is read as the cell was: what makes a safe fix safe."""
        return reads_the_same(cell, fix, self._year)
