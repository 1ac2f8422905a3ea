"""Flattened text: the smallest table that shows each way a cell can slip."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from indicator_dsl.tables import read_tables
from indicator_dsl.tables.readers._plain import flattened
from indicator_dsl.tables.scan import scan

FORM = "项目名称\t环卫经费\t项目编码\t4502\t\t\n"
HEADER = "绩效指标\t一级指标\t二级指标\t指标内容\t指标值\t\n"


def read(*lines: str, header: str = HEADER) -> list[tuple[str | None, ...]]:
    text = FORM + header + "\n".join(lines)
    return [
        (row.level1, row.level2, row.name, row.value)
        for table in scan(flattened("x", text)).tables
        for row in table.rows
    ]


OPEN = "\t产出指标\t数量指标\t人数\t≥5人\t"
FIRST = ("产出指标", "数量指标", "人数", "≥5人")


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("\t\t成本指标\t项目成本\t≤5万元\t", ("产出指标", "成本指标", "项目成本", "≤5万元")),
        ("\t成本指标\t项目成本\t≤5万元\t\t", ("产出指标", "成本指标", "项目成本", "≤5万元")),
        ("成本指标\t项目成本\t≤5万元\t\t\t", ("产出指标", "成本指标", "项目成本", "≤5万元")),
        ("\t成本指标\t\t项目成本\t≤5万元\t", ("产出指标", "成本指标", "项目成本", "≤5万元")),
        ("\t\t\t成本指标\t项目成本\t≤5万元", ("产出指标", "成本指标", "项目成本", "≤5万元")),
        ("\t\t成本指标\t\t项目成本\t≤5万元", ("产出指标", "成本指标", "项目成本", "≤5万元")),
        ("\t\t成本指标\t项目成本\t\t", ("产出指标", "成本指标", "项目成本", "")),
        ("\t\t\t成本指标\t项目成本\t", ("产出指标", "成本指标", "项目成本", "")),
        ("\t成本指标\t经济成本指标\t项目成本\t≤5万元\t", ("成本指标", "经济成本指标", "项目成本", "≤5万元")),
        ("效益指标\t社会效益\t率\t=100%\t\t", ("效益指标", "社会效益", "率", "=100%")),
        ("\t人均成本\t\t\t≤ 600 元/人\t", ("产出指标", "数量指标", "人均成本", "≤ 600 元/人")),
        ("\t缴费标准\t≥400元\t\t\t", ("产出指标", "数量指标", "缴费标准", "≥400元")),
        ("\t转运情况\t\t日产日清\t\t", ("产出指标", "数量指标", "转运情况", "日产日清")),
        ("\t\t\t\t总成本\t≤5万元", ("产出指标", "数量指标", "总成本", "≤5万元")),
        ("\t\t\t12345热线办结率\t≥95%\t", ("产出指标", "数量指标", "12345热线办结率", "≥95%")),
        ("\t\t\t2025年培训人数\t\t", ("产出指标", "数量指标", "2025年培训人数", "")),
        ("\t满意度指标\t\t服务对象满意度\t≥90%\t", ("满意度指标", None, "服务对象满意度", "≥90%")),
        ("绩效指标\t\t质量指标\t合规率\t100%\t", ("产出指标", "质量指标", "合规率", "100%")),
        ("\t\t\t项目预算\t≤5万元\t", ("产出指标", "数量指标", "项目预算", "≤5万元")),
        ("\t\t\t\t≥90%\t", ("产出指标", "数量指标", None, "≥90%")),
        ("\t\t\t利率\t根据市场LPR浮动\t", ("产出指标", "数量指标", "利率", "根据市场LPR浮动")),
    ],
)
def test_a_cell_goes_where_it_makes_sense(line: str, row: tuple[str | None, ...]) -> None:
    assert read(OPEN, line) == [FIRST, row]


WIDE = "单位名称\t项目名称\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\n"


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("教育局\t培训\t产出指标\t数量指标\t人数\t≥\t200\t人",
         ("培训", "产出指标", "数量指标", "人数", "≥", "200", "人")),
        ("教育局\t培训\t效益指标\t社会效益\t素质\t定性\t优良中低差\t",
         ("培训", "效益指标", "社会效益", "素质", "定性", "优良中低差", None)),
        ("教育局\t培训\t影响力目标\t长效管理\t制度健全性\t定性\t健全\t",
         ("培训", "影响力目标", "长效管理", "制度健全性", "定性", "健全", None)),
    ],
)  # fmt: skip
def test_a_row_that_stands_under_its_header_is_not_touched(line: str, row: tuple[str | None, ...]) -> None:
    [table] = scan(flattened("x", f"附件\n{WIDE}{line}\n")).tables
    one = table.rows[0]
    assert (one.project, one.level1, one.level2, one.name, one.relation, one.value, one.unit) == row


def test_a_text_before_the_levels_is_none_of_them() -> None:
    header = "目标类型\t一级指标\t二级指标\t三级指标\t指标值\t\n"
    rows = read(
        "年度目标\t产出指标\t数量指标\t人数\t≥5人\t", "年度目标\t产出指标\t质量指标\t合规率\t\t≥95%", header=header
    )
    assert rows == [FIRST, ("产出指标", "质量指标", "合规率", "≥95%")]


def test_cells_of_several_lines_as_excel_writes_them() -> None:
    text = '附件\n三级指标\t指标值\n"人""数"""\t"≥200人\n其中女≥50人"\n"双减"\t≥5人\n'
    [table] = scan(flattened("x", text)).tables
    found = [(row.name, row.value, row.place.row) for row in table.rows]
    assert found == [('人"数"', "≥200人\n其中女≥50人", 3), ('"双减"', "≥5人", 5)]


