"""What an actual value leaves open: whether it applies, its unit, a percentage as 0.95, a level for a change."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from indicator_dsl.comparators import Change, Comparator, Interval, Threshold
from indicator_dsl.errors import IndicatorError
from indicator_dsl.evaluation import Evaluation, Outcome, evaluate
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.score._numbers import WHOLES
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.units import exact

__all__ = ["check_bare", "is_not_applicable", "of_change", "with_unit_remark"]

#: 不适用 is an answer; / and 无 are blanks with a word in them.
_NOT_APPLICABLE: Final = frozenset({"不适用", "不適用", "不涉及", "N/A", "n/a", "不适用该指标"})
#: From this share on a target is not met by one per cent: an actual of 0.95 is 95 %, written as Excel keeps it.
_LARGE: Final = Fraction(1, 10)
#: Below it, and above 1, a share is meant if it is no more than so many times the target: 1.05 against 100 %.
_NEAR: Final = 2
#: So many times the target nothing gets: the number is in 元 and the target in 万元.
_FAR: Final = 100
#: Nor is so small a part of it what was spent: the number is in 万元 and the target in 元.
_FAR_BELOW: Final = 1000


def is_not_applicable(text: Any) -> bool:
    """Return whether a cell says that the indicator does not apply."""
    return isinstance(text, str) and text.strip().rstrip("。；，") in _NOT_APPLICABLE


def _bare_number(given: Any) -> Fraction | None:
    """Return the number of an actual that has no unit of its own."""
    if isinstance(given, str):
        try:
            value = parse(given)
        except IndicatorError:
            return None
        if isinstance(value, Threshold) and value.implied and not value.quantity.unit:
            return exact(value.quantity.magnitude)
        return None
    if isinstance(given, float):
        return Fraction(Decimal(repr(given)))
    return Fraction(given) if isinstance(given, int | Decimal | Fraction) and not isinstance(given, bool) else None


def check_bare(found: Evaluation) -> None:
    """Refuse a number without a unit where that of the target may well not be meant.

    0.95 against ≥90% is 95 %, as Excel keeps it, and 5951000 against ≤541万元 is in 元.  A percentage that meets the
    target either way is fine: 0.15 against ≤20%.

    Raises:
        Unscorable: ``fraction-or-percent``, ``scale-left-out``.
    """
    match found.target:
        case Threshold(relation, bound) | Change(relation=relation, quantity=bound):
            is_limit = relation in (Relation.LE, Relation.LT)
        case Interval(upper=bound):
            is_limit = False
        case _:
            return
    number, wanted, unit = _bare_number(found.given), exact(bound.magnitude), bound.unit
    if number is None or number <= 0:
        return
    whole = WHOLES.get(unit.text)
    if whole is not None and _may_be_share(number, wanted / whole, is_limit=is_limit):
        both = found.outcome is Outcome.MET and evaluate(found.target, number * whole).outcome is Outcome.MET
        if not both:
            raise Unscorable("fraction-or-percent", text=str(found.given), percent=number, unit=unit.text)
    is_scaled = any(factor.scale != 1 for factor in unit.factors)
    is_money = any(factor.name == "元" for factor in unit.factors)
    if (is_scaled and 0 < wanted < number / _FAR) or (is_money and number < wanted / _FAR_BELOW):
        raise Unscorable("scale-left-out", text=str(found.given), unit=unit.text)


def _may_be_share(number: Fraction, wanted: Fraction, *, is_limit: bool) -> bool:
    """Return whether a number may be a share where a percentage is wanted: 0.95, and 1.05 against 100 %."""
    return (number <= 1 and wanted >= _LARGE and not is_limit) or number <= _NEAR * wanted


def with_unit_remark(share: Share, own: Quantity, given: Any) -> Share:
    """Return a share that says where the unit of the actual comes from if it has none of its own."""
    if own.unit and _bare_number(given) is not None:
        return share.flagged("unit-from-target", unit=own.unit.text)
    return share


def of_change(goal: Comparator, actual: Quantity, baseline: Quantity) -> Change | None:
    """Return the change from a baseline to an actual, in the unit of a target that is a change; ``None`` if it is none.

    A share grows by percentage points where the target is in them (提高3个百分点), an amount by a share of the
    baseline where the target is a percentage.
    """
    if not isinstance(goal, Change) or not actual.unit.convertible_to(baseline.unit):
        return None
    unit = goal.quantity.unit
    if unit.convertible_to(actual.unit) and unit.text != "%":
        gap = actual - baseline
    elif unit.text == "百分点" and actual.unit.text == baseline.unit.text == "%":
        gap = Quantity((actual - baseline).magnitude, "百分点")
    elif unit.text in {"%", "‰"} and actual.unit.text not in {"%", "‰"} and baseline.base > 0:
        gap = Quantity((actual.base - baseline.base) / baseline.base * (100 if unit.text == "%" else 1000), unit)
    else:
        return None
    return Change("increase" if gap.magnitude >= 0 else "decrease", "=", abs(gap), implied=True)
