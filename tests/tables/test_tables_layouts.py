"""The layouts people use: headers of many forms, one meaning."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from indicator_dsl.tables import read_tables
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.scan import scan

ROWS = Path(__file__).parents[3] / "shared/corpus/rows.tsv"


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid("x", [GridRow(number, row) for number, row in enumerate(rows, start=1)])


@pytest.mark.parametrize(
    ("header", "cells", "read"),
    [
        # Guangxi
        ("一级指标 二级指标 指标内容 指标值", "产出指标 数量指标 人数 ≥5人", {"value": "≥5人"}),
        # Hunan: value and unit in one text
        ("一级指标 二级指标 三级指标 指标值及单位 绩效标准", "产出指标 数量指标 人数 ≥5人 计划标准", {"value": "≥5人"}),
        (
            "一级指标 二级指标 三级指标 指标值类型 指标值 计量单位 指标解释 评(扣)分标准",
            "产出指标 数量指标 人数 定量 5 人 略 略",
            {"relation": "定量", "value": "5", "unit": "人"},
        ),
        # Hubei: history first
        ("一级指标 二级指标 三级指标 前年 上年 当年预期实现值", "产出指标 数量指标 人数 3 4 5人", {"value": "5人"}),
        # Chongqing
        (
            "三级指标 计量单位 指标性质 年初指标值 调整指标值 全年完成值 得分系数(%) 指标权重 指标得分 是否核心指标",
            "人数 人 ≥ 5 6 7 100 10 9 是",
            {"relation": "≥", "value": "6", "unit": "人", "actual": "7", "weight": "10", "score": "9"},
        ),
        # Sichuan
        (
            "一级指标 二级指标 三级指标 绩效指标性质 绩效指标值 绩效度量单位 权重 指标方向性",
            "产出指标 数量指标 人数 ≥ 5 人 10 正向",
            {"relation": "≥", "value": "5", "unit": "人", "weight": "10"},
        ),
        # self-evaluation, national
        (
            "绩效指标 一级指标 二级指标 三级指标 年度指标值（A） 实际完成值（B） 分值 得分 偏差原因分析及改进措施",
            "绩效指标 产出指标 数量指标 人数 ≥5人 6人 10 9 无",
            {"value": "≥5人", "actual": "6人", "weight": "10", "score": "9"},
        ),
        # data model of 预算管理一体化
        ("KPI_LV3 name COMPUTESIGN KPI_VAL METERUNIT", "略 人数 ≥ 5 人", {"relation": "≥", "value": "5", "unit": "人"}),
        # ours
        ("project level1 level2 name value unit", "体检费 产出指标 数量指标 人数 ≥5 人", {"value": "≥5", "unit": "人"}),
    ],
)
def test_headers_of_many_forms(header: str, cells: str, read: dict[str, str]) -> None:
    [table] = scan(grid(tuple(header.split()), tuple(cells.split()))).tables
    [row] = table.rows
    assert row.name == "人数"
    found = {name: getattr(row, name) for name in ("relation", "value", "unit", "actual", "weight", "score")}
    assert {name: text for name, text in found.items() if text is not None} == read


def test_three_cells_under_one_value_header() -> None:
    [table] = scan(grid(("三级指标", "年度指标值", "", "", "实际完成值"), ("满意度", "≥", "95", "%", "96%"))).tables
    row = table.rows[0]
    assert (row.relation, row.value, row.unit, row.actual) == ("≥", "95", "%", "96%")


def test_two_header_rows() -> None:
    rows = scan(
        grid(
            ("一级指标", "二级指标", "三级指标", "指标值", "", "", "备注"),
            ("", "", "", "前年", "上年", "预计当年实现", ""),
            ("产出指标", "数量指标", "人数", "3", "4", "5人", ""),
        )
    ).tables[0]
    assert [(row.name, row.value) for row in rows.rows] == [("人数", "5人")]


def test_an_upper_header_row_without_a_value() -> None:
    [table] = scan(grid(("一级指标", "三级指标", "年度绩效"), ("", "", "指标值"), ("产出指标", "人数", "5人"))).tables
    assert [(row.name, row.value) for row in table.rows] == [("人数", "5人")]


def test_two_tables_side_by_side() -> None:
    [table] = scan(
        grid(
            ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"),
            ("产出指标", "数量指标", "三年人数", "15人", "数量指标", "人数", "5人"),
        )
    ).tables
    assert [(r.level1, r.name, r.value, r.place.cell) for r in table.rows] == [
        ("产出指标", "三年人数", "15人", "D2"),
        ("产出指标", "人数", "5人", "G2"),
    ]


def test_the_finest_level_is_the_name_where_there_is_no_other() -> None:
    [table] = scan(grid(("绩效指标", "一级指标", "二级指标", "指标值"), ("", "产出指标", "培训人数", "5人"))).tables
    assert [(r.level1, r.level2, r.name) for r in table.rows] == [("产出指标", None, "培训人数")]


def test_levels_are_filled_down_and_end_with_their_group() -> None:
    [table] = scan(
        grid(
            ("一级指标", "二级指标", "三级指标", "指标值"),
            ("产出指标", "数量指标", "甲", "1个"),
            ("", "", "乙", "2个"),
            ("", "质量指标", "丙", "3个"),
            ("效益指标", "", "丁", "4个"),
        )
    ).tables
    assert [(r.level1, r.level2) for r in table.rows] == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", None),
    ]


def test_rows_that_are_no_indicators() -> None:
    [table] = scan(
        grid(
            ("一级指标", "二级指标", "三级指标", "年度指标值", "分值"),
            ("产出指标", "数量指标", "人数", "5人", "90"),
            ("", "", "项目预算", "", "10"),
            ("", "", "指标2：", "", ""),
            ("", "", "……", "", ""),
            ("", "质量指标", "", "", ""),
            ("总分", "", "", "", "90"),
            ("填表人：", "张三", "联系电话：", "123", ""),
            ("备注", "", "无", "", ""),
        )
    ).tables
    assert [r.name for r in table.rows] == ["人数", "项目预算"]


def test_projects_in_a_column() -> None:
    tables = scan(
        grid(
            ("项目名称", "资金总额（万元）", "一级指标", "指标名称", "目标值"),
            ("甲", "7,483.48", "产出指标", "人数", "5人"),
            ("", "", "", "户数", "6户"),
            ("乙", "", "效益指标", "率", "95%"),
            ("甲", "", "产出指标", "天数", "7天"),
        )
    ).tables
    assert [(t.project, t.funds, [r.name for r in t.rows]) for t in tables] == [
        ("甲", Decimal(74834800), ["人数", "户数", "天数"]),
        ("乙", None, ["率"]),
    ]


@pytest.mark.parametrize(
    ("block", "funds"),
    [
        ([("项目资金（万元）", "年度资金总额", "541")], Decimal(5410000)),
        ([("项目资金（万元）", "年度资金总额：541.5", "")], Decimal(5415000)),
        ([("资金总额", "资金来源", "金额(元)"), ("", "合计", "5410000")], Decimal(5410000)),
        ([("项目资金（元）", "实施期资金总额", "900", "年度资金总额", "300")], Decimal(300)),
        (
            [
                ("项目资金(万元)", "", "年初预算数", "全年预算数（A）", "全年执行数（B）"),
                ("", "年度资金总额", "5", "6", "7"),
            ],
            Decimal(60000),
        ),
        ([("单位：万元",), ("项目资金", "年度资金总额", "541")], Decimal(5410000)),
        ([("项目资金", "年度资金总额", "541")], None),  # 元 or 万元: the form does not say
        ([("合计", "541万元")], None),  # of what?
    ],
)
def test_the_total_of_a_form(block: list[tuple[str, ...]], funds: Decimal | None) -> None:
    form = [*block[:1], ("项目名称", "甲"), *block[1:]] if block[0] == ("单位：万元",) else [("项目名称", "甲"), *block]
    [table] = scan(grid(*form, ("三级指标", "指标值"), ("人数", "5人"))).tables
    assert (table.project, table.funds) == ("甲", funds)


def test_several_forms_and_other_tables_in_one_sheet() -> None:
    tables = scan(
        grid(
            ("序号", "项目名称", "年初预算数"),
            ("1", "甲", "5"),
            (),
            ("项目名称", "甲"),
            ("一级指标", "三级指标", "指标值"),
            ("产出指标", "人数", "5人"),
            (),
            ("项目名称：乙",),
            ("一级指标", "三级指标", "指标值"),
            ("产出指标", "户数", "6户"),
            (),
            ("科目编码", "科目名称", "金额"),
            ("205", "教育支出", "541"),
        )
    ).tables
    assert [(t.project, [(r.name, r.value) for r in t.rows]) for t in tables] == [
        ("甲", [("人数", "5人")]),
        ("乙", [("户数", "6户")]),
    ]


def test_a_comma_separated_text_file_is_csv(text_file: Callable[..., Path]) -> None:
    [table] = read_tables(text_file("指标名称,指标值\n人数,≥5人\n"))
    assert table.rows[0].place.cell == "B2"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimiters_and_encodings(delimiter: str, encoding: str, text_file: Callable[..., Path]) -> None:
    text = f'指标名称{delimiter}指标值\r\n"人数{delimiter}\n户数"{delimiter}"≥5人\n≥6户"\r\n\r\n天数{delimiter}5天\r\n'
    [table] = read_tables(text_file(text, "目标.csv", encoding))
    assert [row.value for row in table.rows] == ["≥5人\n≥6户", "5天"]
    assert [row.place.cell for row in table.rows] == ["B2", "B4"]


def test_a_flattened_document_is_known_whatever_its_ending(text_file: Callable[..., Path]) -> None:
    text = "项目名称\t甲\t\t\n绩效指标\t一级指标\t三级指标\t指标值\n产出指标\t人数\t5人\t"
    [table] = read_tables(text_file(text, "目标.tsv"))
    assert [(row.level1, row.name, row.value) for row in table.rows] == [("产出指标", "人数", "5人")]


@pytest.mark.skipif(not ROWS.exists(), reason="the corpus is not part of the repository")
@pytest.mark.parametrize("cells", ["three", "one"])
def test_every_row_of_the_corpus_rebuilt_as_a_workbook(cells: str, workbook: Callable[..., Path]) -> None:
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    header = ["项目名称", "一级指标", "二级指标", "三级指标", "年度指标值(A)", "实际完成值(B)", "分值", "得分"]
    if cells == "three":
        header[4:5] = ["指标性质", "指标值", "计量单位"]
    sheet: list[list[str]] = [header]
    for row in rows:
        value = [row["value"]]
        if cells == "three":
            sign, blank, rest = row["value"].partition(" ")
            value = [sign, rest, row["unit"]] if blank and len(sign) < 3 else ["", row["value"], row["unit"]]
        sheet.append(
            [
                row["source"],
                row["level1"],
                row["level2"],
                row["name"],
                *value,
                row["actual"],
                row["weight"],
                row["score"],
            ]
        )
    found = [row for table in read_tables(workbook(sheet)) for row in table.rows]
    by_source = sorted(rows, key=lambda row: [r["source"] for r in rows].index(row["source"]))
    assert len(found) == len(rows)
    for got, row in zip(found, by_source, strict=True):
        shown = f"{got.relation} {got.value}" if got.relation else got.value
        assert (got.name, shown, got.actual or "", got.weight or "", got.score or "") == (
            row["name"], row["value"], row["actual"], row["weight"], row["score"],
        )  # fmt: skip
        assert cells == "one" or (got.unit or "") == row["unit"]
        assert not row["level1"] or (got.level1, got.level2) == (row["level1"], row["level2"] or None)
