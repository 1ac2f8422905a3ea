"""The ruled tables of PDF pages: cells between lines, and tables that go on over the page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Any, Final

from attrs import define, field, frozen

from indicator_dsl.tables.grid import GridRow
from indicator_dsl.tables.headers import header_of
from indicator_dsl.tables.heading import columns_of
from indicator_dsl.tables.layouts import has_look, is_form_word, is_note, levels_of
from indicator_dsl.tables.readers._document import Block, DocCell, DocRow, DocTable, is_furniture
from indicator_dsl.tables.readers._pdf_text import Box, Char, Line, bound, joined, lines_of, padding, seam

__all__ = ["Page", "Ruled", "blocks_of", "page_of"]

#: Edges of cells that are this near, in points, are one: no character stands between them.
_NEAR: Final = 5.5
#: Lines that are this near touch, as pdfplumber has it.
_TOUCHING: Final = 3.0
#: A drawing has thousands of lines that cross nowhere near a cell; finding cells takes their product.
_MOST_CROSSINGS: Final = 4_000_000
_DIGITS: Final = re.compile(r"[0-9]+")


@define
class _Cell:
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
    cells: list[_Cell]
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

    def row(self, number: int) -> list[_Cell]:
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
                if other.at - one.at <= _NEAR:
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
    edges = _merged(edge for box in boxes for edge in (box[0], box[2]))
    rows = _merged(edge for box in boxes for edge in (box[1], box[3]))
    cells: list[_Cell] = []
    owner: dict[tuple[int, int], int] = {}
    for number, box in enumerate(sorted(boxes, key=lambda box: (box[1], box[0]))):
        left, right = (_nearest(edges, edge) for edge in (box[0], box[2]))
        top, bottom = (_nearest(rows, edge) for edge in (box[1], box[3]))
        cells.append(_Cell(box, top, bottom - top, left, right - left, []))
        owner |= {(row, column): number for row in range(top, bottom) for column in range(left, right)}
    inside: dict[int, list[Char]] = {}
    outside: list[Char] = []
    for char in chars:
        row = bisect_right(rows, (char["top"] + char["bottom"]) / 2) - 1
        column = bisect_right(edges, (char["x0"] + char["x1"]) / 2) - 1
        number_or_none = owner.get((row, column))
        (outside if number_or_none is None else inside.setdefault(number_or_none, [])).append(char)
    for number, cell in enumerate(cells):
        cell.lines = lines_of(inside.get(number, ()))
    free = padding((cell.box, cell.lines) for cell in cells)
    for cell in cells:
        cell.text = joined(cell.lines, cell.box, free)
    bounds = _bounds(boxes)
    return Ruled(0, edges, cells, bounds[1], bounds[3], free), outside


def _merged(edges: Iterator[float] | Sequence[float]) -> list[float]:
    """Return edges from the left, those near each other once."""
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > _NEAR:
            merged.append(edge)
    return merged


def _nearest(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))


# ---- over the pages ----


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """Yield the lines and tables of a document; a table that goes on over the page is one."""
    furniture = _furniture(pages)
    parts: list[tuple[int, Ruled]] = []
    lines: list[str] = []  # since the last table
    strange = False  # one of them is no header or footer of a page
    for page in pages:
        rest = page.lines
        for number, table in enumerate([*page.tables, None]):
            until = float("inf") if table is None else table.top
            for line in rest:
                if line[0] < until:
                    strange = strange or not (is_furniture(line[1]) or _spot(line) in furniture)
                    lines.append(line[1])
            rest = [line for line in rest if line[0] >= until]
            if table is None:
                continue
            if number == 0 and not strange and _goes_on(parts, page.number, table):
                parts.append((page.number, table))
            else:
                yield from _table(parts)
                yield from lines
                parts = [(page.number, table)]
            lines, strange = [], False
    yield from _table(parts)
    yield from lines


def _spot(line: tuple[float, str]) -> tuple[int, str]:
    return round(line[0] / _NEAR), _DIGITS.sub("", line[1])


def _furniture(pages: Sequence[Page]) -> frozenset[tuple[int, str]]:
    """Return the lines that stand at one place of several pages: their headers and footers."""
    seen = Counter(spot for page in pages for spot in {_spot(line) for line in page.lines})
    return frozenset(spot for spot, count in seen.items() if count > 1)


def _goes_on(parts: Sequence[tuple[int, Ruled]], page: int, table: Ruled) -> bool:
    """Return whether a table at the top of a page has the columns of the one on the page before."""
    if not parts or parts[-1][0] != page - 1:
        return False
    first = table.cells[0].text
    if is_form_word(first) and not is_note(first) and any(_has_indicators(part) for _, part in parts):
        return False  # the head of the next form, and the lines above it are its own
    edges = _shifted(table)
    before = _shifted(parts[-1][1])
    known = _merged(edge for _, part in parts for edge in _shifted(part))
    wide = abs(edges[-1] - before[-1]) <= _NEAR
    return (
        wide
        and not _is_another_header(table, parts)
        and len(edges) > 2
        and (_are_among(edges, known) or _are_among(before, edges))
    )


def _is_another_header(table: Ruled, parts: Sequence[tuple[int, Ruled]]) -> bool:
    """Return whether a table begins with the header of another kind: words in all its columns, and none known."""
    texts = table.texts(0)
    return (
        len(texts) == len(table.edges) - 1
        and not any(levels_of(text) or has_look("value", text) or has_look("maybe", text) for text in texts)
        and not columns_of(GridRow(1, texts))
        and not any(texts == part.texts(row) for _, part in parts for row in range(part.height))
    )


def _has_indicators(table: Ruled) -> bool:
    return any(columns_of(GridRow(1, table.texts(row))) for row in range(table.height))


def _shifted(table: Ruled) -> list[float]:
    """Return the edges of the columns from the left one: bound pages have margins that alternate."""
    return [edge - table.edges[0] for edge in table.edges]


def _are_among(edges: Sequence[float], others: Sequence[float]) -> bool:
    return all(any(abs(edge - other) <= _NEAR for other in others) for edge in edges)


def _table(parts: Sequence[tuple[int, Ruled]]) -> Iterator[DocTable]:
    """Yield the table that stands on one or several pages."""
    if not parts:
        return
    edges = _merged(edge for _, part in parts for edge in _shifted(part))
    for _, part in parts:
        shifted = _shifted(part)
        for cell in part.cells:
            left, right = (_nearest(edges, shifted[at]) for at in (cell.column, cell.column + cell.across))
            cell.column, cell.across = left, right - left
    known: set[tuple[str, ...]] = set()
    for (_, above), (_, below) in pairwise(parts):
        known |= {above.texts(row) for row in range(above.height)}
        repeated = takewhile(lambda row: below.texts(row) in known, range(below.height - 1))  # noqa: B023 - used at once
        _carry(above, below, len(list(repeated)))
    rows = [
        DocRow(
            tuple(DocCell(cell.text, cell.across, cell.down, cell.column) for cell in part.row(number)),
            part.number, number + 1, page,
        )
        for page, part in parts
        for number in range(part.height)
        if number not in part.emptied
    ]  # fmt: skip
    yield DocTable(tuple(rows), apart=True)


def _carry(above: Ruled, below: Ruled, first: int) -> None:
    """Put together the cells that the end of a page has cut; ``first`` is the row below the repeated header."""
    last = {(cell.column, cell.across): cell for cell in above.cells if cell.row + cell.down == above.height}
    pairs = [(cell, other) for other in below.row(first) if (cell := last.get((other.column, other.across)))]
    told = [(cell, other) for cell, other in pairs if other.text]
    header = bool(columns_of(GridRow(1, above.texts(above.height - 1))))
    whole = len(told) == sum(bool(other.text) for other in below.row(first))
    if told and whole and all(_is_rest(cell, other, above.free, header=header) for cell, other in told):
        # The row itself was cut: all there is goes on from above.
        for cell, other in told:
            _append(cell, other, above.free)
        below.emptied.add(first)
        return
    for cell, other in told:
        if cell.down == other.down == 1:
            continue
        if not cell.text and other.down > 1:
            # A merged cell whose text stands in its middle, on the second page.
            cell.text, other.text = other.text, ""
        elif cell.text == other.text:
            other.text = ""
        elif _is_rest(cell, other, above.free, header=header):
            _append(cell, other, above.free)


def _is_rest(above: _Cell, below: _Cell, free: float, *, header: bool) -> bool:
    """Return whether a cell at the top of a page is the rest of the one above, and not a cell of its own."""
    if not above.lines or not below.lines or seam(above.lines[-1], bound(below.lines)[0], above.box, free) == "\n":
        return False
    whole = above.text + below.text
    if levels_of(whole) or (header and header_of(whole)):
        return True  # 产出 above 成本, 年度指标值 above （A）
    if header or (levels_of(above.text) and levels_of(below.text)):
        return False  # 一级指标 above 产出指标, 效益指标 above 产出指标
    # A value is no rest of one, unless that is only its sign, or was cut inside its number.
    cut = has_look("relation", above.text) or above.text[-1].isdigit()
    return not has_look("value", below.text) or (cut and below.text[0].isdigit())


def _append(above: _Cell, below: _Cell, free: float) -> None:
    above.lines = [*above.lines, *below.lines]
    above.text = joined(above.lines, above.box, free)
    below.lines, below.text = [], ""
