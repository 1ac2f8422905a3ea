"""Workbooks of Excel 97 to 2003 (.xls), read without another library.

Libraries that read them do not tell how a number is shown, so its format would have to
be looked up in the records all the same; then there is little left for a library to do.
Many files of this name are something else, and are read as what they are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Final

from attrs import define, field, frozen

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._biff import Font, Styles, constant, dressed_runs, error_text, font, packed
from indicator_dsl.tables.readers._content import ending_of
from indicator_dsl.tables.readers._ole import OLE, streams
from indicator_dsl.tables.readers._parts import UNKNOWN, Damage, damaged
from indicator_dsl.tables.readers._sheet_rows import Budget, Merge, put, sheet_rows, tidy

__all__ = ["read"]

_MOST_COLUMNS: Final = 256  # of that version
_BIFF8: Final = 0x0600  # the version that Excel 97 began with
#: The number that no font has: those behind it are counted on by one.
_NO_FONT: Final = 4


class _Kind:
    """The records that are looked at, named as in Microsoft's description of the format, [MS-XLS]."""

    BOF = 0x0809
    EOF = 0x000A
    FILEPASS = 0x002F
    DATEMODE = 0x0022
    BOUNDSHEET = 0x0085
    FONT = 0x0031
    FORMAT = 0x041E
    XF = 0x00E0
    SST = 0x00FC
    CONTINUE = 0x003C
    MERGECELLS = 0x00E5
    NUMBER = 0x0203
    RK = 0x027E
    MULRK = 0x00BD
    LABELSST = 0x00FD
    LABEL = 0x0204
    RSTRING = 0x00D6
    BOOLERR = 0x0205
    FORMULA = 0x0006
    STRING = 0x0207


def read(file: str, data: bytes) -> Iterator[Grid]:
    """Yield one grid for each sheet, those that are hidden at last; cells as :func:`.xlsx.read` reads them.

    Raises:
        TableError: ``encrypted-workbook``, ``old-workbook``, ``corrupt-workbook``, ``too-large``, ``empty-file``;
            for a file that is none of Excel's, what its reader raises.
    """
    with damaged(file):
        if not data.startswith(OLE):
            yield from _something_else(file, data)
            return
        found = streams(data, "workbook", "book", "encryptedpackage")
        if "encryptedpackage" in found:
            raise TableError("encrypted-workbook", path=file)
        book = _Book(file, found.get("workbook") or found.get("book") or b"")
        book.read_globals()
        sheets = sorted(book.sheets, key=lambda sheet: sheet.hidden)
        if not any(book.rows(sheet)[0] for sheet in sheets):
            raise TableError("empty-file", path=file)
        budget = Budget(file)
        for sheet in sheets:
            rows, merges = book.rows(sheet)
            yield Grid(file, sheet_rows(sorted(rows.items()), merges, budget), sheet=sheet.name, hidden=sheet.hidden)


def _something_else(file: str, data: bytes) -> Iterable[Grid]:
    """Read a web page, a newer workbook or a text that calls itself .xls; Excel opens all of these."""
    from indicator_dsl.tables.readers import READERS

    reader = READERS.get(ending_of(data))
    if reader is None:
        raise Damage(UNKNOWN)
    grids: Iterable[Grid] = import_module(f"indicator_dsl.tables.readers.{reader}").read(file, data)
    return grids


@frozen
class _Sheet:
    name: str
    start: int
    hidden: bool


