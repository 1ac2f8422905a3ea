"""The real rows of other places, rebuilt as the forms they come in: every row is found, with all it has."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from indicator_dsl.tables import read_tables

ROWS = Path(__file__).parents[3] / "shared/corpus/rows.tsv"
pytestmark = pytest.mark.skipif(not ROWS.exists(), reason="the corpus is not part of the repository")

Fields = dict[str, str]
#: A header, what stands below it for a row, and the relation, value and unit to be read there.
Layout = tuple[list[str | None], Callable[[Fields], list[str]], Callable[[Fields], Sequence[str | None]]]


def parted(row: Fields) -> tuple[str, str, str]:
    sign, blank, rest = row["value"].partition(" ")
    return (sign, rest, row["unit"]) if blank and len(sign) < 3 else ("", row["value"], row["unit"])


def in_one(row: Fields) -> str:
    return "".join(parted(row))


def as_one(row: Fields) -> Sequence[str | None]:
    return None, in_one(row), None


def as_parted(row: Fields) -> Sequence[str | None]:
    sign, value, unit = parted(row)
    return sign or None, value, unit or None


def as_two(row: Fields) -> Sequence[str | None]:
    return None, row["value"], row["unit"] or None


def as_under_one_header(row: Fields) -> Sequence[str | None]:
    """Under 指标值 merged over three cells, what stands beside a text that is no number belongs to that text."""
    sign, value, unit = parted(row)
    if re.fullmatch("-?[0-9][0-9,.]*[%分]?", value):
        return sign or None, value, unit or None
    return sign or None, f"{value} {unit}".strip(), None


LEVELS: list[str | None] = ["一级指标", "二级指标", "三级指标"]


def levels(row: Fields) -> list[str]:
    return [row["level1"], row["level2"], row["name"]]


def points(row: Fields) -> list[str]:
    return [row["actual"], row["weight"], row["score"]]


LAYOUTS: dict[str, Layout] = {
    "Guangxi": (
        ["绩效指标", "一级指标", "二级指标", "指标内容", "指标值", "实际完成值", "分值", "得分"],
        lambda row: ["绩效指标", *levels(row), in_one(row), *points(row)],
        as_one,
    ),
    "self-evaluation": (
        ["绩效指标", *LEVELS, "年度指标值（A）", "实际完成值（B）", "分值", "得分", "偏差原因分析及改进措施"],
        lambda row: ["绩效指标", *levels(row), in_one(row), *points(row), "无"],
        as_one,
    ),
    "value and unit": (
        [*LEVELS, "指标值及单位", "绩效标准", "全年完成值", "权重", "自评得分"],
        lambda row: [*levels(row), in_one(row), "计划标准", *points(row)],
        as_one,
    ),
    "value | unit": (
        [*LEVELS, "年度指标值", "计量单位", "全年实际值", "标准分", "评价得分"],
        lambda row: [*levels(row), row["value"], row["unit"], *points(row)],
        as_two,
    ),
    "relation | value | unit": (
        [*LEVELS, "绩效指标性质", "绩效指标值", "绩效度量单位", "完成值", "权重", "得分", "指标方向性"],
        lambda row: [*levels(row), *parted(row), *points(row), "正向"],
        as_parted,
    ),
    "three cells under one header": (
        [*LEVELS, "年度指标值", None, None, "实际完成值", "分值", "得分"],
        lambda row: [*levels(row), *parted(row), *points(row)],
        as_under_one_header,
    ),
    "Chongqing": (
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "计量单位",
            "指标性质",
            "年初指标值",
            "调整指标值",
            "全年完成值",
            "得分系数(%)",
            "指标权重",
            "指标得分",
            "是否核心指标",
        ],
        lambda row: [
            *levels(row),
            *(
                row["unit"],
                parted(row)[0],
                parted(row)[1],
                "0",
                row["actual"],
                "100",
                row["weight"],
                row["score"],
                "是",
            ),
        ],
        as_parted,
    ),
    "Hubei": (
        [*LEVELS, "绩效标准", "前年", "上年", "当年预期实现值", "实际完成情况", "分值", "得分"],
        lambda row: [*levels(row), "行业标准", "1", "2", in_one(row), *points(row)],
        as_one,
    ),
    "data model": (
        ["KPI_LV1", "KPI_LV2", "name", "COMPUTESIGN", "KPI_VAL", "METERUNIT", "IND_COMP", "IND_WEIGHT", "EVAL_SCORE"],
        lambda row: [*levels(row), *parted(row), *points(row)],
        as_parted,
    ),
}
#: 一级指标 and 二级指标 by another name than the data model's KPI_LV1: its levels are not asked for.
WITHOUT_LEVELS = {"data model"}


def corpus() -> list[list[Fields]]:
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 622
    return [list(group) for _, group in groupby(rows, key=lambda row: row["source"])]


def write(sheet: Worksheet, layout: Layout, rows: list[Fields], *, merged: bool) -> None:
    """Write a form: title, head, money, header, indicators, total, note."""
    header, cells, _ = layout
    sheet.append(["项目支出绩效目标表"])
    sheet.append(["（2025年度）"])
    sheet.append(["项目名称", None, f"项目{sheet.title}"])
    sheet.append(["资金总额（万元）", None, "100"])
    sheet.append(header)
    top = sheet.max_row + 1
    for row in rows:
        sheet.append([text or None for text in cells(row)])
    bottom = sheet.max_row
    for column, text in enumerate(header, start=1):
        if text == "年度指标值" and column < len(header) and header[column] is None:
            sheet.merge_cells(start_row=top - 1, end_row=top - 1, start_column=column, end_column=column + 2)
    sheet.append(["合计", *[None] * (len(header) - 2), "100"])
    sheet.append(["注：本表一式两份。"])
    if merged:
        wide = sum(text == "绩效指标" for text in header[:1])
        for column in range(1, wide + 3):
            _merge_equal(sheet, column, top, bottom)


def _merge_equal(sheet: Worksheet, column: int, top: int, bottom: int) -> None:
    """Merge equal cells below each other, as long as the cells left of them are equal as well."""
    keys = [tuple(_texts[(sheet.title, row)][:column]) for row in range(top, bottom + 1)]
    start = top
    for key, group in groupby(keys):
        end = start + len(list(group)) - 1
        if end > start and key[-1]:
            for row in range(start + 1, end + 1):
                sheet.cell(row, column).value = None
            sheet.merge_cells(start_row=start, end_row=end, start_column=column, end_column=column)
        start = end + 1


_texts: dict[tuple[str, int], list[str]] = {}


@pytest.mark.parametrize("merged", [False, True], ids=["repeated", "merged"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_row_in_every_layout(name: str, merged: bool, tmp_path: Path) -> None:  # noqa: FBT001
    layout = LAYOUTS[name]
    book = openpyxl.Workbook()
    book.remove(book.active)
    groups = corpus()
    for number, rows in enumerate(groups):
        sheet = book.create_sheet(str(number))
        for at, row in enumerate(rows, start=6):
            _texts[str(number), at] = layout[1](row)
        write(sheet, layout, rows, merged=merged)
    path = tmp_path / "目标.xlsx"
    book.save(path)
    tables = read_tables(path)
    assert [table.project for table in tables] == [f"项目{number}" for number in range(len(groups))]
    assert all(table.funds == 1_000_000 for table in tables)
    for table, rows in zip(tables, groups, strict=True):
        found = [(r.name, r.relation, r.value, r.unit, r.actual, r.weight, r.score) for r in table.rows]
        wanted = [
            (row["name"], *layout[2](row), *(row[field] or None for field in ("actual", "weight", "score")))
            for row in rows
        ]
        assert found == wanted
        if name not in WITHOUT_LEVELS and all(row["level1"] and row["level2"] for row in rows):
            assert [(r.level1, r.level2) for r in table.rows] == [(row["level1"], row["level2"]) for row in rows]
