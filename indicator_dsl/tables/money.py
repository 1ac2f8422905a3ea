"""The head of a form: the project's name and its total, gathered row by row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from attrs import define, field

from indicator_dsl.rows import Amount, Listing, Place
from indicator_dsl.tables.grid import Cell
from indicator_dsl.tables.headers import header_of
from indicator_dsl.tables.layouts import bare, is_form_word, is_total, words

__all__ = ["Form", "ListReader", "amount_of", "unit_of"]

#: From a column of the row at hand to its place.
At = Callable[[int], Place]

_UNIT: Final = re.compile(r"\([^()]*?(亿元|万元|元)\s*\)|单位:\s*(?:人民币)?(亿元|万元|元)|(亿元|万元)$")
_AMOUNT: Final = re.compile(r"^¥?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*(亿元|万元|元)?$")


def unit_of(text: str) -> str | None:
    """Return the money unit a header or a note states.

    >>> unit_of("金额(元)"), unit_of("资金总额（单位：万元）"), unit_of("单位：万元"), unit_of("元旦")
    ('元', '万元', '万元', None)
    """
    found = _UNIT.search(unicodedata.normalize("NFKC", text).strip())
    return (found[1] or found[2] or found[3]) if found else None


def amount_of(text: str, unit: str | None) -> Decimal | None:
    """Return an amount in 元, exactly; ``None`` if it is no amount or nothing says its unit.

    >>> amount_of("7,483.48", "万元"), amount_of("541万元", None), amount_of("541", None)
    (Decimal('74834800'), Decimal('5410000'), None)
    """
    found = _AMOUNT.match(unicodedata.normalize("NFKC", text).strip())
    unit = (found[2] or unit) if found else None
    if found is None or unit is None:
        return None
    amount = Decimal(found[1].replace(",", "")) * words()["money"]["units"][unit]
    return Decimal(int(amount)) if amount == int(amount) else amount


@define
class Form:
    """What the rows above the indicators have told so far."""

    project: str | None = None
    funds: Decimal | None = None
    #: What the total is made of.
    sources: list[Amount] = field(factory=list)
    #: A row of the head of a form has been seen since the last header: the next header begins another table.
    fresh: bool = True
    #: ``单位：万元`` above the form, and what the money block says itself.
    _note_unit: str | None = None
    _block_unit: str | None = None
    _in_block: bool = False
    #: The columns of the money block that hold amounts, the one to read first.
    _amounts: tuple[int, ...] = ()
    #: How well the label said that ``funds`` is the total, 0 is best.
    _rank: int | None = None

    def feed(self, cells: Sequence[Cell], at: At) -> None:
        """Take in one row that is neither a header nor an indicator; ``at`` tells the place of a column of it."""
        texts = [text for _, text in cells]
        if _is_list_header(texts):
            # The unit and the 合计 of a list of projects are not this project's.
            self._note_unit, self._in_block = None, False
            return
        project = _project(texts)
        if project is not None:
            self._begin(project)
        self.fresh = self.fresh or any(is_form_word(text) for text in texts[:2])
        if len(texts) == 1 and bare(texts[0]).removeprefix("金额").startswith("单位"):
            self._note_unit = unit_of(texts[0]) or self._note_unit
        self._feed_money(cells, at)

    def turn(self) -> None:
        """Forget ``单位：万元`` where another table begins: it stands above the one it is about."""
        self._note_unit = None

    def next(self) -> Form:
        """Return the form that follows, to which the note above it belongs already."""
        return Form(note_unit=self._note_unit)

    def _begin(self, project: str) -> None:
        self.project, self.funds, self.fresh = project, None, True
        self.sources = []
        self._block_unit, self._in_block, self._amounts, self._rank = None, False, (), None

    def _feed_money(self, cells: Sequence[Cell], at: At) -> None:
        labels = [bare(_label(text)) for _, text in cells]
        self._in_block = self._in_block or any(label in words()["money"]["block"] for label in labels)
        if not self._in_block:
            return
        for _, text in cells:
            self._block_unit = unit_of(text) or self._block_unit
        known = words()["money"]["amounts"]
        ranked = [
            (known.index(label), column) for (column, _), label in zip(cells, labels, strict=True) if label in known
        ]
        self._amounts = tuple(column for _, column in sorted(ranked)) or self._amounts
        totals = words()["money"]["totals"]
        for number, label in enumerate(labels):
            if label in totals and (self._rank is None or totals.index(label) < self._rank):
                self._offer(totals.index(label), cells[number], dict(cells[number + 1 :]))
        if not any(label in totals for label in labels):
            self._feed_source(cells, at)

    def _feed_source(self, cells: Sequence[Cell], at: At) -> None:
        """Take a part of the total: its labels, then its amount."""
        unit = self._block_unit or self._note_unit
        amounts = [(column, amount) for column, text in cells if (amount := amount_of(text, unit)) is not None]
        if not amounts or amounts[0][0] == cells[0][0]:
            return
        column, yuan = next((one for one in amounts if one[0] in self._amounts), amounts[0])
        labels = [_OF_WHICH.sub("", text) for before, text in cells if before < amounts[0][0]]
        self.sources.append(Amount("/".join("".join(label.split()) for label in labels), yuan, at(column)))

    def _offer(self, rank: int, label: Cell, behind: dict[int, str]) -> None:
        """Take the amount behind the label of a total, if there is one."""
        unit = unit_of(_label(label[1])) or self._block_unit or self._note_unit
        inline = label[1][len(_label(label[1])) + 1 :]
        # Where cells slip the column of the amounts may be empty: then the first amount behind the label counts.
        for text in (inline, *(behind.get(column, "") for column in self._amounts), *behind.values()):
            amount = amount_of(text, unit)
            if amount is not None:
                self.funds, self._rank = amount, rank
                return


@define
class ListReader:
    """The list of projects before the forms, gathered row by row."""

    _unit: str | None = None
    _project: int = 0
    _amount: int = 0
    _place: Place | None = None
    _entries: list[Amount] = field(factory=list)
    _total: Amount | None = None

    def feed(self, cells: Sequence[Cell], at: At) -> bool:
        """Take in one row; return whether it belongs to a list of projects."""
        texts = [text for _, text in cells]
        if len(texts) == 1 and bare(texts[0]).startswith("单位"):
            self._unit = unit_of(texts[0]) or self._unit
            return False
        if _is_list_header(texts):
            return self._begin(cells, at)
        if self._place is None or self._total is not None:
            return False
        amounts = [(column, text) for column, text in cells if amount_of(text, self._unit) is not None]
        # where cells slip, the amount is the last one of the row
        column, text = next((one for one in amounts if one[0] == self._amount), amounts[-1] if amounts else (0, ""))
        yuan = amount_of(text, self._unit)
        if yuan is None:
            return False
        row = dict(cells)
        if is_total(texts[0]):
            self._total = Amount("".join(texts[0].split()), yuan, at(column))
        elif self._project in row:
            self._entries.append(Amount("".join(row[self._project].split()), yuan, at(column)))
        else:
            return False
        return True

    def _begin(self, cells: Sequence[Cell], at: At) -> bool:
        known = words()["money"]["amounts"]
        labels = {bare(_label(text)): column for column, text in reversed(cells)}
        amount = next((labels[label] for label in known if label in labels), None)
        project = labels.get("项目名称", labels.get("项目"))
        if amount is None or project is None or self._entries:
            return False
        self._project, self._amount, self._place = project, amount, at(cells[0][0])
        self._unit = unit_of(dict(cells)[amount]) or self._unit
        return True

    def listing(self) -> Listing | None:
        """Return the list, ``None`` if there was none."""
        if self._place is None or not self._entries:
            return None
        return Listing(entries=tuple(self._entries), total=self._total, place=self._place)


_OF_WHICH: Final = re.compile(r"^\s*其中\s*[:：]?\s*|[:：]\s*$")


def _label(text: str) -> str:
    """Return what stands before a colon outside brackets: ``年度资金总额：500`` has both in one cell."""
    found = re.search(r"[:：](?![^(（]*[)）])", text)
    return text[: found.start()] if found else text


def _is_list_header(texts: Sequence[str]) -> bool:
    block = words()["money"]["block"]
    return (
        len(texts) > 2
        and all(header_of(text) or is_form_word(text) for text in texts)
        and not any(bare(text) in block for text in texts)
    )


def _project(texts: Sequence[str]) -> str | None:
    """Return the project a row names: ``项目名称 | 乡村教师体检费`` or ``项目名称：乡村教师体检费``."""
    for text, following in zip(texts, (*texts[1:], ""), strict=True):
        if bare(_label(text)) != "项目名称":
            continue
        inline = text[len(_label(text)) + 1 :].strip()
        if inline:
            return inline
        # In the header of a list 项目名称 is followed by the next header.
        known = header_of(following) or is_form_word(following)
        return None if known or not following else "".join(following.splitlines())
    return None
