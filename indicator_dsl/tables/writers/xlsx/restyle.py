"""A sheet's own part: the formats of the cells that are marked, and nothing else of its cells."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from indicator_dsl.tables.writers.ooxml.xml import prefixed
from indicator_dsl.tables.writers.xlsx.cells import Cell, Geometry, cell_name
from indicator_dsl.tables.writers.xlsx.walk import Walk

__all__ = ["restyle"]


def restyle(
    data: bytes, cells: Collection[Cell], style: Callable[[Cell, int], int], *, every: bool = False
) -> tuple[bytes, Geometry]:
    """Return a sheet with other formats for some cells, and its geometry.

    A cell that the file leaves out because it is blank is put in.

    Args:
        data: the sheet's part.
        cells: the cells to format.
        style: from a cell and the number of its format to the number of the new one.
        every: ask ``style`` for every cell that has a format of its own, not only for ``cells``.

    Raises:
        DamagedError: the part is no well-formed XML.
    """
    walk = _Restyling(data, cells, style, every=every)
    return walk.result(), walk.geometry()


class _Restyling(Walk):
    """A pass that changes formats and measures the sheet on its way."""

    def __init__(self, data: bytes, cells: Collection[Cell], style: Callable[[Cell, int], int], *, every: bool) -> None:
        super().__init__(data, cells, every=every)
        self.style = style
        self.widths: list[tuple[int, int, int]] = []
        self.heights: dict[int, int] = {}
        self.defaults: dict[str, int] = {}

    def geometry(self) -> Geometry:
        return Geometry(tuple(self.widths), self.heights, **self.defaults)

    def measure(self, name: str, attributes: dict[str, str]) -> None:
        if name == "col":
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            if "width" in attributes:
                hidden = attributes.get("hidden") in {"1", "true"}
                self.widths.append((first, last, 0 if hidden else _pixels(attributes["width"], 7, 5)))
        elif name == "sheetFormatPr":
            if "defaultColWidth" in attributes:
                self.defaults["default_width"] = _pixels(attributes["defaultColWidth"], 7, 5)
            if "defaultRowHeight" in attributes:
                self.defaults["default_height"] = max(_pixels(attributes["defaultRowHeight"], 4 / 3, 0), 1)

    def row_begins(self, row: int, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            self.heights[row] = 0
        elif "ht" in attributes:
            self.heights[row] = _pixels(attributes["ht"], 4 / 3, 0)

    def old_cell(self, cell: Cell, attributes: dict[str, str], *, wanted: bool) -> None:
        if not wanted and "s" not in attributes:
            return
        old = int(attributes.get("s", 0))
        new = self.style(cell, old)
        if new != old:
            self.edits.change(self.tag(), self.name_of_cell, {"s": str(new)})

    def new_cell(self, cell: Cell, style: int) -> bytes:
        return prefixed(f'<c r="{cell_name(cell)}" s="{self.style(cell, style)}"/>', self.prefix)


def _pixels(length: str, factor: float, padding: Any) -> int:
    """Return a length of a sheet in pixels; one that is no number has the length of nothing."""
    try:
        number = float(length)
    except ValueError:
        return 0
    return int(number * factor) + int(padding) if 0 <= number < 10_000 else 0
