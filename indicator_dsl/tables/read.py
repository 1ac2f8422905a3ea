"""From a path to its tables."""

from __future__ import annotations

from os import PathLike, fspath

from indicator_dsl.rows import Table
from indicator_dsl.tables.collecting import without_collecting
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.files import read_bytes
from indicator_dsl.tables.readers import reader_for
from indicator_dsl.tables.scan import scan

__all__ = ["read_bytes", "read_tables"]

#: How much of the headers found a message shows.
_SHOWN_HEADERS = 12


def read_tables(path: str | PathLike[str]) -> list[Table]:
    """Return the indicator tables of a file, one for each project, in the order of the file.

    The format is told by the ending of the name: ``.txt`` (text flattened from a
    document), ``.csv`` and ``.tsv`` with a header, the workbooks ``.xlsx``, ``.xlsm``,
    ``.xls``, ``.xlsb`` and ``.ods``.  Tables of other kinds in the same file are left alone,
    and so are hidden sheets where one that is not hidden holds a table.

    >>> tables = read_tables("examples/liujiang-2025.csv")
    >>> tables[1].project, tables[1].funds, tables[1].rows[0].value
    ('乡村教师体检费', Decimal('1320000'), '≥ 2200 人')

    Raises:
        TableError: the file cannot be read or holds no indicators; its codes are listed there.
    """
    file = fspath(path)
    data = read_bytes(file)
    read = reader_for(file)
    tables: list[Table] = []
    headers: tuple[str, ...] = ()
    with without_collecting():
        for grid in read(file, data):
            if grid.hidden and tables:
                break  # hidden sheets come last: last year's copy, lists for drop-downs
            found = scan(grid)
            tables += found.tables
            headers = headers or found.headers
    if not tables:
        shown = " | ".join(" ".join(header.split()) for header in headers[:_SHOWN_HEADERS])
        raise TableError("no-indicator-table", path=file, headers=shown or "@nothing")
    if not any(table.rows for table in tables):
        raise TableError("no-indicator-rows", path=file, place=str(tables[0].place))
    return tables
