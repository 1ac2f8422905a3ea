"""Many files: which ones a folder or a pattern means, and all of them checked side by side."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.read import read_tables
from indicator_dsl.tables.readers import READERS, UNREAD
from indicator_dsl.tables.report import CheckedTable, Report, check

__all__ = ["check_files", "find_files"]

#: What Excel, Word and WPS leave beside a file that is open, and what systems hide.
_NOT_MEANT: Final = ("~$", ".~", ".")
#: A few small files are read before another process has started.
_WORTH_PROCESSES: Final = 8


def find_files(
    paths: Iterable[str | os.PathLike[str]], *, empty: Callable[[TableError], None] | None = None
) -> list[str]:
    """Return the files that paths mean: a file itself, a folder with all it holds, a pattern (``表/*.xlsx``).

    In folders and patterns only files that can be read as tables count, and those of office programs that
    cannot, which nobody expects to be passed over; lock files and hidden files do not.
    A file that is named is returned whatever it is, so that reading it says what is wrong.
    Each comes once, in the order of the paths and by name below them.

    Args:
        paths: files, folders, patterns.
        empty: called with the error of each folder or pattern that holds no such file, if others hold some.

    Raises:
        TableError: a folder or pattern holds no such file (``no-files``), and ``empty`` is not given or none
            of the others does.

    >>> find_files(["examples"]) == find_files(["examples/liujiang-2025.csv", "examples/*.xlsx"])
    True
    """
    found: dict[str, None] = {}
    errors: list[TableError] = []
    for path in (os.fspath(path) for path in paths):
        if Path(path).is_dir():
            below = [str(file) for file in Path(path).rglob("*") if file.is_file()]
        elif glob.has_magic(path) and not Path(path).exists():
            below = [file for file in glob.glob(path, recursive=True) if Path(file).is_file()]
        else:
            found[path] = None
            continue
        readable = sorted(file for file in below if _is_table_file(file, path))
        if not readable:
            errors.append(TableError("no-files", path=path, supported=" ".join(READERS)))
        found.update(dict.fromkeys(readable))
    if errors and (empty is None or not found):
        raise errors[0]
    for error in errors:
        assert empty is not None
        empty(error)
    return list(found)


def _is_table_file(file: str, below: str) -> bool:
    # only what was found counts: the folder that was named may be hidden
    inner = Path(os.path.relpath(file, below)).parts if Path(below).is_dir() else (Path(file).name,)
    ending = Path(file).suffix.lower()
    return (ending in READERS or ending in UNREAD) and not any(part.startswith(_NOT_MEANT) for part in inner)


def check_files(
    files: Sequence[str],
    *,
    columns: Mapping[str, str] | None = None,
    year: int | None = None,
    jobs: int | None = None,
    done: Callable[[str], None] | None = None,
) -> Report:
    """Read and check files, and return one report of all, in their order.

    A file that cannot be read does not keep the others from being read: its error is in ``Report.unread``.

    Args:
        files: paths, as :func:`find_files` returns them.
        columns: where fields stand, as for :func:`~indicator_dsl.tables.read_tables`.
        year: the budget year, which dates without a year take, and of several columns of years the one to read.
        jobs: how many processes work side by side; by default as many as there are processors,
            and one for a handful of files.
        done: called with the path of each file when it has been checked, for a progress bar.

    >>> check_files(["examples/liujiang-2025.csv", "examples/liujiang-2025.xlsx"]).summary.rows
    236
    """
    tables: list[CheckedTable] = []
    unread: list[TableError] = []

    def take(file: str, result: tuple[CheckedTable, ...] | TableError) -> None:
        if isinstance(result, TableError):
            unread.append(result)
        else:
            tables.extend(result)
        if done is not None:
            done(file)

    work = partial(_check_file, columns=columns, year=year)
    jobs = jobs or (os.cpu_count() or 1 if len(files) >= _WORTH_PROCESSES else 1)
    if min(jobs, len(files)) <= 1:
        for file in files:
            take(file, work(file))
    else:
        with ProcessPoolExecutor(min(jobs, len(files))) as pool:
            for file, result in zip(files, pool.map(work, files), strict=True):
                take(file, result)
    return Report(tables=tuple(tables), unread=tuple(unread))


def _check_file(
    file: str, *, columns: Mapping[str, str] | None, year: int | None
) -> tuple[CheckedTable, ...] | TableError:
    try:
        return check(read_tables(file, columns=columns, year=year), year=year).tables
    except TableError as error:
        return error
