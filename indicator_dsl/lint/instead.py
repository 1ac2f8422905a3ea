"""What another text would be read as in the place of a cell's."""

from __future__ import annotations

from indicator_dsl.comparators import Comparator
from indicator_dsl.errors import IndicatorError
from indicator_dsl.formulas import computes
from indicator_dsl.lint.reading import Cell, read_value

__all__ = ["read_instead", "reads_the_same"]


def read_instead(cell: Cell, text: str, year: int | None = None) -> Comparator | None:
    """Return what a text would be read as beside the same columns; ``None`` if it would be refused.

    Nothing is no text to write instead of a value, nor is what a spreadsheet would take for a formula: =三次, =5/10万.
    """
    if not text.strip():
        return None
    if computes(text) and not computes(cell.text):
        return None
    try:
        return read_value(text, cell.unit, cell.relation, year=year)
    except IndicatorError:
        return None


def reads_the_same(cell: Cell, text: str, year: int | None = None) -> bool:
    """Return whether a text means what a cell means: a rule on notation has nothing else to say."""
    return cell.value is not None and read_instead(cell, text, year) == cell.value
