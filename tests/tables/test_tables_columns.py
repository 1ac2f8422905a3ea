"""Which column is read where several could be, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indicator_dsl.rows import Row
from indicator_dsl.tables import TableError, check, read_tables

Workbook = Callable[..., Path]
LEVELS = "一级指标 二级指标 三级指标"
FIRST = "产出指标 数量指标 人数"
SECOND = "产出指标 质量指标 合格率"


def rows_of(path: Path) -> list[Row]:
    return [row for table in read_tables(path) for row in table.rows]


def said(path: Path) -> list[tuple[str, str | None, str]]:
    """Return code, cell and severity of what is said of whole tables."""
    return [
        (one.code, one.place.cell, one.severity) for table in check(read_tables(path)).tables for one in table.findings
    ]


# ---- values ----


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2024年指标值", "2025年指标值"),
        ("调整前指标值", "调整后指标值"),
        ("原指标值", "指标值"),
        ("原目标值", "新目标值"),
        ("历史指标值", "指标值"),
        ("参考指标值", "指标值"),
        ("行业标准值", "目标值"),
        ("一季度目标值", "全年目标值"),
        ("上半年目标值", "全年目标值"),
        ("1-6月指标值", "全年指标值"),
        ("申报指标值", "批复指标值"),
        ("省级目标值", "目标值"),
        ("三年目标值", "2025年目标值"),
        ("整体目标值", "当年目标值"),
        ("2023-2025年指标值", "2025年指标值"),
        ("项目周期指标值", "2025年度指标值"),
        ("任务指标值", "指标值"),
        ("绩效标准", "2025年度目标值"),
    ],
)
def test_of_two_columns_of_values_one_is_the_target(left: str, right: str, workbook: Workbook) -> None:
    for labels, values in (((left, right), ("100人", "200人")), ((right, left), ("200人", "100人"))):
        path = workbook([[*LEVELS.split(), *labels], [*FIRST.split(), *values]])
        assert [row.value for row in rows_of(path)] == ["200人"]
        [(code, _, severity)] = said(path)
        assert (code, severity) in {
            ("column-left-out", "info"),
            ("values-amended", "info"),
            ("column-left-out", "warning"),
        }


@pytest.mark.parametrize(("title", "value"), [("项目支出绩效目标表（2024年度）", "100人"), ("绩效目标表", "200人")])
def test_the_title_tells_the_year(title: str, value: str, workbook: Workbook) -> None:
    path = workbook([[title], ["三级指标", "2024年指标值", "2025年指标值"], ["人数", "100人", "200人"]])
    assert [row.value for row in rows_of(path)] == [value]
    # Where nothing told the year it was a guess.
    assert said(path)[0][2] == ("info" if value == "100人" else "warning")


def test_nothing_tells_two_columns_apart(workbook: Workbook) -> None:
    path = workbook([["指标名称", "甲项目指标值", "乙项目指标值"], ["培训", "≥1场", "≥2场"]])
    assert [row.value for row in rows_of(path)] == ["≥1场"]
    [finding] = check(read_tables(path)).findings
    assert (finding.code, finding.severity, finding.place.cell) == ("column-left-out", "warning", "C1")
    assert "--map 指标值=C" in finding.message("zh")
    assert "--map 指标值=C" in finding.message("en")


def test_an_amended_value_counts_where_there_is_one(workbook: Workbook) -> None:
    path = workbook(
        [["三级指标", "年初指标值", "调整指标值"], ["甲", "1个", "2个"], ["乙", "3个", ""], ["丙", "4", "0"]]
    )
    assert [(row.value, row.place.cell) for row in rows_of(path)] == [("2个", "C2"), ("3个", "B3"), ("4", "B4")]
    assert said(path) == [("values-amended", "B1", "info")]


def test_an_amended_value_in_text_whose_cells_slip(text_file: Workbook) -> None:
    path = text_file("表\n三级指标\t年初指标值\t调整指标值\n甲\t1个\t2个\n乙\t3个\t\n", "目标.txt")
    assert [row.value for row in rows_of(path)] == ["1个", "3个"]
    assert [code for code, _, _ in said(path)] == ["column-left-out"]


def test_what_a_table_with_a_project_column_leaves_out_is_said(workbook: Workbook) -> None:
    path = workbook([["项目名称", "三级指标", "指标值", "目标值"], ["甲", "人数", "5人", "6人"]])
    assert said(path) == [("column-left-out", "D1", "info")]


@pytest.mark.parametrize("blank", ["", "0", "/", "—"])
def test_an_amendment_nobody_made(blank: str, workbook: Workbook) -> None:
    path = workbook([["三级指标", "年初指标值", "调整指标值"], ["甲", "1个", blank]])
    assert [row.value for row in rows_of(path)] == ["1个"]
    assert said(path) == ([("column-left-out", "C1", "info")] if blank else [])


def test_a_lone_column_of_last_choice_is_read(workbook: Workbook) -> None:
    path = workbook([["三级指标", "上年度指标值"], ["人数", "100人"]])
    assert [row.value for row in rows_of(path)] == ["100人"]
    assert said(path) == [("value-of-last-choice", "B1", "info")]


# ---- actual values, weights, units ----


@pytest.mark.parametrize(
    "header",
    [
        *(
            "1—7月完成情况",
            "全年预计完成情况",
            "预计完成值",
            "未完成情况",
            "整改完成情况",
            "目前完成情况",
        ),
        *("半年完成值", "截至7月底完成情况"),
    ],
)
def test_what_is_no_actual_value(header: str, workbook: Workbook) -> None:
    path = workbook([["三级指标", "指标值", header], ["人数", "200人", "100人"]])
    assert [(row.value, row.actual) for row in rows_of(path)] == [("200人", None)]
    assert said(path) == [("column-left-out", "C1", "info")]


@pytest.mark.parametrize("header", ["实际指标值", "实现值", "业绩值", "实绩值", "2024年实际完成值", "年度实际执行值"])
def test_actual_values(header: str, workbook: Workbook) -> None:
    [row] = rows_of(workbook([["三级指标", "指标值", header], ["人数", "200人", "210人"]]))
    assert (row.value, row.actual) == ("200人", "210人")


def test_actual_values_of_two_years(workbook: Workbook) -> None:
    header = ["三级指标", "指标值", "2023年实际值", "2024年实际值"]
    [row] = rows_of(workbook([header, ["人数", "200人", "190人", "210人"]]))
    assert row.actual == "210人"


@pytest.mark.parametrize(
    "header", ["2024年实际值", "上年实际完成值", "去年完成值", "上年度指标值", "上一年度目标值", "上年"]
)
def test_the_year_before_is_no_actual_value(header: str, workbook: Workbook) -> None:
    path = workbook([["三级指标", header, "2025年目标值"], ["人数", "190人", "200人"]])
    [row] = rows_of(path)
    assert (row.value, row.actual, row.previous) == ("200人", None, "190人")
    assert said(path) == []


@pytest.mark.parametrize("header", ["2023年实际值", "前年完成值", "历史目标值", "2026年目标值"])
def test_another_year_is_not_the_year_before(header: str, workbook: Workbook) -> None:
    path = workbook([["三级指标", header, "目标值"], ["人数", "190人", "200人"]])
    [row] = rows_of(path)
    assert (row.value, row.previous) == ("200人", None)


def test_weights_of_the_levels_are_not_those_of_the_indicator(workbook: Workbook) -> None:
    header = ["一级指标", "分值", "二级指标", "分值", "三级指标", "指标值", "分值"]
    path = workbook([header, ["产出指标", "50", "数量指标", "30", "人数", "≥200人", "20"]])
    assert [row.weight for row in rows_of(path)] == ["20"]
    assert said(path) == [("column-left-out", "B1", "info"), ("column-left-out", "D1", "info")]


@pytest.mark.parametrize("organisation", ["某镇政府", "民政局", "市一中", "甲"])
def test_the_organisation_is_no_unit(organisation: str, workbook: Workbook) -> None:
    header = ["序号", "单位", "项目名称", "三级指标", "指标值"]
    [row] = rows_of(workbook([header, ["1", organisation, "环境整治", "清运次数", "48"]]))
    assert (row.project, row.unit) == ("环境整治", None)
    assert check(read_tables(workbook([header, ["1", organisation, "甲", "清运次数", "48"]]))).summary.refused == 0


def test_the_unit_behind_the_name_and_the_organisation_before_it(workbook: Workbook) -> None:
    [row] = rows_of(workbook([["单位", "三级指标", "指标值", "单位"], ["民政局", "清运次数", "48", "次"]]))
    assert row.unit == "次"


# ---- headers nobody knows ----


@pytest.mark.parametrize("header", ["运算符号", "指标值符号", "操作符", "关系", "条件", "性质", "方向", "甲", ""])
@pytest.mark.parametrize("unit", ["数量单位", "指标值单位", "值单位", "计算单位", "量纲", "计量", "乙"])
def test_signs_and_units_are_known_by_their_cells(header: str, unit: str, workbook: Workbook) -> None:
    labels = [*LEVELS.split(), header, "指标值", unit]
    path = workbook([labels, [*FIRST.split(), "≤", 200, "人"], [*SECOND.split(), "≥", 95, "%"]])
    assert [(r.relation, r.value, r.unit) for r in rows_of(path)] == [("≤", "200", "人"), ("≥", "95", "%")]
    assert said(path) == []


@pytest.mark.parametrize("header", ["指标描述", "指标项", "目标内容", "内容", "名称", "个性指标", "三级", "甲"])
def test_a_name_is_known_by_its_place(header: str, workbook: Workbook) -> None:
    path = workbook([["一级指标", "二级指标", header, "指标值"], [*FIRST.split(), "200人"], [*SECOND.split(), "95%"]])
    assert [(r.level1, r.level2, r.name) for r in rows_of(path)] == [tuple(FIRST.split()), tuple(SECOND.split())]


@pytest.mark.parametrize(
    ("level1", "level2"),
    [
        ("指标类别", "指标类型"),
        ("一级", "二级"),
        ("一级绩效指标", "二级绩效指标"),
        ("指标大类", "指标小类"),
        ("甲", "乙"),
    ],
)
def test_levels_are_known_by_their_cells(level1: str, level2: str, workbook: Workbook) -> None:
    path = workbook([[level1, level2, "三级指标", "指标值"], [*FIRST.split(), "200人"], [*SECOND.split(), "95%"]])
    assert [(r.level1, r.level2, r.name) for r in rows_of(path)] == [tuple(FIRST.split()), tuple(SECOND.split())]


def test_a_column_nobody_knows_is_said(workbook: Workbook) -> None:
    path = workbook(
        [
            ["三级指标", "指标值", "甲", "乙", "备注"],
            ["人数", "≥5人", "随便", "3人", "略"],
            ["率", "好", "如何", "4人", "略"],
        ]
    )
    assert said(path) == [("column-unknown", "C1", "info"), ("column-unknown", "D1", "warning")]


def test_columns_nobody_misses(workbook: Workbook) -> None:
    header = ["序号", "主管部门", "三级指标", "指标值", "责任单位", "偏差原因", "评分依据", "完成时限", "备注"]
    assert said(workbook([header, ["1", "局", "人数", "≥5人", "中心", "无", "略", "12月", "略"]])) == []


def test_a_column_without_a_header_is_no_part_of_the_value(workbook: Workbook) -> None:
    path = workbook(
        [["三级指标", "指标值", None, "备注"], ["培训", "≥3场", "每少1场扣1分", "x"], ["率", "≥95%", "见附件3", "x"]]
    )
    assert [row.value for row in rows_of(path)] == ["≥3场", "≥95%"]
    assert said(path) == [("column-unknown", "C1", "info")]


def test_pieces_of_a_value_whose_header_is_not_merged(workbook: Workbook) -> None:
    path = workbook(
        [["三级指标", "指标值", None, None, "备注"], ["培训", "≥", 3, "场", ""], ["影响", "定性", "好", "", ""]]
    )
    assert [(r.relation, r.value, r.unit) for r in rows_of(path)] == [("≥", "3", "场"), ("定性", "好", None)]


def test_an_indicator_called_as_a_level_is(workbook: Workbook) -> None:
    header = [*LEVELS.split(), "口径", "指标值"]
    path = workbook(
        [header, ["产出指标", "数量指标", "数量", "参加的人", "≥5人"], ["产出指标", "质量指标", "质量", "合格的", "好"]]
    )
    assert [row.name for row in rows_of(path)] == ["数量", "质量"]


def test_a_blank_fourth_level_leaves_the_third(workbook: Workbook) -> None:
    header = ["一级指标", "二级指标", "三级指标", "四级指标", "指标值"]
    path = workbook([header, [*FIRST.split(), "男", "≥3人"], ["产出指标", "数量指标", "补助", "", "≥90人"]])
    assert [(row.name, row.value) for row in rows_of(path)] == [("男", "≥3人"), ("补助", "≥90人")]


# ---- what relation columns say ----


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        *((word, "5", "5个") for word in ("定量", "定量指标", "数值型", "正向", "反向指标", "正向指标")),
        *((word, "良好", "良好") for word in ("定性指标", "文字描述")),
        ("3", "5", "=5个"), ("4", "5", "<5个"), ("5", "5", "≤5个"), ("6", "良好", "良好"),
    ],
)  # fmt: skip
def test_kinds_and_codes_in_a_relation_column(kind: str, value: str, text: str, workbook: Workbook) -> None:
    unit = "个" if value == "5" else ""
    [reading] = check(
        read_tables(workbook([["三级指标", "指标性质", "指标值", "单位"], ["甲", kind, value, unit]]))
    ).readings
    assert str(reading.value) == text
    assert reading.row.relation == kind


@pytest.mark.parametrize("code", ["1", "2", "7"])
def test_codes_whose_meaning_is_not_known_are_refused(code: str, workbook: Workbook) -> None:
    path = workbook([["三级指标", "指标性质", "指标值", "单位"], ["甲", code, "5", "个"]])
    assert check(read_tables(path)).summary.refused == 1


def test_a_column_of_signs_goes_before_one_of_kinds(workbook: Workbook) -> None:
    [row] = rows_of(workbook([["三级指标", "指标性质", "符号", "指标值"], ["甲", "定量", "≥", "5个"]]))
    assert row.relation == "≥"


# ---- second header rows ----

UPPER = [*LEVELS.split(), "指标值"]


@pytest.mark.parametrize(
    ("lower", "cells", "value"),
    [
        (("2025年", "2026年"), ("200人", "210人"), "210人"),
        (("全国", "A省", "B市"), ("200人", "20人", "2人"), "200人"),
        (("一季度", "二季度", "全年"), ("50人", "60人", "200人"), "200人"),
        (("2024年实际", "2025年目标"), ("150人", "200人"), "200人"),
        (("前年", "上年", "预计当年实现"), ("100人", "150人", "200人"), "200人"),
    ],
)
def test_a_second_header_row_of_any_words(
    lower: tuple[str, ...], cells: tuple[str, ...], value: str, workbook: Workbook, text_file: Workbook
) -> None:
    blanks = [""] * (len(lower) - 1)
    rows = [[*UPPER, *blanks], ["", "", "", *lower], [*FIRST.split(), *cells]]
    merged = workbook(rows, merge=(f"D1:{'DEFGH'[len(lower) - 1]}1", "A1:A2", "B1:B2", "C1:C2"))
    for path in (merged, text_file("\n".join(map(",".join, rows)), "目标.csv")):
        assert [(row.name, row.value) for row in rows_of(path)] == [("人数", value)]
        assert {code for code, _, _ in said(path)} <= {"column-left-out"}


def test_a_second_header_row_says_the_parts_of_a_value(workbook: Workbook) -> None:
    rows = [[*UPPER, "", "", "分值"], ["", "", "", "符号", "数值", "单位", ""], [*FIRST.split(), "≥", 200, "人", 5]]
    [row] = rows_of(workbook(rows, merge=("D1:F1", "A1:A2", "B1:B2", "C1:C2", "G1:G2")))
    assert (row.relation, row.value, row.unit, row.weight) == ("≥", "200", "人", "5")


def test_a_unit_below_the_actual_value_is_not_that_of_the_target(workbook: Workbook) -> None:
    rows = [
        [*LEVELS.split(), "年度指标值", "", "全年完成值", ""],
        ["", "", "", "数值", "单位", "数值", "单位"],
        [*FIRST.split(), "≥200", "人", 210, "个"],
    ]
    [row] = rows_of(workbook(rows, merge=("D1:E1", "F1:G1", "A1:A2", "B1:B2", "C1:C2")))
    assert (row.value, row.unit, row.actual) == ("≥200", "人", "210")


def test_the_upper_row_says_which_of_two_is_this_year(workbook: Workbook) -> None:
    rows = [
        [*LEVELS.split(), "中期指标", "", "年度指标", ""],
        ["", "", "", "指标值", "计量单位", "指标值", "计量单位"],
        [*FIRST.split(), 600, "人", 200, "个"],
    ]
    [row] = rows_of(workbook(rows, merge=("D1:E1", "F1:G1", "A1:A2", "B1:B2", "C1:C2")))
    assert (row.value, row.unit) == ("200", "个")


def test_levels_below_a_merged_name(workbook: Workbook) -> None:
    path = workbook(
        [["绩效指标", "", "", "指标值"], [*FIRST.split(), "≥5人"], [*SECOND.split(), "95%"]], merge=("A1:C1",)
    )
    assert [(r.level1, r.level2, r.name) for r in rows_of(path)] == [tuple(FIRST.split()), tuple(SECOND.split())]


# ---- what is not read at all ----


def test_a_sheet_that_does_not_fit_is_said(workbook: Workbook) -> None:
    path = workbook(
        [["三级指标", "指标值"], ["人数", "≥5人"]],
        [[*LEVELS.split(), "甲"], [*FIRST.split(), "≥5人"]],
        [["乙项目"], ["绩效指标", *FIRST.split(), "≥5人"], ["绩效指标", *SECOND.split(), "95%"]],
    )
    found = [(one.code, str(one.place).rpartition("!")[2], one.severity) for one in check(read_tables(path)).findings]
    assert found == [("table-not-read", "A1", "warning"), ("table-not-read", "A2", "warning")]


def test_other_tables_beside_one_that_is_read(workbook: Workbook) -> None:
    path = workbook(
        [["三级指标", "指标值"], ["人数", "≥5人"]],
        [["科目编码", "科目名称", "合计"], ["205", "教育支出", "541"]],
        [["序号", "项目名称", "预算数"], ["1", "甲", "5"]],
        [[*LEVELS.split(), "分值", "评分标准"], ["决策", "立项", "立项充分性", "5", "符合得满分"]],
    )
    assert said(path) == []


# ---- with where tables begin and end ----


def test_the_year_of_the_caller_goes_before_the_title(workbook: Workbook) -> None:
    path = workbook(
        [["（2026年度）"], [*LEVELS.split(), "2025年目标值", "2026年目标值"], [*FIRST.split(), "5人", "6人"]]
    )
    assert [table.rows[0].value for year in (None, 2025) for table in read_tables(path, year=year)] == ["6人", "5人"]


def test_the_next_title_tells_the_year_of_the_next_form(workbook: Workbook) -> None:
    header = [*LEVELS.split(), "2024年目标值", "2025年目标值"]
    forms = [
        [[f"（{year}年度）"], ["项目名称", f"项目{year}"], header, [*FIRST.split(), "5人", "6人"]]
        for year in (2025, 2024)
    ]
    assert [row.value for row in rows_of(workbook([*forms[0], *forms[1]]))] == ["6人", "5人"]


def test_columns_told_by_their_cells_are_those_of_the_next_page(workbook: Workbook) -> None:
    header = ["类别", "二级指标", "三级指标", "方向", "指标值"]
    path = workbook(
        [
            header,
            ["1", "2", "3", "4", "5"],
            [*FIRST.split(), "≥", "5人"],
            ["（续表）"],
            header,
            ["", *SECOND.split()[1:], "≥", "95%"],
            ["其他需说明的问题", "", "", "无", "无"],
        ]
    )
    rows = rows_of(path)
    assert [(row.level1, row.name, row.relation) for row in rows] == [
        ("产出指标", "人数", "≥"),
        ("产出指标", "合格率", "≥"),
    ]


def test_a_table_that_is_not_read_is_said_once(workbook: Workbook) -> None:
    header = ["类别", "类型", "名目", "目标要求"]
    path = workbook([header, *[[*FIRST.split(), "≥5人"]] * 9], [[*LEVELS.split(), "指标值"], [*SECOND.split(), "95%"]])
    assert [(code, cell) for code, cell, _ in said(path)] == [("table-not-read", "A2")]
    path = workbook([[*FIRST.split(), "≥5人"], [], [*LEVELS.split(), "指标值"], [*SECOND.split(), "95%"]])
    assert [(code, cell) for code, cell, _ in said(path)] == [("row-left-out", "A1")]


def test_the_funds_of_the_year_before_are_none(workbook: Workbook) -> None:
    header = ["项目名称", "上年预算数（万元）", "2025年预算数（万元）", "三级指标", "指标值"]
    row = ["甲", "100", "200", "人数", "≥5人"]
    assert read_tables(workbook([header, row]))[0].funds == 2_000_000
    path = workbook([header[:2] + header[3:], row[:2] + row[3:]])
    assert read_tables(path)[0].funds is None
    assert said(path) == [("column-left-out", "B1", "info")]


def test_a_content_is_a_value_beside_a_sign_or_a_unit(tmp_path: Path) -> None:
    path = tmp_path / "目标.csv"
    path.write_text("一级指标,三级指标,运算符号,内容,度量单位\n产出指标,辅警人数,=,182,人\n", "utf-8")
    assert [(row.relation, row.value, row.unit) for row in read_tables(path)[0].rows] == [("=", "182", "人")]
    path.write_text("一级指标,三级指标,内容\n产出指标,辅警人数,按编制配备\n", "utf-8")
    with pytest.raises(TableError, match="没有找到指标表"):
        read_tables(path)
