"""Monitoring during the year: a light for each indicator, no points."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, field, frozen

from indicator_dsl.comparators import Change, Comparator, Deadline, Interval, Period, Qualitative, Threshold
from indicator_dsl.errors import Lang
from indicator_dsl.evaluation import Evaluation, Outcome
from indicator_dsl.quantities import Quantity
from indicator_dsl.rows import Table
from indicator_dsl.score._actuals import check_bare, is_not_applicable
from indicator_dsl.score._numbers import asks_for
from indicator_dsl.score._sentences import say
from indicator_dsl.score._share import Unscorable
from indicator_dsl.score._words import repeats
from indicator_dsl.score.load import policy as builtin
from indicator_dsl.score.policy import Policy
from indicator_dsl.score.self_evaluation import ScoredRow, score_row
from indicator_dsl.units import exact

__all__ = ["MONITORING", "Light", "Monitored", "MonitoredRow", "Signal", "light", "monitor"]

#: The policy whose lights are shown where none is named.
MONITORING: Final = "monitor-lights"
_MONTHS: Final = 12
#: For the month of a date whatever its year; it has a 29 February.
_SOME_YEAR: Final = 2000


class Light(StrEnum):
    """A light, the worst first."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"


@frozen
class Signal:
    """A light with its reason; ``light`` is ``None`` where nothing can be said yet.

    ``ratio`` is the actual over what is due by the month, where the target is due in parts.
    """

    light: Light | None
    reason: str
    ratio: Fraction | None = None
    words: dict[str, Any] = field(factory=dict, hash=False)

    def explain(self, lang: Lang = "zh") -> str:
        """Return the reason as a sentence."""
        return say("lights", self.reason, lang, self.words)


def light(
    evaluation: Evaluation, month: int, policy: Policy | str = MONITORING, *, about: str = "", year: int | None = None
) -> Signal:
    """Return the light of one indicator at the end of a month.

    Args:
        evaluation: of the whole year's target with what has been reached so far.
        month: 1 to 12.
        policy: its ``lights`` say where they change.
        about: the levels of the indicator: numbers of some are due in proportion to the months.
        year: the budget year; without it a deadline is taken to be in it.

    Raises:
        ScoreError: there is no such policy.
        ValueError: the month is none.

    >>> from indicator_dsl import evaluate
    >>> found = light(evaluate("≥1200人", 500), 6, about="数量指标")
    >>> str(found.light), found.ratio
    ('green', Fraction(5, 6))
    >>> str(light(evaluate("≤541万元", "560万元"), 6, about="成本指标").light)
    'red'
    """
    if month not in range(1, _MONTHS + 1):
        msg = f"a month is 1 to 12, not {month}"
        raise ValueError(msg)
    rules = builtin(policy) if isinstance(policy, str) else policy
    goal, actual = evaluation.target, evaluation.actual
    if is_not_applicable(evaluation.given):
        return Signal(None, "not-applicable")
    if evaluation.outcome is Outcome.UNDETERMINED:
        if evaluation.reason == "actual-missing" and not _is_due(goal, month, year):
            return Signal(None, "not-due")
        if isinstance(goal, Qualitative) and repeats(goal, evaluation.given):
            return Signal(Light.GREEN, "inside", words={"why": evaluation.given, "why_en": evaluation.given})
        return Signal(None, "unknown", words={"why": evaluation.explain(), "why_en": evaluation.explain("en")})
    if isinstance(goal, Threshold | Change | Interval):
        try:
            check_bare(evaluation)
        except Unscorable as open_:
            return Signal(None, "ambiguous", words=open_.words)
    is_summed_up = any(word in about for word in rules.lights.to_date)
    if is_summed_up and isinstance(goal, Threshold) and isinstance(actual, Quantity) and _may_grow(goal, rules):
        return _to_date(goal, actual, month, rules)
    said = {"why": evaluation.explain(), "why_en": evaluation.explain("en")}
    if evaluation.reason == "level-partly":
        return Signal(Light.YELLOW, "partly", words=said)
    met = evaluation.outcome is Outcome.MET
    return Signal(Light.GREEN if met else Light.RED, "inside" if met else "outside", words=said)


