"""Where a table begins whose columns are named by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indicator_dsl.tables.grid import GridRow
from indicator_dsl.tables.headers import header_of
from indicator_dsl.tables.heading import NAMING, Named, is_second_row
from indicator_dsl.tables.heads import is_head_label
from indicator_dsl.tables.layouts import bare, has_look, is_form_word, is_note

__all__ = ["header_rows"]

#: The header of a column may look like a value: 2025年.
_YEAR: Final = re.compile(r"20[0-9]{2}\s*年度?")


def header_rows(row: GridRow, ahead: Sequence[GridRow], named: Named) -> int | None:
    """Return how many header rows begin here; 0 where the table begins without one, ``None`` if it begins elsewhere.

    >>> rows = [GridRow(1, ("主管部门", "水利局")), GridRow(2, ("任务", "要求")), GridRow(3, ("清淤", "≥3公里"))]
    >>> named = {"name": 0, "value": 1}
    >>> header_rows(rows[0], rows[1:], named), header_rows(rows[1], rows[2:], named), header_rows(rows[2], [], named)
    (None, 1, 0)
    """
    if any(isinstance(at, int) and all(at >= len(one.cells) for one in (row, *ahead)) for at in named.values()):
        return None  # so many columns it has not
    rows = 2 if ahead and is_second_row(row, ahead[0]) else 1
    labels = [[text for _, text in one.filled()] for one in (row, *ahead[:1])]
    wanted = {bare(where) for where in named.values() if isinstance(where, str)}
    if wanted:
        upper, lower = (set(map(bare, texts)) for texts in (*labels, [])[:2])
        if wanted <= upper:
            return rows
        return 2 if wanted & upper and wanted <= upper | lower else None
    texts = [text for one in labels[:rows] for text in one]
    fields = {header.field for text in texts if (header := header_of(text)) is not None}
    needed = [one for one in (("value",), NAMING) if not any(named.get(field) is not None for field in one)]
    if needed or (len(fields) > 1 and fields & {"value", *NAMING}):
        return rows if all(fields.intersection(one) for one in needed) and len(texts) > 1 else None
    return _by_values(row, ahead, named, rows)


def _by_values(row: GridRow, ahead: Sequence[GridRow], named: Named, rows: int) -> int | None:
    """Find the header, of which no word is known: the first row of those up to one with a value."""
    if _is_indicator(row, named):
        return 0
    first = row.filled()[0][1]
    if is_head_label(first) or is_note(first):
        return None
    following = [one for one in ahead if one.filled()]
    if not _names_and_value(row, named):
        # The header of one of the columns may be blank.
        return rows if following and _is_indicator(following[0], named) else None
    for one in following:
        if _is_indicator(one, named):
            return rows
        texts = _names_and_value(one, named)
        if not texts or is_head_label(one.filled()[0][1]):
            break
        if _LABEL.search(texts[0]):
            return None  # that one says more: 任务名 | 任务要求
    return None if any(_is_indicator(one, named) for one in following) else rows


#: How a column of values may be headed.
_LABEL: Final = re.compile("(?:要求|目标|指标|值|标准|20[0-9]{2}年度?)$")


def _names_and_value(row: GridRow, named: Named) -> list[str]:
    """Return the cells of a row that should hold a name and a value, nothing if one is blank."""
    columns = [named.get("value"), next(at for field in NAMING if (at := named.get(field)) is not None)]
    texts = [row.cells[at] if isinstance(at, int) and at < len(row.cells) else "" for at in columns]
    return texts if all(texts) else []


def _is_indicator(row: GridRow, named: Named) -> bool:
    texts = _names_and_value(row, named)
    if not texts or is_head_label(row.filled()[0][1]) or is_form_word(texts[1]):
        return False
    value = texts[0]
    return not _YEAR.fullmatch(value) and (has_look("value", value) or has_look("maybe", value))
