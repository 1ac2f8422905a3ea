"""The rows of a grid, one after the other, with a look at those that follow."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from attrs import define, field

from indicator_dsl.tables.grid import GridRow

__all__ = ["Rows"]


@define
class Rows:
    """Rows that are handed out once, and may be looked at before.

    >>> rows = Rows(iter([GridRow(1, ("三级指标",)), GridRow(2, ("人数",)), GridRow(3, ())]))
    >>> next(rows).number, [row.number for row in rows.ahead(9)], next(rows).number
    (1, [2, 3], 2)
    """

    source: Iterator[GridRow]
    _seen: deque[GridRow] = field(factory=deque)

    @classmethod
    def of(cls, rows: Iterable[GridRow]) -> Rows:
        """Return the rows of a grid."""
        return cls(iter(rows))

    def __iter__(self) -> Rows:
        return self

    def __next__(self) -> GridRow:
        return self._seen.popleft() if self._seen else next(self.source)

    def ahead(self, count: int) -> list[GridRow]:
        """Return the rows that follow, ``count`` of them if there are so many."""
        if len(self._seen) < count:
            self._seen.extend(islice(self.source, count - len(self._seen)))
        return list(islice(self._seen, count))
