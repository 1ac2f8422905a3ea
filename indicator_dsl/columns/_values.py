"""The fields of a value: what each kind of comparator puts into :data:`~indicator_dsl.columns.schema.PARSED`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns._filling import Fields
from indicator_dsl.comparators import Change, Comparator, Deadline, Grade, Interval, Period, Qualitative, Threshold
from indicator_dsl.quantities import Quantity, plain, simplest
from indicator_dsl.relations import Relation
from indicator_dsl.units import Unit

__all__ = ["put_bounds", "value_putter"]

#: More digits than a magnitude and a factor have together.
_EXACT: Final = Context(prec=10_000, traps=[Inexact])
_NUMBERED: Final = (Threshold, Change)
#: Which relations bound the actual value on a side, and which of them leaves the bound itself out.
_ENDS: Final = (
    ("lower", pa.array([Relation.GE, Relation.GT, Relation.EQ]), Relation.GT),
    ("upper", pa.array([Relation.LE, Relation.LT, Relation.EQ]), Relation.LT),
)


def value_putter(fields: Fields) -> Callable[[int, Comparator], None]:
    """Return the function that fills in one value.  Nearly all are thresholds: what they need is at hand."""
    kinds, canonical, relations, implied = (fields[name] for name in ("kind", "canonical", "relation", "implied"))
    numbers, base_numbers = fields["magnitude_text"], fields["base_magnitude_text"]
    units, base_units = fields["unit"], fields["base_unit"]

    def put(at: int, value: Comparator) -> None:
        kinds[at] = value.kind
        canonical[at] = str(value)
        if value.label is not None:
            fields["label"][at] = value.label
        if value.note is not None:
            fields["note"][at] = value.note
        if not isinstance(value, _NUMBERED):
            if type(value) in _OTHERS:
                _OTHERS[type(value)](fields, at, value)
            return
        relations[at] = value.relation
        implied[at] = value.implied
        quantity = value.quantity
        units[at] = unit = quantity.unit.text
        numbers[at] = number = plain(quantity.magnitude)
        base_units[at], factor = _in_base(unit)
        plainly = factor is None and "." not in number and number != "-0"
        base_numbers[at] = number if plainly else _times(quantity, factor)
        if isinstance(value, Change):
            fields["direction"][at], fields["basis"][at] = value.direction, value.basis

    return put


def put_bounds(arrays: dict[str, Any]) -> None:
    """Put the numbers of thresholds where the bounds of intervals are: ``≥5人`` is 5 or more, as ``5～9人`` is."""
    relation, numbers = arrays["relation"], arrays["magnitude_text"].is_valid()
    for end, relations, apart in _ENDS:
        bounded = pc.and_(numbers, pc.is_in(relation, relations))
        for name in (f"{end}", f"base_{end}"):
            for kind in ("", "_text"):
                number = arrays[name.replace(end, "magnitude") + kind]
                arrays[name + kind] = pc.if_else(bounded, number, arrays[name + kind])
        closed = pc.not_equal(relation, apart)
        arrays[f"{end}_closed"] = pc.if_else(bounded, closed, arrays[f"{end}_closed"])


@lru_cache(maxsize=4096)
def _in_base(unit: str) -> tuple[str, Decimal | Fraction | None]:
    """Return the base unit of a unit, and the factor if it is not 1."""
    found = Unit(unit)
    return found.base_text, None if found.factor == 1 else simplest(found.factor)


def _times(quantity: Quantity, factor: Decimal | Fraction | None) -> str:
    """Return the amount in base units, equal amounts in equal words: 1.50万元 is 15000."""
    if not isinstance(quantity.magnitude, Decimal) or isinstance(factor, Fraction):
        return plain(simplest(quantity.base))
    text = plain(quantity.magnitude if factor is None else _EXACT.multiply(quantity.magnitude, factor))
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _interval(fields: Fields, at: int, value: Interval) -> None:
    # an end may have a unit of its own: 2万元～1亿元
    ends = ("lower", value.lower, value.lower_closed), ("upper", value.upper.to(value.lower.unit), value.upper_closed)
    fields["unit"][at] = unit = value.lower.unit.text
    fields["base_unit"][at], factor = _in_base(unit)
    for name, end, closed in ends:
        fields[f"{name}_text"][at] = plain(end.magnitude)
        fields[f"base_{name}_text"][at] = _times(end, factor)
        fields[f"{name}_closed"][at] = closed


def _deadline(fields: Fields, at: int, value: Deadline) -> None:
    fields["relation"][at], fields["implied"][at] = value.relation, value.implied
    fields["recurs"][at] = value.recurs
    if value.date is not None:
        fields["date"][at] = str(value.date)
        fields["first_day"][at], fields["last_day"][at] = value.date.first(), value.date.last()


def _period(fields: Fields, at: int, value: Period) -> None:
    fields["date"][at] = f"{value.start}/{value.end}"
    fields["first_day"][at], fields["last_day"][at] = value.start.first(), value.end.last()


def _grade(fields: Fields, at: int, value: Grade) -> None:
    fields["relation"][at], fields["implied"][at] = value.relation, value.implied
    fields["grade"][at] = value.grade


def _qualitative(fields: Fields, at: int, value: Qualitative) -> None:
    fields["text"][at], fields["category"][at] = value.text, value.category


#: Ratios, lists and missing values are their canonical text.
_OTHERS: Final[dict[type, Callable[[Fields, int, Any], None]]] = {
    Interval: _interval,
    Deadline: _deadline,
    Period: _period,
    Grade: _grade,
    Qualitative: _qualitative,
}
