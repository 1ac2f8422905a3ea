"""What kind of value was read, in words."""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.cli.language import say
from indicator_dsl.comparators import AllOf, AnyOf, Change, Comparator, Interval, Qualitative, Threshold
from indicator_dsl.errors import Lang
from indicator_dsl.quantities import Quantity

__all__ = ["kind", "kind_with_notes", "unknown_units"]


def kind(value: Comparator, lang: Lang) -> str:
    """Return the name of the kind: ``阈值``, ``threshold``."""
    return say(f"kinds.{value.kind}", lang)


def kind_with_notes(value: Comparator, lang: Lang) -> str:
    """Return the kind with what a reader should know besides: ``阈值（未写比较符）``."""
    notes = []
    if getattr(value, "implied", False):
        notes.append(say("notes.implied", lang))
    if isinstance(value, Qualitative) and value.category != "other":
        notes.append(say(f"notes.{value.category}", lang))
    notes += [say("notes.unknown-unit", lang, unit=unit) for unit in dict.fromkeys(unknown_units(value))]
    name = kind(value, lang)
    return name + say("notes.list", lang, notes=say("separator", lang).join(notes)) if notes else name


def unknown_units(value: Comparator) -> Iterator[str]:
    """Yield the unit nouns of a value that the unit table does not list."""
    for quantity in _quantities(value):
        yield from quantity.unit.unknown_names


def _quantities(value: Comparator) -> Iterator[Quantity]:
    match value:
        case Threshold(quantity=quantity) | Change(quantity=quantity):
            yield quantity
        case Interval(lower, upper):
            yield lower
            if upper.unit.text != lower.unit.text:
                yield upper
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _quantities(part)
