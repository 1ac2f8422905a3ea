"""The single values of a cell: a compound is looked at part by part."""

from __future__ import annotations

from indicator_dsl.comparators import AllOf, AnyOf, Comparator

__all__ = ["parts"]


def parts(value: Comparator | None) -> tuple[Comparator, ...]:
    """Return the parts of a compound, any other value alone, and nothing for no value.

    >>> from indicator_dsl.parsing import parse
    >>> [str(part) for part in parts(parse("≥5场；≥300人"))], parts(None)
    (['≥5场', '≥300人'], ())
    """
    match value:
        case None:
            return ()
        case AllOf(parts=several) | AnyOf(parts=several):
            return several
    return (value,)
