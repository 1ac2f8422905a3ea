"""The tables of a PDF that go on over the page, and the cells that the end of a page cuts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from indicator_dsl.tables.grid import GridRow
from indicator_dsl.tables.headers import header_of
from indicator_dsl.tables.heading import columns_of
from indicator_dsl.tables.layouts import has_look, is_form_word, is_note, levels_of
from indicator_dsl.tables.readers._document import Block, DocCell, DocRow, DocTable, is_furniture
from indicator_dsl.tables.readers._pdf_tables import NEAR, Page, Ruled, RuledCell, merged, nearest
from indicator_dsl.tables.readers._pdf_text import bound, joined, seam

__all__ = ["blocks_of"]

_DIGITS: Final = re.compile(r"[0-9]+")


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
    return round(line[0] / NEAR), _DIGITS.sub("", line[1])


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
    known = merged(edge for _, part in parts for edge in _shifted(part))
    wide = abs(edges[-1] - before[-1]) <= NEAR
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
    return all(any(abs(edge - other) <= NEAR for other in others) for edge in edges)


def _table(parts: Sequence[tuple[int, Ruled]]) -> Iterator[DocTable]:
    """Yield the table that stands on one or several pages."""
    if not parts:
        return
    edges = merged(edge for _, part in parts for edge in _shifted(part))
    for _, part in parts:
        shifted = _shifted(part)
        for cell in part.cells:
            left, right = (nearest(edges, shifted[at]) for at in (cell.column, cell.column + cell.across))
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
        if _is_level_cut(cell, other):
            _append(cell, other, above.free)
            continue
        if cell.down == other.down == 1:
            continue
        if not cell.text and other.down > 1:
            # A merged cell whose text stands in its middle, on the second page.
            cell.text, other.text = other.text, ""
        elif cell.text == other.text:
            other.text = ""
        elif _is_rest(cell, other, above.free, header=header):
            _append(cell, other, above.free)


def _is_rest(above: RuledCell, below: RuledCell, free: float, *, header: bool) -> bool:
    """Return whether a cell at the top of a page is the rest of the one above, and not a cell of its own."""
    if _is_level_cut(above, below):
        return True
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


def _is_level_cut(above: RuledCell, below: RuledCell) -> bool:
    """Return whether two parts of a cell are one level: 产⏎出 above 指⏎标, one character a line."""
    both = levels_of(above.text) and levels_of(below.text)
    return bool(above.lines and below.lines and not both and levels_of(above.text + below.text))


def _append(above: RuledCell, below: RuledCell, free: float) -> None:
    above.lines = [*above.lines, *below.lines]
    above.text = joined(above.lines, above.box, free)
    below.lines, below.text = [], ""
