"""The ruled tables of a page of a PDF: cells between lines, and the characters in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from attrs import define, field, frozen

from indicator_dsl.tables.readers._pdf_runs import homes
from indicator_dsl.tables.readers._pdf_text import Box, Char, Line, joined, lines_of, padding

__all__ = ["NEAR", "Page", "Ruled", "RuledCell", "merged", "nearest", "page_of"]

#: Edges of cells that are this near, in points, are one: no character stands between them.
NEAR: Final = 5.5
#: Lines that are this near touch, as pdfplumber has it.
_TOUCHING: Final = 3.0
#: A drawing has thousands of lines that cross nowhere near a cell; pdfplumber takes the square of their crossings.
_MOST_CROSSINGS: Final = 10_000


@define
class RuledCell:
    """A cell of a ruled table: where it stands, what is written in it, and the lines of that in this part."""

    box: Box
    row: int
    down: int
    column: int
    across: int
    lines: list[Line]
    text: str = ""


@define
class Ruled:
    """A table of one page."""

    number: int
    #: The edges of its columns.
    edges: list[float]
    cells: list[RuledCell]
    top: float
    bottom: float
    #: The room at the sides of a cell.
    free: float
    #: The rows whose texts belong to a row of the page before.
    emptied: set[int] = field(factory=set)

    @property
    def height(self) -> int:
        return max(cell.row + cell.down for cell in self.cells)

    def texts(self, number: int) -> tuple[str, ...]:
        """Return the texts that begin in a row."""
        return tuple(cell.text for cell in self.row(number) if cell.text)

    def row(self, number: int) -> list[RuledCell]:
        """Return the cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == number]


@define
class Page:
    """What one page holds: its tables and the lines outside them, each with its place from the top."""

    number: int
    tables: list[Ruled]
    lines: list[tuple[float, str]]
    #: Nothing but pictures.
    scanned: bool


# ---- one page ----


def page_of(page: Any) -> Page:
    """Return what a page of pdfplumber holds."""
    chars: list[Char] = page.chars
    inked = any(not char["text"].isspace() for char in chars)
    found = list(_found(page)) if inked else []
    tables = []
    # A frame round others is larger: each character belongs to the smallest.
    for cells in sorted(found, key=lambda cells: _area(_bounds(cells))):
        table, chars = _ruled(cells, chars)
        tables.append(table)
    tables.sort(key=lambda table: table.top)
    for number, table in enumerate(tables, start=1):
        table.number = number
    lines = [(line.middle, line.text) for line in lines_of(chars) if line.level]
    return Page(page.page_number, tables, lines, scanned=not inked and bool(page.images))


def _found(page: Any) -> Iterator[list[Box]]:
    """Yield the cells of each table on a page, as pdfplumber finds them between lines."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    near = _TOUCHING
    for band in _bands([edge for edge in page.edges if edge["orientation"]]):
        edges = merge_edges(band, near, near, near, near)
        upright = [_Edge(edge["x0"], edge["top"], edge["bottom"]) for edge in edges if edge["orientation"] == "v"]
        level = [_Edge(edge["top"], edge["x0"], edge["x1"]) for edge in edges if edge["orientation"] == "h"]
        if len(upright) * len(level) > _MOST_CROSSINGS:
            continue
        edges += [
            _as_line("h", x0=one.begin, x1=one.end, top=one.at, bottom=one.at) for one in _missing(upright, level)
        ]
        edges += [
            _as_line("v", x0=one.at, x1=one.at, top=one.begin, bottom=one.end) for one in _missing(level, upright)
        ]
        cells = intersections_to_cells(edges_to_intersections(merge_edges(edges, near, near, near, near), near, near))
        yield from (table for table in cells_to_tables(cells) if len(table) > 1)


def _bands(edges: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the lines of each part of a page with nothing drawn above and below.

    Lines are put right against their neighbours, and those of another table are none.
    """
    band: list[dict[str, Any]] = []
    bottom = 0.0
    for edge in sorted(edges, key=lambda edge: float(edge["top"])):
        if band and edge["top"] > bottom + _TOUCHING:
            yield band
            band, bottom = [], 0.0
        band.append(edge)
        bottom = max(bottom, edge["bottom"])
    if band:
        yield band


