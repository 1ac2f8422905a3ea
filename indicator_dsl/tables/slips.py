"""Rows of flattened text, whose cells slip to the left or right: every cell goes where it makes sense.

A row is read as the cheapest account of itself.  An account gives every cell, in
order, to a column; it costs something for a cell that does not look like its column
(a sentence as a weight), something for every slip, and something for a missing name.
A row whose cells all stand where the header says, and may stand there, is not touched:
a level, a project or a unit nobody has listed is no slip.  No cell is ever left out: where
there are more cells than columns, neighbours share one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from indicator_dsl.tables.columns import Columns
from indicator_dsl.tables.grid import Cell
from indicator_dsl.tables.layouts import has_look, is_frame, levels_of, may_stand_under

__all__ = ["assign"]

# The costs were found by writing down what each kind of row must beat; tests/tables/test_slips.py holds those rows.
_NEVER: Final = 8.0
_SHARE: Final = 3.0
_NO_NAME: Final = 3.0
_SLIP: Final = 0.5
_SLIP_STEP: Final = 0.1
_STRANGE_LEVEL: Final = 3.5
_LEVEL_AS_NAME: Final = 2.0
_VALUE_AS_NAME: Final = 5.0
_MAYBE_AS_NAME: Final = 2.0
_TEXT_AS_VALUE: Final = 1.0
_UNREAD: Final = 1.0

#: No form is wider: a table of more columns is read as its header says, for accounts cost the cube of its width.
_WIDEST: Final = 40

#: Column of the header and the field it stands for.
_Slot = tuple[int, str]


def assign(cells: Sequence[Cell], columns: Columns, level1: str | None) -> dict[str, list[str]]:
    """Return the texts of each field of a row; ``level1`` is the group that is open.

    >>> columns = Columns({"level1": (1,), "level2": (2,), "name": (3,), "value": (4,)})
    >>> assign([(1, "成本指标"), (2, "成本金额"), (3, "≤650万元")], columns, "产出指标")
    {'level2': ['成本指标'], 'name': ['成本金额'], 'value': ['≤650万元']}
    >>> assign([(3, "成本指标"), (4, "项目总成本")], columns, "产出指标")
    {'level2': ['成本指标'], 'name': ['项目总成本']}
    """
    fields = {at: field for field, ats in columns.fields.items() for at in ats}
    if _in_place(cells, fields, columns, level1):
        stand: dict[str, list[str]] = {}
        for at, text in cells:
            stand.setdefault(fields.get(at, "unread"), []).append(text)
        return stand
    slots = _slots(columns)
    cells = _without_frame(cells, slots)
    levels = _only_levels(cells, slots, level1)
    if levels is not None:
        return levels
    account = _cheapest(cells, slots, level1)
    found: dict[str, list[str]] = {}
    for (_, text), slot in zip(cells, account, strict=True):
        found.setdefault(slots[slot][1], []).append(text)
    return found


def _in_place(cells: Sequence[Cell], fields: Mapping[int, str], columns: Columns, level1: str | None) -> bool:
    """Return whether every cell of a whole row stands under a header and looks as what is under it may."""
    if any(at not in fields and at not in columns.unread for at, _ in cells):
        return False
    texts = {fields.get(at, "unread"): text for at, text in cells}
    if not {"name", "value"} <= texts.keys():
        return False
    vague = has_look("maybe", texts["name"]) and not _is_value(texts["value"])
    # 成本指标 in the first column, below 产出指标 and with nothing in the second, is of the second.
    moved = "level2" not in texts and may_stand_under(texts.get("level1", ""), level1)
    return not vague and not moved and all(_may_stand(fields.get(at, "unread"), text) for at, text in cells)


def _may_stand(field: str, text: str) -> bool:
    """Return whether a text may be a cell of a field, where nothing says that it has slipped."""
    levels = levels_of(text)
    match field:
        case "level1" | "level2":
            other = 2 if field == "level1" else 1
            return levels != {other} and not has_look("value", text)
        case "name":
            return not levels and not has_look("value", text) and not has_look("relation", text)
        case "value":
            return not levels and not has_look("relation", text)
        case "relation":
            return has_look("relation", text)
        case "unit":
            return not levels and not has_look("relation", text) and not has_look("value", text)
        case "weight" | "score" | "funds":
            return has_look("number", text)
        case "project":
            return not levels and not has_look("value", text)
        case _:  # actual and the columns that are not read
            return not levels


def _is_value(text: str) -> bool:
    return has_look("value", text) or has_look("maybe", text)


def _slots(columns: Columns) -> list[_Slot]:
    first = min(at[0] for at in columns.fields.values())
    # What stands before the first field is the frame of the form or a number of the row.
    unread = [(column, "lead" if column < first else "unread") for column in columns.unread]
    return sorted([(at[0], field) for field, at in columns.fields.items()] + unread)


def _without_frame(cells: Sequence[Cell], slots: Sequence[_Slot]) -> Sequence[Cell]:
    """Drop the form's merged left cell, which flattened text repeats in some rows."""
    if slots[0][1] != "lead" or len(cells) < 2 or levels_of(cells[0][1]):
        return cells
    # 年度目标 | 产出指标: whatever stands before the first level, under a header that is not read.
    led = cells[0][0] == slots[0][0] and slots[1][1] == "level1" and 1 in levels_of(cells[1][1])
    return cells[1:] if led or is_frame(cells[0][1]) else cells


