"""Workbooks with mended values: texts in their cells, and all else as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from annotating import busy_workbook, comments_of, office, opened, parts_of, with_parts
from hypothesis import given, strategies as st
from mending import mended, rows_of
from packages import SHEET, parts, zipped

from indicator_dsl.rows import Place
from indicator_dsl.tables import TableError
from indicator_dsl.tables.rewriting import Edit, rewrite
from indicator_dsl.tables.writers.ooxml.package import is_ours
from indicator_dsl.tables.writers.ooxml.xml import text

ROOT = Path(__file__).parents[2]
HEADER = ["三级指标", "指标值"]
#: What the mark that a file is ours is written into.
MARKED = {"[Content_Types].xml", "_rels/.rels", "docProps/custom.xml"}
CELLS = '<row r="1"><c r="A1" t="str"><v>三级指标</v></c><c r="B1" t="str"><v>指标值</v></c></row>'


def sheet(tmp_path: Path, *cells: str, extra: str = "", **content: str) -> Path:
    """Write a workbook whose values are cells as they stand in the part, from B2 down; further parts by name."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>人数{row}</v></c>{cell}</row>' for row, cell in enumerate(cells, 2)
    )
    made = parts(sheet=SHEET.format(CELLS + rows).replace("</sheetData>", f"</sheetData>{extra}"), **content)
    path = tmp_path / "目标.xlsx"
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    path.write_bytes(zipped({"[Content_Types].xml": types} | made))
    return path


def cells_of(path: Path, part: str = "xl/worksheets/sheet1.xml") -> dict[str, str]:
    text = parts_of(path.read_bytes())[part].decode()
    return {found[1]: found[0] for found in re.finditer(r'<c r="(\w+)"[^>]*(?:/>|>.*?</c>)', text)}


def test_every_other_part_and_cell_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(busy_workbook())
    out, done = mended(path, {"2200": "=2200", "1oo": "=100", "95%": "≥95%"})
    before, after = parts_of(path.read_bytes()), parts_of(out.read_bytes())
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == MARKED | {"xl/worksheets/sheet1.xml"}
    assert before.keys() | {"docProps/custom.xml"} == after.keys()
    old, new = cells_of(path), cells_of(out)
    assert {name for name in old if old[name] != new[name]} == {"E4", "E6", "E7"}
    assert old.keys() == new.keys()
    assert re.fullmatch(r'<c r="E7" s="\d+" t="inlineStr"><is><t xml:space="preserve">≥95%</t></is></c>', new["E7"])
    assert comments_of(out) == comments_of(path)
    for name in ("fill", "font", "number_format", "border", "protection"):
        assert repr(getattr(opened(out)["表1"]["E7"], name)) == repr(getattr(opened(path)["表1"]["E7"], name))
    assert opened(out)["表1"]["E4"].value == "=2200"
    assert opened(out)["表1"]["E4"].data_type != "f"
    assert [notice.code for notice in done.notices] == ["numbers-to-texts"]
    assert "2" in done.notices[0].message("zh")
    with out.open("rb") as file:
        assert is_ours(file)


def test_kinds_of_cells(workbook: Callable[..., Path]) -> None:
    values = ["≥ 5 人", 0.95, 1200, date(2025, 12, 31), True, "=100%", "≥ 6 人\n≥ 7 户"]
    formats = {"B3": "0%", "B4": "#,##0", "B5": 'yyyy"年"m"月"d"日"'}
    path = workbook([HEADER, *([f"甲{at}", value] for at, value in enumerate(values))], formats=formats)
    changes = {
        "≥ 5 人": "≥5人",
        "95%": "=95%",
        "1,200": "≥1200",
        "2025年12月31日": "2025年底前",
        "TRUE": "完成",
        "=100%": "≥100%",
        "≥ 6 人\n≥ 7 户": "≥6人\n≥7户",
    }
    out, done = mended(path, changes)
    assert len(done.written) == 7
    assert done.notices == ()
    kinds = {cell.data_type for row in opened(out).worksheets[0].iter_rows(min_row=2, min_col=2) for cell in row}
    assert kinds == {"s"}


