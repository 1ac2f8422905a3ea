"""The whole text: items with their labels, and lists of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import attrs

from indicator_dsl.comparators import (
    AllOf,
    AnyOf,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Missing,
    Qualitative,
    Ratio,
    Threshold,
)
from indicator_dsl.parsing.rules._base import Context, Refusal
from indicator_dsl.parsing.rules._bounds import interval, share
from indicator_dsl.relations import Relation
from indicator_dsl.vocabulary import vocabulary


class _Item(NamedTuple):
    value: Comparator
    #: a label without a colon: only a written relation, an interval or a list carries it
    bare_label: bool = False


def single(_: Context, item: _Item) -> Comparator:
    if item.bare_label and not _carries_label(item.value):
        raise Refusal("label-needs-colon", label=str(item.value.label))
    return item.value


def _carries_label(value: Comparator) -> bool:
    match value:
        case Threshold() | Deadline() | Grade():
            return not value.implied
        case Ratio():
            return False
    return True


def listed(_: Context, *children: Any) -> Comparator:
    values: list[Comparator] = []
    for child in children:
        if isinstance(child, _Item):
            parts = child.value.parts if isinstance(child.value, AllOf) else (child.value,)
            for part in parts:
                joined = _interval_of(values[-1], part) if values else None
                if joined is None:
                    values.append(part)
                else:
                    values[-1] = joined
    if len(values) == 1:
        return values[0]
    _no_contradiction(values)
    return AllOf(values)


joined = listed


def _interval_of(first: Comparator, second: Comparator) -> Interval | None:
    """Return the interval two bounds of one dimension make, ``None`` if they are separate targets."""
    if not (isinstance(first, Threshold) and isinstance(second, Threshold)):
        return None
    if second.label is not None or first.note is not None:
        return None
    lower, upper = (first, second) if first.relation in (Relation.GE, Relation.GT) else (second, first)
    if lower.relation not in (Relation.GE, Relation.GT) or upper.relation not in (Relation.LE, Relation.LT):
        return None
    low, high = share(lower.quantity, upper.quantity)
    if not low.unit.convertible_to(high.unit):
        return None
    return interval(
        low,
        high,
        lower_closed=lower.relation is Relation.GE,
        upper_closed=upper.relation is Relation.LE,
        label=first.label,
        note=second.note,
    )


def _no_contradiction(values: list[Comparator]) -> None:
    """Two bare numbers of one unit cannot both be the exact target (95%、98%)."""
    seen: set[tuple[str | None, str]] = set()
    for value in values:
        if isinstance(value, Threshold) and value.implied:
            key = (value.label, value.quantity.unit.text)
            if key in seen:
                raise Refusal("two-numbers")
            seen.add(key)


def alternatives(_: Context, *children: Any) -> AnyOf:
    values = [child.value for child in children if isinstance(child, _Item)]
    if any(isinstance(value, AllOf) for value in values):
        raise Refusal("mixed-joins")
    return AnyOf(values)


def enumerated(_: Context, *children: Any) -> AllOf:
    values: list[Comparator] = []
    for child in children:
        if isinstance(child, _Item):
            values.extend(child.value.parts if isinstance(child.value, AllOf) else (child.value,))
    return AllOf(values)


def qualitative(_: Context, text: str) -> Qualitative:
    return Qualitative(text, vocabulary().category(text))


def about(_: Context, label: str, __: Any, text: str) -> Qualitative:
    return Qualitative(text, vocabulary().category(text), label=label)


def missing(_: Context, __: str) -> Missing:
    return Missing()


def plain_item(_: Context, body: Comparator) -> _Item:
    return _Item(body)


def labelled(_: Context, label: str, body: Comparator) -> _Item:
    if label in vocabulary().type_words:
        raise Refusal("number-in-words")
    return _Item(_with_label(body, label), bare_label=True)


def named(_: Context, label: str, __: Any, body: Comparator) -> _Item:
    return _Item(_with_label(body, label))


def _with_label(value: Comparator, label: str) -> Comparator:
    if isinstance(value, AllOf):
        return attrs.evolve(value, parts=[_with_label(part, label) for part in value.parts])
    return attrs.evolve(value, label=label if value.label is None else f"{label}{value.label}")


def just(_: Context, core: Comparator) -> Comparator:
    return core


def noted(_: Context, core: Comparator, note: str) -> Comparator:
    if isinstance(core, AllOf):
        return attrs.evolve(core, parts=[*core.parts[:-1], attrs.evolve(core.parts[-1], note=note)])
    return attrs.evolve(core, note=note)


def predicated(_: Context, core: Comparator, predicate: str) -> Comparator:
    if isinstance(core, AllOf):
        return attrs.evolve(core, parts=[*core.parts[:-1], attrs.evolve(core.parts[-1], label=predicate)])
    return attrs.evolve(core, label=predicate)


def predicated_noted(context: Context, core: Comparator, predicate: str, note: str) -> Comparator:
    return noted(context, predicated(context, core, predicate), note)


def done_amount(_: Context, core: Comparator, predicate: str, amount: Threshold) -> AllOf:
    if not isinstance(core, Deadline):
        raise Refusal("two-numbers")
    return AllOf([core, attrs.evolve(amount, label=predicate)])
