"""What is given of a table: a column of texts, and beside it the unit, the relation and the year."""

from __future__ import annotations

from typing import Any

from indicator_dsl.columns._arriving import TEXTS, YEARS, Kind, for_all
from indicator_dsl.columns._distinct import Distinct, distinct
from indicator_dsl.errors import IndicatorError
from indicator_dsl.parsing import parse

__all__ = ["given"]


def given(name: str, texts: Any, unit: Any, relation: Any, year: Any, **more: tuple[Any, Kind]) -> Distinct:
    """Return the distinct rows of texts and what stands beside them: ``(text, unit, relation, year, …)``.

    Raises:
        ColumnError: a column is not of its type, or not as long as the texts.
        IndicatorError: what is given for all rows is no unit, or no relation.
    """
    beside = {"unit": (unit, TEXTS), "relation": (relation, TEXTS), "year": (year, YEARS)}
    _check_constants(**{key: for_all(key, *column) for key, column in beside.items()})
    return distinct({name: (texts, TEXTS), **beside, **more})


def _check_constants(unit: Any, relation: Any, year: Any) -> None:
    if isinstance(unit, str):
        parse("", unit=unit)
    if isinstance(year, int):
        parse("", year=year)
    if isinstance(relation, str):
        try:
            parse("1", relation=relation)
        except IndicatorError as error:
            if error.code == "relation-column":  # any other fault is one of the 1
                raise
