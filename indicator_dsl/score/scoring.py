"""Points for one indicator."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from attrs import evolve

from indicator_dsl.comparators import (
    AnyOf,
    Change,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Period,
    Qualitative,
    Ratio,
    Threshold,
)
from indicator_dsl.errors import IndicatorError
from indicator_dsl.evaluation import Actual, Evaluation, Outcome, evaluate
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity
from indicator_dsl.score._actuals import check_bare, is_not_applicable, of_change, with_unit_remark
from indicator_dsl.score._dates import share_of_date
from indicator_dsl.score._making import Points, exact_points, exact_weight, made, without
from indicator_dsl.score._numbers import share_of_interval, share_of_number, share_of_special
from indicator_dsl.score._share import Share, Unscorable
from indicator_dsl.score._words import (
    level_of_scale,
    repeats,
    share_of_level,
    share_of_rate,
    share_of_repeated,
)
from indicator_dsl.score.load import DEFAULT, policy as builtin
from indicator_dsl.score.policy import Policy
from indicator_dsl.score.result import Score
from indicator_dsl.vocabulary import vocabulary

__all__ = ["baseline_of", "score"]


def score(
    given: Evaluation | tuple[Comparator | str, Actual],
    weight: Points,
    policy: Policy | str = DEFAULT,
    *,
    about: str = "",
    rate: Points | None = None,
    baseline: Quantity | str | None = None,
) -> Score:
    """Return the points of an indicator, with how they came about.

    Whether more or less is better is never guessed: the relation of the target says it, and the policy for ``=``
    and for values without a relation.  An actual that cannot be compared is unscorable, with the reason, and
    the policy says what that means.

    Args:
        given: an evaluation, or target and actual as :func:`~indicator_dsl.evaluate` takes them.
        weight: the most points there are, at least 0; exact, so no float.
        policy: a policy or the name of one that is shipped.
        about: levels and name of the indicator, for rules of the policy about some kinds (满意度).
        rate: the share a reviewer gave, from 0 to 1, for a target in words or a grade.
        baseline: the value a change is measured from, where the actual is the level reached. An actual that may
            be the change itself as well (60 against 增长≥50人) is unscorable if that makes a difference.

    Raises:
        IndicatorError: the target is a text that is no value.
        ScoreError: there is no such policy; the policy makes an unscorable indicator an error.
        TypeError, ValueError: weight or rate is no exact number, or out of its range.

    >>> score(("≥2200人", "1980"), 10).points
    Decimal('9')
    >>> score(("2025年12月31日前", "2026-01-05"), 5, "direct").points
    Decimal('0')
    >>> score(("有效改善", "部分达成"), 10, rate="0.7").points
    Decimal('7')
    >>> score(("≥95%", "≥95%"), 10).explain()
    '不能评分，无法判断：完成值“≥95%”带着比较符或范围，应只写实际的值'
    """
    rules = builtin(policy) if isinstance(policy, str) else policy
    most = exact_weight(weight)
    part = None if rate is None else exact_points(rate, "rate")
    if part is not None and part > 1:
        msg = f"a rate is a share from 0 to 1, not {rate}"
        raise ValueError(msg)
    found = given if isinstance(given, Evaluation) else evaluate(*given)
    case, base = _Case(rules, most, about, part), baseline_of(baseline)
    seen = found if base is None else _measured(found, base)
    try:
        if seen is found:
            share = case.share(found)
            _check_level(found, base)
        else:
            share = case.share_from_baseline(found, seen).flagged("from-baseline", level=_level(found), baseline=base)
    except Unscorable as unscorable:
        return without(seen, most, rules, unscorable)
    if seen.outcome is Outcome.MET and share.value < 1 and share.rule in _BY_BANDS:
        share = share.flagged("met-for-less")
    return made(seen, most, rules, share)


#: Rules that go by the actual, whatever the target is.
_BY_BANDS: Final = frozenset({"band", "below-bands", "steps", "within", "out-of-bands"})


class _Case:
    """One indicator on its way to its share."""

    def __init__(self, policy: Policy, weight: Fraction, about: str, rate: Fraction | None) -> None:
        self.policy, self.weight, self.about, self.rate = policy, weight, about, rate

    def share(self, found: Evaluation) -> Share:
        """Return the share for an evaluation.

        Raises:
            Unscorable: there is none.
        """
        goal, given = found.target, found.given
        if is_not_applicable(given):
            raise Unscorable("not-applicable")
        if found.parts:
            return self._several(found)
        if found.outcome is Outcome.UNDETERMINED:
            return self._undetermined(found)
        check_bare(found)
        actual = found.actual
        match goal:
            case Threshold() | Change() if isinstance(actual, Quantity):
                return with_unit_remark(self._number(found, goal, actual), goal.quantity, given)
            case Interval() if isinstance(actual, Quantity):
                return with_unit_remark(share_of_interval(found, goal, actual, self.policy), goal.lower, given)
            case Deadline() | Period():
                return share_of_date(found, self.policy)
            case Grade() | Qualitative():
                return share_of_level(found, self.policy, self.rate)
            case Ratio():
                met = found.outcome is Outcome.MET
                return Share(Fraction(met), "reached" if met else "not-reached")
        raise Unscorable("undetermined")

    def share_from_baseline(self, found: Evaluation, measured: Evaluation) -> Share:
        """Return the share for a change measured from a baseline.

        Raises:
            Unscorable: there is none, or the actual is a change as well, which gives another share.
        """
        share = self.share(measured)
        if found.outcome is not Outcome.UNDETERMINED and self.share(found).value != share.value:
            raise Unscorable("level-or-change", text=str(found.given))
        # the level has the unit of the baseline, not that of the change
        return evolve(share, flags=tuple(flag for flag in share.flags if flag[0] != "unit-from-target"))

    def _number(self, found: Evaluation, goal: Threshold | Change, actual: Quantity) -> Share:
        for rule in self.policy.special:
            if any(word in self.about for word in rule.words):
                share = share_of_special(rule, goal, actual, self.weight)
                if share is not None:
                    return share
        return share_of_number(found, goal, actual, self.policy)

    def _several(self, found: Evaluation) -> Share:
        """Return the share of several targets in one cell: the best of alternatives, else as the policy says."""
        if isinstance(found.target, AnyOf):
            return self._best(found)
        shares = [self.share(part) for part in found.parts]
        values = tuple(share.value for share in shares)
        flags = [flag for share in shares for flag in share.flags]
        if self.policy.several == "least":
            value, rule = min(values), "least-of"
        else:
            value, rule = sum(values, Fraction(0)) / len(values), "mean-of"
        words = {"count": str(len(values)), "shares": values}
        return Share(value, rule, words, tuple(flag for at, flag in enumerate(flags) if flag not in flags[:at]))

    def _best(self, found: Evaluation) -> Share:
        """Return the best share of alternatives; what cannot be scored matters only as long as none is reached."""
        shares, unscorable = [], None
        for part in found.parts:
            try:
                shares.append(self.share(part))
            except Unscorable as why:
                unscorable = why
        best = max(shares, key=lambda share: share.value, default=None)
        if best is None or (unscorable is not None and best.value < 1):
            assert unscorable is not None
            raise unscorable
        return Share(best.value, "best-of", {"shares": tuple(share.value for share in shares)}, best.flags)

    def _undetermined(self, found: Evaluation) -> Share:
        goal = found.target
        level = level_of_scale(goal, found.given)
        if level is not None:
            outcome = Outcome.MET if level == "level-met" else Outcome.NOT_MET
            return share_of_level(evolve(found, outcome=outcome, reason=level), self.policy, self.rate)
        if isinstance(goal, Qualitative) and repeats(goal, found.given) and self.policy.wording.repeated == "met":
            return share_of_repeated(found, self.policy, self.rate)
        if (
            isinstance(goal, Qualitative | Grade)
            and self.rate is not None
            and found.reason in {"level-needed", "no-common-scale"}
        ):
            return share_of_rate(self.rate)
        raise Unscorable("undetermined")


def _check_level(found: Evaluation, baseline: Quantity | None) -> None:
    """Refuse a percentage that may be the level reached where the target is a change of a percentage.

    85% against 提高≥10% with 80% the year before: nobody grows by 85 %.  With 10% the year before, 12% is the growth.

    Raises:
        Unscorable: ``level-or-change``.
    """
    actual = _level(found)
    if baseline is None or actual is None or not isinstance(found.target, Change):
        return
    own, before = found.target.quantity, baseline.magnitude
    alike = own.unit.text == actual.unit.text == baseline.unit.text == "%"
    if alike and 2 * own.magnitude < before <= 2 * actual.magnitude <= 4 * before:
        raise Unscorable("level-or-change", text=str(found.given))


def _measured(found: Evaluation, baseline: Quantity) -> Evaluation:
    """Return the evaluation of a change where the actual is the level that was reached, any other as it is."""
    actual = _level(found)
    if actual is None:
        return found
    if isinstance(found.target, Qualitative):
        return _trend(found, found.target, actual, baseline)
    if not actual.unit and _is_rate(found.target):
        # 12 against 增长≥10% is 12 %, unless it is about as much as last year: then it may be the level
        if not baseline.magnitude <= 2 * actual.magnitude <= 4 * baseline.magnitude:
            return found
        actual = Quantity(actual.magnitude, baseline.unit)
    change = of_change(found.target, actual, baseline)
    return found if change is None else evolve(evaluate(found.target, change), given=found.given)


def _is_rate(goal: Comparator) -> bool:
    return isinstance(goal, Change) and goal.quantity.unit.text in {"%", "‰", "百分点"}


def _trend(found: Evaluation, goal: Qualitative, actual: Quantity, baseline: Quantity) -> Evaluation:
    """Return whether a value went the way the words say: 逐步提高 from 80% to 85%."""
    up, down = (any(word in goal.text for word in words) for words in (vocabulary().up, vocabulary().down))
    # 不下降 is no fall, and no rise either
    is_denied = any(f"{no}{word}" in goal.text for no in "不未" for word in (*vocabulary().up, *vocabulary().down))
    if up is down or is_denied or not actual.unit.convertible_to(baseline.unit):
        return found
    met = actual > baseline if up else actual < baseline
    outcome, reason = (Outcome.MET, "level-met") if met else (Outcome.NOT_MET, "level-not-met")
    return Evaluation(outcome, reason, goal, str(actual), found.given)


def _level(found: Evaluation) -> Quantity | None:
    """Return an actual that is a plain number with its unit."""
    given = found.given
    if isinstance(given, str):
        try:
            given = parse(given)
        except IndicatorError:
            return None
    if isinstance(given, Threshold) and given.implied:
        given = given.quantity
    return given if isinstance(given, Quantity) else None


def baseline_of(given: Quantity | str | None) -> Quantity | None:
    """Return the value a change is measured from; of a text the number in it, as last year's target had a sign.

    Raises:
        IndicatorError: the text is no value.
    """
    if given is None or isinstance(given, Quantity):
        return given
    value = parse(given)
    return value.quantity if isinstance(value, Threshold) else None
