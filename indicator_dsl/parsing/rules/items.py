"""The whole text: items with their labels, and lists of them."""

from __future__ import annotations

from itertools import pairwise
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
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.parsing._spellings import known_unit
from indicator_dsl.parsing.rules._base import TIMES, Context, Refusal
from indicator_dsl.parsing.rules._bounds import interval, share
from indicator_dsl.quantities import Magnitude, Quantity, plain
from indicator_dsl.relations import Relation
from indicator_dsl.units import unit
from indicator_dsl.vocabulary import vocabulary


class _Item(NamedTuple):
    value: Comparator
    #: a label without a colon: only a written relation, an interval or a list carries it
    bare_label: bool = False


def single(_: Context, item: _Item) -> Comparator:
    if item.bare_label and not _carries_label(item.value):
        label = str(item.value.label)
        if label.startswith(tuple(vocabulary().before)):  # 不超过总造价的30%
            raise Refusal("words-around-number", found=label)
        raise Refusal("label-needs-colon", label=str(item.value.label))
    if (
        item.bare_label
        and vocabulary().patterns["standard"].search(str(item.value.label))
        and isinstance(item.value, Interval)
    ):
        raise Refusal("document-number")
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
            label = child.value.label or ""
            bare = child.bare_label and not _carries_label(child.value)
            if bare and (label.endswith(vocabulary().no_bare_label) or _is_no_name(label)):
                raise Refusal("not-a-label", label=label)
            if isinstance(child.value, AllOf):  # 6月底前50%；12月底前100%: which date has which share would be lost
                raise Refusal("several-dates")
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
    if any(not value.quantity.unit or value.quantity.unit.text[0] == "/" for value in bare):
        raise Refusal("two-numbers")  # 每年5、6月 is no 5 per year
    units = [value.quantity.unit.text for value in bare]
    if loose and len(set(units)) < len(units):
        raise Refusal("two-numbers")
    # 1.20人；2.300元: two decimals, or an enumeration of 20人 and 300元?
    first = [_first_number(value) for value in values]
    if all(n is not None and int(n) == i and "." in plain(n) for i, n in enumerate(first, 1)):
        raise Refusal("ambiguous-enumerator")
    levels = [value.grade for value in values if isinstance(value, Grade) and value.implied and value.label is None]
    if 0 < len([level for level in levels if level.isascii()]) < len(values):
        raise Refusal("two-numbers")  # A、B级; A 5人
    _clear_dates(values)
    if loose:
        _clear_bounds(values)


def _first_number(value: Comparator) -> Magnitude | None:
    """Return the number a text without label or sign before it begins with, ``None`` if it begins otherwise."""
    match value:
        case Threshold(quantity=quantity, label=label) if label is None or label in vocabulary().predicates:
            return quantity.magnitude
        case Interval(lower=lower, label=None):
            return lower.magnitude
    return None


def _clear_dates(values: list[Comparator]) -> None:
    """Refuse dates of which one takes after another: 2025年6月、12月; 6月10日和25日; 6月30日、12月31日前."""
    dates = [value for value in values if isinstance(value, Deadline)]
    if len({(date.recurs, date.date is None or date.date.year is None) for date in dates}) > 1:
        raise Refusal("several-dates")
    if len({(date.relation, date.implied) for date in dates if date.label is None}) > 1:
        raise Refusal("several-dates")
    for value in values:
        match value:
            case Threshold(quantity=Quantity(unit=own), implied=True, label=None) if dates and own.text == "日":
                raise Refusal("several-dates")


def _clear_bounds(values: list[Comparator]) -> None:
    """Refuse 3人或5人以上, 5天、10天内 and ≥80%、90%: does the bound hold for the other as well?"""
    bounds = [value for value in values if isinstance(value, Threshold)]
    for first, second in pairwise(bounds):
        if second.label is not None or (first.label is not None and first.implied):
            continue
        if second.implied and second.quantity.unit and not first.quantity.unit:
            raise Refusal("two-numbers")  # ≥5、6人
        if first.implied is not second.implied and first.quantity.unit.convertible_to(second.quantity.unit):
            raise Refusal("two-numbers")


def alternatives(_: Context, *children: Any) -> AnyOf:
    values = [child.value for child in children if isinstance(child, _Item)]
    if any(isinstance(value, AllOf) for value in values):
        raise Refusal("mixed-joins")
    _clear_dates(values)
    _clear_bounds(values)
    if len({value.grade.isascii() for value in values if isinstance(value, Grade)}) > 1:
        raise Refusal("two-numbers")  # A或B级
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
        if not isinstance(body, Grade | Deadline):
            raise Refusal("number-in-words")
        return _Item(body)
    begins, ends = v.no_label
    is_event = v.is_event(label) and _limits_a_time(body)
    if (
        label.startswith(begins)
        or (label.endswith(ends) and not v.patterns["ranked"].search(label) and not is_event)
        or v.patterns["dated"].match(label)
        or _is_unit(label)
        or (v.patterns["negated"].search(label) and not label.endswith(v.named_by))
        or v.patterns["clipped"].search(label)
        or v.patterns["per"].search(label)
        or any(char.isdigit() for char in label)
        or label[-1] in NUMERAL_CHARS
        or (body.label is not None and not is_event)
        or (isinstance(body, Grade) and (label in v.grade_names or label.startswith(("由", "从", "自"))))
    ):
        raise Refusal("not-a-label", 0, label=label)
    if isinstance(body, Change) and any(word in label for word in v.basis):
        raise Refusal("not-a-label", 0, label=label)  # 环比同比均增长5%
    if isinstance(body, Change) and body.basis is None and label.startswith(tuple(v.against)):
        return _Item(attrs.evolve(body, basis=label))  # 较计划减少5天: not a basis we know, yet one
    return _Item(_with_label(body, label), bare_label=True)


