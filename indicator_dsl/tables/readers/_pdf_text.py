"""From the characters of a PDF, each with its place on the page, to lines and to the text of a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from attrs import evolve, frozen

from indicator_dsl.tables.readers._symbols import raised

__all__ = ["Box", "Line", "bound", "joined", "lines_of", "padding", "seam"]

#: One character as pdfplumber describes it.
Char = Mapping[str, Any]

#: Radicals that are no compatibility characters, by the ideograph that has the same shape. Fonts of many programs
#: draw both with one glyph, and the PDF then names the wrong one: ⽉ (U+2F49) for 月, ⻋ (U+2ECB) for 车.
_RADICALS: Final = str.maketrans(
    "⼾⺁⺄⺇⺊⺌⺒⺓⺟⺠⺬⺮⺶⺼⻁⻃⻄⻅⻆⻇⻉⻊⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻟⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳",
    "户厂乙几卜小巳幺母民示竹羊肉虎覀西见角角贝足车長镸长门雨青韦页风飞食飠首马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟",
)
#: Radicals that are compatibility characters, and the ligatures of Latin fonts.
_COMPATIBLE: Final = re.compile("[\u2f00-\u2fd5\ufb00-\ufb06]")
#: Text without a character map of its font comes out as numbers.
_UNMAPPED: Final = re.compile(r"\(cid:\d+\)")
#: In parts of the size of the text: a gap that is a blank between Latin characters, next to a wide one, between
#: words that stand apart. Chinese set to fill its line has gaps of up to one character.
_BLANK: Final = 0.2
_BLANK_BESIDE_WIDE: Final = 0.6
_APART: Final = 2.0
#: A character that is smaller than this and this far off the middle of its line is raised or lowered.
_SMALL: Final = 0.75
_OFF_MIDDLE: Final = 0.1
#: Bold is often faked by drawing a character twice, almost in one place.
_SAME_PLACE: Final = 0.25
#: Two characters that cover more of each other than this part were not set as one text.
_OVERLAP: Final = 0.6
#: Where it is in doubt by this part of a character, a line is full.
_TIGHT: Final = 0.3
#: More room than this at the sides of a cell is the author's layout and not the program's.
_WIDEST_PADDING: Final = 8.0
#: What binds to the character behind it, and to the one before: no line ends between.
_OPENING: Final = frozenset("（(《〈【“‘「『≥≤＞＜>=<±￥¥$-+/")
_CLOSING: Final = frozenset("）)》〉】”’」』，。、；：！？,.;:!?%％‰/")


#: left, top, right, bottom
Box = tuple[float, float, float, float]


@frozen
class _Glyph:
    """One character in the direction of its line: from ``begin`` to ``end``, with its middle and size across it."""

    text: str
    begin: float
    end: float
    middle: float
    size: float


@frozen
class Line:
    """One line of text, its extent along its direction and its middle across it."""

    text: str
    begin: float
    end: float
    middle: float
    size: float
    #: The room that its first unbreakable unit takes: in the line above there was not as much.
    first: float
    #: The room of its first character.
    start: float
    #: From left to right, and not upwards or downwards.
    level: bool


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """Return the lines that characters form, from the top, each from left to right."""
    turn, glyphs = _glyphs(chars)
    rows: list[list[_Glyph]] = []
    middle = size = 0.0
    for glyph in sorted(glyphs, key=lambda one: one.middle):
        if rows and abs(glyph.middle - middle) <= max(size, glyph.size) / 2:
            rows[-1].append(glyph)
            if glyph.size > size * 1.01:
                middle, size = glyph.middle, glyph.size
        else:
            rows.append([glyph])
            middle, size = glyph.middle, glyph.size
    return [line for line in (_line(row, level=turn == "level") for row in rows) if line is not None]


def _glyphs(chars: Iterable[Char]) -> tuple[str, list[_Glyph]]:
    """Return the direction in which most characters are written, and these."""
    by_turn: dict[str, list[_Glyph]] = {}
    for char in chars:
        a, b, *_ = char["matrix"]
        if abs(b) <= abs(a) / 50:
            turn, begin, end, low, high = "level", char["x0"], char["x1"], char["top"], char["bottom"]
        elif abs(a) > abs(b) / 50:
            continue  # aslant: a watermark
        elif b > 0:
            turn, begin, end, low, high = "up", -char["bottom"], -char["top"], char["x0"], char["x1"]
        else:
            turn, begin, end, low, high = "down", char["top"], char["bottom"], -char["x1"], -char["x0"]
        glyph = _Glyph(_ideographs(char["text"]), begin, end, (low + high) / 2, high - low)
        by_turn.setdefault(turn, []).append(glyph)
    return max(by_turn.items(), key=lambda one: len(one[1]), default=("level", []))


def _ideographs(text: str) -> str:
    r"""Return a text with the ideographs that its radicals are meant for.

    >>> _ideographs("⽉底前"), _ideographs("⻋辆"), _ideographs("(cid:12)")
    ('月底前', '车辆', '\ufffd')
    """
    if len(text) > 1:
        text = _UNMAPPED.sub("\ufffd", text)
    whole = "".join(unicodedata.normalize("NFKC", c) if _COMPATIBLE.match(c) else c for c in text.translate(_RADICALS))
    return whole.replace("\xa0", " ")


def _line(glyphs: list[_Glyph], *, level: bool) -> Line | None:
    glyphs.sort(key=lambda one: one.begin)
    blanks = [glyph.begin for glyph in glyphs if glyph.text.isspace()]
    inked = _once(glyph for glyph in glyphs if not glyph.text.isspace())
    if not inked:
        return None
    size = max(glyph.size for glyph in inked)
    middle = next(glyph.middle for glyph in inked if glyph.size == size)
    text, end = "", inked[0].begin
    first: float | None = None
    before = inked[0]
    for glyph in inked:
        between = ""
        if text:
            written = any(end - size / 10 <= blank < glyph.begin for blank in blanks)
            between = _between((glyph.begin - end) / size, text[-1], glyph.text[0], written=written)
            if first is None and (between or _may_break(text[-1], glyph.text[0])):
                first = end - inked[0].begin
            if _collide(before, glyph):
                between = "\ufffd"
        small = bool(text) and glyph.size < _SMALL * size and abs(glyph.middle - middle) > _OFF_MIDDLE * size
        text += between + (raised(glyph.text, lowered=glyph.middle > middle) if small else glyph.text)
        end, before = max(end, glyph.end), glyph
    whole, start = end - inked[0].begin, inked[0].end - inked[0].begin
    return Line(text, inked[0].begin, end, middle, size, whole if first is None else first, start, level)


def _collide(before: _Glyph, glyph: _Glyph) -> bool:
    """Return whether two characters are drawn over each other: nobody can read what stands there."""
    narrow = min(before.end - before.begin, glyph.end - glyph.begin)
    return 0 < _OVERLAP * narrow < before.end - glyph.begin and abs(before.size - glyph.size) < glyph.size / 10


def _once(glyphs: Iterable[_Glyph]) -> list[_Glyph]:
    shown: list[_Glyph] = []
    for glyph in glyphs:
        if not any(
            glyph.text == other.text and abs(glyph.begin - other.begin) < _SAME_PLACE * (other.end - other.begin)
            for other in shown[-2:]
        ):
            shown.append(glyph)
    return shown


def _between(gap: float, before: str, after: str, *, written: bool) -> str:
    """Return the blank that a reader sees between two characters; ``written`` if the PDF has one there."""
    if gap >= _APART:
        return "  "
    wide = _is_wide(before) + _is_wide(after)
    enough = (_BLANK, _BLANK_BESIDE_WIDE, _APART)[wide]
    return " " if gap >= enough or (written and gap >= _BLANK / 2) else ""


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _may_break(before: str, after: str) -> bool:
    """Return whether a line may end between two characters that stand together."""
    return (_is_wide(before) or _is_wide(after)) and before not in _OPENING and after not in _CLOSING


def padding(lines: Iterable[tuple[Box, Sequence[Line]]]) -> float:
    """Return the room that is left free at the sides of the cells of a table, by the fullest of them."""
    rooms = [line.begin - box[0] for box, found in lines for line in found if line.level]
    return min(max(min(rooms, default=0.0), 0.0), _WIDEST_PADDING)


def seam(above: Line, below: Line, box: Box, free: float) -> str:
    """Return what stands between two lines of a cell: a line break only where the author ended the line.

    Elsewhere the cell was full: the next unit had no room.
    """
    if _are_bound(above, below):
        return ""
    room = (box[2] - box[0] if above.level else box[3] - box[1]) - 2 * free - _TIGHT * above.size
    taken = above.end - above.begin
    if taken + below.first <= room:
        return "\n"
    ends = above.text[-1] + below.text[0]
    if not (ends.isascii() and ends.isalnum()):
        return ""
    # Inside a word or number only one was cut that filled its line: 5 above 6户 is not 56户.
    if taken + below.start > room:
        return ""
    alone = ends.isdigit() and not any(character == " " or _is_wide(character) for character in above.text)
    return "\n" if alone else " "


def _are_bound(above: Line, below: Line) -> bool:
    """Return whether two lines are one text whatever the room: nothing ends in ≥ or begins with %."""
    return above.text[-1] in _OPENING or below.text[0] in _CLOSING


def bound(lines: Sequence[Line]) -> list[Line]:
    """Return lines whose first units reach over line breaks that should not be there, as in （|A）."""
    found: list[Line] = []
    for line in reversed(lines):
        whole = line.first >= line.end - line.begin
        goes_on = bool(found) and whole and _are_bound(line, found[-1])
        found.append(evolve(line, first=line.first + found[-1].first) if goes_on else line)
    return found[::-1]


def joined(lines: Sequence[Line], box: Box, free: float) -> str:
    """Return the text of a cell."""
    text = lines[0].text if lines else ""
    for above, below in pairwise(bound(lines)):
        text += seam(above, below, box, free) + below.text
    return text
