"""The sentence that says why, in Chinese and English; the words are data in ``messages.toml``."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from indicator_dsl.comparators import (
    AnyOf,
    Change,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Period,
    Threshold,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.english import english
from indicator_dsl.errors import Lang, messages
from indicator_dsl.evaluation._dates import days_of
from indicator_dsl.evaluation._outcome import Outcome
from indicator_dsl.quantities import Quantity, plain
from indicator_dsl.relations import Relation

if TYPE_CHECKING:
    from indicator_dsl.evaluation._result import Evaluation

__all__ = ["difference", "sentence"]

_MOST_PLACES: Final = 12


def sentence(result: Evaluation, lang: Lang) -> str:
    """Return why an evaluation came out as it did."""
    if result.parts:
        return _joint(result, lang)
    if result.outcome is Outcome.UNDETERMINED:
        return _undetermined(result, lang)
    match result.target, result.actual:
        case (Threshold() | Change()) as target, Quantity() as actual:
            return _number(target, actual, result.outcome is Outcome.MET, lang)
        case Interval() as target, Quantity() as actual:
            return _interval(target, actual, result.reason, lang)
        case Deadline(date=PartialDate() as due) as target, PartialDate() as done:
            return _date(target.relation, due, done, result, lang)
        case Period() as target, found:
            return _period(target, found, result.reason, lang)
        case Grade() as target, level if not result.reason.startswith("level-"):
            return _grade(target, level, result.reason, lang)
    return _say("plain", result.reason, lang, actual=result.actual, target=result.target)


def _say(topic: str, key: str, lang: Lang, **words: Any) -> str:
    template = str(messages()["evaluation"][topic][key][lang])
    return template.format(**{name: _words(value, lang) for name, value in words.items()})


def _words(value: Any, lang: Lang) -> str:
    match value:
        case PartialDate():
            return value.zh() if lang == "zh" else value.en()
        case Quantity():
            return _quantity(value, lang)
        case Period() if lang == "en":
            return f"the period {english(_bare(value))}"
        case Comparator():
            return english(_bare(value)) if lang == "en" else str(_bare(value))
    return str(value)


def _bare(value: Comparator) -> Comparator:
    return attrs.evolve(value, label=None, note=None)


def _quantity(quantity: Quantity, lang: Lang) -> str:
    if isinstance(quantity.magnitude, Fraction):  # 100/7 is exact, and nobody sees how much it is
        near = Quantity(_near(quantity.magnitude), quantity.unit)
        return str(messages()["evaluation"]["gap"]["about"][lang]).format(quantity=_quantity(near, lang))
    if lang == "en":
        return quantity.en()
    if quantity.unit.text in {"百分点", "工作日"}:
        return f"{plain(quantity.magnitude)}个{quantity.unit.text}"
    return str(quantity)


def _near(value: Fraction) -> Decimal:
    """Return a decimal near a fraction: two places, or two digits where it is smaller than that."""
    places = 2
    while abs(value) * 10**places < 10 and places < _MOST_PLACES:
        places += 1
    return Decimal(round(value * 10**places)).scaleb(-places)


def _joint(result: Evaluation, lang: Lang) -> str:
    """Say it for each part; where one is enough, only for those that are met."""
    enough = isinstance(result.target, AnyOf) and result.outcome is Outcome.MET
    said = []
    for part in result.parts:
        if not enough or part.outcome is Outcome.MET:
            label = "" if part.target.label is None else _say("parts", "label", lang, label=part.target.label)
            said.append(f"{label}{part.explain(lang)}")
    return str(messages()["evaluation"]["parts"]["joint"][lang]).join(said)


def _undetermined(result: Evaluation, lang: Lang) -> str:
    words = dict(result.words)
    no_unit = str(messages()["position"]["no-unit"][lang])
    reason = _say("undetermined", result.reason, lang, **{key: word or no_unit for key, word in words.items()})
    if "why_zh" in words:
        reason = _say("undetermined", "why", lang, reason=reason, why=words[f"why_{lang}"])
    return _say("undetermined", "head", lang, reason=reason)


# ── numbers ────────────────────────────────────────────────────────────────────────────


def difference(actual: Quantity, own: Quantity) -> Quantity:
    """Return how much more the actual is, in the other's unit; percentages differ by percentage points."""
    gap = actual.to(own.unit) - own
    return Quantity(gap.magnitude, "百分点") if own.unit.text == "%" else gap


def _gap(key: str, gap: Quantity, lang: Lang) -> str:
    shown = _quantity(gap, lang)
    if lang == "en" and gap.unit.text == "百分点":  # our word, not the author's
        number = plain(gap.magnitude)
        shown = f"{number} percentage point{'' if number == '1' else 's'}"
    return str(messages()["evaluation"]["gap"][key][lang]).format(gap=shown)


