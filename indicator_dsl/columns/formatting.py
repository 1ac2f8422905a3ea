"""A column of texts written in another style."""

from __future__ import annotations

from typing import Any

from indicator_dsl.columns._assembly import gather
from indicator_dsl.columns._filling import Fields, Put, Row
from indicator_dsl.columns._given import given
from indicator_dsl.columns.schema import FORMATTED
from indicator_dsl.formatting import Style, format
from indicator_dsl.parsing import parse

__all__ = ["format_column"]


def format_column(
    array: Any,
    style: Style = "canonical",
    *,
    unit: Any = None,
    relation: Any = None,
    year: Any = None,
    dense: bool = False,
) -> Any:
    """Write a column of texts in one style; each distinct one is read once.

    Args:
        array: as in :func:`~indicator_dsl.columns.parse_column`, like ``unit``, ``relation``, ``year``, ``dense``.
        style: ``"canonical"``, ``"latex"``, ``"zh"`` or ``"en"``, as in :func:`indicator_dsl.format`.
        unit: the unit column beside the texts, which becomes part of them.
        relation: the relation column, likewise.
        year: the budget year.
        dense: plain fields.

    Returns:
        A struct column with the field ``text`` and the ``error_`` fields.

    Raises:
        ColumnError: as :func:`~indicator_dsl.columns.parse_column`.
        ValueError: there is no such style.

    >>> format_column(["不少于 2200 人", "22o0"], "en").field("text").to_pylist()
    ['at least 2200 人', None]
    """
    format("1", style)

    def putter(fields: Fields) -> Put:
        def put(at: int, row: Row) -> None:
            text, unit, relation, year = row
            fields["text"][at] = format(parse(text, unit=unit, relation=relation, year=year), style)

        return put

    return gather(given("array", array, unit, relation, year), FORMATTED, putter, dense=dense)
