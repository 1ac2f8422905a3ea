"""Plain text (.csv, .tsv, .txt): only the bytes of the values change, whatever the encoding and the line ends."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from typing import Final

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.readers import reader_for
from indicator_dsl.tables.readers._plain import decode, delimiter_of
from indicator_dsl.tables.rewriting._delimited import delimited
from indicator_dsl.tables.rewriting._flattened import flattened
from indicator_dsl.tables.rewriting.edits import Draft, Edit, Spot

__all__ = ["encoded", "rewrite"]

#: The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def rewrite(file: str, data: bytes, spots: Sequence[Spot]) -> Draft:
    """Return a text with other values: by the columns of its delimiter, or line by line where cells have slipped."""
    text = decode(file, data)
    unwritten: dict[Edit, str] = {}
    if any(grid.slips for grid in reader_for(file)(file, data)):
        changes = flattened(text, spots, unwritten)
    else:
        changes = delimited(text, delimiter_of(text), spots, unwritten)
    return Draft(encoded(file, data, text, changes), unwritten)


def encoded(file: str, data: bytes, text: str, changes: Iterable[tuple[int, int, str]]) -> bytes:
    r"""Return a file with some of its text changed, in its own encoding and with its byte order mark.

    >>> data = "指标值\r\n≥ 5".encode("gb18030")
    >>> encoded("目标.txt", data, "指标值\r\n≥ 5", [(5, 8, "≥5")]).decode("gb18030")
    '指标值\r\n≥5'

    Args:
        file: its name.
        data: its bytes.
        text: its text, as :func:`~indicator_dsl.tables.readers._plain.decode` returns it.
        changes: beginning and end of what is replaced, and what by; no two overlap.

    Raises:
        TableError: ``rewrite-unsure``.
    """
    mark, encoding = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    if not mark:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            encoding = "gb18030"
    pieces, at = [], 0
    for start, end, new in sorted(changes):
        pieces += [text[at:start], new]
        at = end
    if mark + text.encode(encoding) != data:  # every encoding we read goes back to the same bytes; if ever one does not
        raise TableError("rewrite-unsure", path=file, place=encoding)
    return mark + "".join([*pieces, text[at:]]).encode(encoding)
