"""Workbooks of Excel and WPS, through openpyxl."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

from attrs import define, field

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.readers._number_format import shown_date, shown_number

__all__ = ["read"]

_OLE: Final = b"\xd0\xcf\x11\xe0"
#: A formula that computes: a cell, a function, a joined text. `=100%` and `=43362人` are what their author meant.
_COMPUTES: Final = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]|[A-Za-z_.]+\s*\(|[\"!&]|[0-9)%]\s*[-+*/^]\s*[0-9(]")


def read(file: str, data: bytes) -> Iterator[Grid]:
    """Yield one grid for each sheet.

    A cell is its text as the sheet shows it: 0.95 under the format ``0%`` is ``95%``, a
    date ``2025年12月31日``, a computed formula its stored result.  A formula that only
    states a value, such as ``=100%``, is kept as written: there ``=`` is the relation.

    Raises:
        TableError: ``missing-library``, ``encrypted-workbook``, ``corrupt-workbook``, ``empty-file``.
    """
    if data.startswith(_OLE):
        raise TableError("encrypted-workbook", path=file)
    book = _Book(file, data)
    sheets = book.open(data_only=False).worksheets
    if not any(sheet.max_row > 1 or sheet.max_column > 1 or sheet["A1"].value is not None for sheet in sheets):
        raise TableError("empty-file", path=file)
    for sheet in sheets:
        yield Grid(file, _rows(sheet, book), sheet=sheet.title)


@define
class _Book:
    """A workbook, and a second look at it for the results of formulas, taken only if there are any."""

    file: str
    data: bytes
    _results: Any = field(default=None)

    def open(self, *, data_only: bool) -> Any:
        try:
            from openpyxl import load_workbook
        except ImportError as error:
            raise TableError(
                "missing-library", path=self.file, library="openpyxl", install="indicator-dsl[excel]"
            ) from error
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # styles and extensions openpyxl drops; we only read texts
                return load_workbook(BytesIO(self.data), data_only=data_only)
        except (MemoryError, RecursionError):
            raise
        except BadZipFile as error:
            raise TableError("corrupt-workbook", path=self.file, reason=str(error)) from error
        except Exception as error:  # openpyxl lets KeyError, ValueError, ParseError and others of damaged XML through
            reason = f"{type(error).__name__}: {error}"
            raise TableError("corrupt-workbook", path=self.file, reason=reason) from error

    def result(self, sheet: str, coordinate: str) -> Any:
        if self._results is None:
            self._results = self.open(data_only=True)
        return self._results[sheet][coordinate]


def _rows(sheet: Any, book: _Book) -> Iterator[GridRow]:
    covered, widths = _merges(sheet, book)
    for number, cells in enumerate(sheet.iter_rows(min_row=1, min_col=1), start=1):
        texts = [_text(cell, book) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        texts += [""] * (widths.get(number, 0) - len(texts))
        yield GridRow(number, tuple(texts), covered.get(number, {}))


def _merges(sheet: Any, book: _Book) -> tuple[dict[int, dict[int, str]], dict[int, int]]:
    """Return for each row the texts that reach down to it, and the last column a merged cell of it covers."""
    covered: dict[int, dict[int, str]] = {}
    widths: dict[int, int] = {}
    for merged in sheet.merged_cells.ranges:
        text = _text(sheet.cell(merged.min_row, merged.min_col), book)
        if not text:
            continue
        widths[merged.min_row] = max(widths.get(merged.min_row, 0), merged.max_col)
        for row in range(merged.min_row + 1, merged.max_row + 1):
            covered.setdefault(row, {})[merged.min_col - 1] = text
    return covered, widths


def _text(cell: Any, book: _Book) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        formula = str(getattr(value, "text", value))  # array formulas are objects
        formula = formula if formula.startswith("=") else f"={formula}"
        if not _COMPUTES.search(formula):
            return formula.strip()
        result = book.result(cell.parent.title, cell.coordinate)
        return formula if result.value is None else _shown(result.value, cell.number_format)
    return _shown(value, cell.number_format)


def _shown(value: Any, number_format: str) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return shown_number(value, number_format)
        case datetime() | date() | time():
            return shown_date(value, number_format)
        case timedelta():
            return str(value)
        case _:
            return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
