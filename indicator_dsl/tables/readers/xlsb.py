"""Binary workbooks of Excel (.xlsb), read without another library, for the same reason as ``.xls``."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from attrs import define

from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._biff import Font, Styles, constant, dressed_runs, error_text, font, packed
from indicator_dsl.tables.readers._parted_book import Sheet, grids
from indicator_dsl.tables.readers._parts import Damage, Parts
from indicator_dsl.tables.readers._relations import each_its_own, related
from indicator_dsl.tables.readers._sheet_rows import MOST_COLUMNS, Merge, put, tidy

__all__ = ["read"]


class _Kind:
    """The records that are looked at, named as in Microsoft's description of the format, [MS-XLSB]."""

    ROW_HDR = 0
    CELL_RK = 2
    CELL_ERROR = 3
    CELL_BOOL = 4
    CELL_ST = 6
    CELL_ISST = 7
    FMLA_STRING = 8
    FMLA_NUM = 9
    FMLA_BOOL = 10
    FMLA_ERROR = 11
    SST_ITEM = 19
    FONT = 43
    FMT = 44
    XF = 47
    CELL_R_STRING = 62
    WB_PROP = 153
    BUNDLE_SH = 156
    MERGE_CELL = 176
    BEGIN_CELL_XFS = 617
    END_CELL_XFS = 618


def read(file: str, data: bytes) -> Iterator[Grid]:
    """Return one grid for each sheet, those that are hidden at last; cells as :func:`.xlsx.read` reads them.

    Raises:
        TableError: ``encrypted-workbook``, ``wrong-ending``, ``corrupt-workbook``, ``declared-entities``,
            ``too-large``, ``empty-file``.
    """
    return grids(file, data, ".xlsb", _Book.of)


@define
class _Book:
    """What the parts of a workbook say to all of its sheets."""

    parts: Parts
    sheets: list[Sheet]
    strings: list[str]
    styles: Styles
    fonts: list[Font]

    @classmethod
    def of(cls, parts: Parts) -> _Book:
        main = next(iter(related(parts, "").get("officeDocument", {}).values()), "xl/workbook.bin")
        to = related(parts, main)
        from_1904 = False
        sheets = []
        for kind, body in _records(parts.data(main)):
            if kind == _Kind.WB_PROP:
                from_1904 = bool(body[0] & 1)
            elif kind == _Kind.BUNDLE_SH:
                identifier, at = _string(body, 8)
                name, _ = _string(body, at)
                # Charts and dialogs are sheets as well; they have no cells.
                if identifier in to.get("worksheet", {}):
                    hidden = bool(struct.unpack_from("<I", body)[0] & 3)
                    sheets.append(Sheet(name, to["worksheet"][identifier], hidden))
        each_its_own(sheet.part for sheet in sheets)
        styles = [_styles(parts.data(part), from_1904=from_1904) for part in to.get("styles", {}).values()]
        style, fonts = styles[0] if styles else (Styles((), from_1904), [])
        strings = [_strings(parts.data(part), fonts) for part in to.get("sharedStrings", {}).values()]
        return cls(parts, sheets, strings[0] if strings else [], style, fonts)

    def cells(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """Yield number and texts of the rows that have cells."""
        number, texts = 0, list[str]()
        for kind, body in _records(self.parts.data(sheet.part)):
            if kind == _Kind.ROW_HDR:
                if texts:
                    yield number, texts
                number, texts = struct.unpack_from("<I", body)[0] + 1, []
            elif _Kind.CELL_RK <= kind <= _Kind.FMLA_ERROR or kind == _Kind.CELL_R_STRING:
                column, style = struct.unpack_from("<II", body)
                if column >= MOST_COLUMNS:
                    raise Damage(f"column {column}")
                text = self._text(kind, body, style & 0xFFFFFF)
                if text:
                    put(texts, column, text)
        if texts:
            yield number, texts

    def merges(self, sheet: Sheet) -> list[Merge]:
        """Return the merged cells."""
        return [_merge(body) for kind, body in _records(self.parts.data(sheet.part)) if kind == _Kind.MERGE_CELL]

    def _text(self, kind: int, body: bytes, style: int) -> str:
        """Return what a cell shows."""
        match kind:
            case _Kind.CELL_ISST:
                return self.strings[int.from_bytes(body[8:12], "little")]
            case _Kind.CELL_ST | _Kind.FMLA_STRING:
                return tidy(_string(body, 8)[0])
            case _Kind.CELL_R_STRING:
                return _rich_text(body, 8, self.fonts)
            case _Kind.CELL_RK:
                return self.styles.shown(packed(struct.unpack_from("<I", body, 8)[0]), style)
            case _Kind.CELL_BOOL | _Kind.FMLA_BOOL:
                return "TRUE" if body[8] else "FALSE"
            case _Kind.CELL_ERROR | _Kind.FMLA_ERROR:
                return error_text(body[8])
        if kind == _Kind.FMLA_NUM:
            (size,) = struct.unpack_from("<I", body, 18)
            written = constant(body[22 : 22 + size])
            if written is not None:
                return written
        (number,) = struct.unpack_from("<d", body, 8)  # of such a formula, and of a cell with a number as it is
        return self.styles.shown(number, style)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of a part; both their kind and their size take as few bytes as they can."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        if at + size > end:
            raise Damage("a record without an end")
        yield kind, data[at : at + size]
        at += size


def _string(body: bytes, at: int) -> tuple[str, int]:
    """Return a string with its length before it, and the place behind it; a length of all ones is no string."""
    (count,) = struct.unpack_from("<I", body, at)
    at += 4
    if count == 0xFFFFFFFF:
        return "", at
    return body[at : at + 2 * count].decode("utf-16-le", "replace"), at + 2 * count


def _rich_text(body: bytes, at: int, fonts: list[Font]) -> str:
    """Return a string that may have runs, which its first byte tells."""
    text, end = _string(body, at + 1)
    if body[at] & 1:
        (count,) = struct.unpack_from("<I", body, end)
        runs = body[end + 4 : end + 4 + 4 * count]
        text = dressed_runs(text, list(struct.iter_unpack("<HH", runs)), fonts)
    return tidy(text)


def _strings(data: bytes, fonts: list[Font]) -> list[str]:
    return [_rich_text(body, 0, fonts) for kind, body in _records(data) if kind == _Kind.SST_ITEM]


def _styles(data: bytes, *, from_1904: bool) -> tuple[Styles, list[Font]]:
    own: dict[int, str] = {}
    formats: list[int] = []
    fonts: list[Font] = []
    of_cells = False
    for kind, body in _records(data):
        match kind:
            case _Kind.FONT:
                fonts.append(font(body, 6))
            case _Kind.FMT:
                own[struct.unpack_from("<H", body)[0]] = _string(body, 2)[0]
            case _Kind.BEGIN_CELL_XFS | _Kind.END_CELL_XFS:
                of_cells = kind == _Kind.BEGIN_CELL_XFS
            case _Kind.XF if of_cells:
                formats.append(struct.unpack_from("<H", body, 2)[0])
    return Styles.of(formats, own, from_1904=from_1904), fonts


def _merge(body: bytes) -> Merge:
    top, bottom, left, right = struct.unpack_from("<IIII", body)
    return top + 1, bottom + 1, left, right
