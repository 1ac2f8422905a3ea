"""What was found of the distinct rows, gathered for all rows: a struct column.

Compact, its fields are dictionaries over one and the same buffer of codes, so that a field costs
at most a bit a row; dense, they are plain and cost what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns._distinct import Distinct
from indicator_dsl.columns._filling import Fields, Finish, Put, fill
from indicator_dsl.columns.errors import ColumnError

__all__ = ["gather", "pieces"]

#: So many rows, whole bytes of bits, are looked at together: what they take for a while is used again and again.
_BLOCK: Final = 1 << 20


def gather(
    rows: Distinct, type_: Any, putter: Callable[[Fields], Put], *, finish: Finish | None = None, dense: bool
) -> Any:
    """Return the struct column of all rows.

    Args:
        rows: the distinct rows.
        type_: of the result, dense.
        putter: returns what fills in the fields of the distinct rows.
        finish: has the last word on the fields.
        dense: plain fields instead of dictionaries.

    Raises:
        ColumnError: a field of the distinct rows holds more than 2 GB (``too-much-text``).
    """
    try:
        values = _joined([fill(batch, type_, putter, finish, odd=rows.has_objects) for batch in rows.batches()], type_)
    except pa.ArrowInvalid:  # an array of texts ends at 2 GB
        raise ColumnError("too-much-text") from None
    if dense:
        chunks = [piece for codes in rows.codes for piece in pieces(values, codes)]
    else:
        compact = _Compact(values)
        type_ = compact.type
        chunks = [compact.take(codes) for codes in rows.codes]
    chunked = rows.chunked or len(chunks) > len(rows.codes)
    return pa.chunked_array(chunks, type_) if chunked else _joined(chunks, type_)


def pieces(values: Any, codes: Any) -> Iterator[Any]:
    """Yield the values with these numbers: in one array, or in several where one cannot hold all their texts."""
    try:
        yield values.take(codes)
    except pa.ArrowInvalid:
        half = len(codes) // 2
        if not half:
            raise
        yield from pieces(values, codes.slice(0, half))
        yield from pieces(values, codes.slice(half))


def _joined(arrays: Sequence[Any], type_: Any) -> Any:
    if len(arrays) == 1:
        return arrays[0]
    return pa.concat_arrays(arrays) if arrays else pa.array([], type_)


class _Compact:
    """The fields of some distinct rows as dictionaries without nulls, and what is null beside them.

    A null belongs among the codes: a dictionary that holds one is counted as a value by some
    readers and refused by others.
    """

    def __init__(self, values: Any) -> None:
        masks = _Masks()
        self._whole = masks.add(values)
        #: of each field, what it may hold and where that is to be found
        self._fields = [(_filled(field), masks.add(field)) for field in values.flatten()]
        self._masks, self._count = masks.packed(), len(masks)
        types = [pa.dictionary(pa.int32(), field.type) for field, _ in self._fields]
        self.type = pa.struct([pa.field(one.name, type_) for one, type_ in zip(values.type, types, strict=True)])

    def take(self, codes: Any) -> Any:
        """Return the rows with these numbers."""
        if codes.offset:
            codes = pc.add(codes, pa.scalar(0, pa.int32()))  # a copy that begins at its beginning
        written, data = codes.buffers()
        bitmaps = {None: written if codes.null_count else None} | _bitmaps(self._masks, self._count, codes)
        fields = [
            pa.DictionaryArray.from_buffers(kind.type, len(codes), [bitmaps[mask], data], dictionary)
            for (dictionary, mask), kind in zip(self._fields, self.type, strict=True)
        ]
        return pa.StructArray.from_buffers(self.type, len(codes), [bitmaps[self._whole]], children=fields)


class _Masks:
    """Where fields have a value.  Fields that are null together share a mask, and eight masks are gathered at once."""

    def __init__(self) -> None:
        self._known: dict[bytes, int] = {}
        self._masks: list[Any] = []

    def __len__(self) -> int:
        return len(self._masks)

    def add(self, field: Any) -> int | None:
        """Return the number of the mask of a field, ``None`` where it is nowhere null."""
        if not field.null_count:
            return None
        valid = field.is_valid()
        number = self._known.setdefault(valid.buffers()[1].to_pybytes(), len(self._masks))
        if number == len(self._masks):
            self._masks.append(valid)
        return number

    def packed(self) -> list[Any]:
        """Return the masks, eight in a byte."""
        found: list[Any] = []
        for number, mask in enumerate(self._masks):
            bits = pc.shift_left(mask.cast(pa.uint8()), pa.scalar(number % 8, pa.uint8()))
            if number % 8:
                found[-1] = pc.bit_wise_or(found[-1], bits)
            else:
                found.append(bits)
        return found


def _bitmaps(packed: Sequence[Any], count: int, codes: Any) -> dict[int, Any]:
    """Return for each mask the bitmap that says which rows have a value."""
    zero = pa.scalar(0, pa.uint8())

    def of_block(start: int) -> list[Any]:
        marks = [pc.fill_null(one.take(codes.slice(start, _BLOCK)), 0) for one in packed]
        bits = (pc.bit_wise_and(marks[at // 8], pa.scalar(1 << at % 8, pa.uint8())) for at in range(count))
        return [pc.not_equal(bit, zero).buffers()[1] for bit in bits]

    if len(codes) <= _BLOCK:
        return dict(enumerate(of_block(0)))
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        blocks = list(pool.map(of_block, range(0, len(codes), _BLOCK)))
    return {at: pa.py_buffer(b"".join(block[at] for block in blocks)) for at in range(count)}


def _filled(field: Any) -> Any:
    """Return a field with something in place of its nulls, which no code leads to."""
    if not field.null_count:
        return field
    if pa.types.is_list(field.type):
        lengths = pc.fill_null(pc.list_value_length(field), 0)
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths)])
        return pa.ListArray.from_arrays(offsets, field.flatten())
    zero = "" if pa.types.is_string(field.type) else False if pa.types.is_boolean(field.type) else 0
    return pc.fill_null(field, pa.scalar(zero, field.type))
