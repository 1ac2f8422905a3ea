"""A file of rows in, the same rows with a struct column more out: batch by batch, in bounded memory."""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO, Final

from attrs import frozen

from indicator_dsl.columns import parse_column
from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns.errors import ColumnError
from indicator_dsl.columns.remembering import Remembering
from indicator_dsl.columns.schema import PARSED
from indicator_dsl.errors import IndicatorError
from indicator_dsl.parsing import parse
from indicator_dsl.units import Unit

__all__ = ["Counts", "Source", "open_source", "parse_source"]

#: Rows that are in memory at a time, and the rows of a row group.
_BATCH: Final = 1 << 16
#: Bytes of a text file that are read at a time: no row is longer.
_BLOCK: Final = 1 << 24
_ENDINGS: Final = {".parquet": "Parquet", ".csv": "CSV", ".tsv": "TSV"}


@frozen
class Source:
    """A file of rows that can be read."""

    path: str
    schema: Any
    #: ``None`` where only reading tells.
    rows: int | None
    batches: Callable[[], Iterator[Any]]


@frozen
class Counts:
    """What became of the rows."""

    rows: int
    read: int
    refused: int
    #: without a text
    empty: int


def open_source(path: str) -> Source:
    """Open a ``.parquet``, ``.csv`` or ``.tsv`` file.

    The cells of a text file are read as texts, as they are; it is UTF-8, UTF-16 or GB18030.

    Raises:
        ColumnError: there is no such file (``missing-file``), it has another ending (``unsupported-file``) or it
            cannot be read as what its ending says (``unreadable-file``, ``open-quote``).
    """
    if not os.path.exists(path):
        raise ColumnError("missing-file", path=path)
    kind = _ENDINGS.get(os.path.splitext(path)[1].lower())
    if kind is None or os.path.isdir(path):
        raise ColumnError("unsupported-file", path=path)
    with _reading(path, kind):
        return _open_parquet(path) if kind == "Parquet" else _open_text(path, "\t" if kind == "TSV" else ",")


