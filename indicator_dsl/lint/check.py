"""One rule at work: it is asked, and what it says becomes findings, of what it has seen and of all that is like it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Final

from attrs import evolve, field, frozen

from indicator_dsl.findings import Finding, Severity
from indicator_dsl.lint.catalog import fill
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.profile import Profile
from indicator_dsl.lint.reading import Cell, Reading
from indicator_dsl.lint.rule import Context, Problem, Rule
from indicator_dsl.lint.shapes import Saying, saying_of
from indicator_dsl.rows import Place, Row

__all__ = ["NOWHERE", "Answer", "Check", "Seen"]

#: What a check looks at.
Seen = tuple[Cell] | tuple[Row, Cell]
#: What a check says of all that is alike; ``None`` where it has to be asked about each.
Answer = list[Saying] | None
#: Where a finding stands before it is known where: it is moved to each row that has it.
NOWHERE: Final = Place("")


@frozen(eq=False)
class Check:
    """A rule that runs, and what it may know."""

    rule: Rule
    context: Context
    #: What it takes from names, by name.
    _regarded: dict[str, Hashable] = field(factory=dict)

    @classmethod
    def of(cls, rule: Rule, profile: Profile, year: int | None) -> Check:
        """Return a rule as a profile wants it."""
        defaults = {name: option.default for name, option in rule.info.options.items()}
        return cls(rule, Context(profile, year, {**defaults, **profile.options.get(rule.info.code, {})}))

    def in_year(self, year: int | None) -> Check:
        """Return the check as it is for a table that says its year, where nobody else does."""
        if year is None or self.context.year is not None:
            return self
        return evolve(self, context=evolve(self.context, year=year))

    def concerns(self, cell: Cell) -> bool:
        """Return whether the check has to see a cell."""
        return self.rule.concerns is None or self.rule.concerns(cell)

    def regards(self, name: str) -> Hashable:
        """Return what the check takes from a name; one that does not say so takes all of it."""
        if self.rule.regards is None:
            return name
        try:
            return self._regarded[name]
        except KeyError:
            return self._regarded.setdefault(name, self.rule.regards(name, self.context.terms))

    def problems(self, *seen: Any) -> list[Problem]:
        """Return what the rule says."""
        check: Any = self.rule.check  # the registry has seen to it that it fits its scope
        return list(check(*seen, self.context))

    def ask(self, seen: Seen, number: str | None) -> tuple[list[Finding], Answer]:
        """Return what the rule finds, and what it will say of everything that differs in its number only."""
        problems = self.problems(*seen)
        found = [self.finding(problem, seen[-1], NOWHERE) for problem in problems]
        sayings = [saying_of(problem, one, seen, number) for problem, one in zip(problems, found, strict=True)]
        return found, None if None in sayings else sayings  # type: ignore[return-value]

    def again(self, answer: Answer, seen: Seen, number: str | None) -> Iterable[Finding]:
        """Return what the rule finds in what is like something it has seen."""
        if answer is None:
            return self.ask(seen, None)[0]
        if number is None:
            return [saying.finding for saying in answer]
        return [self._about(saying, seen[-1], number) for saying in answer]

    def _about(self, saying: Saying, cell: Cell, number: str) -> Finding:
        if saying.fix is None:
            return saying.finding.about(cell.text, None, safe=False)
        fix = number.join(saying.fix)
        return saying.finding.about(cell.text, fix, safe=saying.safe and self._keeps_meaning(cell, fix))

    def finding(self, problem: Problem, cell: Cell | None, place: Place, row: Row | None = None) -> Finding:
        """Return a problem as the profile wants it said."""
        info = self.rule.info
        severity: Severity = problem.severity or info.severity
        chosen = self.context.profile.severities[info.code]
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

    def in_row(self, problem: Problem, reading: Reading) -> Finding:
        """Return a problem of a row: at the cell of the field it is about."""
        row, name = reading.row, problem.field
        if name == "value":
            return self.finding(problem, reading.cell, row.place, row)
        text = getattr(row, name) or ""
        return evolve(self.finding(problem, None, row.place_of(name), row), text=text, end=len(text))

    def _keeps_meaning(self, cell: Cell, fix: str) -> bool:
        """Whether a text is read as the cell was: what makes a safe fix safe."""
        return reads_the_same(cell, fix, self.context.year)
