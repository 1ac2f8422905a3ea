"""The answer: outcome, reason, how far off, and the sentence that says why."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from indicator_dsl.comparators import (
    Change,
    Comparator,
    Deadline,
    Interval,
    Threshold,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.errors import Lang
from indicator_dsl.evaluation._dates import days_kept
from indicator_dsl.evaluation._outcome import Outcome
from indicator_dsl.evaluation._sentences import difference, sentence
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation

__all__ = ["Evaluation", "Outcome"]


@attrs.frozen(eq=True)
class Evaluation:
    """The answer to "does it meet the target?", with the reason.

    Attributes:
        outcome: met, not met or undetermined.
        reason: stable kebab-case code: ``meets``, ``below``, ``above``, ``differs``, ``same``,
            ``late``, ``early``, ``worse``, ``better``, ``level-met``, ``level-partly``,
            ``level-not-met``, ``parts`` or, when undetermined, why (see the docs).
        target: the target that was evaluated.
        actual: the actual value as understood, ``None`` where it could not be.
        given: the actual value as it was given.
        parts: the evaluations of the parts, for compounds.

    >>> from indicator_dsl import evaluate
    >>> result = evaluate("≥2200人", "0.23万人")
    >>> str(result.outcome), result.reason, result.margin, result.completion
    ('met', 'meets', Quantity('100', '人'), Fraction(23, 22))
    >>> result.explain()
    '0.23万人 = 2300人 ≥ 2200人，超出100人'
    >>> evaluate("≥2200人", "2300个").explain("en")
    'undetermined: the actual is in 个, which does not convert to 人'
    """

    outcome: Outcome
    reason: str
    target: Comparator
    actual: Quantity | PartialDate | Comparator | str | None = None
    # a list has no hash
    given: Any = attrs.field(default=None, hash=False)
    parts: tuple[Evaluation, ...] = ()
    #: what fills the sentence of an undetermined answer
    words: tuple[tuple[str, str | PartialDate], ...] = ()

    @property
    def margin(self) -> Quantity | None:
        """How far the actual is on the right side of the bound, in the target's unit, or, negative, on the wrong one.

        Two percentages are percentage points (百分点) apart.  For dates it is days: to the end of the target
        for 前 and to its beginning for 不早于; without a year it is nothing.

        For ``=`` it is nothing or minus the difference, for ``≠`` the difference, for an interval the
        distance to the nearer end.
        """
        if self.outcome is Outcome.UNDETERMINED:
            return None
        match self.target, self.actual:
            case Threshold(relation, quantity) | Change(relation=relation, quantity=quantity), Quantity() as actual:
                spare = difference(actual, quantity)
                match relation:
                    case Relation.LE | Relation.LT:
                        return -spare
                    case Relation.EQ | Relation.ABOUT:
                        return -abs(spare)
                    case Relation.NE:
                        return abs(spare)
                return spare
            case Interval(lower, upper), Quantity() as actual:
                return min(difference(actual, lower), difference(upper.to(lower.unit), actual.to(lower.unit)))
            case Deadline(relation, PartialDate() as due), PartialDate() as done:
                days = days_kept(relation, due, done)
                return None if days is None else Quantity(days, "日")
        return None

    @property
    def completion(self) -> Fraction | None:
        """The share of the target that was reached; ``None`` where it has no meaning.

        Actual over target for ``≥ > = ≠ ~``, target over actual for ``≤ <``; only for a target above
        zero and an actual of at least zero (for ``≤ <`` above zero).
        """
        if self.outcome is Outcome.UNDETERMINED:
            return None
        match self.target, self.actual:
            case Threshold(relation, quantity) | Change(relation=relation, quantity=quantity), Quantity() as actual:
                above, below = actual.base, quantity.base
                if below <= 0 or above < 0:
                    return None
                if relation in (Relation.LE, Relation.LT):
                    above, below = below, above
                return above / below if below else None
        return None

    def explain(self, lang: Lang = "zh") -> str:
        """Return the reason as a sentence: ``2300人 ≥ 2200人，超出100人``."""
        return sentence(self, lang)

    def __str__(self) -> str:
        return self.explain()
