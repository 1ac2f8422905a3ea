"""Which column of a table holds which field, and what a row has there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import field as attrs_field, frozen

from indicator_dsl.tables.grid import GridRow, column_letters
from indicator_dsl.tables.layouts import has_look

__all__ = ["Columns", "Note", "one_line", "split_value"]

#: In these fields a line break separates items.
_BROKEN = frozenset({"value", "actual", "funds", "previous", "reason"})
_BREAK: Final = re.compile(r"(?<![ \t])[ \t]*\n\s*")
#: What a cell merged over several rows says of each of them.
_SHARED = frozenset({"project", "funds", "name", "relation", "value", "unit", "reason"})


@frozen
class Note:
    """Something to be said of a column: the code of a finding, the header, and how ``--map`` names the column."""

    code: str
    column: int
    text: str
    hint: str = ""
    #: What is read instead may be wrong.
    doubtful: bool = False


@frozen
class Columns:
    """One set of columns: ``fields`` tells where each field stands, ``unread`` which other columns have a header.

    A field takes several columns where its header is merged over them.
    """

    fields: Mapping[str, tuple[int, ...]]
    unread: tuple[int, ...] = ()
    #: So many columns the header has; 0 where that says nothing.
    width: int = 0
    #: The unit the header of the values states for all of them: 指标值（万元）.
    unit: str | None = None
    #: Where a field has no text of its own, the column to look into: 三级指标 behind 四级指标, 年初 behind 调整指标值.
    fallback: Mapping[str, int] = attrs_field(factory=dict)
    #: What there is to say of the columns of the table; with two tables side by side, in the first.
    notes: tuple[Note, ...] = ()
    #: Each field and its column, where no field has several.
    _plain: tuple[tuple[str, int], ...] | None = attrs_field(init=False, repr=False, eq=False)
    #: The letters of the column of each field; ``None`` where rows differ in that.
    fixed_letters: dict[str, str] | None = attrs_field(init=False, repr=False, eq=False)
    #: The letters of the fields, one mapping for all rows that have each field in the same columns.
    _letters: dict[tuple[int, int | None], dict[str, str]] = attrs_field(init=False, repr=False, eq=False, factory=dict)

    def texts(self, row: GridRow, field: str) -> list[str]:
        """Return the texts a row has for a field, without blanks.

        Merged cells that reach down are read for what a whole row shares, and not for
        amounts (weight, score, actual): those would be counted twice.  Levels are filled
        down by the scan, which does so for cells that are not merged as well.
        """
        found = [row.cells[at] for at in self.fields.get(field, ()) if at < len(row.cells) and row.cells[at]]
        if not found and row.covered and field in _SHARED:
            found = [row.covered[at] for at in self.fields.get(field, ()) if at in row.covered]
        if field in self.fallback and (not found or has_look("unfilled", found[0])):
            at = self.fallback[field]
            text = row.cells[at] if at < len(row.cells) and row.cells[at] else row.covered.get(at, "")
            found = [text] if text else found
        return found

    def value_at(self, row: GridRow, value: str) -> int:
        """Return the column in which the value of a row stands."""
        at = self.fields["value"]
        # 指标值 merged over ≥ | 95 | %: the value is in the second
        if len(at) > 1:
            return next((one for one in at if one < len(row.cells) and row.cells[one] == value), at[0])
        if "value" in self.fallback and value != (row.cells[at[0]] if at[0] < len(row.cells) else ""):
            return self.fallback["value"]
        return at[0]

    def letters(self, row: GridRow, value: int, name: str | None) -> dict[str, str]:
        """Return the letters of the column of each field, ``value`` being where the value of the row stands.

        >>> row = GridRow(2, ("人数", "5人", "6人"))
        >>> Columns({"name": (0,), "value": (1,), "actual": (2,)}).letters(row, 1, "人数")
        {'name': 'A', 'value': 'B', 'actual': 'C'}
        """
        named = self._name_at(row, name) if "name" in self.fallback else None
        found = self._letters.get((value, named))
        if found is None:
            at = {field: columns[0] for field, columns in self.fields.items()} | {"value": value}
            if named is not None:
                at["name"] = named
            found = self._letters[value, named] = {field: column_letters(one) for field, one in at.items()}
        return found

    def _name_at(self, row: GridRow, name: str | None) -> int:
        at, coarser = self.fields["name"][0], self.fallback["name"]
        own = row.cells[at] if at < len(row.cells) else row.covered.get(at, "")
        return at if name is None or one_line(own) == name else coarser

    def all_texts(self, row: GridRow) -> dict[str, list[str]]:
        """Return the texts of every field that has any in a row."""
        return {field: found for field in self.fields if (found := self.texts(row, field))}

    def plain_texts(self, row: GridRow) -> dict[str, str] | None:
        """Return the one text of every field that has any; ``None`` where cells are merged.

        The common case, and there may be a hundred thousand rows of it.
        """
        if self._plain is None or row.covered:
            return None
        cells, width = row.cells, len(row.cells)
        found = {field: cells[at] for field, at in self._plain if at < width and cells[at]}
        for field, text in found.items():
            if "\n" in text and field not in _BROKEN:
                found[field] = one_line(text)
        return found

    @fixed_letters.default
    def _one_for_all(self) -> dict[str, str] | None:
        if self.fallback or len(self.fields.get("value", ())) > 1:
            return None
        return {field: column_letters(columns[0]) for field, columns in self.fields.items()}

    @_plain.default
    def _in_one_column_each(self) -> tuple[tuple[str, int], ...] | None:
        if self.fallback or any(len(columns) != 1 for columns in self.fields.values()):
            return None
        return tuple((field, at) for field, (at,) in self.fields.items())


def one_line(text: str) -> str:
    r"""Return a label without its line breaks: a cell is broken to fit its width, not its meaning.

    >>> one_line("小学\n人数"), one_line("GDP\n增长"), one_line("per\n cent")
    ('小学人数', 'GDP增长', 'per cent')
    """
    return _BREAK.sub(_seam, text) if "\n" in text else text


def _seam(found: re.Match[str]) -> str:
    around = found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1]
    return " " if len(around) == 2 and around.isascii() and around.isalnum() else ""


def split_value(texts: Sequence[str], *, relation: bool, unit: bool) -> tuple[str | None, str, str | None]:
    """Return relation, value and unit of the cells under one value header.

    One cell is the value.  Where 指标值 is merged over ``≥ | 95 | %``, each cell is its own
    field.  ``relation`` and ``unit`` tell that the table has a column for them.

    >>> split_value(["≥", "95", "%"], relation=False, unit=False)
    ('≥', '95', '%')
    >>> split_value(["=100%"], relation=False, unit=False)
    (None, '=100%', None)
    """
    if len(texts) == 1:
        return None, texts[0], None
    rest = list(texts)
    sign = rest.pop(0) if len(rest) > 1 and not relation and has_look("relation", rest[0]) else None
    noun = rest.pop() if len(rest) == 2 and not unit and has_look("number", rest[0]) else None
    # Whatever else stands there belongs to the value: a reader of the table sees it there.
    return sign, " ".join(rest), noun
