"""Sheets of OpenDocument (.ods, LibreOffice), read without another library: the file holds what every cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from attrs import define, field

from indicator_dsl.formulas import stated
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid
from indicator_dsl.tables.readers._content import misnamed
from indicator_dsl.tables.readers._number_format import shown_date, shown_number
from indicator_dsl.tables.readers._parts import Parts, damaged, local
from indicator_dsl.tables.readers._sheet_rows import MOST_COLUMNS, Budget, Merge, put, sheet_rows, tidy
from indicator_dsl.tables.readers._symbols import dressed

__all__ = ["read"]

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
#: A date of which the sheet shows year and month, or the year.
_MONTH: Final = re.compile(r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*月?|[0-9]{1,2}\s*[-/.]\s*[0-9]{4}")
_YEAR: Final = re.compile(r"[0-9]{4}\s*年?")


def read(file: str, data: bytes) -> Iterator[Grid]:
    """Yield one grid for each sheet, those that are hidden at last; cells as :func:`.xlsx.read` reads them.

    Raises:
        TableError: ``encrypted-workbook``, ``wrong-ending``, ``corrupt-workbook``, ``declared-entities``,
            ``too-large``, ``empty-file``.
    """
    with damaged(file):
        wrong = misnamed(file, data, ".ods")
        if wrong is not None:
            raise wrong
        parts = Parts.of(file, data)
        if _MANIFEST in parts and next(parts.elements(_MANIFEST, "encryption-data"), None) is not None:
            raise TableError("encrypted-workbook", path=file)
        sheets = list(_sheets(parts))
        if not any(sheet.rows for sheet in sheets):
            raise TableError("empty-file", path=file)
        budget = Budget(file)
        for sheet in sorted(sheets, key=lambda sheet: sheet.hidden):
            rows = sheet_rows(sheet.rows, sheet.merges, budget)
            yield Grid(file, rows, sheet=sheet.name, hidden=sheet.hidden)


@define
class _Sheet:
    name: str
    hidden: bool
    rows: list[tuple[int, list[str]]] = field(factory=list)
    merges: list[Merge] = field(factory=list)
    #: Rows so far, blank ones included.
    height: int = 0


def _sheets(parts: Parts) -> Iterator[_Sheet]:
    """Yield the sheets; all of them stand in one part, one behind the other."""
    hidden: set[str] = set()
    dress: dict[str, _Dress] = {}
    sheet: _Sheet | None = None
    budget = Budget(parts.file)
    for element in parts.elements(_CONTENT, "style", "table-row", begin="table"):
        match local(element):
            case "style":
                if any(_get(one, "display") == "false" for one in element if local(one) == "table-properties"):
                    hidden.add(_get(element, "name"))
                for one in element:
                    if local(one) == "text-properties":
                        dress[_get(element, "name")] = _dress(one)
            case "table":
                if sheet is not None:
                    yield sheet
                sheet = _Sheet(_get(element, "name"), _get(element, "style-name") in hidden)
            case _ if sheet is not None:
                _take(sheet, element, budget, dress)
    if sheet is not None:
        yield sheet


#: Where a style puts characters, and whether it strikes them through.
_Dress = tuple[str, bool]


def _dress(properties: Element) -> _Dress:
    how = _get(properties, "text-position").partition(" ")[0]
    height = how.rstrip("%")
    place = {"super": "superscript", "sub": "subscript"}.get(how, "")
    if how.endswith("%") and height.lstrip("-").isdecimal() and int(height):
        place = "subscript" if height.startswith("-") else "superscript"
    lines = {_get(properties, f"text-line-through-{what}") for what in ("type", "style")}
    return place, not lines <= {"", "none"}


def _take(sheet: _Sheet, row: Element, budget: Budget, dress: Mapping[str, _Dress]) -> None:
    """Take in one row, or as many as it stands for."""
    times = max(int(_get(row, "number-rows-repeated") or 1), 1)
    number = sheet.height + 1
    sheet.height += times
    texts: list[str] = []
    column = 0
    for cell in row:
        if local(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        across = min(max(int(_get(cell, "number-columns-repeated") or 1), 1), MOST_COLUMNS)
        text = _text(cell, dress) if local(cell) == "table-cell" else ""
        if text and column < MOST_COLUMNS:
            down, right = (int(_get(cell, f"number-{what}-spanned") or 1) for what in ("rows", "columns"))
            if down > 1 or right > 1:
                sheet.merges.append((number, number + down - 1, column, min(column + right, MOST_COLUMNS) - 1))
            for at in range(column, min(column + across, MOST_COLUMNS)):
                put(texts, at, text)
        column += across
    if texts:
        for repeated in range(times):
            budget.spend(len(texts))
            sheet.rows.append((number + repeated, list(texts)))


def _text(cell: Element, dress: Mapping[str, _Dress]) -> str:
    """Return what a cell shows."""
    shown = tidy("\n".join(_words(part, dress) for part in cell if local(part) == "p"))
    formula = _get(cell, "formula")
    if formula:
        written = stated(formula.partition("=")[2], _get(cell, "value") or shown)
        if written is not None:
            return written
    kind = _get(cell, "value-type")
    if kind == "date":
        return _date(_get(cell, "date-value"), shown)
    value = _get(cell, "value")
    if not shown and value:
        return shown_number(float(value), "0.##########%" if kind == "percentage" else "General")
    return shown


def _date(value: str, shown: str) -> str:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:  # before the year 1, or no date at all: what is shown is all there is
        return shown
    exactness = "yyyy" if _YEAR.fullmatch(shown) else "yyyy-mm" if _MONTH.fullmatch(shown) else "yyyy-mm-dd"
    return shown_date(found, exactness)


def _words(element: Element, dress: Mapping[str, _Dress]) -> str:
    """Return the text of a paragraph, without comments and the readings above characters."""
    text = element.text or ""
    for part in element:
        match local(part):
            case "s":
                text += " " * min(int(_get(part, "c") or 1), 1000)
            case "tab":
                text += " "
            case "line-break":
                text += "\n"
            case "annotation" | "ruby-text" | "note":
                pass
            case _:
                place, struck = dress.get(_get(part, "style-name"), ("", False))
                text += dressed(_words(part, dress), place, struck=struck)
        text += part.tail or ""
    return text


def _get(element: Element, name: str) -> str:
    """Return an attribute by its local name, ``""`` if it is not there."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