@contextmanager
def _reading(path: str, kind: str) -> Iterator[None]:
    """Turn the errors of pyarrow, while it reads a file, into ours."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeError) as error:
        reason = str(error).split("\n", 1)[0]
        raise ColumnError("unreadable-file", path=path, kind=kind, reason=reason) from error


def _open_parquet(path: str) -> Source:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)

    def batches() -> Iterator[Any]:
        with _reading(path, "Parquet"):
            yield from file.iter_batches(_BATCH)

    return Source(path, file.schema_arrow, file.metadata.num_rows, batches)


def _open_text(path: str, delimiter: str) -> Source:
    from pyarrow import csv

    read = csv.ReadOptions(encoding=_encoding(path), block_size=_BLOCK)
    _check_quotes(path, read.encoding, delimiter)
    cells = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    names = csv.open_csv(path, read, cells).schema.names
    if len(names) == 1:  # a blank line below the head is a row whose one cell is blank
        cells.ignore_empty_lines = False
        read.skip_rows = _blank_lines(path, read.encoding)
    texts = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)

    def batches() -> Iterator[Any]:
        with _reading(path, "CSV"):
            for batch in csv.open_csv(path, read, cells, texts):
                yield from (batch.slice(start, _BATCH) for start in range(0, len(batch), _BATCH))

    return Source(path, pa.schema([pa.field(name, pa.string()) for name in names]), None, batches)


def _blank_lines(path: str, encoding: str) -> int:
    """Return how many blank lines a file begins with."""
    with open(path, encoding=encoding) as file:
        return next((number for number, line in enumerate(file) if line.strip("\ufeff\n")), 0)


def _check_quotes(path: str, encoding: str, delimiter: str) -> None:
    """Refuse a file in which a quoted cell does not end where it should, and swallows rows below."""
    if encoding == "utf-16":
        with open(path, encoding=encoding, newline="") as text:
            _check_cells(path, text.read().encode(), delimiter)
    elif os.path.getsize(path):
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if data.find(b'"') >= 0:
                _check_cells(path, data, delimiter)


def _check_cells(path: str, data: bytes | mmap.mmap, delimiter: str) -> None:
    ends = b"[" + re.escape(delimiter).encode() + rb"\r\n]"
    begin = rb"(?:\A(?:\xef\xbb\xbf)?|(?<=" + ends + b"))"
    for cell in re.finditer(begin + rb'"[^"]*(?:""[^"]*)*("|\Z)(?=(' + ends + rb"|\Z)?)", data):
        if not cell[1] or (cell[2] is None and b"\n" in cell[0]):
            line = data[: cell.start()].count(b"\n") + 1
            raise ColumnError("open-quote", path=path, line=str(line))


def _encoding(path: str) -> str:
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    with open(path, "rb") as file:
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        file.seek(0)
        while piece := file.read(1 << 20):
            if not piece.isascii():
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError:
                    return "gb18030"
    return "utf-8"


def parse_source(
    source: Source,
    out: BinaryIO,
    *,
    value: str,
    unit: str | None = None,
    relation: str | None = None,
    year: int | None = None,
    into: str = "indicator",
    step: Callable[[int], None] = lambda _: None,
) -> Counts:
    """Read the texts of one column of a file and write the rows with what was read as Parquet.

    Args:
        source: the file.
        out: where to write.
        value: the column of texts.
        unit: the unit column; where there is no such column, a known unit for all rows.
        relation: the relation column, or a relation for all rows.
        year: the budget year.
        into: the name of the new column, a struct of the fields of :func:`indicator_dsl.columns.parse_column`.
        step: is called with the number of rows of each batch.

    Raises:
        ColumnError: there is no such column (``no-column``, ``no-beside``), it holds no texts (``column-type``), the
            new one is there already (``column-exists``) or has no name (``blank-name``), or the file is damaged
            (``unreadable-file``).
    """
    import pyarrow.parquet as pq

    names = source.schema.names
    if value not in names:
        raise ColumnError("no-column", name=value, columns=" ".join(names))
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name in {value, unit, relation}:
            raise ColumnError("column-twice", name=name, count=str(names.count(name)))
    if not into.strip():
        raise ColumnError("blank-name")
    if into in names:
        raise ColumnError("column-exists", name=into)
    beside, constants = _beside(names, unit, relation)
    verb = Remembering(partial(_parse, tuple(beside), {**constants, "year": year}))
    wanted = [value, *beside.values()]
    for name in wanted:
        _check_texts(name, source.schema.field(name).type)
    found = Counts(0, 0, 0, 0)
    schema = source.schema.append(pa.field(into, PARSED))
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in source.batches():
            column = verb(*(batch.column(name) for name in wanted))
            writer.write_batch(pa.record_batch([*batch.columns, column], schema))
            found = _counted(found, column)
            step(len(batch))
    return found


def _check_texts(name: str, type_: Any) -> None:
    try:
        parse_column(pa.array([], type_))
    except ColumnError as error:
        error.words["name"] = name
        raise


def _parse(names: tuple[str, ...], constants: dict[str, Any], texts: Any, *beside: Any, dense: bool) -> Any:
    return parse_column(texts, **dict(zip(names, beside, strict=True)), **constants, dense=dense)


def _beside(names: list[str], unit: str | None, relation: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return which columns stand beside the texts, and what stands for all rows.

    A unit for all rows is one of the unit table: any other word may be a column misspelt.
    """
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    for key, given, known in (("unit", unit, _is_known_unit), ("relation", relation, _is_relation)):
        if given is None:
            continue
        if given in names:
            columns[key] = given
        elif known(given):
            constants[key] = given
        else:
            raise ColumnError("no-beside", name=given, wanted=f"{key}s", columns=" ".join(names))
    return columns, constants


def _is_known_unit(text: str) -> bool:
    try:
        return Unit(text).known and bool(text.strip())
    except IndicatorError:
        return False


def _is_relation(text: str) -> bool:
    try:
        parse("1", relation=text)
    except IndicatorError as error:
        return error.code != "relation-column"
    return True


def _counted(before: Counts, column: Any) -> Counts:
    rows = len(column)
    refused = rows - column.field("error_code").null_count
    empty = column.null_count + pc.equal(column.field("kind"), "missing").true_count
    return Counts(
        before.rows + rows,
        before.read + rows - refused - empty,
        before.refused + refused,
        before.empty + empty,
    )
