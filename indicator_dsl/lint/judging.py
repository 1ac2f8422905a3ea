"""What rows are about, as far as level and name say it."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from indicator_dsl.comparators import Change, Deadline, Threshold
from indicator_dsl.evaluation import evaluate
from indicator_dsl.lint.kinds import families, significant_digits
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.terms import Terms
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row

__all__ = [
    "MANY_DIGITS",
    "bears_on_result",
    "is_benefit",
    "is_cost",
    "is_open_count",
    "is_spending",
    "is_standard",
    "open_count_by",
]

#: Things of which an exact number is planned, met or judged: money, time, shares, marks.
_PLANNED: Final = frozenset({"money", "calendar", "clock", "workday", "percent", "point", "score", "multiple", "age"})
_PEOPLE: Final = ((("person", 1),), (("household", 1),), (("persontime", 1),))
_MANY: Final = 100
#: From so many significant digits on, an exact number will hardly be hit.
MANY_DIGITS: Final = 4


def is_cost(row: Row, terms: Terms) -> bool:
    """Return whether a row stands among the costs, in the old layout (level 2) or that of 2021 (level 1)."""
    level = f"{row.level1 or ''}{row.level2 or ''}"
    return terms.finder("levels", "cost").search(level) is not None


def is_spending(row: Row, terms: Terms) -> bool:
    """Return whether a row stands among the costs in money, and not among those to society and nature."""
    return is_cost(row, terms) and not any(word in (row.level2 or "") for word in ("社会", "生态", "环境"))


def is_standard(row: Row, terms: Terms) -> bool:
    """Return whether a name means a fixed amount for each: 缴费标准."""
    return terms.finder("standards").search(row.name or "") is not None


def is_benefit(row: Row, quantity: Quantity, terms: Terms) -> bool:
    """Return whether more is welcome: an effect, or people who are served."""
    if "效益" in f"{row.level1 or ''}{row.level2 or ''}":
        return True
    people = families(quantity.unit) in _PEOPLE
    return people and terms.finder("beneficiaries").search(row.name or "") is not None


def is_open_count(quantity: Quantity, row: Row, terms: Terms) -> bool:
    """Return whether a number of people or things will hardly be hit exactly.

    It has four digits and more that count, or it is of people who come and go: pupils, patients, visitors.
    """
    match families(quantity.unit):
        case ((family, 1),) if family not in _PLANNED:
            if terms.finder("settled").search(row.name or ""):
                return False
            if significant_digits(quantity) >= MANY_DIGITS:
                return True
            people = families(quantity.unit) in _PEOPLE
            return people and quantity.magnitude >= _MANY and is_benefit(row, quantity, terms)
    return False


def open_count_by(name: str, terms: Terms) -> tuple[bool, bool]:
    """Return what :func:`is_benefit` and :func:`is_open_count` take from a name."""
    settled, served = (terms.finder(words).search(name) is not None for words in ("settled", "beneficiaries"))
    return settled, served


def bears_on_result(reading: Reading, *relations: Relation) -> bool:
    """Return whether a row whose result is in is met under one of some relations and not under another."""
    value, actual = reading.value, (reading.row.actual or "").strip()
    if not isinstance(value, Threshold | Change | Deadline):
        return True
    return len({evaluate(evolve(value, relation=one, implied=False), actual).outcome for one in relations}) > 1
