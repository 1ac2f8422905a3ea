"""What an actual value leaves open: whether it applies, its unit, a percentage as 0.95, a level for a change."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from indicator_dsl.comparators import Change, Comparator, Threshold
from indicator_dsl.errors import IndicatorError
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.units import exact

__all__ = ["check_bare", "is_not_applicable", "of_change", "with_unit_remark"]

#: 不适用 is an answer; / and 无 are blanks with a word in them.
_NOT_APPLICABLE: Final = frozenset({"不适用", "不適用", "不涉及", "N/A", "n/a", "不适用该指标"})
#: From this percentage on a target is not met by one per cent: an actual of 0.95 is 95 %, written as Excel keeps it.
_LARGE: Final = 10
#: So many times the target nothing gets: the number is in 元 and the target in 万元.
_FAR: Final = 100


def is_not_applicable(text: Any) -> bool:
    """Return whether a cell says that the indicator does not apply."""
    return isinstance(text, str) and text.strip() in _NOT_APPLICABLE


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


def check_bare(goal: Threshold | Change, given: Any) -> None:
    """Refuse a number without a unit where that of the target was surely not meant.

    0.95 against ≥90% is 95 %, as Excel keeps it, and 5951000 against ≤541万元 is in 元.

    Raises:
        Unscorable: ``fraction-or-percent``, ``scale-left-out``.
    """
    number, own = _bare_number(given), goal.quantity
    if number is None:
        return
    is_share = own.unit.text == "%" and isinstance(goal, Threshold) and goal.relation not in (Relation.LE, Relation.LT)
    if is_share and 0 < number <= 1 and own.magnitude >= _LARGE:
        raise Unscorable("fraction-or-percent", text=str(given), percent=number)
    scaled = any(factor.scale != 1 for factor in own.unit.factors)
    if scaled and own.magnitude > 0 and number > _FAR * exact(own.magnitude):
        raise Unscorable("scale-left-out", text=str(given), unit=own.unit.text)


def with_unit_remark(share: Share, own: Quantity, given: Any) -> Share:
    """Return a share that says where the unit of the actual comes from if it has none of its own."""
    if own.unit and _bare_number(given) is not None:
        return share.flagged("unit-from-target", unit=own.unit.text)
    return share


def of_change(goal: Comparator, actual: Quantity, baseline: Quantity) -> Quantity | None:
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
    return gap if goal.direction == "increase" else -gap
