"""What the reader makes of a file: where its values stand, and whether a copy differs in them alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Final

from attrs import frozen

from indicator_dsl.rows import Place
from indicator_dsl.tables.collecting import without_collecting
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.readers import reader_for
from indicator_dsl.tables.rewriting.edits import Edit, Notice, Spot
from indicator_dsl.tables.writers.xlsx.cells import cell_at

__all__ = ["Content"]

#: How much of a text that is not what was expected a message shows.
_SHOWN: Final = 40
#: A value is put together from two or three cells.
_MOST_JOINED: Final = 40
_Where = tuple[str | None, int | None, int | None, int]


@frozen
class Content:
    """The grids of a file, every row held."""

    file: str
    grids: tuple[tuple[Grid, tuple[GridRow, ...]], ...]

    @classmethod
    def of(cls, file: str, data: bytes) -> Content:
        """Read a file.

        Raises:
            TableError: those of its reader.
        """
        with without_collecting():
            return cls(file, tuple((grid, tuple(grid.rows)) for grid in reader_for(file)(file, data)))

    # ---- before ----

    def spots(self, edits: Iterable[Edit]) -> tuple[list[Spot], list[Notice]]:
        r"""Return the row each edit is of, and notices of those whose value is not in one cell.

        >>> content = Content.of("目标.txt", "三级指标\t指标值\n人数\t≥ 5 人\n".encode())
        >>> [spot], _ = content.spots([Edit(Place("目标.txt", row=2), "≥ 5 人", "≥5人")])
        >>> spot.row.cells
        ('人数', '≥ 5 人')

        Raises:
            TableError: ``changed-since``.
        """
        edits = list(edits)
        rows = self._rows(edits)
        spots, notices = [], []
        for edit in edits:
            found = rows.get(_where(edit.place), [])
            row = next((row for row in found if _says(row, edit.place, edit.before)), None)
            if row is not None:
                spots.append(Spot(edit, row))
            elif any(_joined(row, edit.place, edit.before) for row in found):
                notices.append(Notice("several-cells", edit))
            else:
                now = " | ".join(dict.fromkeys(_text(row, edit.place) for row in found))
                words = {"before": _short(edit.before), "found": _short(now)}
                raise TableError("changed-since", path=self.file, place=str(edit.place), **words)
        return spots, notices

    def _rows(self, edits: Iterable[Edit]) -> dict[_Where, list[GridRow]]:
        wanted = {_where(edit.place) for edit in edits}
        found: dict[_Where, list[GridRow]] = {}
        for grid, rows in self.grids:
            for row in rows:
                where = (grid.sheet, row.page, row.table, row.number)
                if where in wanted:
                    found.setdefault(where, []).append(row)
        return found

    # ---- after ----

    def unlike(self, copy: Content, edits: Collection[Edit]) -> set[Edit]:
        """Return the edits that the copy does not read as.

        Raises:
            TableError: ``rewrite-unsure``: another cell of the copy reads otherwise.
        """
        rows = copy._rows(edits)
        wrong = {
            edit
            for edit in edits
            if not any(_says(row, edit.place, edit.after) for row in rows.get(_where(edit.place), []))
        }
        if not wrong:
            known = {(edit.before, edit.after) for edit in edits}
            strange = next(self._differences(copy, known), None)
            if strange is not None:
                raise TableError("rewrite-unsure", path=self.file, place=strange)
        return wrong

    def _differences(self, copy: Content, known: Collection[tuple[str, str]]) -> Iterator[str]:
        """Yield the rows in which more than the known differences is to be found."""
        for one, other in zip_longest(self.grids, copy.grids):
            if one is None or other is None or one[0].sheet != other[0].sheet or one[0].slips != other[0].slips:
                yield self.file
                continue
            for old, new in zip_longest(one[1], other[1]):
                if old is new or (old == new and old is not None):
                    continue
                if old is None or new is None or not _alike(old, new, known):
                    yield str(one[0].place(old or new))


def _where(place: Place) -> _Where:
    return place.sheet, place.page, place.table, place.row


def _column(place: Place) -> int | None:
    cell = None if place.cell is None else cell_at(place.cell)
    return None if cell is None else cell[1] - 1


def _at(row: GridRow, column: int) -> str:
    return (row.cells[column] if column < len(row.cells) else "") or row.covered.get(column, "")


def _says(row: GridRow, place: Place, text: str) -> bool:
    """Return whether a text stands at a place; in a line of text, anywhere on it, and no text nowhere."""
    column = _column(place)
    return (not text or text in row.cells) if column is None else _at(row, column) == text


def _text(row: GridRow, place: Place) -> str:
    column = _column(place)
    return " ".join(filter(None, row.cells)) if column is None else _at(row, column)


def _joined(row: GridRow, place: Place, text: str) -> bool:
    """Return whether a text is that of several cells, from a place on: see ``columns.split_value``."""
    texts = list(filter(None, row.cells[_column(place) or 0 :]))[:_MOST_JOINED]
    return any(
        " ".join(texts[first:last]) == text for first in range(len(texts)) for last in range(first + 2, len(texts) + 1)
    )


def _alike(old: GridRow, new: GridRow, known: Collection[tuple[str, str]]) -> bool:
    same = (old.number, old.page, old.table, old.opens) == (new.number, new.page, new.table, new.opens)
    cells = zip_longest(old.cells, new.cells, fillvalue="")
    covered: Mapping[int, str] = dict(old.covered)
    keys = covered.keys() | new.covered.keys()
    over = ((covered.get(key, ""), new.covered.get(key, "")) for key in keys)
    return same and all(was == is_ or (was, is_) in known for pairs in (cells, over) for was, is_ in pairs)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
