"""Two quantities as the ends of one interval."""

from __future__ import annotations

from typing import Any

import attrs

from indicator_dsl.comparators import Interval
from indicator_dsl.parsing.rules._base import Refusal
from indicator_dsl.quantities import Quantity
from indicator_dsl.units import scale_of, scales, unit

__all__ = ["interval", "share"]


def share(low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    """A unit on one side counts for both; a lone scale word takes the other side's noun (8亿—16亿元)."""
    if not low.unit and high.unit:
        return attrs.evolve(low, unit=high.unit), high
    if not high.unit and low.unit:
        return low, attrs.evolve(high, unit=low.unit)
    # 每人≥500元且≤800元: 元/人 on one side
    if low.unit.text.startswith(f"{high.unit.text}/") and high.unit:
        return low, attrs.evolve(high, unit=low.unit)
    if high.unit.text.startswith(f"{low.unit.text}/") and low.unit:
        return attrs.evolve(low, unit=high.unit), high
    if low.unit.text in scales() and high.unit.text not in scales():
        top = high.unit.text
        scale = scale_of(top)
        shared = unit(low.unit.text + top[len(scale) :])
        if scale and shared.factors and shared.convertible_to(high.unit):
            return attrs.evolve(low, unit=shared), high
    return low, high


def interval(low: Quantity, high: Quantity, **ends: Any) -> Interval:
    """Return the interval between two quantities, units shared; refuse one without a number in it."""
    low, high = share(low, high)
    if not low.unit.convertible_to(high.unit):
        raise Refusal("mixed-dimensions", first=str(low.unit), second=str(high.unit))
    if low > high:
        raise Refusal("inverted", low=str(low), high=str(high))
    try:
        return Interval(low, high, **ends)
    except ValueError:
        raise Refusal("empty-interval", low=str(low), high=str(high)) from None
