"""From a path to its bytes: only of a file, and only as many as can be handled."""

from __future__ import annotations

import os
import stat
from typing import Final

from indicator_dsl.tables.errors import TableError

__all__ = ["MOST_BYTES", "read_bytes"]

#: A workbook of 100,000 rows takes 5 to 50 MB.
MOST_BYTES: Final = 256 * 2**20
#: A named pipe would be waited for until somebody writes into it. Windows has no such flag, but has one for text.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_bytes(file: str) -> bytes:
    """Return the bytes of a file, of any format: that it is missing is worth more than that it would not be understood.

    >>> read_bytes("examples/liujiang-2025.xlsx")[:2]
    b'PK'

    Raises:
        TableError: ``missing-file``, ``directory``, ``no-permission``, ``not-a-file``, ``unreadable-file``,
            ``too-large``, ``empty-file``.
    """
    try:
        descriptor = os.open(file, _FLAGS)
        try:
            status = os.fstat(descriptor)
            data = _read(file, descriptor, status)
        finally:
            os.close(descriptor)
    except TableError:  # a ValueError itself
        raise
    except FileNotFoundError as error:
        raise TableError("missing-file", path=file) from error
    except IsADirectoryError as error:
        raise TableError("directory", path=file) from error
    except PermissionError as error:
        # Windows answers so for a folder as well.
        raise TableError("directory" if os.path.isdir(file) else "no-permission", path=file) from error
    except (OSError, ValueError) as error:  # a name too long, a loop of links, a socket, a NUL in the name
        raise TableError("unreadable-file", path=file, reason=getattr(error, "strerror", None) or str(error)) from error
    if not data:
        raise TableError("empty-file", path=file)
    return data


def _read(file: str, descriptor: int, status: os.stat_result) -> bytes:
    if stat.S_ISDIR(status.st_mode):
        raise TableError("directory", path=file)
    if not stat.S_ISREG(status.st_mode):
        raise TableError("not-a-file", path=file)
    size = status.st_size
    if size <= MOST_BYTES:
        with open(descriptor, "rb", closefd=False) as stream:
            data = stream.read(size + 1)
            if len(data) > size:  # it grows while it is read, or a file system that states no size
                data += stream.read(MOST_BYTES + 1 - len(data))
        if len(data) <= MOST_BYTES:
            return data
    raise TableError("too-large", path=file, what="@file-size", limit=f"{MOST_BYTES >> 20:,} MiB")
