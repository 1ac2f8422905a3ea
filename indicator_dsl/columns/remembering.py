"""Batch after batch of a long table: what was found of a text is kept for the batches to come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain
from sys import getsizeof
from threading import Lock
from typing import Any, Final

from indicator_dsl.columns._arriving import ACTUALS, NOT_ARROW
from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns._distinct import distinct

__all__ = ["Remembering"]

#: So many distinct rows are kept; then all are forgotten. They take some hundred bytes each.
_MOST: Final = 1 << 18
#: So many bytes of texts and results are kept, where the texts are long.
_MOST_BYTES: Final = 1 << 28


class Remembering:
    """A verb of columns for batch after batch, in bounded memory; any number of threads may call it.

    Engines hand over a few thousand rows at a time; a verb alone would read each text once a batch.

    >>> from indicator_dsl.columns import parse_column
    >>> parse = Remembering(parse_column)
    >>> [parse(pa.array(batch)).field("canonical").to_pylist() for batch in (["5 人", None], ["5 人", "6 人"])]
    [['5人', None], ['5人', '6人']]
    """

    def __init__(self, verb: Callable[..., Any], *, most: int = _MOST) -> None:
        """Remember for a verb that takes columns by position and has ``dense``."""
        self._verb = verb
        self._most = most
        self._lock = Lock()
        self._forget()

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(Remembering, most=self._most), (self._verb,)  # another process begins anew

    def __call__(self, *columns: Any) -> Any:
        """Return the dense struct array of one batch, in chunks where the first column has them.

        Args:
            columns: Arrow arrays of one length.
        """
        types = tuple(column.type for column in columns)
        with self._lock:
            if types not in self._known:
                self._learn(types, [])  # the verb tells what is wrong with columns by their names
        rows = distinct({f"column {number}": (column, ACTUALS) for number, column in enumerate(columns, 1)})
        wanted = list(chain.from_iterable(rows.batches()))
        with self._lock:
            if self._found is not None and (sum(map(len, self._found)) > self._most or self._size > _MOST_BYTES):
                self._forget()
            known = self._known.setdefault(types, {})
            new = [row for row in wanted if row not in known]
            if new or self._found is None:  # forgotten, and no row is new
                self._learn(types, new)
            positions = pa.array([known[row] for row in wanted], pa.int64())
            settled, recent = self._found
        chunks = [_taken(settled, recent, positions.take(codes)) for codes in rows.codes]
        return pa.chunked_array(chunks, settled.type) if rows.chunked else chunks[0]

    def _forget(self) -> None:
        #: By the types of the columns, as 1 and true are one key of a dictionary and not one actual value.
        self._known: dict[tuple[Any, ...], dict[tuple[Any, ...], int]] = {}
        #: What was found, in the order of the numbers: most of it, and behind it what has come since.
        self._found: Any = None
        self._size = 0

    def _learn(self, types: tuple[Any, ...], new: list[tuple[Any, ...]]) -> None:
        columns = zip(*new, strict=True) if new else [()] * len(types)
        found = self._verb(*map(_column, columns, types), dense=True)
        nothing = found.slice(0, 0)
        settled, recent = self._found or (nothing, nothing)
        first = len(settled) + len(recent)
        recent = pa.concat_arrays([recent, found])
        if len(recent) > len(settled):  # so that each is copied a few times and no more
            settled, recent = pa.concat_arrays([settled, recent]), nothing
        self._size += found.nbytes + sum(map(getsizeof, chain.from_iterable(new)))
        # in this order: where the verb raises, or somebody interrupts it, nothing is known that was not found
        self._found = settled, recent
        self._known.setdefault(types, {}).update(zip(new, range(first, first + len(new)), strict=True))


def _column(values: tuple[Any, ...], type_: Any) -> Any:
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if pa.types.is_timestamp(type_):
        type_ = pa.date32()  # of a time the day is what was looked at
    try:
        return pa.array(values, type_)
    except NOT_ARROW:  # bytes that are no UTF-8, dates that Python does not have: the verb says so
        return values


def _taken(first: Any, second: Any, positions: Any) -> Any:
    """Return the rows at some positions of two arrays, the second behind the first, without joining them."""
    if not len(second):
        return first.take(positions)
    inside = pc.fill_null(pc.less(positions, len(first)), True)  # noqa: FBT003  a value to fill in
    outside = pc.invert(inside)
    found = [first.take(positions.filter(inside)), second.take(pc.subtract(positions.filter(outside), len(first)))]
    ranks = [pc.cumulative_sum(side.cast(pa.int64())) for side in (inside, outside)]
    order = pc.if_else(inside, ranks[0], pc.add(ranks[1], len(found[0])))
    return pa.concat_arrays(found).take(pc.subtract(order, 1))
