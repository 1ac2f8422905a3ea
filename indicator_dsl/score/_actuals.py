"""What an actual value leaves open: whether it applies, its unit, a percentage as 0.95, a level for a change."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from indicator_dsl.comparators import Change, Comparator, Interval, Threshold
from indicator_dsl.errors import IndicatorError
from indicator_dsl.evaluation import Evaluation, Outcome, evaluate
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity, shortest
from indicator_dsl.score._numbers import WHOLES
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.units import exact

__all__ = ["check_bare", "is_not_applicable", "of_change", "with_unit_remark"]

#: 不适用 is an answer; / and 无 are blanks with a word in them.
_NOT_APPLICABLE: Final = frozenset({"不适用", "不適用", "不涉及", "N/A", "n/a", "不适用该指标"})
#: A number up to 1 may be a share, written as Excel keeps it, if that is no more than so many times the target:
#: 0.95 against ≥90%, 0.12 against ≤5%, and no 0.5 against ≤0.9%.
_NEAR: Final = 20
#: Above 1 it is meant as a share only near the target: 1.05 against 100 %.
_VERY_NEAR: Final = 2
#: So many times the target nothing gets: the number is in 元 and the target in 万元, or it lost its decimal point.
_FAR: Final = 100
#: The same for units without a scale: 9500 against ≥10公里 is in 米.
_VERY_FAR: Final = 500
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
        return Fraction(shortest(given))
    return Fraction(given) if isinstance(given, int | Decimal | Fraction) and not isinstance(given, bool) else None


def check_bare(found: Evaluation) -> None:
    """Refuse a number without a unit where that of the target may well not be meant.

    0.95 against ≥90% is 95 %, as Excel keeps it, and 5951000 against ≤541万元 is in 元.  A percentage that meets the
    target either way is fine: 0.15 against ≤20%.

    Raises:
        Unscorable: ``fraction-or-percent``, ``scale-left-out``.
    """
    match found.target:
        case Threshold(quantity=bound) | Change(quantity=bound) | Interval(upper=bound):
            pass
        case _:
            return
    number, wanted, unit = _bare_number(found.given), exact(bound.magnitude), bound.unit
    if number is None or number <= 0:
        return
    whole = WHOLES.get(unit.text)
    if whole is not None and number <= (_NEAR if number <= 1 else _VERY_NEAR) * wanted / whole:
        both = found.outcome is Outcome.MET and evaluate(found.target, number * whole).outcome is Outcome.MET
        if not both:
            raise Unscorable("fraction-or-percent", text=str(found.given), percent=number, unit=unit.text)
    is_scaled = whole is not None or any(factor.scale != 1 for factor in unit.factors)
    is_money = any(factor.name == "元" for factor in unit.factors)
    far = _FAR if is_scaled else _VERY_FAR
    # 1050 against 增长≥10% may be the level: that is asked where there is a baseline
    is_rate = whole is not None and isinstance(found.target, Change)
    is_far = bool(unit) and not is_rate and 0 < wanted < number / far
    if is_far or (is_money and number < wanted / _FAR_BELOW):
        raise Unscorable("scale-left-out", text=str(found.given), unit=unit.text)


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
