"""Workbooks of Excel and WPS (.xlsx, .xlsm), read without another library.

openpyxl needs twenty times as long as a compiled reader, and the compiled one does not
tell how a number is shown: 0.95 under the format ``0%`` is ``95%`` to whoever opens the
file.  So the sheets are read here, as a stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final

from attrs import define

from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._number_format import (
    BUILTIN,
    is_date_format,
    shown_date,
    shown_number,
    shown_serial,
)
from indicator_dsl.tables.readers._parted_book import Sheet, grids
from indicator_dsl.tables.readers._parts import Parts, local
from indicator_dsl.tables.readers._relations import each_its_own, related
from indicator_dsl.tables.readers._sheet_rows import Merge, ranges_of
from indicator_dsl.tables.readers._sheet_xml import SheetXml, Shown, merge_references, shared_strings

__all__ = ["read"]

#: Numbers that General shows as they are written.
_PLAIN: Final = re.compile(r"0|-?[1-9][0-9]{0,14}|(?=.{3,15}$)-?(?:0|[1-9][0-9]*)\.(?:[0-9]*[1-9])")


def read(file: str, data: bytes) -> Iterator[Grid]:
    """Return one grid for each sheet, those that are hidden at last.

    A cell is its text as the sheet shows it: 0.95 under the format ``0%`` is ``95%``, a
    date ``2025年12月31日``, a computed formula its stored result.  A formula that only
    states a value, such as ``=100%``, is kept as written: there ``=`` is the relation.
    Hidden rows and columns are read: a filter hides them, and they still count.

    Raises:
        TableError: ``encrypted-workbook``, ``wrong-ending``, ``corrupt-workbook``, ``declared-entities``,
            ``too-large``, ``empty-file``.
    """
    return grids(file, data, ".xlsx", _Book.of)


@define
class _Book:
    """What the parts of a workbook say to all of its sheets."""

    parts: Parts
    sheets: list[Sheet]
    xml: SheetXml

    @classmethod
    def of(cls, parts: Parts) -> _Book:
        main = next(iter(related(parts, "").get("officeDocument", {}).values()), "xl/workbook.xml")
        to = related(parts, main)
        from_1904 = False
        sheets = []
        for element in parts.elements(main, "workbookPr", "sheet"):
            if local(element) == "workbookPr":
                from_1904 = element.get("date1904", "0") in {"1", "true", "on"}
                continue
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            # Charts and dialogs are sheets as well; they have no cells.
            if key in to.get("worksheet", {}):
                hidden = element.get("state", "visible") != "visible"
                sheets.append(Sheet(element.get("name", ""), to["worksheet"][key], hidden))
        each_its_own(sheet.part for sheet in sheets)
        strings = next((shared_strings(parts.text(part)) for part in to.get("sharedStrings", {}).values()), [])
        formats = next((_formats(parts, part) for part in to.get("styles", {}).values()), [])
        shown = _shower(formats, from_1904=from_1904)
        return cls(parts, sheets, SheetXml(strings, shown))

    def cells(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """Yield number and texts of the rows that have cells."""
        return self.xml.rows(self.parts.text(sheet.part))

    def merges(self, sheet: Sheet) -> list[Merge]:
        """Return the merged cells, which stand behind the cells."""
        return ranges_of(merge_references(self.parts.tail(sheet.part, "</sheetData>")))


def _formats(parts: Parts, part: str) -> list[str]:
    """Return the number format of each style."""
    own: dict[str, str] = {}
    styles: list[str] = []
    for element in parts.elements(part, "numFmts", "cellXfs"):
        if local(element) == "numFmts":
            own |= {one.get("numFmtId", ""): one.get("formatCode", "") for one in element}
        else:
            styles = [one.get("numFmtId", "0") for one in element]
    # What a workbook says itself comes first: WPS writes 31 with a format of its own.
    return [own.get(number) or BUILTIN.get(int(number), "General") for number in styles]


def _shower(formats: list[str], *, from_1904: bool) -> Shown:
    """Return the function that shows what is no string."""

    @lru_cache(maxsize=1 << 16)
    def shown(kind: str, value: str, style: str) -> str:
        match kind:
            case "n":
                known = style.isdecimal() and int(style) < len(formats)
                return number(value, formats[int(style)] if known else "General")
            case "b":
                return "TRUE" if value.strip() in {"1", "true"} else "FALSE"
            case "d":
                return _iso_date(value)
            case _:  # e: the error as it is shown
                return value

    def number(value: str, number_format: str) -> str:
        if number_format == "General" and _PLAIN.fullmatch(value):
            return value
        if is_date_format(number_format):
            return shown_serial(float(value), number_format, from_1904=from_1904)
        return shown_number(float(value), number_format)

    return shown


def _iso_date(value: str) -> str:
    try:
        return shown_date(datetime.fromisoformat(value), "yyyy-mm-dd")
    except ValueError:  # a time of day, a duration
        return value
