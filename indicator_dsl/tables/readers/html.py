"""Tables of web pages, through lxml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from attrs import define, field

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._document import Block, DocCell, DocRow, DocTable, content, document
from indicator_dsl.tables.readers._plain import decode
from indicator_dsl.tables.readers._symbols import raised

__all__ = ["read"]

#: A page takes up to sixty times its size in memory. The largest lists of projects have a few MiB.
_LARGEST: Final = 32 << 20
#: Tables inside tables: layouts of old sites have six or so.
_DEEPEST: Final = 100
_DECLARED: Final = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)|^\s*<\?xml[^>]+encoding=["']([\w-]+)""", re.IGNORECASE
)
#: How far into a page its encoding may be declared; the standard says 1024 bytes, old sites need more.
_SAMPLE: Final = 4096
#: Only these: a page in Latin-1 holds no Chinese, so the declaration is a mistake.
_ENCODINGS: Final = {
    "utf-8": "utf-8", "utf8": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs",
}  # fmt: skip
#: libxml2 takes the square of the number of attributes: a million of them is an hour.
_TAG: Final = re.compile(r"""<[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_MOST_ATTRIBUTES: Final = 1000
#: What no reader of the page sees as text, or sees struck through.
_SKIPPED: Final = frozenset(
    {"head", "script", "style", "template", "noscript", "iframe", "object", "svg", "rp", "rt", "datalist", "title"}
    | {"s", "strike", "del"}
)
#: What begins a line of its own.
_BLOCKS: Final = frozenset(
    {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "caption", "center"}
    | {"section", "article", "header", "footer", "main", "nav", "form", "fieldset", "blockquote", "address", "hr", "br"}
)
_DRESS: Final = frozenset({"sup", "sub", "pre"})
_HIDDEN: Final = re.compile(r"(?:^|;)\s*(?:display|visibility)\s*:\s*(none|hidden)\b", re.IGNORECASE)
#: Kinds of input whose value stands on the page as text.
_TYPED: Final = frozenset({"", "text", "number", "search", "tel", "date", "url", "email"})
#: Blanks as HTML has them. A no-break space is none of them, nor is the wide Chinese one.
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_UNSEEN: Final = str.maketrans("\xa0", " ", "\u200b\ufeff\xad")
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")
_MOST_ROWS: Final = 65534  # of the standard
_MOST_COLUMNS: Final = 1000


def read(file: str, data: bytes) -> Iterable[Grid]:
    """Return the one grid of a page: its tables, and the lines between them.

    What the page does not show is not read: elements with ``hidden``, ``display: none`` or
    ``visibility: hidden`` of their own.  What is typed or chosen in a form is read.  Tables
    are counted in the order in which they begin, those inside tables and hidden ones included.

    Raises:
        TableError: ``missing-library``, ``binary-file``, ``wrong-encoding``, ``empty-file``, ``corrupt-file``,
            ``too-large``.
    """
    if len(data) > _LARGEST:
        raise TableError("too-large", path=file, what="@file-size", limit=f"{_LARGEST >> 20} MiB")
    text = decode(file, data, _declared(data))
    if any(len(tag[0].split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES for tag in _TAG.finditer(text)):
        raise TableError("too-large", path=file, what="@attributes", limit=f"{_MOST_ATTRIBUTES:,}")
    try:
        from lxml.etree import HTMLParser, LxmlError, fromstring, iterwalk
    except ImportError as error:
        raise TableError("missing-library", path=file, library="lxml", install="indicator-dsl[word]") from error
    # Without huge_tree what is nested more than 256 deep is dropped in silence.
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = fromstring(text.replace("\0", "\ufffd").encode(), parser)
    except (LxmlError, SyntaxError, AssertionError) as error:
        raise TableError("corrupt-file", path=file, kind="@html", reason="@details", detail=str(error)) from error
    if root is None:
        raise TableError("empty-file", path=file)
    if any("depth" in entry.message for entry in parser.error_log.filter_from_fatals()):
        # libxml2 drops what is nested deeper, here some thousand elements.
        raise TableError("too-large", path=file, what="@nesting", limit="2,000")
    walk = _Walk(file)
    steps = iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            walk.end(element)
        elif not walk.start(element):
            steps.skip_subtree()
    return [document(file, walk.blocks())]


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_SAMPLE])
    return None if found is None else _ENCODINGS.get((found[1] or found[2]).decode("ascii", "replace").lower())


@define
class _Box:
    """What is gathered of the page, or of one cell: finished blocks, and the text of the line that is open."""

    across: int = 1
    down: int = 1
    done: list[Block] = field(factory=list)
    line: list[str] = field(factory=list)

    def end_line(self) -> None:
        if self.line:
            raw = "".join(self.line)
            self.done.append(_BLANKS.sub(_blank, raw).translate(_UNSEEN).strip())
            self.line = []


@define
class _Frame:
    """A table that is open: its number, its finished rows, its open row and cell, how many rows have begun."""

    number: int
    rows: list[DocRow] = field(factory=list)
    row: list[DocCell] | None = None
    cell: _Box | None = None
    begun: int = 0

    def end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            self.cell.end_line()
            text, inner = content(self.cell.done)
            self.row.append(DocCell(text, self.cell.across, self.cell.down, inner=inner))
        self.cell = None

    def end_row(self) -> None:
        self.end_cell()
        if self.row is not None:
            self.rows.append(DocRow(tuple(self.row), self.number, self.begun))
        self.row = None

    def start_row(self) -> None:
        self.end_row()
        self.begun += 1
        self.row = []


@define
class _Walk:
    """A walk over the page without recursion: pages may be nested deeper than Python is."""

    file: str
    _page: _Box = field(factory=_Box)
    _frames: list[_Frame] = field(factory=list)
    _tables: int = 0
    #: The open elements in which text is raised, lowered or preformatted.
    _dress: list[str] = field(factory=list)
    #: The element begun last is not read.
    _passed: bool = False

    def blocks(self) -> list[Block]:
        """Return what the page holds, after the last element."""
        self._page.end_line()
        return self._page.done

    def start(self, element: Any) -> bool:
        """Begin an element; ``False`` if what is in it is not to be read."""
        tag = element.tag
        if tag in {"table", "tr", "td", "th"}:
            self._passed = not self._start_part(element, tag)
        elif not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
            self._tables += sum(1 for _ in element.iter("table"))
            self._passed = True
        elif tag in {"input", "textarea", "select"}:
            self._write(_typed(element, tag))
            self._passed = True
        else:
            if tag in _DRESS:
                self._dress.append(tag)
            if tag in _BLOCKS:
                self._box.end_line()
            self._write(element.text)
        return not self._passed

    def end(self, element: Any) -> None:
        """End an element."""
        tag = element.tag
        if self._passed:
            self._passed = False
        elif tag == "table":
            frame = self._frames.pop()
            frame.end_row()
            self._box.done.append(DocTable(tuple(frame.rows)))
        elif tag == "tr" and self._frames:
            self._frames[-1].end_row()
        elif tag in {"td", "th"} and self._frames:
            self._frames[-1].end_cell()
        elif tag in _DRESS:
            self._dress.pop()
        elif tag in _BLOCKS:
            self._box.end_line()
        self._write(element.tail)

    @property
    def _box(self) -> _Box:
        """Where text goes: the innermost cell that is open, or the page. A caption is a line above its table."""
        return next((frame.cell for frame in reversed(self._frames) if frame.cell is not None), self._page)

    def _start_part(self, element: Any, tag: str) -> bool:
        """Begin a table or a part of one; ``False`` if it is hidden."""
        hidden = _is_hidden(element)
        if tag == "table":
            self._tables += 1
            self._box.end_line()
            if not hidden:
                self._frames.append(_Frame(self._tables))
                if len(self._frames) > _DEEPEST:
                    raise TableError("too-large", path=self.file, what="@nesting", limit=str(_DEEPEST))
        elif self._frames and tag == "tr":
            self._frames[-1].start_row()
            if hidden:
                self._frames[-1].row = None
        elif self._frames:
            frame = self._frames[-1]
            frame.end_cell()
            if frame.row is None:
                frame.start_row()  # a cell outside a row
            if hidden != "none":
                down = _span(element, "rowspan", _MOST_ROWS) or _MOST_ROWS  # 0: to the end of the table
                frame.cell = _Box(_span(element, "colspan", _MOST_COLUMNS) or 1, down)
            if hidden:
                frame.end_cell()
        if hidden:
            self._tables += sum(1 for _ in element.iterdescendants("table"))
        else:
            self._write(element.text)
        return not hidden

    def _write(self, text: str | None) -> None:
        if not text:
            return
        dress = self._dress[-1] if self._dress else ""
        if dress == "pre":
            first, *others = text.splitlines() or [""]
            self._box.line.append(first)
            for line in others:
                self._box.end_line()
                self._box.line.append(line)
        else:
            self._box.line.append(raised(text, lowered=dress == "sub") if dress else text)


def _is_hidden(element: Any) -> str:
    """Return how an element is hidden: ``none`` if it takes no room either, ``""`` if it is shown."""
    if element.get("hidden") is not None:
        return "none"
    found = _HIDDEN.search(element.get("style") or "")
    return "" if found is None else found[1].lower()


def _span(element: Any, name: str, most: int) -> int:
    text = (element.get(name) or "").strip()
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _typed(element: Any, tag: str) -> str:
    """Return what stands in a field of a form."""
    if _is_hidden(element):
        return ""
    if tag == "input":
        return (element.get("value") or "") if (element.get("type") or "").lower() in _TYPED else ""
    if tag == "textarea":
        return element.text or ""
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    return "".join(chosen[-1].itertext()) if chosen else ""


def _blank(found: re.Match[str]) -> str:
    """Return what a run of blanks shows as: a line end of the source between two wide characters shows as nothing."""
    around = found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1]
    return "" if "\n" in found[0] and len(around) == 2 and _WIDE.match(around[0]) and _WIDE.match(around[1]) else " "
