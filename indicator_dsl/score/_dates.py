"""Shares of targets that are dates: kept or late by so many days."""

from __future__ import annotations

from fractions import Fraction

from indicator_dsl.comparators import Deadline, Period
from indicator_dsl.dates import PartialDate
from indicator_dsl.evaluation import Evaluation, Outcome
from indicator_dsl.relations import Relation
from indicator_dsl.score._making import decimal
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.score.policy import Policy

__all__ = ["share_of_date"]


def share_of_date(found: Evaluation, policy: Policy) -> Share:
    """Return the share for a deadline or a period.

    Raises:
        Unscorable: it was reached before a date of which nobody says that it is a limit.
    """
    if found.outcome is Outcome.MET:
        return Share(Fraction(1), "reached")
    if found.reason == "early" and isinstance(found.target, Deadline) and found.target.implied:
        raise Unscorable("date-without-before")
    rules = policy.deadlines
    days = _days_late(found)
    if days is None or rules.late == "zero":
        return Share(Fraction(0), "not-in-time")
    if rules.late == "per-day":
        left = max(Fraction(0), 1 - days * rules.per_day)
        return Share(left, "late-per-day", {"days": str(days), "per_day": rules.per_day})
    band = next((one for one in rules.bands if days <= one.days), None)
    if band is None:
        return Share(Fraction(0), "late-out-of-bands", {"days": str(days)})
    return Share(band.share, "late-within", {"days": str(days), "limit": decimal(band.days)})


def _days_late(found: Evaluation) -> int | None:
    """Return by how many days a date was missed; ``None`` where a year is missing, or it came too early."""
    if found.reason != "late":
        return None
    goal, actual = found.target, found.actual
    end = goal.end if isinstance(goal, Period) else goal.date if isinstance(goal, Deadline) else None
    done = actual.end if isinstance(actual, Period) else actual
    if end is None or not isinstance(done, PartialDate):
        return None
    # the last day there was: 早于12月31日 ends on the 30th
    is_before = isinstance(goal, Deadline) and goal.relation is Relation.LT
    due, last = end.first() if is_before else end.last(), done.last()
    return None if due is None or last is None else (last - due).days + is_before
