"""A column of texts read, or read and converted: a struct column of values."""

from __future__ import annotations

from typing import Any

from indicator_dsl.columns._arriving import TEXTS
from indicator_dsl.columns._assembly import gather
from indicator_dsl.columns._filling import Fields, Put, Row
from indicator_dsl.columns._given import given
from indicator_dsl.columns._values import put_bounds, value_putter
from indicator_dsl.columns.errors import ColumnError
from indicator_dsl.columns.schema import PARSED
from indicator_dsl.conversion import Calendar, convert
from indicator_dsl.parsing import parse
from indicator_dsl.parsing._columns import parse_unit

__all__ = ["convert_column", "parse_column"]


def parse_column(array: Any, *, unit: Any = None, relation: Any = None, year: Any = None, dense: bool = False) -> Any:
    """Read a column of texts; each distinct one is read once.

    Args:
        array: a pyarrow array or chunked array of ``string``, ``large_string``, ``string_view`` or a
            dictionary of them; whatever hands over such data by the Arrow PyCapsule interface; an array of
            numpy; or a sequence of Python objects.
        unit: the text of a unit column for all rows, or such a column, as long as ``array``.
        relation: the same of a relation column.
        year: the budget year, or a column of integers.
        dense: plain fields, in several chunks where one of them is more than 2 GB.  By default each field is a
            dictionary over one buffer of codes that all share, so that the result grows by the distinct texts,
            and by the row only a few bytes.

    Returns:
        A struct array, or a chunked array in the chunks of ``array``, with the fields of
        ``indicator_dsl.columns.schema.PARSED``: a row for a row.  A null stays null; a text that is
        refused is a row with ``error_code`` and the other ``error_`` fields.

    Raises:
        ColumnError: a column is not of its type (``column-type``) or not as long as the first (``lengths-differ``);
            a field of the distinct texts is more than 2 GB (``too-much-text``).
        IndicatorError: what is given for all rows is no unit, or no relation.

    >>> import pyarrow as pa
    >>> column = parse_column(pa.array(["≥2200人", None, "≥22o0人", "≥2200人"]))
    >>> [row and (row["relation"], row["magnitude_text"], row["error_fix"]) for row in column.to_pylist()]
    [('>=', '2200', None), None, (None, None, '≥2200人'), ('>=', '2200', None)]
    """

    def putter(fields: Fields) -> Put:
        put_value = value_putter(fields)

        def put(at: int, row: Row) -> None:
            text, unit, relation, year = row
            put_value(at, parse(text, unit=unit, relation=relation, year=year))

        return put

    return gather(given("array", array, unit, relation, year), PARSED, putter, finish=put_bounds, dense=dense)


def convert_column(
    array: Any,
    to: Any,
    *,
    unit: Any = None,
    relation: Any = None,
    year: Any = None,
    calendar: Calendar | None = None,
    dense: bool = False,
) -> Any:
    """Read a column of texts and express each in another unit, exactly or not at all.

    Args:
        array: as in :func:`parse_column`, like ``unit``, ``relation``, ``year`` and ``dense``.
        to: the unit wanted, in any notation: a text for all rows, or a column.
        unit: the unit column beside the texts.
        relation: the relation column.
        year: the budget year.
        calendar: days of a year, for conversions between 日 and 月 or 年.
        dense: plain fields.

    Returns:
        As :func:`parse_column`; what has no exact factor, nothing to convert or no unit wanted is an error row.

    Raises:
        ColumnError: as :func:`parse_column`.
        UnitError: ``to`` is given for all rows and is no unit.

    >>> convert_column(["≤541万元", "≥5人"], "元").field("error_code").to_pylist()
    [None, 'unit-incompatible']
    """
    if isinstance(to, str):
        parse_unit(to)

    def putter(fields: Fields) -> Put:
        put_value = value_putter(fields)

        def put(at: int, row: Row) -> None:
            text, unit, relation, year, to = row
            value = parse(text, unit=unit, relation=relation, year=year)
            if to is None:
                raise ColumnError("no-unit-wanted")
            put_value(at, convert(value, to, calendar=calendar))

        return put

    return gather(
        given("array", array, unit, relation, year, to=(to, TEXTS)), PARSED, putter, finish=put_bounds, dense=dense
    )
