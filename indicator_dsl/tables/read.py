"""From a path to its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from os import PathLike, fspath

from indicator_dsl.rows import Table
from indicator_dsl.tables.collecting import without_collecting
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.headers import field_of
from indicator_dsl.tables.input import read_bytes
from indicator_dsl.tables.readers import reader_for
from indicator_dsl.tables.scan import scan

__all__ = ["read_bytes", "read_tables"]

#: How much of the headers found a message shows.
_SHOWN_HEADERS = 12


def read_tables(path: str | PathLike[str], *, columns: Mapping[str, str] | None = None) -> list[Table]:
    """Return the indicator tables of a file, one for each project, in the order of the file.

    The format is told by the ending of the name: ``.txt`` (text flattened from a
    document), ``.csv`` and ``.tsv`` with a header, the workbooks ``.xlsx``, ``.xlsm``,
    ``.xls``, ``.xlsb`` and ``.ods``, ``.docx``, ``.html`` and ``.htm``, ``.json`` and
    ``.jsonl``, ``.pdf``.  Tables of other kinds in the same file are left alone,
    and so are hidden sheets where one that is not hidden holds a table.

    Args:
        path: the file.
        columns: where fields stand, for a header nobody foresaw: from a header word or the name of a
            field (``指标值``, ``value``) to the letters of a column (``F``) or the text of its header.

    >>> tables = read_tables("examples/liujiang-2025.csv")
    >>> tables[1].project, tables[1].funds, tables[1].rows[0].value
    ('乡村教师体检费', Decimal('1320000'), '≥ 2200 人')

    Raises:
        TableError: the file cannot be read or holds no indicators; ``unknown-field``.
    """
    named = {field_of(word): _column(where) for word, where in (columns or {}).items()}
    file = fspath(path)
    data = read_bytes(file)
    read = reader_for(file)
    tables: list[Table] = []
    headers: tuple[str, ...] = ()
    with without_collecting():
        for grid in read(file, data):
            if grid.hidden and tables:
                break  # hidden sheets come last: last year's copy, lists for drop-downs
            found = scan(grid, named)
            tables += found.tables
            headers = headers or found.headers
    if not tables:
        shown = " | ".join(" ".join(header.split()) for header in headers[:_SHOWN_HEADERS])
        raise TableError("no-indicator-table", path=file, headers=shown or "@nothing")
    if not any(table.rows for table in tables):
        raise TableError("no-indicator-rows", path=file, place=str(tables[0].place))
    return tables


def _column(where: str) -> str | int | None:
    """Return a column, counted from 0, for its letters; the text of a header as it is; ``None`` for nowhere."""
    if not where.strip():
        return None
    if not re.fullmatch("[A-Za-z]{1,3}", where):
        return where
    number = 0
    for letter in where.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
