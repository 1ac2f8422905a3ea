"""What the rules on numbers and words share: the way an indicator points, relations in texts, accepted words."""

from __future__ import annotations

import pytest

from indicator_dsl import parse
from indicator_dsl.findings import Finding
from indicator_dsl.lint import Linter, Profile, builtin_profile
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.signs import with_relation
from indicator_dsl.lint.terms import builtin_terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Place, Row


@pytest.mark.parametrize(
    "name",
    [
        "项目总成本",
        "人均会议成本",
        "污水处理成本",
        "预算成本控制数",
        "重大安全事故发生数",
        "群众有效投诉件数",
        "设备故障率",
        "抽检不合格率",
        "抗菌药物使用率",
        "森林火灾受害率",
        "用款计划差错率",
        "单位增加值能耗",
        "响应时间",
    ],
)
def test_less_is_better(name: str) -> None:
    assert builtin_terms().direction(name) == "lower"


@pytest.mark.parametrize(
    "name",
    [
        "群众满意度",
        "指标1学生满意度",
        "★种植作物成活率",
        "投诉处理率",
        "成本节约率",
        "火灾事故下降率",
        "受益人数",
        "政策知晓率（%）",
    ],
)
def test_more_is_better(name: str) -> None:
    assert builtin_terms().direction(name) == "higher"


@pytest.mark.parametrize(
    "name",
    [
        "成本控制率",
        "安全事故应急演练次数",
        "受理投诉件数",
        "降低运输成本",
        "减少交通事故起数",
        "培训人数",
        "预算执行率",
        "火灾扑救次数",
        "",
    ],
)
def test_a_name_that_does_not_say(name: str) -> None:
    assert builtin_terms().direction(name) is None


@pytest.mark.parametrize(
    ("text", "relation", "fix"),
    [
        ("≥ 100 %", Relation.EQ, "=100 %"),
        ("不低于100%", Relation.EQ, "=100%"),
        ("完成率95%以上", Relation.LE, "完成率≤95%"),
        ("控制在500万元以内", Relation.GE, "≥500万元"),
        (r"$\geq 80\%$", Relation.LE, r"$≤80\%$"),
        ("三次", Relation.GE, "≥3次"),
        ("三次", Relation.EQ, "=3次"),
        ("每人每月80元", Relation.EQ, "=80元/人/月"),
        ("≥5场；≥300人", Relation.LE, None),
        ("2025年底", Relation.LE, None),
    ],
)
def test_another_relation_is_written_where_the_old_one_stands(text: str, relation: Relation, fix: str | None) -> None:
    assert with_relation(Cell(text, value=parse(text)), relation) == fix


def found(value: str, name: str = "", level2: str = "", profile: Profile | None = None, **row: str) -> list[Finding]:
    linter = Linter(profile or builtin_profile(), year=2025)
    reading = linter.row(Row(name=name or None, level2=level2 or None, value=value, place=Place("x"), **row))
    return [one for one in reading.findings if one.code[:3] in {"VAL", "QUA"}]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("有效改善", "QUA01"),
        ("同比提高", "VAL16"),
        ("根据市场LPR浮动", "QUA04"),
        ("健全", "QUA02"),
        ("严格执行有关规定，切实提高效益", "QUA04"),
        ("定量 按月安排", "QUA06"),
    ],
)
def test_words_get_one_message(value: str, code: str) -> None:
    assert [one.code for one in found(value, "某项工作")] == [code]


@pytest.mark.parametrize("value", ["有效改善", "同比提高", "根据市场LPR浮动", "健全"])
def test_a_house_accepts_words(value: str) -> None:
    default = builtin_profile()
    house = Profile(name="本单位", severities=default.severities, texts=frozenset({value}))
    assert not found(value, "某项工作", profile=house)


def test_a_house_adds_words() -> None:
    default = builtin_profile()
    terms = default.terms.with_more({"wording": {"heavy": ["蒸蒸日上"]}, "unwanted-events": ["脱岗"]})
    house = Profile(name="本单位", severities=default.severities, terms=terms)
    assert not found("蒸蒸日上", "某项工作")
    assert [one.code for one in found("蒸蒸日上", "某项工作", profile=house)] == ["QUA01"]
    assert [one.code for one in found("≥3次", "工作人员脱岗次数", profile=house)] == ["VAL10"]


def test_a_weight_may_be_asked_for() -> None:
    default = builtin_profile()
    strict = Profile(name="严", severities=default.severities, options={"QUA01": {"weight": 3}})
    assert not [one for one in found("改善", "某项工作", profile=strict) if one.code == "QUA01"]


def test_a_doubled_relation_is_one_finding() -> None:
    assert [(one.code, one.fix, one.safe) for one in found("≥90%以上", "政策知晓率")] == [("VAL02", "≥90%", True)]


def test_a_suggestion_in_a_relation_column_is_none() -> None:
    finding = next(one for one in found("100", "政策覆盖率", relation="≥", unit="%") if one.code == "VAL06")
    assert finding.fix is None
