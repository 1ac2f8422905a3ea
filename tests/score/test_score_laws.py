"""Laws of points, for every policy that is shipped and for policies of one's own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import strategies as us
from attrs import evolve
from hypothesis import assume, given, strategies as st

from indicator_dsl import Comparator, Interval, Quantity, Threshold, evaluate, parse
from indicator_dsl.errors import IndicatorError
from indicator_dsl.rows import Execution, Place, Row, Table
from indicator_dsl.score import (
    Policy,
    Score,
    ScoreError,
    light,
    make_policy,
    policies,
    policy,
    roll_up,
    score,
    score_execution,
    self_evaluate,
)

#: Each block in another way than those that are shipped.
OWN = [
    {
        "reverse": {"over": "linear-excess", "gate": 0.3},
        "equals": {"written": "symmetric", "bare": "at-most"},
        "range": {"outside": "bands", "bands": [{"within": 0.1, "share": 0.8}, {"within": 0.5, "share": 0.2}]},
        "deadlines": {"late": "per-day", "per-day": 0.01},
        "over": {"action": "deduct", "threshold": 1.5, "factor": 0.7},
        "several": "least",
        "unscorable": "zero",
        "not-applicable": "full",
        "rounding": {"places": 0, "mode": "half-even"},
    },
    {
        "extends": "mof-2017-form",
        "equals": {"written": "at-most", "bare": "at-least"},
        "deadlines": {"late": "bands", "bands": [{"days": 10, "share": 0.9}, {"days": 100, "share": 0.4}]},
        "wording": {"boundary": "lower", "met": "middle", "below": "low", "repeated": "ask"},
        "not-applicable": "zero",
        "rounding": {"places": 3, "mode": "down"},
    },
]
POLICIES = st.sampled_from(
    [*map(policy, policies()), *(make_policy(data, name=f"试{number}") for number, data in enumerate(OWN))]
)
WEIGHTS = st.one_of(
    st.integers(0, 100).map(Decimal),
    st.decimals(0, 100, places=2, allow_nan=False, allow_infinity=False),
)
RATES = st.one_of(st.none(), st.sampled_from(["0", "0.5", "0.6", "0.8", "0.95", "1"]), st.fractions(0, 1))
ABOUTS = st.sampled_from(["", "产出指标 数量指标", "满意度指标 服务对象满意度", "成本指标", "进度"])
BASELINES = st.one_of(st.none(), us.quantities(), st.sampled_from(["80%", "1000", "≥1000万元", "达成"]))
MORE = st.fixed_dictionaries({"about": ABOUTS, "rate": RATES, "baseline": BASELINES})
LANGS = ("zh", "en")


def check(found: Score, rules: Policy) -> None:
    unit = Fraction(1, 10**rules.rounding.places)
    if found.points is not None:
        # a weight of 0.005 comes to 0.01 with two places
        assert 0 <= found.points <= max(Fraction(found.weight), -(-Fraction(found.weight) // unit) * unit)
        assert Fraction(found.points) % unit == 0
    if found.share is not None:
        assert 0 <= found.share <= 1
        assert abs(Fraction(found.points) - found.share * Fraction(found.weight)) < unit
    if found.points is None:
        assert found.rule in {"unscorable", "not-applicable"}
        assert found.reason is not None
    for lang in LANGS:
        said = found.explain(lang)
        assert said
        assert said == said.strip()
    assert isinstance(hash(found), int)


@given(us.COMPARATORS, us.ACTUALS, WEIGHTS, POLICIES, MORE)
def test_every_pair_has_points_or_a_reason(
    target: Comparator, actual: Any, weight: Decimal, rules: Policy, more: Any
) -> None:
    found = score((target, actual), weight, rules, **more)
    assert found.weight == weight
    check(found, rules)


@given(us.TEXTS, us.TEXTS, POLICIES, MORE)
def test_every_pair_of_texts_has_points_or_a_reason(target: str, actual: str, rules: Policy, more: Any) -> None:
    try:
        goal = parse(target)
    except IndicatorError:
        return
    check(score((goal, actual), 10, rules, **more), rules)


@given(us.COMPARATORS, us.ACTUALS, st.integers(1, 12), ABOUTS, POLICIES)
def test_every_pair_has_a_light_or_a_reason(
    target: Comparator, actual: Any, month: int, about: str, rules: Policy
) -> None:
    found = light(evaluate(target, actual), month, rules, about=about)
    assert all(found.explain(lang) for lang in LANGS)
    assert found.light is not None or found.ratio is None


@given(us.COMPARATORS, us.ACTUALS, WEIGHTS, POLICIES)
def test_an_evaluation_scores_as_its_pair(target: Comparator, actual: Any, weight: Decimal, rules: Policy) -> None:
    one, two = score(evaluate(target, actual), weight, rules), score((target, actual), weight, rules)
    # not compared as a whole: a NaN that was given is not equal to itself
    assert (one.points, one.share, one.rule, one.reason) == (two.points, two.share, two.rule, two.reason)
    assert one.explain() == two.explain()


@given(us.COMPARATORS, us.ACTUALS, WEIGHTS, POLICIES)
def test_a_strict_policy_is_an_error_where_the_other_is_open(
    target: Comparator, actual: Any, weight: Decimal, rules: Policy
) -> None:
    lax = score((target, actual), weight, evolve(rules, unscorable="skip"))
    strict = evolve(rules, unscorable="error")
    if lax.rule != "unscorable":
        assert score((target, actual), weight, strict).points == lax.points
        return
    with pytest.raises(ScoreError) as caught:
        score((target, actual), weight, strict)
    assert [caught.value.message(lang) for lang in LANGS] == [lax.explain(lang) for lang in LANGS]


# ── a better actual never scores less ─────────────────────────────────────────────────────

NUMBERS = st.one_of(
    st.integers(0, 10**6).map(Decimal), st.decimals(0, 1000, places=2, allow_nan=False, allow_infinity=False)
)
UNITS = st.sampled_from(["人", "万元", "%", "元/人/户", "公里"])
#: A policy that deducts what is far above a target is meant to break the law; none that is shipped does.
STEADY = st.sampled_from([one for name in policies() if (one := policy(name)).over.action != "deduct"])


def points(rules: Policy, relation: str, target: Quantity, actual: Quantity, *, about: str = "") -> Decimal | None:
    return score((Threshold(relation, target), actual), 10, rules, about=about).points


@st.composite
def threes(draw: st.DrawFn) -> tuple[Quantity, Quantity, Quantity]:
    """Return a target and two actuals, the smaller one first."""
    unit = draw(UNITS)
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return Quantity(draw(NUMBERS), unit), Quantity(low, unit), Quantity(high, unit)


@given(threes(), st.sampled_from([">=", ">"]), STEADY, ABOUTS)
def test_more_is_never_less_for_a_lower_bound(three: Any, relation: str, rules: Policy, about: str) -> None:
    target, *actuals = three
    worse, better = (points(rules, relation, target, actual, about=about) for actual in actuals)
    if worse is not None and better is not None:
        assert worse <= better


@given(threes(), st.sampled_from(["<=", "<"]), STEADY, ABOUTS)
def test_less_is_never_less_for_an_upper_bound(three: Any, relation: str, rules: Policy, about: str) -> None:
    # naive-positive takes every bound for a lower one: that is the fault it shows.
    # custom-bands goes by how far a cost is off, on either side: 50 of ≤100万元 is as wrong to it as 150.
    assume(rules.name != "naive-positive" and not (rules.name == "custom-bands" and "成本" in about))
    target, *actuals = three
    better, worse = (points(rules, relation, target, actual, about=about) for actual in actuals)
    if worse is not None and better is not None:
        assert worse <= better


def test_the_two_policies_that_break_it() -> None:
    limit, half, more = (Quantity(number, "万元") for number in (100, 50, 105))
    assert points(policy("naive-positive"), "<=", limit, half) == 5
    assert points(policy("naive-positive"), "<=", limit, more) == 10
    assert points(policy("custom-bands"), "<=", limit, half, about="成本指标") == 0
    assert points(policy("custom-bands"), "<=", limit, more, about="成本指标") == 10


@given(NUMBERS, NUMBERS, UNITS, st.sampled_from([">=", "<="]), STEADY)
def test_a_target_that_is_met_has_full_marks(
    target: Decimal, actual: Decimal, unit: str, relation: str, rules: Policy
) -> None:
    goal = Threshold(relation, Quantity(target, unit))
    found = score((goal, Quantity(actual, unit)), 10, rules)
    if rules.name != "naive-positive" and found.evaluation.outcome == "met":
        assert (found.points, found.share) == (10, 1)


# ── scaling units changes nothing ──────────────────────────────────────────────────────────

SCALES = st.sampled_from([("万元", "元", 10_000), ("万人", "人", 10_000), ("公里", "米", 1000), ("%", "‰", 10)])


@given(st.tuples(NUMBERS, NUMBERS), SCALES, us.RELATIONS, POLICIES, ABOUTS)
def test_another_scale_changes_nothing(pair: Any, scale: Any, relation: Any, rules: Policy, about: str) -> None:
    (target, actual), (large, small, factor) = pair, scale
    here, there = Quantity(actual, large), Quantity(actual * factor, small)
    found = [
        score((Threshold(relation, goal), given), 10, rules, about=about)
        for goal in (Quantity(target, large), Quantity(target * factor, small))
        for given in (here, there)
    ]
    # 100% is all there is, and so is 1000‰
    assert len({(one.points, one.share, one.rule, one.reason) for one in found}) == 1


@given(NUMBERS, NUMBERS, NUMBERS, POLICIES)
def test_another_scale_of_an_interval_changes_nothing(a: Decimal, b: Decimal, actual: Decimal, rules: Policy) -> None:
    low, high = sorted((a, b))
    found = {
        score((Interval(Quantity(low * f, unit), Quantity(high * f, unit)), Quantity(actual, "万元")), 10, rules).share
        for unit, f in (("万元", 1), ("元", 10_000))
    }
    assert len(found) == 1


def test_the_case_of_the_issue() -> None:
    assert score(("≤541万元", "5951000元"), 10).share == score(("≤541万元", "595.1万元"), 10).share == Fraction(10, 11)
    assert score(("≤5410000元", "595.1万元"), 10).points == Decimal("9.09")


# ── the sum of rows is the total ───────────────────────────────────────────────────────────

PLACE = Place("自评表.xlsx", sheet="表1", row=5, cell="D5")
CELLS = st.one_of(us.TEXTS, us.TEXTS, us.NOISE, st.sampled_from(["不适用", "", "达成", "部分达成", "/", "良好及以上"]))
ROWS = st.builds(
    Row,
    name=st.sampled_from(["培训人数", "满意度", "成本"]),
    level1=st.sampled_from([None, "产出指标", "效益指标"]),
    value=CELLS,
    actual=st.one_of(st.none(), CELLS),
    weight=st.one_of(st.none(), st.sampled_from(["10", "0", "12.5分", "100.5", "—"])),
    score=st.one_of(st.none(), st.sampled_from(["10", "8", "9.5", "12", "无"])),
    rate=st.one_of(st.none(), st.sampled_from(["80%", "0.7", "100", "150%"])),
    previous=st.one_of(st.none(), us.TEXTS),
    place=st.just(PLACE),
)
MONEY = st.one_of(
    st.none(),
    st.builds(
        Execution,
        budget=st.one_of(st.none(), NUMBERS),
        spent=st.one_of(st.none(), NUMBERS),
        weight=st.sampled_from([None, "10", "20分"]),
        place=st.just(PLACE),
    ),
)


@given(st.lists(ROWS, max_size=5), MONEY, POLICIES)
def test_the_sum_of_rows_is_the_total(rows: list[Row], money: Execution | None, rules: Policy) -> None:
    found = self_evaluate(Table(project="甲", funds=None, rows=tuple(rows), execution=money, place=PLACE), rules)
    scores = [one.score for one in found.rows if one.score is not None]
    scores += [found.execution] if found.execution is not None else []
    assert found.points == sum((one.points for one in scores if one.points is not None), Decimal(0))
    assert found.weight == sum((one.weight for one in scores), Decimal(0))
    by_level = sum((level.points for level in found.levels), Decimal(0))
    money_points = Decimal(0) if found.execution is None else found.execution.points or Decimal(0)
    assert by_level + money_points == found.points
    if found.total is None:
        assert all(one.rule == "not-applicable" for one in scores if one.weight)
    else:
        assert 0 <= found.total <= found.weight + len(scores)  # each may be rounded up
        if not any(one.rule == "not-applicable" for one in scores):
            assert found.total == found.points
    if not found.is_complete:
        assert found.grade is None
    assert len(found.rows) == len(rows)
    assert isinstance(hash(found.policy), int)


@given(NUMBERS, NUMBERS, WEIGHTS, POLICIES, st.sampled_from([None, True, False]))
def test_execution_has_points_or_a_reason(
    budget: Decimal, spent: Decimal, weight: Decimal, rules: Policy, finished: Any
) -> None:
    yuan, wan = (score_execution(Quantity(budget * f, u), Quantity(spent, "万元"), weight, rules, finished=finished)
                 for f, u in ((10_000, "元"), (1, "万元")))  # fmt: skip
    assert (yuan.points, yuan.share) == (wan.points, wan.share)
    check(yuan, rules)


# ── what is put together ─────────────────────────────────────────────────────────────────

MONIES = st.integers(1, 10**6).map(lambda number: Quantity(number, "元"))


@given(st.lists(st.tuples(NUMBERS, MONIES), min_size=1, max_size=5), st.sampled_from(["%", "元/人", "分"]), POLICIES)
def test_rates_put_together_lie_between_them(parts: list[tuple[Decimal, Quantity]], unit: str, rules: Policy) -> None:
    found = roll_up([(Quantity(number, unit), money) for number, money in parts], rules)
    numbers = [Fraction(number) for number, _ in parts]
    assert min(numbers) <= Fraction(found.magnitude) <= max(numbers)
    assert found.unit.text == unit


@given(st.lists(st.tuples(NUMBERS, MONIES), min_size=1, max_size=5), st.randoms())
def test_amounts_put_together_are_their_sum(parts: list[tuple[Decimal, Quantity]], random: Any) -> None:
    amounts = [(Quantity(number, random.choice(["公里", "米"])), money) for number, money in parts]
    found = roll_up(amounts)
    assert found.base == sum((one.base for one, _ in amounts), Fraction(0))
    assert found.unit == amounts[0][0].unit


# ── threads ─────────────────────────────────────────────────────────────────────────────


def test_threads_agree() -> None:
    pairs = [
        ("≥2200人", "1980人"),
        ("≤541万元", "5951000元"),
        ("有效改善", "达成"),
        ("2025年12月31日前", "2026-01-05"),
    ] * 50
    alone = [score(pair, 10, name).explain("en") for pair in pairs for name in policies()]
    with ThreadPoolExecutor(8) as pool:
        together = list(
            pool.map(lambda job: score(job[0], 10, job[1]).explain("en"), [(p, n) for p in pairs for n in policies()])
        )
    assert together == alone
