"""FMT and DAT rules beyond their pages: what they mend, and what they must leave alone."""

from __future__ import annotations

import pytest

from indicator_dsl.findings import Finding
from indicator_dsl.lint import Linter, builtin_profile, make_profile
from indicator_dsl.rows import Place, Row, Table

PLACE = Place("表.xlsx")


def findings(
    code: str, *values: str, year: int | None = 2025, project: str = "项目", **row: str | None
) -> list[Finding]:
    """Return what a rule finds in a table of rows that differ in their values."""
    linter = Linter(builtin_profile(), year=year)
    rows = tuple(Row(**{"name": "合格率", "level2": "时效指标", **row}, value=value, place=PLACE) for value in values)
    table = Table(project=project, funds=None, rows=rows, place=PLACE)
    checked = linter.table(table, map(linter.row, rows))
    return [one for reading in checked.readings for one in reading.findings if one.code == code]


@pytest.mark.parametrize(
    ("code", "value", "fix"),
    [
        ("FMT03", "$10 \\sim 15 \\text{天}$", "10 ～15 天"),
        ("FMT03", "≥300 \\mathrm{m}^{2}", "≥300 m²"),
        ("FMT04", "80%<=x<=95%", "80%≤x≤95%"),
        ("FMT04", "> = 80%", "≥ 80%"),
        ("FMT04", "大于5%，小于等于10%", "大于5%，≤10%"),
        ("FMT05", "１，２００人", "1,200人"),
        ("FMT05", "２０２５－１２－３１", "2025-12-31"),
        ("FMT05", "80%−90%", "80%～90%"),
        ("FMT05", "－5℃～5℃", "-5℃～5℃"),
        ("FMT06", "≥33\u200b人", "≥33人"),
        ("FMT06", "1. ≥ 5 场\n2. ≥ 300 人", "1. ≥5场\n2. ≥300人"),
        ("FMT06", "≥8 且 <12 小时", "≥8且<12小时"),
        ("FMT06", "完 成 率 ≥ 95%", "完成率≥95%"),
        ("FMT06", "80 元 / 人 · 月", "80元/人·月"),
        ("DAT02", "二〇二五年六月下旬前", "2025年6月30日前"),
        ("DAT02", "不晚于6月中旬", "不晚于2025年6月20日"),
        ("DAT02", "2023.07-2024.01", "2023年7月-2024年1月"),
    ],
)
def test_notation_is_mended_without_changing_the_value(code: str, value: str, fix: str) -> None:
    (found,) = findings(code, value)
    assert (found.fix, found.safe) == (fix, True)
    assert value[found.start : found.end].strip() or code == "FMT06"
    assert not findings(code, fix)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("FMT03", "根据合同约定支付$"),
        ("FMT03", "\\"),
        ("FMT04", "不大于等于5%"),  # the parser reads the whole word; nothing may be cut out of it
        ("FMT04", "优于上年"),
        ("FMT05", "根据ＬＰＲ浮动"),
        ("FMT05", "8：1：1"),
        ("FMT05", "2025年1月—12月"),
        ("FMT06", "≥5场\n≥300人"),
        ("FMT06", "≥5场 "),
        ("FMT06", "pH 6～9"),
        ("FMT12", "6月底前，≥50%"),
        ("FMT12", "良好或优秀"),
        ("DAT01", "每年12月31日"),
        ("DAT01", "2025年12月"),
        ("DAT02", "2025-12-31前"),
        ("DAT02", "3月份内"),
        ("DAT02", "全年"),
        ("DAT06", "每季度发放"),
        ("DAT06", "良好"),  # a grade is not a phrase
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(code: str, value: str) -> None:
    assert not findings(code, value)


def test_blanks_in_a_line_that_a_sign_ends_do_not_count_as_the_next_item() -> None:
    (found,) = findings("FMT06", "≥5场； ≥ 300人")
    assert found.fix == "≥5场； ≥300人"


def test_a_count_is_damaged_only_where_a_rate_is() -> None:
    assert not findings("FMT07", "2280次", name="维修次数")
    (found,) = findings("FMT07", "292%")
    assert (found.fix, found.safe) == ("≥92%", False)
    assert [one.fix for one in findings("FMT07", "292%", "2280%")] == ["≥92%"]


def test_only_targets_count_not_the_dates_they_are_due_by() -> None:
    (found,) = findings("FMT12", "6月底前，≥50%；12月底前，≥100%")
    assert found.zh.startswith("一格里有2个目标")


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("2024—2026年度环卫服务", "完成时间"),
        ("农村公路续建项目", "完成时间"),
        ("环卫服务", "服务期限"),
        ("环卫服务", "2027年度服务完成时间"),
    ],
)
def test_names_that_reach_beyond_the_year_excuse_its_dates(project: str, name: str) -> None:
    assert findings("DAT03", "2027年12月31日前", name="完成时间")
    assert not findings("DAT03", "2027年12月31日前", project=project, name=name)


@pytest.mark.parametrize("ends", [False, True])
def test_month_ends_are_told_where_they_are_asked_for(*, ends: bool) -> None:
    profile = make_profile({"extends": "default", "options": {"DAT02": {"month-ends": ends}}}, name="本单位")
    linter = Linter(profile)

    def found(value: str) -> list[str | None]:
        row = Row(name="完成时间", value=value, place=PLACE)
        return [one.fix for one in linter.row(row).findings if one.code == "DAT02"]

    assert found("2025年12月底前") == (["2025年12月31日前"] if ends else [])
    assert found("12月底前100%到位") == (["12月31日前100%到位"] if ends else [])
    assert found("2025年10月中旬前") == ["2025年10月20日前"]
    assert found("2025.12.31前") == ["2025年12月31日前"]


@pytest.mark.parametrize("year", [None, 2025])
def test_within_the_year_becomes_its_last_day(year: int | None) -> None:
    (found,) = findings("DAT02", "年内完成", year=year)
    assert (found.fix, found.safe) == (f"{'2025年' if year else ''}12月31日前完成", False)
