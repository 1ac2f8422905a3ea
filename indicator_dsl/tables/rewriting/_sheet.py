"""A sheet's own part: other texts in some cells, which keep their format and lose their formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import define

from indicator_dsl.formulas import stated
from indicator_dsl.tables.writers.ooxml.xml import Tag, prefixed, text
from indicator_dsl.tables.writers.xlsx.cells import Cell, Range, cell_at, cell_name
from indicator_dsl.tables.writers.xlsx.walk import Walk

__all__ = ["Retexting"]

#: Of formulas that fill several cells, their range.
_FILLING: Final = frozenset({"array", "dataTable"})
#: What a cell with a text has no use for: its kind, and the data types that stand behind it.
_CHANGED: Final = {"t": "inlineStr", "cm": None, "vm": None}


@define
class _Open:
    """A cell that is walked through."""

    cell: Cell
    tag: Tag
    attributes: dict[str, str]
    #: Attributes and text of its formula.
    formula: tuple[dict[str, str], str] | None = None
    #: Its value as it is stored.
    result: str = ""


class Retexting(Walk):
    """A pass over a sheet that writes texts into cells, as inline strings."""

    def __init__(self, data: bytes, texts: Mapping[Cell, str]) -> None:
        super().__init__(data, texts)
        self.texts = texts
        #: Cells that a formula computes: they keep it.
        self.computed: set[Cell] = set()
        #: How many of the cells held a formula that only stated a value, and how many a number.
        self.formulas = self.numbers = 0
        #: How many formulas are left in the sheet.
        self.left = 0
        self._open: _Open | None = None
        self._formula: tuple[Tag, dict[str, str]] | None = None
        #: The text of the formula or value that is walked through.
        self._said: list[str] = []
        self._filled: list[Range] = []
        #: Formulas that several cells share, by their number: only the first of the cells has the formula.
        self._shared: dict[str, str] = {}
        #: Those whose first cell is a text now.
        self._orphaned: dict[str, str] = {}

    def prepare(self, reader: Any) -> None:
        reader.CharacterDataHandler = lambda words: self._said.append(words)

    def old_cell(self, cell: Cell, attributes: dict[str, str], *, wanted: bool) -> None:
        if not wanted:
            return
        tag = self.tag()
        if tag.empty:
            if self._is_filled(cell):
                self.computed.add(cell)
            else:
                self.edits.change(tag, self.name_of_cell, _CHANGED, self._inside(cell))
        else:
            self._open = _Open(cell, tag, attributes)

    def new_cell(self, cell: Cell, style: int) -> bytes:
        inside = self._inside(cell)
        head = prefixed(f'<c r="{cell_name(cell)}" s="{style}" t="inlineStr">', self.prefix)
        return head + inside + prefixed("</c>", self.prefix)

    def _inside(self, cell: Cell) -> bytes:
        return prefixed(f'<is><t xml:space="preserve">{text(self.texts[cell])}</t></is>', self.prefix)

    # ---- formulas ----

    def inside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "f":
            self._formula = self.tag(), attributes
        self._said = []

    def ends(self, name: str) -> None:
        if name == "f" and self._formula is not None:
            self._formula_ends(*self._formula)
            self._formula = None
        elif name == "v" and self._open is not None:
            self._open.result = "".join(self._said)
        elif name == "c" and self._open is not None:
            self._cell_ends(self._open)
            self._open = None

    def _formula_ends(self, tag: Tag, attributes: dict[str, str]) -> None:
        formula = "".join(self._said)
        if attributes.get("t") in _FILLING:
            first, _, last = attributes.get("ref", "").partition(":")
            begin, end = cell_at(first), cell_at(last or first)
            if begin and end:
                self._filled.append((*begin, *end))
        number = attributes.get("si", "")
        if attributes.get("t") == "shared" and formula:
            self._shared[number] = formula
        if self._open is not None:
            self._open.formula = attributes, formula
            return
        self.left += 1
        if not formula and attributes.get("t") == "shared" and number in self._orphaned:
            behind = tag.end if tag.empty else self.tag().end
            own = prefixed(f"<f>{text(self._orphaned[number])}</f>", self.prefix)
            self.edits.replace(tag.start, behind, own)

    def _cell_ends(self, one: _Open) -> None:
        if not self._may_change(one):
            self.computed.add(one.cell)
            self.left += one.formula is not None
            return
        if one.formula is not None:
            self.formulas += 1
            about, formula = one.formula
            if about.get("t") == "shared" and formula:
                self._orphaned[about.get("si", "")] = formula
        elif one.result and one.attributes.get("t", "n") in {"n", "d"}:
            self.numbers += 1
        self.edits.change(one.tag, self.name_of_cell, _CHANGED)
        self.edits.replace(one.tag.end, self.where(), self._inside(one.cell))

    def _may_change(self, one: _Open) -> bool:
        """Return whether a cell has no formula, or one that only states a value, as the reader has it."""
        if self._is_filled(one.cell):
            return False
        if one.formula is None:
            return True
        about, formula = one.formula
        if about.get("t") == "shared" and not formula:
            formula = self._shared.get(about.get("si", ""), "")
        return stated(formula, one.result) is not None

    def _is_filled(self, cell: Cell) -> bool:
        """Return whether a formula of another cell computes this one as well."""
        row, column = cell
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self._filled)
