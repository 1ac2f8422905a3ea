"""From a path to its tables."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

from indicator_dsl.rows import Table
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.readers import reader_for
from indicator_dsl.tables.scan import scan

__all__ = ["read_bytes", "read_tables"]

#: How much of the headers found a message shows.
_SHOWN_HEADERS = 12


def read_tables(path: str | PathLike[str]) -> list[Table]:
    """Return the indicator tables of a file, one for each project, in the order of the file.

    The format is told by the ending of the name: ``.txt`` (text flattened from a
    document), ``.csv`` and ``.tsv`` with a header, ``.xlsx`` and ``.xlsm``, ``.docx``,
    ``.html``, ``.json`` and ``.jsonl``, ``.pdf``.  Tables of other kinds in the same file
    are left alone.

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
    for grid in read(file, data):
        found = scan(grid)
        tables += found.tables
        headers = headers or found.headers
    if not tables:
        shown = " | ".join(" ".join(header.split()) for header in headers[:_SHOWN_HEADERS])
        raise TableError("no-indicator-table", path=file, headers=shown or "@nothing")
    if not any(table.rows for table in tables):
        raise TableError("no-indicator-rows", path=file, place=str(tables[0].place))
    return tables


def read_bytes(file: str) -> bytes:
    """Return the bytes of a file, of any format: that it is missing is worth more than that it would not be understood.

    Raises:
        TableError: ``missing-file``, ``directory``, ``no-permission``, ``unreadable-file``, ``empty-file``.
    """
    try:
        data = Path(file).read_bytes()
    except FileNotFoundError as error:
        raise TableError("missing-file", path=file) from error
    except IsADirectoryError as error:
        raise TableError("directory", path=file) from error
    except PermissionError as error:
        # Windows answers so for a folder as well.
        raise TableError("directory" if Path(file).is_dir() else "no-permission", path=file) from error
    except (OSError, ValueError) as error:  # a name too long, a loop of links, a NUL in the name
        raise TableError("unreadable-file", path=file, reason=getattr(error, "strerror", None) or str(error)) from error
    if not data:
        raise TableError("empty-file", path=file)
    return data
