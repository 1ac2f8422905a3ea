"""What sort of thing a unit counts: money, a price, a share, people, a measure."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from indicator_dsl.quantities import Quantity
from indicator_dsl.units import Unit, spellings, unit as unit_of

__all__ = [
    "TIME",
    "families",
    "families_in",
    "is_money",
    "is_price",
    "is_time",
    "over_one",
    "significant_digits",
    "whole",
]

#: The families of units of time.
TIME: Final = frozenset({"calendar", "clock", "workday"})
#: How many of the unit are one.
_WHOLE: Final = {"%": 100, "‰": 1000}


def families(unit: Unit) -> tuple[tuple[str, int], ...]:
    """Return the families of the factors of a unit with their exponents; an unknown noun is ``noun``.

    >>> families(Unit("万元/人"))
    (('money', 1), ('person', -1))
    """
    return _families(unit.text)


def families_in(unit: Unit) -> frozenset[str]:
    """Return the families the names of a unit are in, above the line or below it.

    >>> sorted(families_in(Unit("万元/人")))
    ['money', 'person']
    """
    return _families_in(unit.text)


def is_money(unit: Unit) -> bool:
    """Return whether a unit is an amount of money: 万元, and no 元/人."""
    return families(unit) == (("money", 1),)


def is_time(name: str) -> bool:
    """Return whether the name of a unit is one of time.

    >>> is_time("月"), is_time("人")
    (True, False)
    """
    return name in spellings() and spellings()[name].family.id in TIME


def is_price(unit: Unit) -> bool:
    """Return whether a unit is money for one of something, 元 written or not: 元/人, 元/人/月, /生/年.

    >>> is_price(Unit("元/吨")), is_price(Unit("/生/年")), is_price(Unit("吨/日"))
    (True, True, False)
    """
    above = [family for family, exponent in families(unit) if exponent > 0]
    return len(above) < len(families(unit)) and above in ([], ["money"])


def whole(unit: Unit) -> int | None:
    """Return how many of a unit are the whole of a thing, 100 of %; ``None`` for what is no share."""
    return _WHOLE.get(unit.text)


def over_one(quantity: Quantity) -> bool:
    """Return whether a share is more than the whole."""
    limit = whole(quantity.unit)
    return limit is not None and quantity.magnitude > limit


def significant_digits(quantity: Quantity) -> int:
    """Return how many digits a number has, zeros at its ends not counted: 43362 has five, 12000 two.

    >>> significant_digits(Quantity("43362", "人")), significant_digits(Quantity("12000", "人"))
    (5, 2)
    """
    return len("".join(filter(str.isdigit, f"{quantity.magnitude}")).strip("0"))


# Remembered by text: that of a unit says all, and costs less to look up than the unit.
@lru_cache(maxsize=4096)
def _families(text: str) -> tuple[tuple[str, int], ...]:
    known = spellings()
    return tuple(
        (known[factor.name].family.id if factor.name in known else "noun", factor.exponent)
        for factor in unit_of(text).factors
        if factor.name
    )


@lru_cache(maxsize=4096)
def _families_in(text: str) -> frozenset[str]:
    return frozenset(family for family, _ in _families(text))
