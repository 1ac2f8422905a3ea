"""Columns repeat themselves: the distinct rows that some columns have, and which of them each row is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, Final

from attrs import frozen

from indicator_dsl.columns._arriving import CONSTANTS, Kind, arrived, for_all, objects
from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns.errors import ColumnError

__all__ = ["Distinct", "distinct"]

#: So many distinct rows are Python objects at a time.
_BATCH: Final = 1 << 15


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

    @property
    def has_objects(self) -> bool:
        """Whether there are objects among the rows that Arrow cannot hold."""
        return any(isinstance(one, _Objects) for one in self._encoded.columns)

    def batches(self) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the distinct rows, some at a time, as tuples of Python objects."""
        for start in range(0, len(self._encoded), _BATCH):
            columns = iter([objects(one.slice(start, _BATCH)) for one in self._encoded.columns])
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
    encoded = _encoded(first_name, first, kind)
    rows = sum(map(len, encoded.codes))
    constants: dict[int, Any] = {}
    for at, (name, (given, kind)) in enumerate(others, 1):
        column = for_all(name, given, kind)
        if column is None or isinstance(column, CONSTANTS):
            constants[at] = column
            continue
        other = _encoded(name, column, kind)
        length = sum(map(len, other.codes))
        if length != rows:
            raise ColumnError("lengths-differ", name=name, length=str(length), rows=str(rows))
        encoded = _together(encoded, other)
    return Distinct(encoded.codes, _is_chunked(first), encoded, constants)


def _is_chunked(column: Any) -> bool:
    return isinstance(column, pa.ChunkedArray) or (
        hasattr(column, "__arrow_c_stream__") and not isinstance(column, pa.Array)
    )


def _encoded(name: str, column: Any, kind: Kind) -> _Encoded:
    """Return a column with its distinct values."""
    found = arrived(name, column, kind)
    if isinstance(found, list):
        return _of_objects(found)
    type_, chunks = found
    return (_of_dictionaries if pa.types.is_dictionary(type_) else _of_values)(type_, chunks)


def _of_values(type_: Any, chunks: Sequence[Any]) -> _Encoded:
    if pa.types.is_null(type_):
        return _Encoded((pa.array([], pa.string()),), tuple(pa.nulls(len(chunk), pa.int32()) for chunk in chunks))
    found = pc.dictionary_encode(pa.chunked_array(chunks, type_)).chunks
    # every chunk has the dictionary of all
    values = found[0].dictionary if found else pa.array([], type_)
    # chunks without a row are left out
    return _Encoded((values,), tuple(_in_chunks_of(chunks, [chunk.indices for chunk in found])))


def _of_dictionaries(type_: Any, chunks: Sequence[Any]) -> _Encoded:
    """Encode what the rows use of each dictionary: it may hold more, the same twice, and nulls."""
    used = [pc.dictionary_encode(indices) for indices, _ in chunks]
    values = [dictionary.take(own.dictionary) for (_, dictionary), own in zip(chunks, used, strict=True)]
    found = _of_values(type_.value_type, values)
    codes = (all_.take(own.indices) for all_, own in zip(found.codes, used, strict=True))
    return _Encoded(found.columns, tuple(codes))


def _of_objects(column: list[Any]) -> _Encoded:
    known: dict[Any, int] = {}
    values: list[Any] = []
    codes: list[int | None] = []
    for value in column:
        if value is None:
            codes.append(None)
            continue
        try:
            code = known.setdefault((type(value), value), len(values))
        except TypeError:  # a list has no hash
            code = len(values)
        if code == len(values):
            values.append(value)
        codes.append(code)
    return _Encoded((_Objects(values),), (pa.array(codes, pa.int32()),))


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
