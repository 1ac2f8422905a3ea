"""Quantity: an exact number of a unit."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs

from indicator_dsl.errors import UnitError
from indicator_dsl.units import Unit, exact, unit

__all__ = ["Magnitude", "Quantity", "plain"]

#: A literal is a Decimal and keeps its digits; a Fraction appears where no decimal is exact.
Magnitude = Decimal | Fraction


#: ASCII digits, plain: no exponent, no underscore, no other script; or a fraction
_LITERAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?|[+-]?[0-9]+/[0-9]*[1-9][0-9]*")


def exact_magnitude(value: Decimal | Fraction | int | str) -> Magnitude:
    if type(value) is Decimal:
        return value
    if isinstance(value, float):
        msg = f"a magnitude is exact: write Decimal({str(value)!r}) or {str(value)!r}, not the float {value!r}"
        raise TypeError(msg)
    if isinstance(value, str):
        if not _LITERAL.fullmatch(value):
            msg = f"not a number: {value!r}"
            raise ValueError(msg)
        return simplest(Fraction(value)) if "/" in value else Decimal(value)
    if isinstance(value, Fraction):
        return simplest(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    msg = f"a magnitude is a Decimal, Fraction, int or their text, not {type(value).__name__}"
    raise TypeError(msg)


def simplest(value: Fraction) -> Magnitude:
    """Return a decimal where one is exact (denominator made of twos and fives only)."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return value
    places = max(twos, fives)
    digits = value.numerator * 10**places // value.denominator
    sign, shown, _ = Decimal(digits).as_tuple()
    return Decimal((sign, shown, -places))


#: More than the longest text holds; Python refuses to print whole numbers of more than 4300 digits.
_MOST_DIGITS = 4200


def _finite(_: Any, __: Any, value: Magnitude) -> None:
    if isinstance(value, Decimal):
        if not value.is_finite():
            msg = f"a magnitude is finite, not {value}"
            raise ValueError(msg)
        many = abs(value.adjusted()) >= _MOST_DIGITS
    else:
        many = max(value.numerator.bit_length(), value.denominator.bit_length()) > 10 * _MOST_DIGITS // 3
    if many:
        msg = f"a magnitude has at most {_MOST_DIGITS} digits"
        raise ValueError(msg)


def _unit(value: Unit | str) -> Unit:
    return value if type(value) is Unit else unit(str(value))


