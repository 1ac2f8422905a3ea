"""CSV and TSV with a header."""

from __future__ import annotations

from collections.abc import Iterable

from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._plain import begins_with_header, decode, delimited, delimiter_of, flattened

__all__ = ["read"]


def read(file: str, data: bytes) -> Iterable[Grid]:
    """Return the one grid of a CSV file.

    The delimiter is found in the text.  Tab-separated text that does not begin with a
    header is a flattened document, whatever its name ends in.

    Raises:
        TableError: ``binary-file``, ``wrong-encoding``, ``empty-file``; ``malformed-csv`` while the rows are read.
    """
    text = decode(file, data)
    delimiter = delimiter_of(text)
    if delimiter == "\t" and not begins_with_header(text, delimiter):
        return [flattened(file, text)]
    return [delimited(file, text, delimiter)]
