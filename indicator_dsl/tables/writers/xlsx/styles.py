"""``styles.xml``: new formats beside those the workbook has."""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from indicator_dsl.findings import Severity
from indicator_dsl.tables.writers.ooxml.xml import DamagedError, Edits, Element, prefixed, tree, with_attributes

__all__ = ["FILLS", "MINIMAL", "Styles"]

#: Light enough to read black print on, told apart in grey as well. They are no colours of Excel's palette or of its
#: built-in styles, so that we know our own fills again when an annotated workbook is annotated a second time.
FILLS: Final[dict[Severity, str]] = {"error": "FFFFC9C3", "warning": "FFFFE9A6", "info": "FFDCEAF9"}
_OURS: Final = frozenset(FILLS.values())

_SOLID: Final = re.compile(rb"\spatternType\s*=\s*[\"']solid[\"']")
_ORDER: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
#: What a workbook without styles has, and the least that Excel wants.
MINIMAL: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@define
class _List:
    """One of the lists of a style sheet, with what is added to it."""

    element: Element | None
    count: int
    added: dict[bytes, int] = field(factory=dict)

    def add(self, xml: bytes) -> int:
        return self.added.setdefault(xml, self.count + len(self.added))


@define
class Styles:
    """The formats of a workbook.  Cells refer to them by number; what is added has the next numbers."""

    data: bytes
    #: The program that saved the workbook last keeps both colours of a solid fill.
    keeps_colors: bool = True
    root: Element = field(init=False)
    _lists: dict[str, _List] = field(init=False)
    _xfs: list[bytes] = field(init=False)
    _fills: list[bytes] = field(init=False)
    _marked: dict[tuple[int, str], int] = field(factory=dict)
    _unmarked: dict[int, int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.root = tree(self.data)
        if self.root.name != "styleSheet":
            raise DamagedError("no style sheet")
        elements = {name: self.root.child(name) for name in ("fonts", "fills", "borders", "cellXfs")}
        self._lists = {
            name: _List(element, 0 if element is None else len(element.children)) for name, element in elements.items()
        }
        self._xfs, self._fills = (
            [] if element is None else [self.data[one.tag.start : one.end] for one in element.children]
            for element in (elements["cellXfs"], elements["fills"])
        )
        if elements["fills"] is None:
            for pattern in ("none", "gray125"):  # the first two are what they are, whatever a file says
                self.add("fills", f'<fill><patternFill patternType="{pattern}"/></fill>')
        for name, first in (("fonts", "<font/>"), ("borders", "<border/>"), ("cellXfs", "<xf/>")):
            if elements[name] is None or not self._lists[name].count:
                self.add(name, first)
        self._unmarked = {
            number: -1
            for number, xf in enumerate(self._xfs)
            if (fill := _number(xf, "fillId")) < len(self._fills) and _color(self._fills[fill]) in _OURS
        }

    def add(self, name: str, xml: str) -> int:
        """Add an entry to ``fonts``, ``fills``, ``borders`` or ``cellXfs`` and return its number."""
        return self._lists[name].add(prefixed(xml, self.root.prefix))

    @property
    def marked_before(self) -> bool:
        """Whether some format has a fill of ours, from an earlier annotation."""
        return bool(self._unmarked)

    def marked(self, style: int, severity: Severity) -> int:
        """Return the format that is another one but for our fill.

        A colour the cell had is kept where Excel keeps the second colour of a pattern: in
        a solid fill it is not seen.
        """
        style = self.unmarked(style)
        key = style, severity
        if key not in self._marked:
            xf = self._xf(style)
            own = self._fill(_number(xf, "fillId"))
            color = re.search(rb"<(?:\w+:)?fgColor\b([^>]*?)/?>", own) if _SOLID.search(own) else None
            under = ' indexed="64"' if color is None else color[1].decode("utf-8").rstrip()
            fill = self.add(
                "fills",
                f'<fill><patternFill patternType="solid"><fgColor rgb="{FILLS[severity]}"/>'
                f"<bgColor{under}/></patternFill></fill>",
            )
            self._marked[key] = self._with_fill(xf, fill)
        return self._marked[key]

    def unmarked(self, style: int) -> int:
        """Return the format a cell had before an earlier annotation; most have none and stay."""
        if style not in self._unmarked:
            return style
        if self._unmarked[style] < 0:
            xf = self._xf(style)
            under = re.search(rb"<(?:\w+:)?bgColor\b([^>]*?)/?>", self._fill(_number(xf, "fillId")))
            fill = 0
            if self.keeps_colors and under is not None and b"indexed" not in under[1]:
                color = under[1].decode("utf-8").rstrip()
                fill = self.add(
                    "fills", f'<fill><patternFill patternType="solid"><fgColor{color}/></patternFill></fill>'
                )
            self._unmarked[style] = self._with_fill(xf, fill)
        return self._unmarked[style]

    def _with_fill(self, xf: bytes, fill: int) -> int:
        tag = xf[: xf.index(b">") + 1]
        return self._lists["cellXfs"].add(
            with_attributes(tag, {"fillId": str(fill), "applyFill": "1"}) + xf[len(tag) :]
        )

    def _xf(self, style: int) -> bytes:
        """Return a format; a cell that refers to none that exists has the first one."""
        added = self._lists["cellXfs"]
        known = [*self._xfs, *added.added]
        return known[style] if style < len(known) else known[0]

    def _fill(self, number: int) -> bytes:
        known = [*self._fills, *self._lists["fills"].added]
        return known[number] if number < len(known) else b""

    def result(self) -> bytes:
        """Return the part with what was added."""
        edits = Edits(self.data)
        for name, one in self._lists.items():
            if not one.added:
                continue
            inside, count = b"".join(one.added), str(one.count + len(one.added))
            if one.element is not None:
                edits.append(one.element, inside, count=count)
            else:
                prefix = self.root.prefix.encode()
                whole = b'<%s%s count="%s">%s</%s%s>' % (
                    prefix, name.encode(), count.encode(), inside, prefix, name.encode(),
                )  # fmt: skip
                edits.put(self.root, name, whole, _ORDER)
        return edits.result()


def _number(xf: bytes, name: str) -> int:
    found = re.search(rb"\s%s\s*=\s*[\"']([0-9]+)[\"']" % name.encode(), xf)
    return 0 if found is None else int(found[1])


def _color(fill: bytes) -> str:
    found = re.search(rb"<(?:\w+:)?fgColor\b[^>]*?\srgb\s*=\s*[\"']([0-9A-Fa-f]{8})[\"']", fill)
    return "" if found is None or not _SOLID.search(fill) else found[1].decode("ascii").upper()
