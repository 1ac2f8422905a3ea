"""Binary workbooks (.xlsb) for tests: no program at hand writes them.

A test asks calamine whether they are any.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NUMBER, TEXT, SHARED, FLAG, ERROR = 5, 6, 7, 4, 3


def record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, count = b"", len(body)
    while True:
        size += bytes([count & 0x7F | (0x80 if count > 127 else 0)])
        count >>= 7
        if not count:
            return head + size + body


def string(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def cell(column: int, value: object, style: int = 0) -> bytes:
    at = struct.pack("<II", column, style)
    match value:
        case bool():
            return record(FLAG, at + bytes([value]))
        case float():
            return record(NUMBER, at + struct.pack("<d", value))
        case int():  # packed, as Excel does with small numbers
            return record(2, at + struct.pack("<I", value << 2 & 0xFFFFFFFF | 2))
        case ("error", int(code)):
            return record(ERROR, at + bytes([code]))
        case ("shared", int(number)):
            return record(SHARED, at + struct.pack("<I", number))
        case ("formula", float(result), bytes(tokens)):
            formula = struct.pack("<I", len(tokens)) + tokens + struct.pack("<I", 0)
            return record(9, at + struct.pack("<dH", result, 0) + formula)
        case str():
            return record(TEXT, at + string(value))
    raise TypeError(value)


def workbook(
    rows: Iterable[Sequence[bytes]],
    *,
    formats: Sequence[str] = (),
    strings: Sequence[str | tuple[str, Sequence[tuple[int, int]]]] = (),
    fonts: Sequence[bytes] = (),
    merges: Sequence[tuple[int, int, int, int]] = (),
    from_1904: bool = False,
) -> bytes:
    """Return a workbook of one sheet; style n + 1 has the nth format."""
    sheet = record(129) + record(148, struct.pack("<IIII", 0, 99, 0, 99)) + record(145)
    for number, cells in enumerate(rows):
        sheet += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)) + b"".join(cells)
    sheet += record(146)
    for merge in merges:
        sheet += record(176, struct.pack("<IIII", *merge))
    sheet += record(130)
    styles = record(278) + record(615, struct.pack("<I", len(formats)))
    for number, code in enumerate(formats, start=164):
        styles += record(44, struct.pack("<H", number) + string(code))
    styles += (
        record(616) + b"".join(record(43, one) for one in fonts) + record(617, struct.pack("<I", len(formats) + 1))
    )
    for number in (0, *range(164, 164 + len(formats))):
        styles += record(47, struct.pack("<HHHHHBBHH", 0xFFFF, number, 0, 0, 0, 0, 0, 0, 0))
    styles += record(618) + record(279)
    main = record(131) + record(153, struct.pack("<III", int(from_1904), 0, 0)) + record(143)
    main += record(156, struct.pack("<II", 0, 1) + string("rId1") + string("表1")) + record(144) + record(132)
    table = record(159, struct.pack("<II", len(strings), len(strings)))
    table += b"".join(record(19, shared(text)) for text in strings) + record(160)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
        archive.writestr("_rels/.rels", relations({"rId1": ("officeDocument", "xl/workbook.bin")}))
        parts = {"rId1": ("worksheet", "worksheets/sheet1.bin"), "rId2": ("styles", "styles.bin")}
        archive.writestr(
            "xl/_rels/workbook.bin.rels", relations({**parts, "rId3": ("sharedStrings", "sharedStrings.bin")})
        )
        archive.writestr("xl/workbook.bin", main)
        archive.writestr("xl/styles.bin", styles)
        archive.writestr("xl/sharedStrings.bin", table)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return buffer.getvalue()


def shared(text: str | tuple[str, Sequence[tuple[int, int]]]) -> bytes:
    """Return a string, with the runs in it if it has any: where each begins, and its font."""
    if isinstance(text, str):
        return b"\0" + string(text)
    runs = b"".join(struct.pack("<HH", *run) for run in text[1])
    return b"\1" + string(text[0]) + struct.pack("<I", len(text[1])) + runs


def relations(targets: dict[str, tuple[str, str]]) -> str:
    return (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        + "".join(
            f"<Relationship Id='{key}' Type='{RELATIONS}/{kind}' Target='{target}'/>"
            for key, (kind, target) in targets.items()
        )
        + "</Relationships>"
    )
