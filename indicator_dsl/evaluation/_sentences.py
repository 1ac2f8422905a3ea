"""The sentence that says why, in Chinese and English; the words are data in ``messages.toml``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

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

__all__ = ["sentence"]


def sentence(result: Evaluation, lang: Lang) -> str:
    m = messages()["evaluation"]
    if result.parts:
        return str(m["joint"][lang]).join(part.explain(lang) for part in result.parts)
    if result.outcome is Outcome.UNDETERMINED:
        words = {
            "unit": "",
            "other": "",
            "text": "",
            "target": "",
            "why_zh": "",
            "why_en": "",
            "count": "",
            "given": "",
        }
        reason = str(m["undetermined"][result.reason][lang]).format(**{**words, **dict(result.words)})
        return str(m["undetermined"]["head"][lang]).format(reason=reason)
    shown = Quantity.en if lang == "en" else str
    match result.target, result.actual:
        case ((Threshold(_, own) | Change(quantity=own)), Quantity() as actual):
            sign = _found_sign(actual, own)
            if result.outcome is Outcome.MET and not isinstance(result.target, Change):
                sign = result.target.relation.sign if result.target.relation is not Relation.ABOUT else "="
            return _shown(actual, own, shown) + f" {sign} {shown(own)}" + _gap(actual, own, shown, lang)
        case Interval(lower, upper) as goal, Quantity() as actual:
            key = {"meets": "inside", "below": "under", "above": "over"}[result.reason]
            end = upper if result.reason == "above" else lower
            gap = shown(abs(actual.to(end.unit) - end))
            return str(m["interval"][key][lang]).format(
                actual=_shown(actual, lower, shown),
                target=_range(goal, shown),
                gap=gap,
            )
        case Deadline(date=PartialDate() as day), PartialDate() as found:
            return _date_sentence(result, day, found, lang)
        case _:
            template = str(m["plain"][result.reason][lang])
            return template.format(actual=_words(result.actual, lang), target=_words(result.target, lang))


def _found_sign(actual: Quantity, own: Quantity) -> str:
    return "=" if actual == own else ">" if actual > own else "<"


def _shown(actual: Quantity, own: Quantity, shown: Callable[[Quantity], str]) -> str:
    if actual.unit.text == own.unit.text:
        return shown(actual)
    return f"{shown(actual)} = {shown(actual.to(own.unit))}"


def _gap(actual: Quantity, own: Quantity, shown: Callable[[Quantity], str], lang: Lang) -> str:
    difference = actual.to(own.unit) - own
    if not difference.magnitude:
        return ""
    key = "over" if difference.magnitude > 0 else "short"
    return str(messages()["evaluation"]["gap"][key][lang]).format(gap=shown(abs(difference)))


def _range(goal: Interval, shown: Callable[[Quantity], str]) -> str:
    left, right = "[" if goal.lower_closed else "(", "]" if goal.upper_closed else ")"
    return f"{left}{shown(goal.lower)}, {shown(goal.upper)}{right}"


def _date_sentence(result: Evaluation, day: PartialDate, found: PartialDate, lang: Lang) -> str:
    m = messages()["evaluation"]["date"]
    shown: Callable[[PartialDate], str] = PartialDate.zh if lang == "zh" else PartialDate.en
    last, end = found.last(), day.last()
    days = 0 if last is None or end is None else (end - last).days
    key = "on" if days == 0 else "before" if days > 0 else "after"
    if result.target.date is not None and found.year == 2000 and result.given != found:  # type: ignore[attr-defined]
        day, found = attrs.evolve(day, year=None), attrs.evolve(found, year=None)
    return str(m[key][lang]).format(actual=shown(found), target=shown(day), days=abs(days))


def _words(value: Any, lang: Lang) -> str:
    if isinstance(value, PartialDate):
        return value.zh() if lang == "zh" else value.en()
    return str(value)
