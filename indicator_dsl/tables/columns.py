"""Header rows: which column of a table holds which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import field as attrs_field, frozen

from indicator_dsl.errors import UnitError
from indicator_dsl.tables.grid import GridRow
from indicator_dsl.tables.layouts import Header, bare, has_look, header_of
from indicator_dsl.units import Unit

__all__ = ["Columns", "columns_of", "promises_columns", "split_value", "unit_in"]

#: The columns at least one of which says what the value is a value of.
_NAMING = ("name", "level2", "level1")
#: In these fields a line break separates items.
_BROKEN = frozenset({"value", "actual", "funds"})
_BREAK: Final = re.compile(r"(?<![ \t])[ \t]*\n\s*")
#: What a cell merged over several rows says of each of them.
_SHARED = frozenset({"project", "funds", "name", "relation", "value", "unit"})


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
    #: Each field and its column, where no field has several.
    _plain: tuple[tuple[str, int], ...] | None = attrs_field(init=False, repr=False, eq=False)

    def texts(self, row: GridRow, field: str) -> list[str]:
        """Return the texts a row has for a field, without blanks.

        Merged cells that reach down are read for what a whole row shares, and not for
        amounts (weight, score, actual): those would be counted twice.  Levels are filled
        down by the scan, which does so for cells that are not merged as well.
        """
        found = [row.cells[at] for at in self.fields.get(field, ()) if at < len(row.cells) and row.cells[at]]
        if not found and row.covered and field in _SHARED:
            found = [row.covered[at] for at in self.fields.get(field, ()) if at in row.covered]
        return found

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

    @_plain.default
    def _in_one_column_each(self) -> tuple[tuple[str, int], ...] | None:
        if any(len(columns) != 1 for columns in self.fields.values()):
            return None
        return tuple((field, at) for field, (at,) in self.fields.items())


def columns_of(
    row: GridRow, below: GridRow | None = None, named: Mapping[str, str | int] | None = None
) -> tuple[Columns, ...]:
    """Return the columns a header row announces, nothing if it is no header of an indicator table.

    Two tables side by side (实施期指标 | 年度指标) give two sets.  ``below`` is a second
    header row, whose words count before those over them.  ``named`` says where some fields
    stand: by their column, counted from 0, or by the text of their header.

    >>> [columns] = columns_of(GridRow(1, ("绩效指标", "一级指标", "三级指标", "指标值", "", "备注")))
    >>> sorted(columns.fields.items()), columns.unread
    ([('level1', (1,)), ('name', (2,)), ('value', (3, 4))], (0, 5))
    """
    headers = _headers(row)
    width = len(row.cells)
    labelled = {column for column, _ in row.filled()}
    if below is not None:
        headers |= _headers(below)
        labelled |= {column for column, _ in below.filled()}
        width = max(width, len(below.cells))
    texts = dict(row.filled()) | (dict(below.filled()) if below is not None else {})
    sets = _sets(headers)
    if named:
        by_hand = _by_hand(named, texts)
        sets = [fields | by_hand for fields in sets[:1]] if len(by_hand) == len(named) else []
    return tuple(
        Columns(
            {field: _span(start, labelled, width) for field, start in fields.items()},
            tuple(sorted(labelled - set(fields.values()))),
            width,
            unit_in(texts.get(fields["value"], "")),
        )
        for fields in sets
        if "value" in fields and any(naming in fields for naming in _NAMING)
    )


def _by_hand(named: Mapping[str, str | int], texts: Mapping[int, str]) -> dict[str, int]:
    """Return the columns of the fields named by hand that this row has: a header is filled there and holds no value."""
    found: dict[str, int] = {}
    for field, where in named.items():
        at = (
            where if isinstance(where, int) else next((a for a, text in texts.items() if bare(text) == bare(where)), -1)
        )
        if at in texts and not has_look("value", texts[at]):
            found[field] = at
    return found


def unit_in(label: str) -> str | None:
    """Return the unit in the brackets at the end of a header; letters alone are the names of columns (A, B).

    >>> unit_in("指标值（万元）"), unit_in("指标值(%)"), unit_in("年度指标值（A）"), unit_in("指标值（含单位）")
    ('万元', '%', None, None)
    """
    found = _UNIT.search(label.rstrip())
    name = "" if found is None else _UNIT_LABEL.sub("", found[1].strip(), count=1).strip()
    if not name or (name.isascii() and name.isalpha()):
        return None
    try:
        unit = Unit(name)
    except UnitError:
        return None
    return name if unit.known else None


_UNIT: Final = re.compile(r"[(（]([^()（）]+)[)）]$")
_UNIT_LABEL: Final = re.compile(r"单位\s*[:：]")


def promises_columns(row: GridRow) -> bool:
    """Return whether a row names indicators but no value: the upper of two header rows."""
    fields = {header.field for header in _headers(row).values()}
    return "value" not in fields and len(fields & {"level1", "level2", "name"}) > 1


def _headers(row: GridRow) -> dict[int, Header]:
    return {column: header for column, text in row.filled() if (header := header_of(text)) is not None}


def _span(start: int, labelled: set[int], width: int) -> tuple[int, ...]:
    """Return a header's column and the blank ones behind it, over which it may be merged."""
    end = start + 1
    while end < width and end not in labelled:
        end += 1
    return tuple(range(start, end))


def _sets(headers: Mapping[int, Header]) -> list[dict[str, int]]:
    """Return the first column of each field, once for every table that stands side by side."""
    best: dict[str, list[int]] = {}
    ranks: dict[str, int] = {}
    for column, header in sorted(headers.items()):
        if header.field == "other":
            continue
        if header.field not in best or header.rank < ranks[header.field]:
            best[header.field], ranks[header.field] = [column], header.rank
        elif header.rank == ranks[header.field]:
            best[header.field].append(column)
    # Only a repeated pair makes two tables: a repeated 备注 or a second 指标值 alone does not.
    many = min(len(best.get("name", ())), len(best.get("value", ())))
    sets = [{field: found[min(nth, len(found) - 1)] for field, found in best.items()} for nth in range(max(many, 1))]
    return [_with_name(fields) for fields in sets]


def _with_name(fields: dict[str, int]) -> dict[str, int]:
    """Let the finest level be the name where a table has no name column, or only the frame at its left."""
    levels = [level for level in ("level2", "level1") if level in fields]
    if levels and fields.get("name", -1) < min(fields[level] for level in levels):
        fields["name"] = fields.pop(levels[0])
    return fields


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
