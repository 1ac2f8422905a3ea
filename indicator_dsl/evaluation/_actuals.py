"""Read what was given as the actual value, or say why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any

from indicator_dsl.comparators import (
    Change,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Missing,
    Qualitative,
    Threshold,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.errors import IndicatorError
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity, shortest
from indicator_dsl.vocabulary import vocabulary

__all__ = ["Actual", "Unclear", "date_of", "level_of", "number_of", "quantity_of", "read", "shown"]

#: What an actual value may be given as.
Actual = (
    str | int | float | Decimal | Fraction | bool | Quantity | PartialDate | date | Comparator | Sequence[Any] | None
)


class Unclear(Exception):  # noqa: N818  a reason, turned into an answer
    """Why there is no answer."""

    def __init__(self, reason: str, **words: str | PartialDate) -> None:
        self.reason = reason
        self.words = tuple(words.items())
        super().__init__(reason)


def quantity_of(goal: Comparator, own: Quantity, actual: Any) -> Quantity:
    """Return the actual as a quantity that converts to the target's unit.

    Raises:
        Unclear: it is no quantity, or one of another dimension.
    """
    given = actual
    if isinstance(actual, str):
        actual = read(actual)
    _check_note(actual, given)
    if isinstance(actual, Comparator) and goal.label and actual.label in {f"{no}{goal.label}" for no in "不未非"}:
        raise Unclear("actual-of-other-kind", text=shown(given))  # 不合格率 is not 合格率
    found = _any_quantity(goal, own, actual, given)
    if not found.unit.convertible_to(own.unit):
        reason = "unit-incompatible" if own.unit else "unit-not-wanted"
        raise Unclear(reason, unit=found.unit.text, other=own.unit.text)
    if (
        isinstance(goal, Change)
        and goal.direction == "decrease"
        and not isinstance(actual, Change)
        and found.magnitude < 0
    ):
        # "-5%" for 下降5%: a fall of 5%, or a fall of minus 5%?
        raise Unclear("sign-of-change", text=shown(given))
    return found


def _any_quantity(goal: Comparator, own: Quantity, actual: Any, given: Any) -> Quantity:
    match actual:
        case bool() | None:
            raise Unclear("actual-missing" if actual is None else "actual-unreadable", text=shown(actual))
        case Integral():  # those of numpy as well
            return number_of(int(actual), own)
        case Decimal() | Fraction():
            return number_of(actual, own)
        case float():
            return number_of(shortest(actual), own)
        case Quantity():
            return actual
        case Comparator():
            return _written(goal, own, actual, shown(given))
        case PartialDate() | date():
            raise Unclear("actual-of-other-kind", text=shown(actual))
    raise Unclear("actual-unreadable", text=shown(actual))


def number_of(number: int | Decimal | Fraction, own: Quantity) -> Quantity:
    try:
        return Quantity(number, own.unit)
    except ValueError:
        raise Unclear("actual-unreadable", text=shown(number)) from None


def bare(text: str) -> str:
    """Return a text without blanks round it and punctuation at its end."""
    return text.strip().rstrip("。；，;,").rstrip()


def shown(value: Any) -> str:
    """Return what was given for a sentence: not more of it than a reader wants."""
    try:
        text = str(value)
    except ValueError:  # Python does not print numbers of thousands of digits
        return "…"
    return text if len(text) <= 40 else f"{text[:40]}…"


def read(text: str) -> Comparator:
    try:
        return parse(text)
    except IndicatorError as error:
        why = {"why_zh": error.message("zh"), "why_en": error.message("en")}
        raise Unclear("actual-unreadable", text=shown(text), **why) from None


def _check_note(actual: Any, given: Any) -> None:
    """Refuse an actual whose note takes it back."""
    in_doubt = vocabulary().patterns["in_doubt"]
    if isinstance(actual, Comparator) and actual.note is not None and in_doubt.search(actual.note):
        raise Unclear("actual-in-doubt", text=shown(given))


def _written(goal: Comparator, own: Quantity, value: Comparator, text: str) -> Quantity:
    match value:
        case Threshold(quantity=quantity, implied=True):
            # a bare number is in the target's unit
            return quantity if quantity.unit else Quantity(quantity.magnitude, own.unit)
        case Change(direction, quantity=quantity, implied=True) if isinstance(goal, Change):
            if value.basis is not None and goal.basis is not None and value.basis != goal.basis:
                raise Unclear("other-basis", text=value.basis, target=goal.basis)
            return quantity if direction == goal.direction else -quantity
        case Missing():
            raise Unclear("actual-missing", text=text)
        case Threshold() | Interval() | Change(implied=False):
            raise Unclear("actual-has-relation", text=text)
    raise Unclear("actual-of-other-kind", text=text)


def date_of(actual: Any, written: str | None = None) -> PartialDate:
    _check_note(actual, actual if written is None else written)
    match actual:
        case PartialDate():
            return actual
        case datetime() | date():
            return PartialDate(actual.year, actual.month, actual.day)
        case Deadline(date=PartialDate() as day, implied=True, recurs=None):
            return day
        case str():
            return date_of(read(actual), actual)
        case None | Missing():
            raise Unclear("actual-missing")
        case Deadline(implied=False):
            raise Unclear("actual-has-relation", text=shown(actual if written is None else written))
    raise Unclear("actual-of-other-kind", text=shown(actual if written is None else written))


def level_of(actual: Any, written: str | None = None) -> str:
    """Return the level or the tick that was given: 优, 达成, 是.

    Raises:
        Unclear: it is neither.
    """
    match actual:
        case bool():
            return "是" if actual else "否"
        case str():
            tick = _ticked(actual)
            return level_of(read(actual), actual) if tick is None else tick
        case Qualitative(text=text) | Grade(grade=text, implied=True):
            return _ticked(text) or bare(text)
        case None | Missing():
            raise Unclear("actual-missing")
        case Grade():
            raise Unclear("actual-has-relation", text=shown(actual if written is None else written))
    raise Unclear("actual-of-other-kind", text=shown(actual if written is None else written))


#: No tick is longer.
_LONGEST_TICK = 40


def _ticked(text: str) -> str | None:
    """Return what is ticked, without the number of the choice, the sign, blanks and commas in it.

    >>> _ticked("①达成预期指标"), _ticked("√部分达成年度目标，并具有一定效果"), _ticked("1.5级")
    ('达成预期指标', '部分达成年度目标并具有一定效果', None)
    """
    if len(text) > _LONGEST_TICK:
        return None
    words = vocabulary()
    found = words.before_tick.match(text)
    rest = words.behind_tick.sub("", text if found is None else text[found.end() :])
    tick = "".join(rest.replace("，", "").replace(",", "").split()).rstrip("。；;")
    return tick if tick in words.levels else None
