"""The points of one indicator, with how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from indicator_dsl.errors import Lang
from indicator_dsl.evaluation import Evaluation
from indicator_dsl.score import _sentences

__all__ = ["Remark", "Score"]


@frozen
class Remark:
    """Something to be said besides the points: ``far-above``, ``unit-from-target`` and others (see the docs)."""

    code: str
    words: Mapping[str, Any] = field(factory=dict, hash=False)

    def explain(self, lang: Lang = "zh") -> str:
        """Return it as a sentence."""
        return _sentences.say("remarks", self.code, lang, self.words)


@frozen
class Score:
    r"""Points for one indicator.

    Attributes:
        points: rounded as the policy says; ``None`` where the indicator is not scored.
        weight: the most there is.
        share: the part of the weight before rounding, from 0 to 1; ``None`` where there is none.
        rule: what gave the points, or ``unscorable`` or ``not-applicable`` (see the docs).
        reason: why it is unscorable; ``None`` otherwise.
        evaluation: whether the target is met, and why.
        remarks: what else there is to say, such as an actual far above its target.
        policy: the name of the policy.

    >>> from indicator_dsl.score import score
    >>> found = score(("≤541万元", "5951000元"), 10)
    >>> found.points, found.rule, found.share
    (Decimal('9.09'), 'inverse', Fraction(10, 11))
    >>> print(found.explain().replace("；", "；\n"))
    5951000元 = 595.1万元 > 541万元，超出54.1万元；
    超过上限，按目标值 ÷ 完成值得分：541 ÷ 595.1 ≈ 90.91%；
    10 × 90.91% ≈ 9.09分
    """

    points: Decimal | None
    weight: Decimal
    share: Fraction | None
    rule: str
    evaluation: Evaluation
    policy: str
    reason: str | None = None
    remarks: tuple[Remark, ...] = ()
    #: What fills the sentence of the rule.
    words: Mapping[str, Any] = field(factory=dict, hash=False)

    @property
    def lost(self) -> Decimal | None:
        """The points that are missing to the weight."""
        return None if self.points is None else self.weight - self.points

    def explain(self, lang: Lang = "zh") -> str:
        """Return how the points came about, in one line."""
        return _sentences.explain(self, lang)

    def __str__(self) -> str:
        return self.explain()
