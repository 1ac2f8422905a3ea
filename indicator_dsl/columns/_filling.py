"""The fields of some rows, filled in from Python and turned into an Arrow struct array."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from indicator_dsl.columns._arriving import NoText
from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns.errors import ColumnError
from indicator_dsl.columns.schema import DECIMAL
from indicator_dsl.errors import IndicatorError

__all__ = ["Fields", "Finish", "Put", "Row", "fill"]

#: A number that :data:`DECIMAL` holds, as :func:`~indicator_dsl.quantities.plain` writes it.
_FITS = r"^-?[0-9]{1,28}(\.[0-9]{1,10}0*)?$"

Row = tuple[Any, ...]
#: By name, each with one place a row; what is not filled in is null.
Fields = defaultdict[str, list[Any]]
#: Fills in one row; the errors it raises make it an error row.
Put = Callable[[int, Row], None]
#: Derives arrays from others, by the names of their fields.
Finish = Callable[[dict[str, Any]], None]


def fill(
    rows: Sequence[Row], type_: Any, putter: Callable[[Fields], Put], finish: Finish | None = None, *, odd: bool
) -> Any:
    """Return a struct array with one place for each row.

    Args:
        rows: what each is made of; the first of it is the text, without which there is no row.
        type_: of the array.
        putter: returns what fills in the rows, given the fields.
        finish: has the last word on the arrays.
        odd: there may be objects among the rows that are no texts.
    """
    fields: Fields = defaultdict(lambda: [None] * len(rows))
    put = putter(fields)
    absent = []
    for at, row in enumerate(rows):
        text = row[0]
        if text is None:
            absent.append(at)
            continue
        try:
            if odd and NoText in map(type, row):
                raise ColumnError("not-a-text", type=next(one.type for one in row if isinstance(one, NoText)))
            put(at, row)
        except IndicatorError as error:
            _refuse(fields, at, error, text)
    try:
        arrays = _arrays(fields, type_, len(rows))
    except UnicodeEncodeError:
        _refuse_what_cannot_be_stored(fields, rows)
        arrays = _arrays(fields, type_, len(rows))
    if finish is not None:
        finish(arrays)
    mask = pc.is_in(pa.array(range(len(rows))), pa.array(absent, pa.int64())) if absent else None
    return pa.StructArray.from_arrays(list(arrays.values()), fields=list(type_), mask=mask)


def _refuse(fields: Fields, at: int, error: IndicatorError, text: Any) -> None:
    """Make a row one that says why its text cannot be used."""
    for field in fields.values():
        field[at] = None
    fields["error_code"][at] = error.code
    fields["error_message"][at] = _storable(error.message("zh"))
    fields["error_message_en"][at] = _storable(error.message("en"))
    fields["error_fix"][at] = None if error.fix is None else _storable(error.fix)
    # otherwise the place is one in the unit column or the relation column
    if isinstance(text, str) and error.text == text:
        fields["error_start"][at] = error.start
        fields["error_end"][at] = error.end


def _arrays(fields: Fields, type_: Any, count: int) -> dict[str, Any]:
    arrays: dict[str, Any] = {}
    for field in type_:
        given = fields.get(field.name)
        arrays[field.name] = pa.nulls(count, field.type) if given is None else pa.array(given, field.type)
    for field in type_:
        if field.type == DECIMAL and f"{field.name}_text" in fields:
            arrays[field.name] = _decimals(arrays[f"{field.name}_text"])
    return arrays


def _decimals(texts: Any) -> Any:
    """Return numbers as decimals, null where they do not fit; Arrow itself wraps some of those that do not."""
    return pc.if_else(pc.match_substring_regex(texts, _FITS), texts, None).cast(DECIMAL)


def _refuse_what_cannot_be_stored(fields: Fields, rows: Sequence[Row]) -> None:
    """Make error rows of those that repeat halves of surrogate pairs: neither Arrow nor a file can hold them."""
    found = list(fields.values())
    for at, row in enumerate(rows):
        if any(_is_unstorable(field[at]) for field in found):
            text = next(filter(_is_unstorable, row))
            start = next(n for n, char in enumerate(text) if _is_unstorable(char))
            _refuse(fields, at, ColumnError("not-unicode", text, start, start + 1), row[0])


def _is_unstorable(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_is_unstorable, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and value != _storable(value)


def _storable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
