"""Columns repeat themselves: the distinct rows that some columns have, and which of them each row is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import Any, Final

from attrs import frozen

from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns.errors import ColumnError

__all__ = ["ACTUALS", "TEXTS", "YEARS", "Distinct", "Kind", "as_python", "distinct"]

#: So many distinct rows are Python objects at a time.
_BATCH: Final = 1 << 15
#: What stands for all rows.
_CONSTANTS: Final = (str, int, float, Decimal, date)


@frozen
class Kind:
    """What a column may hold: its name in messages, and which Arrow types."""

    name: str
    fits: Callable[[Any], bool]


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


TEXTS: Final = Kind("texts", _is_text)
YEARS: Final = Kind("years", lambda type_: bool(pa.types.is_integer(type_) or pa.types.is_null(type_)))
ACTUALS: Final = Kind("actuals", _is_actual)


@frozen
class _Objects:
    """Python objects that Arrow cannot hold, with what is asked of an Arrow array."""

    values: Sequence[Any]

    def __len__(self) -> int:
        return len(self.values)

    def slice(self, start: int, length: int) -> _Objects:
        return _Objects(self.values[start : start + length])

    def take(self, codes: Any) -> _Objects:
        return _Objects([None if code is None else self.values[code] for code in codes.to_pylist()])

    def to_pylist(self) -> Sequence[Any]:
        return self.values


@frozen
class _Encoded:
    """Distinct rows, column by column, and for each chunk which of them its rows are; null where the first is."""

    columns: tuple[Any, ...]
    codes: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.columns[0])


@frozen
class Distinct:
    """The distinct rows of some columns."""

    #: For each chunk of the first column, the number of the distinct row that each row is; null where the first is.
    codes: tuple[Any, ...]
    #: The first column came in chunks.
    chunked: bool
    _encoded: _Encoded
    _constants: Mapping[int, Any]

    def batches(self) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the distinct rows, some at a time, as tuples of Python objects."""
        for start in range(0, len(self._encoded), _BATCH):
            columns = iter([_objects(one.slice(start, _BATCH)) for one in self._encoded.columns])
            count = len(self._encoded.columns) + len(self._constants)
            row = [repeat(self._constants[at]) if at in self._constants else next(columns) for at in range(count)]
            # the constants have no end
            yield list(zip(*row, strict=False))


def distinct(columns: Mapping[str, tuple[Any, Kind]]) -> Distinct:
    """Return the distinct rows of some columns, by name; a text, number, date or ``None`` stands for all rows.

    Raises:
        ColumnError: a column has another type than its kind (``column-type``), or not the length of the
            first (``lengths-differ``).
    """
    (first_name, (first, kind)), *others = columns.items()
    encoded, chunked = _encoded(first_name, first, kind)
    rows = sum(map(len, encoded.codes))
    constants: dict[int, Any] = {}
    for at, (name, (given, kind)) in enumerate(others, 1):
        column = as_python(given)
        if column is None or isinstance(column, _CONSTANTS):
            constants[at] = None if _is_nothing(column) else column
            continue
        other, _ = _encoded(name, column, kind)
        length = sum(map(len, other.codes))
        if length != rows:
            raise ColumnError("lengths-differ", name=name, length=str(length), rows=str(rows))
        encoded = _together(encoded, other)
    return Distinct(encoded.codes, chunked, encoded, constants)


def as_python(column: Any) -> Any:
    """Return what numpy and Arrow have for one value, and an array of numpy, as Python objects."""
    if isinstance(column, pa.Scalar):
        return column.as_py()
    own = hasattr(column, "__array__") and not (
        hasattr(column, "__arrow_c_stream__") or hasattr(column, "__arrow_c_array__")
    )
    return column.tolist() if own else column


def _encoded(name: str, column: Any, kind: Kind) -> tuple[_Encoded, bool]:
    """Return a column with its distinct values, and whether it came in chunks."""
    column = as_python(column)
    if not isinstance(column, pa.Array | pa.ChunkedArray):
        if hasattr(column, "__arrow_c_stream__"):
            column = pa.chunked_array(column)
        elif hasattr(column, "__arrow_c_array__"):
            column = pa.array(column)
        elif isinstance(column, Sequence) and not isinstance(column, str | bytes):
            return _encoded_objects(name, column, kind), False
        else:
            raise ColumnError("column-type", name=name, wanted=kind.name, type=type(column).__name__)
    chunked = isinstance(column, pa.ChunkedArray)
    in_dictionary = pa.types.is_dictionary(column.type)
    type_ = column.type.value_type if in_dictionary else column.type
    if not kind.fits(type_):
        raise ColumnError("column-type", name=name, wanted=kind.name, type=str(column.type))
    chunks = column.chunks if chunked else [column]
    return (_of_dictionaries if in_dictionary else _of_values)(type_, chunks), chunked


