"""Containers of old Office files, for tests: named streams in sectors of 512 bytes."""

from __future__ import annotations

import struct

SECTOR = 512
#: Shorter streams would live in a stream of their own.
SHORTEST = 4096
END, FREE, OF_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def container(streams: dict[str, bytes]) -> bytes:
    """Return a file with these streams, each filled up with zeros to 4096 bytes."""
    bodies = [data.ljust(SHORTEST, b"\0") for data in streams.values()]
    bodies = [data + bytes(-len(data) % SECTOR) for data in bodies]
    entries = [_entry("Root Entry", 5, END, 0)]
    chain: list[int] = []
    for name, data in zip(streams, bodies, strict=True):
        first = len(chain)
        chain += [*range(first + 1, first + len(data) // SECTOR), END]
        entries.append(_entry(name, 2, first, len(data)))
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = len(chain)
    sectors = len(entries) // 4
    chain += [*range(directory + 1, directory + sectors), END]
    tables = 1
    while len(chain) + tables > tables * SECTOR // 4:
        tables += 1
    first_table = len(chain)
    chain += [OF_TABLE] * tables
    chain += [FREE] * (-len(chain) % (SECTOR // 4))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, directory, 0, SHORTEST, END, 0, END, 0),
    )
    numbers = [*range(first_table, first_table + tables)]
    header += struct.pack("<109I", *numbers, *[FREE] * (109 - len(numbers)))
    return header + b"".join(bodies) + b"".join(entries) + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    children = (FREE, FREE, 1 if kind == 5 else FREE)
    return struct.pack("<64sHBBIII36xIQ", text, len(text), kind, 1, *children, first, size)
