"""Shares of targets in words and of grades: by tier, with the reviewer's rate."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from attrs import evolve

from indicator_dsl.comparators import Comparator, Grade, Qualitative
from indicator_dsl.evaluation import Evaluation, Outcome
from indicator_dsl.relations import Relation
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.score.policy import Policy, Tier, Wording

__all__ = ["level_of_scale", "repeats", "share_of_level", "share_of_rate", "share_of_repeated"]

#: Levels of one character, and what may stand between them in a list.
_LEVELS: Final = frozenset("优良中低差好高")
_BETWEEN: Final = frozenset("、，,/／ ")
_SHORTEST_SCALE: Final = 3
#: How the share below the first tier is called where a grade is not reached, which has no tier of its own.
_NOT_REACHED: Final = {"zh": "未达成", "en": "not reached"}
#: The tier of each way a target in words can come out.
_TIERS: Final = {"level-met": 0, "level-partly": 1, "level-not-met": 2}


def share_of_level(found: Evaluation, policy: Policy, rate: Fraction | None) -> Share:
    """Return the share for a level that was ticked, or for a grade.

    Raises:
        Unscorable: the rate is not inside the tier, or nobody gave one where the policy asks for it.
    """
    goal, wording = found.target, policy.wording
    tiers = wording.tiers
    if found.reason == "better" and isinstance(goal, Grade) and goal.relation is Relation.EQ:
        return _of_a_better_grade(goal, policy, rate)
    if not tiers:
        return _without_tiers(found, wording, rate)
    number = _TIERS.get(found.reason, 0 if found.outcome is Outcome.MET else None)
    if number is None:
        return _of_a_worse_grade(tiers, wording, rate)
    tier = tiers[number]
    if rate is not None:
        if not _is_inside(rate, number, wording):
            raise Unscorable("rate-out-of-tier", rate=rate, **_about(tier))
        return Share(rate, "tier", {"rate": rate, **_about(tier)})
    return _without_rate(tier, wording.met if number == 0 else wording.below, first=number == 0)


def _without_tiers(found: Evaluation, wording: Wording, rate: Fraction | None) -> Share:
    if rate is not None:
        return Share(rate, "rate", {"rate": rate})
    if found.outcome is Outcome.MET:
        return Share(Fraction(1), "reached")
    if wording.below == "ask":
        raise Unscorable("rate-needed", **_NOT_REACHED, low=Fraction(0), high=Fraction(1))
    return Share(Fraction(0), "not-reached")


def _of_a_better_grade(goal: Grade, policy: Policy, rate: Fraction | None) -> Share:
    """Return the share of 优 against 良, written without 及以上: as the policy reads what has no other sign."""
    if rate is not None:
        return Share(rate, "rate", {"rate": rate})
    if (policy.equals.bare if goal.implied else policy.equals.written) == "at-least":
        return Share(Fraction(1), "not-below")
    if policy.wording.below == "zero":
        return Share(Fraction(0), "not-reached")
    raise Unscorable("better-grade", lower=str(evolve(goal, relation=Relation.GE, implied=False)))


def _of_a_worse_grade(tiers: tuple[Tier, ...], wording: Wording, rate: Fraction | None) -> Share:
    """Return the share of a grade below the one wanted: the reviewer says how much less, within the lower tiers."""
    limit = tiers[0].low
    if rate is None:
        if wording.below == "zero":
            return Share(Fraction(0), "not-reached")
        raise Unscorable("rate-needed", **_NOT_REACHED, low=tiers[-1].low, high=limit)
    if rate > limit or (rate == limit and wording.boundary == "upper"):
        raise Unscorable("rate-out-of-tier", rate=rate, **_NOT_REACHED, low=tiers[-1].low, high=limit)
    return Share(rate, "rate", {"rate": rate})


def _without_rate(tier: Tier, given: str, *, first: bool) -> Share:
    if given == "ask":
        raise Unscorable("rate-needed", **_about(tier))
    if given == "zero":
        return Share(Fraction(0), "not-reached")
    rate = {"high": tier.high, "low": tier.low, "middle": (tier.high + tier.low) / 2}[given]
    share = Share(rate, "tier", {"rate": rate, **_about(tier)})
    # full marks for what was reached surprise nobody; anything else the policy decided
    return share if first and rate == 1 else share.flagged("rate-by-policy", rate=rate)


def _is_inside(rate: Fraction, number: int, wording: Wording) -> bool:
    """Return whether a rate is in a tier; the bound between two belongs to the upper or to the lower one."""
    tier = wording.tiers[number]
    first, last = number == 0, number == len(wording.tiers) - 1
    above = rate >= tier.low if wording.boundary == "upper" or last else rate > tier.low
    below = rate <= tier.high if first or wording.boundary == "lower" else rate < tier.high
    # a tier that is one point, 0 in a policy of yes and no
    return (above and below) or rate == tier.low == tier.high


def _about(tier: Tier) -> dict[str, Any]:
    return {"zh": tier.zh, "en": tier.en, "low": tier.low, "high": tier.high}


def level_of_scale(goal: Comparator, given: Any) -> str | None:
    """Return how a level comes out where the target only lists the scale, best first: 优良中低差.

    >>> from indicator_dsl import parse
    >>> level_of_scale(parse("优良中低差"), "优"), level_of_scale(parse("优良中低差"), "良")
    ('level-met', 'worse')
    >>> level_of_scale(parse("有效"), "优") is None
    True
    """
    if not isinstance(goal, Qualitative) or not isinstance(given, str):
        return None
    levels = [level for level in goal.text if level not in _BETWEEN]
    level = _plain(given)
    if len(levels) < _SHORTEST_SCALE or not {*levels} <= _LEVELS or len({*levels}) < len(levels) or level not in levels:
        return None
    return "level-met" if level == levels[0] else "worse"


def share_of_repeated(found: Evaluation, policy: Policy, rate: Fraction | None) -> Share:
    """Return the share where the actual only repeats the target: it counts as reached, unless a reviewer says less.

    Raises:
        Unscorable: the policy asks for a rate even where the target is reached.
    """
    if rate is not None:
        share = Share(rate, "rate", {"rate": rate})
    else:
        met = share_of_level(evolve(found, outcome=Outcome.MET, reason="level-met"), policy, None)
        share = Share(met.value, "repeated", met.words, met.flags)
    return share.flagged("words-repeated")


def share_of_rate(rate: Fraction) -> Share:
    """Return the share a reviewer gave where nothing else says one."""
    return Share(rate, "rate", {"rate": rate}).flagged("level-not-told")


def repeats(goal: Comparator, given: Any) -> bool:
    """Return whether an actual says the words of the target over again: 有效 against 有效.

    >>> from indicator_dsl import parse
    >>> repeats(parse("逐步提高"), " 逐步提高。"), repeats(parse("逐步提高"), "有所提高")
    (True, False)
    """
    if not isinstance(given, str) or isinstance(goal, Grade):
        return False
    return _plain(given) == _plain(str(goal))


def _plain(text: str) -> str:
    return "".join(text.split()).rstrip("。；，、;,.")
