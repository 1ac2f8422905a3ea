"""Rows of a table of indicators: the texts as written, each with its place in the file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve, field, frozen

__all__ = ["Amount", "Execution", "Listing", "Oddity", "Place", "Result", "Row", "Table"]


@frozen
class Place:
    """Where something stands, so that every finding can be shown there.

    >>> str(Place("目标.xlsx", sheet="绩效目标", row=5, cell="D5"))
    '目标.xlsx!绩效目标!D5'
    >>> str(Place("目标.csv", row=5, cell="D5")), str(Place("目标.txt", row=41))
    ('目标.csv:D5', '目标.txt:41')
    >>> str(Place("目标.docx", row=5, cell="D5", table=2)), str(Place("目标.pdf", row=5, cell="D5", page=3, table=1))
    ('目标.docx!表2!D5', '目标.pdf!第3页表1!D5')
    >>> str(Place("目标.xlsx", row=0))
    '目标.xlsx'
    """

    #: The file as the caller named it.
    file: str
    # Formats that are no grid of one sheet say more: a PDF its page and table, a Word file its table.
    #: The sheet of a workbook; ``None`` in formats that have none.
    sheet: str | None = None
    #: The row of the sheet or the line of the text, counted from 1; 0 for a file as a whole.
    row: int = 1
    #: Column and row as a spreadsheet shows them; ``None`` for text, which has no columns to point at.
    cell: str | None = None
    #: The page of a PDF, counted from 1.
    page: int | None = None
    #: The table of the page or document, counted from 1; ``row`` and ``cell`` then count within the table.
    table: int | None = None

    def __str__(self) -> str:
        if not self.row:
            return self.file
        spot = self.cell or str(self.row)
        page = "" if self.page is None else f"第{self.page}页"
        sheet = f"{page}表{self.table}" if self.sheet is None and self.table is not None else self.sheet
        return f"{self.file}:{spot}" if sheet is None else f"{self.file}!{sheet}!{spot}"


@frozen(kw_only=True)
class Row:
    """One indicator, its texts as a reader of the file sees them; ``None`` where the table has none.

    >>> row = Row(name="小学学生人数", value="=43362人", place=Place("目标.txt", row=41))
    >>> row.value, row.unit
    ('=43362人', None)
    """

    project: str | None = None
    level1: str | None = None
    level2: str | None = None
    #: ``None`` only where a value stands in the table without a name.
    name: str | None
    #: The cell of a relation column of its own (≥, 定性); a sign inside the value stays there.
    relation: str | None = None
    #: ``""`` for a value cell left blank. Line breaks inside the cell are kept: they separate items.
    value: str
    unit: str | None = None
    actual: str | None = None
    weight: str | None = None
    score: str | None = None
    #: The share of the weight that somebody gave, 得分系数.
    rate: str | None = None
    #: 偏差原因分析及改进措施.
    reason: str | None = None
    #: What was reached or aimed at the year before (上年完成值, 上年指标值).
    previous: str | None = None
    #: The cell of the value; in text, its line.
    place: Place
    #: The letters of the column of each field, one mapping for all rows of a table; empty where nothing tells.
    columns: Mapping[str, str] = field(factory=dict, eq=False, repr=False)

    def place_of(self, field: str) -> Place:
        """Return where a field of the row stands; the place of the value where nothing tells.

        >>> place = Place("自评表.xlsx", sheet="表1", row=5, cell="D5")
        >>> row = Row(name="人数", value="≥5人", actual="≥6人", place=place, columns={"actual": "E"})
        >>> str(row.place_of("actual")), str(row.place_of("score"))
        ('自评表.xlsx!表1!E5', '自评表.xlsx!表1!D5')
        """
        letters = self.columns.get(field)
        if letters is None or self.place.cell is None:
            return self.place
        return evolve(self.place, cell=f"{letters}{self.place.row}")


@frozen
class Amount:
    """Money somewhere in a file: what it is for, how much in 元, and where it stands."""

    label: str
    #: Exact; 万元 and 亿元 are converted.
    yuan: Decimal
    place: Place


@frozen(kw_only=True)
class Execution:
    """What a self-evaluation says of the money: the row of the year's total in its money block."""

    #: 全年预算数 in 元, exact; the adjusted one where there are two.
    budget: Decimal | None
    #: 全年执行数 in 元, exact.
    spent: Decimal | None
    #: 分值 as written; the points that the name of the block says (20分) where the row has none.
    weight: str | None = None
    #: 执行率 as written.
    rate: str | None = None
    #: 得分 as written.
    score: str | None = None
    #: The cell of the score, of the amount spent where there is none.
    place: Place


