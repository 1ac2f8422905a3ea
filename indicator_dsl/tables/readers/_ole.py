"""The container of Office files before 2007, and of newer ones under a password: named streams in chained sectors."""

from __future__ import annotations

import struct
from typing import Final

from indicator_dsl.tables.readers._parts import Damage

__all__ = ["OLE", "streams"]

#: How such a file begins.
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Sector numbers from here on say something else than where the chain goes on.
_LAST: Final = 0xFFFFFFFA
_STREAM: Final = 2
_ROOT: Final = 5


def streams(data: bytes, *wanted: str) -> dict[str, bytes]:
    """Return the streams of these names (in lower case) that a file has.

    >>> streams(OLE + bytes(504), "workbook")
    Traceback (most recent call last):
        ...
    indicator_dsl.tables.readers._parts.Damage: sectors of 1 bytes
    """
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    directory, cutoff, mini_table, _, more = struct.unpack_from("<I4xIIII", data, 48)
    if not (7 <= shift <= 16 and 4 <= mini_shift < shift):
        raise Damage(f"sectors of {1 << min(shift, 32)} bytes")
    numbers = list(struct.unpack_from("<109I", data, 76))
    while more < _LAST:
        *others, more = struct.unpack(f"<{(1 << shift) // 4}I", _sector(data, more + 1, shift))
        numbers += others
        if len(numbers) > len(data) // 4:
            raise Damage("sectors in a circle")
    table = b"".join([_sector(data, number + 1, shift) for number in numbers if number < _LAST])
    entries = _chain(data, directory, table, shift, 1)
    small = small_table = b""
    found: dict[str, bytes] = {}
    for at in range(0, len(entries) - 127, 128):
        length, kind = struct.unpack_from("<HB", entries, at + 64)
        first, size = struct.unpack_from("<II", entries, at + 116)
        name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").casefold()
        if kind == _ROOT and not at:  # the first entry, and no other
            small, small_table = _chain(data, first, table, shift, 1), _chain(data, mini_table, table, shift, 1)
        elif kind == _STREAM and name in wanted and name not in found:
            whole = (
                _chain(data, first, table, shift, 1)
                if size >= cutoff
                else _chain(small, first, small_table, mini_shift, 0)
            )
            found[name] = whole[:size]
    return found


def _sector(data: bytes, number: int, shift: int) -> bytes:
    return data[number << shift : (number + 1) << shift]


def _chain(data: bytes, first: int, table: bytes, shift: int, skipped: int) -> bytes:
    """Return the sectors of a chain as one; ``skipped`` of them come before the first that is numbered."""
    found: list[bytes] = []
    number = first
    while number < _LAST:
        found.append(_sector(data, number + skipped, shift))
        if len(found) > (len(data) >> shift) + 1:
            raise Damage("sectors in a circle")
        (number,) = struct.unpack_from("<I", table, 4 * number)
    return b"".join(found)
