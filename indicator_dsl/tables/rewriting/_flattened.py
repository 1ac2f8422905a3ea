"""Text flattened from a document: a value is the one cell of its line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indicator_dsl.tables.rewriting.edits import Edit, Spot, agreed

__all__ = ["flattened"]

_LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_ENDS: Final = re.compile(r"[\t\r\n]")

#: Beginning and end of a part of a cell: one that was broken over lines has several.
Span = tuple[int, int]


def flattened(text: str, spots: Sequence[Spot], unwritten: dict[Edit, str]) -> Iterator[tuple[int, int, str]]:
    """Yield what changes in a text: where from, where to, what stands there then."""
    lines = [found.span(1) for found in _LINE.finditer(text)]
    found: list[tuple[tuple[int, int], Edit]] = []
    for spot in spots:
        at = [number for number, cell in enumerate(spot.row.cells) if cell and cell == spot.edit.before]
        if len(at) == 1:
            found.append(((spot.row.number, at[0]), spot.edit))
        else:
            unwritten[spot.edit] = "ambiguous" if at else "no-cell"
    rows = {spot.row.number: spot.row for spot in spots}
    for (number, column), edit in agreed(found, unwritten).items():
        parts = _cells(text, lines, number, len(rows[number].cells))[column]
        changes = list(_changes(text, parts, edit))
        if not changes:
            unwritten[edit] = "layout"
        yield from changes


def _cells(text: str, lines: Sequence[Span], number: int, width: int) -> list[list[Span]]:
    """Return the cells of the row that begins on a line, with those put together that were broken over lines.

    The reader has put together as many lines as make ``width`` cells.
    """
    row = [[span] for span in _split(text, lines[number - 1])]
    while len(row) < width:
        first, *rest = _split(text, lines[number])
        row[-1].append(first)
        row += [[span] for span in rest]
        number += 1
    return row


def _split(text: str, line: Span) -> list[Span]:
    start, end = line
    spans = []
    for cell in text[start:end].split("\t"):
        spans.append((start, start + len(cell)))
        start += len(cell) + 1
    return spans


def _changes(text: str, parts: Sequence[Span], edit: Edit) -> Iterator[tuple[int, int, str]]:
    """Yield the changes to the parts of a cell, none where the new text does not fit into them line by line."""
    old, new = edit.before.split("\n"), edit.after.split("\n")
    if len(old) != len(parts) or len(new) != len(parts) or any(_ENDS.search(line) for line in new):
        return
    for (start, end), was, becomes in zip(parts, old, new, strict=True):
        at = text.index(was, start, end)
        yield at, at + len(was), becomes
