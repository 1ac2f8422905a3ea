"""Columns as they come, from Arrow, numpy, an engine or a list: made Arrow arrays of few types, or objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns.errors import ColumnError

__all__ = ["ACTUALS", "CONSTANTS", "NOT_ARROW", "TEXTS", "YEARS", "Kind", "NoText", "arrived", "for_all", "objects"]

#: What pyarrow raises at objects it cannot hold, some of it from the objects themselves.
NOT_ARROW: Final = (pa.ArrowException, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
#: What stands for all rows.
CONSTANTS: Final = (str, int, float, Decimal, date)


@frozen
class Kind:
    """What a column may hold: its name in messages, which Arrow types, and which Python types for all rows."""

    name: str
    fits: Callable[[Any], bool]
    constants: tuple[type, ...]


@frozen
class NoText:
    """An object of this type stands where a text belongs: its row is an error row."""

    type: str


def _is_text(type_: Any) -> bool:
    kinds = pa.types
    return bool(
        kinds.is_string(type_) or kinds.is_large_string(type_) or kinds.is_string_view(type_) or kinds.is_null(type_)
    )


def _is_actual(type_: Any) -> bool:
    kinds = pa.types
    return bool(
        _is_text(type_)
        or kinds.is_integer(type_)
        or kinds.is_float32(type_)
        or kinds.is_float64(type_)
        or kinds.is_decimal(type_)
        or kinds.is_boolean(type_)
        or kinds.is_date(type_)
        or kinds.is_timestamp(type_)
    )


TEXTS: Final = Kind("texts", _is_text, (str,))
YEARS: Final = Kind("years", lambda type_: bool(pa.types.is_integer(type_) or pa.types.is_null(type_)), (int,))
ACTUALS: Final = Kind("actuals", _is_actual, CONSTANTS)


def for_all(name: str, value: Any, kind: Kind) -> Any:
    """Return what stands for all rows as a Python object; a column as it is.

    Raises:
        ColumnError: it stands for all rows and is not of the kind.
    """
    if isinstance(value, pa.Scalar):
        value = _only(pa.repeat(value, 1))
    elif not isinstance(value, CONSTANTS):
        value = _of_numpy(value)
    if value is None or type(value).__name__ == "NAType":
        return None
    if isinstance(value, CONSTANTS):
        if _is_nothing(value):
            return None
        if not isinstance(value, kind.constants) or (kind is YEARS and isinstance(value, bool)):
            raise ColumnError("column-type", name=name, wanted=kind.name, type=type(value).__name__)
    return value


def _only(array: Any) -> Any:
    (value,) = objects(_simple(array.type, [array])[1][0])
    return value


def _of_numpy(value: Any) -> Any:
    """Return a number or a date of numpy as a Python object; anything else as it is."""
    if getattr(value, "ndim", None) != 0 or not hasattr(value, "__array__"):
        return value
    try:
        return _only(pa.array(_in_days(value.__array__().reshape(1)), from_pandas=True))
    except NOT_ARROW:  # a complex number
        return value


def _in_days(array: Any) -> Any:
    """Return times of numpy as days, as Arrow does not know all their units; anything else as it is."""
    return array.astype("datetime64[D]") if getattr(getattr(array, "dtype", None), "kind", None) == "M" else array


def arrived(name: str, column: Any, kind: Kind) -> tuple[Any, Sequence[Any]] | list[Any]:
    """Return type and chunks of a column; of Python objects that Arrow cannot hold, these, with ``None`` for nothing.

    Raises:
        ColumnError: it is no column, or not of the kind (``column-type``).
    """
    if isinstance(column, pa.Array | pa.ChunkedArray):
        return _chunks(name, column, kind)
    of_stream = hasattr(column, "__arrow_c_stream__")
    is_array = of_stream or hasattr(column, "__arrow_c_array__") or hasattr(column, "__array__")
    is_one = isinstance(column, str | bytes) or getattr(column, "ndim", 1) == 0
    if is_one or not (is_array or isinstance(column, Sequence)):
        raise ColumnError("column-type", name=name, wanted=kind.name, type=type(column).__name__)
    if is_array and str(getattr(column, "dtype", "")).lower() != "object":  # that of polars is Object
        array = None
        with suppress(*NOT_ARROW):  # a category of texts and numbers is taken object by object
            array = pa.chunked_array(column) if of_stream else pa.array(_in_days(column), from_pandas=True)
        if array is not None:
            return _chunks(name, array, kind)
    return _from_objects(name, list(column), kind)


def _chunks(name: str, column: Any, kind: Kind) -> tuple[Any, Sequence[Any]]:
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    type_ = column.type
    if pa.types.is_floating(type_) and kind is not ACTUALS:
        # what pandas makes of texts or years of which none, or not all, are there
        type_, chunks = _from_floats(kind, chunks) or (type_, chunks)
    if not kind.fits(type_.value_type if pa.types.is_dictionary(type_) else type_):
        raise ColumnError("column-type", name=name, wanted=kind.name, type=str(type_))
    if pa.types.is_dictionary(type_):
        value_type, _ = _simple(type_.value_type, [])
        return pa.dictionary(pa.int32(), value_type), [
            (chunk.indices, _simple(type_.value_type, [chunk.dictionary])[1][0]) for chunk in chunks
        ]
    return _simple(type_, chunks)


def _from_floats(kind: Kind, chunks: Sequence[Any]) -> tuple[Any, Sequence[Any]] | None:
    """Return floats as what they stand for: NaN as nulls, 2025.0 as a year; ``None`` where they are neither."""
    found = [one for chunk in chunks for one in _simple(chunk.type, [chunk])[1]]
    if kind is not YEARS:
        blank = any(map(len, found)) and all(one.null_count == len(one) for one in found)
        return (pa.null(), [pa.nulls(len(one)) for one in found]) if blank else None
    try:
        return pa.int64(), [one.cast(pa.int64()) for one in found]
    except pa.ArrowInvalid:  # 2025.5
        return None


def _simple(type_: Any, chunks: Sequence[Any]) -> tuple[Any, Sequence[Any]]:
    """Return values as what counts of them, of a type that Arrow can gather."""
    if pa.types.is_timestamp(type_):
        return pa.date32(), [chunk.cast(pa.date32(), safe=False) for chunk in chunks]
    if pa.types.is_string_view(type_):  # by way of bytes, as they may be no UTF-8
        return pa.large_string(), [
            chunk.cast(pa.binary_view()).cast(pa.large_binary()).view(pa.large_string()) for chunk in chunks
        ]
    if pa.types.is_decimal(type_) and type_.bit_width < 128:
        type_ = pa.decimal128(type_.precision, type_.scale)
        return type_, [chunk.cast(type_) for chunk in chunks]
    if pa.types.is_float32(type_):  # 0.7 in four bytes is 0.7, and not the 0.699999988 that eight make of it
        type_, chunks = pa.float64(), [chunk.cast(pa.string()).cast(pa.float64()) for chunk in chunks]
    if pa.types.is_float64(type_):  # NaN is no value
        return type_, [pc.if_else(pc.is_nan(chunk), pa.scalar(None, type_), chunk) for chunk in chunks]
    return type_, chunks


def _from_objects(name: str, column: list[Any], kind: Kind) -> tuple[Any, Sequence[Any]] | list[Any]:
    """Return Python objects, those that Arrow cannot hold as well: what is wrong with them is told row by row."""
    found = [None if _is_nothing(one) else one for one in column]
    if kind is ACTUALS:
        found = [_day(_of_numpy(one)) for one in found]
    if len({type(one) for one in found} - {type(None)}) < 2:  # of several Arrow would make one: 7 a day of 1970
        array = None
        with suppress(*NOT_ARROW):
            array = pa.array(found)
        if array is not None and kind.fits(array.type):
            return _chunks(name, array, kind)
    if kind is TEXTS:
        return [one if one is None or isinstance(one, str) else NoText(type(one).__name__) for one in found]
    for one in found:
        if kind is YEARS and one is not None and type(one) is not int:
            raise ColumnError("column-type", name=name, wanted=kind.name, type=type(one).__name__)
    return found


def _day(value: Any) -> Any:
    """Return of a time its day, in its own zone: Arrow would take all times of a list for those of one zone."""
    return value.date() if isinstance(value, datetime) else value


def _is_nothing(value: Any) -> bool:
    """Return whether an object stands for no value: ``None``, NaN, the NA of pandas."""
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124  NaN is not itself
    except (TypeError, ValueError, ArithmeticError):  # an array has no truth, a signalling NaN no order
        return type(value).__name__ == "NAType"


def objects(values: Any) -> Sequence[Any]:
    """Return Python objects: of bytes that are no UTF-8 halves of surrogate pairs, of days Python lacks their text."""
    try:
        return values.to_pylist()  # type: ignore[no-any-return]
    except UnicodeDecodeError:
        raw = values.cast(pa.large_binary()).to_pylist()
        return [None if one is None else one.decode("utf-8", "surrogateescape") for one in raw]
    except (OverflowError, ValueError):  # a date behind 9999 or before 1
        return [_object(values[at]) for at in range(len(values))]


def _object(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        text: str = scalar.cast(pa.string()).as_py()
        return "…" if text.startswith("<") else text  # Arrow has no text for the last of all days
