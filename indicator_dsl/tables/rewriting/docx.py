"""Word forms (.docx): other texts in some cells, in the dress of the old ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.rewriting._paragraphs import CONTROL, put, refusal
from indicator_dsl.tables.rewriting.edits import Draft, Edit, Notice, Spot, agreed
from indicator_dsl.tables.writers.docx.cells import Tables, child
from indicator_dsl.tables.writers.ooxml.package import Package
from indicator_dsl.tables.writers.ooxml.xml import DamagedError

__all__ = ["rewrite"]

_MAIN: Final = "word/document.xml"


def rewrite(file: str, data: bytes, spots: Sequence[Spot]) -> Draft:
    """Return a Word file with other texts in some cells of its tables.

    A text takes the format of the first run that stood there, its lines the paragraphs of the
    old ones.  All parts but the one with the text keep their bytes, save those that carry our mark.

    Raises:
        TableError: ``rewrite-damaged``, ``missing-library``.
    """
    try:
        from lxml.etree import LxmlError, XMLParser, fromstring, tostring
    except ImportError as error:
        raise TableError("missing-library", path=file, library="lxml", install="indicator-dsl[word]") from error
    try:
        package = Package(data)
        part = _main_part(package)
        root = fromstring(package.read(part), XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        unwritten: dict[Edit, str] = {}
        _write(root, spots, unwritten)
        if len(unwritten) < len(spots):
            document = root.getroottree()
            package.write(
                part,
                tostring(document, encoding="UTF-8", xml_declaration=True, standalone=document.docinfo.standalone),
            )
        signed = any(name.startswith("_xmlsignatures/") for name in package.names)
        return Draft(package.save(), unwritten, (Notice("signature"),) if signed else ())
    except (DamagedError, LxmlError, SyntaxError) as error:
        raise TableError("rewrite-damaged", path=file, reason=str(error)) from error


def _main_part(package: Package) -> str:
    """Return the name of the part with the text, as the reader finds it."""
    if _MAIN in package:
        return _MAIN
    return next((one.target for one in package.related("", "officeDocument")), _MAIN)


def _write(root: Any, spots: Sequence[Spot], unwritten: dict[Edit, str]) -> None:
    tables = Tables(child(root, "body"))
    found: list[tuple[Any, Edit]] = []
    for edit in (spot.edit for spot in spots):
        cell = tables.cell(edit.place)
        if cell is None:
            unwritten[edit] = "no-cell"
        elif CONTROL.search(edit.after):
            unwritten[edit] = "characters"
        else:
            found.append((cell, edit))
    reasons: dict[Any, str] = {}
    for cell, edit in agreed(found, unwritten).items():
        reason = refusal(cell)
        if reason is None:
            put(cell, edit.after.split("\n"))
        else:
            reasons[cell] = reason
    unwritten.update((edit, reasons[cell]) for cell, edit in found if cell in reasons)