def test_shared_and_rich_strings(tmp_path: Path) -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>≥ 5 人</t></si><si><r><rPr><b/></rPr><t>≥ </t></r><r><t>6人</t></r></si></sst>"
    )
    path = sheet(
        tmp_path,
        '<c r="B2" t="s"><v>0</v></c>',
        '<c r="B3" s="0" t="s"><v>1</v></c>',
        '<c r="B4" t="s"><v>0</v></c>',
        '<c r="B5" t="inlineStr"><is><r><t>7</t></r><r><t> 人</t></r></is></c>',
        strings=strings,
    )
    edit = next(row for row in rows_of(path) if row.value == "≥ 5 人")
    done = rewrite(str(path), path.read_bytes(), [Edit(edit.place, edit.value, "≥5人")])
    assert parts_of(done.data)["xl/sharedStrings.xml"].decode() == strings
    out, _ = mended(path, {"≥ 6人": "≥6人", "7 人": "7人 <&>_x0041_"})
    assert cells_of(out)["B2"] == cells_of(path)["B2"]
    assert cells_of(out)["B4"] == cells_of(path)["B4"]


# ---- formulas ----


def test_a_formula_that_only_states_a_value(tmp_path: Path) -> None:
    path = sheet(tmp_path, '<c r="B2" s="0" cm="1"><f>100%</f><v>1</v></c>', '<c r="B3"><f>B2/2</f><v>0.5</v></c>')
    made = parts_of(path.read_bytes())
    made["xl/calcChain.xml"] = b'<calcChain><c r="B2" i="1"/><c r="B3"/></calcChain>'
    made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(
        b"/>", b'><Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    )
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        b"</Rel", b'<Relationship Id="calc" Type="http://x/calcChain" Target="calcChain.xml"/></Rel'
    )
    path.write_bytes(with_parts(made))
    out, done = mended(path, {"=100%": "≥100%"})
    assert cells_of(out)["B2"] == ('<c r="B2" s="0" t="inlineStr"><is><t xml:space="preserve">≥100%</t></is></c>')
    assert cells_of(out)["B3"] == cells_of(path)["B3"]
    after = parts_of(out.read_bytes())
    assert "xl/calcChain.xml" not in after
    assert all(b"calc" not in data for data in after.values())
    assert done.notices == ()
    rows = {row.value: row for row in rows_of(path)}
    kept = rewrite(str(path), path.read_bytes(), [Edit(rows["0.5"].place, "0.5", "≥0.5")])
    assert "xl/calcChain.xml" in parts_of(kept.data)


def test_a_cell_that_a_formula_computes(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        '<c r="B2"><f>5*2</f><v>10</v></c>',
        '<c r="B3" t="str"><f>"≥"&amp;A2</f><v>≥ 5</v></c>',
        '<c r="B4"><f t="array" ref="B4:B5">A1:A2*2</f><v>3</v></c>',
        '<c r="B5"><v>4</v></c>',
        '<c r="B6"><v>6</v></c>',
    )
    out, _ = mended(
        path, {"10": "≥10", "≥ 5": "≥5", "3": "≥3", "4": "≥4", "6": "≥6"}, "formula", "formula", "formula", "formula"
    )
    old, new = cells_of(path), cells_of(out)
    assert {name for name in old if old[name] != new[name]} == {"B6"}


