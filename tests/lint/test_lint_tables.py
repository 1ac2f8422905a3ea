"""Rules over whole tables, on the forms of Liujiang as they are and with one thing changed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from indicator_dsl.findings import Finding
from indicator_dsl.lint import Linter, builtin_profile
from indicator_dsl.rows import Amount, Listing, Place, Row, Table
from indicator_dsl.tables import read_tables

FORMS = (Path(__file__).parents[1] / "data/liujiang-2025.txt").read_text("utf-8")
HERE = Place("x")


def found(tmp_path: Path, *changes: tuple[str, str]) -> list[Finding]:
    """Return what the rules on tables and money find in the forms with some texts changed."""
    text = FORMS
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "目标.txt"
    path.write_text(text, "utf-8")
    linter = Linter(year=2025)
    findings: list[Finding] = []
    for table in read_tables(path):
        checked = linter.table(table, [linter.row(row) for row in table.rows])
        findings += [one for reading in checked.readings for one in reading.findings]
        findings += checked.findings
    wanted = ("TAB01", "TAB05", "TAB08", "BUD")
    return sorted((one for one in findings if one.code.startswith(wanted)), key=lambda one: one.code)


def test_the_forms_as_they_are(tmp_path: Path) -> None:
    [finding] = found(tmp_path)
    assert finding.code == "BUD02"
    assert finding.zh == "17453人 × 400元 = 6981200元，项目资金是7504790元；按资金倒推，标准是430元"
    assert (finding.text, finding.fix, finding.safe) == ("≥400元", "≥430元", False)


@pytest.mark.parametrize(
    ("before", "after", "code", "message"),
    [
        ("≤541万元", "≤5410万元", "BUD01", "总成本54100000元超过项目资金5410000元，多48690000元"),
        ("≤541万元", "≤500万元", "BUD01", "总成本5000000元少于项目资金5410000元，差410000元"),
        ("≤541万元", "≤541.1万元", "BUD01", "总成本5411000元超过项目资金5410000元，多1000元"),
        (
            "≤ 600 元/人",
            "≤ 500 元/人",
            "BUD02",
            "2200人 × 500元/人 = 1100000元，项目资金是1320000元；按资金倒推，标准是600元/人",
        ),
        (
            "≤ 600 元/人",
            "≤ 600 元/人·月",
            "BUD02",
            "2200人 × 600元/人/月 = 15840000元，项目资金是1320000元；按资金倒推，标准是50元/人/月",
        ),
        ("132.00\n", "131.00\n", "BUD03", "项目清单里是1310000元，申报表的资金总额是1320000元"),
        ("7,483.48", "7,484.48", "BUD03", "项目清单13项加起来是74834800元，合计写的是74844800元"),
        ("\t本级\t1320000", "\t本级\t1300000", "BUD03", "资金来源只有1300000元，资金总额是1320000元"),
        (
            "效益指标\t社会效益\t义务教育学校正常运转率\t=100%\t\t\n满意度指标\t服务对象满意度\t学校师生满意度\t≥95%\t\t\n",
            "",
            "TAB01",
            "没有效益指标，也没有满意度指标",
        ),
        ("小学学生人数", "初中学生人数", "TAB05", "与第36行同名，值却不同"),
    ],
)
def test_one_change(before: str, after: str, code: str, message: str, tmp_path: Path) -> None:
    assert (code, message) in [(one.code, one.zh) for one in found(tmp_path, (before, after))]


@pytest.mark.parametrize("same", ["≤541.00万元", "≤5410000元", "≤0.0541亿元", "≤541.01万元"])
def test_the_same_money(same: str, tmp_path: Path) -> None:
    assert [one.code for one in found(tmp_path, ("≤541万元", same))] == ["BUD02"]


def sources(*parts: tuple[str, int]) -> tuple[Amount, ...]:
    return tuple(Amount(label, Decimal(yuan), HERE) for label, yuan in parts)


def of(table: Table) -> list[str]:
    linter = Linter(builtin_profile())
    return [one.zh for one in linter.table(table, map(linter.row, table.rows)).findings]


@pytest.mark.parametrize(
    "parts",
    [
        (("财政拨款", 100), ("上级", 40), ("本级", 60), ("其他资金", 0)),
        (("财政拨款", 90), ("一般公共预算", 60), ("政府性基金", 30), ("其他资金", 10)),
        (("中央", 50), ("省级", 30), ("市级", 20)),
        (("财政拨款", 80), ("上级", 50), ("自筹资金", 20)),
        (("财政拨款", 100), ("一般公共预算", 100), ("上级", 70), ("本级", 30)),
        (("财政拨款", 60), ("自筹资金", 40), ("小计", 100)),
        (("财政拨款", 70),),
    ],
)
def test_sources_that_add_up(parts: tuple[tuple[str, int], ...]) -> None:
    assert (
        of(
            Table(
                project="甲",
                funds=Decimal(100 * 10000),
                rows=(),
                place=HERE,
                sources=sources(*((label, yuan * 10000) for label, yuan in parts)),
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((("上级", 50), ("本级", 60)), "资金来源500000元 + 600000元 = 1100000元，资金总额是1000000元"),
        ((("本级", 100), ("上级", 10)), "资金来源1000000元 + 100000元 = 1100000元，资金总额是1000000元"),
        ((("财政拨款", 100), ("上级", 60), ("本级", 60)), "“财政拨款”是1000000元，其中各项加起来是1200000元"),
        ((("财政拨款", 70), ("其他资金", 20)), "资金来源700000元 + 200000元 = 900000元，资金总额是1000000元"),
    ],
)
def test_sources_that_do_not(parts: tuple[tuple[str, int], ...], message: str) -> None:
    table = Table(
        project="甲",
        funds=Decimal(1000000),
        rows=(),
        place=HERE,
        sources=sources(*((label, yuan * 10000) for label, yuan in parts)),
    )
    assert of(table) == [message]


def test_a_list_in_whole_wan_yuan_is_rounded() -> None:
    entries = sources(("甲", 7500000), ("乙", 1320000), ("丙", 5410000))
    listing = Listing(entries=entries, total=None, place=HERE)
    assert of(Table(project="甲", funds=Decimal(7504790), rows=(), place=HERE, listing=listing)) == []
    assert of(Table(project="乙", funds=Decimal(1330000), rows=(), place=HERE, listing=listing)) == [
        "项目清单里是1320000元，申报表的资金总额是1330000元"
    ]


def rows(*lines: tuple[str, str, str, str | None]) -> tuple[Row, ...]:
    return tuple(
        Row(level1=level1, name=name, value=value, weight=weight, place=Place("x", row=number))
        for number, (level1, name, value, weight) in enumerate(lines, start=2)
    )


def test_two_projects_in_one_table_are_not_summed_up() -> None:
    form = (
        ("产出指标", "培训人数", "≥300人", "50"),
        ("效益指标", "就业率", "≥80%", "40"),
        ("满意度指标", "学员满意度", "≥90%", "10"),
    )
    assert of(Table(project=None, funds=None, rows=rows(*form, *form), place=HERE)) == []
    assert of(Table(project=None, funds=None, rows=rows(*form, form[1]), place=HERE)) == [
        "分值合计是 140，应是 90、100"
    ]