def _simple(type_: Any, chunks: Sequence[Any]) -> tuple[Any, Sequence[Any]]:
    """Return values as what counts of them, of a type that Arrow can gather."""
    if pa.types.is_timestamp(type_):
        return pa.date32(), [chunk.cast(pa.date32(), safe=False) for chunk in chunks]
    if pa.types.is_string_view(type_):  # by way of bytes, as they may be no UTF-8
        return pa.large_string(), [
            chunk.cast(pa.binary_view()).cast(pa.large_binary()).view(pa.large_string()) for chunk in chunks
        ]
    if pa.types.is_float32(type_):  # 0.7 in four bytes is 0.7, and not the 0.699999988 that eight make of it
        type_, chunks = pa.float64(), [chunk.cast(pa.string()).cast(pa.float64()) for chunk in chunks]
    if pa.types.is_float64(type_):  # NaN is no value
        return type_, [pc.if_else(pc.is_nan(chunk), pa.scalar(None, type_), chunk) for chunk in chunks]
    return type_, chunks


def _of_values(type_: Any, chunks: Sequence[Any]) -> _Encoded:
    if pa.types.is_null(type_):
        return _Encoded((pa.array([], pa.string()),), tuple(pa.nulls(len(chunk), pa.int32()) for chunk in chunks))
    type_, chunks = _simple(type_, chunks)
    found = pc.dictionary_encode(pa.chunked_array(chunks, type_)).chunks
    # every chunk has the dictionary of all
    values = found[0].dictionary if found else pa.array([], type_)
    # chunks without a row are left out
    return _Encoded((values,), tuple(_in_chunks_of(chunks, [chunk.indices for chunk in found])))


def _of_dictionaries(type_: Any, chunks: Sequence[Any]) -> _Encoded:
    """Encode what the rows use of each dictionary: it may hold more, the same twice, and nulls."""
    used = [pc.dictionary_encode(chunk.indices) for chunk in chunks]
    type_, dictionaries = _simple(type_, [chunk.dictionary for chunk in chunks])
    values = [one.take(own.dictionary) for one, own in zip(dictionaries, used, strict=True)]
    found = _of_values(type_, values)
    codes = (all_.take(own.indices) for all_, own in zip(found.codes, used, strict=True))
    return _Encoded(found.columns, tuple(codes))


def _encoded_objects(name: str, column: Sequence[Any], kind: Kind) -> _Encoded:
    """Encode Python objects, those that Arrow cannot hold as well: what is wrong with them is told row by row."""
    try:
        array = pa.array(column, from_pandas=True)
    except (pa.ArrowException, UnicodeError, TypeError, ValueError, OverflowError):
        array = None
    if array is not None and kind.fits(array.type):
        return _encoded(name, array, kind)[0]
    known: dict[Any, int] = {}
    values: list[Any] = []
    codes: list[int | None] = []
    for value in column:
        if _is_nothing(value):
            codes.append(None)
            continue
        if kind is YEARS and type(value) is not int:
            raise ColumnError("column-type", name=name, wanted=kind.name, type=type(value).__name__)
        try:
            code = known.setdefault((type(value), value), len(values))
        except TypeError:  # a list has no hash
            code = len(values)
        if code == len(values):
            values.append(value)
        codes.append(code)
    return _Encoded((_Objects(values),), (pa.array(codes, pa.int32()),))


def _is_nothing(value: Any) -> bool:
    """Return whether an object stands for no value: ``None``, NaN, the NA of pandas."""
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124  NaN is not itself
    except (TypeError, ValueError, ArithmeticError):  # an array has no truth, a signalling NaN no order
        return type(value).__name__ == "NAType"


def _together(first: _Encoded, second: _Encoded) -> _Encoded:
    """Return the distinct pairs of two columns."""
    width = pa.scalar(len(second) + 1, pa.int64())
    pairs = []
    for left, right in zip(first.codes, _in_chunks_of(first.codes, second.codes), strict=True):
        # a second that is null is a value of its own
        own = pc.add(pc.fill_null(right.cast(pa.int64()), -1), 1)
        pairs.append(pc.add(pc.multiply(left.cast(pa.int64()), width), own))
    found = _of_values(pa.int64(), pairs)
    (keys,) = found.columns
    left = pc.divide(keys, width)
    right = pc.subtract(pc.subtract(keys, pc.multiply(left, width)), 1)
    right = pc.if_else(pc.less(right, 0), None, right)
    columns = (*(one.take(left) for one in first.columns), *(one.take(right) for one in second.columns))
    return _Encoded(columns, found.codes)


def _in_chunks_of(first: Sequence[Any], second: Sequence[Any]) -> Sequence[Any]:
    if [len(one) for one in first] == [len(one) for one in second]:
        return second
    whole = pa.concat_arrays(second) if second else pa.array([], pa.int32())
    chunks, start = [], 0
    for one in first:
        chunks.append(whole.slice(start, len(one)))
        start += len(one)
    return chunks


def _objects(values: Any) -> Sequence[Any]:
    """Return Python objects; bytes that are no UTF-8 become halves of surrogate pairs, which are refused."""
    try:
        return values.to_pylist()  # type: ignore[no-any-return]
    except UnicodeDecodeError:
        raw = values.cast(pa.large_binary()).to_pylist()
        return [None if one is None else one.decode("utf-8", "surrogateescape") for one in raw]
