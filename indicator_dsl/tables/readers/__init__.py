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

__all__ = ["READERS", "Reader", "reader_for"]

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
    ".xlsb": "xlsb",
    ".ods": "ods",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "json",
    ".pdf": "pdf",
}


def reader_for(file: str) -> Reader:
    """Return the reader for a file, by the ending of its name.

    >>> reader_for("目标.CSV").__module__
    'indicator_dsl.tables.readers.csv'

    Raises:
        TableError: ``unsupported-format``.
    """
    ending = PurePath(file).suffix
    if ending.lower() not in READERS:
        raise TableError("unsupported-format", path=file, ending=ending, supported=" ".join(READERS))
    reader: Reader = import_module(f"{__name__}.{READERS[ending.lower()]}").read
    return reader
