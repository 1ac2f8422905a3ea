"""Bounds: a relation before or after a quantity."""

from __future__ import annotations

from typing import Any

from indicator_dsl.comparators import (
    Comparator,
    Threshold,
)
from indicator_dsl.parsing.rules._base import TIMES, Context, Refusal, agreed, single_unit
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation


def exactly(_: Context, quantity: Quantity) -> Threshold:
    return Threshold(Relation.EQ, quantity, implied=True)


def held(_: Context, __: str, value: Comparator, *___: Any) -> Comparator:
    return value


def bounded_after(context: Context, quantity: Quantity, relation: Relation) -> Threshold:
    year = not quantity.unit and 1900 <= quantity.magnitude <= 2199 and quantity.magnitude % 1 == 0
    if year and not context.has_unit:
        raise Refusal("ambiguous-date")  # 2025内
    return Threshold(relation, quantity)


def bounded(_: Context, relation: Relation, quantity: Quantity) -> Threshold:
    return Threshold(relation, quantity)


def bounded_twice(_: Context, before: Relation, quantity: Quantity, after: Relation) -> Threshold:
    return Threshold(agreed(before, after), quantity)


def bounded_inclusive(_: Context, relation: Relation, quantity: Quantity, __: str) -> Threshold:
    if relation not in (Relation.GE, Relation.LE):
        raise Refusal("conflicting-relations", first=relation.sign, second="含")
    return Threshold(relation, quantity)


def per_bounded(context: Context, per: str, relation: Relation, quantity: Quantity) -> Threshold:
    return Threshold(relation, _per(context, quantity, per))


def per_bounded_twice(context: Context, per: str, before: Relation, quantity: Quantity, after: Relation) -> Threshold:
    return Threshold(agreed(before, after), _per(context, quantity, per))


def measured(_: Context, quantity: Quantity) -> Quantity:
    return quantity


def measured_per(context: Context, per: str, quantity: Quantity) -> Quantity:
    return _per(context, quantity, per)


def _per(context: Context, quantity: Quantity, per: str) -> Quantity:
    if not context.has_unit and not quantity.unit and per.rpartition("/")[2] in TIMES:
        raise Refusal("ambiguous-date")  # 每周1, 每年3.15
    return Quantity(quantity.magnitude, single_unit(quantity.unit.text + per))


def linked(_: Context, relation: Relation, quantity: Quantity) -> Threshold:
    return Threshold(relation, quantity)


def linked_after(_: Context, __: Relation, quantity: Quantity, after: Relation) -> Threshold:
    return Threshold(after, quantity)


def link_relation(_: Context, __: Relation, relation: Relation) -> Relation:
    return relation


def word_sign(_: Context, word: Relation, sign: Relation) -> Relation:
    return agreed(word, sign)


def inclusive_after(_: Context, __: str, relation: Relation) -> Relation:
    return relation