def _is_due(goal: Comparator, month: int, year: int | None) -> bool:
    """Return whether a date has come by the end of a month; what is no date is always due."""
    date = goal.end if isinstance(goal, Period) else goal.date if isinstance(goal, Deadline) else None
    if date is None:
        return True
    last = evolve(date, year=_SOME_YEAR).last()
    assert last is not None  # a day without a month recurs, which has another reason to be open
    if year is not None and date.year not in (None, year):
        return date.year < year
    return last.month <= month


def _may_grow(goal: Threshold, policy: Policy) -> bool:
    """Return whether a target is reached bit by bit: more than nothing, and no upper bound."""
    return goal.quantity.base > 0 and asks_for(goal, policy) not in {"at-most", "other-than"}


def _to_date(goal: Threshold, actual: Quantity, month: int, policy: Policy) -> Signal:
    due = Quantity(exact(goal.quantity.magnitude) * month / _MONTHS, goal.quantity.unit)
    ratio = actual.base / due.base
    limits = policy.lights
    if ratio < limits.red:
        colour = Light.RED
    elif ratio < limits.yellow:
        colour = Light.YELLOW
    else:
        colour = Light.GREEN if ratio < limits.blue else Light.BLUE
    return Signal(colour, "to-date", ratio, {"actual": actual, "target": due, "month": str(month)})


@frozen(kw_only=True)
class MonitoredRow:
    """One indicator with its light."""

    scored: ScoredRow
    signal: Signal


@frozen(kw_only=True)
class Monitored:
    """A table with its lights."""

    table: Table
    month: int
    rows: tuple[MonitoredRow, ...]
    #: Of the money spent; ``None`` where the table does not say it.
    budget: Signal | None = None

    @property
    def light(self) -> Light | None:
        """The worst of all lights, that of the budget among them; ``None`` where there is none."""
        return _worst([*(one.signal for one in self.rows), *([self.budget] if self.budget else [])])


def _worst(signals: Iterable[Signal]) -> Light | None:
    order = list(Light)
    return min((one.light for one in signals if one.light is not None), key=order.index, default=None)


def monitor(table: Table, month: int, policy: Policy | str = MONITORING, *, year: int | None = None) -> Monitored:
    """Return the lights of a table at the end of a month.

    Args:
        table: as :func:`~indicator_dsl.tables.read_tables` returns them; actuals are what was reached so far.
        month: 1 to 12.
        policy: its ``lights`` say where they change.
        year: the budget year, which dates without a year take; by default the one that the table's title says.

    Raises:
        ScoreError, ValueError: as :func:`light`.
    """
    # a policy that is strict about points says nothing of lights
    rules = evolve(builtin(policy) if isinstance(policy, str) else policy, unscorable="skip")
    year = table.year if year is None else year
    rows = []
    for row in table.rows:
        scored = score_row(row, rules, year=year)
        about = " ".join(filter(None, (row.level1, row.level2)))
        rows.append(MonitoredRow(scored=scored, signal=light(scored.evaluation, month, rules, about=about, year=year)))
    return Monitored(table=table, month=month, rows=tuple(rows), budget=_budget(table, month, rules))


def _budget(table: Table, month: int, policy: Policy) -> Signal | None:
    money = table.execution
    if money is None or not money.budget or money.spent is None:
        return None
    budget, spent = Quantity(money.budget, "元"), Quantity(money.spent, "元")
    found = _to_date(Threshold(">=", budget), spent, month, policy)
    # money spent fast is not blue: nobody is praised for it
    return Signal(Light.GREEN, found.reason, found.ratio, found.words) if found.light is Light.BLUE else found
