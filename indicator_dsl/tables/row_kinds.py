"""What a row is by its place under the columns of a table: an indicator, a part of a head, a foot, another table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from indicator_dsl.tables.columns import Columns
from indicator_dsl.tables.grid import Cell, GridRow
from indicator_dsl.tables.headers import header_words, is_header_word
from indicator_dsl.tables.heads import is_closing, is_head_label, is_identity, is_ordinal, is_sum
from indicator_dsl.tables.layouts import has_look, is_form_word, is_note, levels_of

__all__ = [
    "has_level_word",
    "has_sure_value",
    "is_header_of_another",
    "is_indicator_like",
    "is_numbering",
    "is_of_foot",
    "is_sure",
    "is_unknown_label",
    "is_whole",
    "lines_up",
    "looks_like_value",
    "may_follow_gap",
]

_LEVELS: Final = (("level1", 1), ("level2", 2))
_ORDER: Final = re.compile(r"[(（]?(?:([0-9]{1,2})|([A-Za-z])|([①-⑳])|([甲乙丙丁戊己庚辛壬癸]))[)）]?")


#: What each of them begins with, as a number.
_FIRST: Final = frozenset({1, ord("A"), ord("a"), ord("①"), 0})


def is_sure(text: str) -> bool:
    """Return whether a text is unmistakably a value: a sum or a note has none, an indicator named 备注 may.

    >>> is_sure("≥5人"), is_sure("100"), is_sure("无")
    (True, False, False)
    """
    return has_look("value", text) and not has_look("number", text)


def looks_like_value(text: str) -> bool:
    """Return whether a text may well be a value, also a number, a percentage or 显著提升."""
    return has_look("value", text) or has_look("maybe", text)


def has_sure_value(columns: Columns, row: GridRow) -> bool:
    """Return whether the value of a row is unmistakable, or a number with its unit in a column of its own."""
    values = columns.texts(row, "value")
    return any(is_sure(text) for text in values) or bool(
        values and has_look("number", values[0]) and _own_texts(columns, row, "unit")
    )


def has_level_word(columns: Columns, row: GridRow) -> bool:
    """Return whether a level stands where the header says."""
    return any(level in levels_of(text) for field, level in _LEVELS for text in columns.texts(row, field))


def is_whole(columns: Columns, row: GridRow, first: Cell) -> bool:
    """Return whether a row that begins with a word of forms is an indicator all the same: it has a name and a value.

    ``预算执行情况 | 预算执行率 | ≥95%`` is one, ``主管部门 | 市教育局 | 实施单位 | 市一中`` is not.
    """
    names, values = columns.texts(row, "name"), columns.texts(row, "value")
    # Heads of forms begin at the left; a group of indicators may be 实施单位.
    identity = first[0] == 0 and is_identity(first[1])
    if not names or not values or identity:
        return False
    if names[0] == first[1]:
        return has_sure_value(columns, row)
    if any(is_head_label(name) or is_note(name) or has_look("number", name) for name in names):
        return False
    if any(is_header_word(name) for name in names) and not any(has_look("value", value) for value in values):
        return False  # 执行率 names an indicator where a value stands beside it
    if any(is_form_word(value) or is_header_word(value) for value in values):
        return False
    return has_level_word(columns, row) or any(looks_like_value(value) for value in values)


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Return whether a row only numbers the columns below a header: ``1 | 2 | 3``, ``甲 | 乙 | 1 | 2``, ``A | B``.

    >>> (
    ...     is_numbering([(0, "（1）"), (1, "（2）"), (2, "（3）")]),
    ...     is_numbering([(0, "甲"), (1, "乙"), (2, "1"), (3, "2")]),
    ... )
    (True, True)
    >>> is_numbering([(0, "3"), (1, "12"), (2, "5")]), is_numbering([(0, "甲"), (1, "5")])
    (False, False)
    """
    found = [_ORDER.fullmatch(text.strip()) for _, text in cells]
    if len(found) < 2 or not all(found):
        return False
    steps: list[tuple[int, int]] = []
    for one in found:
        assert one is not None
        kind = one.lastindex or 0
        text = one[kind]
        number = int(text) if kind == 1 else "甲乙丙丁戊己庚辛壬癸".index(text) if kind == 4 else ord(text)
        steps.append((kind, number))
    # 甲 | 乙 | 1 | 2 changes its kind, and each begins anew; 甲 | 5 is an indicator.
    return all(to - of == 1 if kind == other else to in _FIRST for (kind, of), (other, to) in pairwise(steps))


