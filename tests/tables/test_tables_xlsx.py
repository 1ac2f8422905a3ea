"""Excel as it is: formulas, percent cells, dates, merged cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from indicator_dsl.tables import read_tables
from indicator_dsl.tables.readers._number_format import shown_number


@pytest.mark.parametrize(
    ("cell", "number_format", "text"),
    [
        ("=100%", "General", "=100%"),
        ("=43362人", "General", "=43362人"),
        (0.95, "0%", "95%"),
        (0.955, "0.0%", "95.5%"),
        (2200, "#,##0", "2,200"),
        (2200, '"≥"0"人"', "≥2200人"),
        (2200.0, "General", "2200"),
        (97390.674, "General", "97390.674"),
        (720, "0.00_ ", "720.00"),
        (date(2025, 12, 31), "yyyy-mm-dd", "2025年12月31日"),
        (datetime(2025, 12, 31), "yyyy/m/d", "2025年12月31日"),  # noqa: DTZ001 - a workbook knows no zones
        (date(2025, 12, 1), 'yyyy"年"m"月"', "2025年12月"),
        ("≥5人\n≥6户", "General", "≥5人\n≥6户"),
        (True, "General", "TRUE"),
        ("  ≥ 5 人　", "@", "≥ 5 人"),
    ],
)
def test_a_value_is_read_as_the_sheet_shows_it(
    cell: object, number_format: str, text: str, workbook: Callable[..., Path]
) -> None:
    [table] = read_tables(workbook([["三级指标", "指标值"], ["甲", cell]], formats={"B2": number_format}))
    assert table.rows[0].value == text


def test_a_computed_formula_shows_its_stored_result(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["甲", "=B3/2"], ["乙", 1]], formats={"B2": "0%"})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"</f><v\s*/?>(?:</v>)?", b"</f><v>0.5</v>", sheet)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    [table] = read_tables(path)
    assert [row.value for row in table.rows] == ["50%", "1"]


def test_a_computed_formula_without_a_stored_result_stays_a_formula(workbook: Callable[..., Path]) -> None:
    [table] = read_tables(workbook([["三级指标", "指标值"], ["甲", "=SUM(B3:B4)"], ["乙", 1], ["丙", 2]]))
    assert [row.value for row in table.rows] == ["=SUM(B3:B4)", "1", "2"]


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (-0.03, "0%", "-3%"),
        (-5, "0;(0)", "(5)"),
        (0, "0;-0;无", "无"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567, "0,", "1235"),
        (7, "00", "07"),
        (1.5, "0.0#", "1.5"),
        (5, "[$¥-804]#,##0.00", "¥5.00"),
        (5, "[红色]0", "5"),
        (1e21, "General", "1000000000000000000000"),
        (0.00001, "0.00E+00", "0.00001"),
        (0.5, "# ?/?", "0.5"),
        (-0.0, "General", "0"),
        (5, "", "5"),
    ],
)
def test_number_formats(number: float, number_format: str, text: str) -> None:
    assert shown_number(number, number_format) == text


def test_merged_cells(workbook: Callable[..., Path]) -> None:
    path = workbook(
        [
            ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", None, None, "分值"],
            [None, "产出\n指标", "数量指标", "小学\n人数", "≥", 5, "人", 10],
            [None, None, None, "户数", "≥", 6, "户", None],
            [None, None, "质量指标", "合格率", "=", 1, None, 20],
            [None, None, None, None, "≥", 2, None, None],
        ],
        merge=["A1:A5", "B2:B5", "C2:C3", "C4:C5", "D4:D5", "E1:G1", "H2:H3"],
        formats={"F4": "0%"},
    )
    [table] = read_tables(path)
    assert [(r.level1, r.level2, r.name, r.relation, r.value, r.unit, r.weight, r.place.cell) for r in table.rows] == [
        ("产出指标", "数量指标", "小学人数", "≥", "5", "人", "10", "F2"),
        ("产出指标", "数量指标", "户数", "≥", "6", "户", None, "F3"),
        ("产出指标", "质量指标", "合格率", "=", "100%", None, "20", "F4"),
        ("产出指标", "质量指标", "合格率", "≥", "2", None, None, "F5"),
    ]


def test_a_row_wholly_merged_with_the_one_above_is_not_read_twice(workbook: Callable[..., Path]) -> None:
    [table] = read_tables(workbook([["三级指标", "指标值"], ["甲", "5个"], []], merge=["A2:A3", "B2:B3"]))
    assert len(table.rows) == 1


def test_several_sheets_and_a_header_for_each_project(workbook: Callable[..., Path]) -> None:
    form = [
        ["项目名称", "甲"],
        ["三级指标", "指标值"],
        ["人数", "5人"],
        [],
        ["项目名称", "乙"],
        ["三级指标", "指标值"],
        ["户数", "6户"],
    ]
    tables = read_tables(workbook([["科目", "金额"], ["教育", 5]], form, [["三级指标", "指标值"], ["率", "95%"]]))
    assert [(t.project, t.place.sheet, [r.name for r in t.rows]) for t in tables] == [
        ("甲", "表2", ["人数"]),
        ("乙", "表2", ["户数"]),
        (None, "表3", ["率"]),
    ]


def test_a_sheet_that_does_not_begin_in_its_first_cell(workbook: Callable[..., Path]) -> None:
    [table] = read_tables(workbook([[], [], [None, None, "三级指标", "指标值"], [None, None, "人数", "5人"]]))
    assert (table.rows[0].value, table.rows[0].place.cell) == ("5人", "D4")
