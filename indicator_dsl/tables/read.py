"""From a path to its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from os import PathLike, fspath

from attrs import evolve

from indicator_dsl.rows import Table
from indicator_dsl.tables.collecting import without_collecting
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.headers import field_of
from indicator_dsl.tables.input import read_bytes
from indicator_dsl.tables.readers import reader_for
from indicator_dsl.tables.scan import Scan, scan

__all__ = ["read_tables"]

#: How much of the headers found a message shows.
_SHOWN_HEADERS = 12


def read_tables(
    path: str | PathLike[str], *, columns: Mapping[str, str] | None = None, year: int | None = None
) -> list[Table]:
    """Return the indicator tables of a file, one for each project, in the order of the file.

    The format is told by the ending of the name: ``.txt`` (text flattened from a
    document), ``.csv`` and ``.tsv`` with a header, the workbooks ``.xlsx``, ``.xlsm``,
    ``.xls``, ``.et``, ``.xlsb`` and ``.ods``, ``.docx``, ``.html`` and ``.htm``, ``.json`` and
    ``.jsonl``, ``.pdf``.  Tables of other kinds in the same file are left alone,
    and so are hidden sheets where one that is not hidden holds a table.

    Args:
        path: the file.
        columns: where fields stand, for a header nobody foresaw: from a header word or the name of a
            field (``指标值``, ``value``) to the letters of a column (``F``) or the text of its header;
            to nothing for a field that is not to be read.
        year: the budget year, which tells of 2024年指标值 and 2025年指标值 the one to read; otherwise the title does.

    >>> tables = read_tables("examples/liujiang-2025.csv")
    >>> tables[1].project, tables[1].funds, tables[1].rows[0].value
    ('乡村教师体检费', Decimal('1320000'), '≥ 2200 人')

    Raises:
        TableError: the file cannot be read or holds no indicators; ``unknown-field``.
    """
    named = {field_of(word): _column(where) for word, where in (columns or {}).items()}
    file = fspath(path)
    data = read_bytes(file)
    read = reader_for(file, data)
    found: list[Scan] = []
    with without_collecting():
        for grid in read(file, data):
            if grid.hidden and any(one.tables for one in found):
                break  # hidden sheets come last: last year's copy, lists for drop-downs
            found.append(scan(grid, named, found[-1] if found else None, year=year))
        tables = [table for one in found for table in one.tables]
    if not tables:
        raise _nothing_found(file, columns or {}, found)
    if not any(table.rows for table in tables):
        raise TableError("no-indicator-rows", path=file, place=str(tables[0].place))
    odd = [one for scanned in found for one in scanned.oddities]
    if odd:
        tables[-1] = evolve(tables[-1], oddities=(*tables[-1].oddities, *odd))
    return tables


def _nothing_found(file: str, columns: Mapping[str, str], found: Sequence[Scan]) -> TableError:
    """Say why no table was found."""
    headers = next((one.headers for one in found if one.headers), ())
    shown = " | ".join(" ".join(header.split()) for header in headers[:_SHOWN_HEADERS]) or "@nothing"
    fitting = {field for one in found for field in one.fitting}
    named = {f"{word}={where}": field_of(word) for word, where in columns.items()}
    if named:
        wrong = [one for one, field in named.items() if field not in fitting] or list(named)
        return TableError("mapping-fits-nothing", path=file, mapping="、".join(wrong), headers=shown)
    glued = next((one.glued for one in found if one.glued), "")
    if glued:
        return TableError("columns-not-separated", path=file, headers=" ".join(glued.split()))
    return TableError("no-indicator-table", path=file, headers=shown)


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
