"""Rows and places made quickly, for tables of a hundred thousand rows.

The generated ``__init__`` of a frozen class sets every slot by its name and takes twice
as long; here the slots are set directly.  Nothing is skipped by that: neither class
converts or checks anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from attrs import fields

from indicator_dsl.rows import Place, Row

__all__ = ["make_place", "make_row"]

_new = object.__new__
_slots = [attrgetter(f"{one.name}.__set__")(Row) for one in fields(Row)]
_project, _level1, _level2, _name, _relation, _value, _unit, _actual = _slots[:8]
_weight, _score, _rate, _reason, _previous, _place, _columns = _slots[8:]
_file, _sheet, _row, _cell, _page, _table = (attrgetter(f"{one.name}.__set__")(Place) for one in fields(Place))


def make_place(  # noqa: PLR0917  by position, as names cost as much as the rest
    file: str, sheet: str | None, row: int, cell: str | None, page: int | None = None, table: int | None = None
) -> Place:
    """Return a place.

    >>> make_place("目标.xlsx", "表1", 5, "D5") == Place("目标.xlsx", "表1", 5, "D5")
    True
    """
    made = _new(Place)
    _file(made, file)
    _sheet(made, sheet)
    _row(made, row)
    _cell(made, cell)
    _page(made, page)
    _table(made, table)
    return made


def make_row(  # noqa: PLR0917  likewise
    project: str | None,
    level1: str | None,
    level2: str | None,
    name: str | None,
    relation: str | None,
    value: str,
    unit: str | None,
    actual: str | None,
    weight: str | None,
    score: str | None,
    rate: str | None,
    reason: str | None,
    previous: str | None,
    place: Place,
    columns: Mapping[str, str],
) -> Row:
    """Return a row.

    >>> place = Place("目标.xlsx", "表1", 5, "D5")
    >>> labels = "体检费", "产出指标", "数量指标", "人数"
    >>> row = make_row(*labels, "≥", "5", "人", "6", "10", "9", "90%", "降雨", "4", place, {})
    >>> row == Row(
    ...     project="体检费",
    ...     level1="产出指标",
    ...     level2="数量指标",
    ...     name="人数",
    ...     relation="≥",
    ...     value="5",
    ...     unit="人",
    ...     actual="6",
    ...     weight="10",
    ...     score="9",
    ...     rate="90%",
    ...     reason="降雨",
    ...     previous="4",
    ...     place=place,
    ... )
    True
    """
    made = _new(Row)
    _project(made, project)
    _level1(made, level1)
    _level2(made, level2)
    _name(made, name)
    _relation(made, relation)
    _value(made, value)
    _unit(made, unit)
    _actual(made, actual)
    _weight(made, weight)
    _score(made, score)
    _rate(made, rate)
    _reason(made, reason)
    _previous(made, previous)
    _place(made, place)
    _columns(made, columns)
    return made
