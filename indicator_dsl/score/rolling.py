"""Actuals of several users of the money put together before they are scored."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from indicator_dsl.quantities import Quantity
from indicator_dsl.score.load import DEFAULT, policy as builtin
from indicator_dsl.score.policy import Policy
from indicator_dsl.units import Unit, exact

__all__ = ["roll_up"]

#: What is a rate or a level though it is per nothing: two of them are not added.
_RELATIVE: Final = frozenset({"%", "‰", "百分点", "分", "℃"})


def roll_up(parts: Sequence[tuple[Quantity, Quantity]], policy: Policy | str = DEFAULT) -> Quantity:
    """Return what several users of the money reached together, in the unit of the first.

    Amounts are added.  Rates (``%``, ``‰``, ``元/人``) and levels (``分``, ``℃``) are averaged, each by its money or
    all alike, as the policy's ``roll-up`` says: Hubei weights them by money.

    Args:
        parts: what each reached, with its money.
        policy: a policy or the name of one that is shipped.

    Raises:
        ValueError: there are no parts, or no money to weight them by.
        UnitError: the parts are of several dimensions.
        ScoreError: there is no such policy.

    >>> rates = [(Quantity("90", "%"), Quantity("300", "万元")), (Quantity("100", "%"), Quantity("100", "万元"))]
    >>> str(roll_up(rates, "hubei-2020"))
    '92.5%'
    >>> str(roll_up([(Quantity("3", "公里"), Quantity("1", "元")), (Quantity("500", "米"), Quantity("1", "元"))]))
    '3.5公里'
    """
    rules = builtin(policy) if isinstance(policy, str) else policy
    if not parts:
        msg = "there is nothing to put together"
        raise ValueError(msg)
    unit = parts[0][0].unit
    amounts = [exact(reached.to(unit).magnitude) for reached, _ in parts]
    if not _is_relative(unit):
        return Quantity(sum(amounts, Fraction(0)), unit)
    weights = [money.base for _, money in parts] if rules.roll_up == "by-money" else [Fraction(1)] * len(parts)
    whole = sum(weights, Fraction(0))
    if whole <= 0:
        msg = "rates are weighted by money, and there is none"
        raise ValueError(msg)
    return Quantity(sum((a * w for a, w in zip(amounts, weights, strict=True)), Fraction(0)) / whole, unit)


def _is_relative(unit: Unit) -> bool:
    return unit.text in _RELATIVE or any(factor.exponent < 0 for factor in unit.factors)
