"""Dates that come back each year, quarter or month.  The context year does not touch them."""

from __future__ import annotations

from typing import NamedTuple

from indicator_dsl.comparators import (
    Deadline,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.parsing.rules._base import Context, Refusal
from indicator_dsl.parsing.rules.dates import Day
from indicator_dsl.relations import Relation


class Each(NamedTuple):
    """A date inside each year, quarter or month; ``None`` for its end."""

    recurs: str
    date: PartialDate | None


def each_month(_: Context, number: int) -> Each:
    return Each("year", Day(None, number).dated())


def each_month_end(_: Context, number: int, __: str) -> Each:
    return Each("year", Day(None, number, last=True).dated())


def each_month_xun(_: Context, number: int, day: int | None) -> Each:
    return Each("year", Day(None, number, day, last=day is None).dated())


def each_month_day(_: Context, number: int, day: tuple[int, str]) -> Each:
    return Each("year", Day(None, number, day[0]).dated())


def each_quarter(_: Context, code: int) -> Each:
    return Each("year", PartialDate(None, code))


def each_quarter_end(_: Context, code: int, __: str) -> Each:
    return Each("year", Day(None, (code - 32) * 3, last=True).dated())


def each_half(_: Context, code: int) -> Each:
    return Each("year", PartialDate(None, code))


def each_day(_: Context, day: tuple[int, str]) -> Each:
    return Each("month", Day(None, None, day[0]).dated())


def each_xun(_: Context, day: int | None) -> Each:
    return Each("month", None if day is None else PartialDate(None, None, day))


def each_end(_: Context, __: str) -> Each:
    return Each("any", None)


def each_year_end(_: Context, __: str) -> Each:
    return Each("year", PartialDate(None, 12, 31))


def _recurring(relation: Relation, recurs: str, each: Each, *, implied: bool) -> Deadline:
    date = PartialDate(None, 12, 31) if each.recurs == "any" and recurs == "year" else each.date
    if each.recurs not in {"any", recurs}:
        raise Refusal("unexpected", 1)
    return Deadline(relation, date, recurs=recurs, implied=implied)  # type: ignore[arg-type]


def recurring_on(_: Context, recurs: str, each: Each) -> Deadline:
    return _recurring(Relation.EQ, recurs, each, implied=True)


def recurring_by(_: Context, recurs: str, each: Each, __: str) -> Deadline:
    return _recurring(Relation.LE, recurs, each, implied=False)


def recurring_bounded(_: Context, relation: Relation, recurs: str, each: Each) -> Deadline:
    return _recurring(relation, recurs, each, implied=False)
