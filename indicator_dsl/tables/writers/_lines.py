"""Which places are lines of a text file: what an editor, a pull request or a build server can jump to."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from indicator_dsl.rows import Place

__all__ = ["line_of"]

#: In other formats a row is no line of the file.
_TEXT_ENDINGS: Final = frozenset({".txt", ".csv", ".tsv", ".jsonl"})


def line_of(place: Place) -> int | None:
    """Return the line of a place, ``None`` where the file has no lines, or as a whole is meant.

    A CSV file has one row a line unless a cell of it is broken over lines; then the rows below are counted as a
    spreadsheet does.

    >>> line_of(Place("目标.csv", row=5, cell="D5")), line_of(Place("目标.xlsx", sheet="表1", row=5, cell="D5"))
    (5, None)
    """
    if not place.row:
        return None
    is_text = PurePath(place.file).suffix.lower() in _TEXT_ENDINGS
    return place.row if is_text and place.sheet is None and place.page is None and place.table is None else None
