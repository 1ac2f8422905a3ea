"""Columns of text: wrapped and padded by what a terminal shows, where 人 takes two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from indicator_dsl.errors import display_width

__all__ = ["GAP", "columns", "fit", "pad", "printable", "wrap"]

GAP = 2
#: A column is never made narrower than this.
_NARROWEST = 8


def printable(text: str) -> str:
    r"""Return a text that cannot disturb the terminal: control characters are shown as ``·``, line breaks kept.

    >>> printable("≥5\t人\x1b")
    '≥5·人·'
    """
    if text.isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() else "·" for c in text.replace("\r\n", "\n"))


def pad(text: str, width: int) -> str:
    """Fill a text up to a width, counted in terminal columns."""
    return text + " " * (width - display_width(text))


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines no wider than the width; nothing but blanks at the breaks is lost.

    >>> wrap("学校师生满意度（含家长）≥95%", 14)
    ['学校师生满意度', '（含家长）≥95%']
    """
    return [line for paragraph in text.split("\n") for line in _wrap(paragraph, width)]


@cache
def _piece() -> re.Pattern[str]:
    """Return what stays together: a run of Latin letters and digits, or one Han character with its punctuation.

    Compiled when first needed: it takes 3 ms, and most calls wrap nothing.
    """
    return re.compile(r"\s+|[“（《【]*(?:[^\s\u2e80-\uffef“”]+|[\u2e80-\uffef])[，。；：、！？）】》”]*|.")


def _wrap(text: str, width: int) -> list[str]:
    if display_width(text) <= width:
        return [text.rstrip()]
    lines, line = [], ""
    for piece in _piece().findall(text):
        if display_width(line + piece) > width:
            if line.strip():
                lines.append(line.rstrip())
            line = ""
            if piece.isspace():
                continue
        for char in piece:
            if display_width(line + char) > width:
                lines.append(line)
                line = ""
            line += char
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def fit(rows: Sequence[Sequence[str]], available: int, widest: Sequence[int] = ()) -> list[int]:
    """Return the widths of columns: what they need, the widest cut down first where there is not enough room.

    Args:
        rows: the cells, line breaks in them kept.
        available: the width of all columns with the gaps between them.
        widest: how wide the first columns may grow at most.

    >>> fit([["小学学生人数", "=43362人"], ["学校师生满意度", "≥95%"]], 40)
    [14, 8]
    >>> fit([["小学学生人数", "=43362人"]], 18)
    [8, 8]
    """
    widths = [
        max((display_width(line) for cell in column for line in cell.split("\n")), default=0)
        for column in zip(*rows, strict=True)
    ]
    widths[: len(widest)] = map(min, widths, widest)
    room = available - GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def columns(cells: Sequence[str], widths: Sequence[int]) -> Iterator[list[str]]:
    """Yield the lines of one row, each a list of cells padded to their widths."""
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for i in range(max(map(len, wrapped))):
        yield [pad(lines[i] if i < len(lines) else "", width) for lines, width in zip(wrapped, widths, strict=True)]