def _only_levels(cells: Sequence[Cell], slots: Sequence[_Slot], level1: str | None) -> dict[str, list[str]] | None:
    """Return the levels of a row that has nothing else: its indicators follow."""
    known = {field for _, field in slots}
    match [levels_of(text) for _, text in cells]:
        case [one] if one and known & {"level1", "level2"}:
            text = cells[0][1]
            second = 2 in one and "level2" in known and (1 not in one or may_stand_under(text, level1))
            return {"level2" if second else "level1": [text]}
        case [one, two] if 1 in one and 2 in two and {"level1", "level2"} <= known:
            return {"level1": [cells[0][1]], "level2": [cells[1][1]]}
        case _:
            return None


def _cheapest(cells: Sequence[Cell], slots: Sequence[_Slot], level1: str | None) -> list[int]:
    """Return the slot of each cell in the cheapest account (Viterbi over the slots).

    Of accounts that cost the same, the one that goes to the left first.
    """
    if max(len(cells), len(slots)) > _WIDEST:
        starts = [column for column, _ in slots]
        return [max(bisect_right(starts, column) - 1, 0) for column, _ in cells]
    name = next((number for number, (_, field) in enumerate(slots) if field == "name"), -1)
    # For each slot the last cell may be in: what the account costs so far, and which of them goes to the left first.
    costs: dict[int, tuple[float, int]] = {}
    steps: list[dict[int, int]] = []
    for number, (column, _) in enumerate(cells):
        found: dict[int, tuple[float, int, int]] = {}
        for here, slot in enumerate(slots):
            own = _misfit(cells, number, slot, level1)
            now = column - slot[0]
            if number == 0:
                found[here] = (own + _slip(0, now) + (_NO_NAME if here > name >= 0 else 0), 0, here)
                continue
            ways = []
            for before, (cost, order) in costs.items():
                if before > here:
                    break
                if before == here:
                    step = _SHARE
                else:
                    step = _slip(cells[number - 1][0] - slots[before][0], now)
                    step += _NO_NAME if before < name < here else 0
                ways.append((cost + step + own, order, before))
            found[here] = min(ways)
        steps.append({here: before for here, (_, _, before) in found.items()})
        ordered = sorted(found, key=lambda here: (found[here][1], here))
        ranks = {here: rank for rank, here in enumerate(ordered)}
        costs = {here: (found[here][0], ranks[here]) for here in found}
    ends = ((cost + (_NO_NAME if end < name else 0), order, end) for end, (cost, order) in costs.items())
    path = [min(ends)[2]]
    for before_of in reversed(steps[1:]):
        path.append(before_of[path[-1]])
    return path[::-1]


def _slip(before: int, now: int) -> float:
    """Return the cost of a cell that is further from its column than its neighbour is."""
    return 0.0 if before == now else _SLIP + _SLIP_STEP * abs(now - before)


def _misfit(cells: Sequence[Cell], number: int, slot: _Slot, level1: str | None) -> float:
    """Return how badly a cell fits a column, 0 where it looks as it should."""
    text, field = cells[number][1], slot[1]
    levels = levels_of(text)
    relation = has_look("relation", text)
    match field:
        case "level1":
            followed = number + 1 < len(cells) and 2 in levels_of(cells[number + 1][1])
            misplaced = not followed and may_stand_under(text, level1)
            return (2.0 if misplaced else 0.0) if 1 in levels else _STRANGE_LEVEL
        case "level2":
            group = cells[number - 1][1] if number else level1
            either = 1 in levels and not (number and 1 in levels_of(group or "")) and not may_stand_under(text, group)
            return (2.0 if either else 0.0) if 2 in levels else _STRANGE_LEVEL
        case "name":
            if levels:
                return _LEVEL_AS_NAME
            if relation:
                return _NEVER
            return _VALUE_AS_NAME if has_look("value", text) else _MAYBE_AS_NAME if has_look("maybe", text) else 0.0
        case "value":
            if levels or relation:
                return _NEVER / 2
            return 0.0 if _is_value(text) else _TEXT_AS_VALUE
        case "relation":
            return 0.0 if relation else _NEVER
        case "unit":
            return _NEVER if levels or relation or has_look("maybe", text) else 0.0 if len(text) < 8 else _SHARE
        case "weight" | "score" | "funds":
            return 0.0 if has_look("number", text) else _NEVER
        case "lead":
            # What stands just there, 年度目标 in 目标类型, is of that column even where others have slipped.
            beside = not levels and cells[number][0] == slot[0]
            return 0.0 if has_look("number", text) else _UNREAD if beside else _NEVER
        case _:  # project, actual and the columns that are not read
            return _NEVER if levels else _UNREAD
