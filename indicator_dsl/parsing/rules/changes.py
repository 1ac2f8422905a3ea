"""Changes against a basis."""

from __future__ import annotations

from indicator_dsl.comparators import (
    Change,
)
from indicator_dsl.parsing.rules._base import Context, Refusal, agreed
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.units import unit

_Amount = tuple[Relation, Quantity, bool]


class _Way(str):
    """A direction that knows how it was said."""

    __slots__ = ("word",)
    word: str


def _check_way(direction: str, quantity: Quantity) -> None:
    """Refuse 技能提升300人次: that many people are trained, and nothing rises by people."""
    raised = any(quantity.unit.convertible_to(unit(name)) for name in ("%", "‰", "百分点", "分", "倍", "级", ""))
    if getattr(direction, "word", "") in _OF_QUALITY and not raised and "money" not in dict(quantity.unit.dimension):
        raise Refusal("words-around-number", found=getattr(direction, "word", ""))


_OF_QUALITY = frozenset({"提升", "巩固提升"})


def change(_: Context, direction: str, amount: _Amount) -> Change:
    relation, quantity, implied = amount
    _check_way(direction, quantity)
    return Change(str(direction), relation, quantity, implied=implied)  # type: ignore[arg-type]


def change_against(_: Context, basis: str, direction: str, amount: _Amount) -> Change:
    relation, quantity, implied = amount
    _check_way(direction, quantity)
    return Change(str(direction), relation, quantity, implied=implied, basis=basis)  # type: ignore[arg-type]


def basis_year(_: Context, against: str, number: int, *rest: str) -> str:
    return f"{against}{number}年{''.join(rest)}"


def basis_month(_: Context, against: str, number: int, month: int) -> str:
    return f"{against}{number}年{month}月"


def increase(_: Context, word: str) -> str:
    way = _Way("increase")
    way.word = word
    return way


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
