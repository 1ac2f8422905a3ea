"""Documents of paragraphs and tables (.docx, .html, .pdf), laid out as one grid.

A form may be spread over several tables: its head, its money, its indicators.  So all
tables of a document make one grid, in which a row tells whether another table begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, evolve, field, frozen

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.heading import columns_of
from indicator_dsl.tables.layouts import is_form_word

__all__ = ["Block", "DocCell", "DocRow", "DocTable", "content", "document", "is_furniture"]

#: Longer paragraphs are prose; what a form says above its table is short.
_LONGEST_LINE: Final = 60
#: Parts of a line that stand apart: 部门名称：教育局      金额单位：万元.
_APART: Final = re.compile(r"\t|[ \u3000]{2,}")
#: What may stand between two parts of one table: a page number, a second title that says so.
_FURNITURE: Final = re.compile(
    r"[-—–\s第]*[0-9]+[-—–\s页/共]*[0-9]*[-—–\s页]*|.*[（(]?(?:续表?|接上表|接上页)[)）]?[一二三四五六七八九十0-9]*"
)
#: The cells of a document, those covered by merged ones included. Spans of thousands are cheap to write in HTML.
_MOST_CELLS: Final = 5_000_000


@frozen
class DocCell:
    """One cell: its text as a reader sees it, and over how many columns and rows it reaches."""

    text: str
    across: int = 1
    down: int = 1
    #: Counted from 0; ``None`` for the next column that no cell from above reaches into.
    column: int | None = None
    #: Its lines and tables in their order, if there are tables inside.
    inner: tuple[Block, ...] = ()


@frozen
class DocRow:
    """One row as the document has it, without the cells that others cover."""

    cells: tuple[DocCell, ...]
    #: Where it stands: the number of its table, of its page, its own number in the table.
    table: int
    number: int
    page: int | None = None


@frozen
class DocTable:
    """A table; ``apart`` if its columns are known not to be those of the table before."""

    rows: tuple[DocRow, ...]
    apart: bool = False

    @property
    def width(self) -> int:
        """Return the number of columns."""
        ends = (max(cell.column or 0, 0) + cell.across for row in self.rows for cell in row.cells)
        sums = (sum(cell.across for cell in row.cells) for row in self.rows)
        return max((*ends, *sums), default=0)

    def lines(self) -> list[str] | None:
        """Return the texts of a table that is only a frame round some lines, ``None`` for any other."""
        lines: list[str] = []
        for row in self.rows:
            texts = [cell.text for cell in row.cells if cell.text]
            if len(texts) > 1 or any(cell.inner for cell in row.cells):
                return None
            lines += texts
        return lines


#: A paragraph or a table.
Block = str | DocTable


def document(file: str, blocks: Iterable[Block]) -> Grid:
    """Return the one grid of a document.

    >>> header = DocRow((DocCell("三级指标"), DocCell("指标值")), table=1, number=1)
    >>> grid = document("目标.docx", ["项目名称：体检费", DocTable((header,))])
    >>> [(row.table, row.number, row.cells) for row in grid.rows]
    [(None, 1, ('项目名称：体检费',)), (1, 1, ('三级指标', '指标值'))]
    """
    return Grid(file, _Flow(file).rows(blocks))


@define
class _Flow:
    """What has been laid out so far."""

    file: str
    _cells: int = 0
    #: The width of the last table, and whether its columns still hold.
    _width: int = -1
    _open: bool = False
    #: The lines since that table.
    _between: list[str] = field(factory=list)

    def rows(self, blocks: Iterable[Block]) -> Iterator[GridRow]:
        yield from self._flow(blocks)
        yield from self._lines()

    def _flow(self, blocks: Iterable[Block]) -> Iterator[GridRow]:
        for block in blocks:
            lines = [block] if isinstance(block, str) else block.lines()
            if lines is None:
                assert not isinstance(block, str)
                yield from self._table(block)
            for line in lines or ():
                self._between += _parts(line)

    def _lines(self) -> Iterator[GridRow]:
        """Yield the lines since the last table, whose columns they end."""
        for line in self._between:
            yield GridRow(1, (line,), opens=self._open)
            self._open = False
        self._between = []

    def _table(self, table: DocTable) -> Iterator[GridRow]:
        if self._continues(table):
            yield GridRow(1, ())  # what follows a blank row must prove that it belongs to the table
            self._between, self._open = [], False
        else:
            yield from self._lines()
        later: list[Block] = []
        indicators = False
        for row, source in self._laid_out(table):
            indicators = indicators or bool(columns_of(row))
            inner = [block for cell in source.cells for block in cell.inner]
            # Tables inside a frame are read where they stand, with the lines beside them; those inside a table of
            # indicators would interrupt it.
            if inner and not indicators:
                [(bare, _)] = self._laid_out(DocTable((_without_inner(source),)))
                yield evolve(bare, opens=self._open)
                yield from self._inner(inner)
                continue
            yield evolve(row, opens=self._open)
            self._open = False
            later += [block for block in inner if not isinstance(block, str)]
        self._width, self._open = table.width, True
        if later:
            yield from self._inner(later)

    def _inner(self, blocks: Iterable[Block]) -> Iterator[GridRow]:
        self._width, self._open = -1, True
        yield from self._flow(blocks)
        yield from self._lines()
        self._width, self._open = -1, True

    def _continues(self, table: DocTable) -> bool:
        same = not table.apart and table.width == self._width
        return self._open and same and all(is_furniture(line) for line in self._between)

    def _laid_out(self, table: DocTable) -> Iterator[tuple[GridRow, DocRow]]:
        """Yield the rows of a table with every cell in its column."""
        reaching: dict[int, tuple[int, str]] = {}
        for row in table.rows:
            covered = {column: text for column, (_, text) in reaching.items() if text}
            reach_on = {column: (left - 1, text) for column, (left, text) in reaching.items() if left > 1}
            texts: dict[int, str] = {}
            across: dict[int, int] = {}
            at = width = 0
            for cell in row.cells:
                column = at if cell.column is None else cell.column
                while cell.column is None and column in reaching:
                    column += 1
                at = column + cell.across
                self._count(cell.across)
                if cell.text:
                    texts[column] = cell.text
                    width = max(width, at)
                    if cell.across > 1:
                        across[column] = cell.across
                if cell.down > 1:
                    # The text is the first column's; the others are only taken.
                    reach_on |= dict.fromkeys(range(column + 1, at), (cell.down - 1, ""))
                    reach_on[column] = (cell.down - 1, cell.text)
            self._count(len(reaching))
            cells = tuple(texts.get(column, "") for column in range(width))
            yield GridRow(row.number, cells, covered, across, page=row.page, table=row.table), row
            reaching = reach_on

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise TableError("too-large", path=self.file, what="@cells", limit=f"{_MOST_CELLS:,}")


def _parts(paragraph: str) -> list[str]:
    """Return the parts of a paragraph that stand apart, unless they are prose; a project may have a long name.

    >>> _parts("部门名称：  教育局      金额单位：万元")
    ['部门名称：教育局', '金额单位：万元']
    """
    parts: list[str] = []
    for line in paragraph.splitlines():
        for part in filter(None, (part.strip() for part in _APART.split(line))):
            if parts and parts[-1].endswith(("：", ":")):
                parts[-1] += part
            else:
                parts.append(part)
    return [part for part in parts if len(part) <= _LONGEST_LINE or is_form_word(part)]


def is_furniture(line: str) -> bool:
    """Return whether a line may stand between two parts of one table.

    >>> is_furniture("— 12 —"), is_furniture("第3页 共24页"), is_furniture("绩效目标表（续）"), is_furniture("三、说明")
    (True, True, True, False)
    """
    return len(line) <= _LONGEST_LINE and _FURNITURE.fullmatch(line) is not None


def _without_inner(row: DocRow) -> DocRow:
    return evolve(row, cells=tuple(evolve(cell, text="" if cell.inner else cell.text, inner=()) for cell in row.cells))


def content(blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """Return the text of a cell, and its blocks if there are tables in it that do more than frame some lines."""
    lines: list[str] = []
    tables = False
    for block in blocks:
        framed = block.splitlines() if isinstance(block, str) else block.lines()
        tables = tables or framed is None
        lines += framed or ()
    # A tab is a blank to the eye.
    text = "\n".join(line for line in (line.replace("\t", " ").strip() for line in lines) if line)
    return text, tuple(blocks) if tables else ()
