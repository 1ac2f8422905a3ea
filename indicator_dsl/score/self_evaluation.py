"""A whole self-evaluation table scored: each row, sums by level, budget execution, total, grade."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from indicator_dsl.cells import Cell, joined, read_cell
from indicator_dsl.comparators import Missing
from indicator_dsl.errors import IndicatorError
from indicator_dsl.evaluation import Evaluation, Outcome, evaluate
from indicator_dsl.points import is_unreadable_points, points_of, share_of
from indicator_dsl.quantities import Quantity
from indicator_dsl.rows import Row, Table
from indicator_dsl.score._actuals import is_not_applicable
from indicator_dsl.score._making import decimal, rounded
from indicator_dsl.score.errors import ScoreError
from indicator_dsl.score.execution import score_execution
from indicator_dsl.score.load import DEFAULT, policy as builtin
from indicator_dsl.score.policy import Grade, Policy
from indicator_dsl.score.result import Score
from indicator_dsl.score.scoring import baseline_of, score

__all__ = ["LevelSum", "ReadRow", "ScoredRow", "SelfEvaluation", "agrees", "read_row", "score_row", "self_evaluate"]

_HUNDRED: Final = 100


@frozen(kw_only=True)
class ScoredRow:
    """One indicator of a self-evaluation, evaluated and scored."""

    row: Row
    cell: Cell
    evaluation: Evaluation
    #: ``None`` where the table gives the row no weight: it is a detail of another.
    score: Score | None
    #: The score the table prints.
    printed: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """The printed score less ours; ``None`` where one of them is missing."""
        points = None if self.score is None else self.score.points
        return None if points is None or self.printed is None else self.printed - points

    @property
    def agrees(self) -> bool:
        """Whether the printed score is ours to the places it is printed with; true where one of them is missing."""
        if self.score is None or self.printed is None:
            return self.score is None or not self.has_unreadable_score
        return agrees(self.score, self.printed)

    @property
    def has_unreadable_score(self) -> bool:
        """Whether the table prints something for a score that is no number, such as 扣5分."""
        return is_unreadable_points(self.row.score)

    @property
    def has_unreadable_weight(self) -> bool:
        """Whether the table says a weight that nobody can read, so that the row has no points."""
        return is_unreadable_points(self.row.weight)


@frozen
class LevelSum:
    """The points of the indicators of one first level."""

    #: As the table writes it; ``None`` for rows without.
    level: str | None
    weight: Decimal
    points: Decimal
    #: The weight of the rows that cannot be scored.
    unscored: Decimal = Decimal(0)

    @property
    def lost(self) -> Decimal:
        """The points missing to the weight, those nobody could decide about apart."""
        return self.weight - self.points - self.unscored


@frozen(kw_only=True)
class SelfEvaluation:
    """A self-evaluation table, scored.

    >>> from indicator_dsl.rows import Place
    >>> place = Place("自评表.xlsx", sheet="表1", row=5, cell="D5")
    >>> row = Row(name="培训人数", value="≥300人", actual="270人", weight="50", score="48", place=place)
    >>> found = self_evaluate(Table(project="培训", funds=None, rows=(row,), place=place))
    >>> found.points, found.weight, found.rows[0].difference
    (Decimal('45'), Decimal('50'), Decimal('3'))
    """

    table: Table
    policy: Policy
    rows: tuple[ScoredRow, ...]
    #: ``None`` where the table says nothing of the money, or gives it no weight.
    execution: Score | None = None
    printed_execution: Decimal | None = None

    @property
    def scores(self) -> tuple[Score, ...]:
        """All scores, that of budget execution last."""
        found = [one.score for one in self.rows if one.score is not None]
        return (*found, self.execution) if self.execution is not None else tuple(found)

    @property
    def weight(self) -> Decimal:
        """The sum of all weights."""
        return sum((one.weight for one in self.scores), Decimal(0))

    @property
    def points(self) -> Decimal:
        """The sum of all points."""
        return sum((one.points for one in self.scores if one.points is not None), Decimal(0))

    @property
    def unscored(self) -> tuple[ScoredRow, ...]:
        """The rows with a weight that have no points, those that do not apply apart."""
        return tuple(one for one in self.rows if one.score is not None and _is_open(one.score))

    @property
    def missing(self) -> int:
        """How many rows with a weight, that of the money too, have no points, or a weight that is no number."""
        unread = sum(one.has_unreadable_weight for one in self.rows)
        return unread + sum(map(_is_open, self.scores))

    @property
    def total(self) -> Decimal | None:
        """The points; where indicators do not apply, those of the others as parts of the whole weight.

        ``None`` where no row has a weight, or none applies.
        """
        dropped = sum((one.weight for one in self.scores if _is_dropped(one)), Decimal(0))
        left = self.weight - dropped
        if not left:
            return None
        if not dropped:
            return self.points
        return rounded(Fraction(self.points) * Fraction(self.weight) / Fraction(left), self.policy.rounding)

    @property
    def is_complete(self) -> bool:
        """Whether every row with a weight has its points."""
        return not self.missing

    @property
    def grade(self) -> Grade | None:
        """The grade of the total as a part of a hundred; ``None`` where the table is not complete."""
        if self.total is None or not self.is_complete:
            return None
        share = Fraction(self.total) * _HUNDRED / Fraction(self.weight)
        return next((one for one in self.policy.grades if share >= one.start), None)

    @property
    def levels(self) -> tuple[LevelSum, ...]:
        """The sums by first level, in the order of the table; rows that do not apply are in none."""
        by_level: dict[str | None, list[Score]] = {}
        for one in self.rows:
            if one.score is not None and not _is_dropped(one.score):
                by_level.setdefault(one.row.level1, []).append(one.score)
        return tuple(_sum(level, scores) for level, scores in by_level.items())

    @property
    def printed_total(self) -> Decimal | None:
        """The total the table prints."""
        return None if self.table.result is None else points_of(self.table.result.score)

    @property
    def total_agrees(self) -> bool:
        """Whether the printed total is ours to the places it is printed with; true where one of them is missing."""
        total, printed = self.total, self.printed_total
        return total is None or printed is None or not self.is_complete or _is_near(Fraction(total), printed)

    @property
    def execution_agrees(self) -> bool:
        """Whether the printed score of the execution is ours; true where one of them is missing."""
        money, printed = self.execution, self.printed_execution
        return money is None or printed is None or agrees(money, printed)

    @property
    def differences(self) -> tuple[ScoredRow, ...]:
        """The rows whose printed score is not ours."""
        return tuple(one for one in self.rows if not one.agrees)


def _sum(level: str | None, scores: Sequence[Score]) -> LevelSum:
    nothing = Decimal(0)
    return LevelSum(
        level,
        weight=sum((one.weight for one in scores), nothing),
        points=sum((one.points or nothing for one in scores), nothing),
        unscored=sum((one.weight for one in scores if one.points is None), nothing),
    )


def _is_dropped(score: Score) -> bool:
    """Return whether an indicator does not apply, so that its weight is shared by the others."""
    return score.rule == "not-applicable" and score.points is None


def _is_open(score: Score) -> bool:
    """Return whether an indicator should have points and has none."""
    return score.rule != "not-applicable" and score.points is None


def self_evaluate(
    table: Table,
    policy: Policy | str = DEFAULT,
    *,
    year: int | None = None,
    step: Callable[[], None] | None = None,
) -> SelfEvaluation:
    """Score a table: each row, budget execution, sums, total and grade.

    Weights are the table's own.  Where a target is in words, the reviewer's rate is that of its column, or the
    printed score over the weight; it has to fit the tier that was ticked.  A change is measured from last year's
    value.

    Args:
        table: as :func:`~indicator_dsl.tables.read_tables` returns them.
        policy: a policy or the name of one that is shipped.
        year: the budget year, which dates without a year take; by default the one that the table's title says.
        step: called after each row, for a progress bar.

    Raises:
        ScoreError: there is no such policy; the policy makes an unscorable row an error.
    """
    rules = builtin(policy) if isinstance(policy, str) else policy
    year = table.year if year is None else year
    rows = []
    for row in table.rows:
        try:
            rows.append(score_row(row, rules, year=year))
        except ScoreError as error:
            error.inside(f"{row.place} {row.name or ''}".rstrip())
            raise
        if step is not None:
            step()
    found = SelfEvaluation(table=table, policy=rules, rows=tuple(rows))
    return _with_execution(found)


@frozen(kw_only=True)
class ReadRow:
    """One row of a self-evaluation, read: what there is to score, whatever the policy."""

    row: Row
    cell: Cell
    evaluation: Evaluation
    weight: Decimal | None
    printed: Decimal | None
    rate: Fraction | None
    baseline: Quantity | None

    def scored(self, policy: Policy) -> ScoredRow:
        """Return the row with its points by a policy.

        Raises:
            ScoreError: the policy makes an unscorable row an error.
        """
        row, points = self.row, None
        if self.weight is not None:
            about = " ".join(filter(None, (row.level1, row.level2, row.name)))
            points = score(self.evaluation, self.weight, policy, about=about, rate=self.rate, baseline=self.baseline)
        seen = self.evaluation if points is None else points.evaluation
        return ScoredRow(row=row, cell=self.cell, evaluation=seen, score=points, printed=self.printed)


def read_row(row: Row, *, year: int | None = None) -> ReadRow:
    """Read what there is to score in a row."""
    cell = read_cell(row.value, row.unit, row.relation, year=year, in_sheet=row.place.sheet is not None)
    # a target that does not apply is no target: its row is like one whose actual says so
    actual = row.value if is_not_applicable(row.value) else _actual(row)
    if cell.error is not None:
        why = {"why_zh": cell.error.message("zh"), "why_en": cell.error.message("en")}
        found = Evaluation(
            Outcome.UNDETERMINED,
            "target-unreadable",
            Missing(),
            given=actual,
            words=(("text", cell.whole), *why.items()),
        )
    else:
        found = evaluate(cell.value if cell.value is not None else Missing(), actual)
        if found.reason == "date-without-year" and year is not None:
            # 10月底前 and 10月22日 lack it both; beside a target with its own year 1月15日 may be of the next one
            return read_row(row)
    weight, printed = points_of(row.weight), points_of(row.score)
    rate = None if weight is None else _rate(row, weight, printed)
    return ReadRow(
        row=row, cell=cell, evaluation=found, weight=weight, printed=printed, rate=rate, baseline=_baseline(row)
    )


def score_row(row: Row, policy: Policy, *, year: int | None = None) -> ScoredRow:
    """Score one row of a self-evaluation table; see :func:`self_evaluate`.

    Raises:
        ScoreError: the policy makes an unscorable row an error.
    """
    return read_row(row, year=year).scored(policy)


def _actual(row: Row) -> str | None:
    actual = row.actual
    return joined(actual) if actual is not None and actual.strip() else None


def _rate(row: Row, weight: Decimal, printed: Decimal | None) -> Fraction | None:
    given = share_of(row.rate)
    if given is not None and given <= 1:
        return given
    if printed is None or not weight or printed > weight:
        return None
    return Fraction(printed) / Fraction(weight)


def _baseline(row: Row) -> Quantity | None:
    if row.previous is None:
        return None
    try:
        return baseline_of(row.previous)
    except IndicatorError:
        return None


def _with_execution(found: SelfEvaluation) -> SelfEvaluation:
    """Return a scored table with the points for its money, where the table or the policy says their weight."""
    execution = found.table.execution
    if execution is None:
        return found
    weight = points_of(execution.weight)
    if weight is None:
        own = found.policy.execution.weight
        # nobody wrote how much it counts, but it is what the indicators leave of a hundred
        if own is None or found.weight + decimal(own) != _HUNDRED:
            return found
        weight = decimal(own)
    budget, spent = (None if yuan is None else _money(yuan) for yuan in (execution.budget, execution.spent))
    points = score_execution(budget, spent, weight, found.policy)
    return evolve(found, execution=points, printed_execution=points_of(execution.score))


def _money(yuan: Decimal) -> Quantity:
    """Return an amount as such forms write it, in 万元."""
    return Quantity(yuan, "元").to("万元")


def agrees(score: Score, printed: Decimal) -> bool:
    """Return whether a printed score is what a policy gives, rounded to the places it is printed with.

    >>> from indicator_dsl.score import score
    >>> agrees(score(("≥90%", "85%"), 10), Decimal("9.4")), agrees(score(("98%", "98%"), 20), Decimal("19.6"))
    (True, False)
    """
    # rounded half up; a policy that cuts off is right with what it gives
    if score.points is None or printed == score.points:
        return True
    exact = Fraction(score.points) if score.share is None else score.share * Fraction(score.weight)
    return _is_near(exact, printed)


def _is_near(exact: Fraction, printed: Decimal) -> bool:
    """Return whether a number rounds to the one that is printed."""
    exponent = printed.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(Fraction(printed) - exact) <= Fraction(1, 2) * Fraction(10) ** min(exponent, 0)
