"""Converting units, exactly or not at all."""

from __future__ import annotations

import calendar as _calendar
from fractions import Fraction
from typing import TypeVar, overload

import attrs

from indicator_dsl.comparators import AllOf, AnyOf, Change, Comparator, Interval, Threshold
from indicator_dsl.errors import UnitError
from indicator_dsl.parsing import parse
from indicator_dsl.parsing._columns import parse_unit
from indicator_dsl.quantities import Quantity, simplest
from indicator_dsl.units import Unit

__all__ = ["Calendar", "convert"]


@attrs.frozen
class Calendar:
    """How many days a year has, for converting 日 to 月 or 年: the caller's decision, never ours.

    A month counts as a twelfth of the year.

    Attributes:
        days_per_year: an exact number of days, more than zero.

    >>> Calendar.of_year(2024)
    Calendar(days_per_year=366)
    """

    days_per_year: int | Fraction = attrs.field()

    @days_per_year.validator
    def _exact(self, _: attrs.Attribute[int | Fraction], value: int | Fraction) -> None:
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            msg = f"days per year are an int or a Fraction, not {type(value).__name__}"
            raise TypeError(msg)
        if value <= 0:
            msg = f"days_per_year is more than zero, not {value}"
            raise ValueError(msg)

    @classmethod
    def of_year(cls, year: int) -> Calendar:
        """Return the calendar of one year: 365 or 366 days."""
        return cls(365 + _calendar.isleap(year))


#: Faults of the conversion, not of the text: they concern the whole of it.
_OWN = frozenset({"unit-incompatible", "calendar-needed", "nothing-to-convert"})

_C = TypeVar("_C", bound=Comparator)


@overload
def convert(value: Quantity, unit: Unit | str, *, calendar: Calendar | None = None) -> Quantity: ...
@overload
def convert(value: _C, unit: Unit | str, *, calendar: Calendar | None = None) -> _C: ...
@overload
def convert(value: str, unit: Unit | str, *, calendar: Calendar | None = None) -> Comparator: ...
def convert(
    value: Comparator | Quantity | str, unit: Unit | str, *, calendar: Calendar | None = None
) -> Comparator | Quantity:
    """Return the same value in another unit.  Every conversion is exact.

    Args:
        value: a text, a comparator with numbers in it, or a quantity.
        unit: the unit wanted, in any notation (``元/人·月``).
        calendar: days of a year, for conversions between 日 and 月 or 年; without it they are refused.

    Returns:
        A value of the kind that was given; a text gives the comparator it stands for.
        Every part of a compound is converted.

    Raises:
        UnitError: no exact factor leads to the unit (``unit-incompatible``; ``calendar-needed``
            where a calendar would help), or the value has no unit to convert (``nothing-to-convert``).
        IndicatorError: the text is no value.

    >>> str(convert("≤541万元", "元")), str(convert("80元/月/人", "元/人/年"))
    ('≤5410000元', '960元/人/年')
    >>> str(convert("200吨/日", "吨/年", calendar=Calendar(365)))
    '73000吨/年'
    """
    for name, given, kinds in (
        ("value", value, (str, Comparator, Quantity)),
        ("unit", unit, (str, Unit)),
        ("calendar", calendar, (Calendar, type(None))),
    ):
        if not isinstance(given, kinds):
            wanted = " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)
            msg = f"{name} is {wanted}, not {type(given).__name__}"
            raise TypeError(msg)
    target = parse_unit(unit) if isinstance(unit, str) else unit
    if isinstance(value, Quantity):
        return _quantity(value, target, calendar)
    if isinstance(value, Comparator):
        return _comparator(value, target, calendar)
    try:
        return _comparator(parse(value), target, calendar)
    except UnitError as error:
        if error.code not in _OWN:
            raise
        whole = UnitError(error.code, value)
        whole.words = error.words
        raise whole from None


def _comparator(value: Comparator, unit: Unit, calendar: Calendar | None) -> Comparator:
    match value:
        case Threshold(quantity=quantity) | Change(quantity=quantity):
            return attrs.evolve(value, quantity=_quantity(quantity, unit, calendar))
        case Interval(lower, upper):
            return attrs.evolve(value, lower=_quantity(lower, unit, calendar), upper=_quantity(upper, unit, calendar))
        case AllOf(parts) | AnyOf(parts):
            return attrs.evolve(value, parts=[_comparator(part, unit, calendar) for part in parts])
    raise UnitError("nothing-to-convert", str(value), unit=unit.text)


def _quantity(quantity: Quantity, unit: Unit, calendar: Calendar | None) -> Quantity:
    if quantity.unit.convertible_to(unit):
        return quantity.to(unit)
    days, months = (dict(u.dimension) for u in (quantity.unit, unit))
    moved = days.get("day_time", 0) - months.get("day_time", 0)
    if (
        moved + days.get("month_time", 0) != months.get("month_time", 0)
        or not moved
        or not _same_otherwise(days, months)
    ):
        return quantity.to(unit)  # raises
    if calendar is None:
        raise UnitError("calendar-needed", str(quantity), unit=quantity.unit.text, other=unit.text)
    # one day is 12 / days_per_year months
    factor = quantity.unit.factor / unit.factor * (Fraction(12) / Fraction(calendar.days_per_year)) ** moved
    return Quantity(simplest(Fraction(quantity.magnitude) * factor), unit)


def _same_otherwise(first: dict[str, int], second: dict[str, int]) -> bool:
    time = {"day_time", "month_time"}
    return {k: v for k, v in first.items() if k not in time} == {k: v for k, v in second.items() if k not in time}
