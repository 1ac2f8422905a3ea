"""Tab-separated text flattened from a document, whose cells may have slipped."""

from __future__ import annotations

from collections.abc import Iterable

from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._plain import begins_with_header, decode, delimited, delimiter_of, flattened

__all__ = ["read"]


def read(file: str, data: bytes) -> Iterable[Grid]:
    """Return the one grid of a text file; one that is CSV by its content is read as CSV.

    Raises:
        TableError: ``binary-file``, ``wrong-encoding``, ``empty-file``.
    """
    text = decode(file, data)
    delimiter = delimiter_of(text)
    if delimiter != "\t" and begins_with_header(text, delimiter):
        return [delimited(file, text, delimiter)]
    return [flattened(file, text)]
