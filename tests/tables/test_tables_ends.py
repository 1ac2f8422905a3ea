"""Where a table begins and ends, and whose its rows are: the smallest table that shows each."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from indicator_dsl.rows import Table
from indicator_dsl.tables import TableError, read_tables

HEADER = "一级指标,二级指标,三级指标,指标值"
ROW = "产出指标,数量指标,人数,≥200人"

Read = Callable[..., list[Table]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def written(*lines: str) -> list[Table]:
        path = tmp_path / "表.csv"
        path.write_text("\n".join(lines), "utf-8")
        return read_tables(path)

    return written


def names(tables: list[Table]) -> list[tuple[str | None, str | None]]:
    return [(row.project, row.name) for table in tables for row in table.rows]


def odd(tables: list[Table]) -> list[tuple[str, str]]:
    return [(one.code, one.text) for table in tables for one in table.oddities]


# ---- a word of forms may name a group --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "group",
    [
        "预算执行情况",
        "资金来源",
        "项目内容",
        "项目性质",
        "资金情况",
        "项目支出",
        "年度目标",
        "总体目标",
        "项目资金",
        "资金总额",
        "实施单位",
    ],
)
def test_a_group_named_like_a_row_of_a_form(group: str, read: Read) -> None:
    tables = read(HEADER, "过程,项目管理,制度健全性,健全", f",{group},执行率,≥95%", f",{group},到位率,100%", ROW)
    assert names(tables) == [(None, "制度健全性"), (None, "执行率"), (None, "到位率"), (None, "人数")]


@pytest.mark.parametrize("kind", ["年度目标", "长期目标", "年度绩效目标", "项目支出"])
def test_a_column_of_kinds_of_targets(kind: str, read: Read) -> None:
    assert names(read(f"目标类型,{HEADER}", f"{kind},{ROW}")) == [(None, "人数")]


def test_the_head_of_a_form_ends_a_table(read: Read) -> None:
    assert names(read(HEADER, ROW, "主管部门,市教育局,实施单位,市一中", "资金总额,100万元,财政拨款,100万元")) == [
        (None, "人数")
    ]


def test_one_header_for_several_projects(read: Read) -> None:
    tables = read(HEADER, "项目名称：甲,,,", ROW, "项目名称：乙,,,", "产出指标,数量指标,面积,5")
    assert names(tables) == [("甲", "人数"), ("乙", "面积")]


# ---- behind a gap ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["100%", "优秀", "5", "显著提升", "≥5份"])
def test_a_group_behind_a_blank_row(value: str, read: Read) -> None:
    tables = read(HEADER, ROW, ",,,", f"履职目标,工作产出,报告数,{value}")
    assert names(tables) == [(None, "人数"), (None, "报告数")]


def test_a_table_goes_on_behind_other_rows(read: Read) -> None:
    tables = read(HEADER, ROW, ",,,", "别的话,,另一句,x", "产出指标,质量指标,合格率,100%")
    assert names(tables) == [(None, "人数"), (None, "合格率")]


def test_the_rows_of_another_table_are_no_continuation(read: Read) -> None:
    tables = read(HEADER, ROW, "一级指标,二级指标,三级指标,分值", "决策,项目立项,立项充分性,5")
    assert names(tables) == [(None, "人数")]
    assert odd(tables) == [("row-left-out", "立项充分性 5")]


def test_a_table_goes_on_in_the_next_sheet(workbook: Callable[..., Path]) -> None:
    path = workbook(
        [["项目名称", "甲"], HEADER.split(","), ROW.split(",")], [["产出指标", "质量指标", "合格率", "100%"]]
    )
    assert names(read_tables(path)) == [("甲", "人数"), ("甲", "合格率")]


# ---- whose rows they are ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    [
        "政策名称",
        "专项名称",
        "专项资金名称",
        "二级项目名称",
        "预算项目",
        "预算项目名称",
        "项目支出名称",
        "转移支付（项目）名称",
        "项目（专项）名称",
        "2.项目名称",
        "二、项目名称",
        "项目",
        "名称",
    ],
)
def test_labels_of_the_project(label: str, read: Read) -> None:
    tables = read("项目名称,甲,,", HEADER, ROW, f"{label},乙,,", HEADER, ROW)
    assert names(tables) == [("甲", "人数"), ("乙", "人数")]


@pytest.mark.parametrize("between", ["河道清淤项目绩效目标表,,,", "二、路灯维护,,,", "课题,乙,,"])
def test_the_next_form_is_not_the_last_projects(between: str, read: Read) -> None:
    tables = read("项目名称,甲,,", "资金总额,5万元,,", HEADER, ROW, between, HEADER, ROW)
    assert [(table.project, table.funds, len(table.rows)) for table in tables] == [
        ("甲", Decimal(50000), 1),
        (None, None, 1),
    ]


@pytest.mark.parametrize("between", ["（续表）", "第2页", "— 2 —", ",,", "绩效目标表（续）", "年度绩效目标表"])
def test_a_repeated_header_goes_on(between: str, read: Read) -> None:
    assert names(read("项目名称,甲,,", HEADER, ROW, between, HEADER, ROW)) == [("甲", "人数")] * 2


def test_another_header_inherits_nothing(read: Read) -> None:
    tables = read("项目名称,甲,,", HEADER, ROW, "指标名称,年度指标值", "面积,≥5亩")
    assert [(row.project, row.level1, row.name) for table in tables for row in table.rows] == [
        ("甲", "产出指标", "人数"),
        (None, None, "面积"),
    ]


def test_forms_side_by_side(read: Read) -> None:
    tables = read(
        "项目名称,甲,,项目名称,乙,", "二级指标,三级指标,指标值,二级指标,三级指标,指标值", "数量,人数,5,数量,面积,6"
    )
    assert names(tables) == [("甲", "人数"), ("乙", "面积")]


def test_a_page_number_is_no_project(read: Read) -> None:
    tables = read("项目名称,三级指标,指标值", "甲,人数,≥5人", "第2页,,", ",户数,≥6户")
    assert names(tables) == [("甲", "人数"), ("甲", "户数")]


def test_a_form_of_a_department(read: Read) -> None:
    assert names(read("部门整体支出绩效目标表,,,", "部门名称,市林业局,,", HEADER, ROW)) == [("市林业局", "人数")]


# ---- money -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "amount", "yuan"),
    [
        ("预算金额", "120.5万元", "1205000"),
        ("预算金额（万元）", "120.5", "1205000"),
        ("项目资金（万元）", "30", "300000"),
        ("预算安排", "3万元", "30000"),
        ("2025年预算数（万元）", "12", "120000"),
        ("项目总投资", "3亿元", "300000000"),
        ("年初预算（万元）", "3", "30000"),
        ("申报金额", "12万", "120000"),
        ("申请资金（元）", "1000", "1000"),
        ("部门预算总额（万元）", "3", "30000"),
        ("财政拨款预算数", "3万元", None),
    ],
)
def test_labels_of_the_total(label: str, amount: str, yuan: str | None, read: Read) -> None:
    [table] = read("项目名称,甲,,", f"{label},{amount},,", HEADER, ROW)
    assert table.funds == (yuan and Decimal(yuan))


def test_project_and_total_in_one_cell(read: Read) -> None:
    [table] = read("项目名称：甲    预算金额：100万元,,,", HEADER, ROW)
    assert (table.project, table.funds) == ("甲", Decimal(1000000))


def test_a_unit_above_all_forms(read: Read) -> None:
    tables = read("单位：万元,,,", *("项目名称,甲,预算金额,12", HEADER, ROW) * 2)
    assert [table.funds for table in tables] == [Decimal(120000)] * 2


def test_a_column_of_totals(read: Read) -> None:
    [table] = read("单位：万元,,,", "项目名称,预算数,三级指标,指标值", "甲,12,人数,≥5人")
    assert table.funds == Decimal(120000)


# ---- no indicators ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        ("附表三：,,,", "序号,单位名称,编制数,实有人数", "1,教育局,50,48"),
        ("序号,合同名称,乙方单位,金额", "1,维修合同,甲公司,100"),
        ("部门收支总表,,,", "单位：万元,,,", "收入,1200.50,支出,1200.50"),
        ("资产情况表,,,", "项目,单位,数量,价值（万元）", "房屋,平方米,12000,3600"),
    ],
)
def test_another_table_directly_below(rows: tuple[str, ...], read: Read) -> None:
    assert names(read(HEADER, ROW, *rows)) == [(None, "人数")]


@pytest.mark.parametrize("numbers", ["1,2,3,4", "（1）,（2）,（3）,（4）", "A,B,C,D", "甲,乙,丙,1"])
def test_numbers_of_columns(numbers: str, read: Read) -> None:
    assert names(read(HEADER, numbers, ROW)) == [(None, "人数")]


@pytest.mark.parametrize("title", ["项目支出绩效目标表", "（2025年度）", "附表2", "填报单位：教育局"])
def test_the_title_of_the_next_form_where_names_stand(title: str, read: Read) -> None:
    tables = read("指标名称,指标值", "人数,≥200人", f"{title},", "项目名称,乙", "指标名称,指标值", "面积,≥5亩")
    assert names(tables) == [(None, "人数"), ("乙", "面积")]


def test_a_name_without_a_value_is_no_title(read: Read) -> None:
    assert names(read("指标名称,指标值", "人数,≥200人", "户数,", "面积,≥5亩")) == [
        (None, "人数"),
        (None, "户数"),
        (None, "面积"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("其他需说明的问题,,无,", []),
        ("审核意见,,同意立项,", []),
        ("自评结论,,,全部完成", []),
        ("项目实施进度计划,,完成时间,责任人", []),
        # what the forms are known to have there is not told
        ("预算执行率,,,98%", [("row-unlike-indicator", "预算执行率 98%")]),
    ],
)
def test_rows_behind_the_indicators(row: str, said: list[tuple[str, str]], read: Read) -> None:
    tables = read(HEADER, ROW, row)
    assert names(tables) == [(None, "人数")]
    assert odd(tables) == said


@pytest.mark.parametrize("row", ["效益,社会,/,/", "效益,社会,无,无", "效益,社会,不涉及,", "---,---,---,---"])
def test_rows_that_say_nothing(row: str, read: Read) -> None:
    assert names(read(HEADER, row, ROW)) == [(None, "人数")]


def test_a_line_of_signatures_with_a_date(read: Read) -> None:
    assert names(read(HEADER, ROW, "审核人,李四,填报日期,2025年1月10日")) == [(None, "人数")]


def test_a_sum_under_the_names(read: Read) -> None:
    assert names(read(HEADER, ROW, ",,合计,≥500个", "产出指标小计,,,")) == [(None, "人数")]


# ---- names and values alone ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        ("统计年鉴 主要指标,,", "指标名称,单位,数值", "总人口,万人,320"),
        ("技术参数表,,", "设备名称,指标名称,指标值", "服务器,内存,≥64"),
        ("任务分解表,,", "指标名称,目标值,责任单位", "GDP增速,6%,发改委"),
    ],
)
def test_a_table_of_another_kind(rows: tuple[str, ...], read: Read) -> None:
    with pytest.raises(TableError):
        read(*rows)
    tables = read(HEADER, ROW, "", *rows)
    assert names(tables) == [(None, "人数")]
    assert [code for code, _ in odd(tables)] == ["table-left-out"]


@pytest.mark.parametrize(
    "rows",
    [
        ("指标名称,数值", "总人口,320"),
        ("某某镇,", "三级指标,指标值", "总人口,320"),
        ("某某项目绩效目标,", "指标名称,数值", "总人口,320"),
        ("某某镇,", "指标名称,目标值", "总人口,≥320人"),
    ],
)
def test_a_plain_list(rows: tuple[str, ...], read: Read) -> None:
    assert len(names(read(*rows))) == 1
