"""Points for budget execution: what was spent of what was budgeted."""

from __future__ import annotations

from fractions import Fraction

from indicator_dsl.comparators import Missing, Threshold
from indicator_dsl.evaluation import Evaluation, Outcome, evaluate
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity
from indicator_dsl.score._making import Points, exact_weight, made, without
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.score.load import DEFAULT, policy as builtin
from indicator_dsl.score.policy import Policy
from indicator_dsl.score.result import Score

__all__ = ["score_execution"]


def score_execution(
    budget: Quantity | str | None,
    spent: Quantity | str | None,
    weight: Points,
    policy: Policy | str = DEFAULT,
    *,
    finished: bool | None = None,
) -> Score:
    """Return the points for budget execution.

    Args:
        budget: 全年预算数, the adjusted one if there is one: ``541万元``.
        spent: 全年执行数.
        weight: the most points there are, as for :func:`score`.
        policy: a policy or the name of one that is shipped.
        finished: whether the project is done. Where a policy has bands, one that is done within its budget has
            full marks however little it took.

    Raises:
        IndicatorError: a text that is no value.
        ScoreError: there is no such policy; the policy makes an unscorable row an error.
        TypeError, ValueError: the weight is no exact number of at least 0.

    >>> score_execution("541万元", "500万元", 10).points
    Decimal('9.24')
    >>> score_execution("1000元", "799元", 10, "mof-2021-101").points
    Decimal('5')
    """
    rules = builtin(policy) if isinstance(policy, str) else policy
    most = exact_weight(weight)
    try:
        found, share = _share(_amount(budget), _amount(spent), rules, finished=finished)
    except Unscorable as unscorable:
        missing = Evaluation(Outcome.UNDETERMINED, "target-missing", Missing())
        return without(missing, most, rules, unscorable)
    return made(found, most, rules, share)


def _share(
    budget: Quantity | None, spent: Quantity | None, policy: Policy, *, finished: bool | None
) -> tuple[Evaluation, Share]:
    if budget is None or spent is None:
        raise Unscorable("no-amounts")
    if not spent.unit.convertible_to(budget.unit):
        raise Unscorable("amounts-differ", budget=budget, spent=spent)
    if budget.base <= 0:
        raise Unscorable("no-budget")
    found = evaluate(Threshold("<=", budget), spent)
    rate = max(Fraction(0), spent.base / budget.base)
    words = {"actual": spent, "target": budget}
    if policy.execution.mode == "proportional":
        share = Share(min(rate, Fraction(1)), "execution", words)
    elif finished and rate <= 1:
        share = Share(Fraction(1), "execution-finished", words)
    else:
        band = next((one for one in policy.execution.bands if rate >= one.start), None)
        share = Share(
            Fraction(0) if band is None else band.share,
            "execution-band",
            {**words, "start": Fraction(0) if band is None else band.start},
        )
        if finished is None and rate < 1:
            share = share.flagged("unfinished-assumed")
    return found, share.flagged("over-budget") if rate > 1 else share


def _amount(given: Quantity | str | None) -> Quantity | None:
    if given is None or isinstance(given, Quantity):
        return given
    value = parse(given)
    return value.quantity if isinstance(value, Threshold) and value.implied else None
