"""Ratios and grades."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from indicator_dsl.comparators import (
    Grade,
    Ratio,
    looks_like_a_time,
)
from indicator_dsl.parsing.rules._base import Context, Refusal, agreed
from indicator_dsl.relations import Relation


def ratio(_: Context, *children: Any) -> Ratio:
    terms = [child for child in children if isinstance(child, Decimal)]
    if looks_like_a_time(terms):
        raise Refusal("time-of-day")
    return Ratio(terms)


def grade(_: Context, level: str) -> Grade:
    return Grade(Relation.EQ, level, implied=True)


def grade_after(_: Context, level: str, relation: Relation) -> Grade:
    return Grade(relation, level)


def grade_bounded(_: Context, relation: Relation, level: str) -> Grade:
    return Grade(relation, level)


grade_linked = grade_bounded


def grade_linked_after(_: Context, __: Relation, level: str, after: Relation) -> Grade:
    return Grade(after, level)


def grade_twice(_: Context, before: Relation, level: str, after: Relation) -> Grade:
    return Grade(agreed(before, after), level)