def test_formulas_that_cells_share(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        '<c r="B2"><f t="shared" ref="B2:B4" si="0">100%</f><v>1</v></c>',
        '<c r="B3"><f t="shared" si="0"/><v>1</v></c>',
        '<c r="B4"><f t="shared" si="0"></f><v>1</v></c>',
        '<c r="B5"><f t="shared" ref="B5:B6" si="1">A2*2</f><v>8</v></c>',
        '<c r="B6"><f t="shared" si="1"/><v>9</v></c>',
    )
    first = rows_of(path)[0]
    done = rewrite(str(path), path.read_bytes(), [Edit(first.place, "=100%", "≥100%")])
    out = tmp_path / "改好.xlsx"
    out.write_bytes(done.data)
    assert [row.value for row in rows_of(out)] == ["≥100%", "=100%", "=100%", "8", "9"]
    assert cells_of(out)["B3"] == '<c r="B3"><f>100%</f><v>1</v></c>'
    assert cells_of(out)["B4"] == '<c r="B4"><f>100%</f><v>1</v></c>'
    mended(path, {"=100%": "≥100%", "8": "≥8", "9": "≥9"}, "formula", "formula")


# ---- cells ----


def test_merged_cells(workbook: Callable[..., Path]) -> None:
    rows = [
        ["三级指标", "指标值", None, "备注"],
        ["甲", "≥ 5 人", None, "一"],
        ["乙", None, None, "二"],
        ["丙", "1", None, "三"],
    ]
    path = workbook(rows, merge=["B1:C1", "B2:C3", "B4:C4"])
    assert [(row.value, row.place.cell) for row in rows_of(path)] == [("≥ 5 人", "B2"), ("≥ 5 人", "B3"), ("1", "B4")]
    out, done = mended(path, {"≥ 5 人": "≥5人", "1": "=1"})
    assert len(done.written) == 3
    assert opened(out).worksheets[0]["B3"].value is None
    first, second, _ = rows_of(path)
    edits = [Edit(first.place, first.value, "≥5人"), Edit(second.place, second.value, "≥6人")]
    done = rewrite(str(path), path.read_bytes(), edits)
    assert [notice.code for notice in done.notices] == ["conflict", "conflict"]


def test_three_cells_of_a_value(workbook: Callable[..., Path]) -> None:
    header = ["三级指标", "指标值", None, None, "备注"]
    path = workbook([header, ["甲", "≥", "95", "%", "一"], ["乙", "约", 5, "户左右", "二"]], merge=["B1:D1"])
    out, _ = mended(path, {"95": "96", "约 5 户左右": "约5户"}, "several-cells")
    assert opened(out).worksheets[0]["C2"].value == "96"


def test_a_blank_cell(tmp_path: Path, workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值", "备注"], ["甲", None, "一"], ["乙", "5", "二"]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"].number_format = "0.00"
    book.save(path)
    mended(path, {"": "≥5人"})
    path = sheet(tmp_path, "", '<c r="B3" s="0"/>')
    out, _ = mended(path, {"": "≥5人"})
    assert cells_of(out)["B2"] == '<c r="B2" s="0" t="inlineStr"><is><t xml:space="preserve">≥5人</t></is></c>'


