"""Numbers and units to quantities; unit texts are joined here in canonical form."""

from __future__ import annotations

import re
from decimal import Decimal

from indicator_dsl.parsing.rules._base import Context, Refusal, is_dated, single_unit
from indicator_dsl.quantities import Magnitude, Quantity, looks_like_a_date, plain
from indicator_dsl.units import Unit, scale_of, scales, unit


def bare(context: Context, number: Magnitude) -> Quantity:
    if not context.has_unit and isinstance(number, Decimal) and looks_like_a_date(str(number)):
        raise Refusal("ambiguous-date")
    return Quantity(number, _NO_UNIT)


_NO_UNIT = Unit()


def united(context: Context, number: Magnitude, name: str) -> Quantity:
    if name.endswith(("年", "年度")) and "/" not in name and _four_digits(number):
        raise Refusal("bad-year" if name == "年" else "ambiguous-date", number=plain(number))
    if name == "时" and number in _HOURS and not context.has_unit:
        raise Refusal("time-of-day")
    found = single_unit(name)
    if is_dated(number, name, known=found.known or bool(scale_of(name))):
        raise Refusal("ambiguous-date")
    return Quantity(number, found)


#: 18时 is a time of day; 1.5时 and 100时 are durations
_HOURS = range(25)


def _four_digits(number: Magnitude) -> bool:
    return isinstance(number, Decimal) and number >= 1000 and number.as_tuple().exponent == 0


def money(_: Context, __: str, number: Magnitude, name: str = "") -> Quantity:
    if name in scales() or not name:
        name += "元"
    if not name.rstrip("/").split("/")[0].endswith(("元", "角", "圆")):
        raise Refusal("money-unit", 2, unit=name)
    return Quantity(number, unit(name))


def part_of(_: Context, name: str, number: Magnitude) -> Quantity:
    return Quantity(number, unit(name))


def whole(_: Context, __: str) -> Quantity:
    return Quantity(Decimal(100), unit("%"))


def days(_: Context, day: tuple[int, str]) -> Quantity:
    number, name = day
    if name != "日":
        raise Refusal("ambiguous-date")
    return Quantity(Decimal(number), unit("日"))


def negative(_: Context, __: str, number: Decimal) -> Decimal:
    return number.copy_negate()


def product(_: Context, upper: str, __: str, name: str) -> str:
    return f"{upper}·{name}"


def lower_dot(_: Context, lower: str, __: str, name: str) -> str:
    return f"{lower}/{name}"


def each(_: Context, __: str, name: str) -> str:
    return f"/{name}"


def over(_: Context, __: str, name: str) -> str:
    return f"/{name}"


def over_many(_: Context, __: str, number: Decimal, name: str) -> str:
    if not number:
        raise Refusal("zero-division", 1)
    # 5场/300人 are two targets; 人/10万人 and 升/100公里 are units
    if plain(number).rstrip("0") != "1":
        raise Refusal("two-numbers", 1)
    return f"/{plain(number)}{name}"


def each_many(context: Context, mark: str, number: Decimal, name: str) -> str:
    return over_many(context, mark, number, name)


def reciprocal(_: Context, lower: str) -> str:
    # 25/10元 is a fraction, or 25 for every 10元; 15/10万 is a rate, and as a fraction the same
    if lower[1:2].isdigit() and not _OF_SO_MANY.fullmatch(lower):
        raise Refusal("two-numbers")
    return lower


#: 15/10万人: how often something happens among so many
_OF_SO_MANY = re.compile("/10*[万亿](?:人口?)?")


def over_each(_: Context, *parts: str) -> str:
    return parts[-1]


_EVERY_UNIT = {"year": "年", "quarter": "季度", "month": "月"}


def every(_: Context, each: str) -> str:
    return f"/{_EVERY_UNIT[each]}"
