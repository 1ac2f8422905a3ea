"""Does an actual value meet its target, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import attrs

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
from indicator_dsl.evaluation._actuals import Actual, Unclear, bare, date_of, number_of, quantity_of, read, shown
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
        raise IndicatorError("undetermined", str(actual), reason=result.explain("zh"), reason_en=result.explain("en"))
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
    reason = "below" if left < right else "above" if left > right else "differs"
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
    wanted, found = _same_year(goal.date, day)
    first, last = found.first(), found.last()
    start, end = wanted.first(), wanted.last()
    if first is None or last is None or start is None or end is None:
        raise Unclear("date-without-year", text=f"{wanted.zh()} / {found.zh()}")
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
        case Relation.EQ | Relation.NE:
            inside = True if start <= first and last <= end else False if last < start or first > end else None
            sure = inside if goal.relation is Relation.EQ or inside is None else not inside
        case Relation.ABOUT:
            raise Unclear("no-tolerance", target=str(goal))
    if sure is None:
        raise Unclear("date-imprecise", text=found.zh(), target=wanted.zh())
    if sure:
        return Evaluation(Outcome.MET, "meets", goal, day, actual)
    late = last > end or goal.relation is Relation.LT
    return Evaluation(Outcome.NOT_MET, "late" if late else "early", goal, day, actual)


def _same_year(wanted: PartialDate, found: PartialDate) -> tuple[PartialDate, PartialDate]:
    """Without a year on either side the dates are of one year; with one on one side only, nothing is known."""
    if wanted.year is None and found.year is None and wanted.month and found.month:
        try:
            return attrs.evolve(wanted, year=2000), attrs.evolve(found, year=2000)
        except ValueError:
            return wanted, found
    return wanted, found


def _period(goal: Period, actual: Any) -> Evaluation:
    value = read(actual) if isinstance(actual, str) else actual
    start, end = (value.start, value.end) if isinstance(value, Period) else (date_of(value),) * 2
    first, last, lower, upper = start.first(), end.last(), goal.start.first(), goal.end.last()
    if first is None or last is None or lower is None or upper is None:
        raise Unclear("date-without-year", text=shown(actual))
    found = value if isinstance(value, Period) else start
    if last > upper:
        return Evaluation(Outcome.NOT_MET, "late", goal, found, actual)
    if first < lower:
        return Evaluation(Outcome.NOT_MET, "early", goal, found, actual)
    return Evaluation(Outcome.MET, "meets", goal, found, actual)


def _ratio(goal: Ratio, actual: Any) -> Evaluation:
    value = read(actual) if isinstance(actual, str) else actual
    if value is None or isinstance(value, Missing):
        raise Unclear("actual-missing")
    if not isinstance(value, Ratio) or len(value.terms) != len(goal.terms) or not any(value.terms):
        raise Unclear("actual-of-other-kind", text=shown(actual))
    first, second = [exact(t) for t in value.terms], [exact(t) for t in goal.terms]
    alike = all(a * second[0] == b * first[0] for a, b in zip(first, second, strict=True))
    return Evaluation(Outcome.MET if alike else Outcome.NOT_MET, "meets" if alike else "differs", goal, value, actual)


def _grade(goal: Grade, actual: Any) -> Evaluation:
    level = actual.grade if isinstance(actual, Grade) else actual
    if isinstance(level, str):
        level = bare(level)
        if isinstance(actual, str) and level not in vocabulary().grade_names:
            value = read(level)
            if isinstance(value, Grade) and not value.implied:
                raise Unclear("actual-has-relation", text=level)
            if isinstance(value, Missing):
                raise Unclear("actual-missing", text=level)
            ticked = vocabulary().levels.get(level)
            if ticked is not None:
                return _ticked(goal, ticked, level, actual)
    if not isinstance(level, str):
        raise Unclear("actual-missing" if actual is None else "actual-of-other-kind", text=shown(actual))
    found, wanted = _ranks(goal, level)
    if goal.relation is Relation.ABOUT:
        raise Unclear("no-tolerance", target=str(goal))
    # a level has a smaller rank the better it is
    if _TESTS[goal.relation](-found, -wanted):
        return Evaluation(Outcome.MET, "meets", goal, level, actual)
    return Evaluation(Outcome.NOT_MET, "worse" if found > wanted else "better", goal, level, actual)


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
    if isinstance(actual, bool):
        return _ticked(goal, "met" if actual else "not_met", "是" if actual else "否", actual)
    text = actual.text if isinstance(actual, Qualitative) else actual
    if isinstance(text, str):
        text = bare(text)
        if not text or text in vocabulary().missing:
            raise Unclear("actual-missing", text=text)
        if text in _YES_NO and goal.text in _YES_NO:  # against anything else 是 is a tick
            return _ticked(goal, "met" if text == goal.text else "not_met", text, actual)
        ticked = vocabulary().levels.get(text)
        if ticked is not None:
            return _ticked(goal, ticked, text, actual)
    raise Unclear("level-needed" if actual is not None else "actual-missing", text=shown(actual), target=goal.text)


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
    if None in labels or set(found) != set(labels) or len(found) < len(actual.parts):
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
