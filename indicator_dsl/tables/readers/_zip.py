"""The limits within which an Office file is unpacked: a few kilobytes of zip can hold terabytes."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from indicator_dsl.tables.errors import TableError

__all__ = ["MOST_ALL", "MOST_PART", "guard"]

#: Bytes of one part, unpacked. A sheet of 100,000 rows and 10 columns takes about 50 MiB.
MOST_PART: Final = 256 * 2**20
#: Bytes of all parts together, pictures included.
MOST_ALL: Final = 1024 * 2**20


def guard(file: str, data: bytes) -> None:
    """Look at the sizes an archive states before anything is unpacked.

    An archive cannot lie about them: zipfile stops at the stated size and then misses
    the checksum.

    >>> guard("目标.xlsx", b"no archive at all")

    Raises:
        TableError: ``too-large``. What is no archive is left to the reader, which says what it is.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            sizes = [part.file_size for part in archive.infolist()]
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return
    for size, most in ((max(sizes, default=0), MOST_PART), (sum(sizes), MOST_ALL)):
        if size > most:
            raise TableError("too-large", path=file, what="@unpacked", limit=f"{most >> 20:,} MiB")
