"""Unbroken runs of characters in a PDF: text that is wider than its cell runs on over the ruled line.

Spreadsheets print it so where the next cell is blank, and where it is not they clip what they draw.
The PDF has all of its characters; cut at the line they would be parts of two cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from indicator_dsl.tables.readers._pdf_text import Box, Char

__all__ = ["homes"]

#: In parts of the size of the text: no more is between two characters of one run, and none lies further off its line.
_GAP: Final = 0.05
_OFF: Final = 0.1
#: In points: as near to the side of its cell stands text that is set to this side, and to its middle what is centred.
_AT_SIDE: Final = 3.0
_AT_MIDDLE: Final = 1.0


def homes(chars: Sequence[Char], owners: Sequence[int | None], boxes: Mapping[int, Box]) -> list[int | None]:
    """Return the cell of each character: all of an unbroken run are in the cell their text was typed into.

    Args:
        chars: in the order in which the page draws them.
        owners: the cell in which each stands, ``None`` outside the table.
        boxes: where the cells are.
    """
    found = list(owners)
    for run in _runs(chars, owners):
        inked = [at for at in run if not chars[at]["text"].isspace()]
        crossed = list(dict.fromkeys(owners[at] for at in inked))
        if len(crossed) > 1:
            home = _home(chars[inked[0]]["x0"], chars[inked[-1]]["x1"], crossed, boxes)
            for at in run:
                found[at] = home
    return found


def _runs(chars: Sequence[Char], owners: Sequence[int | None]) -> Iterator[list[int]]:
    """Yield the numbers of the characters of each run; a blank at the edge of a cell ends it."""
    run: list[int] = []
    for at, char in enumerate(chars):
        if run:
            before = chars[at - 1]
            blank = before["text"].isspace() or char["text"].isspace()
            if not _follows(before, char) or (blank and owners[at] != owners[at - 1]):
                yield run
                run = []
        run.append(at)
    if run:
        yield run


def _follows(before: Char, char: Char) -> bool:
    size = before["bottom"] - before["top"]
    a, b, *_ = char["matrix"]
    return bool(
        abs(b) <= abs(a) / 50  # what is not level is a watermark, or keeps to its cell
        and abs(char["x0"] - before["x1"]) <= _GAP * size
        and abs(char["bottom"] - before["bottom"]) <= _OFF * size
    )


def _home(begin: float, end: float, crossed: Sequence[int | None], boxes: Mapping[int, Box]) -> int | None:
    """Return the cell from which a text runs over: to the right, to both sides, or to the left."""
    cells = [one for one in crossed if one is not None]
    for one in cells:
        if abs(boxes[one][0] + boxes[one][2] - begin - end) <= 2 * _AT_MIDDLE:
            return one
    if crossed[0] is None or begin - boxes[crossed[0]][0] > _AT_SIDE:
        last = crossed[-1]
        if last is not None and boxes[last][2] - end <= _AT_SIDE:
            return last
    return cells[0]
