"""What all rules share: the context of the table, and how a rule refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from indicator_dsl.quantities import Magnitude, plain
from indicator_dsl.relations import Relation
from indicator_dsl.units import Unit, unit

__all__ = ["NO_CONTEXT", "TIMES", "Context", "Loose", "Refusal", "agreed", "is_dated", "single_unit"]


class Refusal(Exception):  # noqa: N818  a reason, turned into an IndicatorError by the caller
    """A tree that means nothing; ``child`` is the child at fault, ``None`` for the whole."""

    def __init__(self, code: str, child: int | None = None, **words: str) -> None:
        self.code = code
        self.child = child
        self.words = words
        super().__init__(code)


class Context(NamedTuple):
    """What the table says beside the text."""

    year: int | None = None
    #: there is a unit column
    has_unit: bool = False
    #: the relation column has ≥, ≤ or the like
    bounded: bool = False


NO_CONTEXT = Context()
#: What 每 or a number of may stand before to say how often: 每周1次, 1次（两年）.
TIMES = frozenset({"年", "季度", "月", "周", "星期", "日", "天"})


class Loose(int):
    """A month or quarter written so that it may be an amount as well: 6月, 3季度."""


def agreed(before: Relation, after: Relation) -> Relation:
    """Return the relation two places agree on."""
    if before is not after:
        raise Refusal("conflicting-relations", first=before.sign, second=after.sign)
    return before


def is_dated(number: Magnitude, name: str, *, known: bool) -> bool:
    """Whether a decimal before a unit is a date: 2025.12月, 12.31日, 6.26禁毒; 1.5日 and 0.5樘 are amounts."""
    if not isinstance(number, Decimal) or number == number.to_integral_value():
        return False
    if name in {"月", "年"}:
        return number >= 1900
    month, _, day = plain(number).partition(".")
    two = 1 <= int(day) <= 31 and (len(day) == 2 or (not known and len(day) == 1 and day != "5"))
    return (name in {"日", "号"} or not known) and 1 <= int(month) <= 12 and two


def single_unit(text: str) -> Unit:
    """Return the unit of a text in which no factor comes twice: 每人80元/人 is no money per person squared."""
    names = [name for part in text.split("/") for name in part.split("·") if name]
    if len(set(names)) < len(names):
        raise Refusal("repeated-unit")
    return unit(text)
