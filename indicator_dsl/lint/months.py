"""A number beside the unit 月: nine months, or September?"""

from __future__ import annotations

from typing import Final

from indicator_dsl.comparators import Threshold
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.terms import Terms

__all__ = ["in_months", "is_moment"]

_MONTHS: Final = 12


def in_months(cell: Cell) -> bool:
    """Return whether a number may be one of the months of a year, and its unit stands in a column: 9 | 月."""
    if (cell.unit or "").strip() != "月":
        return False
    match cell.value:
        case Threshold(quantity=quantity):
            return quantity.unit.text == "月" and quantity.magnitude in range(1, _MONTHS + 1)
    return False


def is_moment(name: str, terms: Terms) -> bool:
    """Return whether a name asks by when, and not how long: 完成时间, and no 建设周期."""
    return plain_name(name).endswith(terms.words("names", "moments"))
