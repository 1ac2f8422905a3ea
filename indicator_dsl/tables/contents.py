"""What a column is by its cells, where its header does not say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final

from indicator_dsl.errors import UnitError
from indicator_dsl.tables.grid import GridRow
from indicator_dsl.tables.headers import Header
from indicator_dsl.tables.layouts import has_look, is_frame, levels_of
from indicator_dsl.units import Unit

__all__ = ["are_pieces", "are_signs", "by_content", "cells_of", "is_quantity", "is_unit", "mostly"]

#: One cell in ten may be something else: a slip of the pen, a note between the rows.
_MOST: Final = 0.9
_LONGEST_UNIT: Final = 12


def cells_of(column: int, sample: Sequence[GridRow]) -> list[str]:
    """Return the cells of a column that are not blank."""
    return [row.cells[column] for row in sample if column < len(row.cells) and row.cells[column]]


def mostly(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    """Return whether there are texts and nearly all of them pass a test."""
    return bool(texts) and sum(map(test, texts)) >= _MOST * len(texts)


@lru_cache(maxsize=1024)
def is_unit(text: str) -> bool:
    """Return whether a cell is a unit that is known.

    >>> is_unit("万元"), is_unit("%"), is_unit("某镇政府"), is_unit("10")
    (True, True, False, False)
    """
    if len(text) > _LONGEST_UNIT or any(character.isdigit() for character in text):
        return False
    try:
        return Unit(text).known
    except UnitError:
        return False


def is_quantity(text: str) -> bool:
    """Return whether a cell is a number, with or without a sign and a unit.

    >>> is_quantity("≥95%"), is_quantity("200 人"), is_quantity("第1条支流清淤")
    (True, True, False)
    """
    return has_look("quantity", text) or has_look("value", text)


def _is_sign(text: str) -> bool:
    return has_look("sign", text)


def _is_relation(text: str) -> bool:
    return has_look("relation", text)


def are_signs(texts: Sequence[str]) -> bool:
    """Return whether a column relates values: 定性 may stand in it, but not only such words."""
    return mostly(texts, _is_relation) and any(map(_is_sign, texts))


def are_pieces(left: int, right: int, sample: Sequence[GridRow]) -> bool:
    """Return whether two columns hold pieces of one value: ``≥ | 95`` or ``95 | %``.

    >>> are_pieces(0, 1, [GridRow(1, ("≥", "95")), GridRow(2, ("定性", "提高"))])
    True
    >>> are_pieces(0, 1, [GridRow(1, ("≥95%", "见附件3"))])
    False
    """
    pairs = [(row.cells[left], row.cells[right]) for row in sample if right < len(row.cells) and row.cells[right]]
    return bool(pairs) and all(
        _is_relation(one) or (has_look("quantity", one) and is_unit(other)) for one, other in pairs
    )


def by_content(
    fields: Mapping[str, int],
    headers: Mapping[int, Header],
    sample: Sequence[GridRow],
    fixed: Collection[str] = (),
) -> dict[str, int]:
    """Return the columns of the fields, mended by what stands in the columns.

    ``fields`` were told by the headers; those in ``fixed`` stay as they are.

    >>> rows = [GridRow(2, ("产出指标", "数量指标", "人数", "≤", "200"))]
    >>> sorted(by_content({"level1": 0, "name": 1, "value": 4}, {}, rows).items())
    [('level1', 0), ('level2', 1), ('name', 2), ('relation', 3), ('value', 4)]
    """
    found = dict(fields)
    columns = range(max((len(row.cells) for row in sample), default=0))
    texts = {column: cells_of(column, sample) for column in columns}
    free = [column for column in columns if texts[column] and column not in found.values()]
    _mend_unit(found, free, texts, headers, fixed)
    _mend_relation(found, free, texts, fixed)
    _mend_name(found, free, texts, headers, fixed)
    _mend_levels(found, free, texts, fixed)
    return found


_Texts = Mapping[int, Sequence[str]]


def _take(found: dict[str, int], free: list[int], field: str, column: int) -> None:
    """Give a field a column; the one it had is free."""
    free.remove(column)
    if field in found:
        free.append(found[field])
    found[field] = column


def _mend_unit(
    found: dict[str, int], free: list[int], texts: _Texts, headers: Mapping[int, Header], fixed: Collection[str]
) -> None:
    if "unit" in fixed:
        return
    at = found.get("unit")
    name = found.get("name", found["value"])
    if (
        at is not None
        and at in headers
        and headers[at].word == "单位"
        and texts.get(at)
        and not any(map(is_unit, texts[at]))
    ):
        # 单位 is the organisation as well.
        if at < name or mostly(texts[at], lambda text: has_look("organisation", text)):
            free.append(found.pop("unit"))
        return
    if at is not None or not mostly(texts.get(found["value"], ()), lambda text: has_look("quantity", text)):
        return
    units = [column for column in free if column not in headers and mostly(texts[column], is_unit)]
    if units:
        _take(found, free, "unit", min(units, key=lambda column: abs(column - found["value"])))


def _mend_relation(found: dict[str, int], free: list[int], texts: _Texts, fixed: Collection[str]) -> None:
    if "relation" in fixed or ("relation" in found and any(map(_is_sign, texts.get(found["relation"], ())))):
        return
    signs = [column for column in free if are_signs(texts[column])]
    # Directly behind the value they may be pieces of it, 95 | ≥, but that is the same.
    if signs:
        _take(found, free, "relation", min(signs, key=lambda column: abs(column - found["value"])))


def _mend_name(
    found: dict[str, int], free: list[int], texts: _Texts, headers: Mapping[int, Header], fixed: Collection[str]
) -> None:
    """Find the name where the column that should hold it holds only words of levels."""
    at = found.get("name")
    if at is None or "name" in fixed or {"level1", "level2"} <= found.keys():
        return  # an indicator may well be called 数量 where its levels stand beside it
    if not mostly(texts.get(at, ()), _is_level_or_frame):
        return
    names = [column for column in free if at < column < found["value"] and _are_names(texts[column])]
    # One nobody knows before 指标说明, which is known to be none.
    names.sort(key=lambda column: (column in headers, column))
    if not names:
        return
    _take(found, free, "name", names[0])
    # What was the name is a level, and its own header may say which.
    for field, level in (("level2", 2), ("level1", 1)):
        if field not in found and _are_level(texts[at], level):
            _take(found, free, field, at)
            return


def _are_names(texts: Sequence[str]) -> bool:
    return not mostly(texts, lambda text: bool(levels_of(text)) or is_quantity(text) or _is_relation(text))


def _is_level_or_frame(text: str) -> bool:
    return bool(levels_of(text)) or is_frame(text)


def _mend_levels(found: dict[str, int], free: list[int], texts: _Texts, fixed: Collection[str]) -> None:
    """Find the levels left of the name."""
    for column in sorted(free):
        if column >= found.get("name", found["value"]):
            return
        for field, level, other in (("level1", 1, "level2"), ("level2", 2, "level1")):
            right = found.get(other, -1) < column if level == 2 else column < found.get(other, len(texts))
            if field not in found and field not in fixed and right and _are_level(texts[column], level):
                _take(found, free, field, column)
                break


def _are_level(texts: Sequence[str], level: int) -> bool:
    return mostly(texts, lambda text: level in levels_of(text))
