"""From the cells of a sheet to the rows every reader hands on: merged cells, blank rows, the limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import define, field

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import GridRow

__all__ = ["MOST_COLUMNS", "Budget", "Merge", "column_number", "put", "ranges_of", "sheet_rows", "tidy"]

#: Top and bottom row counted from 1, left and right column counted from 0.
Merge = tuple[int, int, int, int]

#: Rows with anything in them, of all sheets together; as many as one sheet of Excel can have.
_MOST_ROWS: Final = 1_048_576
#: Cells up to the last one in their row, blank ones included: 100,000 rows of 500 columns.
_MOST_CELLS: Final = 50_000_000
#: As many as Excel has.
MOST_COLUMNS: Final = 16_384
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
#: How a workbook writes characters that XML has not: _x000D_ is a carriage return.
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

#: What a row without merged cells says of them.
_NONE: Final[dict[int, int]] = {}


@define
class Budget:
    """What may still be read of a workbook."""

    file: str
    rows: int = _MOST_ROWS
    cells: int = _MOST_CELLS

    def spend(self, cells: int) -> None:
        """Count one row.

        Raises:
            TableError: ``too-large``.
        """
        self.rows -= 1
        self.cells -= cells
        if self.rows < 0:
            raise TableError("too-large", path=self.file, what="@rows", limit=f"{_MOST_ROWS:,}")
        if self.cells < 0:
            raise TableError("too-large", path=self.file, what="@cells", limit=f"{_MOST_CELLS:,}")


def sheet_rows(rows: Iterable[tuple[int, list[str]]], merges: Iterable[Merge], budget: Budget) -> Iterator[GridRow]:
    """Yield the rows of a sheet from those that have cells; any number of blank rows between two is one.

    Args:
        rows: number and texts of each row, from top to bottom; the list is taken over.
        merges: the merged cells of the sheet.
        budget: what may still be read.

    >>> rows = [(1, ["产出", "数量", "≥5人"]), (2, ["", "质量"]), (9, ["注"])]
    >>> [(row.number, row.cells, row.covered) for row in sheet_rows(rows, [(1, 2, 0, 0)], Budget("目标.xlsx"))]
    [(1, ('产出', '数量', '≥5人'), {}), (2, ('', '质量'), {0: '产出'}), (3, (), {}), (9, ('注',), {})]
    """
    covering = _Covering.of(merges)
    last = 0
    for number, texts in rows:
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if number > last + 1:
            yield GridRow(last + 1, (), covering.covered(last + 1), _NONE)
        last = number
        covered = covering.covered(number) if covering.open else {}
        across = covering.begin(number, texts) if number in covering.starts else _NONE
        budget.spend(len(texts) + len(covered))
        yield GridRow(number, tuple(texts), covered, across)


@define
class _Covering:
    """The merged cells that reach down from rows above, and those that begin further down."""

    starts: dict[int, list[Merge]]
    #: By column: the last row covered, and the text.
    open: dict[int, tuple[int, str]] = field(factory=dict)

    @classmethod
    def of(cls, merges: Iterable[Merge]) -> _Covering:
        starts: dict[int, list[Merge]] = {}
        for merge in merges:
            starts.setdefault(merge[0], []).append(merge)
        return cls(starts)

    def covered(self, number: int) -> dict[int, str]:
        self.open = {column: one for column, one in self.open.items() if one[0] >= number}
        return {column: text for column, (_, text) in self.open.items()}

    def begin(self, number: int, texts: list[str]) -> dict[int, int]:
        """Take note of the merged cells that begin in a row, and return over how many columns they reach.

        The blank cells they cover to the right belong to the row.
        """
        width = len(texts)
        across: dict[int, int] = {}
        for _, bottom, left, end in self.starts[number]:
            right = min(end, MOST_COLUMNS - 1)
            text = texts[left] if left < width else ""
            if text:
                if bottom > number:
                    self.open[left] = (bottom, text)
                if right > left:
                    across[left] = right + 1 - left
                if right >= len(texts):
                    texts += [""] * (right + 1 - len(texts))
        return across


def put(texts: list[str], column: int, text: str) -> None:
    """Write the text of a column into a row, which grows as far as it has to.

    >>> texts = ["产出"]
    >>> put(texts, 2, "≥5人")
    >>> texts
    ['产出', '', '≥5人']
    """
    if column < len(texts):
        texts[column] = text
        return
    texts += [""] * (column - len(texts))
    texts.append(text)


def ranges_of(references: Iterable[str]) -> list[Merge]:
    """Return merged cells from what a workbook calls them.

    >>> ranges_of(["A1:C2", "no range"])
    [(1, 2, 0, 2)]
    """
    found = filter(None, map(_RANGE.match, references))
    return [(int(one[2]), int(one[4]), column_number(one[1]), column_number(one[3])) for one in found]


def column_number(letters: str) -> int:
    """Return the column, counted from 0, that a spreadsheet shows these letters over.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (0, 26, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def tidy(text: str) -> str:
    r"""Return a text of a workbook as the cell shows it: line breaks are ``\n``, blanks around it are gone.

    >>> tidy(" ≥5人_x000D_\r\n≥6户\r\n"), tidy("_x005F_x0041_")
    ('≥5人\n≥6户', '_x0041_')
    """
    if "_x" in text:
        # What XML makes of line breaks comes first: _x000D_ before one of them belongs to it.
        text = _ESCAPED.sub(_character, _with_plain_breaks(text))
    return _with_plain_breaks(text).strip()


def _with_plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # A lone half of a character cannot be encoded again.
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)
