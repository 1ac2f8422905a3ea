"""The simple values a value is made of."""

from __future__ import annotations

from indicator_dsl.comparators import AllOf, AnyOf, Comparator

__all__ = ["parts"]


def parts(value: Comparator | None) -> tuple[Comparator, ...]:
    """Return the parts of a list of targets, any other value as its only part, and nothing for no value.

    >>> from indicator_dsl import parse
    >>> [str(part) for part in parts(parse("≥5场；≥300人"))], parts(None)
    (['≥5场', '≥300人'], ())
    """
    if value is None:
        return ()
    return value.parts if isinstance(value, AllOf | AnyOf) else (value,)
