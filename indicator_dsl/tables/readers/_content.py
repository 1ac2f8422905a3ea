"""What a file is by its content: many are not what the ending of their name says."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.readers._ole import OLE, streams
from indicator_dsl.tables.readers._parts import UNKNOWN, Damage

__all__ = ["document_ending", "ending_of", "misnamed"]

#: How an archive begins.
_ZIP: Final = b"PK\x03\x04"
_NO_TEXT: Final = re.compile(rb"[\0-\x08\x0e-\x1f]")
_BLANKS: Final = b"\xef\xbb\xbf \t\r\n"
#: How much of a file is looked at for HTML.
_START: Final = 4096


def ending_of(data: bytes) -> str:
    r"""Return the ending that the content of a file asks for, ``""`` if it is none that is known.

    >>> ending_of(b"<html><table>"), ending_of("三级指标\t指标值".encode()), ending_of(b"\x00")
    ('.html', '.txt', '')
    """
    if data.startswith(_ZIP):
        names = {"xl/workbook.bin": ".xlsb", "content.xml": ".ods", "word/document.xml": ".docx"}
        # Not its bytes: a workbook may hold a Word file. Whether it is a workbook its parts will tell.
        found = _names(data)
        return next((ending for name, ending in names.items() if name in found), ".xlsx")
    if data.startswith(OLE):
        return ".xls"
    start = data[:_START].lstrip(_BLANKS).lower()
    if b"<html" in start or start.startswith(b"<table"):
        return ".html"
    return "" if start.startswith(b"<") or _NO_TEXT.search(data[:_START]) else ".txt"


def document_ending(data: bytes) -> str:
    r"""Return the ending of the document or workbook that a file surely is, ``""`` for any other.

    >>> document_ending(b"<html><table>"), document_ending(b"PK\3\4"), document_ending("三级指标".encode())
    ('.html', '', '')
    """
    found = ending_of(data)
    if found == ".xls":
        try:
            return ".xls" if streams(data, "workbook", "book") else ""
        except (Damage, struct.error, IndexError):
            return ""
    sure = found in {".html", ".docx", ".xlsb", ".ods"} or (found == ".xlsx" and "xl/workbook.xml" in _names(data))
    return found if sure else ""


def _names(data: bytes) -> set[str]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            return {name.replace("\\", "/").casefold() for name in archive.namelist()}
    except Exception:  # noqa: BLE001  of a damaged directory zipfile lets others than BadZipFile through; the reader tells
        return set()


def misnamed(file: str, data: bytes, ending: str) -> TableError | None:
    """Return what to say of a file that is not what ``ending`` promises; ``None`` if it may be.

    Raises:
        Damage: it is a container of old Office files, and damaged.
    """
    if data.startswith(OLE) and streams(data, "encryptedpackage"):
        return TableError("encrypted-workbook", path=file)
    found = ending_of(data)
    if found == ending:
        return None
    if not found:
        raise Damage(UNKNOWN)
    return TableError("wrong-ending", path=file, ending=found)
