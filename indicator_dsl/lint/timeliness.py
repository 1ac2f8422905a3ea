"""Indicators of timeliness whose value is words: DAT06 speaks of them, so the rules on wording do not."""

from __future__ import annotations

from indicator_dsl.lint.rule import Context
from indicator_dsl.lint.terms import Terms
from indicator_dsl.rows import Row

__all__ = ["about_time", "says_no_time", "spoken_of"]

_RULE = "DAT06"


def says_no_time(row: Row, text: str, context: Context) -> bool:
    """Return whether a text in the place of a time says none: 及时, and no 日产日清."""
    terms = context.terms
    if not _about_time(row, context) or text in terms.words("timeliness", "answers"):
        return False
    return terms.finder("timeliness", "periods").search(text) is None


def spoken_of(row: Row, text: str, context: Context) -> bool:
    """Return whether a text is the business of the rule on timeliness, and that rule runs."""
    return _RULE in context.profile.severities and says_no_time(row, text, context)


def about_time(name: str, terms: Terms) -> bool:
    """Return whether a name alone says that an indicator is about timeliness."""
    return name.endswith(terms.words("timeliness", "names"))


def _about_time(row: Row, context: Context) -> bool:
    if row.level2:
        return context.terms.finder("timeliness", "levels").search(row.level2) is not None
    return about_time(row.name or "", context.terms)
