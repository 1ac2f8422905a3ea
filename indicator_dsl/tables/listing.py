"""The list of projects that some files have before their forms."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from indicator_dsl.rows import Amount, Listing, Place
from indicator_dsl.tables.grid import Cell
from indicator_dsl.tables.headers import header_of
from indicator_dsl.tables.heads import label_of
from indicator_dsl.tables.layouts import bare, is_form_word, is_total, words
from indicator_dsl.tables.money import At, amount_of, unit_of

__all__ = ["ListReader", "is_list_header"]


def is_list_header(texts: Sequence[str]) -> bool:
    """Return whether a row heads a list: nothing but headers, and no money block of one form."""
    block = words()["money"]["block"]
    return (
        len(texts) > 2
        and all(header_of(text) or is_form_word(text) for text in texts)
        and not any(bare(text) in block for text in texts)
    )


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
        if is_list_header(texts):
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
        labels = {bare(label_of(text)): column for column, text in reversed(cells)}
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
