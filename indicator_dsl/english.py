"""Comparators in English words: for whoever prints them, and for the sentences of an evaluation."""

from __future__ import annotations

from indicator_dsl.comparators import (
    AllOf,
    AnyOf,
    Change,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Missing,
    Period,
    Qualitative,
    Ratio,
    Threshold,
)
from indicator_dsl.relations import Relation

__all__ = ["english"]

_EN = {
    Relation.GE: "at least",
    Relation.LE: "at most",
    Relation.GT: "more than",
    Relation.LT: "less than",
    Relation.EQ: "exactly",
    Relation.NE: "other than",
    Relation.ABOUT: "about",
}
_EN_GRADE = {
    **{relation: f"{words} {{}}" for relation, words in _EN.items()},
    Relation.GE: "{} or better",
    Relation.LE: "{} or worse",
    Relation.GT: "better than {}",
    Relation.LT: "worse than {}",
}
_EN_RECURS = {"year": "every year", "quarter": "every quarter", "month": "every month"}
_EN_DATE = {
    Relation.LE: "by",
    Relation.LT: "before",
    Relation.GE: "not before",
    Relation.GT: "after",
    Relation.EQ: "on",
    Relation.NE: "not on",
    Relation.ABOUT: "about",
}


def english(value: Comparator) -> str:
    """Return a comparator in English words, units and levels as written.

    >>> from indicator_dsl import parse
    >>> english(parse("2025年1月-6月")), english(parse("良好以上"))
    ('from January 2025 to June 2025', '良好 or better')
    """
    bare = _bare(value)
    label = "" if value.label is None else f"{value.label}: "
    return f"{label}{bare}{'' if value.note is None else f' ({value.note})'}"


def _bare(value: Comparator) -> str:
    match value:
        case Threshold(relation, quantity):
            return quantity.en() if value.implied else f"{_EN[relation]} {quantity.en()}"
        case Interval(lower, upper):
            ends = {(True, True): "", (True, False): ", upper end excluded", (False, True): ", lower end excluded"}
            limits = ends.get((value.lower_closed, value.upper_closed), ", both ends excluded")
            return f"between {lower.en()} and {upper.en()}{limits}"
        case Deadline(relation, date):
            every = "" if value.recurs is None else f" {_EN_RECURS[value.recurs]}"
            day = "the end" if date is None else date.en()
            return f"{day}{every}" if value.implied else f"{_EN_DATE[relation]} {day}{every}"
        case Period(start, end):
            return f"from {start.en()} to {end.en()}"
        case Change(direction, relation, quantity):
            size = quantity.en() if value.implied else f"{_EN[relation]} {quantity.en()}"
            return f"{direction} of {size}{f' ({value.basis})' if value.basis else ''}"
        case Ratio():
            return str(Ratio(value.terms))
        case Grade(relation, grade):
            return grade if value.implied else _EN_GRADE[relation].format(grade)
        case Qualitative(text):
            return text
        case AllOf(parts):
            return "; ".join(english(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(english(part) for part in parts)
        case Missing():
            return "none"
    msg = f"no comparator: {value!r}"
    raise TypeError(msg)