def test_a_table_in_markdown(text_file: Callable[..., Path]) -> None:
    [table] = read_tables(text_file("| 三级指标 | 指标值 |\n| :--- | ---: |\n| 人数 | ≥5人 |\n"))
    assert [(row.name, row.value, row.place.row) for row in table.rows] == [("人数", "≥5人", 3)]


def test_a_blank_value_does_not_take_the_next_row() -> None:
    assert read(OPEN, "\t\t成本指标\t项目成本\t\t", "\t人均成本\t\t\t≤6元/人\t")[1:] == [
        ("产出指标", "成本指标", "项目成本", ""),
        ("产出指标", "成本指标", "人均成本", "≤6元/人"),
    ]


def test_levels_alone_on_a_line_open_the_group() -> None:
    assert read("\t产出指标\t\t\t\t", "\t\t质量指标\t\t\t", "\t\t\t合格率\t=100%\t") == [
        ("产出指标", "质量指标", "合格率", "=100%")
    ]


def test_a_sign_in_a_cell_of_its_own_is_the_relation() -> None:
    text = FORM + HEADER + "\t产出指标\t质量指标\t合格率\t=\t100%"
    [row] = scan(flattened("x", text)).tables[0].rows
    assert (row.name, row.relation, row.value) == ("合格率", "=", "100%")


def test_a_cell_broken_over_lines_is_one_cell() -> None:
    assert read("\t产出指标\t数量指标\t小学\n学生人数\t≥5人\t", "\t\t\t初中学生人数\t≥6人\t") == [
        ("产出指标", "数量指标", "小学学生人数", "≥5人"),
        ("产出指标", "数量指标", "初中学生人数", "≥6人"),
    ]


def test_lines_without_their_trailing_tabs_are_not_taken_for_broken_cells() -> None:
    assert read("\t产出指标\t成本指标\t项目成本", "缴费标准\t≥400元", "\t\t\t人数\t≥6人") == [
        ("产出指标", "成本指标", "项目成本", ""),
        ("产出指标", "成本指标", "缴费标准", "≥400元"),
        ("产出指标", "成本指标", "人数", "≥6人"),
    ]


