"""What the binary workbooks of Excel (.xls, .xlsb) have in common: packed numbers, errors, formulas of one value."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from attrs import frozen

from indicator_dsl.tables.readers._number_format import BUILTIN, is_date_format, shown_number, shown_serial
from indicator_dsl.tables.readers._symbols import dressed

__all__ = ["Font", "Styles", "constant", "dressed_runs", "error_text", "font", "packed"]

_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_INTEGER: Final = 0x1E
_NUMBER: Final = 0x1F
_SPACES: Final = 0x19
_PERCENT: Final = 0x14
_SIGNS: Final = {0x12: "+", 0x13: "-"}
_PARENTHESIS: Final = 0x15


#: Where a font puts its characters, and whether it strikes them through.
Font = tuple[str, bool]
_PLACES: Final = {1: "superscript", 2: "subscript"}
_STRUCK: Final = 0x08


def font(body: bytes, place: int = 8) -> Font:
    """Return what a record says of a font; ``place`` is where it says whether it is raised.

    >>> font(bytes([240, 0, 8, 0, 0, 0, 144, 1, 1, 0])), font(bytes(10))
    (('superscript', True), ('', False))
    """
    return _PLACES.get(int.from_bytes(body[place : place + 2], "little"), ""), bool(body[2] & _STRUCK)


def dressed_runs(text: str, runs: Sequence[tuple[int, int]], fonts: Sequence[Font]) -> str:
    """Return a text whose runs begin at these characters, each with the number of its font.

    >>> dressed_runs("10410", [(2, 0), (3, 1)], [("superscript", False), ("", True)])
    '10⁴'
    """
    if not any(fonts[number] != ("", False) for _, number in runs if number < len(fonts)):
        return text
    found = text[: runs[0][0]]
    for (begin, number), (end, _) in pairwise([*runs, (len(text), 0)]):
        place, struck = fonts[number] if number < len(fonts) else ("", False)
        found += dressed(text[begin:end], place, struck=struck)
    return found


@frozen
class Styles:
    """The number format of each style, and where dates are counted from."""

    formats: Sequence[str]
    from_1904: bool = False

    @classmethod
    def of(cls, numbers: Sequence[int], own: dict[int, str], *, from_1904: bool) -> Styles:
        """Look up formats by their numbers: what a workbook says itself comes first."""
        return cls([own.get(number) or BUILTIN.get(number, "General") for number in numbers], from_1904)

    def shown(self, number: float, style: int) -> str:
        """Return a number as a cell of this style shows it.

        >>> Styles(["General", "0%"]).shown(0.95, 1)
        '95%'
        """
        number_format = self.formats[style] if style < len(self.formats) else "General"
        if is_date_format(number_format):
            return shown_serial(number, number_format, from_1904=self.from_1904)
        return shown_number(number, number_format)


def packed(bits: int) -> float:
    """Return a number packed into 30 bits: an integer or the upper part of a float, perhaps in hundredths.

    >>> packed(2200 << 2 | 2), packed(95 << 2 | 3)
    (2200, 0.95)
    """
    number: float
    if bits & 2:
        number = (bits >> 2) - (1 << 30 if bits & 1 << 31 else 0)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (bits & ~3) << 32))
    return number / 100 if bits & 1 else number


def error_text(code: int) -> str:
    """Return an error as a cell shows it.

    >>> error_text(23)
    '#REF!'
    """
    return _ERRORS.get(code, "#N/A")


def constant(tokens: bytes) -> str | None:
    """Return a formula that only states a number, such as ``=100%``; ``None`` for one that computes.

    >>> constant(bytes([0x1E, 100, 0, 0x14])), constant(bytes([0x1E, 1, 0, 0x1E, 2, 0, 0x03]))
    ('=100%', None)
    """
    text, at = "", 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token in {_INTEGER, _NUMBER} and not text:
            code, size = ("<H", 2) if token == _INTEGER else ("<d", 8)
            text = shown_number(struct.unpack_from(code, tokens, at)[0], "General")
            at += size
        elif token == _SPACES and tokens[at : at + 1] == b"\x40":
            at += 3
        elif token == _PERCENT and text:
            text += "%"
        elif token in _SIGNS and text:
            text = _SIGNS[token] + text
        elif token == _PARENTHESIS and text:
            text = f"({text})"
        else:
            return None
    return f"={text}" if text else None
