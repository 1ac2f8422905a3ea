"""Whether a target surely was not reached."""

from __future__ import annotations

from indicator_dsl.comparators import Threshold
from indicator_dsl.evaluation import Evaluation, Outcome
from indicator_dsl.relations import Relation
from indicator_dsl.score._actuals import check_bare
from indicator_dsl.score._numbers import WHOLES
from indicator_dsl.score._share import Unscorable

__all__ = ["is_missed"]


def is_missed(found: Evaluation) -> bool:
    """Return whether a target surely was not reached, however it was meant.

    Nobody can tell of 318万元 against 320万元 without a sign, of more than ``=16个``, and of 0.85 against ≥90%.

    >>> from indicator_dsl import evaluate
    >>> is_missed(evaluate("≥300人", "270人")), is_missed(evaluate("100%", "98%"))
    (True, True)
    >>> [is_missed(evaluate(*pair)) for pair in (("320万元", "318万元"), ("=16个", "17个"), ("≥90%", "0.85"))]
    [False, False, False]
    """
    if found.outcome is not Outcome.NOT_MET:
        return False
    try:
        check_bare(found)
    except Unscorable:
        return False
    match found.target:
        case Threshold(relation=Relation.EQ) as goal:
            is_whole = WHOLES.get(goal.quantity.unit.text) == goal.quantity.magnitude
            return found.reason == "below" and (is_whole or not goal.implied)
    return True
