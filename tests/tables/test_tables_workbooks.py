"""Workbooks that are no .xlsx: .xls and .ods as LibreOffice writes them, .xlsb record by record."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from binary import cell, workbook as binary_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from indicator_dsl.tables import Table, read_tables

ROOT = Path(__file__).parents[2]
SEED = ROOT / "examples/liujiang-2025.xlsx"
SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Let LibreOffice save a file in another format, under a profile of its own."""
    profile = tmp_path_factory.mktemp("profile")

    def run(path: Path, ending: str) -> Path:
        out = path.parent / "converted"
        command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", ending]
        subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180)
        return out / f"{path.stem}.{ending.partition(':')[0]}"

    return run


def facts(tables: list[Table]) -> list[tuple[str | None, ...]]:
    return [(row.project, row.level1, row.level2, row.name, row.value) for table in tables for row in table.rows]


@needs_libreoffice
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_the_seed_table(
    ending: str, gold: list[tuple[str, ...]], tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    source = tmp_path / SEED.name
    shutil.copy(SEED, source)
    tables = read_tables(convert(source, ending))
    assert facts(tables) == gold
    assert [table.funds for table in tables] == [table.funds for table in read_tables(SEED)]
    assert len(tables) == 13
    assert tables[0].funds == Decimal(5410000)


@needs_libreoffice
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_raised_and_struck_characters(ending: str, tmp_path: Path, convert: Callable[[Path, str], Path]) -> None:
    book = openpyxl.Workbook()
    up, gone = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    book.active.append(["三级指标", "指标值"])
    book.active.append(["甲", CellRichText("≥100 m", TextBlock(up, "2"))])
    book.active.append(["乙", CellRichText(TextBlock(gone, "≥5人"), TextBlock(InlineFont(), "≥6人"))])
    path = tmp_path / "目标.xlsx"
    book.save(path)
    assert [row[4] for row in facts(read_tables(convert(path, ending)))] == ["≥100 m²", "≥6人"]


CELLS: list[tuple[Any, str, str]] = [
    ("=100%", "General", "=100%"),
    (0.95, "0%", "95%"),
    (0.955, "0.0%", "95.5%"),
    (2200, "#,##0", "2,200"),
    (2200, '"≥"0"人"', "≥2200人"),
    (97390.674, "General", "97390.674"),
    (720, "0.00", "720.00"),
    (54100, '0.00,"千元"', "54.10千元"),
    (date(2025, 12, 31), "yyyy-mm-dd", "2025年12月31日"),
    (date(2025, 12, 1), 'yyyy"年"m"月"', "2025年12月"),
    (44561, "General", "44561"),
    ("≥5人\n≥6户", "General", "≥5人\n≥6户"),
    (True, "General", "TRUE"),
    ("  ≥ 5 人", "@", "≥ 5 人"),
    ("≥5人" * 3000, "General", "≥5人" * 3000),
]


@needs_libreoffice
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_cells_as_the_sheet_shows_them(ending: str, tmp_path: Path, convert: Callable[[Path, str], Path]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["绩效指标", "一级指标", "三级指标", "指标值", None, "分值"])
    for number, (value, number_format, _) in enumerate(CELLS, start=2):
        sheet.append([None, "产出指标" if number == 2 else None, f"指标{number}", value, None, 10])
        sheet.cell(number, 4).number_format = number_format
    for cells in ("A1:A5", "D1:E1", "B2:B9"):
        sheet.merge_cells(cells)
    sheet.row_dimensions[4].hidden = True
    hidden = book.create_sheet("去年")
    hidden.append(["三级指标", "指标值"])
    hidden.append(["旧", "1人"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "目标.xlsx"
    book.save(path)
    [table] = read_tables(convert(path, ending))
    assert [row.value for row in table.rows] == [text for _, _, text in CELLS]
    assert [row.place.cell for row in table.rows] == [f"D{row}" for row in range(2, len(CELLS) + 2)]
    assert {row.level1 for row in table.rows} == {"产出指标"}
    assert {row.weight for row in table.rows} == {"10"}


@needs_libreoffice
def test_a_hidden_sheet_of_an_ods_counts_where_it_is_the_only_one(
    tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    hidden = book.create_sheet("目标")
    hidden.append(["三级指标", "指标值"])
    hidden.append(["人数", "1人"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "目标.xlsx"
    book.save(path)
    for file in (path, convert(path, "ods"), convert(path, "xls")):
        assert [row.name for table in read_tables(file) for row in table.rows] == ["人数"]


@pytest.fixture
def binary(tmp_path: Path) -> Path:
    rows = [
        [cell(0, ("shared", 0)), cell(1, "三级指标"), cell(2, ("shared", 1)), cell(3, "分值")],
        [cell(0, "产出指标"), cell(1, "合格率"), cell(2, 0.95, 1), cell(3, 10)],
        [cell(1, "人数"), cell(2, 2200.0, 2), cell(3, 12.5)],
        [cell(1, "时间"), cell(2, 46022.0, 3)],
        [cell(1, "完成率"), cell(2, ("formula", 1.0, bytes([0x1E, 100, 0, 0x14])))],
        [cell(1, "平均"), cell(2, ("formula", 0.5, bytes([0x44, *bytes(6)])), 1)],
        [cell(1, "出错"), cell(2, ("error", 23))],
        [cell(1, "户数"), cell(2, "≥5户\r\n≥6人")],
        [cell(1, "是否"), cell(2, value=True)],
        [cell(1, "减少"), cell(2, -3)],
    ]
    path = tmp_path / "目标.xlsb"
    path.write_bytes(
        binary_workbook(
            rows, formats=["0%", "#,##0", "yyyy-mm-dd"], strings=["一级指标", "指标值"], merges=[(1, 9, 0, 0)]
        )
    )
    return path


def test_xlsb(binary: Path) -> None:
    [table] = read_tables(binary)
    assert [row.value for row in table.rows] == [
        *("95%", "2,200", "2025年12月31日", "=100%", "50%", "#REF!", "≥5户\n≥6人", "TRUE", "-3")
    ]
    assert [row.weight for row in table.rows][:2] == ["10", "12.5"]
    assert {row.level1 for row in table.rows} == {"产出指标"}


def test_the_xlsb_of_these_tests_is_one(binary: Path) -> None:
    calamine = pytest.importorskip("python_calamine")
    sheet = calamine.CalamineWorkbook.from_path(binary).get_sheet_by_index(0)
    assert sheet.to_python()[:3] == [
        ["一级指标", "三级指标", "指标值", "分值"],
        ["产出指标", "合格率", 0.95, 10.0],
        ["", "人数", 2200.0, 12.5],
    ]


def test_raised_and_struck_characters_of_an_xlsb(tmp_path: Path) -> None:
    up, gone = struct.pack("<HHHHI", 240, 0, 400, 1, 0), struct.pack("<HHHHI", 240, 8, 400, 0, 0)
    rows = [[cell(0, "三级指标"), cell(1, "指标值")], [cell(0, "甲"), cell(1, ("shared", 0))]]
    data = binary_workbook(rows, strings=[("≥5≥6m2", [(0, 1), (2, 2), (5, 0)])], fonts=[up, gone, bytes(12)])
    path = tmp_path / "目标.xlsb"
    path.write_bytes(data)
    assert [row[4] for row in facts(read_tables(path))] == ["≥6m²"]


def test_dates_of_a_mac(tmp_path: Path) -> None:
    rows = [[cell(0, "三级指标"), cell(1, "指标值")], [cell(0, "时间"), cell(1, 44560.0, 1)]]
    path = tmp_path / "目标.xlsb"
    path.write_bytes(binary_workbook(rows, formats=["yyyy-mm-dd"], from_1904=True))
    assert read_tables(path)[0].rows[0].value == "2025年12月31日"


def test_a_text_that_calls_itself_xls(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes("三级指标\t指标值\n人数\t≥5人\n".encode("gb18030"))
    assert [row.value for row in read_tables(path)[0].rows] == ["≥5人"]


def test_a_newer_workbook_that_calls_itself_xls(gold: list[tuple[str, ...]], tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    shutil.copy(SEED, path)
    assert facts(read_tables(path)) == gold
