"""What reviewers said of findings on real tables: the smallest case of each kind that was wrong, or was missed."""

from __future__ import annotations

import pytest

from indicator_dsl.findings import Finding
from indicator_dsl.lint import Linter
from indicator_dsl.rows import Place, Row

_LEVEL1 = {"数量": "产出指标", "质量": "产出指标", "时效": "产出指标", "成本": "产出指标", "满意": "满意度指标"}


def found(level2: str, name: str, value: str, **row: str) -> list[Finding]:
    """Return what the default rules on values and rows find in one row."""
    level1 = next((first for word, first in _LEVEL1.items() if word in level2), "效益指标")
    one = Row(level1=level1, level2=level2, name=name, value=value, place=Place("x"), **row)
    return list(Linter(year=2025).row(one).findings)


def codes(level2: str, name: str, value: str, **row: str) -> list[str]:
    return [one.code for one in found(level2, name, value, **row)]


@pytest.mark.parametrize(
    ("level2", "name", "value", "fix"),
    [
        # more sessions, kilometres, copies are as good: 2次 with 3次 done is met
        ("数量指标", "培训乡村医生", "2次", "≥2次"),
        ("数量指标", "新建机耕道", "3.2km", "≥3.2km"),
        ("数量指标", "印发资料", "1.5万册", "≥1.5万册"),
        ("数量指标", "新建高标准农田", "3万亩", "≥3万亩"),
        # what is bought, built or staffed to a plan
        ("数量指标", "购置车辆", "3辆", "=3辆"),
        ("数量指标", "配备环卫工人", "520人", "=520人"),
        ("数量指标", "租用办公用房面积", "1520平方米", "=1520平方米"),
        # a standard is fixed whether its unit says for whom or not
        ("成本指标", "人均补助标准", "94元", "=94元"),
        ("成本指标", "亩均投入", "1500元", "≤1500元"),
        ("成本指标", "控制在预算成本内", "1586.32万", "≤1586.32万"),
        # all of a share, its % left out
        ("质量指标", "补贴发放准确率", "100", "=100"),
    ],
)
def test_the_relation_suggested(level2: str, name: str, value: str, fix: str) -> None:
    [finding] = [one for one in found(level2, name, value) if one.code == "VAL01"]
    assert (finding.fix, finding.safe) == (fix, False)


@pytest.mark.parametrize("value", ["每月一次", "每年2期", "每季度1次"])
def test_how_often_needs_no_relation(value: str) -> None:
    assert codes("数量指标", "巡查频次", value) == []


def test_a_misread_sign_is_not_missing() -> None:
    assert codes("质量指标", "验收合格率", "292%") == ["VAL05"]
