"""Dates to deadlines and periods."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from indicator_dsl.comparators import (
    AllOf,
    Deadline,
    Period,
    Threshold,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.parsing.rules._base import Context, Loose, Refusal
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation


class Day(NamedTuple):
    """A date as written, before the year of the context fills it in."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    #: the last day of the month is meant, whichever that is
    last: bool = False
    #: it may be an amount as well: 6月, 3季度
    loose: bool = False

    def dated(self, year: int | None = None, child: int | None = None) -> PartialDate:
        """Return the date, with a year where none is written; ``child`` is where a refusal points.

        The last day of February without a year is the month: by its end.
        """
        year = self.year if self.year is not None else year
        if year is not None and not 1900 <= year <= 2199:
            raise Refusal("bad-year", child, number=str(year))
        month, day = None if self.month is None else int(self.month), self.day
        if self.last and month is not None:
            if month == 2 and year is None:
                return PartialDate(None, 2)
            if not 1 <= month <= 12:
                raise Refusal("bad-date", child, date=f"{month}月")
            last = PartialDate(year or 2001, month).last()
            day = None if last is None else last.day
        try:
            return PartialDate(year, month, day)
        except ValueError:
            shown = f"{f'{year}年' if year else ''}{f'{month}月' if month else ''}{f'{day}日' if day else ''}"
            raise Refusal("bad-date", child, date=shown) from None


def year(_: Context, number: int, *__: Any) -> Day:
    return Day(number)


def year_end(_: Context, number: int, __: str) -> Day:
    return Day(number, 12, 31)


def quarter(_: Context, number: int, code: int) -> Day:
    return Day(number, code)


def quarter_end(_: Context, number: int, code: int, __: str) -> Day:
    return Day(number, (code - 32) * 3, last=True)


def half(_: Context, number: int, code: int) -> Day:
    return Day(number, code)


def year_month(_: Context, number: int, month: int) -> Day:
    return Day(number, month)


def year_month_end(_: Context, number: int, month: int, __: str) -> Day:
    return Day(number, month, last=True)


def year_xun(_: Context, number: int, month: int, day: int | None) -> Day:
    return Day(number, month, day, last=day is None)


def full(_: Context, number: int, month: int, day: tuple[int, str]) -> Day:
    return Day(number, month, day[0])


def month(_: Context, number: int) -> Day:
    return Day(None, number, loose=isinstance(number, Loose))


def month_end(_: Context, number: int, __: str) -> Day:
    return Day(None, number, last=True)


def month_xun(_: Context, number: int, day: int | None) -> Day:
    return Day(None, number, day, last=day is None)


def month_day(_: Context, number: int, day: tuple[int, str]) -> Day:
    return Day(None, number, day[0])


def no_year_end(_: Context, __: str) -> Day:
    return Day(None, 12, 31)


def no_year_quarter(_: Context, code: int) -> Day:
    return Day(None, code, loose=isinstance(code, Loose))


def no_year_quarter_end(_: Context, code: int, __: str) -> Day:
    return Day(None, (code - 32) * 3, last=True)


def no_year_half(_: Context, code: int) -> Day:
    return Day(None, code)


def iso_date(_: Context, parts: tuple[int, int, int]) -> Day:
    return Day(*parts)


def iso_month(_: Context, parts: tuple[int, int]) -> Day:
    return Day(*parts)


def iso_month_end(_: Context, parts: tuple[int, int], __: str) -> Day:
    return Day(*parts, last=True)


def on(context: Context, day: Day) -> Deadline:
    if context.bounded:
        _not_loose(day)
    return Deadline(Relation.EQ, day.dated(context.year, 0), implied=True)


def by(context: Context, day: Day, __: str) -> Deadline:
    return Deadline(Relation.LE, day.dated(context.year, 0))


def within(context: Context, day: Day, relation: Relation) -> Deadline:
    if relation is not Relation.LE:
        raise Refusal("unexpected", 1)
    _not_loose(day)
    return Deadline(Relation.LE, day.dated(context.year, 0))


def _not_loose(day: Day) -> None:
    """Refuse ≤6月 (by June, or six months?) and 3季度内 (the third quarter, or three quarters?)."""
    if day.loose:
        raise Refusal("ambiguous-date")


def bounded_date(context: Context, relation: Relation, day: Day) -> Deadline:
    return Deadline(relation, day.dated(context.year, 1))


def signed_date(context: Context, relation: Relation, day: Day) -> Deadline:
    _not_loose(day)
    return bounded_date(context, relation, day)


def worded_date(context: Context, relation: Relation, day: Day) -> Deadline:
    # 不低于2022年 is about the level of that year
    if relation not in (Relation.LE, Relation.ABOUT, Relation.EQ, Relation.NE) or day.month is None:
        raise Refusal("ambiguous-date")
    return signed_date(context, relation, day)


def linked_date(context: Context, __: Relation, day: Day) -> Deadline:
    return Deadline(Relation.EQ, day.dated(context.year, 1))


def held_by(context: Context, __: str, day: Day, ___: str) -> Deadline:
    return Deadline(Relation.LE, day.dated(context.year, 1))


linked_by = held_by


def by_amount(context: Context, day: Day, mark: str, amount: Threshold) -> AllOf:
    if amount.implied and amount.quantity.unit.text not in _SHARES:
        raise Refusal("two-numbers", 2)  # 2025年前5个月 are its first five
    return AllOf([by(context, day, mark), amount])


_SHARES = frozenset({"%", "‰"})


def _period(context: Context, start: Day, end: Day) -> Period:
    first = start.dated(context.year)
    last = end.dated(first.year)
    try:
        return Period(first, last)
    except ValueError:
        raise Refusal("inverted", low=first.zh(), high=last.zh()) from None


def from_to(context: Context, start: Day, __: str, end: Day) -> Period:
    if start.year is None and end.year is not None:
        start = start._replace(year=end.year)
    return _period(context, start, end)


def to_day(context: Context, start: Day, __: str, day: tuple[int, str]) -> Period:
    return _period(context, start, start._replace(day=day[0]))


def year_months(context: Context, number: int, start: Decimal, __: str, end: int) -> Period:
    return _period(context, Day(number, _small(start)), Day(number, end))


def years(context: Context, start: Quantity, __: str, end: int) -> Period:
    return _period(context, Day(_small(start)), Day(end))


def months(context: Context, start: Quantity, __: str, end: int) -> Period:
    return _period(context, Day(None, _small(start)), Day(None, end))


def month_days(context: Context, number: int, start: Decimal, __: str, end: tuple[int, str]) -> Period:
    return _period(context, Day(None, number, _small(start)), Day(None, number, end[0]))


def _small(value: Quantity | Decimal) -> int:
    number = value.magnitude if isinstance(value, Quantity) else value
    if (isinstance(value, Quantity) and value.unit) or number != int(number):
        raise Refusal("unexpected", 0)
    return int(number)
