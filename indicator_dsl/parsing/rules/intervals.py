"""Two bounds that make an interval."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from indicator_dsl.comparators import (
    Interval,
)
from indicator_dsl.parsing.rules._base import Context, Refusal, single_unit
from indicator_dsl.parsing.rules._bounds import interval, share
from indicator_dsl.quantities import Quantity, plain, simplest
from indicator_dsl.relations import Relation
from indicator_dsl.units import exact, unit


def span(_: Context, low: Quantity, __: str, high: Quantity) -> Interval:
    found = interval(low, high)
    if found.upper.unit.text in {"年", "学年"} and all(20 <= end.magnitude < 40 for end in (found.lower, found.upper)):
        raise Refusal("ambiguous-date")  # 24-25年
    return found


def per_span(_: Context, per: str, low: Quantity, __: str, high: Quantity) -> Interval:
    value = interval(low, high)
    lower, upper = (Quantity(end.magnitude, single_unit(end.unit.text + per)) for end in (value.lower, value.upper))
    return attrs.evolve(value, lower=lower, upper=upper)


def _around(center: Quantity, reach: Quantity) -> Interval:
    center, reach = share(center, reach)
    if not center.unit.convertible_to(reach.unit):
        raise Refusal("mixed-dimensions", first=str(center.unit), second=str(reach.unit))
    middle, delta = exact(center.magnitude), exact(reach.to(center.unit).magnitude)
    if delta < 0:
        raise Refusal("negative-tolerance")
    return Interval(Quantity(simplest(middle - delta), center.unit), Quantity(simplest(middle + delta), center.unit))


def tolerance(_: Context, center: Quantity, __: str, reach: Quantity) -> Interval:
    return _around(center, reach)


def tolerance_in(_: Context, *children: Any) -> Interval:
    _, center, __, reach, ___, *name = children
    if name:
        if center.unit or reach.unit:
            raise Refusal("repeated-unit")
        reach = attrs.evolve(reach, unit=unit(name[0]))
    return _around(center, reach)


def symmetric(_: Context, __: str, reach: Quantity) -> Interval:
    return _around(Quantity(Decimal(0), reach.unit), reach)


def symmetric_in(context: Context, mark: str, reach: Quantity, after: Relation) -> Interval:
    if after is not Relation.LE:
        raise Refusal("conflicting-relations", 2, first="±", second=after.sign)
    return symmetric(context, mark, reach)


def chained(_: Context, first: Quantity, left: Relation, __: str, right: Relation, last: Quantity) -> Interval:
    rising, falling = (Relation.LE, Relation.LT), (Relation.GE, Relation.GT)
    if left in rising and right in rising:
        return interval(first, last, lower_closed=left is Relation.LE, upper_closed=right is Relation.LE)
    if left in falling and right in falling:
        return interval(last, first, lower_closed=right is Relation.GE, upper_closed=left is Relation.GE)
    raise Refusal("conflicting-relations", first=left.sign, second=right.sign)


def bracketed(_: Context, *children: Any) -> Interval:
    lower_closed, low, comma, high, upper_closed, *name = children
    if comma.strip() not in {",", "，"}:
        raise Refusal("unexpected", 2)
    # (1,200人) may be 1200人 in brackets
    bare = not (lower_closed or upper_closed or low.unit)
    if bare and len(plain(high.magnitude).partition(".")[0]) % len("200") == 0:
        raise Refusal("ambiguous-comma")
    if name:
        if low.unit or high.unit:
            raise Refusal("repeated-unit")
        low, high = (attrs.evolve(end, unit=unit(name[0])) for end in (low, high))
    return interval(low, high, lower_closed=lower_closed, upper_closed=upper_closed)


def bound(_: Context, number: Decimal, name: str = "") -> Quantity:
    return Quantity(number, unit(name))