def _in_unit_of(actual: Quantity, own: Quantity) -> list[Quantity]:
    """Return a quantity, and what it is in the target's unit if its number is another there."""
    # the factors alone first: what a unit is worth has to be looked up
    same = actual.unit.factors == own.unit.factors or actual.unit.factor == own.unit.factor
    return [actual] if same else [actual, actual.to(own.unit)]


def _number(target: Threshold | Change, actual: Quantity, met: bool, lang: Lang) -> str:  # noqa: FBT001
    own, relation = target.quantity, target.relation
    gap = difference(actual, own)
    if met and relation is not Relation.ABOUT:
        sign = relation.sign
    else:
        sign = "=" if not gap.magnitude else ">" if gap.magnitude > 0 else "<"
    steps = [actual] if sign == "=" else _in_unit_of(actual, own)
    if isinstance(target, Change):
        names = messages()["evaluation"]["change"]
        word, opposite = str(names[target.direction][lang]), str(names[_OPPOSITE[target.direction]][lang])
        texts = [f"{word}{_quantity(step, lang)}" for step in steps]
        if actual.magnitude < 0:  # a rise of -3% is a fall of 3%
            texts.insert(0, f"{opposite}{_quantity(-actual, lang)}")
    else:
        word, texts = "", [_quantity(step, lang) for step in steps]
    shown = f"{' = '.join(texts)} {sign} {word}{_quantity(own, lang)}"
    if gap.magnitude:
        if met and relation is Relation.NE:
            return shown
        key = "over" if gap.magnitude > 0 else "short"
        return shown + _gap("spare" if met and relation in (Relation.LE, Relation.LT) else key, abs(gap), lang)
    if met:
        return shown
    return shown + _gap("same" if relation is Relation.NE else "excluded", gap, lang)


_OPPOSITE = {"increase": "decrease", "decrease": "increase"}


def _interval(target: Interval, actual: Quantity, reason: str, lang: Lang) -> str:
    shown = " = ".join(_quantity(step, lang) for step in _in_unit_of(actual, target.lower))
    if reason == "meets":
        return _say("interval", "inside", lang, actual=shown, target=target)
    end = target.upper if reason == "above" else target.lower
    gap = abs(difference(actual, end))
    if not gap.magnitude:
        return _say("interval", "end", lang, actual=shown, target=target, end=end)
    key = "over" if reason == "above" else "under"
    return _say("interval", key, lang, actual=shown, end=end) + _gap("over" if key == "over" else "short", gap, lang)


# ── dates ──────────────────────────────────────────────────────────────────────────────


def _date(relation: Relation, due: PartialDate, done: PartialDate, result: Evaluation, lang: Lang) -> str:
    """Say how two dates stand to each other, and by how many days where the year is known."""
    both = days_of(due, done)
    assert both is not None  # otherwise there is no answer
    (start, end), (first, last) = both
    gap = ""
    if last < start:
        key, gap = "before", "early"
    elif first > end:
        key, gap = "after", "apart" if relation in (Relation.GE, Relation.GT) else "late"
    elif relation is Relation.LT or (relation is Relation.GE and first == start):
        key = "no-earlier"
    elif relation is Relation.GT or (relation is Relation.LE and last == end):
        key = "no-later"
    else:
        key = "on" if (start, end) == (first, last) else "inside"
    shown = _say("date", key, lang, actual=done, target=due)
    margin = result.margin
    if relation is Relation.NE:
        return shown if gap else shown + _say("gap", "same", lang)
    if not gap or margin is None:
        return shown
    days = abs(int(margin.magnitude))
    return shown + _say("days", gap, lang, days=days, plural="" if days == 1 else "s")


def _period(target: Period, found: Any, reason: str, lang: Lang) -> str:
    key = {"meets": "inside", "late": "after", "early": "before"}[reason]
    if isinstance(found, Period):
        key = {"inside": "inside", "after": "ends-after", "before": "begins-before"}[key]
    return _say("period", key, lang, actual=found, target=target)


# ── levels ─────────────────────────────────────────────────────────────────────────────


def _grade(target: Grade, level: Any, reason: str, lang: Lang) -> str:
    key = (_GRADE_MET if reason == "meets" else _GRADE_NOT_MET).get(target.relation, reason)
    return _say("plain", key, lang, actual=level, target=target if key == "meets" else target.grade)


_GRADE_MET = {Relation.GT: "better", Relation.LT: "worse", Relation.NE: "differs"}
_GRADE_NOT_MET = {Relation.GT: "not-better", Relation.LT: "not-worse"}
