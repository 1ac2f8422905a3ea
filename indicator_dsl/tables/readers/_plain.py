"""What the readers of plain text share: decoding, the delimiter, the two kinds of grid."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.headers import header_of
from indicator_dsl.tables.heading import columns_of

__all__ = ["begins_with_header", "decode", "delimited", "delimiter_of", "flattened"]

#: UTF-32 is tried first: its mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC: Final = ((b"PK\x03\x04", "@zip"), (b"\xd0\xcf\x11\xe0", "@ole"), (b"%PDF-", "@pdf"))
#: What Python's reader of CSV says, and the names of what we say.
_CSV_FAULTS: Final = {
    "unexpected end": "@csv-open-quote",
    "expected after": "@csv-after-quote",
    "field larger": "@csv-long",
}
_DELIMITERS: Final = ",\t;|"
#: A cell of several lines, or with quotes or commas in it, as Excel writes it into tab-separated text.
_QUOTED: Final = re.compile(r'(?<![^\t\n])"((?:[^"\t]|"")*)"(?![^\t\n])')
#: A line break inside such a cell; no character, so in no text.
_BREAK: Final = "\ufdd0"
#: The line below the header of a table in Markdown.
_MARKDOWN_RULE: Final = re.compile(r":?-+:?")
#: How far into a file its delimiter is looked for.
_SAMPLE: Final = 200


def decode(file: str, data: bytes, declared: str | None = None) -> str:
    """Return the text of a file: by its byte order mark, else strict UTF-8, else strict GB18030.

    A charset detector is not asked: on short Chinese text they answer wrongly.  An encoding
    that the text itself declares is tried before the guesses.

    >>> decode("目标.txt", "≥80%".encode("gb18030"))
    '≥80%'

    Raises:
        TableError: ``binary-file``, ``wrong-encoding``, ``empty-file``.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise TableError("binary-file", path=file, kind=kind)
    mark = next((encoding for bom, encoding in _MARKS if data.startswith(bom)), None)
    if mark is None and b"\0" in data:
        raise TableError("binary-file", path=file, kind="@unknown")
    text, offset = None, 0
    for encoding in (mark,) if mark else filter(None, (declared, "utf-8", "gb18030")):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError as error:
            offset = error.start
    if text is None:
        raise TableError("wrong-encoding", path=file, offset=str(offset + 1))
    if not text.strip():
        raise TableError("empty-file", path=file)
    return text


def delimiter_of(text: str) -> str:
    r"""Return the delimiter with which the text has the best header, or the most frequent one.

    >>> delimiter_of("三级指标;指标值\n人数,户数;≥5人\n")
    ';'
    """

    def merit(delimiter: str) -> tuple[int, int]:
        known = (sum(header_of(cell) is not None for cell in line.split(delimiter)) for line in lines)
        return max(known, default=0), sum(line.count(delimiter) for line in lines)

    lines = text.splitlines()[:_SAMPLE]
    return max(_DELIMITERS, key=merit)


def begins_with_header(text: str, delimiter: str) -> bool:
    """Return whether the first line with anything on it names the columns of indicators."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return bool(columns_of(GridRow(1, tuple(cell.strip().strip('"') for cell in first.split(delimiter)))))


def delimited(file: str, text: str, delimiter: str) -> Grid:
    """Return a CSV text as a grid whose columns hold what their header says."""
    return Grid(file, _records(file, text, delimiter))


def _records(file: str, text: str, delimiter: str) -> Iterator[GridRow]:
    records = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(records, start=1):
            cells = tuple(cell.strip() for cell in record)
            if delimiter != "|" or not _is_markdown_rule(cells):
                yield GridRow(number, cells)
    except csv.Error as error:
        detail = str(error)
        if "field limit" in detail:  # which is of the whole process, so it stays what it is
            raise TableError("too-large", path=file, what="@cell", limit=f"{csv.field_size_limit():,}") from error
        reason = next((why for said, why in _CSV_FAULTS.items() if said in detail), "@csv-other")
        raise TableError(
            "malformed-csv", path=file, line=str(records.line_num), reason=reason, detail=detail
        ) from error


def _is_markdown_rule(cells: Sequence[str]) -> bool:
    return any(cells) and all(_MARKDOWN_RULE.fullmatch(cell) for cell in cells if cell)


def flattened(file: str, text: str) -> Grid:
    """Return tab-separated text flattened from a document as a grid whose cells may have slipped."""
    return Grid(file, _lines(text), slips=True, lettered=False)


def _lines(text: str) -> Iterator[GridRow]:
    # Not splitlines(): a form feed or U+2028 inside a cell is no line of the file.
    block: list[tuple[int, list[str]]] = []
    text = _QUOTED.sub(_unquoted, text.replace("\r\n", "\n").replace("\r", "\n"))
    next_number = 1
    for line in text.split("\n"):
        number, next_number = next_number, next_number + 1 + line.count(_BREAK)
        if line.strip():
            block.append((number, line.replace(_BREAK, "\n").split("\t")))
            continue
        yield from _rows(block)
        block = []
        yield GridRow(number, ())
    yield from _rows(block)


def _unquoted(found: re.Match[str]) -> str:
    inner = found[1].replace('""', '"')
    # Nothing forces quotes round other texts: there they are the author's.
    return inner.replace("\n", _BREAK) if any(one in found[1] for one in ("\n", '""', ",")) else found[0]


def _rows(block: list[tuple[int, list[str]]]) -> Iterator[GridRow]:
    for number, cells in _mended(block):
        yield GridRow(number, tuple(cell.strip() for cell in cells))


def _mended(block: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the lines of a form with cells put together that were broken over lines.

    A flattened table has as many tabs on every line as it has columns, slips included.
    A line that is short by just what the lines below it bring is one row, broken inside
    a cell.  Where that does not explain every short line the text is left as it is: its
    trailing tabs may have been cut off.
    """
    widths = Counter(len(cells) for _, cells in block if len(cells) > 1)
    if len(widths) < 2:
        return block
    width = widths.most_common(1)[0][0]
    if max(widths) > width:
        return block
    whole: list[tuple[int, list[str]]] = []
    lines = iter(block)
    for number, cells in lines:
        row = list(cells)
        while 1 < len(row) < width:
            below = next(lines, None)
            if below is None or not below[1][0].strip() or len(row) + len(below[1]) - 1 > width:
                return block
            row = [*row[:-1], f"{row[-1]}\n{below[1][0]}", *below[1][1:]]
        whole.append((number, row))
    return whole
