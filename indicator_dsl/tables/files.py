"""Many files: which ones a folder or a pattern means, and all of them checked side by side."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from indicator_dsl.lint import CheckedTable, Profile
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.headers import field_of
from indicator_dsl.tables.read import read_tables
from indicator_dsl.tables.readers import READERS, UNREAD
from indicator_dsl.tables.report import Report, check

__all__ = ["check_files", "find_files"]

#: What Excel, Word and WPS leave beside a file that is open, and what systems hide.
_NOT_MEANT: Final = ("~$", ".~", ".")
#: A few small files are read before another process has started.
_WORTH_PROCESSES: Final = 8
#: Windows waits for no more at once.
_MOST_PROCESSES: Final = 61

_Result = tuple[CheckedTable, ...] | TableError


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
    found: dict[str, str] = {}
    errors: list[TableError] = []
    for path in (os.fspath(path) for path in paths):
        # Not pathlib: it lets the error of a name that is too long through, which the reader will explain.
        if os.path.isdir(path):
            below = [str(file) for file in Path(path).rglob("*") if os.path.isfile(file)]
        elif glob.has_magic(path) and not os.path.exists(path):
            below = [file for file in glob.glob(path, recursive=True) if os.path.isfile(file)]
        else:
            found.setdefault(_identity(path), path)
            continue
        readable = sorted(file for file in below if _is_table_file(file, path))
        if not readable:
            errors.append(TableError("no-files", path=path, supported=" ".join(READERS)))
        for file in readable:
            found.setdefault(_identity(file), file)
    if errors and (empty is None or not found):
        raise errors[0]
    for error in errors:
        assert empty is not None
        empty(error)
    return list(found.values())


def _identity(file: str) -> str:
    """Return what ``a.csv``, ``./a.csv`` and a link to it have in common."""
    with suppress(ValueError):  # a NUL in the name
        return os.path.normcase(os.path.realpath(file))
    return file


def _is_table_file(file: str, below: str) -> bool:
    # only what was found counts: the folder that was named may be hidden
    inner = Path(os.path.relpath(file, below)).parts if os.path.isdir(below) else (Path(file).name,)
    ending = Path(file).suffix.lower()
    return (ending in READERS or ending in UNREAD) and not any(part.startswith(_NOT_MEANT) for part in inner)


def check_files(
    files: Sequence[str],
    *,
    columns: Mapping[str, str] | None = None,
    year: int | None = None,
    profile: Profile | None = None,
    jobs: int | None = None,
    done: Callable[[str], None] | None = None,
) -> Report:
    """Read and check files, and return one report of all, in their order.

    A file that cannot be read does not keep the others from being read: its error is in ``Report.unread``,
    even if it ended the process that read it.

    Processes start by importing the program once more: one that calls this does so under
    ``if __name__ == "__main__":``, or asks for ``jobs=1``.

    Args:
        files: paths, as :func:`find_files` returns them.
        columns: where fields stand, as for :func:`~indicator_dsl.tables.read_tables`.
        year: the budget year, which dates without a year take, and of several columns of years the one to read.
        profile: the rules to run, as for :func:`~indicator_dsl.tables.check`.
        jobs: how many processes work side by side; by default as many as there are processors,
            and one for a handful of files.
        done: called with the path of each file when it has been checked, for a progress bar.

    Raises:
        TableError: ``unknown-field``.

    >>> check_files(["examples/liujiang-2025.csv", "examples/liujiang-2025.xlsx"]).summary.rows
    236
    """
    for word in columns or ():
        field_of(word)  # once, before any file, and not as a fault of each of them
    tables: list[CheckedTable] = []
    unread: list[TableError] = []

    def take(file: str, result: _Result) -> None:
        if isinstance(result, TableError):
            unread.append(result)
        else:
            tables.extend(result)
        if done is not None:
            done(file)

    work = partial(_check_file, columns=columns, year=year, profile=profile)
    jobs = jobs or (os.cpu_count() or 1 if len(files) >= _WORTH_PROCESSES else 1)
    jobs = min(jobs, len(files), _MOST_PROCESSES)
    for file, result in zip(files, map(work, files) if jobs <= 1 else _side_by_side(work, files, jobs), strict=True):
        take(file, result)
    units = frozenset() if profile is None else profile.units
    return Report(tables=tuple(tables), unread=tuple(unread), units=units)


def _check_file(file: str, *, columns: Mapping[str, str] | None, year: int | None, profile: Profile | None) -> _Result:
    try:
        return check(read_tables(file, columns=columns, year=year), year=year, profile=profile).tables
    except TableError as error:
        return error
    except MemoryError:
        return TableError("out-of-memory", path=file)


# ---- several processes ----


def _side_by_side(work: Callable[[str], _Result], files: Sequence[str], jobs: int) -> Iterator[_Result]:
    """Yield the results of files in their order; a process that ends costs only the file it had."""
    at = 0
    while at < len(files):
        futures: list[Future[_Result]] = []
        pool = ProcessPoolExecutor(jobs)
        try:
            with suppress(BrokenProcessPool):
                futures += (pool.submit(work, file) for file in files[at:])
                while futures:
                    yield futures[0].result()
                    del futures[0]
                    at += 1
        finally:
            pool.shutdown(cancel_futures=True)
        # All that waited is lost with the process. What ended it is among the first of them, as many as there were.
        suspects = jobs
        for future in futures:
            if not future.cancelled() and future.exception() is None:
                yield future.result()
            elif suspects:
                suspects -= 1
                yield _alone(work, files[at])
            else:
                break
            at += 1


def _alone(work: Callable[[str], _Result], file: str) -> _Result:
    """Return the result of one file in a process of its own."""
    with ProcessPoolExecutor(1) as pool:
        try:
            pool.submit(os.getpid).result()
        except BrokenProcessPool:
            return work(file)  # no process starts here, whatever the file is
        try:
            return pool.submit(work, file).result()
        except BrokenProcessPool:
            return TableError("out-of-memory", path=file)
