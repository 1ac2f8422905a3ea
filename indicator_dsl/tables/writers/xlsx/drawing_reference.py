"""Where a sheet refers to the drawing of its comments: behind its cells, at a place the schema fixes."""

from __future__ import annotations

import re
from typing import Final

from indicator_dsl.tables.writers.ooxml.xml import DamagedError, Edits, Element, Tag, prefixed, tree

__all__ = ["drawing_of", "refer_to"]

#: What stands behind the reference.
_BEHIND: Final = (
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_ROOT: Final = re.compile(rb"<(?:\w+:)?(?:work|chart|dialog|macro)sheet\b")
_CELLS_END: Final = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_SPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def drawing_of(data: bytes) -> str | None:
    """Return the id of the relationship to the drawing a sheet shows its comments in, ``None`` if it has none.

    >>> drawing_of(b'<worksheet xmlns:r="r"><sheetData/><legacyDrawing r:id="rId2"/></worksheet>')
    'rId2'
    """
    _, root = _tail(data)
    found = root.child("legacyDrawing")
    if found is None:
        return None
    return next((value for name, value in found.attributes.items() if name.rpartition(":")[2] == "id"), None)


def refer_to(data: bytes, relation: str) -> bytes:
    """Return a sheet that had no drawing with a reference to one.

    >>> refer_to(b"<worksheet><sheetData/><extLst/></worksheet>", "rId1")[:38]
    b'<worksheet><sheetData/><legacyDrawing '
    """
    begin, root = _tail(data)
    edits = Edits(_tail_bytes(data, begin))
    reference = f'<legacyDrawing xmlns:r="{_SPACE}" r:id="{relation}"/>'
    edits.put(root, "legacyDrawing", prefixed(reference, root.prefix), _BEHIND)
    return data[:begin] + edits.result()[len(_root_tag(data)) :]


def _tail(data: bytes) -> tuple[int, Element]:
    """Return where the cells end, and the elements behind them: a tree of a hundred thousand rows costs too much."""
    ends = list(_CELLS_END.finditer(data))
    begin = ends[-1].end() if ends else len(_head(data))
    return begin, tree(_tail_bytes(data, begin))


def _tail_bytes(data: bytes, begin: int) -> bytes:
    return _root_tag(data) + data[begin:]


def _root_tag(data: bytes) -> bytes:
    head = _head(data)
    found = _ROOT.search(head)
    assert found is not None
    return head[found.start() :]


def _head(data: bytes) -> bytes:
    found = _ROOT.search(data)
    if found is None:
        raise DamagedError("no sheet")
    return data[: Tag.at(data, found.start()).end]
