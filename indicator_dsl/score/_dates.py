"""Shares of targets that are dates: kept or late by so many days."""

from __future__ import annotations

from fractions import Fraction

from indicator_dsl.comparators import Deadline
from indicator_dsl.evaluation import Evaluation, Outcome
from indicator_dsl.score._share import Share
from indicator_dsl.score.policy import Policy
from indicator_dsl.units import exact

__all__ = ["share_of_date"]


def share_of_date(found: Evaluation, policy: Policy) -> Share:
    """Return the share for a deadline or a period."""
    if found.outcome is Outcome.MET:
        return Share(Fraction(1), "reached")
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
    return Share(band.share, "late-within", {"days": str(days), "limit": str(band.days)})


def _days_late(found: Evaluation) -> Fraction | None:
    """Return by how many days a deadline was missed; ``None`` where the answer has none, or it came too early."""
    if found.reason != "late" or not isinstance(found.target, Deadline) or found.margin is None:
        return None
    return -exact(found.margin.magnitude)
