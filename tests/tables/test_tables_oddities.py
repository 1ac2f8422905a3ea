"""What a table holds and nobody reads is said; units and columns that only the header tells are not lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from plain import PLAIN

from indicator_dsl.tables import TableError, check, read_tables

CSV = Callable[..., Path]


@pytest.fixture
def csv(tmp_path: Path) -> CSV:
    def write(*lines: str) -> Path:
        path = tmp_path / "目标.csv"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


def found(path: Path) -> list[tuple[str, str | None, str]]:
    return [(one.code, one.place.cell, one.severity) for one in check(read_tables(path), profile=PLAIN).findings]


def values(path: Path) -> list[str]:
    return [row.value for table in read_tables(path) for row in table.rows]


def test_a_comma_that_cuts_a_value(csv: CSV) -> None:
    path = csv("三级指标,指标值", "成本,≤1,200元")
    assert found(path) == [("surplus-cells", "B2", "error")]
    report = check(read_tables(path), profile=PLAIN)
    assert "200元" in report.findings[0].message("en")
    assert (report.summary.read, report.summary.refused) == (0, 1)


def test_a_column_without_a_header(workbook: CSV) -> None:
    path = workbook([["三级指标", "指标值"], ["成本", "≤1,200元", "见附件"]])
    assert found(path) == [("cells-without-header", "C2", "info")]
    assert check(read_tables(path), profile=PLAIN).summary.read == 1


@pytest.mark.parametrize("formula", ["=10*5", "=48+2", "=3/4", "=2-5", "=2025/12/31", "=SUM(B3:B9)", '="5人"', "=人数"])
def test_a_formula_without_its_result(formula: str, workbook: CSV) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", formula]])
    assert found(path) == [("formula-without-result", "B2", "error")]
    [reading] = check(read_tables(path), profile=PLAIN).readings
    assert str(reading.error).startswith(f"公式没有存结果，不知道它等于多少：{formula}；请在 Excel 或 WPS 中打开并保存")


@pytest.mark.parametrize("formula", ["=100%", "=-5", "=95.5%", "=1200"])
def test_a_formula_that_states_a_value(formula: str, workbook: CSV) -> None:
    assert found(workbook([["三级指标", "指标值"], ["人数", formula]])) == []


def test_a_row_without_a_name_behind_a_blank_line(csv: CSV) -> None:
    path = csv("三级指标,指标值", "参训人数,≥2200人", "", ",≥5人", "培训,≥95%")
    assert values(path) == ["≥2200人", "≥5人", "≥95%"]


def test_a_row_behind_the_end_is_not_left_out_unsaid(csv: CSV) -> None:
    path = csv("一级指标,三级指标,指标值", "产出,参训人数,≥2200人", "", "别的话,x,y", "办公,培训,≥5天")
    assert values(path) == ["≥2200人"]
    assert ("row-left-out", "C5", "warning") in found(path)


def test_a_second_column_of_values(csv: CSV) -> None:
    path = csv("三级指标,指标值,指标值", "参训人数,≥2200人,≥9人")
    assert (values(path), found(path)) == (["≥2200人"], [("column-left-out", "C1", "warning")])


def test_the_target_goes_before_the_first_draft(csv: CSV) -> None:
    assert values(csv("三级指标,年初指标值,指标值", "参训人数,1,≥2200人")) == ["≥2200人"]


@pytest.mark.parametrize(
    ("header", "value", "unit"),
    [
        ("指标值（万元）", "≤541", "万元"),
        ("指标值(%)", "95", "%"),
        ("年度指标值（单位：人）", "＞ 5", "人"),
        ("指标值（万元）", "≤541万元", None),
        ("指标值（万元）", "及时", None),
        ("年度指标值（A）", "95", None),
        ("指标值（含单位）", "95", None),
    ],
)
def test_a_unit_in_the_header(header: str, value: str, unit: str | None, csv: CSV) -> None:
    [table] = read_tables(csv(f"三级指标,{header}", f"资金,{value}"))
    assert table.rows[0].unit == unit


def test_indicators_named_like_sums_and_notes(csv: CSV) -> None:
    path = csv("三级指标,指标值", "合计,≥5人", "备注,≥6人", "小计,100", "备注,无", "注：略,")
    assert values(path) == ["≥6人"]
    # A sum is no indicator, but a sum with a target, or a note that could be a name, is spoken of.
    assert found(path) == [("row-unlike-indicator", "B2", "info"), ("row-unlike-indicator", "B5", "info")]


@pytest.mark.parametrize("named", [{"指标值": "C", "指标名称": "A"}, {"value": "目标 任务数", "name": "任务名"}])
def test_columns_named_by_hand(named: dict[str, str], csv: CSV) -> None:
    path = csv("任务名,甲,目标任务数", "参训人数,x,≥2200人", "费用,y,≤5万元")
    with pytest.raises(TableError):
        read_tables(path)
    [table] = read_tables(path, columns=named)
    assert [(row.name, row.value) for row in table.rows] == [("参训人数", "≥2200人"), ("费用", "≤5万元")]


def test_a_hand_may_name_another_column_than_the_header(csv: CSV) -> None:
    path = csv("三级指标,指标值,调整后", "参训人数,≥2200人,≥2300人")
    [table] = read_tables(path, columns={"指标值": "C"})
    assert [row.value for row in table.rows] == ["≥2300人"]


@pytest.mark.parametrize("named", [{"指标值": "Z", "name": "A"}, {"指标值": "没有的列"}])
def test_a_column_that_is_not_there(named: dict[str, str], csv: CSV) -> None:
    with pytest.raises(TableError) as caught:
        read_tables(csv("三级指标,指标值", "人数,5人"), columns=named)
    assert caught.value.code == "mapping-fits-nothing"


def test_a_field_that_is_none(csv: CSV) -> None:
    with pytest.raises(TableError) as caught:
        read_tables(csv("三级指标,指标值"), columns={"天气": "A"})
    assert caught.value.code == "unknown-field"
    assert "指标名称、比较符、指标值、计量单位" in caught.value.message("zh")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("≥3\n公里", "≥3公里"),
        ("≥95 \n %", "≥95%"),
        ("≥3\n公里\n≥5\n人", "≥3公里；≥5人"),
        ("≥3公里\n≥5人", "≥3公里；≥5人"),
    ],
)
def test_a_unit_on_a_line_below_its_number(text: str, value: str, workbook: CSV) -> None:
    [reading] = check(read_tables(workbook([["三级指标", "指标值"], ["道路", text]])), profile=PLAIN).readings
    assert (str(reading.value), reading.row.value) == (value, text.replace(" \n ", " \n "))
