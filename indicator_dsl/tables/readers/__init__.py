"""Readers of files: one module a format, each turning bytes into grids of cell texts.

To add a format, add a module with a function ``read(file, data)`` that yields
:class:`~indicator_dsl.tables.grid.Grid` objects, and its entry in ``READERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import PurePath
from typing import Final

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._content import document_ending

__all__ = ["READERS", "UNREAD", "Reader", "reader_for"]

#: From the file as the caller named it and its bytes to its grids. Raises ``TableError``.
Reader = Callable[[str, bytes], Iterable[Grid]]

#: The module that reads a file, by the ending of its name. Modules are imported when first needed.
READERS: Final = {
    ".txt": "text",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".xlsb": "xlsb",
    ".ods": "ods",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "json",
    ".pdf": "pdf",
}

_AS_WORD: Final = (".doc", ".docm", ".dot", ".dotx", ".wps", ".wpt", ".rtf", ".odt", ".ofd", ".pages", ".mht")
_AS_WORKBOOK: Final = (".ett", ".xlt", ".xltx", ".xltm", ".numbers", ".fods")
_AS_EITHER: Final = (".dps", ".ppt", ".pptx", ".zip", ".rar", ".7z")
#: Files of office programs and archives that are not read, and what is to be done with them (``kinds`` of messages).
UNREAD: Final = {
    **dict.fromkeys(_AS_WORD, "@save-as-word"),
    **dict.fromkeys(_AS_WORKBOOK, "@save-as-workbook"),
    **dict.fromkeys(_AS_EITHER, "@take-out"),
}


def reader_for(file: str, data: bytes = b"") -> Reader:
    """Return the reader for a file, by the ending of its name.

    Many a .doc is a web page or a .docx: ``data`` tells, and its user what to call it.

    >>> reader_for("目标.CSV").__module__
    'indicator_dsl.tables.readers.csv'

    Raises:
        TableError: ``unsupported-format``, ``wrong-ending``.
    """
    ending = PurePath(file).suffix
    if ending.lower() not in READERS:
        really = document_ending(data) if ending.lower() in UNREAD else ""
        if really and ending.lower() not in _AS_EITHER:
            raise TableError("wrong-ending", path=file, ending=really)
        remedy = UNREAD.get(ending.lower(), "@no-remedy")
        raise TableError("unsupported-format", path=file, ending=ending, supported=" ".join(READERS), remedy=remedy)
    reader: Reader = import_module(f"{__name__}.{READERS[ending.lower()]}").read
    return reader
