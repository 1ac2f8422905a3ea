"""The fast way for texts with one number: everything but its digits is read once.

``≥2200人`` and ``≥85人`` differ in their digits only.  What stands around the number is parsed
once, with a probe in its place; what came out, less the probe, is a *template* that takes the
digits of every later text with the same surroundings.  A template is only made where the
digits cannot change how the text is cut, so it never knows more than the grammar; a test
compares both ways on every vector and on generated texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from indicator_dsl.comparators import Change, Comparator, Threshold
from indicator_dsl.errors import IndicatorError
from indicator_dsl.parsing._plans import Failure, plan_of
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.parsing.rules import NO_CONTEXT, Refusal
from indicator_dsl.quantities import Quantity, looks_like_a_date
from indicator_dsl.vocabulary import vocabulary

__all__ = ["Fit", "fit", "from_template"]

#: One number, and no nought before it: 0 and 0.5, but not 007.
_ONE_NUMBER = re.compile(
    r"([^0-9０-９]*)(?!0[0-9,])([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)([^0-9０-９]*)"
)
_PROBE = "7.5"
#: 800元 and 8元 are cut alike; ²/³ after letters are not (m2)
_SAFE_HEAD = re.compile(r"(?s)(?:.*[^A-Za-zμ第\^{.．])?$")

#: ``None`` where these digits have to be read the long way
Template = Callable[[str], Comparator | None]


def from_template(text: str, unit: str | None = None, relation: str | None = None) -> Comparator | None:
    """Return the value of a text with one number, ``None`` if it has to be read the long way.

    What the unit and relation columns beside it say is as fixed as what stands around the digits.
    """
    match = _ONE_NUMBER.fullmatch(text)
    if match is None:
        return None
    head, number, tail = match.groups()
    template = _template(head, tail, unit, relation)
    return None if template is None else template(number)


class Fit(NamedTuple):
    """A text that a template reads: its one number, what stands around it, and the value."""

    head: str
    number: str
    tail: str
    value: Comparator


def fit(text: str, unit: str | None = None, relation: str | None = None) -> Fit | None:
    """Return the value :func:`from_template` returns, with the parts of the text.

    >>> fit("≥ 2200 人")
    Fit(head='≥ ', number='2200', tail=' 人', value=Threshold('>=', Quantity('2200', '人')))
    """
    match = _ONE_NUMBER.fullmatch(text)
    if match is None:
        return None
    head, number, tail = match.groups()
    template = _template(head, tail, unit, relation)
    value = None if template is None else template(number)
    return None if value is None else Fit(head, number, tail, value)


@lru_cache(maxsize=16384)
def _template(head: str, tail: str, unit_column: str | None, relation_column: str | None) -> Template | None:
    """Read the surroundings of a number once; ``None`` where the digits may matter."""
    if not _SAFE_HEAD.match(head) or _unsafe_tail().match(tail):
        return None
    kinds, texts, _ = scan(f"{head}{_PROBE}{tail}")
    if texts.count(_PROBE) != 1 or kinds[texts.index(_PROBE)] != "NUMBER":
        return None
    plan = plan_of(tuple(kinds))
    if isinstance(plan, Failure):
        return None
    try:
        if unit_column is None and relation_column is None:
            value = written = plan(texts, NO_CONTEXT)
        else:
            from indicator_dsl.parsing._columns import columns  # most calls have no columns

            beside = columns(unit_column, relation_column)
            written = plan(texts, beside.context())
            value = beside.complete(_PROBE, written)
    except (Refusal, IndicatorError):
        return None
    if not isinstance(written, Threshold | Change):
        return None
    match value:
        case Threshold(quantity=Quantity(magnitude, unit)) if magnitude == Decimal(_PROBE):
            # 2025年 is a date, and so are 12.31日 and 6.26 before an unknown noun
            if (unit.text.endswith(("年", "年度", "月", "日")) and "/" not in unit.text) or not unit.known:
                return None
            if written.quantity.unit:
                return _threshold(value)
            return None if tail.strip() else _unless_date(_threshold(value))  # 2025内 is a date as well
        case Change(quantity=Quantity(magnitude)) if magnitude == Decimal(_PROBE) and written.quantity.unit:
            return _change(value)
    return None


# Slots are set directly: the parts come from a value that has been checked already, and the
# generated __init__ of a frozen class would check them once more, at twice the cost of the rest.
_new = object.__new__
_set_magnitude, _set_unit = (getattr(Quantity, name).__set__ for name in ("magnitude", "unit"))
_THRESHOLD = tuple(getattr(Threshold, name).__set__ for name in ("label", "note", "relation", "quantity", "implied"))


@cache
def _unsafe_tail() -> re.Pattern[str]:
    """What digits stand before as a year, month, day, hour, quarter, level or enumerator: 2025年, 3级, 5A级, 1、."""
    levels = {name.lstrip("0123456789")[:1] for name in vocabulary().grade_names if name[0].isdigit()}
    return re.compile(f"\\s*[年月日号季时時A-Z.．、{''.join(sorted(levels))}]")


def _unless_date(make: Template) -> Template:
    return lambda number: None if looks_like_a_date(number) else make(number)


def _threshold(model: Threshold) -> Template:
    set_label, set_note, set_relation, set_quantity, set_implied = _THRESHOLD
    label, note, relation, implied, unit = model.label, model.note, model.relation, model.implied, model.quantity.unit

    def make(number: str) -> Threshold:
        quantity = _new(Quantity)
        _set_magnitude(quantity, Decimal(number.replace(",", "")))
        _set_unit(quantity, unit)
        value = _new(Threshold)
        set_relation(value, relation)
        set_quantity(value, quantity)
        set_implied(value, implied)
        set_label(value, label)
        set_note(value, note)
        return value

    return make


def _change(model: Change) -> Template:
    fixed = {name: getattr(model, name) for name in ("label", "note", "basis", "implied")}
    unit = model.quantity.unit

    def make(number: str) -> Change:
        quantity = Quantity(Decimal(number.replace(",", "")), unit)
        return Change(model.direction, model.relation, quantity, **fixed)

    return make