def test_prefixed_xml_in_another_encoding(tmp_path: Path) -> None:
    path = sheet(tmp_path, '<c r="B2" t="str"><v>≥ 5 人</v></c>', '<c r="B3"><f>100%</f></c>')
    made = parts_of(path.read_bytes())
    text = made["xl/worksheets/sheet1.xml"].decode()
    text = re.sub(r"<(/?)(?=\w)", r"<\1x:", text).replace("xmlns=", "xmlns:x=")
    made["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
    path.write_bytes(with_parts(made))
    out, _ = mended(path, {"≥ 5 人": "≥5人", "=100%": "≥100%"})
    assert b"<x:is><x:t " in parts_of(out.read_bytes())["xl/worksheets/sheet1.xml"]


def test_too_long_for_a_cell(workbook: Callable[..., Path]) -> None:
    path = workbook([HEADER, ["甲", "5"]])
    mended(path, {"5": "5" * 32_768}, "too-long")


def test_control_characters(workbook: Callable[..., Path]) -> None:
    path = workbook([HEADER, ["甲", "5"], ["乙", "6"]])
    mended(path, {"5": "5\x07人", "6": "6\r\n人"}, "reads-otherwise")


def test_several_sheets(workbook: Callable[..., Path]) -> None:
    path = workbook([HEADER, ["甲", "≥ 5"]], [HEADER, ["乙", "≥ 5"]], [["部门"], ["≥ 5"]])
    _, second = rows_of(path)
    done = rewrite(str(path), path.read_bytes(), [Edit(second.place, "≥ 5", "≥5")])
    assert [sheet["B2"].value for sheet in opened(done.data).worksheets[:2]] == ["≥ 5", "≥5"]


# ---- files ----


def test_macros_stay(tmp_path: Path, workbook: Callable[..., Path]) -> None:
    made = parts_of(workbook([HEADER, ["甲", "≥ 5"]]).read_bytes())
    made["xl/vbaProject.bin"] = bytes(range(256))
    path = tmp_path / "目标.xlsm"
    path.write_bytes(with_parts(made))
    out, _ = mended(path, {"≥ 5": "≥5"})
    assert parts_of(out.read_bytes())["xl/vbaProject.bin"] == bytes(range(256))


def test_a_digital_signature_is_spoken_of(workbook: Callable[..., Path]) -> None:
    path = workbook([HEADER, ["甲", "≥ 5"]])
    path.write_bytes(with_parts(parts_of(path.read_bytes()) | {"_xmlsignatures/sig1.xml": b"<a/>"}))
    _, done = mended(path, {"≥ 5": "≥5"})
    assert [notice.code for notice in done.notices] == ["signature"]


def test_a_workbook_that_is_not_put_together_as_one(tmp_path: Path) -> None:
    path = sheet(tmp_path, '<c r="B2" t="str"><v>≥ 5</v></c>')
    made = parts_of(path.read_bytes())
    del made["[Content_Types].xml"]
    path.write_bytes(with_parts(made))
    edit = Edit(Place(str(path), sheet="表1", row=2, cell="B2"), "≥ 5", "≥5")
    with pytest.raises(TableError) as caught:
        rewrite(str(path), path.read_bytes(), [edit])
    assert caught.value.code == "rewrite-damaged"
    assert "{" not in caught.value.message("en")


def test_the_seed_table_and_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "柳江.xlsx"
    path.write_bytes((ROOT / "examples/liujiang-2025.xlsx").read_bytes())
    changes = {row.value: f"={row.value.replace(' ', '')}" for row in rows_of(path) if row.value}
    out, done = mended(path, changes)
    assert done.notices == ()
    values = [row.value for row in rows_of(out)]
    converted = office(out, "ods", tmp_path / "office")
    assert [row.value for row in rows_of(converted)] == values


texts = st.text(alphabet='≥5甲<&>"_x0041\n =%', max_size=9)


@given(st.lists(texts, min_size=3, max_size=3), texts.filter(str.strip))
def test_any_text(old: list[str], new: str) -> None:
    cells = (
        f'<c r="B{row}" t="inlineStr"><is><t xml:space="preserve">{text(value)}</t></is></c>'
        for row, value in enumerate(old, 2)
    )
    rows = (f'<row r="{row}"><c r="A{row}" t="str"><v>人数</v></c>{cell}</row>' for row, cell in enumerate(cells, 2))
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    data = zipped({"[Content_Types].xml": types} | parts(sheet=SHEET.format(CELLS + "".join(rows))))
    edit = Edit(Place("目标.xlsx", sheet="表1", row=3, cell="B3"), old[1].strip(), new)
    done = rewrite("目标.xlsx", data, [edit])
    assert done.written == (edit,)
    before, after = (parts_of(one)["xl/worksheets/sheet1.xml"].decode() for one in (data, done.data))
    cell = '<c r="B3" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
    assert after == before.replace(cell.format(text(old[1])), cell.format(text(edit.after)))
