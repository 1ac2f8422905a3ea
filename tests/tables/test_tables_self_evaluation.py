"""Self-evaluation forms: what they say of each indicator, of the money, and of themselves."""

from __future__ import annotations

import csv
import json
import pickle
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from documents import Block, Grid as Cells, Pdf, as_html, placed, write_docx
from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letters

from indicator_dsl.rows import Execution, Result, Table
from indicator_dsl.tables import check, read_tables
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.headers import field_of, name_of_field
from indicator_dsl.tables.layouts import words
from indicator_dsl.tables.scan import scan

#: How a form of public tables looks (Anhui, 2020 and later): every merge as the office program has it.
NATIONAL: Cells = [
    [("项目支出绩效自评表", 9, 1)],
    [("（2022年度）", 9, 1)],
    [("项目名称", 1, 1), ("防汛经费", 8, 1)],
    [("主管部门", 1, 1), ("水利局", 3, 1), ("实施单位", 2, 1), ("防汛中心", 3, 1)],
    [("项目资金\n（万元）", 1, 5), ("", 2, 1), "年初预算数", "全年预算数\n（A）", "全年执行数（B）",
     "分值", "执行率（B/A）", "得分"],
    [("年度资金总额：", 2, 1), "850", "880.5", "792.45", "10", "90%", "9"],
    [("其中：当年财政拨款", 2, 1), "850", "880.5", "792.45", "—", "", "—"],
    [("上年结转资金", 2, 1), "", "", "", "—", "", "—"],
    [("其他资金", 2, 1), "", "", "", "—", "", "—"],
    [("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 4, 1)],
    [("安全度汛。", 4, 1), ("安全度汛。", 4, 1)],
    [("绩效指标", 1, 4), "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
     "偏差原因分析及改进措施"],
    [("产出指标", 1, 2), "数量指标", "巡查次数", "≥12次", "9次", "50", "37.5", "暴雨。\n下年补上。"],
    ["时效指标", "完成时间", "12月底前", "11月", "20", "20", ""],
    ["满意度指标", "服务对象满意度", "群众满意度", "≥90%", "95%", "20", "20", ""],
    [("总分", 6, 1), "100", "86.5", ""],
]  # fmt: skip


def write_xlsx(path: Path, blocks: Sequence[Block]) -> Path:
    """Write a sheet with the merges of the blocks, one below the other."""
    book = Workbook()
    sheet = book.active
    top = 1
    for block in blocks:
        grid: Cells = [[block]] if isinstance(block, str) else block
        for at, row in enumerate(placed(grid), start=top):
            for column, across, down, text in row:
                sheet.cell(at, column + 1).value = text or None
                if across > 1 or down > 1:
                    corner = f"{letters(column + across)}{at + down - 1}"
                    sheet.merge_cells(f"{letters(column + 1)}{at}:{corner}")
        top += len(grid)
    book.save(path)
    return path


def write_html(path: Path, blocks: Sequence[Block]) -> Path:
    path.write_text(as_html(blocks), encoding="utf-8")
    return path


def write_csv(path: Path, blocks: Sequence[Block]) -> Path:
    """Write the cells where their merges begin."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        for block in blocks:
            for row in placed([[block]] if isinstance(block, str) else block):
                cells = [""] * (max((column for column, *_ in row), default=0) + 1)
                for column, _, _, text in row:
                    cells[column] = text
                out.writerow(cells)
    return path


def write_pdf(path: Path, blocks: Sequence[Block]) -> Path:
    pdf = Pdf().page()
    top = 20.0
    for block in blocks:
        grid: Cells = [[block]] if isinstance(block, str) else block
        pdf.table(top, [60] * 9, grid, left=20, row=44)
        top += 44 * len(grid) + 20
    return pdf.save(path)


WRITERS: dict[str, Callable[[Path, Sequence[Block]], Path]] = {
    "xlsx": write_xlsx,
    "docx": lambda path, blocks: write_docx(path, blocks),
    "html": write_html,
    "csv": write_csv,
    "pdf": write_pdf,
}


@pytest.fixture(params=WRITERS)
def national(request: pytest.FixtureRequest, tmp_path: Path) -> Table:
    """The national form, in a file of each format."""
    [table] = read_tables(WRITERS[request.param](tmp_path / f"自评表.{request.param}", [NATIONAL]))
    return table


def read(text: str, *, slips: bool = False) -> Table:
    """Return the one table of a form written with | between its cells."""
    [table] = tables(text, slips=slips)
    return table


def tables(text: str, *, slips: bool = False) -> list[Table]:
    lines = enumerate(text.strip().split("\n"), start=1)
    rows = [GridRow(number, tuple(cell.strip() for cell in line.split("|"))) for number, line in lines]
    return scan(Grid("自评表", rows, slips=slips, lettered=not slips)).tables


def money(execution: Execution | None) -> tuple[Any, ...] | None:
    if execution is None:
        return None
    return execution.budget, execution.spent, execution.weight, execution.rate, execution.score, execution.place.cell


def told(result: Result | None) -> tuple[str | None, ...] | None:
    return None if result is None else (result.weight, result.score, result.grade, result.place.cell)


# ---- the form in every format ----------------------------------------------------------------------------------------


def test_the_national_form(national: Table) -> None:
    assert (national.project, national.funds) == ("防汛经费", Decimal(8805000))
    assert [(r.name, r.actual, r.weight, r.score) for r in national.rows] == [
        ("巡查次数", "9次", "50", "37.5"),
        ("完成时间", "11月", "20", "20"),
        ("群众满意度", "95%", "20", "20"),
    ]
    assert ["".join((row.reason or "").split()) for row in national.rows] == ["暴雨。下年补上。", "", ""]
    assert money(national.execution) == (Decimal(8805000), Decimal(7924500), "10", "90%", "9", "I6")
    assert told(national.result) == ("100", "86.5", None, "H16")
    assert national.oddities == ()


def test_where_the_fields_of_a_row_stand(national: Table) -> None:
    row = national.rows[0]
    fields = ("level1", "level2", "name", "value", "actual", "weight", "score", "reason")
    assert [row.place_of(field).cell for field in fields] == [f"{letter}13" for letter in "BCDEFGHI"]
    assert row.place_of("value") == row.place == row.place_of("rate")
    assert all(one.columns is row.columns for one in national.rows)
    assert pickle.loads(pickle.dumps(national)) == national


# ---- forms of other places -------------------------------------------------------------------------------------------

HEAD = "项目名称|甲\n"
HEADER = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
OUTPUT = "产出指标|数量指标|人数|≥5人|4人|50|40\n"
BENEFIT = "效益指标|社会效益指标|户数|≥5户|5户|30|30\n"


def test_a_form_of_2017() -> None:
    table = read("""
        项目名称|甲
        项目资金(万元)||全年预算数(A)|全年执行数(B)|分值|执行率(B/A)|得分
        |年度资金总额：|100|50|10|50%|5
        |其中：本年财政拨款|100|50|-|-|-
        绩效指标|一级指标|二级指标|三级指标|年度指标值(A)|全年实际值(B)|分值|得分|未完成原因分析
        |产出指标|数量指标|人数|5人|4人|90|72|缺钱
        总分||||||100|77
    """)
    assert money(table.execution) == (Decimal(1000000), Decimal(500000), "10", "50%", "5", "G3")
    assert told(table.result) == ("100", "77", None, "H7")
    assert table.rows[0].reason == "缺钱"


def test_hubei_gives_the_execution_twenty_points() -> None:
    table = read("""
        2020年学生资助项目绩效目标自评表
        填报日期：2021年1月10日    总分：95.6分
        项目名称|学生资助
        预算执行情况（万元）（20分）||预算数（A）|执行数（B）|执行率（B/A）|得分（20分*执行率）
        |年度财政资金总额|500|400|80%|16
        年度绩效目标1（80分）|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分
        |产出指标|数量指标|受助人数|100|98|79.6
    """)
    assert money(table.execution) == (Decimal(5000000), Decimal(4000000), "20", "80%", "16", "F5")
    assert told(table.result) == (None, "95.6分", None, "A2")


@pytest.mark.parametrize(
    ("header", "second", "weights"),
    [
        ("三级指标|指标值|完成值", "及时率（30分）|100%|90%", ["50", "30"]),
        ("三级指标|指标值|完成值", "及时率|100%|90%", [None, None]),
        ("三级指标|指标值|完成值", "及时率（60分）|100%|90%", [None, None]),
        ("三级指标|指标值|完成值|分值", "及时率（30分）|100%|90%|", [None, None]),
        ("三级指标|指标值|备注", "及时率（30分）|100%|", [None, None]),
    ],
)
def test_weights_in_the_names_of_all_indicators(header: str, second: str, weights: list[str | None]) -> None:
    table = read(f"{HEAD}{header}\n巡查次数（50分）|12次|9次\n{second}")
    assert [row.weight for row in table.rows] == weights


def test_chongqing_gives_rates_and_its_block_has_no_labels() -> None:
    table = read("""
        部门整体绩效自评表
        部门名称|融媒体中心|联系人|李四|自评总分（分）|97.6
        部门预算执行情况（万元）|年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重|执行率得分（分）
        |0|1005|763.8|76%|10|7.6
        当年绩效目标|年初绩效目标||全年（调整）绩效目标||全年目标实际完成情况
        指标名称|计量单位|指标性质|年初指标值|调整指标值|全年完成值|得分系数（%）|指标权重（分）|指标得分（分）|是否核心指标
        控制率|%|≤|100||92|100%|50|50|否
        宣传活动|次|≥|12|10|9|90%|40|36|是
    """)
    assert [(r.value, r.actual, r.rate, r.weight, r.score) for r in table.rows] == [
        ("100", "92", "100%", "50", "50"),
        ("10", "9", "90%", "40", "36"),
    ]
    # The letters of each row follow the column its value is read from.
    assert [(r.place_of("value").cell, r.place_of("rate").cell) for r in table.rows] == [("D7", "G7"), ("E8", "G8")]
    assert money(table.execution) == (Decimal(10050000), Decimal(7638000), "10", "76%", "7.6", "G4")
    assert told(table.result) == (None, "97.6", None, "F2")


def test_sichuan_says_the_score_in_its_conclusion() -> None:
    table = read("""
        项目名称|工资性支出
        预算执行情况(10分)|年度预算数(万元)|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因
        |总额|238.93|251.89|251.89|100.00%|10||按月发放
        |其中:财政资金|238.93|251.89|251.89|100.00%|/|/
        绩效指标(90分)|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析
        |产出指标|数量指标|覆盖率|=|100|%|100|60||
        |效益指标|社会效益指标|保障率|=|100|%|100|30||
        合计||||||||100||
        评价结论|本项目自评总分96.5分，等级为“优”。
    """)
    assert money(table.execution) == (Decimal(2518900), Decimal(2518900), "10", "100.00%", None, "H3")
    assert told(table.result) == ("100", "96.5", "优", "B9")
    assert table.oddities == ()


def test_a_form_for_transfers() -> None:
    table = read("""
        专项资金名称|县级储备粮
        项目资金（万元）||全年预算数（A）|全年执行数（B）|执行率（B/A）
        |年度资金总额：|194.9|190|97.5%
        |其中：中央、省、市补助|194.9|190|97.5%
        一级指标|二级指标|三级指标|年度指标值|全年完成值|未完成原因和改进措施
        产出指标|数量指标|储备到位率|100%|98%|粮价上涨
    """)
    assert money(table.execution) == (Decimal(1949000), Decimal(1900000), None, "97.5%", None, "D3")
    assert table.result is None
    assert table.rows[0].reason == "粮价上涨"


def test_figures_directly_behind_their_labels() -> None:
    table = read("""
        专项名称|甲资金
        预算执行情况（万元）|预算数：|500|执行数：|480
        |其中：财政拨款|300|其中：财政拨款|290
        一级指标|二级指标|三级指标|年度指标值|全年完成值
        产出指标|数量指标|人数|5人|4人
    """)
    assert money(table.execution) == (Decimal(5000000), Decimal(4800000), None, None, None, "E2")


@pytest.mark.parametrize("slip", [0, 1])
def test_a_form_flattened_to_text(slip: int, text_file: Callable[..., Path]) -> None:
    total = ["", "年度资金总额：", "90", "100", "80", "10", "80%", "8"][slip:]
    rows = [
        ["项目名称", "甲"],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        total,
        ["", "其他资金", "90", "100", "80", "—", "", "—"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "偏差原因"],
        ["", "产出指标", "数量指标", "人数", "≥5人", "4人", "90", "72", "下雨"],
        [*["总分", "", "", "", "", "", "100", "80"][slip:]] if slip == 0 else ["总分", "", "", "", "", "100", "80"],
    ]
    path = text_file("\n".join("\t".join(row + [""] * (9 - len(row))) for row in rows))
    [table] = read_tables(path)
    assert money(table.execution) == (Decimal(1000000), Decimal(800000), "10", "80%", "8", None)
    assert told(table.result) == ("100", "80", None, None)
    [row] = table.rows
    assert (row.weight, row.score, row.reason, row.columns) == ("90", "72", "下雨", {})


def test_a_form_in_traditional_characters() -> None:
    table = read("""
        項目名稱|甲
        項目資金（萬元）||年初預算數|全年預算數|全年執行數|分值|執行率|得分
        |年度資金總額：|90|100|80|10|80%|8
        績效指標|一級指標|二級指標|三級指標|年度指標值|實際完成值|分值|得分|偏差原因分析及改進措施
        |產出指標|數量指標|人數|≥5人|4人|90|72|下雨
        總分||||||100|80
        自評等級|優
    """)
    assert (table.project, table.rows[0].level1, table.rows[0].reason) == ("甲", "產出指標", "下雨")
    assert money(table.execution) == (Decimal(1000000), Decimal(800000), "10", "80%", "8", "H3")
    assert told(table.result) == ("100", "80", "优", "H6")
    assert table.oddities == ()


def test_header_words_alone(text_file: Callable[..., Path]) -> None:
    text = "指标名称,目标值,实际值,权重,得分,得分率,未完成原因,去年完成值\n人数,≥5人,4人,10,8,80%,下雨,3人\n"
    [table] = read_tables(text_file(text, "自评.csv"))
    [row] = table.rows
    assert (row.rate, row.reason, row.previous) == ("80%", "下雨", "3人")
    assert (row.place_of("previous").cell, table.execution, table.result) == ("H2", None, None)


def test_names_of_the_data_model(text_file: Callable[..., Path]) -> None:
    item = {
        "KPI_LV1": "产出指标", "KPI_LV2": "数量指标", "KPI_LV3": "人数", "KPI_VAL": "≥5人",
        "IND_COMP": "4人", "IND_WEIGHT": 10, "EVAL_SCORE": 8.0, "DEVI_ANALY": "下雨", "SNINDEXVAL": "3人",
        "QNINDEXVAL": "2人",
    }  # fmt: skip
    for path in (
        text_file(json.dumps([item], ensure_ascii=False), "自评.json"),
        text_file(f"{','.join(item)}\n{','.join(map(str, item.values()))}\n", "自评.csv"),
    ):
        [table] = read_tables(path)
        [row] = table.rows
        assert (row.level1, row.level2, row.name, row.value) == ("产出指标", "数量指标", "人数", "≥5人")
        assert (row.actual, row.weight, row.score, row.reason, row.previous) == ("4人", "10", "8.0", "下雨", "3人")
        assert table.oddities == ()


@pytest.mark.parametrize(
    "around",
    [
        {
            "PM_PERF_SELF_BGT": [
                {"REPLY_AMT": 90, "YEAR_ADJ_AMT": 10, "CUR_AMT": 100, "YEAR_EXE_AMT": 80, "EXE_SCORE": 8}
            ]
        },
        {"execution": {"budget": "100", "spent": "80", "score": "8"}},
        {"全年预算数（万元）": "0.01", "全年执行数（元）": 80, "得分": 8},
    ],
)
@pytest.mark.parametrize("project", [{"项目名称": "甲"}, {}])
def test_the_money_beside_a_list_of_objects(
    project: dict[str, str], around: dict[str, Any], text_file: Callable[..., Path]
) -> None:
    rows = [{"KPI_LV1": "产出指标", "KPI_LV3": "人数", "KPI_VAL": "≥5人"}]
    content = [{**project, **around, "自评得分": 95, "自评等级": "优", "rows": rows}, {"项目名称": "乙", "rows": rows}]
    first, second = read_tables(text_file(json.dumps(content, ensure_ascii=False), "自评.json"))
    assert (first.project, first.funds) == (project.get("项目名称"), None)
    assert money(first.execution) == (100, 80, None, None, "8", None)
    assert told(first.result) == (None, "95", "优", None)
    assert (second.execution, second.result) == (None, None)


def test_keys_that_change_from_object_to_object(text_file: Callable[..., Path]) -> None:
    items = [
        {"三级指标": "甲", "指标值": "5人", "上年完成值": "4人"},
        {"name": "乙", "目标值": "5人", "上年指标值": "3人"},
    ]
    [table] = read_tables(text_file(json.dumps(items, ensure_ascii=False), "目标.json"))
    assert [(row.name, row.value, row.previous) for row in table.rows] == [("甲", "5人", "4人"), ("乙", "5人", "3人")]


# ---- columns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("得分系数(%)", "rate"), ("指标得分系数", "rate"), ("得分系數", "rate"), ("rate", "rate"),
        ("偏差原因分析及改进措施", "reason"), ("偏差原因分析及改進措施", "reason"),
        ("偏差原因分析及整改措施", "reason"),
        ("未完成原因和改进措施", "reason"), ("偏差分析及整改措施", "reason"), ("未达到年初目标的原因分析", "reason"),
        ("扣分原因", "reason"), ("reason", "reason"), ("DEVI_ANALY", "reason"),
        ("上年值", "previous"), ("上年完成值", "previous"), ("上年度指标值", "previous"), ("去年", "previous"),
        ("上一年度实际值", "previous"), ("previous", "previous"), ("SNINDEXVAL", "previous"),
        ("前年", None), ("改进措施", None), ("完成率", None),
    ],
)  # fmt: skip
def test_headers(header: str, field: str | None) -> None:
    row = read(f"三级指标|指标值|{header}|完成值\n人数|5人|3|4人").rows[0]
    assert {name: getattr(row, name) for name in ("rate", "reason", "previous") if getattr(row, name)} == (
        {} if field is None else {field: "3"}
    )
    assert row.actual == "4人"
    if field is not None:
        assert field_of(header) == field


@pytest.mark.parametrize(
    ("field", "header"),
    [
        *(("actual", one) for one in ("完成指标值", "实际达到值", "完成数")),
        *(("weight", one) for one in ("满分值", "权重值", "基准分", "设定分值")),
        ("reason", "偏差情况及原因"),
        ("value", "计划完成值"),
    ],
)
def test_words_of_headers(field: str, header: str) -> None:
    headers = {"value": "指标值", "actual": "完成值", "weight": "分值", "reason": "偏差原因"} | {field: header}
    row = read(f"三级指标|{'|'.join(headers.values())}\n人数|5人|4人|50|下雨").rows[0]
    assert (row.value, row.actual, row.weight, row.reason) == ("5人", "4人", "50", "下雨")


def test_the_names_of_fields_are_among_their_words() -> None:
    for field in words()["fields"]:
        assert field_of(name_of_field(field)) == field


def test_columns_named_by_hand(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值", "甲", "乙", "丙"], ["人数", "5人", "0.8", "下雨", "3人"]])
    named = {field_of("得分系数"): "C", field_of("偏差原因"): "乙", field_of("上年值"): "E"}
    [row] = [row for table in read_tables(path, columns=named) for row in table.rows]
    assert (row.rate, row.reason, row.previous, row.place_of("reason").cell) == ("0.8", "下雨", "3人", "D2")


@pytest.mark.parametrize(
    ("headers", "previous"),
    [
        (("上年|指标值|完成值", "完成值||"), "3"),
        (("上年情况|指标值|完成值", "实际完成值||"), "3"),
        (("指标值||完成值", "上年|2025年|"), "3"),
        (("历史值|指标值|完成值", "上年||"), "3"),
        (("历史值|指标值|完成值", "前年||"), None),
    ],
)
def test_last_year_in_a_second_header_row(headers: tuple[str, str], previous: str | None) -> None:
    upper, below = headers
    row = read(f"{HEAD}三级指标|{upper}\n|{below}\n人数|3|5人|4人").rows[0]
    assert (row.value, row.actual, row.previous) == ("5人", "4人", previous)


def test_what_was_reached_goes_before_what_was_aimed_at(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "上年指标值", "上年完成值", "指标值"], ["人数", "2人", "3人", "5人"]])
    assert [row.previous for table in read_tables(path) for row in table.rows] == ["3人"]
    [finding] = check(read_tables(path)).findings
    assert (finding.code, "--map 上年值=B" in finding.message("zh")) == ("column-left-out", True)


def test_last_year_where_only_the_year_tells() -> None:
    [value] = scan(Grid("x", rows_of("三级指标|2024年指标值|2025年指标值\n人数|3人|5人")), year=2025).tables
    assert (value.rows[0].value, value.rows[0].previous) == ("5人", "3人")
    # Nobody said which year it is: the later one was a guess.
    assert read("三级指标|2024年指标值|2025年指标值\n人数|3人|5人").rows[0].previous is None


def rows_of(text: str) -> list[GridRow]:
    return [GridRow(number, tuple(line.split("|"))) for number, line in enumerate(text.split("\n"), start=1)]


def test_a_lone_value_of_last_year_is_the_value() -> None:
    row = read(f"{HEAD}三级指标|上年指标值\n人数|5人").rows[0]
    assert (row.value, row.previous) == ("5人", None)


def test_a_reason_merged_over_several_rows_is_that_of_each(workbook: Callable[..., Path]) -> None:
    path = workbook(
        [["三级指标", "指标值", "得分系数", "偏差原因"], ["甲", "5人", "0.8", "下雨"], ["乙", "6人", None, None]],
        merge=["C2:C3", "D2:D3"],
    )
    [table] = read_tables(path)
    assert [(row.rate, row.reason) for row in table.rows] == [("0.8", "下雨"), (None, "下雨")]


def test_tables_side_by_side_have_their_own_columns() -> None:
    table = read("一级指标|三级指标|指标值|得分|三级指标|指标值|得分\n产出指标|三年人数|15人|5|人数|5人|6")
    assert [(row.score, row.place_of("score").cell) for row in table.rows] == [("5", "D2"), ("6", "G2")]


# ---- the money -------------------------------------------------------------------------------------------------------


def block(header: str, *rows: str) -> tuple[Any, ...] | None:
    return money(read("\n".join((HEAD.strip(), header, *rows, HEADER.strip(), OUTPUT))).execution)


@pytest.mark.parametrize("label", ["年度资金总额", "年度资金总额：", "资金总额", "合计", "总额", "年度财政资金总额"])
def test_the_row_of_the_whole(label: str) -> None:
    found = block(
        "项目资金（元）||预算数|执行数|执行率",
        f"|{label}|200|100|50%",
        "|其中：当年财政拨款|150|90|60%",
        "|其他资金|50|10|20%",
    )
    assert found == (200, 100, None, "50%", None, "D3")


def test_the_year_goes_before_the_whole_period_and_sources_are_not_it() -> None:
    header = "项目资金（元）||预算数|执行数"
    assert block(header, "|实施期资金总额|900|800") is None
    assert block(header, "|其中：当年财政拨款|150|90", "|上年结转资金|5|5") is None
    assert block(header, "|合计|9|8", "|年度资金总额|7|6") == (7, 6, None, None, None, "D4")


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ("—|/|—|/|—|-", None),
        ("90|—|80|10|88.9%|8.89", (90, 80, "10", "88.9%", "8.89", "H3")),
        ("90|100|—|10|/|", (100, None, "10", None, None, "H3")),
        ("90|100元|0.008万元|10|80%|8分", (100, 80, "10", "80%", "8分", "H3")),
        ("0|0|0|10|0|0", (0, 0, "10", "0", "0", "H3")),
    ],
)
def test_cells_that_say_nothing(cells: str, found: tuple[Any, ...] | None) -> None:
    header = "项目资金（元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分"
    assert block(header, f"|年度资金总额|{cells}") == found


def test_units_of_the_block() -> None:
    rows = "|年度资金总额|1.5|2000"
    assert block("项目资金||预算数（万元）|执行数（元）", rows)[:2] == (15000, 2000)  # type: ignore[index]
    assert block("项目资金||预算数|执行数", rows)[:2] == (None, None)  # type: ignore[index]
    table = read(f"单位：万元\n{HEAD}项目资金||预算数|执行数\n{rows}\n{HEADER}{OUTPUT}")
    assert money(table.execution)[:2] == (15000, 20000000)  # type: ignore[index]


def test_the_total_has_the_unit_of_its_own_column() -> None:
    rows = "|年度资金总额|100|100|900000"
    header = "项目资金||年初预算数（万元）|全年预算数（万元）|全年执行数（元）"
    assert read(f"{HEAD}{header}\n{rows}\n{HEADER}{OUTPUT}").funds == 1000000


def test_the_block_below_its_name_and_below_the_indicators() -> None:
    money_block = """项目资金（元）|预算执行情况（20分）
        ||上年结转|年初预算数|全年预算数|全年执行数|分值|执行率|得分
        |年度资金总额|5|90|100|80|10|80%|8
    """
    found = (100, 80, "10", "80%", "8")
    assert money(read(f"{HEAD}{money_block}\n{HEADER}{OUTPUT}").execution) == (*found, "I4")
    table = read(f"{HEAD}{HEADER}{OUTPUT}\n{money_block}自评总分|58")
    assert money(table.execution) == (*found, "I7")
    assert told(table.result) == (None, "58", None, "B8")


def test_the_money_of_a_report_is_not_that_of_its_form(tmp_path: Path) -> None:
    block: Cells = [["项目", "预算数（元）", "执行数", "执行率"], ["合计", "9", "8", "89%"]]
    form: Cells = [["三级指标", "年度指标值", "完成值"], ["人数", "≥5人", "4人"]]
    whole: Cells = [["部门名称", ("水利局", 2, 1)], *form]
    for parts in (
        ["收支情况", block, "绩效自评表", form],
        ["收支情况", block, "部门整体绩效自评表", whole],
        [form, "收支", block],
    ):
        [table] = read_tables(write_docx(tmp_path / "a.docx", parts))
        assert (len(table.rows), table.execution) == (1, None)


def test_a_list_of_projects_is_no_money_block() -> None:
    listing = "序号|项目名称|全年预算数（万元）|全年执行数|执行率|得分\n1|甲|90|80|88%|9\n合计||90|80|88%|\n\n"
    assert read(listing + HEAD + HEADER + OUTPUT).execution is None


def test_each_form_has_its_own_money() -> None:
    one = f"{HEAD}项目资金（元）||预算数|执行数\n|年度资金总额|9|8\n{HEADER}{OUTPUT}总分|||||50|40\n"
    first, second = tables(f"{one}项目名称|乙\n{HEADER}{BENEFIT}总分|||||30|30\n自评等级|良\n")
    assert (money(first.execution), told(first.result)) == ((9, 8, None, None, None, "D3"), ("50", "40", None, "G6"))
    assert (second.execution, told(second.result)) == (None, ("30", "30", "良", "G10"))


def test_an_execution_that_is_an_indicator_stays_one() -> None:
    line = "预算执行|预算执行率|预算执行率|100%|96%|10|9.6\n"
    table = read(f"{HEAD}{HEADER}{line}{OUTPUT}总分|||||60|49.6")
    row = table.rows[0]
    assert (row.name, row.value, row.actual, row.weight, row.score) == ("预算执行率", "100%", "96%", "10", "9.6")
    assert (table.execution, told(table.result)) == (None, ("60", "49.6", None, "G5"))


# ---- the total -------------------------------------------------------------------------------------------------------


def total(*rows: str, slips: bool = False) -> tuple[str | None, ...] | None:
    return told(read(f"{HEAD}{HEADER}" + "\n".join(row.strip() for row in rows), slips=slips).result)


@pytest.mark.parametrize("label", ["总分", "总 分", "合计", "总计", "总得分", "自评总分", "总分（100分）", "综合得分"])
def test_the_row_of_the_total(label: str) -> None:
    assert total(OUTPUT, BENEFIT, f"{label}|||||80|70") == ("80", "70", None, "G5")


def test_the_total_of_all_levels_and_not_of_one() -> None:
    parts = (OUTPUT, "合计|||||50|40", BENEFIT, "合计|||||30|30")
    assert total(*parts, "合计|||||80|70") == ("80", "70", None, "G7")
    assert total(*parts) is None
    assert total(OUTPUT, BENEFIT, "合计|||||30|30") is None
    assert total(OUTPUT, "小计|||||50|40", BENEFIT, "小计|||||30|30") is None
    assert total("合计|||||80|70", OUTPUT, BENEFIT) == ("80", "70", None, "G3")
    assert total("合计|||||50|70", OUTPUT, BENEFIT) is None
    # With the ten points of the money it is a hundred.
    assert total(OUTPUT, "产出指标合计|||||50|40", BENEFIT, "合计|||||90|79") == ("90", "79", None, "G6")


def test_a_total_that_does_not_add_up_is_the_total_all_the_same() -> None:
    assert total(OUTPUT, BENEFIT, "总分|||||100|70") == ("100", "70", None, "G5")


def test_a_total_merged_across(tmp_path: Path) -> None:
    form: Cells = [
        [*HEADER.strip().split("|")],
        [*OUTPUT.strip().split("|")],
        [*BENEFIT.strip().split("|")],
        [("合计", 5, 1), ("70", 2, 1)],
    ]
    for path in (write_xlsx(tmp_path / "a.xlsx", [form]), write_docx(tmp_path / "a.docx", [form])):
        [table] = read_tables(path)
        assert told(table.result) == (None, "70", None, "F4")


def test_a_figure_of_which_nobody_knows_what_it_is() -> None:
    assert total(OUTPUT, BENEFIT, "合计|70") is None
    assert total(OUTPUT, BENEFIT, "合计|||70") is None
    assert total(OUTPUT, BENEFIT, "总分||70") == (None, "70", None, "C5")
    assert total(OUTPUT, BENEFIT, "总分|||||80|", slips=True) is None  # 分值 or 得分, slipped?


def test_a_total_a_column_too_far_to_the_right() -> None:
    form = f"{HEAD}三级指标|指标值|完成值|分值|得分|偏差原因\n人数|5人|4人|100|90|下雨\n"
    assert told(read(f"{form}总分||||100|90").result) == ("100", "90", None, "F4")
    assert read(f"{form}合计|||||90").result is None


def test_a_table_of_several_projects_has_no_total() -> None:
    header = "项目名称|三级指标|指标值|完成值|分值|得分\n"
    both = tables(f"{header}甲|人数|5人|4人|100|90\n乙|次数|5次|4次|100|80\n合计||||200|170")
    assert [table.result for table in both] == [None, None]
    [one] = tables(f"{header}甲|人数|5人|4人|100|90\n合计||||100|90")
    assert told(one.result) == ("100", "90", None, "F3")


@pytest.mark.parametrize(
    ("foot", "found"),
    [
        ("自评得分|95|自评等级|优", (None, "95", "优", "B4")),
        ("自评得分：95分||自评等级：良好", (None, "95分", "良好", "A4")),
        ("自评总分：88.5    自评等级：良", (None, "88.5", "良", "A4")),
        ("总分：95.6分", (None, "95.6分", None, "A4")),
        ("自评结论|优", (None, None, "优", "B4")),
        ("评价等级|优□ 良☑ 中□ 差□", (None, None, "良", "B4")),
        ("自评等级|□优 √良 □中 □差", (None, None, "良", "B4")),
        ("自评结果|自评得分为95.5分，评价等级为“优”。", (None, "95.5", "优", "B4")),
        ("评价等级|优|良|中|差", None),
        ("自评等级|优□ 良□ 中□ 差□", None),
        ("自评得分|100|95", None),
        ("自评结论|满分100分，完成较好", None),
        ("自评结论|产出得分50分，效益得分30分", None),
        ("其他需说明的问题|无", None),
    ],
)
def test_the_foot(foot: str, found: tuple[str | None, ...] | None) -> None:
    assert total(OUTPUT, foot) == found


def test_the_total_goes_before_the_foot() -> None:
    assert total(OUTPUT, "总分|||||50|40", "自评得分|41", "自评等级|差") == ("50", "40", "差", "G4")


def test_nothing_is_said_of_what_is_read() -> None:
    table = read(f"{HEAD}{HEADER}{OUTPUT}总分|||||50|40\n自评得分|95|自评等级|优\n其他需说明的问题|无")
    assert table.oddities == ()
