"""The boxes in which a sheet shows its comments: a drawing in VML, a part of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from indicator_dsl.tables.writers.ooxml.xml import DamagedError
from indicator_dsl.tables.writers.xlsx.cells import Cell, Geometry, lines_of
from indicator_dsl.tables.writers.xlsx.comments import Texts

__all__ = ["blocks_of", "boxes"]

_BOX_WIDTH: Final = 300
_LINE_HEIGHT: Final = 17
#: Half-width characters of the comments' font that fit on a line of the box.
_LINE: Final = 46

_SPACES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_NEW_DRAWING: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
_SHAPE_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:{width}pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
# Old versions of Excel write drawings that are no well-formed XML (<br> and bare attributes), so they are no tree.
_SHAPES: Final = re.compile(r"<((?:\w+:)?)shape\s.*?</\1shape>", re.DOTALL)
_ROW_OF: Final = re.compile(r"<(?:\w+:)?Row>\s*([0-9]+)\s*<")
_COLUMN_OF: Final = re.compile(r"<(?:\w+:)?Column>\s*([0-9]+)\s*<")
_ANCHOR: Final = re.compile(r"(<(?:\w+:)?Anchor>)([^<]*)(<)")
_SIZE: Final = re.compile(r"(?<![-\w])(width|height):[^;'\"]*")
_BEGIN: Final = re.compile(r"<xml\b")
_MAP: Final = re.compile(r"(<(?:\w+:)?idmap\b[^>]*?\bdata=[\"'])([0-9, ]*)([\"'])")
#: How many shapes a block of ids has.
_BLOCK: Final = 1024


def boxes(drawing: str | None, texts: Texts, geometry: Geometry, merged: Mapping[Cell, int], used: set[int]) -> str:
    """Return the drawing that holds the boxes of a sheet's comments.

    Args:
        drawing: as the file has it, ``None`` if it has none.
        texts: the comments.
        geometry: of the sheet.
        merged: the last column of cells that are merged.
        used: the blocks of shape ids that drawings of the workbook use; those taken here are added.
    """

    def mend(found: re.Match[str]) -> str:
        shape = found[0]
        row, column = _ROW_OF.search(shape), _COLUMN_OF.search(shape)
        if 'ObjectType="Note"' not in shape or row is None or column is None:
            return shape
        cell = int(row[1]) + 1, int(column[1]) + 1
        if cell in texts.removed:
            return ""
        return _enlarged(shape, _height(texts.shown[cell]), geometry) if cell in texts.shown else shape

    drawing = _SHAPES.sub(mend, drawing or _NEW_DRAWING)
    ids = _ids(len(texts.added), used)
    shapes = [] if "_x0000_t202" in drawing else [_SHAPE_TYPE]
    for cell, number in zip(sorted(texts.added), ids, strict=True):
        height = _height(texts.shown[cell])
        row, column = cell
        shapes.append(
            _SHAPE.format(
                id=number,
                width=_points(_BOX_WIDTH),
                height=_points(height),
                anchor=_anchor((merged.get(cell, column) + 1, 15, max(row - 1, 1), 6), height, geometry),
                row=row - 1,
                column=column - 1,
            )
        )
    taken = ",".join(map(str, sorted(_blocks(drawing) | {number // _BLOCK for number in ids})))
    drawing = _MAP.sub(rf"\g<1>{taken}\g<3>", drawing, count=1)
    for prefix, space in _SPACES.items():
        if shapes and f"xmlns:{prefix}=" not in drawing[: drawing.find(">")]:
            drawing = _BEGIN.sub(f'<xml xmlns:{prefix}="{space}"', drawing, count=1)
    end = drawing.rfind("</xml>")
    if end < 0:
        raise DamagedError("a drawing without an end")
    return f"{drawing[:end]}{''.join(shapes)}{drawing[end:]}"


def blocks_of(drawings: Iterable[str]) -> set[int]:
    """Return the blocks of shape ids that drawings say they use."""
    return {block for drawing in drawings for block in _blocks(drawing)}


def _blocks(drawing: str) -> set[int]:
    return {int(one) for found in _MAP.finditer(drawing) for one in found[2].split(",") if one.strip()}


def _ids(count: int, used: set[int]) -> list[int]:
    """Return free shape ids, from blocks that no other drawing of the workbook has."""
    found: list[int] = []
    block = 1
    while len(found) < count:
        while block in used:
            block += 1
        used.add(block)
        found += range(block * _BLOCK + 1, (block + 1) * _BLOCK)
    return found[:count]


def _height(words: str) -> int:
    """Return how high a box must be for its text, in pixels."""
    return lines_of(words, _LINE) * _LINE_HEIGHT + 12


def _points(pixels: int) -> str:
    return f"{pixels * 0.75:g}"


def _anchor(start: tuple[int, int, int, int], height: int, geometry: Geometry) -> str:
    """Return the corners of a box: cells counted from 0 and pixels inside them, from cells counted from 1."""
    column, right, row, down = start
    last, x = _walk(column, right + _BOX_WIDTH, geometry.width)
    bottom, y = _walk(row, down + height, geometry.height)
    right, down = min(right, geometry.width(column)), min(down, geometry.height(row))
    return f"{column - 1}, {right}, {row - 1}, {down}, {last - 1}, {x}, {bottom - 1}, {y}"


def _walk(at: int, length: int, size: Callable[[int], int]) -> tuple[int, int]:
    """Return the cell in which a length ends that begins at a cell, and how far into it."""
    for _ in range(_BLOCK):  # hidden rows may go on for ever
        if length <= size(at):
            break
        length -= size(at)
        at += 1
    return at, min(length, size(at))


def _enlarged(shape: str, height: int, geometry: Geometry) -> str:
    """Return a box of the user made higher and wider where ours has been put below the text in it."""
    found = _ANCHOR.search(shape)
    numbers = re.findall("[0-9]+", found[2]) if found is not None else []
    if len(numbers) == 8:  # without corners the size counts, with them the corners do
        column, right, row, down, *_ = map(int, numbers)
        anchor = _anchor((column + 1, right, row + 1, down), height, geometry)
        shape = _ANCHOR.sub(rf"\g<1>{anchor}\g<3>", shape, count=1)
    size = {"width": f"{_points(_BOX_WIDTH)}pt", "height": f"{_points(height)}pt"}
    tag, end, rest = shape.partition(">")
    return _SIZE.sub(lambda one: f"{one[1]}:{size[one[1]]}", tag) + end + rest
