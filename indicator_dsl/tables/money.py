"""Money: what a cell says in 元, and the total of a form with what it is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from functools import cache
from typing import Final

from attrs import define, field

from indicator_dsl.rows import Amount, Place
from indicator_dsl.tables.grid import Cell
from indicator_dsl.tables.heads import label_of, stem_of, unlabelled
from indicator_dsl.tables.layouts import bare, simplified, words

__all__ = ["At", "Money", "amount_of", "unit_of"]

#: From a column of the row at hand to its place.
At = Callable[[int], Place]

_UNIT: Final = re.compile(r"\([^()]*?(亿元|万元|元)\s*\)|单位:\s*(?:人民币)?(亿元|万元|元)|(亿元|万元)$")
#: No label is longer.
_LONGEST_LABEL: Final = 500
#: Longer than any amount there is; what is longer is none.
_LONGEST: Final = 40
#: The row with the unit of all amounts has no more cells.
_NOTE: Final = 2
_AMOUNT: Final = re.compile(r"^¥?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*(亿元?|万元?|元)?$")
_EXACT: Final = Context(prec=2 * _LONGEST)


def unit_of(text: str) -> str | None:
    """Return the money unit a header or a note states.

    >>> unit_of("金额(元)"), unit_of("资金总额（单位：万元）"), unit_of("单位：万元"), unit_of("元旦")
    ('元', '万元', '万元', None)
    """
    found = _UNIT.search(simplified(unicodedata.normalize("NFKC", text[:_LONGEST_LABEL])).strip())
    return (found[1] or found[2] or found[3]) if found else None


def amount_of(text: str, unit: str | None) -> Decimal | None:
    """Return an amount in 元, exactly; ``None`` if it is no amount or nothing says its unit.

    >>> amount_of("7,483.48", "万元"), amount_of("541万元", None), amount_of("541", None)
    (Decimal('74834800'), Decimal('5410000'), None)
    """
    found = _AMOUNT.match(simplified(unicodedata.normalize("NFKC", text)).strip()) if len(text) <= _LONGEST else None
    unit = (found[2] or unit) if found else None
    if found is None or unit is None:
        return None
    amount = _EXACT.multiply(Decimal(found[1].replace(",", "")), words()["money"]["units"][unit])
    return Decimal(int(amount)) if amount == int(amount) else amount


@define
class Money:
    """The money block of a form, gathered row by row."""

    funds: Decimal | None = None
    #: What the total is made of.
    sources: list[Amount] = field(factory=list)
    #: ``单位：万元`` above the form, and what the block says itself.
    note_unit: str | None = None
    _block_unit: str | None = None
    #: What a column of the block says for itself: 全年预算数（万元） beside 全年执行数（元）.
    _units: dict[int, str] = field(factory=dict)
    _in_block: bool = False
    #: The columns of the block that hold amounts, the one to read first.
    _amounts: tuple[int, ...] = ()
    #: How well the label said that ``funds`` is the total, 0 is best, and the column it stands in.
    _rank: int | None = None
    _column: int | None = None

    def feed(self, cells: Sequence[Cell], at: At) -> None:
        """Take in a row of the head of a form."""
        last = cells[-1][1] if len(cells) <= _NOTE else ""
        if "单位" in last[:_LONGEST]:  # 单位：万元, 填报单位（盖章） 单位：万元, 某法院 | 单位：万元
            self.note_unit = unit_of(last) or self.note_unit
        labels = [bare(stem_of(label_of(text))) for _, text in cells]
        known = words()["money"]["amounts"]
        begins = any(label in words()["money"]["block"] for label in labels)
        # 支出明细｜名称｜数量｜金额: what follows the total under a header of its own is what the money is spent on
        ends = self.funds is not None and not begins and any(label in known for label in labels)
        self._in_block = begins or (self._in_block and not ends)
        self._offer_single(cells, labels)
        if not self._in_block:
            return
        ranked = [
            (known.index(label), column) for (column, _), label in zip(cells, labels, strict=True) if label in known
        ]
        self._amounts = tuple(column for _, column in sorted(ranked)) or self._amounts
        self._note_units(cells, labels, self._amounts if ranked else ())
        totals = words()["money"]["totals"]
        for number, label in enumerate(labels):
            if label in totals and (self._rank is None or totals.index(label) < self._rank):
                # Where cells slip the column of the amounts may be empty: then the first amount behind it counts.
                behind = dict(cells[number + 1 :])
                first = [(column, behind[column]) for column in self._amounts if column in behind]
                self._offer(totals.index(label), cells[number], (*first, *behind.items()))
        if not any(label in totals for label in labels):
            self._feed_source(cells, at)

    def _note_units(self, cells: Sequence[Cell], labels: Sequence[str], amounts: Sequence[int]) -> None:
        """Keep the units a row of the block says: of its columns where it heads them, or of the block."""
        said = [
            (column, unit, label)
            for (column, text), label in zip(cells, labels, strict=True)
            if (unit := unit_of(text))
        ]
        if not amounts:
            self._block_unit = said[-1][1] if said else self._block_unit
            return
        # 项目资金（万元） is the name of the block and not of a column.
        outside = [unit for column, unit, label in said if label in words()["money"]["block"] and column not in amounts]
        self._units = {column: unit for column, unit, label in said if label not in words()["money"]["block"]}
        inside = [self._units[column] for column in amounts if column in self._units]
        self._block_unit = next(iter((*outside, *inside)), self._block_unit)

    def leave_list(self) -> None:
        """Forget the unit and the block of a list of projects: they are not this form's."""
        self.note_unit, self._in_block = None, False
        self._units = {}

    def _offer_single(self, cells: Sequence[Cell], labels: Sequence[str]) -> None:
        """Take an amount that stands directly behind a label of a total: ``预算金额 | 120.5万元``."""
        for number, label in enumerate(labels):
            rank = _rank_of_single(label)
            if rank is not None and (self._rank is None or rank < self._rank):
                self._offer(rank, cells[number], cells[number + 1 : number + 2])

    def _feed_source(self, cells: Sequence[Cell], at: At) -> None:
        """Take a part of the total: its labels, then its amount."""
        unit = self._block_unit or self.note_unit
        amounts = [
            (column, amount)
            for column, text in cells
            if (amount := amount_of(text, self._units.get(column) or unit)) is not None
        ]
        if not amounts or amounts[0][0] == cells[0][0]:
            return
        # of several the column that the total is read from: 全年预算数 before 年初预算数
        of = dict(amounts)
        # 中期资金总额 | 170 | 年度资金总额 | 340: its parts stand below it
        column = next((one for one in (*self._amounts, self._column) if one in of), amounts[0][0])
        yuan = of[column]
        before_amount = [(at, text) for at, text in cells if at < amounts[0][0]]
        if len(before_amount) == 1 and _rank_of_single(bare(stem_of(label_of(before_amount[0][1])))) is not None:
            return  # the total itself
        labels = [_OF_WHICH.sub("", text) for _, text in before_amount]
        self.sources.append(Amount("/".join("".join(label.split()) for label in labels), yuan, at(column)))

    def _offer(self, rank: int, label: Cell, behind: Sequence[Cell]) -> None:
        """Take the amount behind the label of a total, if there is one."""
        own = unit_of(label_of(label[1]))
        for column, text in ((label[0], unlabelled(label[1])), *behind):
            amount = amount_of(text, own or self._units.get(column) or self._block_unit or self.note_unit)
            if amount is not None:
                self.funds, self._rank, self._column = amount, rank, column
                return


_OF_WHICH: Final = re.compile(r"^\s*其中\s*[:：]?\s*|[:：]\s*$")


@cache
def _before_single() -> re.Pattern[str]:
    return re.compile(words()["money"]["before"])


def _rank_of_single(label: str) -> int | None:
    """Return how well a label says that the amount behind it is the total; worse than every label of a block.

    >>> _rank_of_single("2025年预算数") is None, _rank_of_single("财政拨款预算数") is None
    (False, True)
    """
    block, singles = words()["money"]["block"], words()["money"]["single"]
    start = len(words()["money"]["totals"])
    if label in singles:
        return start + int(singles.index(label))
    if label in block:
        return start + len(singles) + int(block.index(label))
    found = _before_single().match(label)
    # 项目总投资, but also 本年度项目资金总额: as little as possible is taken off, so that the rest is a word.
    ends = [label[cut:] for cut in range(1, found.end() + 1)] if found else []
    return next((start + int(singles.index(end)) for end in ends if end in singles), None)
