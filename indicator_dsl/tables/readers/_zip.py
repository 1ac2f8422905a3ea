"""Zip archives, which office files are: a few kilobytes of one can hold terabytes, and none is opened that does."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import ZipFile

from indicator_dsl.tables.errors import TableError

__all__ = ["MOST_PART", "guard"]

_MIB: Final = 2**20
#: Bytes of one part, unpacked. A sheet of 100,000 rows and 10 columns takes about 50 MiB.
MOST_PART: Final = 256 * _MIB
#: Bytes of all parts together, pictures included.
_MOST_ALL: Final = 1024 * _MIB


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
    except Exception:  # noqa: BLE001  of a damaged directory zipfile lets struct.error, ValueError and others through
        return
    for size, limit in ((max(sizes, default=0), MOST_PART), (sum(sizes), _MOST_ALL)):
        if size > limit:
            raise TableError("too-large", path=file, what="@unpacked", limit=f"{limit // _MIB:,} MiB")
