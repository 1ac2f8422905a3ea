"""Shares of targets that are numbers: lower bounds, upper bounds, equalities, intervals, and rules for some kinds."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from attrs import evolve

from indicator_dsl.comparators import Change, Interval, Threshold
from indicator_dsl.evaluation import Evaluation, Outcome
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.score._making import decimal
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.score.policy import Policy, Special, Within

__all__ = ["WHOLES", "asks_for", "share_of_interval", "share_of_number", "share_of_special"]

_ONE, _NOTHING = Fraction(1), Fraction(0)
_LOWER: Final = (Relation.GE, Relation.GT)
_UPPER: Final = (Relation.LE, Relation.LT)
#: A whole in these units.
WHOLES: Final = {"%": 100, "‰": 1000}


def asks_for(goal: Threshold | Change, policy: Policy) -> str:
    """Return what a target asks for: ``at-least``, ``at-most``, ``exact``, ``symmetric``, ``other-than``.

    The relation says it; where it is ``=`` or none is written, the policy does, but for a share of 100 %, which
    nothing can be above, and 0, which is kept or not.
    """
    if goal.relation in _LOWER:
        return "at-least"
    if goal.relation in _UPPER:
        return "at-least" if policy.reverse.over == "as-positive" else "at-most"
    if goal.relation is not Relation.EQ:
        return "other-than"
    if goal.quantity.magnitude == 0 and policy.reverse.over != "as-positive":
        return "exact"
    mode = policy.equals.bare if goal.implied else policy.equals.written
    # something may well grow by more than 100%
    is_whole = isinstance(goal, Threshold) and WHOLES.get(goal.quantity.unit.text) == goal.quantity.magnitude
    return "at-least" if is_whole and mode != "at-most" else mode


def share_of_number(found: Evaluation, goal: Threshold | Change, actual: Quantity, policy: Policy) -> Share:
    """Return the share for a bound, actual and target of one dimension.

    Raises:
        Unscorable: the ratio has no meaning, as the target is not above zero.
    """
    match asks_for(goal, policy):
        case "at-least":
            share = _at_least(found, goal, actual, policy)
            return share.flagged("taken-as-lower") if goal.relation in _UPPER else share
        case "at-most":
            return _at_most(found, goal, actual, policy)
        case "symmetric":
            return _symmetric(goal, actual)
    if found.outcome is Outcome.MET:
        return Share(_ONE, "reached")
    if goal.relation is not Relation.EQ:
        return Share(_NOTHING, "not-reached")
    # 0起 is kept or not; any other number without a sign may be meant as a bound
    if not goal.implied or goal.quantity.magnitude == 0:
        return Share(_NOTHING, "not-exact")
    bounds = (str(evolve(goal, relation=relation, implied=False)) for relation in (Relation.GE, Relation.LE))
    return Share(_NOTHING, "not-exact-bare", dict(zip(("lower", "upper"), bounds, strict=True)))


def _at_least(found: Evaluation, goal: Threshold | Change, actual: Quantity, policy: Policy) -> Share:
    wanted, reached = goal.quantity.base, actual.base
    strict = goal.relation is Relation.GT
    if reached > wanted or (reached == wanted and not strict):
        # 5 against =3 is no equality, but some policies ask for no more than 3
        rule = "reached" if found.outcome is Outcome.MET else "not-below"
        return _over(Share(_ONE, rule), wanted, reached, policy)
    if reached == wanted:
        return _at_an_open_end(policy.positive.short)
    if policy.positive.short == "zero":
        return Share(_NOTHING, "not-reached")
    if wanted <= 0:
        raise Unscorable("target-not-positive", target=goal.quantity)
    if reached < 0:
        return Share(_NOTHING, "not-reached")
    return _gated(reached / wanted, policy.positive.gate, "ratio", target=goal.quantity, actual=actual)


def _over(share: Share, wanted: Fraction, reached: Fraction, policy: Policy) -> Share:
    over = policy.over
    if over.action == "none" or over.threshold is None or wanted <= 0 or reached <= over.threshold * wanted:
        return share
    ratio = reached / wanted
    if over.action == "explain":
        return share.flagged("far-above", ratio=ratio, threshold=over.threshold)
    left = max(_NOTHING, 1 - over.factor * (ratio - over.threshold))
    return Share(left, "deducted", {"ratio": ratio, "threshold": over.threshold})


def _at_most(found: Evaluation, goal: Threshold | Change, actual: Quantity, policy: Policy) -> Share:
    limit, reached = goal.quantity.base, actual.base
    strict = goal.relation is Relation.LT
    if reached < limit or (reached == limit and not strict):
        return Share(_ONE, "reached" if found.outcome is Outcome.MET else "not-above")
    if reached == limit:
        return _at_an_open_end(policy.reverse.over)
    if policy.reverse.over == "zero" or limit == 0:
        return Share(_NOTHING, "not-reached")
    if limit < 0:
        raise Unscorable("target-not-positive", target=goal.quantity)
    words = {"target": goal.quantity, "actual": actual}
    if policy.reverse.over == "linear-excess":
        excess = (reached - limit) / limit
        return _gated(max(_NOTHING, 1 - excess), policy.reverse.gate, "excess", excess=excess, **words)
    return _gated(limit / reached, policy.reverse.gate, "inverse", **words)


def _at_an_open_end(mode: str) -> Share:
    share = Share(_NOTHING, "not-reached") if mode == "zero" else Share(_ONE, "at-the-bound")
    return share.flagged("strict-equality")


def _gated(ratio: Fraction, gate: Fraction | None, rule: str, **words: object) -> Share:
    if gate is not None and ratio < gate:
        return Share(_NOTHING, "below-gate", {"ratio": ratio, "gate": gate})
    return Share(ratio, rule, words)


def _symmetric(goal: Threshold | Change, actual: Quantity) -> Share:
    wanted, reached = goal.quantity.base, actual.base
    if wanted == reached:
        return Share(_ONE, "reached")
    if wanted <= 0:
        raise Unscorable("target-not-positive", target=goal.quantity)
    off = abs(reached - wanted) / wanted
    return Share(max(_NOTHING, 1 - off), "off", {"off": off})


def share_of_interval(found: Evaluation, goal: Interval, actual: Quantity, policy: Policy) -> Share:
    """Return the share for an interval.

    Raises:
        Unscorable: the ratio to the nearer end has no meaning.
    """
    if found.outcome is Outcome.MET:
        return Share(_ONE, "reached")
    below = actual.base <= goal.lower.base
    end = goal.lower if below else goal.upper
    if actual.base == end.base:
        return _at_an_open_end(policy.range.outside)
    if policy.range.outside == "zero":
        return Share(_NOTHING, "not-reached")
    if end.base <= 0:
        raise Unscorable("target-not-positive", target=end)
    if policy.range.outside == "bands":
        off = abs(actual.base - end.base) / end.base
        return _banded(off, policy.range.bands)
    words = {"target": end, "actual": actual}
    if below:
        return Share(actual.base / end.base, "ratio", words) if actual.base >= 0 else Share(_NOTHING, "not-reached")
    return Share(end.base / actual.base, "inverse", words)


# ---- rules for indicators of some kinds -----------------------------------------------------------------------


def share_of_special(rule: Special, goal: Threshold | Change, actual: Quantity, weight: Fraction) -> Share | None:
    """Return the share by a rule for indicators of a kind, ``None`` where it does not fit the target.

    Bands and steps reward more, so they fit no upper bound, 不满意率 ≤5%, and no 不满意率 5%, which they would give
    nothing even if it is kept.  A deviation fits no lower bound, above which more is better.  No rule fits a change:
    满意度提高 ≥3% is no satisfaction of 3%.

    Raises:
        Unscorable: a deviation from a target that is not above zero.
    """
    if isinstance(goal, Change):
        return None
    fits = actual.unit.convertible_to(rule.amount(Fraction(1)).unit)
    if rule.mode == "deviation":
        return None if goal.relation in _LOWER or (rule.unit and not fits) else _deviation(rule, goal, actual)
    if goal.relation in _UPPER or not fits:
        return None
    if goal.relation is Relation.EQ and not _rising(rule, goal.quantity, weight).value:
        return None
    return _rising(rule, actual, weight)


def _deviation(rule: Special, goal: Threshold, actual: Quantity) -> Share:
    wanted = goal.quantity.base
    if actual.base == wanted:
        off = _NOTHING
    elif wanted > 0:
        off = abs(actual.base - wanted) / wanted
    else:
        raise Unscorable("target-not-positive", target=goal.quantity)
    return _banded(off, rule.within)


def _banded(off: Fraction, bands: tuple[Within, ...]) -> Share:
    within = next((band for band in bands if off <= band.within), None)
    if within is None:
        return Share(_NOTHING, "out-of-bands", {"off": off})
    return Share(within.share, "within", {"off": off, "within": within.within})


def _rising(rule: Special, actual: Quantity, weight: Fraction) -> Share:
    if rule.mode == "bands":
        for band in rule.bands:
            if actual >= rule.amount(band.start):
                return Share(band.share, "band", {"start": rule.amount(band.start), "actual": actual})
        return Share(_NOTHING, "below-bands", {"actual": actual})
    start = rule.amount(rule.start)
    if actual >= start:
        return Share(_ONE, "from-start", {"start": start})
    steps = (start.base - actual.base) // rule.amount(rule.size).base
    lost = steps * rule.minus
    left = max(_NOTHING, weight - lost) / weight if weight else _NOTHING
    # two percentages are percentage points apart
    size = Quantity(rule.size, "百分点") if rule.unit == "%" else rule.amount(rule.size)
    words = {"start": start, "size": size, "steps": str(steps), "minus_points": decimal(rule.minus)}
    return Share(left, "steps", words)