@frozen(kw_only=True)
class Result:
    """What a self-evaluation says of itself: the row 总分 or 合计, 自评得分, 自评等级."""

    #: The sum of the weights as written.
    weight: str | None = None
    #: The total as written.
    score: str | None = None
    #: The grade without what stands beside it (优 of “优等”).
    grade: str | None = None
    #: The cell of the total.
    place: Place


@frozen(kw_only=True)
class Listing:
    """The list of projects that some files have before their forms, with its 合计.

    >>> place = Place("目标.txt", row=7)
    >>> Listing(entries=(Amount("乡村教师体检费", Decimal(1320000), place),), total=None, place=place).of(
    ...     "乡村教师体检费"
    ... ).yuan
    Decimal('1320000')
    """

    #: One for each project, in the order of the list.
    entries: tuple[Amount, ...]
    total: Amount | None
    #: Its header.
    place: Place

    def of(self, project: str | None) -> Amount | None:
        """Return the entry of a project; blanks and the width of brackets do not matter."""
        wanted = _plain(project or "")
        return next((entry for entry in self.entries if _plain(entry.label) == wanted), None)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


@frozen
class Oddity:
    """Something in a table that was not read, so that it does not go unnoticed.

    Its codes are among ``findings`` of ``messages.toml``: ``surplus-cells`` (a row longer than the
    header; of a workbook or document it is told as ``cells-without-header``), ``row-left-out`` (it
    looks like an indicator behind the end of the table), ``row-unlike-indicator`` (it stands in the
    table and does not look like one), ``table-left-out`` (names and values of which nothing says
    that they are indicators), ``table-not-read`` (it looks like one of indicators, and its header does not fit),
    ``column-left-out`` (a second column for a field), ``column-unknown`` (its header is no known word),
    ``values-amended`` (调整指标值 is read where it is filled, the column before it elsewhere),
    ``value-of-last-choice`` (上年指标值 is read because there is no other).
    """

    code: str
    place: Place
    #: What stands there.
    text: str
    #: What to write to have it read, ``指标值=F`` for ``--map``, or what is read instead; ``""`` if there is neither.
    hint: str = ""
    #: What is read instead may be wrong.
    doubtful: bool = False


@frozen(kw_only=True)
class Table:
    """The indicators of one project.

    >>> Table(project="乡村教师体检费", funds=Decimal(1320000), rows=(), place=Place("目标.txt", row=49)).funds
    Decimal('1320000')
    """

    project: str | None
    #: The project's own total in 元, exact; ``None`` where the file has none or does not say its unit.
    funds: Decimal | None
    rows: tuple[Row, ...]
    #: The header row of its indicators, or its first row where the project is a column.
    place: Place
    #: What the total is made of, in the order of the money block; parts of parts are there as well.
    sources: tuple[Amount, ...] = ()
    #: The list of projects above it in the same sheet or file, shared by its tables.
    listing: Listing | None = None
    #: The budget year that a title above it says, （2025年度）; what is read of a value does not depend on it.
    year: int | None = None
    #: How the money was spent, and the total, where it is a self-evaluation.
    execution: Execution | None = None
    result: Result | None = None
    #: What stands in it and was not read.
    oddities: tuple[Oddity, ...] = ()
