"""Changes against a basis."""

from __future__ import annotations

from indicator_dsl.comparators import (
    Change,
)
from indicator_dsl.parsing.rules._base import Context, agreed
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation

_Amount = tuple[Relation, Quantity, bool]


def change(_: Context, direction: str, amount: _Amount) -> Change:
    relation, quantity, implied = amount
    return Change(direction, relation, quantity, implied=implied)  # type: ignore[arg-type]


def change_against(_: Context, basis: str, direction: str, amount: _Amount) -> Change:
    relation, quantity, implied = amount
    return Change(direction, relation, quantity, implied=implied, basis=basis)  # type: ignore[arg-type]


def basis_year(_: Context, against: str, number: int, *rest: str) -> str:
    return f"{against}{number}年{''.join(rest)}"


def basis_month(_: Context, against: str, number: int, month: int) -> str:
    return f"{against}{number}年{month}月"


def increase(_: Context, __: str) -> str:
    return "increase"


def decrease(_: Context, __: str) -> str:
    return "decrease"


def amount(_: Context, quantity: Quantity) -> _Amount:
    return Relation.EQ, quantity, True


def amount_after(_: Context, quantity: Quantity, relation: Relation) -> _Amount:
    return relation, quantity, False


def amount_bounded(_: Context, relation: Relation, quantity: Quantity) -> _Amount:
    return relation, quantity, False


def amount_twice(_: Context, before: Relation, quantity: Quantity, after: Relation) -> _Amount:
    return agreed(before, after), quantity, False