def test_a_table_goes_on_behind_a_page_break() -> None:
    assert read(OPEN, "- 3 -", "", "2025年绩效目标申报表", "", "\t\t\t户数\t≥6户\t") == [
        FIRST,
        ("产出指标", "数量指标", "户数", "≥6户"),
    ]


def test_a_header_repeated_on_the_next_page_is_no_new_table() -> None:
    text = FORM + HEADER + OPEN + "\n\n" + HEADER + "\t\t\t户数\t≥6户\t"
    [table] = scan(flattened("x", text)).tables
    assert [(row.level2, row.name) for row in table.rows] == [("数量指标", "人数"), ("数量指标", "户数")]


def test_what_sums_up_or_explains_is_no_indicator() -> None:
    assert read(OPEN, "合计\t\t\t\t100\t", "注：以上指标", "", "附件2 其他表", "科目\t金额\t说明", "教育\t5\t略") == [
        FIRST
    ]


def test_a_list_of_projects_is_left_alone() -> None:
    text = (
        "单位：万元\n序号\t部门名称\t项目名称\t年初预算数\n1\t教育局\t体检费\t132.00\n合计\t\t\t132.00\n\n"
        + FORM
        + HEADER
        + OPEN
    )
    [table] = scan(flattened("x", text)).tables
    assert (table.project, table.funds, len(table.rows)) == ("环卫经费", None, 1)


def test_wide_tables_slip_as_well() -> None:
    header = "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t实际完成值\t分值\t得分\n"
    text = (
        header + "产出指标\t数量指标\t人次\t≧\t735\t人次\t735\t10\t9\n"
        "\t人数\t≧\t7\t人\t8\t10\t7\t\n"
        "\t\t减轻负担\t\t有效\t\t有效\t5\t5"
    )
    rows = scan(flattened("x", text)).tables[0].rows
    assert [(r.name, r.relation, r.value, r.unit, r.actual, r.weight, r.score) for r in rows] == [
        ("人次", "≧", "735", "人次", "735", "10", "9"),
        ("人数", "≧", "7", "人", "8", "10", "7"),
        ("减轻负担", None, "有效", None, "有效", "5", "5"),
    ]


@pytest.mark.parametrize("slip", ["left", "right", "one cell", "a gap", "no trailing tabs", "blank values"])
def test_the_seed_table_slipped_anew(slip: str, gold: list[tuple[str, ...]]) -> None:
    """No slip of one column, wherever it happens, changes what is read."""
    chance = random.Random(slip)
    lines: list[str] = []
    wanted = []
    before: tuple[str | None, ...] = (None,) * 3
    for project, level1, level2, name, value in gold:
        if project != before[0]:
            lines += ["", f"项目名称\t{project}\t项目编码\t4502\t", HEADER.rstrip("\n")]
        first = "" if (project, level1) == before[:2] else level1
        second = "" if (project, level1, level2) == before else level2
        before = (project, level1, level2)
        shown = "" if slip == "blank values" and chance.random() < 0.3 else value
        cells = ["", first, second, name, shown]
        if chance.random() < 0.4:
            match slip:
                case "left" | "blank values":
                    cells = cells[1:]
                case "right":
                    cells = ["", *cells]
                case "a gap":
                    cells.insert(chance.choice([2, 3, 4]), "")
                case "one cell":
                    at = next(number for number, cell in enumerate(cells) if cell)
                    cells[at - 1], cells[at] = cells[at], ""
                case _:
                    pass
        line = "\t".join((cells + [""] * 6)[:6])
        lines.append(line.rstrip("\t") if slip == "no trailing tabs" else line)
        wanted.append((project, level1, level2, name, shown))
    tables = scan(flattened("x", "\n".join(lines))).tables
    assert [(r.project, r.level1, r.level2, r.name, r.value) for table in tables for r in table.rows] == wanted


def test_read_from_a_file(text_file: Callable[..., Path]) -> None:
    [table] = read_tables(text_file(FORM + HEADER + OPEN))
    assert table.project == "环卫经费"
    assert str(table.place).endswith("目标.txt:2")
