"""Whole tables: rows, sums, execution, what does not apply, printed scores, grade; lights; several users."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from indicator_dsl import Quantity
from indicator_dsl.errors import IndicatorError, UnitError
from indicator_dsl.evaluation import evaluate
from indicator_dsl.rows import Execution, Place, Result, Row, Table
from indicator_dsl.score import (
    LevelSum,
    Light,
    ScoreError,
    SelfEvaluation,
    explained,
    light,
    make_policy,
    match_policies,
    monitor,
    policies,
    policy,
    roll_up,
    score,
    score_execution,
    self_evaluate,
)
from indicator_dsl.score.matching import comparable
from indicator_dsl.score.self_evaluation import agrees, score_row

PLACE = Place("自评表.xlsx", sheet="表1", row=5, cell="D5")


def row(value: str, actual: str | None, weight: str | None = "10", level: str | None = "产出指标", **more: Any) -> Row:
    return Row(**{"name": "指标", "place": PLACE, **more}, level1=level, value=value, actual=actual, weight=weight)


def table(*rows: Row, **more: Any) -> Table:
    return Table(project="项目", funds=None, rows=rows, place=PLACE, **more)


def money(budget: int | None, spent: int | None, weight: str | None = "10", printed: str | None = None) -> Execution:
    budget_, spent_ = (None if one is None else Decimal(one) for one in (budget, spent))
    return Execution(budget=budget_, spent=spent_, weight=weight, score=printed, place=PLACE)


WHOLE = table(
    row("≥300人", "270人", "20"),
    row("≤541万元", "5951000元", "30"),
    row("有效改善", "达成", "30", "效益指标", rate="90%"),
    row("≥90%", "85%", "10", "满意度指标"),
    execution=money(1000, 900),
    result=Result(score="90.5", place=PLACE),
)


def test_a_whole_table() -> None:
    found = self_evaluate(WHOLE, "mof-2017-form")
    assert [str(one.score.points) for one in found.rows if one.score] == ["18", "27.27", "27", "9.44"]
    assert found.execution is not None
    assert found.execution.points == 9
    assert found.levels == (
        LevelSum("产出指标", Decimal(50), Decimal("45.27")),
        LevelSum("效益指标", Decimal(30), Decimal(27)),
        LevelSum("满意度指标", Decimal(10), Decimal("9.44")),
    )
    assert found.levels[0].lost == Decimal("4.73")
    assert (found.weight, found.points, found.total) == (Decimal(100), Decimal("90.71"), Decimal("90.71"))
    assert (found.printed_total, found.is_complete, found.unscored) == (Decimal("90.5"), True, ())
    assert found.grade is not None
    assert found.grade.en == "excellent"


def test_a_table_goes_to_other_processes() -> None:
    found = self_evaluate(WHOLE)
    assert pickle.loads(pickle.dumps(found)) == found


def test_each_row_is_told() -> None:
    seen: list[None] = []
    self_evaluate(WHOLE, step=lambda: seen.append(None))
    assert len(seen) == len(WHOLE.rows)


@pytest.mark.parametrize(
    ("points", "grade"), [(90, "excellent"), ("89.99", "good"), (80, "good"), (60, "fair"), (59, "poor"), (0, "poor")]
)
def test_grades_are_half_open(points: Any, grade: str) -> None:
    found = self_evaluate(table(row("≥10000人", f"{Decimal(points) * 100}人", "100")))
    assert found.points == Decimal(points)
    assert found.grade is not None
    assert found.grade.en == grade


def test_a_grade_is_by_parts_of_a_hundred() -> None:
    found = self_evaluate(table(row("≥10人", "9人", "50")))
    assert (found.points, found.grade and found.grade.en) == (Decimal(45), "excellent")


# ── weights ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("weight", "points"),
    [
        ("10", "5"),
        ("10分", "5"),
        ("１０", "5"),
        ("100.5", "50.25"),
        ("0", "0"),
        ("12.5 分", "6.25"),
        ("9" * 24, "499999999999999999999999.5"),
    ],
)
def test_weights_as_people_write_them(weight: str, points: str) -> None:
    found = self_evaluate(table(row("≥10人", "5人", weight)))
    assert found.points == Decimal(points)


@pytest.mark.parametrize("weight", [None, "", "—", "十", "-5", "1e5", "9" * 30])
def test_a_row_without_a_weight_has_no_score(weight: str | None) -> None:
    found = self_evaluate(table(row("≥10人", "5人", weight)))
    assert found.rows[0].score is None
    assert found.rows[0].evaluation.outcome == "not met"
    assert (found.total, found.grade, found.levels) == (None, None, ())


def test_a_table_of_weights_that_are_nothing() -> None:
    found = self_evaluate(table(row("≥10人", "5人", "0"), execution=money(10, 5, "0")))
    assert (found.weight, found.total, found.grade) == (0, None, None)


@pytest.mark.parametrize(
    ("weight", "error"),
    [
        (-1, ValueError),
        ("10分", ValueError),
        ("ten", ValueError),
        ("1e5", ValueError),
        ("", ValueError),
        (Decimal("NaN"), ValueError),
        (Decimal("Infinity"), ValueError),
        (Decimal("1e999999999"), ValueError),
        (Fraction(1, 3), ValueError),
        ("1/3", ValueError),
        (10**24, ValueError),
        (10.0, TypeError),
        (True, TypeError),
        (None, TypeError),
    ],
)
def test_a_weight_that_is_none(weight: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        score(("≥10人", "5人"), weight)
    with pytest.raises(error):
        score_execution("10元", "5元", weight)


@pytest.mark.parametrize(
    ("rate", "error"), [("1.1", ValueError), ("-0.1", ValueError), (0.7, TypeError), ("七成", ValueError)]
)
def test_a_rate_that_is_none(rate: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        score(("有效改善", "部分达成"), 10, rate=rate)


NO_NUMBERS: dict[str, Any] = {
    "NaN": Decimal("NaN"),
    "sNaN": Decimal("sNaN"),
    "infinite": Decimal("Infinity"),
    "float NaN": float("nan"),
    "float infinite": float("-inf"),
    "endless": Decimal("1e999999999"),
    "long": 10**5000,
    "object": object(),
    "list": [1, 2],
    "true": True,
}


@pytest.mark.parametrize("target", ["≥90%", "≤5%", "增长≥10%", "80%～90%", "≥5人"])
@pytest.mark.parametrize("actual", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_an_actual_that_is_no_number_is_not_scored(target: str, actual: Any) -> None:
    found = score((target, actual), 10, about="满意度", baseline="80%")
    assert (found.points, found.reason) == (None, "undetermined")
    assert all(found.explain(lang) for lang in ("zh", "en"))


def test_texts_that_are_no_values_are_told() -> None:
    with pytest.raises(IndicatorError):
        score(("≥≥5人", "5人"), 10)
    with pytest.raises(IndicatorError):
        score(("≥5人", "5人"), 10, baseline="≥≥")
    with pytest.raises(IndicatorError):
        score_execution("5元5", "5元", 10)
    with pytest.raises(ScoreError):
        score(("≥5人", "5人"), 10, "none")


# ── what is not scored ────────────────────────────────────────────────────────────────────

HALF = (row("≥10人", "5人", "50"), row("≥10人", "很多", "30"), row("不适用", "不适用", "20", "效益指标"))


def test_what_cannot_be_scored_makes_the_table_incomplete() -> None:
    found = self_evaluate(table(*HALF[:2]))
    assert (found.points, found.weight, found.total, found.grade) == (25, 80, 25, None)
    assert found.unscored == (found.rows[1],)
    assert found.levels == (LevelSum("产出指标", Decimal(80), Decimal(25), Decimal(30)),)


def test_by_policy_it_has_no_points_or_is_an_error() -> None:
    zero = self_evaluate(table(*HALF[:2]), make_policy({"extends": "mof-2020-10", "unscorable": "zero"}, name="试"))
    assert (zero.points, zero.is_complete, zero.unscored, zero.levels[0].weight) == (25, True, (), 80)
    with pytest.raises(ScoreError) as caught:
        self_evaluate(table(*HALF[:2]), make_policy({"extends": "mof-2020-10", "unscorable": "error"}, name="试"))
    assert "很多" in caught.value.message("en")


@pytest.mark.parametrize(
    ("mode", "points", "total", "weight"), [("rescale", 25, 35, 50), ("full", 45, 45, 70), ("zero", 25, 25, 70)]
)
def test_what_does_not_apply(mode: str, points: int, total: int, weight: int) -> None:
    rules = make_policy({"extends": "mof-2020-10", "not-applicable": mode}, name="试")
    found = self_evaluate(table(HALF[0], HALF[2]), rules)
    assert (found.points, found.weight, found.total) == (points, 70, total)
    assert sum(level.weight for level in found.levels) == weight
    assert (found.is_complete, found.unscored) == (True, ())


def test_the_rest_counts_for_the_whole() -> None:
    found = self_evaluate(table(row("≥3人", "2人", "70"), row("≥3人", "N/A", "30")))
    assert found.points == Decimal("46.67")
    assert found.total == Decimal("66.67")  # 46.67 × 100 ÷ 70


def test_an_actual_that_was_wrapped_in_its_cell() -> None:
    assert self_evaluate(table(row("≥300人", "270\n人"))).points == 9


def test_a_weight_that_is_no_number_is_not_forgotten() -> None:
    found = self_evaluate(table(row("≥3人", "3人", "50"), row("≥3人", "0人", "18/20")))
    assert (found.points, found.is_complete, found.missing, found.grade) == (50, False, 1, None)


def test_a_printed_score_that_is_no_number_agrees_with_nothing() -> None:
    [one] = self_evaluate(table(row("≥3人", "3人", score="扣5分"))).rows
    assert (one.printed, one.agrees) == (None, False)


def test_a_table_in_which_nothing_applies() -> None:
    found = self_evaluate(table(row("≥3人", "不适用")))
    assert (found.points, found.total, found.grade, found.is_complete) == (0, None, None, True)


def test_a_target_that_does_not_apply() -> None:
    found = self_evaluate(table(row("不适用", None)))
    assert found.rows[0].score is not None
    assert found.rows[0].score.rule == "not-applicable"


def test_a_target_that_cannot_be_read_says_why() -> None:
    found = self_evaluate(table(row("≥≥300人", "270人")))
    assert found.rows[0].score is not None
    assert (found.rows[0].score.points, found.rows[0].evaluation.reason) == (None, "target-unreadable")
    for lang in ("zh", "en"):
        assert found.rows[0].score.explain(lang)


# ── where rates and baselines come from ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("more", "points"),
    [
        ({"rate": "90%"}, "9"),
        ({"rate": "0.9"}, "9"),
        ({"rate": "90"}, "9"),
        ({"score": "9"}, "9"),
        ({"rate": "95%", "score": "9"}, "9.5"),
        ({"rate": "150%", "score": "9"}, "9"),
        ({"score": "12"}, "10"),
        ({"score": "无"}, "10"),
        ({}, "10"),
        ({"score": "5"}, None),
    ],
)
def test_the_rate_of_a_target_in_words(more: dict[str, str], points: str | None) -> None:
    found = score_row(row("有效改善", "达成", **more), policy("mof-2017-form"))
    assert found.score is not None
    assert (None if found.score.points is None else str(found.score.points)) == points


def test_a_change_is_measured_from_last_year() -> None:
    found = score_row(row("增长≥10%", "1050万元", previous="1000万元"), policy())
    assert found.score is not None
    assert found.score.points == 5
    assert (found.evaluation.outcome, found.evaluation.reason) == ("not met", "below")
    assert "从 1000万元 到 1050万元" in found.score.explain()
    unread = score_row(row("增长≥10%", "12%", previous="很多，见附件1"), policy())
    assert unread.score is not None
    assert unread.score.points == 10


def test_levels_and_name_choose_the_rule() -> None:
    by_name = score_row(row("≥90%", "85%", name="群众满意度"), policy("mof-2021-101"))
    by_level = score_row(row("≥90%", "85%", "10", "满意度指标"), policy("mof-2021-101"))
    neither = score_row(row("≥90%", "85%"), policy("mof-2021-101"))
    assert [one.score.points for one in (by_name, by_level, neither) if one.score] == [8, 8, Decimal("9.44")]


# ── printed scores ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("printed", "same"),
    [("9.44", True), ("9.4", True), ("9", True), ("9.45", False), ("9.5", False), ("10", False), ("9.444", True)],
)
def test_a_printed_score_agrees_to_its_places(printed: str, same: bool) -> None:  # noqa: FBT001
    found = score_row(row("≥90%", "85%", score=printed), policy())
    assert found.agrees is same
    assert found.difference == Decimal(printed) - Decimal("9.44")


def test_a_policy_that_cuts_off_agrees_with_itself() -> None:
    rules = make_policy({"rounding": {"mode": "down"}}, name="试")
    found = score(("≥3人", "2人"), 10, rules)
    assert found.points == Decimal("6.66")
    assert agrees(found, Decimal("6.66"))
    assert agrees(score(("≥3人", "很多"), 10), Decimal(3))


def test_the_differences_of_a_table() -> None:
    found = self_evaluate(
        table(row("98%", "98%", "20", score="19.6"), row("≥3人", "3人", score="10"), row("≥3人", "3人"))
    )
    assert found.differences == (found.rows[0],)
    assert found.rows[0].difference == Decimal("-0.4")
    assert found.rows[2].difference is None


def test_the_policy_that_gives_the_printed_scores() -> None:
    rows = row("≥90%", "85%", "10", "满意度指标", score="8"), row("≥100户", "59户", score="0")
    matches = match_policies([table(*rows)])
    assert [match.policy.name for match in matches if not match.other] == ["mof-2021-101"]
    assert matches[0].compared == 2
    assert [one.name for one in explained(rows[1])] == ["direct", "mof-2021-101"]


def test_a_rate_that_is_the_printed_score_says_nothing() -> None:
    words = row("有效改善", "达成", score="9")
    assert not comparable(score_row(words, policy()))
    assert comparable(score_row(evolve(words, rate="90%"), policy()))
    assert comparable(score_row(row("逐步提高", "达成且超额", score="9"), policy())) is False
    assert not explained(words)


def test_values_without_a_sign_are_tried_each_way() -> None:
    high = row("80%", "100%", score="10")
    assert {one.name.rpartition("=")[2] for one in explained(high)} == {"at-least"}
    names = [match.policy.name for match in match_policies([table(high)]) if not match.other]
    assert all(name.endswith("+bare=at-least") for name in names)
    assert not any("naive" in name or "monitor" in name for name in names)


# ── execution ────────────────────────────────────────────────────────────────────────────


def test_execution_counts_for_what_the_table_says() -> None:
    found = self_evaluate(table(row("≥10人", "10人", "80"), execution=money(1000, 500, "20", "10")), "hubei-2020")
    assert found.execution is not None
    assert (found.execution.points, found.printed_execution, found.total) == (10, 10, 90)
    assert found.levels == (LevelSum("产出指标", Decimal(80), Decimal(80)),)


def test_execution_counts_for_what_the_policy_says_if_that_is_what_is_left() -> None:
    left = table(row("≥10人", "10人", "80"), execution=money(1000, 500, None))
    found = self_evaluate(left, "hubei-2020")
    assert found.execution is not None
    assert (found.execution.weight, found.total) == (20, 90)
    assert self_evaluate(left, "mof-2020-10").execution is None


def test_execution_without_amounts_is_not_scored() -> None:
    found = self_evaluate(table(row("≥10人", "10人", "90"), execution=money(None, 500)))
    assert found.execution is not None
    assert (found.execution.points, found.is_complete, found.grade) == (None, False, None)


# ── monitoring ───────────────────────────────────────────────────────────────────────────


def test_a_table_has_the_worst_of_its_lights() -> None:
    rows = (
        row("≥1200人", "700人", level2="数量指标"),
        row("≥1200人", "450人", level2="数量指标"),
        row("2025年12月31日前", None, level2="时效指标"),
        row("≥5人", "很多", level2="数量指标"),
    )
    found = monitor(table(*rows, execution=money(1000, 450)), 6)
    assert [one.signal.light for one in found.rows] == ["green", "yellow", None, None]
    assert found.budget is not None
    assert (found.budget.light, found.budget.ratio) == ("green", Fraction(9, 10))
    assert found.light is Light.YELLOW
    assert monitor(table(*rows, execution=money(1000, 200)), 6).light is Light.RED


@pytest.mark.parametrize(
    ("spent", "colour"), [(299, "red"), (300, "yellow"), (399, "yellow"), (400, "green"), (900, "green")]
)
def test_the_budget_light(spent: int, colour: str) -> None:
    found = monitor(table(execution=money(1000, spent)), 6)
    assert found.budget is not None
    assert found.budget.light == colour  # spending fast is never blue
    assert found.light == colour


@pytest.mark.parametrize("execution", [None, money(None, 5), money(0, 5), money(5, None)])
def test_no_budget_no_light(execution: Execution | None) -> None:
    found = monitor(table(execution=execution), 6)
    assert (found.budget, found.light) == (None, None)


def test_lights_need_no_weight_and_change_with_the_policy() -> None:
    own = make_policy({"extends": "monitor-lights", "lights": {"red": 0.9, "yellow": 0.95}}, name="试")
    one = table(row("≥1200人", "500人", None, level2="数量指标"))
    assert [monitor(one, 6, each).light for each in ("monitor-lights", own)] == ["green", "red"]
    assert monitor(one, 6, policy("mof-2020-10")).light is Light.RED  # no levels are due in proportion


def test_a_policy_strict_about_points_has_lights() -> None:
    strict = make_policy({"extends": "monitor-lights", "unscorable": "error"}, name="试")
    rows = row("≥5人", "很多", level2="数量指标"), row("≥12人", "6人", level2="数量指标")
    assert [one.signal.light for one in monitor(table(*rows), 6, strict).rows] == [None, "green"]


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_month_that_is_none(month: int) -> None:
    with pytest.raises(ValueError, match="1 to 12"):
        light(evaluate("≥5人", 3), month)


# ── putting together ─────────────────────────────────────────────────────────────────────


def parts(*pairs: tuple[str, str, int]) -> list[tuple[Quantity, Quantity]]:
    return [(Quantity(number, unit), Quantity(yuan, "元")) for number, unit, yuan in pairs]


@pytest.mark.parametrize(
    ("given", "own", "wanted"),
    [
        (parts(("90", "%", 300), ("100", "%", 100)), "hubei-2020", "92.5%"),
        (parts(("90", "%", 300), ("100", "%", 100)), "mean", "95%"),
        (parts(("90", "%", 300), ("1000", "‰", 100)), "hubei-2020", "92.5%"),
        (parts(("600", "元/人", 300), ("1000", "元/人", 100)), "hubei-2020", "700元/人"),
        (parts(("90", "分", 300), ("98", "分", 100)), "hubei-2020", "92分"),
        (parts(("3", "公里", 1), ("500", "米", 1)), "hubei-2020", "3.5公里"),
        (parts(("3", "人", 0), ("4", "人", 0)), "hubei-2020", "7人"),
        (parts(("90", "%", 0), ("100", "%", 0)), "mean", "95%"),
    ],
)
def test_what_several_users_reached(given: list[tuple[Quantity, Quantity]], own: str, wanted: str) -> None:
    rules = make_policy({"roll-up": "mean"}, name="试") if own == "mean" else policy(own)
    found = roll_up(given, rules)
    assert found == Quantity(wanted.rstrip("%分元/人公里"), wanted.lstrip("0123456789."))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ([], ValueError),
        (parts(("90", "%", 0), ("100", "%", 0)), ValueError),
        (parts(("90", "人", 1), ("100", "户", 1)), UnitError),
    ],
)
def test_what_cannot_be_put_together(given: list[tuple[Quantity, Quantity]], error: type[Exception]) -> None:
    with pytest.raises(error):
        roll_up(given)


@pytest.mark.parametrize("name", policies())
def test_every_policy_scores_a_table(name: str) -> None:
    found = self_evaluate(WHOLE, name)
    assert isinstance(found, SelfEvaluation)
    assert found.policy.name == name
    assert found.points <= found.weight


@pytest.mark.parametrize("year", [None, 2024])
@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("10月底前", "10月22日", 10),
        ("12月31日前", "2025年1月5日", 0),
        # of this January, or of the next, too late?
        ("2024年12月31日前", "1月15日", None),
    ],
)
def test_a_year_is_not_put_into_one_side_only(target: str, actual: str, points: int | None, year: int | None) -> None:
    place = Place("自评表.csv")
    row = Row(name="完成时间", value=target, actual=actual, weight="10", place=place)
    table = Table(project=None, funds=None, rows=(row,), place=place, year=2024)
    [scored] = self_evaluate(table, year=year).rows
    assert (scored.score.points if scored.score is not None else None) == points
