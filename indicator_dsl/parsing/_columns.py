"""What the table says beside the text: a unit column and a relation column."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

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
    Period,
    Qualitative,
    Ratio,
    Threshold,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.errors import IndicatorSyntaxError, UnitError
from indicator_dsl.parsing._plans import Failure, plan_of
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.parsing.rules import Context, Refusal
from indicator_dsl.parsing.rules._base import is_dated
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.units import Unit, scale_of, scales, unit as unit_of
from indicator_dsl.vocabulary import vocabulary

__all__ = ["Columns", "columns", "parse_unit"]


@attrs.frozen
class Columns:
    """The unit and relation columns of one row, read."""

    unit: Unit | None = None
    relation: Relation | None = None
    #: the relation column, or a type word in the text, says 定性
    in_words: bool = False
    #: the unit column holds a choice list such as 是/否, which is no unit
    choice: str | None = None

    def context(self, year: int | None = None) -> Context:
        """Return what the productions have to know of the columns."""
        return Context(year, self.unit is not None, self.relation not in (None, Relation.EQ))

    def complete(self, text: str, value: Comparator) -> Comparator:
        """Return the value with what the columns add.

        Raises:
            UnitError: text and unit column disagree, or the value takes no unit.
            IndicatorSyntaxError: the relation column meets another relation or a value that takes none.
        """
        if self.choice is not None and isinstance(value, Threshold | Interval | Change | Ratio):
            raise UnitError("unit-unexpected", text, unit=self.choice)
        if self.in_words and not isinstance(value, Qualitative | Grade | Deadline | Period | Missing):
            raise IndicatorSyntaxError("number-in-words", text)
        if self.relation is not None:
            value = _related(text, value, self.relation)
        if self.unit is not None:
            value = _united(text, value, self.unit)
        return value


def columns(unit: str | None, relation: str | None) -> Columns:
    """Read the columns beside a text.

    Raises:
        UnitError: the unit column holds no unit.
        IndicatorSyntaxError: the relation column holds no relation.
    """
    v = vocabulary()
    name, word = (unit or "").strip(), (relation or "").strip()
    choice = name if name in v.choices else None
    in_words = word in v.type_words
    return Columns(
        unit=None if choice is not None or name in v.missing or not name else _unit(name, in_words=in_words),
        relation=None if in_words or word in v.missing or not word else _relation(word),
        in_words=in_words,
        choice=choice,
    )


def _unit(name: str, *, in_words: bool) -> Unit:
    try:
        return parse_unit(name)
    except UnitError:
        if in_words:  # 定性 优 级: words have no unit, whatever stands there
            raise UnitError("unit-unexpected", name, unit=name) from None
        raise


#: 元/人*月: a dot between two names below the line
_STAR = re.compile(r"(?<=[^\W\d])[*×](?=[^\W\d])")
_COUNTERS = re.compile(r"(.)[(（](.)[)）]")
#: A number that is no date, whatever stands behind it.
_PROBE = "1.75"


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """Read a unit text in any notation: ``个工作日``, ``元/(人·月)``, ``(%)``, ``每人每月``.

    Raises:
        UnitError: it is no unit (``unknown-unit``).
    """
    above, slash, below = text.strip().partition("/")
    bare = f"{above}{slash}{_STAR.sub('·', below)}"
    if bare[:1] in "(（" and bare[-1:] in ")）":
        bare = bare[1:-1].strip()
    if not bare:
        return Unit()
    counters = _COUNTERS.fullmatch(bare)
    if counters and {*counters.groups()} <= vocabulary().alike:
        bare = counters[1]  # 台（套）
    # a unit is what may follow a number
    kinds, texts, _ = scan(f"{_PROBE}{bare}")
    plan = plan_of(tuple(kinds))
    try:
        value = None if isinstance(plan, Failure) else plan(texts, Context(has_unit=True))
    except (Refusal, UnitError):
        value = None
    match value:
        case Threshold(quantity=Quantity(unit=found), implied=True, label=None, note=None) if (
            value.quantity.magnitude == Decimal(_PROBE) and found
        ):
            return found
    raise UnitError("unknown-unit", text, unit=text)


@lru_cache(maxsize=512)
def _relation(text: str) -> Relation:
    v = vocabulary()
    word = v.simplified(text)
    if word in v.before or word in v.after or word in v.link:
        return v.before.get(word) or v.after.get(word) or v.link[word]
    kinds, texts, _ = scan(text)
    if kinds == ["SIGN"]:
        plan = plan_of(("SIGN", "NUMBER"))
        assert not isinstance(plan, Failure)
        value: Threshold = plan([texts[0], "1"], Context())
        return value.relation
    raise IndicatorSyntaxError("relation-column", text)


def _related(text: str, value: Comparator, relation: Relation) -> Comparator:
    match value:
        case Threshold(implied=True) | Deadline(implied=True) | Grade(implied=True) | Change(implied=True):
            return attrs.evolve(value, relation=relation, implied=False)
        case Ratio() | Period() if relation is Relation.EQ:
            return value
        case Missing():
            raise IndicatorSyntaxError("missing-value", text)
        case Qualitative():
            raise IndicatorSyntaxError("relation-on-words", text, relation=relation.sign)
    raise IndicatorSyntaxError("second-relation", text, relation=relation.sign)


def _united(text: str, value: Comparator, unit: Unit) -> Comparator:
    match value:
        case Threshold(quantity=quantity):
            if quantity.unit == Unit() and unit.text in {"年", "年度"} and _is_year(quantity):
                return Deadline(
                    value.relation, PartialDate(int(quantity.magnitude)), implied=value.implied, label=value.label
                )
            return attrs.evolve(value, quantity=_quantity(text, quantity, unit))
        case Change(quantity=quantity):
            return attrs.evolve(value, quantity=_quantity(text, quantity, unit))
        case Interval(lower=lower, upper=upper) if (
            unit.text == "年" and not (lower.unit or upper.unit) and _is_year(lower) and _is_year(upper)
        ):
            return Period(
                PartialDate(int(lower.magnitude)), PartialDate(int(upper.magnitude)), label=value.label, note=value.note
            )
        case Interval(lower=lower, upper=upper):
            return attrs.evolve(value, lower=_quantity(text, lower, unit), upper=_quantity(text, upper, unit))
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return attrs.evolve(value, parts=[_united(text, part, unit) for part in parts])
        case Missing():
            return value
    raise UnitError("unit-unexpected", text, unit=unit.text)


#: A Chinese numeral that counts by ten thousands or more.
_SCALED = re.compile("[一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟][万亿萬億]")


def _is_year(quantity: Quantity) -> bool:
    return quantity.magnitude == int(quantity.magnitude) and 1900 <= quantity.magnitude <= 2199


_CALENDAR = frozenset({("/月", "日"), ("/季度", "日"), ("/年", "日"), ("/年", "月")})


def _quantity(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """Return a quantity with the unit of the column, which counts as written in the text."""
    written = quantity.unit
    if not written and is_dated(quantity.magnitude, unit.text, known=True):  # 2025.12, 12.31
        raise IndicatorSyntaxError("ambiguous-date", text)
    scale = scale_of(unit.text)
    if not written and scale and (_SCALED.search(text) or text.rstrip().endswith(scale)):  # 五十万 beside 万元
        raise UnitError("unit-mismatch", text, unit=scale, column=unit.text)
    if not written:
        return attrs.evolve(quantity, unit=unit)
    if written.text in scales() and not scale_of(unit.text) and unit.text[0] not in "%‰℃":
        return attrs.evolve(quantity, unit=unit_of(written.text + unit.text))
    if (written.text, unit.text) in _CALENDAR:  # 每月25 beside 日: the 25th of each month, or 25 days a month?
        raise IndicatorSyntaxError("ambiguous-date", text)
    if written.text.startswith("/") and unit and "/" not in unit.text:
        if unit.text in written.text.split("/"):  # 1100/人/年 beside 人
            raise UnitError("unit-mismatch", text, unit=written.text, column=unit.text)
        return attrs.evolve(quantity, unit=unit_of(unit.text + written.text))
    # 5人/10万人 beside /10万: 人 above and below the line would cancel out
    if written == unit and written.text.startswith("/") is unit.text.startswith("/"):
        return quantity
    raise UnitError("unit-mismatch", text, unit=written.text, column=unit.text)
