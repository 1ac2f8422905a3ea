"""Does an actual value meet its target, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from indicator_dsl.comparators import (
    AllOf,
    AnyOf,
    Change,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Missing,
    Period,
    Qualitative,
    Ratio,
    Threshold,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.errors import IndicatorError
from indicator_dsl.evaluation._actuals import Actual, Unclear, date_of, level_of, number_of, quantity_of, read, shown
from indicator_dsl.evaluation._dates import Days, days_of
from indicator_dsl.evaluation._outcome import Outcome
from indicator_dsl.evaluation._result import Evaluation
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.units import exact
from indicator_dsl.vocabulary import vocabulary

__all__ = ["Actual", "Evaluation", "Outcome", "evaluate"]

_TESTS: dict[Relation, Callable[[Any, Any], bool]] = {
    Relation.GE: ge,
    Relation.GT: gt,
    Relation.LE: le,
    Relation.LT: lt,
    Relation.EQ: eq,
    Relation.NE: ne,
}


def evaluate(target: Comparator | str, actual: Actual, *, strict: bool = False) -> Evaluation:
    """Say whether an actual value meets a target.

    Data never raises: an actual of another dimension, unreadable, or carrying its own
    relation sign makes the answer ``undetermined``, with the reason.

    Args:
        target: a comparator or its text.
        actual: a number in the target's own unit; a text (``"2300人"``, ``"0.3万人"``, a date, a
            level); a quantity; a date; for a compound a list with one actual a part.
        strict: raise instead of answering ``undetermined``.

    Raises:
        IndicatorError: the target is a text that is no value; with ``strict``, there is no
            answer (the code is the reason).

    >>> str(evaluate("≥2200人", 2300).outcome), str(evaluate("≤541万元", "5951000元").outcome)
    ('met', 'not met')
    >>> evaluate("2025年12月31日前", "2025年11月30日").explain()
    '2025年11月30日 早于 2025年12月31日，提前31日'
    """
    goal = parse(target) if isinstance(target, str) else target
    rule = _RULES.get(type(goal))
    if rule is None:
        msg = f"a target is a comparator or its text, not {type(target).__name__}"
        raise TypeError(msg)
    try:
        if type(actual) is Decimal and type(goal) is Threshold and actual.is_finite():
            result = _compare(goal, number_of(actual, goal.quantity), actual)
        else:
            result = rule(goal, actual)
    except Unclear as unclear:
        result = Evaluation(Outcome.UNDETERMINED, unclear.reason, goal, None, actual, (), unclear.words)
    if strict and result.outcome is Outcome.UNDETERMINED:
        text = actual if isinstance(actual, str) else shown(actual)
        raise IndicatorError("undetermined", text, reason=result.explain("zh"), reason_en=result.explain("en"))
    return result


def _compare(goal: Threshold | Change, actual: Quantity, given: Any) -> Evaluation:
    own = goal.quantity
    same = actual.unit.factors == own.unit.factors
    left, right = (actual.magnitude, own.magnitude) if same else (actual.base, own.base)
    if goal.relation is Relation.ABOUT:
        if left != right:
            raise Unclear("no-tolerance", target=str(goal))
        return Evaluation(Outcome.MET, "meets", goal, actual, given)
    if _TESTS[goal.relation](left, right):
        return Evaluation(Outcome.MET, "meets", goal, actual, given)
    if goal.relation is Relation.NE:
        reason = "same"
    else:  # 2200 is not more than 2200: on the wrong side of a bound that is left out
        reason = "below" if left < right or goal.relation is Relation.GT else "above"
    return Evaluation(Outcome.NOT_MET, reason, goal, actual, given)


def _threshold(goal: Threshold | Change, actual: Any) -> Evaluation:
    return _compare(goal, quantity_of(goal, goal.quantity, actual), actual)


def _interval(goal: Interval, actual: Any) -> Evaluation:
    found = quantity_of(goal, goal.lower, actual)
    if found < goal.lower or (found == goal.lower and not goal.lower_closed):
        return Evaluation(Outcome.NOT_MET, "below", goal, found, actual)
    if found > goal.upper or (found == goal.upper and not goal.upper_closed):
        return Evaluation(Outcome.NOT_MET, "above", goal, found, actual)
    return Evaluation(Outcome.MET, "meets", goal, found, actual)


def _deadline(goal: Deadline, actual: Any) -> Evaluation:
    if goal.recurs is not None or goal.date is None:
        raise Unclear("target-recurs", target=str(goal))
    day = date_of(actual)
    (start, end), (first, last) = _days(goal.date, day)
    inside = True if start <= first and last <= end else False if last < start or first > end else None
    sure: bool | None
    match goal.relation:
        case Relation.LE:
            sure = True if last <= end else False if first > end else None
        case Relation.LT:
            sure = True if last < start else False if first >= start else None
        case Relation.GE:
            sure = True if first >= start else False if last < start else None
        case Relation.GT:
            sure = True if first > end else False if last <= end else None
        case Relation.EQ:
            sure = inside
        case Relation.NE:
            sure = None if inside is None else not inside
        case Relation.ABOUT:
            if not inside:
                raise Unclear("no-tolerance", target=str(goal))
            sure = True
    if sure is None:
        raise Unclear("date-imprecise", text=day, target=goal.date)
    if sure:
        return Evaluation(Outcome.MET, "meets", goal, day, actual)
    if goal.relation is Relation.NE:
        return Evaluation(Outcome.NOT_MET, "same", goal, day, actual)
    late = last > end or goal.relation is Relation.LT
    return Evaluation(Outcome.NOT_MET, "late" if late else "early", goal, day, actual)


def _days(*dates: PartialDate) -> list[Days]:
    found = days_of(*dates)
    if found is None:
        raise Unclear("date-without-year", text=next(day for day in dates if day.year is None))
    return found


def _period(goal: Period, actual: Any) -> Evaluation:
    value = read(actual) if isinstance(actual, str) else actual
    if isinstance(value, Period):
        found: PartialDate | Period = value
        begin, finish = value.start, value.end
    else:
        found = begin = finish = date_of(actual)
    lower, upper, start, end = _days(goal.start, goal.end, begin, finish)
    if lower.first <= start.first and end.last <= upper.last:
        return Evaluation(Outcome.MET, "meets", goal, found, actual)
    if isinstance(found, PartialDate) and start.first <= upper.last and end.last >= lower.first:
        # some day of 2025: in its first half or not
        raise Unclear("date-imprecise", text=found, target=str(goal))
    late = end.last > upper.last
    return Evaluation(Outcome.NOT_MET, "late" if late else "early", goal, found, actual)


def _ratio(goal: Ratio, actual: Any) -> Evaluation:
    value = read(actual) if isinstance(actual, str) else actual
    if value is None or isinstance(value, Missing):
        raise Unclear("actual-missing")
    if not isinstance(value, Ratio) or len(value.terms) != len(goal.terms) or not any(value.terms):
        raise Unclear("actual-of-other-kind", text=shown(actual))
    pairs = zip(map(exact, value.terms), map(exact, goal.terms), strict=True)
    alike = any(goal.terms) and all(a * d == b * c for (a, b), (c, d) in combinations(pairs, 2))
    return Evaluation(Outcome.MET if alike else Outcome.NOT_MET, "meets" if alike else "differs", goal, value, actual)


def _grade(goal: Grade, actual: Any) -> Evaluation:
    level = level_of(actual)
    if level not in vocabulary().grade_names and level in vocabulary().levels:
        return _ticked(goal, vocabulary().levels[level], level, actual)
    found, wanted = _ranks(goal, level)
    if goal.relation is Relation.ABOUT:
        if found != wanted:
            raise Unclear("no-tolerance", target=str(goal))
        return Evaluation(Outcome.MET, "meets", goal, level, actual)
    # a level has a smaller rank the better it is
    if _TESTS[goal.relation](-found, -wanted):
        return Evaluation(Outcome.MET, "meets", goal, level, actual)
    if goal.relation is Relation.NE:
        return Evaluation(Outcome.NOT_MET, "same", goal, level, actual)
    worse = found > wanted or goal.relation is Relation.GT
    return Evaluation(Outcome.NOT_MET, "worse" if worse else "better", goal, level, actual)


def _ranks(goal: Grade, level: str) -> tuple[int, int]:
    """Return the ranks of the actual level and the target's on the first scale that has both."""
    for scale in vocabulary().grades:
        found, wanted = scale.rank(level), scale.rank(goal.grade)
        if found is not None and wanted is not None:
            if scale.numbered and goal.relation in (Relation.LE, Relation.LT) and found != wanted:
                raise Unclear("level-direction", target=str(goal))
            return found, wanted
    if level == goal.grade:
        return 0, 0
    raise Unclear("no-common-scale", text=level, target=goal.grade)


