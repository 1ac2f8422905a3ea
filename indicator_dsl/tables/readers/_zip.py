"""Zip archives, which office files are: none is opened that would fill the memory."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import ZipFile

from indicator_dsl.tables.errors import TableError

__all__ = ["guard"]

#: All members of an archive together, unpacked. The largest honest workbooks have a tenth of it.
_LARGEST: Final = 1 << 30
#: Honest XML shrinks to a twentieth or so; what shrinks to less than this is made to deceive ...
_RATIO: Final = 200
#: ... unless it is small anyway.
_HARMLESS: Final = 100 << 20


def guard(file: str, data: bytes) -> None:
    """Refuse an archive that unpacks to more than 1 GiB, or to more than 100 MiB and 200 times its size.

    The sizes are those its directory declares; ``zipfile`` unpacks no more than these.
    Nothing is said of a damaged archive: who opens it knows better what it should be.

    >>> guard("目标.docx", b"no archive")

    Raises:
        TableError: ``too-large``.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except Exception:  # noqa: BLE001 - of a damaged directory zipfile lets struct.error, ValueError and others through
        return
    limit = _LARGEST if unpacked <= _RATIO * len(data) else _HARMLESS
    if unpacked > limit:
        raise TableError("too-large", path=file, what="@unpacked", limit=f"{limit >> 20} MiB")