def named(_: Context, label: str, __: Any, body: Comparator) -> _Item:
    v = vocabulary()
    if label in v.type_words:
        return labelled(_, label, body)
    if _is_no_name(label) or _is_unit(label) or (label in v.limits and not _carries_label(body)):
        raise Refusal("not-a-label", 0, label=label)
    return _Item(_with_label(body, label))


def _limits_a_time(value: Comparator) -> bool:
    match value:
        case Threshold(relation=Relation.LE | Relation.LT, implied=False, quantity=quantity):
            return any(quantity.unit.dimension == unit(name).dimension for name in ("日", "工作日", "月"))
    return False


def _is_unit(label: str) -> bool:
    """Return whether a word is what something is counted by: 月≥2次 is twice a month, and 月 no name."""
    return (len(label) == 1 or label in {"公里", "季度", "学期"}) and known_unit(label)


def _is_no_name(label: str) -> bool:
    """Return whether a word names nothing even before a colon: a relation, a direction or a unit would be lost."""
    v = vocabulary()
    begins, ends = v.no_name
    return (
        label.startswith(begins)
        or label.endswith((*ends, *(word for word in v.relation_words if len(word) > 1)))
        or label in v.relation_words
    )


def _with_label(value: Comparator, label: str) -> Comparator:
    if isinstance(value, AllOf):
        return attrs.evolve(value, parts=[_with_label(part, label) for part in value.parts])
    return attrs.evolve(value, label=label if value.label is None else f"{label}{value.label}")


def just(_: Context, core: Comparator) -> Comparator:
    return core


def noted(context: Context, core: Comparator, note: str) -> Comparator:
    v = vocabulary()
    begins, ends = v.no_note
    # 95（%以上）, 12（月底前）, 90%以上（不含本数）: the remark would change the bound
    if (
        note in v.relation_words
        or note in v.no_notes
        or (note.endswith((*v.after, *v.up, *v.down, *ends)) and not v.patterns["ranked"].search(note))
        or v.patterns["compared"].search(note)
        or note.startswith(begins)
        or v.patterns["opens"].match(note)
        or _bounds(note)
    ):
        raise Refusal("not-a-note", 1, note=note)
    # 300人（次）, 1200元（每人）, 100（M）: the remark would change the unit
    begins, ends = v.unit_note
    unitless = isinstance(core, Threshold) and not core.quantity.unit and not context.has_unit
    lost = unitless and (note.isascii() or note.startswith(begins) or note.endswith(ends))
    other = known_unit(note) and not (note in v.alike and _counter_of(core) in v.alike)
    if note.startswith("每") or "/" in note or "／" in note or other or lost:
        raise Refusal("unit-in-note", 1, note=note)
    if isinstance(core, AllOf):
        return attrs.evolve(core, parts=[*core.parts[:-1], attrs.evolve(core.parts[-1], note=note)])
    return attrs.evolve(core, note=note)


def _counter_of(core: Comparator) -> str:
    """Return what a value is counted by, 台 of ≥62台."""
    return core.quantity.unit.text if isinstance(core, Threshold) else ""


def _bounds(note: str) -> bool:
    """Return whether a note holds a condition: 5人（≥三户）, 3天（不超过五天）, 1次（两年）, 100%（六月底前）."""
    kinds, texts, _ = scan(note)
    if "SIGN" in kinds or "PLUSMINUS" in kinds or kinds[-1] == "BY":
        return True
    if kinds == ["NUMERAL", "UNIT"]:
        return texts[1] in TIMES
    return "NUMERAL" in kinds and (kinds[0] in {"BEFORE", "WHEN"} or kinds[-1] in {"AFTER", "WITHIN"})


def predicated(_: Context, core: Comparator, predicate: str) -> Comparator:
    if isinstance(core, Threshold) and core.implied and not core.quantity.unit:
        raise Refusal("ambiguous-date", 0)  # 12.31完成
    if isinstance(core, AllOf):
        return attrs.evolve(core, parts=[*core.parts[:-1], attrs.evolve(core.parts[-1], label=predicate)])
    return attrs.evolve(core, label=predicate)


def predicated_noted(context: Context, core: Comparator, predicate: str, note: str) -> Comparator:
    return noted(context, predicated(context, core, predicate), note)


def done_amount(_: Context, core: Comparator, predicate: str, amount: Threshold) -> AllOf:
    if not isinstance(core, Deadline):
        raise Refusal("two-numbers")
    return AllOf([core, attrs.evolve(amount, label=predicate)])