@attrs.frozen(eq=False, repr=False)
class Quantity:
    """An exact number of a unit: ``Quantity("541", "万元")``.

    Equality and order go by amount: 1万元 equals 10000元 and both hash alike.  The
    digits stay as written (``80.00``).

    Args:
        magnitude: a ``Decimal``, ``Fraction``, ``int`` or their text; never a float.
        unit: a :class:`Unit` or its text.

    Raises:
        TypeError: the magnitude is a float.
        ValueError: the magnitude is no finite number.
        UnitError: the unit text is no unit.

    >>> Quantity("1", "万元") == Quantity("10000", "元")
    True
    >>> Quantity("3", "公里") > Quantity("2999", "米")
    True
    """

    #: exact, finite
    magnitude: Magnitude = attrs.field(converter=exact_magnitude, validator=_finite)
    unit: Unit = attrs.field(converter=_unit, factory=Unit)

    @property
    def base(self) -> Fraction:
        """The amount in base units, exactly."""
        return exact(self.magnitude) * self.unit.factor

    def to(self, unit: Unit | str) -> Quantity:
        """Return the same amount in another unit, exactly.

        Raises:
            UnitError: no exact factor leads there (``unit-incompatible``).

        >>> Quantity("541", "万元").to("元")
        Quantity('5410000', '元')
        >>> str(Quantity("100", "元/年").to("元/月"))
        '(25/3)元/月'
        """
        target = _unit(unit)
        if self.unit.factors == target.factors:
            return Quantity(self.magnitude, target)
        if not self.unit.convertible_to(target):
            raise UnitError("unit-incompatible", str(self), unit=str(self.unit), other=str(target))
        return Quantity(simplest(self.base / target.factor), target)

    def to_pint(self) -> Any:
        """Return a pint quantity of the registry of ``units.txt``; inverse of :meth:`from_pint`.

        Scale words become part of the magnitude (541万元 is 5410000 元 in pint).
        """
        named = self.unit.to_pint()
        scale = Fraction(1)
        for factor in self.unit.factors:
            scale *= factor.scale**factor.exponent
        return exact(self.magnitude) * scale * named

    @classmethod
    def from_pint(cls, quantity: Any) -> Quantity:
        """Return the quantity of a pint quantity with exact magnitude; inverse of :meth:`to_pint`.

        Raises:
            UnitError: the unit has a name ``units.txt`` does not know.
            TypeError: the magnitude is a float or an array.
        """
        value = quantity.magnitude
        if not isinstance(value, int | Decimal | Fraction):
            msg = f"a magnitude is exact: int, Decimal or Fraction, not {type(value).__name__}"
            raise TypeError(msg)
        return cls(simplest(Fraction(value)), Unit.from_pint(quantity.units))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        if self.unit.factors == other.unit.factors:
            return bool(self.magnitude == other.magnitude)
        return self.unit.dimension == other.unit.dimension and self.base == other.base

    def __hash__(self) -> int:
        return hash((self.base, self.unit.dimension))

    def _beyond(self, other: Quantity) -> Fraction:
        if not self.unit.convertible_to(other.unit):
            raise UnitError("unit-incompatible", str(self), unit=str(self.unit), other=str(other.unit))
        return self.base - other.base

    def __sub__(self, other: Quantity) -> Quantity:
        """Return the difference in this quantity's unit, exactly."""
        if not isinstance(other, Quantity):
            return NotImplemented
        return Quantity(simplest(exact(self.magnitude) - exact(other.to(self.unit).magnitude)), self.unit)

    def __neg__(self) -> Quantity:
        number = self.magnitude
        # a minus before a Decimal would round it to the digits of the context
        return Quantity(number.copy_negate() if number and isinstance(number, Decimal) else -number, self.unit)

    def __abs__(self) -> Quantity:
        return -self if self.magnitude < 0 else self

    def __lt__(self, other: Quantity) -> bool:
        return self._beyond(other) < 0 if isinstance(other, Quantity) else NotImplemented  # type: ignore[redundant-expr]

    def __le__(self, other: Quantity) -> bool:
        return self._beyond(other) <= 0 if isinstance(other, Quantity) else NotImplemented  # type: ignore[redundant-expr]

    def __gt__(self, other: Quantity) -> bool:
        return self._beyond(other) > 0 if isinstance(other, Quantity) else NotImplemented  # type: ignore[redundant-expr]

    def __ge__(self, other: Quantity) -> bool:
        return self._beyond(other) >= 0 if isinstance(other, Quantity) else NotImplemented  # type: ignore[redundant-expr]

    def __str__(self) -> str:
        number, name = plain(self.magnitude), self.unit.text
        if "/" in number:
            return f"({number}){name}"
        if not _may_mislead(name):
            return number + name
        # 6月 is June, 3季度 the third quarter and 2025年 a year: six months are 6个月
        if name.split("/")[0] in {"月", "季度"}:
            return f"{number}个{name}"
        return _not_a_date(number, name) + name

    def en(self) -> str:
        """Return the quantity with a blank before a unit word, as in English text.

        >>> Quantity("2200", "人").en(), Quantity("95", "%").en()
        ('2200 人', '95%')
        """
        number, name = plain(self.magnitude), self.unit.text
        return f"{number}{'' if not name or name[0] in '%‰℃/' else ' '}{name}"

    def __repr__(self) -> str:
        return f"Quantity({plain(self.magnitude)!r}, {self.unit.text!r})"


@lru_cache(maxsize=4096)
def _may_mislead(name: str) -> bool:
    """Whether a number before this unit may look like a date."""
    head = name.split("/", maxsplit=1)[0]
    return not name or head in {"月", "季度"} or head.endswith(("年", "年度"))


_DATE_LIKE = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|1[3-9][0-9]{9}|(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])"
)


def looks_like_a_date(number: str) -> bool:
    """Whether bare digits could be a date or a telephone number: 20251231, 2025.12, 13800000000."""
    return _DATE_LIKE.fullmatch(number) is not None


def _not_a_date(number: str, name: str) -> str:
    """Return the digits of a number so that they are read as a number: zeros at the end change nothing."""
    if name.split("/", maxsplit=1)[0].endswith(("年", "年度")) and len(number) >= 4 and number.isdigit():
        return f"{number}.0"
    while not name and looks_like_a_date(number):
        number += "0" if "." in number else ".0"
    return number


def shortest(value: float) -> Decimal:
    """Return the fewest digits that mean a float: 0.1 is one tenth, as whoever typed it meant.

    >>> shortest(0.1), shortest(1e22)
    (Decimal('0.1'), Decimal('1E+22'))
    """
    return Decimal(float.__repr__(value))  # that of numpy names its type


def plain(value: Magnitude) -> str:
    """Return a number in plain digits, never in exponent form; ``25/3`` where no decimal is exact.

    >>> plain(Decimal("1E+3")), plain(Fraction(25, 3))
    ('1000', '25/3')
    """
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
