"""Word documents, through lxml.

python-docx is not asked: it opens every part, pictures included, refuses the strict form
of the format, and shows neither tracked changes nor content controls.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from attrs import define, evolve

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._content import document_ending
from indicator_dsl.tables.readers._document import Block, DocCell, DocRow, DocTable, content, document
from indicator_dsl.tables.readers._symbols import raised, symbol
from indicator_dsl.tables.readers._zip import guard

__all__ = ["read"]

_OLE: Final = b"\xd0\xcf\x11\xe0"
#: The text part alone, which takes twenty times its size in memory; 100,000 rows have as much.
_LARGEST_PART: Final = 64 << 20
_LARGEST_RELATIONS: Final = 1 << 20
_MAIN: Final = "word/document.xml"
#: Left alone: deleted and moved away, drawn (text boxes), instructions of fields, notes, readings of ruby.
_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "drawing", "pict", "object", "instrText", "delInstrText", "Choice", "rt"}
    | {"pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr"}
)
_OFF: Final = ("0", "false", "off", "none")
#: Instead of a number of rows, until it is known: a cell merged with those below, with the one above, the one before.
_BEGINS: Final = -1
_GOES_ON: Final = -2
_BEHIND: Final = -3


def read(file: str, data: bytes) -> Iterable[Grid]:
    """Return the one grid of a Word document: its tables, and the lines between them.

    The text is that of the document with all tracked changes accepted, without hidden
    and struck text, text boxes, notes, headers and footers.  Tables are counted in the order in which
    they begin, tables inside tables included.

    Raises:
        TableError: ``missing-library``, ``encrypted-file``, ``old-word-file``, ``corrupt-file``,
            ``too-large``, ``empty-file``.
    """
    body = _body(file, data)
    try:
        blocks = _Walk().blocks(body)
    except RecursionError as error:
        raise TableError("too-large", path=file, what="@nesting", limit="100") from error
    if not any(block if isinstance(block, str) else True for block in blocks):
        raise TableError("empty-file", path=file)
    return [document(file, blocks)]


# ---- the package ----


def _body(file: str, data: bytes) -> Any:
    """Return the element that holds the text of the document."""
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        if not encrypted and document_ending(data):
            raise TableError("wrong-ending", path=file, ending=document_ending(data))
        raise TableError("encrypted-file" if encrypted else "old-word-file", path=file)
    if document_ending(data) not in {"", ".docx"}:
        raise TableError("wrong-ending", path=file, ending=document_ending(data))
    guard(file, data)
    try:
        from lxml.etree import LxmlError, XMLParser, fromstring
    except ImportError as error:
        raise TableError("missing-library", path=file, library="lxml", install="indicator-dsl[word]") from error
    # The defaults of the parser against bombs stay: depth 256, no network. Entities are never put in.
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with ZipFile(BytesIO(data)) as archive:
            part = _main_part(archive, parser, fromstring)
            root = fromstring(_unpacked(file, archive, part), parser)
    except (TableError, MemoryError):
        raise
    except (LxmlError, SyntaxError) as error:
        raise TableError("corrupt-file", path=file, kind="@word", reason="@details", detail=f"XML: {error}") from error
    except Exception as error:  # of a damaged archive zipfile lets struct.error, zlib.error and others through
        reason = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
        raise TableError(
            "corrupt-file", path=file, kind="@word", reason="@details", detail=reason or type(error).__name__
        ) from error
    if root.getroottree().docinfo.doctype:
        # The format forbids it; it is there to define entities.
        raise TableError("corrupt-file", path=file, kind="@word", reason="@details", detail="DOCTYPE")
    body = next((child for child in root if _name(child) == "body"), None)
    if _name(root) != "document" or body is None:
        raise TableError("corrupt-file", path=file, kind="@word", reason="@details", detail=f"{part}: <{_name(root)}>")
    return body


def _unpacked(file: str, archive: ZipFile, part: str) -> bytes:
    member = archive.getinfo(part)
    if member.flag_bits & 1:
        raise TableError("encrypted-file", path=file)
    if member.file_size > _LARGEST_PART:
        raise TableError("too-large", path=file, what="@unpacked", limit=f"{_LARGEST_PART >> 20} MiB")
    return archive.read(member)


def _main_part(archive: ZipFile, parser: Any, fromstring: Any) -> str:
    """Return the name of the part with the text; some programs call it document2.xml and say so."""
    if _MAIN in archive.namelist() or "_rels/.rels" not in archive.namelist():
        return _MAIN
    for relation in fromstring(archive.open("_rels/.rels").read(_LARGEST_RELATIONS), parser):
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return posixpath.normpath(str(relation.get("Target", _MAIN)).lstrip("/"))
    return _MAIN


# ---- the text ----


def _name(element: Any) -> str:
    """Return the name of an element without its namespace, which strict documents have their own of."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _get(element: Any, name: str) -> str | None:
    """Return an attribute, whatever its namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


def _child(element: Any, *path: str) -> Any:
    """Return the element at the end of a path of names, ``None`` if there is none."""
    for name in path:
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return None
    return element


def _is_prompt(element: Any) -> bool:
    """Return whether a content control shows only 单击此处输入文字: nobody has filled it in."""
    return _name(element) == "sdt" and _child(element, "sdtPr", "showingPlcHdr") is not None


def _is_on(properties: Any, name: str) -> bool:
    found = None if properties is None else _child(properties, name)
    return found is not None and (_get(found, "val") or "1") not in _OFF


def _number(properties: Any, name: str) -> int:
    """Return the number a property of a cell or row states, 0 without one."""
    found = None if properties is None else _child(properties, name)
    text = "" if found is None else _get(found, "val") or ""
    return min(int(text), 1000) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _parts(element: Any, *names: str) -> Iterator[Any]:
    """Yield the children of some names, those inside content controls and tracked changes included."""
    for child in element:
        name = _name(child)
        if name in names:
            yield child
        elif name and name not in _SKIPPED and name not in {"p", "tbl", "tr", "tc"} and not _is_prompt(child):
            yield from _parts(child, *names)


@define
class _Walk:
    """A walk over the document that counts its tables."""

    tables: int = 0

    def blocks(self, container: Any) -> list[Block]:
        """Return the paragraphs and tables of the body or of a cell."""
        blocks: list[Block] = []
        joined = ""
        for part in _parts(container, "p", "tbl"):
            if _name(part) == "tbl":
                blocks.append(self.table(part))
                continue
            text = joined + "".join(_texts(part))
            # Where the mark of a paragraph was deleted it goes on in the next.
            marks = _child(part, "pPr", "rPr")
            joined = text if marks is not None and _child(marks, "del") is not None else ""
            if not joined:
                blocks.append(text)
        return [*blocks, joined] if joined else blocks

    def table(self, table: Any) -> DocTable:
        self.tables += 1
        number = self.tables
        rows: list[DocRow] = []
        for row_number, row in enumerate(_parts(table, "tr"), start=1):
            properties = _child(row, "trPr")
            cells = self.cells(row, _number(properties, "gridBefore"))
            gone = properties is not None and (_child(properties, "del") is not None or _is_on(properties, "hidden"))
            # Walked through even if it is gone: the tables in it are counted.
            found = DocRow(tuple(cells), number, row_number)
            if not gone:
                rows.append(found)
        return DocTable(tuple(_merged(rows)))

    def cells(self, row: Any, column: int) -> Iterator[DocCell]:
        for cell in _parts(row, "tc"):
            properties = _child(cell, "tcPr")
            across = _number(properties, "gridSpan") or 1
            text, inner = content(self.blocks(cell))
            if properties is not None and _child(properties, "cellDel") is not None:
                continue
            yield DocCell(text, across, _merge(properties), column, inner)
            column += across


def _merge(properties: Any) -> int:
    """Return the mark of a cell that is merged with others, 1 for any other."""
    for name, begins, goes_on in (("vMerge", _BEGINS, _GOES_ON), ("hMerge", 1, _BEHIND)):
        merge = None if properties is None else _child(properties, name)
        if merge is not None:
            return begins if _get(merge, "val") == "restart" else goes_on
    return 1


def _merged(rows: list[DocRow]) -> Iterator[DocRow]:
    """Yield the rows without the cells that others cover, which reach over them instead."""
    reach: dict[tuple[int, int | None], int] = {}
    began: dict[int | None, int] = {}  # by column: the row in which the merged cell that is open began
    kept: list[list[DocCell]] = []
    for at, row in enumerate(rows):
        open_here: dict[int | None, int] = {}
        cells: list[DocCell] = []
        for cell in row.cells:
            if cell.down == _GOES_ON and cell.column in began:
                open_here[cell.column] = began[cell.column]
                reach[began[cell.column], cell.column] += 1
            elif cell.down == _BEHIND and cells:
                cells[-1] = evolve(cells[-1], across=cells[-1].across + cell.across)
            else:
                if cell.down in (_BEGINS, _GOES_ON):
                    open_here[cell.column], reach[at, cell.column] = at, 1
                cells.append(cell)
        began = open_here
        kept.append(cells)
    for at, (row, cells) in enumerate(zip(rows, kept, strict=True)):
        yield evolve(row, cells=tuple(evolve(cell, down=reach.get((at, cell.column), 1)) for cell in cells))


def _texts(element: Any, font: str = "", *, dress: str = "") -> Iterator[str]:
    """Yield the texts below an element in the order a reader sees them."""
    for child in element:
        name = _name(child)
        match name:
            case "t":
                text = "".join(symbol(ord(c)) if _is_symbol(c, font) else c for c in child.text or "")
                yield raised(text, lowered=dress == "sub") if dress else text
            case "br" | "cr":
                yield "\n"
            case "tab" | "ptab":
                yield "\t"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                yield _symbol(child)
            case "r":
                yield from _run(child, dress)
            case "f":  # a fraction of a formula
                yield from _fraction(child, font, dress)
            case "sup" | "sub":
                yield from _texts(child, font, dress=name)
            case _ if name and name not in _SKIPPED and not name.endswith("Pr") and not _is_prompt(child):
                yield from _texts(child, font, dress=dress)


def _run(run: Any, dress: str) -> Iterator[str]:
    properties = _child(run, "rPr")
    font = ""
    if properties is not None:
        if any(_is_on(properties, gone) for gone in ("vanish", "strike", "dstrike")):
            return
        fonts, align = _child(properties, "rFonts"), _child(properties, "vertAlign")
        font = "" if fonts is None else _get(fonts, "ascii") or _get(fonts, "hAnsi") or ""
        how = "" if align is None else _get(align, "val") or ""
        dress = {"superscript": "sup", "subscript": "sub"}.get(how, dress)
    yield from _texts(run, font, dress=dress)


def _fraction(fraction: Any, font: str, dress: str) -> Iterator[str]:
    for name, before in (("num", ""), ("den", "/")):
        part = _child(fraction, name)
        if part is not None:
            yield before
            yield from _texts(part, font, dress=dress)


def _symbol(element: Any) -> str:
    try:
        code = int(_get(element, "char") or "", 16)
    except ValueError:
        return "\ufffd"
    # Of other fonts (ticks, arrows) nothing is known: a value with such a sign shall be refused, not lose it.
    return symbol(code) if _get(element, "font") == "Symbol" else "\ufffd"


def _is_symbol(character: str, font: str) -> bool:
    """Return whether a character is one of the private ones under which Word keeps the Symbol font."""
    return "\uf020" <= character <= "\uf0ff" and font in {"", "Symbol"}
