"""What kind of value was read, in words."""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import AllOf, AnyOf, Change, Comparator, Interval, Qualitative, Threshold
from indicator_dsl.errors import Lang, messages
from indicator_dsl.quantities import Quantity

__all__ = ["kind", "kind_with_notes", "unknown_units"]


def kind(value: Comparator | str, lang: Lang) -> str:
    """Return the name of the kind of a value, or of a kind: ``阈值``, ``threshold``."""
    name: str = messages()["kinds"][value if isinstance(value, str) else value.kind][lang]
    return name


def kind_with_notes(value: Comparator, lang: Lang) -> str:
    """Return the kind with what a reader should know besides: ``阈值（未写比较符）``."""
    notes_, notes = messages()["notes"], []
    if getattr(value, "implied", False):
        notes.append(notes_["implied"][lang])
    if isinstance(value, Qualitative) and value.category != "other":
        notes.append(notes_[value.category][lang])
    notes += [notes_["unknown-unit"][lang].format(unit=unit) for unit in dict.fromkeys(unknown_units(value))]
    name = kind(value, lang)
    return name + notes_["list"][lang].format(notes=notes_["separator"][lang].join(notes)) if notes else name


def unknown_units(value: Comparator) -> tuple[str, ...]:
    """Return the unit nouns of a value that the unit table does not list."""
    if isinstance(value, Threshold):  # most values
        return value.quantity.unit.unknown_names
    return tuple(name for quantity in _quantities(value) for name in quantity.unit.unknown_names)


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
