"""The cells of a Word document's tables, counted as the reader counts them: what is written belongs where it was read.

Elements are those of lxml.  Their names are taken without the namespace, which strict documents have their own of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from indicator_dsl.rows import Place
from indicator_dsl.tables.writers.xlsx.cells import Cell, cell_at

__all__ = ["LEFT_ALONE", "Tables", "child", "name", "parts", "value"]

#: What the reader does not look into: deleted and moved away, drawn (text boxes, in both of their forms), properties,
#: and the parts that are asked for by name.
LEFT_ALONE: Final = frozenset(
    {"del", "moveFrom", "drawing", "pict", "object", "instrText", "delInstrText", "Choice", "rt"}
    | {"pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "p", "tbl", "tr", "tc"}
)
_MOST_COLUMNS: Final = 1000


def name(element: Any) -> str:
    """Return the name of an element, ``""`` of what is none (a comment of XML)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, attribute: str) -> str | None:
    """Return an attribute of an element, whatever its namespace."""
    return next((text for key, text in element.items() if key.rpartition("}")[2] == attribute), None)


def child(element: Any, *path: str) -> Any:
    """Return the element at the end of a path of names; ``None`` if there is none."""
    for step in path:
        if element is None:
            return None
        element = next((one for one in element if name(one) == step), None)
    return element


class Tables:
    """The tables of a document, in the order in which they begin, nested ones behind the one they stand in."""

    def __init__(self, body: Any) -> None:
        self._tables = list(_tables(body))
        #: The rows of the tables that were asked for: there may be thousands, and as many places.
        self._rows: dict[int, list[Any]] = {}

    def cell(self, place: Place) -> Any:
        """Return the element of the cell at a place, ``None`` if there is none; of one merged, the cell that shows."""
        wanted: Cell | None = cell_at(place.cell) if place.cell else (place.row, 0)
        if wanted is None:
            return None
        row, column = wanted
        rows = self._rows_of(place.table)
        if not 1 <= row <= len(rows):
            return None
        if column == 0:  # a row as a whole, whose first cell may not be in the first column
            return next((cell for _, _, cell in _cells(rows[row - 1])), None)
        while row >= 1:
            found = next((cell for first, last, cell in _cells(rows[row - 1]) if first <= column <= last), None)
            if found is None or not _goes_on(found):
                return found
            row -= 1
        return None

    def _rows_of(self, number: int | None) -> list[Any]:
        if number is None or not 1 <= number <= len(self._tables):
            return []
        if number not in self._rows:
            self._rows[number] = list(parts(self._tables[number - 1], "tr"))
        return self._rows[number]


def _tables(container: Any) -> Iterator[Any]:
    for table in parts(container, "tbl"):
        yield table
        for row in parts(table, "tr"):
            for cell in parts(row, "tc"):
                yield from _tables(cell)


def _cells(row: Any) -> Iterator[tuple[int, int, Any]]:
    """Yield the cells of a row with their first and last column in the grid, counted from 1.

    A cell merged in the old way with the one before it counts as a part of that.
    """
    column = 1 + _number(child(row, "trPr"), "gridBefore")
    open_cell: Any = None
    for cell in parts(row, "tc"):
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        across = _number(properties, "gridSpan") or 1
        if _merge(properties, "hMerge") != "continue" or open_cell is None:
            open_cell = cell
        yield column, column + across - 1, open_cell
        column += across


def parts(element: Any, *names: str) -> Iterator[Any]:
    """Yield the parts of some names below an element, those in content controls and tracked changes included."""
    for one in element:
        its = name(one)
        if its in names:
            yield one
        elif its and its not in LEFT_ALONE and child(one, "sdtPr", "showingPlcHdr") is None:
            # one that shows only 单击此处输入文字 has not been filled in
            yield from parts(one, *names)


def _number(properties: Any, its: str) -> int:
    found = child(properties, its)
    text = "" if found is None else value(found, "val") or ""
    return min(int(text), _MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _merge(properties: Any, its: str) -> str | None:
    found = child(properties, its)
    return None if found is None else value(found, "val") or "continue"


def _goes_on(cell: Any) -> bool:
    """Return whether a cell only continues the one above it."""
    return _merge(child(cell, "tcPr"), "vMerge") == "continue"