def _as_line(orientation: str, *, x0: float, x1: float, top: float, bottom: float) -> dict[str, Any]:
    return {"orientation": orientation, "object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom,
            "width": x1 - x0, "height": bottom - top, "doctop": top}  # fmt: skip


@frozen
class _Edge:
    """A line that is level or upright: where it is across its direction, and its extent along it."""

    at: float
    begin: float
    end: float

    def reaches(self, begin: float, end: float) -> bool:
        return self.begin <= begin + _TOUCHING and self.end >= end - _TOUCHING


def _missing(sides: Sequence[_Edge], across: Sequence[_Edge]) -> Iterator[_Edge]:
    """Yield the lines that close cells whose sides end with nothing between them.

    So do tables without a frame, and the cells that the end of a page cuts.  The sides must
    be those of one table: somewhere a line goes from one to the other.
    """
    for attribute in ("begin", "end"):
        ends = sorted(sides, key=lambda side: (getattr(side, attribute), side.at))
        for _, group in _near_each_other(ends, attribute):
            for one, other in pairwise(sorted(group, key=lambda side: side.at)):
                if other.at - one.at <= NEAR:
                    continue
                at = getattr(one, attribute)
                between = [edge for edge in across if edge.reaches(one.at, other.at)]
                inside = [edge for edge in between if one.begin - _TOUCHING <= edge.at <= one.end + _TOUCHING]
                if inside and not any(abs(edge.at - at) <= _TOUCHING for edge in between):
                    yield _Edge(at, one.at, other.at)


def _near_each_other(ends: Sequence[_Edge], attribute: str) -> Iterator[tuple[float, list[_Edge]]]:
    group: list[_Edge] = []
    for edge in ends:
        at = getattr(edge, attribute)
        if group and at - getattr(group[0], attribute) > _TOUCHING:
            yield getattr(group[0], attribute), group
            group = []
        group.append(edge)
    if group:
        yield getattr(group[0], attribute), group


def _bounds(cells: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in cells),
        min(box[1] for box in cells),
        max(box[2] for box in cells),
        max(box[3] for box in cells),
    )


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _ruled(boxes: Sequence[Box], chars: Sequence[Char]) -> tuple[Ruled, list[Char]]:
    """Return a table with the characters in its cells, and the characters that are not."""
    edges = merged(edge for box in boxes for edge in (box[0], box[2]))
    rows = merged(edge for box in boxes for edge in (box[1], box[3]))
    cells: list[RuledCell] = []
    owner: dict[tuple[int, int], int] = {}
    for number, box in enumerate(sorted(boxes, key=lambda box: (box[1], box[0]))):
        left, right = (nearest(edges, edge) for edge in (box[0], box[2]))
        top, bottom = (nearest(rows, edge) for edge in (box[1], box[3]))
        cells.append(RuledCell(box, top, bottom - top, left, right - left, []))
        owner |= {(row, column): number for row in range(top, bottom) for column in range(left, right)}
    inside: dict[int | None, list[Char]] = {}
    owners = [
        owner.get((_band(rows, char["top"], char["bottom"]), _band(edges, char["x0"], char["x1"]))) for char in chars
    ]
    for char, home in zip(chars, homes(chars, owners, {at: cell.box for at, cell in enumerate(cells)}), strict=True):
        inside.setdefault(home, []).append(char)
    for number, cell in enumerate(cells):
        cell.lines = lines_of(inside.get(number, ()))
    free = padding((cell.box, cell.lines) for cell in cells)
    for cell in cells:
        cell.text = joined(cell.lines, cell.box, free)
    bounds = _bounds(boxes)
    return Ruled(0, edges, cells, bounds[1], bounds[3], free), inside.get(None, [])


def _band(edges: Sequence[float], begin: float, end: float) -> int:
    return bisect_right(edges, (begin + end) / 2) - 1


def merged(edges: Iterator[float] | Sequence[float]) -> list[float]:
    """Return edges from the left, those near each other once."""
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > NEAR:
            merged.append(edge)
    return merged


def nearest(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))
