"""How two dates of any precision stand to each other."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import attrs

from indicator_dsl.dates import PartialDate
from indicator_dsl.relations import Relation

__all__ = ["Days", "days_kept", "days_of"]


class Days(NamedTuple):
    """The first and the last day a date covers."""

    first: date
    last: date


def days_of(*dates: PartialDate) -> list[Days] | None:
    """Return the days the dates cover; if no year is written anywhere they are of one year.

    ``None`` where one has a year and another has not: then nothing is known.
    """
    if all(day.year is None and day.month is not None for day in dates):
        dates = tuple(attrs.evolve(day, year=2000) for day in dates)
    ends = [(day.first(), day.last()) for day in dates]
    known = [Days(first, last) for first, last in ends if first is not None and last is not None]
    return known if len(known) == len(dates) else None


def days_kept(relation: Relation, due: PartialDate, done: PartialDate) -> int | None:
    """Return by how many days a date keeps another, negative if it does not; ``None`` without a year."""
    both = None if due.year is None else days_of(due, done)
    if both is None:
        return None
    (start, end), (first, last) = both
    match relation:
        case Relation.LE:
            return (end - last).days
        case Relation.LT:
            return (start - last).days
        case Relation.GE:
            return (first - start).days
        case Relation.GT:
            return (first - end).days
    outside = max((start - first).days, (last - end).days, 0)
    return outside if relation is Relation.NE else -outside
