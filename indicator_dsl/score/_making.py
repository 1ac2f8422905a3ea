"""From a share to a score: exact up to the one rounding at the end."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from attrs import evolve

from indicator_dsl.evaluation import Evaluation
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.score.errors import ScoreError
from indicator_dsl.score.policy import Policy, Rounding
from indicator_dsl.score.result import Remark, Score

__all__ = ["Points", "decimal", "exact_points", "exact_weight", "made", "rounded", "without"]

#: What points and shares may be given as; no float, which 0.1 is not.
Points = Decimal | Fraction | int | str

#: More digits than a weight has, as :mod:`indicator_dsl.points` reads it.
_LONGEST: Final = 24
_TOO_MUCH: Final = 10**_LONGEST
#: More digits than points have.
_EXACT: Final = Context(prec=60)


def made(found: Evaluation, weight: Fraction, policy: Policy, share: Share) -> Score:
    """Return the score of a share."""
    return Score(
        points=rounded(weight * share.value, policy.rounding),
        weight=decimal(weight),
        share=share.value,
        rule=share.rule,
        evaluation=found,
        policy=policy.name,
        remarks=tuple(Remark(code, words) for code, words in share.flags),
        words=share.words,
    )


def without(found: Evaluation, weight: Fraction, policy: Policy, unscorable: Unscorable) -> Score:
    """Return what the policy makes of an indicator that has no share.

    Raises:
        ScoreError: the policy makes it an error.
    """
    score = Score(
        points=None,
        weight=decimal(weight),
        share=None,
        rule="unscorable",
        evaluation=found,
        policy=policy.name,
        reason=unscorable.reason,
        words=unscorable.words,
    )
    if unscorable.reason == "not-applicable":
        points = {"rescale": None, "full": weight, "zero": Fraction(0)}[policy.not_applicable]
        score = evolve(score, rule="not-applicable")
        return score if points is None else evolve(score, points=rounded(points, policy.rounding))
    if policy.unscorable == "error":
        raise ScoreError("unscorable", reason=score.explain(), reason_en=score.explain("en"))
    return evolve(score, points=Decimal(0), share=Fraction(0)) if policy.unscorable == "zero" else score


def rounded(points: Fraction, rounding: Rounding) -> Decimal:
    """Return points rounded once, without zeros at the end.

    >>> rounded(Fraction(100, 11), Rounding()), rounded(Fraction(9), Rounding())
    (Decimal('9.09'), Decimal('9'))
    """
    # in whole numbers: a Decimal of a fraction would be rounded once more
    down, rest = divmod(points * 10**rounding.places, 1)
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (rounding.mode == "half-up" or down % 2 == 1))
    whole = down + (up and rounding.mode != "down")
    return decimal(Fraction(whole, 10**rounding.places))


def decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal without zeros at its end."""
    found = _EXACT.divide(value.numerator, value.denominator)
    return Decimal(int(found)) if found == int(found) else found.normalize(_EXACT)


def exact_points(value: Points, name: str) -> Fraction:
    """Return points or a rate as given, exactly.

    Raises:
        TypeError, ValueError: it is no exact number of at least 0.
    """
    if isinstance(value, bool | float) or not isinstance(value, int | Decimal | Fraction | str):
        msg = f"a {name} is exact: a Decimal, a Fraction, an int or their text, not {type(value).__name__}"
        raise TypeError(msg)
    try:
        found = None if _is_endless(value) else Fraction(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        found = None
    if found is None:
        msg = f"a {name} is a number, not {value!r}"
        raise ValueError(msg)
    if not 0 <= found < _TOO_MUCH:
        msg = f"a {name} is at least 0 and less than {_TOO_MUCH}"
        raise ValueError(msg)
    return found


def _is_endless(value: Points) -> bool:
    """Return whether a number has more digits than points have: a Fraction writes out all of 1e999999999."""
    if isinstance(value, str):
        return len(value) > _LONGEST or "e" in value.lower()
    return isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) > _LONGEST


def exact_weight(value: Points) -> Fraction:
    """Return a weight as given, exactly; it is a decimal number, so that sums of weights are exact.

    Raises:
        TypeError, ValueError: it is none, or less than 0.
    """
    found = exact_points(value, "weight")
    if decimal(found) != found:
        msg = f"a weight is a decimal number, not {found}"
        raise ValueError(msg)
    return found