def is_header_of_another(columns: Columns, row: GridRow, cells: Sequence[Cell]) -> bool:
    """Return whether a row heads a table of another kind: at least three and half of its cells are header words."""
    if len(cells) < 3 or levels_of(cells[1][1]) or levels_of(cells[0][1]):  # most rows
        return False
    known = header_words(row.cells)
    numbered = is_ordinal(cells[0][1])
    if not numbered and (len(known) < 3 or 2 * len(known) < len(cells)):
        return False
    words = sum(is_header_word(text) for text in known)
    return (numbered or words >= 3) and not any(is_sure(text) for _, text in cells) and not has_level_word(columns, row)


def may_follow_gap(columns: Columns, row: GridRow, *, titled: bool) -> bool:
    """Return whether a row behind a blank row, a note or a title goes on with the table above it.

    ``titled`` says that there was a title, behind which another table is likelier.
    """
    name, value = columns.texts(row, "name"), columns.texts(row, "value")
    if any(is_header_word(text) or is_form_word(text) for text in value) or any(is_ordinal(t) for t in row.cells[:1]):
        return False
    if has_level_word(columns, row):
        return True
    levels = [columns.texts(row, field) for field, _ in _LEVELS if field in columns.fields]
    if not any(levels):
        sure = has_sure_value(columns, row)
        if titled:
            return bool(name and value) and any(looks_like_value(text) for text in value)
        return bool(value) and (bool(name) or sure)
    # Levels nobody knows, but every column is filled and the value looks like one.
    full = all(levels) and bool(name and value) and not titled
    return (
        full
        and any(looks_like_value(text) for text in value)
        and not any(has_look("number", text) for texts in (*levels, name) for text in texts)
        and len(row.cells) <= (columns.width or len(row.cells))
    )


def lines_up(columns: Columns, row: GridRow, cells: Sequence[Cell]) -> bool:
    """Return whether a row behind the end of a table is surely one of it: under its columns, with level and value."""
    if columns.width and len(row.cells) > columns.width:
        return False
    name, value = _own_texts(columns, row, "name"), _own_texts(columns, row, "value")
    if not name or not value or not any(level in columns.fields for level, _ in _LEVELS):
        return False
    if any(is_head_label(text) or levels_of(text) for text in (*name, *value)) or header_words(row.cells):
        return False
    strange = any(
        level not in levels_of(text) for field, level in _LEVELS for text in _own_texts(columns, row, field)
    ) and not has_level_word(columns, row)
    return not strange and has_level_word(columns, row) and len(cells) > 2


def is_indicator_like(columns: Columns, row: GridRow) -> bool:
    """Return whether a row behind the end of a table should be spoken of: it has a name and what may be its value."""
    name, value = columns.texts(row, "name"), columns.texts(row, "value")
    if not name or not value or any(is_header_word(text) for text in (*name, *value)):
        return False
    return has_level_word(columns, row) or any(is_sure(text) for text in value)


def is_of_foot(columns: Columns, row: GridRow, cells: Sequence[Cell]) -> bool:
    """Return whether a row belongs to the form and is no indicator: ``其他需说明的问题 | 无``, ``自评结论 | 优``.

    Its first level is none, its second is blank, and its name or its value is as well.
    """
    first = cells[0][1]
    name, value = columns.texts(row, "name"), columns.texts(row, "value")
    sure = any(is_sure(text) for text in value)
    if is_closing(first) and not (sure and name and name[0] != first):
        return True
    if not {"level1", "level2", "name"} <= columns.fields.keys():
        return False
    level1 = _own_texts(columns, row, "level1")
    if not level1 or columns.texts(row, "level2") or levels_of(level1[0]) or is_sum(level1[0]):
        return False
    if len(cells) == 1:
        return False  # perhaps a group whose indicators follow
    return not name or not value or not any(looks_like_value(text) for text in value)


def is_unknown_label(columns: Columns, row: GridRow, cells: Sequence[Cell]) -> bool:
    """Return whether a row of two cells may be of the head of a form: ``课题 | 乙``; a header behind it tells."""
    blank = not columns.texts(row, "name") and not columns.texts(row, "value")
    return blank and not any(levels_of(text) for _, text in cells)


def _own_texts(columns: Columns, row: GridRow, field: str) -> list[str]:
    return [row.cells[at] for at in columns.fields.get(field, ()) if at < len(row.cells) and row.cells[at]]
