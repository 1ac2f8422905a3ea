"""The whole text: items with their labels, and lists of them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import attrs

from indicator_dsl.comparators import (
    AllOf,
    AnyOf,
    Change,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Missing,
    Qualitative,
    Ratio,
    Threshold,
)
from indicator_dsl.numerals import NUMERAL_CHARS
from indicator_dsl.parsing._spellings import known_unit
from indicator_dsl.parsing.rules._base import Context, Refusal
from indicator_dsl.parsing.rules._bounds import interval, share
from indicator_dsl.quantities import plain
from indicator_dsl.relations import Relation
from indicator_dsl.vocabulary import vocabulary


class _Item(NamedTuple):
    value: Comparator
    #: a label without a colon: only a written relation, an interval or a list carries it
    bare_label: bool = False


def single(_: Context, item: _Item) -> Comparator:
    if item.bare_label and not _carries_label(item.value):
        raise Refusal("label-needs-colon", label=str(item.value.label))
    if item.bare_label and _STANDARD.search(str(item.value.label)) and isinstance(item.value, Interval):
        raise Refusal("document-number")
    return item.value


#: GB 3838-2002 and DB45/T 2154-2020 are standards, not intervals
_STANDARD = re.compile("[A-Z]{2,}(?:/[A-Z])?$")


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
            if isinstance(child.value, AllOf):  # 6月底前50%；12月底前100%: which date has which share would be lost
                raise Refusal("two-numbers")
            part = child.value
            joined = _interval_of(values[-1], part) if values else None
            if (
                values
                and isinstance(values[-1], Change)
                and isinstance(part, Threshold)
                and _bound_of(values[-1], part)
            ):
                raise Refusal("two-numbers")  # 增长≥5%且≤8%: the second bound is of the change
            if joined is None:
                values.append(part)
            else:
                values[-1] = joined
    if len(values) == 1:
        return values[0]
    _clear(values, loose=any(isinstance(child, str) and child.strip() in _LOOSE for child in children))
    return AllOf(values)


joined = listed


def _bound_of(change: Change, bound: Threshold) -> bool:
    """Whether a bound after a change is one of the same kind of amount, so that it may belong to the change."""
    return bound.label is None and bound.quantity.unit.convertible_to(change.quantity.unit)


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


#: 5、6次 is "five or six"; 5公里；3公里 is two targets
_LOOSE = frozenset("、，,和")


def _clear(values: list[Comparator], *, loose: bool) -> None:
    """Refuse a list of which nobody can say whether it is one."""
    bare = [value for value in values if isinstance(value, Threshold) and value.implied and value.label is None]
    if any(not value.quantity.unit for value in bare):
        raise Refusal("two-numbers")
    units = [value.quantity.unit.text for value in bare]
    if loose and len(set(units)) < len(units):
        raise Refusal("two-numbers")
    # 1.20人；2.300元: two decimals, or an enumeration of 20人 and 300元?
    if len(bare) == len(values) and all(
        int(value.quantity.magnitude) == i and "." in plain(value.quantity.magnitude) for i, value in enumerate(bare, 1)
    ):
        raise Refusal("ambiguous-enumerator")
    letters = [value for value in values if isinstance(value, Grade) and value.implied and value.label is None]
    if letters and len(letters) < len(values):
        raise Refusal("two-numbers")
    # 每年3月、9月 and 2025年6月底前、12月底前: the second takes after the first
    dates = [value for value in values if isinstance(value, Deadline)]
    if len({(date.recurs, date.date is None or date.date.year is None) for date in dates}) > 1:
        raise Refusal("two-numbers")


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
    v = vocabulary()
    if label in v.type_words:
        raise Refusal("number-in-words")
    begins, ends = v.no_label
    if (
        label.startswith(begins)
        or label.endswith(ends)
        or any(char.isdigit() for char in label)
        or label[-1] in NUMERAL_CHARS
        or body.label is not None
    ):
        raise Refusal("not-a-label", 0, label=label)
    return _Item(_with_label(body, label), bare_label=True)


def named(_: Context, label: str, __: Any, body: Comparator) -> _Item:
    begins, ends = vocabulary().no_name
    if label.startswith(begins) or label.endswith(ends):
        raise Refusal("not-a-label", 0, label=label)
    return _Item(_with_label(body, label))


def _with_label(value: Comparator, label: str) -> Comparator:
    if isinstance(value, AllOf):
        return attrs.evolve(value, parts=[_with_label(part, label) for part in value.parts])
    return attrs.evolve(value, label=label if value.label is None else f"{label}{value.label}")


def just(_: Context, core: Comparator) -> Comparator:
    return core


def noted(_: Context, core: Comparator, note: str) -> Comparator:
    v = vocabulary()
    # 300人（次）, 1200元（每人）: the remark would change the unit
    if note in v.before or note in v.after or note in {"前", "之前", "以前", "底", "末", "后", "起"}:
        raise Refusal("not-a-note", 1, note=note)
    if note.startswith("每") or "/" in note or "／" in note or known_unit(note):
        raise Refusal("unit-in-note", 1, note=note)
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