@define
class _Book:
    file: str
    data: bytes
    sheets: list[_Sheet] = field(factory=list)
    strings: list[str] = field(factory=list)
    styles: Styles = field(factory=lambda: Styles(()))
    #: By their numbers, of which 4 is none.
    fonts: list[Font] = field(factory=list)

    def records(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield kind and content of the records from a place on, to the end of what begins there."""
        kind, size, version = struct.unpack_from("<HHH", self.data, start)
        if kind != _Kind.BOF:
            raise Damage("no BOF")
        if version != _BIFF8:
            raise TableError("old-workbook", path=self.file)
        depth, at = 1, start + 4 + size
        while depth:
            kind, size = struct.unpack_from("<HH", self.data, at)
            at += 4
            # A chart inside a sheet has a beginning and an end of its own.
            depth += (kind == _Kind.BOF) - (kind == _Kind.EOF)
            if depth == 1:
                yield kind, self.data[at : at + size]
            at += size

    def read_globals(self) -> None:
        """Read what stands before the sheets."""
        formats: list[int] = []
        own: dict[int, str] = {}
        from_1904 = False
        strings: list[bytes] = []
        last = 0
        for kind, body in self.records(0):
            match kind:
                case _Kind.FILEPASS:
                    raise TableError("encrypted-workbook", path=self.file)
                case _Kind.DATEMODE:
                    from_1904 = body[:1] == b"\x01"
                case _Kind.FONT:
                    self.fonts += [font(body)] * (2 if len(self.fonts) == _NO_FONT else 1)
                case _Kind.FORMAT:
                    own[struct.unpack_from("<H", body)[0]] = _string(body, 2)
                case _Kind.XF:
                    formats.append(struct.unpack_from("<H", body, 2)[0])
                case _Kind.BOUNDSHEET:
                    start, state, type_ = struct.unpack_from("<IBB", body)
                    if type_ == 0:  # neither a chart nor a module of macros
                        self.sheets.append(
                            _Sheet(_characters(body, 8, body[6], wide=body[7] & 1), start, bool(state & 3))
                        )
                case _Kind.SST:
                    strings = [body]
                case _Kind.CONTINUE if last == _Kind.SST:
                    strings.append(body)
                    continue
            last = kind
        self.styles = Styles.of(formats, own, from_1904=from_1904)
        found = _shared_strings(strings) if strings else ()
        self.strings = [tidy(dressed_runs(text, runs, self.fonts) if runs else text) for text, runs in found]

    def rows(self, sheet: _Sheet) -> tuple[dict[int, list[str]], list[Merge]]:
        """Return the texts of each row of a sheet, and its merged cells."""
        rows: dict[int, list[str]] = {}
        merges: list[Merge] = []
        waiting: tuple[int, int] | None = None  # the formula whose text comes in the next record
        for kind, body in self.records(sheet.start):
            if kind == _Kind.MERGECELLS:
                (count,) = struct.unpack_from("<H", body)
                for at in range(2, 2 + 8 * count, 8):
                    top, bottom, left, right = struct.unpack_from("<HHHH", body, at)
                    merges.append((top + 1, bottom + 1, left, right))
            elif kind == _Kind.MULRK:
                row, column = struct.unpack_from("<HH", body)
                _check(column + len(body) // 6 - 2)
                for at in range(4, len(body) - 5, 6):
                    style, bits = struct.unpack_from("<HI", body, at)
                    put(rows.setdefault(row + 1, []), column, self.styles.shown(packed(bits), style))
                    column += 1
            elif kind == _Kind.STRING and waiting is not None:
                put(rows.setdefault(waiting[0] + 1, []), waiting[1], tidy(_string(body, 0)))
            elif kind in _CELLS:
                row, column, style = struct.unpack_from("<HHH", body)
                _check(column)
                text = self._cell(kind, body, style)
                waiting = (row, column) if text is None else None
                if text:
                    put(rows.setdefault(row + 1, []), column, text)
        return rows, merges

    def _cell(self, kind: int, body: bytes, style: int) -> str | None:
        """Return the text of a cell; ``None`` if it is the result of a formula that the next record holds."""
        match kind:
            case _Kind.LABELSST:
                return self.strings[int.from_bytes(body[6:10], "little")]
            case _Kind.NUMBER:
                return self.styles.shown(struct.unpack_from("<d", body, 6)[0], style)
            case _Kind.RK:
                return self.styles.shown(packed(struct.unpack_from("<I", body, 6)[0]), style)
            case _Kind.LABEL:
                return tidy(_string(body, 6))
            case _Kind.RSTRING:
                text = _string(body, 6)
                at = 9 + (len(text) << (body[8] & 1))
                return tidy(dressed_runs(text, _runs(body[at + 2 :]), self.fonts))
            case _Kind.BOOLERR:
                return _flag(body[6], is_error=bool(body[7]))
        (size,) = struct.unpack_from("<H", body, 20)
        written = constant(body[22 : 22 + size])
        if written is not None:
            return written
        if body[12:14] != b"\xff\xff":
            return self.styles.shown(struct.unpack_from("<d", body, 6)[0], style)
        match body[6]:
            case 0:
                return None
            case 1 | 2:
                return _flag(body[8], is_error=body[6] == 2)
            case _:
                return ""


_CELLS: Final = frozenset(
    {_Kind.LABELSST, _Kind.NUMBER, _Kind.RK, _Kind.LABEL, _Kind.RSTRING, _Kind.BOOLERR, _Kind.FORMULA}
)


def _check(column: int) -> None:
    if column >= _MOST_COLUMNS:
        raise Damage(f"column {column}")


def _flag(value: int, *, is_error: bool) -> str:
    return error_text(value) if is_error else "TRUE" if value else "FALSE"


def _characters(body: bytes, at: int, count: int, *, wide: int) -> str:
    return body[at : at + count * 2].decode("utf-16-le", "replace") if wide else body[at : at + count].decode("latin-1")


def _string(body: bytes, at: int) -> str:
    """Return a string with its length before it; one that goes on in another record is not."""
    count, flags = struct.unpack_from("<HB", body, at)
    at += 3 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    return _characters(body, at, count, wide=flags & 1)


def _runs(data: bytes) -> list[tuple[int, int]]:
    return list(struct.iter_unpack("<HH", data[: len(data) & ~3]))


def _shared_strings(blocks: list[bytes]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield the strings that cells share, with the runs in them; they run on from one record into the next."""
    (count,) = struct.unpack_from("<I", blocks[0], 4)
    block, at = 0, 8

    def go_on() -> bool:
        nonlocal block, at
        while block < len(blocks) and at >= len(blocks[block]):
            block, at = block + 1, at - len(blocks[block])
        return block < len(blocks)

    for _ in range(count):
        if not go_on():  # some programs count strings they do not write
            return
        length, flags = struct.unpack_from("<HB", blocks[block], at)
        at += 3
        runs = readings = 0
        if flags & 8:
            (runs,) = struct.unpack_from("<H", blocks[block], at)
            at += 2
        if flags & 4:
            (readings,) = struct.unpack_from("<I", blocks[block], at)
            at += 4
        text = ""
        while True:
            here = min((len(blocks[block]) - at) >> (flags & 1), length - len(text))
            text += _characters(blocks[block], at, here, wide=flags & 1)
            at += here << (flags & 1)
            if len(text) >= length:
                break
            block, at = block + 1, 1
            # Each record says anew whether its characters take one byte or two.
            flags = blocks[block][0]
        dress = b""
        while len(dress) < 4 * runs and go_on():
            part = blocks[block][at : at + 4 * runs - len(dress)]
            dress, at = dress + part, at + len(part)
        yield text, _runs(dress)
        at += readings