def _qualitative(goal: Qualitative, actual: Any) -> Evaluation:
    try:
        text = level_of(actual)
    except Unclear as unclear:
        if unclear.reason == "actual-missing":
            raise
        raise Unclear("level-needed", target=goal.text) from None
    if text in _YES_NO and goal.text in _YES_NO:  # against anything else 是 is a tick
        return _ticked(goal, "met" if text == goal.text else "not_met", text, actual)
    if text not in vocabulary().levels:
        raise Unclear("level-needed", target=goal.text)
    return _ticked(goal, vocabulary().levels[text], text, actual)


_YES_NO = frozenset({"是", "否"})


def _ticked(goal: Comparator, level: str, text: str, given: Any) -> Evaluation:
    if level == "met":
        return Evaluation(Outcome.MET, "level-met", goal, text, given)
    reason = "level-partly" if level == "partly" else "level-not-met"
    return Evaluation(Outcome.NOT_MET, reason, goal, text, given)


def _compound(goal: AllOf | AnyOf, actual: Any) -> Evaluation:
    value = read(actual) if isinstance(actual, str) else actual
    if value is None or isinstance(value, Missing):
        raise Unclear("actual-missing")
    given: Sequence[Any]
    if isinstance(value, AllOf):
        given = _in_order(goal, value)
    else:
        given = actual if isinstance(actual, list | tuple) else (actual,)
    if len(given) == 1 and isinstance(goal, AnyOf):
        given = list(given) * len(goal.parts)
    if len(given) != len(goal.parts):
        raise Unclear("parts-missing", count=str(len(goal.parts)), given=str(len(given)))
    parts = tuple(evaluate(part, one) for part, one in zip(goal.parts, given, strict=True))
    outcomes = [part.outcome for part in parts]
    decisive, otherwise = (Outcome.NOT_MET, Outcome.MET) if isinstance(goal, AllOf) else (Outcome.MET, Outcome.NOT_MET)
    if decisive in outcomes:
        outcome = decisive
    else:
        outcome = Outcome.UNDETERMINED if Outcome.UNDETERMINED in outcomes else otherwise
    return Evaluation(outcome, "parts", goal, None, actual, parts)


def _in_order(goal: AllOf | AnyOf, actual: AllOf) -> Sequence[Comparator]:
    """Return the parts of the actual in the order of the target's: by label where there are labels."""
    labels = [part.label for part in goal.parts]
    found = {part.label: part for part in actual.parts}
    if set(found) == {None}:
        return actual.parts
    if None in labels or set(found) != set(labels) or not len(found) == len(labels) == len(actual.parts):
        raise Unclear("parts-differ", text=shown(actual))
    return [found[label] for label in labels]


def _missing(goal: Missing, actual: Any) -> Evaluation:
    del goal, actual
    raise Unclear("target-missing")


_RULES: Mapping[type, Callable[[Any, Any], Evaluation]] = {
    Threshold: _threshold,
    Change: _threshold,
    Interval: _interval,
    Deadline: _deadline,
    Period: _period,
    Ratio: _ratio,
    Grade: _grade,
    Qualitative: _qualitative,
    AllOf: _compound,
    AnyOf: _compound,
    Missing: _missing,
}
