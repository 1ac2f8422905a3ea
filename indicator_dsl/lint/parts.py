"""The simple values a value is made of."""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import AllOf, AnyOf, Change, Comparator, Interval, Threshold
from indicator_dsl.quantities import Quantity

__all__ = ["parts", "quantities"]


def parts(value: Comparator | None) -> tuple[Comparator, ...]:
    """Return the parts of a list of targets, and any other value as its only part.

    >>> from indicator_dsl import parse
    >>> [str(part) for part in parts(parse("≥5场；≥300人"))], parts(None)
    (['≥5场', '≥300人'], ())
    """
    if value is None:
        return ()
    return value.parts if isinstance(value, AllOf | AnyOf) else (value,)


def quantities(value: Comparator | None) -> Iterator[Quantity]:
    """Yield the quantities of a value; of an interval both ends.

    >>> from indicator_dsl import parse
    >>> [str(one) for one in quantities(parse("60～80分"))]
    ['60分', '80分']
    """
    for part in parts(value):
        match part:
            case Threshold(quantity=quantity) | Change(quantity=quantity):
                yield quantity
            case Interval(lower, upper):
                yield lower
                yield upper
