"""Rows and places made quickly, for tables of a hundred thousand rows.

The generated ``__init__`` of a frozen class sets every slot by its name and takes twice
as long; here the slots are set directly.  Nothing is skipped by that: neither class
converts or checks anything.
"""

from __future__ import annotations

from operator import attrgetter

from attrs import fields

from indicator_dsl.rows import Place, Row

__all__ = ["make_place", "make_row"]

_new = object.__new__
_project, _level1, _level2, _name, _relation, _value, _unit, _actual, _weight, _score, _place = (
    attrgetter(f"{one.name}.__set__")(Row) for one in fields(Row)
)
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
    place: Place,
) -> Row:
    """Return a row.

    >>> place = Place("目标.xlsx", "表1", 5, "D5")
    >>> row = make_row("体检费", "产出指标", "数量指标", "人数", "≥", "5", "人", "6", "10", "9", place)
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
    _place(made, place)
    return made
