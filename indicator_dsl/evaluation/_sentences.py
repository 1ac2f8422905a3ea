"""The sentence that says why, in Chinese and English; the words are data in ``messages.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicator_dsl.comparators import (
    Change,
    Deadline,
    Interval,
    Threshold,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.errors import Lang, messages
from indicator_dsl.evaluation._outcome import Outcome
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation

if TYPE_CHECKING:
    from indicator_dsl.evaluation._result import Evaluation

__all__ = ["difference", "sentence"]


def sentence(result: Evaluation, lang: Lang) -> str:
    """Return why an evaluation came out as it did."""
    m = messages()["evaluation"]
    if result.parts:
        return str(m["joint"][lang]).join(part.explain(lang) for part in result.parts)
    if result.outcome is Outcome.UNDETERMINED:
        reason = str(m["undetermined"][result.reason][lang]).format(**dict(result.words))
        return str(m["undetermined"]["head"][lang]).format(reason=reason)
    match result.target, result.actual:
        case (Threshold() | Change()) as target, Quantity() as actual:
            return _number(target, actual, result.outcome is Outcome.MET, lang)
        case Interval() as target, Quantity() as actual:
            return _interval(target, actual, result.reason, lang)
        case Deadline(date=PartialDate() as day), PartialDate() as actual if day.last() and actual.last():
            return _date(day, actual, lang)
    template = str(m["plain"][result.reason][lang])
    return template.format(actual=_words(result.actual, lang), target=_words(result.target, lang))


def _quantity(quantity: Quantity, lang: Lang) -> str:
    return quantity.en() if lang == "en" else str(quantity)


def difference(actual: Quantity, own: Quantity) -> Quantity:
    """Return how much more the actual is, in the other's unit; percentages differ by percentage points."""
    gap = actual.to(own.unit) - own
    return Quantity(gap.magnitude, "百分点") if own.unit.text == "%" else gap


def _in_unit_of(actual: Quantity, own: Quantity, lang: Lang) -> str:
    """Return a quantity, and what it is in the target's unit if that is another."""
    shown = _quantity(actual, lang)
    return shown if actual.unit.text == own.unit.text else f"{shown} = {_quantity(actual.to(own.unit), lang)}"


def _number(target: Threshold | Change, actual: Quantity, met: bool, lang: Lang) -> str:  # noqa: FBT001
    m = messages()["evaluation"]
    own, relation = target.quantity, target.relation
    gap = difference(actual, own)
    if met and relation is not Relation.ABOUT:
        sign = relation.sign
    else:
        sign = "=" if not gap.magnitude else ">" if gap.magnitude > 0 else "<"
    change = str(m["change"][target.direction][lang]) if isinstance(target, Change) else ""
    shown = f"{change}{_in_unit_of(actual, own, lang)} {sign} {change}{_quantity(own, lang)}"
    if not gap.magnitude or (met and relation is Relation.NE):
        return shown
    key = "over" if gap.magnitude > 0 else "short"
    if met and relation in (Relation.LE, Relation.LT):
        key = "spare"
    return shown + str(m["gap"][key][lang]).format(gap=_quantity(abs(gap), lang))


def _interval(target: Interval, actual: Quantity, reason: str, lang: Lang) -> str:
    end = target.upper if reason == "above" else target.lower
    gap = abs(difference(actual, end))
    key = (
        {"meets": "inside", "below": "under", "above": "over"}[reason] if gap.magnitude or reason == "meets" else "end"
    )
    left, right = "[" if target.lower_closed else "(", "]" if target.upper_closed else ")"
    return str(messages()["evaluation"]["interval"][key][lang]).format(
        actual=_in_unit_of(actual, target.lower, lang),
        target=f"{left}{_quantity(target.lower, lang)}, {_quantity(target.upper, lang)}{right}",
        end=_quantity(end, lang),
        gap=_quantity(gap, lang),
    )


def _date(target: PartialDate, actual: PartialDate, lang: Lang) -> str:
    """Say how two dates stand to each other; days are counted to the last day of each."""
    first, last, start, end = actual.first(), actual.last(), target.first(), target.last()
    assert first is not None and last is not None and start is not None and end is not None  # noqa: PT018
    days = (end - last).days
    if actual == target:
        key = "on"
    elif not days and start >= first:  # 2025年12月 against 2025年12月31日: done by its end
        key = "ends"
    elif start <= first and last <= end:
        key = "inside"
    else:
        key = "before" if days > 0 else "after"
    shown = PartialDate.zh if lang == "zh" else PartialDate.en
    plural = "" if abs(days) == 1 else "s"
    template = str(messages()["evaluation"]["date"][key][lang])
    return template.format(actual=shown(actual), target=shown(target), days=abs(days), plural=plural)


def _words(value: Any, lang: Lang) -> str:
    if isinstance(value, PartialDate):
        return value.zh() if lang == "zh" else value.en()
    return str(value)
