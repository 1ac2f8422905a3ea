"""Inputs that once cost the square or the cube of their length, or more than their reader may take."""

from __future__ import annotations

import csv
import json
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from binary import cell, workbook as binary_workbook
from containers import container
from packages import HEADER, MAIN, RELATIONS, ROW, SHEET, parts, zipped

from indicator_dsl.tables import TableError, read_tables
from indicator_dsl.tables.readers import _ole

ROOT = Path(__file__).parents[2]
TABLE = "三级指标,指标值\n人数,5人\n"


def sheet(row: str) -> bytes:
    return zipped(parts(sheet=SHEET.format(f'{HEADER}<row r="2">{row}</row>')))


def twice(keys: list[str]) -> str:
    return f"[{json.dumps(dict.fromkeys(keys, 1))[:-1]}, {json.dumps(keys[-1])}: 1}}]"


def wide(columns: int) -> str:
    header = ["一级指标", "三级指标", "指标值", *(f"列{number}" for number in range(columns))]
    rows = [header, *([f"格{number}" for number in range(columns)] for _ in range(3))]
    return "\n".join("\t".join(row) for row in rows)


def attributes(count: int) -> str:
    return " ".join(f"a{number}=1" for number in range(count))


#: By a name: the ending, how large it once was too much, and the file of a size.
INPUTS: dict[str, tuple[str, int, Callable[[int], str | bytes]]] = {
    "blanks in the brackets of a header": ("csv", 2_000, lambda n: f"三级指标,指标值({' ' * n})★\n人数,5人\n"),
    "digits in the first cell": ("csv", 100_000, lambda n: f"{TABLE}{'1' * n}x,\n"),
    "marks over one letter": ("csv", 100_000, lambda n: TABLE + "a" + "\u0315\u0300" * (n // 2) + ",5人\n"),
    "blanks in a broken cell": ("csv", 100_000, lambda n: f'{TABLE}"人{" " * n}x\n数",5人\n'),
    "cells that hold other things": ("xlsx", 20_000, lambda n: sheet('<c r="A2"><x/>' * n)),
    "letters of a formula": ("xlsx", 40_000, lambda n: sheet(f'<c r="A2"><f>{"A" * n}</f><v>1</v></c>')),
    "keys of an object": ("json", 20_000, lambda n: twice([f"键{number}" for number in range(n)])),
    "streams without a beginning": ("pdf", 80_000, lambda n: b"%PDF-1.4\n" + b"stream\n" * n + b"%%EOF"),
    "attributes of many tags": ("html", 40_000, lambda n: f"<p {attributes(900)}>" * (n // 900)),
    "columns of flattened text": ("txt", 320, wide),
}  # fmt: skip


@pytest.mark.parametrize("name", INPUTS)
def test_four_times_the_size_costs_not_ten_times_the_time(name: str, tmp_path: Path) -> None:
    """Measured side by side; what takes less than a third of a second may take what it likes."""
    ending, size, make = INPUTS[name]
    seconds = []
    for part in (size // 4, size):
        data = make(part)
        path = tmp_path / f"{part}.{ending}"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        begin = time.process_time()
        with suppress(TableError):
            read_tables(path)
        seconds.append(time.process_time() - begin)
    assert seconds[1] < 10 * seconds[0] + 0.3, seconds


# ---- places and numbers that no sheet has ----


def refused(path: Path, data: bytes, code: str = "corrupt-workbook") -> str:
    path.write_bytes(data)
    with pytest.raises(TableError) as caught:
        read_tables(path)
    assert caught.value.code == code
    return caught.value.message("en")


@pytest.mark.parametrize("before", ["", "b='>'", 'b="<" c=\'"\''])
def test_a_tag_of_forty_thousand_attributes(before: str, tmp_path: Path) -> None:
    page = f"<table {before} {attributes(40_000)}><tr><td>三级指标<td>指标值<tr><td>人数<td>5人</table>"
    assert "1,000" in refused(tmp_path / "目标.html", page.encode(), "too-large")


ROWS = [[cell(0, "三级指标"), cell(1, "指标值")], [cell(0, "率"), cell(1, 0.95, 1)]]


def test_merged_cells_of_a_binary_workbook_that_reach_to_column_two_billion(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsb"
    path.write_bytes(binary_workbook(ROWS, formats=["0%"], merges=[(0, 2**31, 1, 2**31)]))
    assert [row.value for row in read_tables(path)[0].rows] == ["95%"]


def test_a_cell_of_an_old_workbook_behind_the_last_column(tmp_path: Path) -> None:
    stream = bytearray((ROOT / "tests/data/small.biff").read_bytes())
    at = 0
    while True:
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == 0x00FD:  # a cell with a shared string
            break
        at += 4 + size
    struct.pack_into("<H", stream, at + 6, 65535)
    assert "65535" in refused(tmp_path / "目标.xls", container({"Workbook": bytes(stream)}))


@pytest.mark.parametrize("code", ["0." + "0" * 450, "0" + "%" * 100, "0" + "%" * 300, "#" * 250, "0,,,,,,,,,,.0"])
def test_formats_nobody_would_write(code: str, tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsb"
    for number in (1e300, 1e-300, -1e300, 0.95):
        path.write_bytes(binary_workbook([ROWS[0], [cell(0, "率"), cell(1, number, 1)]], formats=[code]))
        [row] = read_tables(path)[0].rows
        assert len(row.value) < 1000


def test_a_date_behind_the_last_one(tmp_path: Path) -> None:
    """Counted from 1904 the last day has another number; what is behind it is shown as a number."""
    path = tmp_path / "目标.xlsb"
    rows = [ROWS[0], *([cell(0, "期限"), cell(1, number, 1)] for number in (2957002.0, 2958000.0, 0.0))]
    path.write_bytes(binary_workbook(rows, formats=["yyyy/m/d"], from_1904=True))
    assert [row.value for row in read_tables(path)[0].rows] == ["9999年12月30日", "2958000", "1904年1月1日"]


def test_strings_counted_from_the_end(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>甲</t></si></sst>'
    for cells in ('<c r="A2" t="s"><v>-1</v></c>', '<c r="A2" t="s"><v>-1</v><x/></c>'):
        data = zipped(parts(sheet=SHEET.format(f'{HEADER}<row r="2">{cells}</row>'), strings=strings))
        assert "-1" in refused(tmp_path / "目标.xlsx", data)


def test_rows_without_a_number_count_wherever_the_file_is_cut(tmp_path: Path) -> None:
    """A part is read in pieces of 32 KiB; the numbers of rows must not depend on where they end."""
    path = tmp_path / "目标.xlsx"
    header, row = (text.replace(' r="1"', "").replace(' r="2"', "") for text in (HEADER, ROW))
    for empty in (0, 1, 5_000, 20_000):
        for before in ("", '<row r="7"/>'):
            path.write_bytes(zipped(parts(sheet=SHEET.format(header + before + "<row/>" * empty + row))))
            [table] = read_tables(path)
            assert [row.place.row for row in table.rows] == [(7 if before else 1) + empty + 1]


def test_a_character_that_is_none_beside_one_that_is_written_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsx"
    cells = "".join(
        f'<c r="{at}2" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in (("A", "甲\ufdd0&amp;乙"), ("B", "5&lt;人"))
    )
    path.write_bytes(zipped(parts(sheet=SHEET.format(f'{HEADER}<row r="2">{cells}</row>'))))
    [row] = read_tables(path)[0].rows
    assert (row.name, row.value) == ("甲\ufdd0&乙", "5<人")


def test_a_container_has_one_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each entry that says it is one would have the chain of all its small streams put together."""
    data = bytearray(container({"Workbook": b"BIFF", **{f"流{number}": b"" for number in range(50)}}))
    (directory,) = struct.unpack_from("<I", data, 48)
    for entry in range(2, 50):
        data[(directory + 1) * 512 + 128 * entry + 66] = 5
    chains: list[int] = []
    chain = _ole._chain
    monkeypatch.setattr(_ole, "_chain", lambda *given: chains.append(1) or chain(*given))
    assert _ole.streams(bytes(data), "workbook")["workbook"].startswith(b"BIFF")
    assert len(chains) < 10


def test_sheets_that_are_the_same_part(tmp_path: Path) -> None:
    """Thousands of them cost a few bytes each, and the part would be read for each."""
    sheets = '<sheet name="表1" r:id="worksheet"/><sheet name="表2" r:id="worksheet"/>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'
    assert "sheet1.xml twice" in refused(tmp_path / "目标.xlsx", zipped(parts(book=book)))


def test_a_cell_of_a_text_file_longer_than_any(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    assert "131,072" in refused(tmp_path / "目标.csv", f"{TABLE}{'人' * 140_000},5\n".encode(), "too-large")
    assert csv.field_size_limit() == limit


def test_a_wide_table_of_flattened_text_is_read_as_its_header_says(tmp_path: Path) -> None:
    path = tmp_path / "目标.txt"
    header = ["一级指标", "三级指标", "指标值", *(f"列{number}" for number in range(50))]
    path.write_text("\t".join(header) + "\n产出指标\t人数\t5人" + "\t格" * 50, "utf-8")
    [row] = read_tables(path)[0].rows
    assert (row.level1, row.name, row.value) == ("产出指标", "人数", "5人")


def test_amounts_are_exact_or_none(tmp_path: Path) -> None:
    """A million digits are no amount; 33 digits are more than a context of Python keeps."""
    path = tmp_path / "目标.json"
    rows = [{"name": "人数", "value": "5人"}]
    for digits, funds in (
        ("123456789012345678901234567890.01", Decimal(1234567890123456789012345678900100)),
        ("9" * 1_000_000, None),
    ):
        project = {"项目名称": "甲", "资金总额（万元）": digits, "rows": rows}
        path.write_text(json.dumps([project], ensure_ascii=False), "utf-8")
        [table] = read_tables(path)
        assert table.funds == funds


# ---- what a file is, and what it is called ----


@pytest.mark.parametrize("inside", ["xl/embeddings/Word.docx", "customXml/content.xml"])
def test_a_workbook_that_holds_another_file_is_a_workbook(inside: str, tmp_path: Path) -> None:
    """Word's document in it is stored as it is: its names stand among the bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", "<w/>")
    path = tmp_path / "目标.xlsx"
    whole = BytesIO(zipped(parts()))
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr(inside, buffer.getvalue())
    path.write_bytes(whole.getvalue())
    assert [row.value for row in read_tables(path)[0].rows] == ["5人"]


def test_a_name_that_begins_as_our_own_words_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TableError, match="@zip") as caught:
        read_tables("@zip.csv")
    assert "@zip.csv" in caught.value.message("en")
    Path("甲.csv").write_text("@甲,@zip\n1,2\n", "utf-8")
    with pytest.raises(TableError, match="@甲") as caught:
        read_tables("甲.csv")
    assert caught.value.code == "no-indicator-table"
    assert "@甲" in caught.value.message("en")


def test_the_workbook_of_these_tests_is_one(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(zipped(parts(sheet=SHEET.format(HEADER + ROW))))
    assert [row.value for row in read_tables(path)[0].rows] == ["5人"]
