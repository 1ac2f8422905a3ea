"""Annotated workbooks: what is added, and that nothing else changes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import attrs
import openpyxl
import pytest
from annotating import Parts, busy_workbook, comments_of, office, opened, parts_of, report_of, with_parts
from plain import PLAIN

from indicator_dsl.findings import Finding
from indicator_dsl.lint import CheckedTable
from indicator_dsl.rows import Place
from indicator_dsl.tables import Report, TableError, check, read_tables
from indicator_dsl.tables.writers import annotate_xlsx
from indicator_dsl.tables.writers.annotate_xlsx import annotate
from indicator_dsl.tables.writers.ooxml.package import is_ours
from indicator_dsl.tables.writers.xlsx.styles import FILLS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(busy_workbook())
    return path


@pytest.fixture
def broken_seed(tmp_path: Path) -> Path:
    """The seed table with some of its values spoilt."""
    book = openpyxl.load_workbook(ROOT / "examples/liujiang-2025.xlsx")
    sheet = book.worksheets[0]
    for cell, value in {"F3": "18360人人", "F5": "≥9o%", "F6": "2025年13月31日", "F10": None, "F12": "+5o人"}.items():
        sheet[cell] = value
    sheet["F5"].data_type = sheet["F3"].data_type = "s"
    path = tmp_path / "柳江.xlsx"
    book.save(path)
    return path


def annotated(path: Path, **options: str) -> bytes:
    source = path.read_bytes()
    data = annotate(report_of(path), source, **options).data  # type: ignore[arg-type]
    assert path.read_bytes() == source
    return data


def rows_of(data: bytes, sheet: str = "校验结果") -> list[list[object]]:
    found = opened(data)[sheet].iter_rows(values_only=True)
    return [[cell for cell in row if cell is not None] for row in found]


# ---- what is added ----


def test_cells_get_a_fill_and_a_comment(busy: Path) -> None:
    data = annotated(busy)
    sheet = opened(data)["表1"]
    assert {cell: sheet[cell].fill.fgColor.rgb for cell in ("E5", "E6", "E8")} == {
        "E5": FILLS["error"],
        "E6": FILLS["error"],
        "E8": FILLS["warning"],
    }
    comments = comments_of(data)
    assert set(comments) == {"表1!C4", "表1!E5", "表1!E6", "表1!E8"}
    assert comments["表1!C4"] == "与上年一致"
    assert comments["表1!E8"] == "indicator-dsl 校验\n警告：指标值空白（FMT01 blank-value）"
    users, ours = comments["表1!E5"].split("\n\n────────────\n")
    assert users == "王处：请核实"
    assert ours == "indicator-dsl 校验\n错误：数字写法有误：“22o0”（broken-number）\n建议改为：2200"
    assert {sheet[cell].comment.author for cell in ("E6", "E8")} == {"indicator-dsl"}
    assert sheet["E5"].comment.author == "王处"


def test_the_rest_of_a_format_stays(busy: Path) -> None:
    before = opened(busy)["表1"]
    after = opened(annotated(busy))["表1"]
    for row in before.iter_rows():
        for cell in row:
            other = after[cell.coordinate]
            for name in ("value", "number_format", "font", "border", "alignment", "protection"):
                assert repr(getattr(cell, name)) == repr(getattr(other, name)), (cell.coordinate, name)
            if cell.coordinate not in {"E5", "E6", "E8"}:
                assert repr(cell.fill) == repr(other.fill)


def test_a_comment_on_merged_cells_is_on_the_first(busy: Path, tmp_path: Path) -> None:
    report = report_of(busy)
    [finding, *_] = report.findings
    covered = attrs.evolve(finding, place=attrs.evolve(finding.place, row=7, cell="F7"))
    report = Report(tables=(attrs.evolve(report.tables[0], findings=(covered,), readings=()),))
    assert set(comments_of(annotate(report, busy.read_bytes()).data)) == {"表1!C4", "表1!E5", "表1!F6"}


def test_the_first_sheet_lists_and_links(broken_seed: Path) -> None:
    data = annotated(broken_seed)
    book = opened(data)
    assert book.sheetnames == ["校验结果", "绩效指标"]
    assert book.active.title == "校验结果"
    sheet = book["校验结果"]
    rows = rows_of(data)
    assert rows[0] == ["校验结果：柳江.xlsx"]
    assert rows[1] == ["项目 13 个，指标 118 项：读懂 111，被拒绝 4，空白 3"]
    assert rows[2] == ["发现 7 处：错误 4，警告 3，提示 0"]
    assert rows[4] == ["项目", "指标", "位置", "原文", "级别", "问题", "建议改为", "代码"]
    assert rows[6][:4] == ["本年中小学义教公用经费本级配套资金", "资金使用合规性", "绩效指标!F5", "≥9o%"]
    assert rows[6][4:] == ["错误", "数字写法有误：“9o”", "≥90%", "broken-number"]
    assert sheet["C7"].hyperlink.location == "'绩效指标'!F5"
    summary = next(number for number, row in enumerate(rows) if row == ["各项目小结"])
    assert sheet["A4"].hyperlink.location == f"'校验结果'!A{summary + 1}"
    projects = rows[summary + 2 :]
    assert len(projects) == 13
    assert projects[0][1:2] + projects[0][3:] == [5410000, 11, 5, "读懂 6，被拒绝 4，空白 1"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A6", "A5:H12")
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_link_names_a_sheet_with_a_quote_in_it(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人人"]])
    book = openpyxl.load_workbook(path)
    book["表1"].title = "O'Neil & 甲"
    book.save(path)
    sheet = opened(annotated(path))["校验结果"]
    assert sheet["C6"].hyperlink.location == "'O''Neil & 甲'!B2"
    assert sheet["C6"].value == "O'Neil & 甲!B2"


@pytest.mark.parametrize("value", ["=100%人人", "+5o人", "-5o人", "@SUM(A1)人"])
def test_what_a_spreadsheet_would_execute_is_text(value: str, workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", value], [value, "5人人"]])
    book = openpyxl.load_workbook(path)
    for cell in ("B2", "A3"):
        book["表1"][cell].data_type = "s"
    book.save(path)
    sheet = opened(annotated(path))["校验结果"]
    for cell in (sheet["D6"], sheet["B7"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (value, "s", True)
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_a_sheet_of_the_same_name_that_is_not_ours_stays(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人人"]])
    book = openpyxl.load_workbook(path)
    book.create_sheet("校验结果")["A1"] = "去年的结果"
    book.save(path)
    book = opened(annotated(path))
    assert book.sheetnames == ["校验结果2", "表1", "校验结果"]
    assert book["校验结果"]["A1"].value == "去年的结果"


def test_rows_are_as_high_as_their_texts(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人人"], ["项目名称和内容都很长的一个指标" * 4, "6人人"]])
    book = opened(annotated(path))
    heights = [book["校验结果"].row_dimensions[row].height for row in (6, 7)]
    assert heights[0] < 20
    assert heights[1] > 60


def test_english(busy: Path) -> None:
    data = annotated(busy, lang="en")
    assert comments_of(data)["表1!E8"] == "indicator-dsl check\nwarning: the value is blank (FMT01 blank-value)"
    assert rows_of(data)[1] == ["projects 1, indicators 5: read 2, refused 2, blank 1"]


def test_nothing_found(workbook: Callable[..., Path]) -> None:
    data = annotated(workbook([["三级指标", "指标值"], ["人数", "5人"]]))
    assert ["没有发现问题。"] in rows_of(data)
    assert comments_of(data) == {}


def test_several_findings_of_one_cell_share_its_comment(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人人"]])
    report = report_of(path)
    [finding] = report.findings
    more = attrs.evolve(finding, code="UNT13", name="unknown-noun")
    report = Report(tables=(attrs.evolve(report.tables[0], findings=(more,)),))
    [comment] = comments_of(annotate(report, path.read_bytes()).data).values()
    assert comment.count("\n\n") == 1
    assert "（UNT13 unknown-noun）" in comment
    assert "（repeated-unit）" in comment


def test_a_blank_cell_that_the_file_leaves_out(workbook: Callable[..., Path]) -> None:
    path = workbook(
        [["三级指标", "备注", "指标值", "说明"], ["人数", "x", None, "y"], ["户数", "x"], [], ["率", "z", "5人"]]
    )
    assert b'r="C2"' not in parts_of(path.read_bytes())["xl/worksheets/sheet1.xml"]
    data = annotated(path)
    sheet = opened(data)["表1"]
    assert [sheet[cell].fill.fgColor.rgb for cell in ("C2", "C3")] == [FILLS["warning"]] * 2
    rows = re.findall(rb'<c r="([A-Z]+[0-9]+)"', parts_of(data)["xl/worksheets/sheet1.xml"])
    assert rows == [b"A1", b"B1", b"C1", b"D1", b"A2", b"B2", b"C2", b"D2", b"A3", b"B3", b"C3", b"A5", b"B5", b"C5"]


def test_a_blank_cell_keeps_the_format_of_its_column(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", None], ["户数", "5户"]])
    book = openpyxl.load_workbook(path)
    book["表1"].column_dimensions["B"].number_format = "0.00%"
    book.save(path)
    sheet = opened(annotated(path))["表1"]
    assert (sheet["B2"].number_format, sheet["B2"].fill.fgColor.rgb) == ("0.00%", FILLS["warning"])


# ---- what stays ----

_CHANGED = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/custom.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",  # formats of three cells
    "xl/worksheets/sheet2.xml",  # it is not the one shown first any more
    "xl/comments/comment1.xml",
    "xl/drawings/commentsDrawing1.vml",
}


def test_every_other_part_keeps_its_bytes(busy: Path) -> None:
    before, after = parts_of(busy.read_bytes()), parts_of(annotated(busy))
    assert {name for name in before if before[name] != after.get(name)} <= _CHANGED
    assert set(after) - set(before) == {"docProps/custom.xml", "xl/worksheets/sheet4.xml"}


def test_the_sheet_itself_changes_in_its_marked_cells_only(busy: Path) -> None:
    before, after = (parts_of(data)["xl/worksheets/sheet1.xml"] for data in (busy.read_bytes(), annotated(busy)))
    cell = re.compile(rb'<c r="(E5|E6|E8)"[^>]*>')
    assert {found[1] for found in cell.finditer(after)} == {b"E5", b"E6", b"E8"}
    left = cell.sub(b"", after).replace(b"</c></row>", b"</row>")
    assert left == cell.sub(b"", before).replace(b"</c></row>", b"</row>").replace(b' tabSelected="1"', b"")


def test_names_of_sheets_behind_the_new_one(busy: Path) -> None:
    book = opened(annotated(busy))
    assert book.sheetnames == ["校验结果", "表1", "预算 '25", "参数"]
    assert book["表1"].print_area == "'表1'!$A$1:$H$8"
    assert book["预算 '25"].print_title_rows == "$1:$1"
    assert book.defined_names["人数"].attr_text == "'表1'!$E$4"
    assert book["参数"].sheet_state == "hidden"
    assert not any(sheet.sheet_view.tabSelected for sheet in book.worksheets[1:])


def test_the_annotated_workbook_reads_like_the_original(busy: Path, tmp_path: Path) -> None:
    before = report_of(busy)
    after = report_of(tmp_path / "批注.xlsx", annotated(busy))
    assert [(one.code, one.place.cell, one.zh) for one in after.findings] == [
        (one.code, one.place.cell, one.zh) for one in before.findings
    ]
    assert [row.row.value for row in after.readings] == [row.row.value for row in before.readings]


def test_prefixed_xml(workbook: Callable[..., Path]) -> None:
    """Some producers write <x:row>, with no r: declared in the sheet."""
    path = workbook([["三级指标", "指标值"], ["人数", "5人人"], ["户数", None]])
    parts = parts_of(path.read_bytes())
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        text = re.sub(rb"<(/?)(?=[a-zA-Z])(?![a-z0-9]+:)", rb"<\1x:", parts[name])
        parts[name] = text.replace(b"xmlns=", b"xmlns:x=")
    path.write_bytes(with_parts(parts))
    data = annotated(path)
    assert set(comments_of(data)) == {"表1!B2", "表1!B3"}
    assert opened(data)["表1"]["B2"].fill.fgColor.rgb == FILLS["error"]


def test_utf16_parts(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人人"]])
    parts = parts_of(path.read_bytes())
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        text = re.sub(r"^<\?xml[^>]*\?>", "", parts[name].decode())
        parts[name] = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
    path.write_bytes(with_parts(parts))
    assert set(comments_of(annotated(path))) == {"表1!B2"}


def test_a_workbook_without_styles(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人人"]])
    parts = parts_of(path.read_bytes())
    del parts["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(rb"<(?:Override|Relationship)\s[^>]*styles\.xml[^>]*/>", b"", parts[name])
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb' s="[0-9]+"', b"", parts["xl/worksheets/sheet1.xml"])
    path.write_bytes(with_parts(parts))
    sheet = opened(annotated(path))["表1"]
    assert sheet["B2"].fill.fgColor.rgb == FILLS["error"]
    assert sheet["A2"].fill.fill_type is None


def test_macros_stay(busy: Path, tmp_path: Path) -> None:
    parts = parts_of(busy.read_bytes())
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0macros"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", b"vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    path = tmp_path / "目标.xlsm"
    path.write_bytes(with_parts(parts))
    after = parts_of(annotated(path))
    assert after["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0macros"
    assert b"macroEnabled" in after["[Content_Types].xml"]


def _threaded(parts: Parts) -> Parts:
    office_2018 = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    relations = parts["xl/worksheets/_rels/sheet1.xml.rels"]
    one = f'<Relationship Id="rId90" Type="{office_2018}" Target="/xl/threadedComments/threadedComment1.xml"/>'
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    return parts | {
        "xl/worksheets/_rels/sheet1.xml.rels": relations.replace(
            b"</Relationships>", one.encode() + b"</Relationships>"
        ),
        "xl/threadedComments/threadedComment1.xml": (
            f'<ThreadedComments xmlns="{space}"><threadedComment ref="E5" id="{{1}}"><text>?</text></threadedComment>'
            "</ThreadedComments>"
        ).encode(),
    }


def test_a_threaded_conversation_is_left_alone(busy: Path) -> None:
    busy.write_bytes(with_parts(_threaded(parts_of(busy.read_bytes()))))
    result = annotate(report_of(busy), busy.read_bytes())
    assert comments_of(result.data)["表1!E5"] == "王处：请核实"
    assert [notice.code for notice in result.notices] == ["threaded"]
    assert any("讨论式批注" in str(row) for row in rows_of(result.data))


def test_a_digital_signature_is_spoken_of(busy: Path) -> None:
    parts = parts_of(busy.read_bytes()) | {"_xmlsignatures/origin.sigs": b""}
    busy.write_bytes(with_parts(parts))
    assert [one.code for one in annotate(report_of(busy), busy.read_bytes()).notices] == ["signature"]


def test_form_controls_share_the_drawing(busy: Path) -> None:
    parts = parts_of(busy.read_bytes())
    [name] = [name for name in parts if name.endswith(".vml")]
    button = (
        '<v:shape id="_x0000_s1033" style="width:9pt"><x:ClientData ObjectType="Button"><br></x:ClientData></v:shape>'
    )
    parts[name] = parts[name].replace(b"</xml>", button.encode() + b"</xml>")  # <br>: no XML, as old versions write it
    busy.write_bytes(with_parts(parts))
    drawing = parts_of(annotated(busy))[name].decode()
    assert button in drawing
    ids = re.findall(r'<\w+:shape\s[^>]*?id="([^"]+)"', drawing)
    assert len(ids) == len(set(ids)) == 5


# ---- boxes ----


def test_a_box_is_as_high_as_its_text(busy: Path) -> None:
    [drawing] = [data.decode() for name, data in parts_of(annotated(busy)).items() if name.endswith(".vml")]
    heights = {}
    for shape in re.split(r"<\w+:shape\s", drawing)[1:]:
        row = int(re.search(r"Row>(\d+)", shape)[1])  # type: ignore[index]
        heights[row] = float(re.search(r"(?<!-)height:([0-9.]+)", shape)[1])  # type: ignore[index]
    assert heights[3] == 60  # the user's own, in pixels as openpyxl wrote it
    assert heights[4] > heights[7] > 20


# ---- again ----


def test_the_same_bytes_each_time(busy: Path) -> None:
    assert annotated(busy) == annotated(busy)


def test_an_annotated_workbook_is_annotated_anew(busy: Path, tmp_path: Path) -> None:
    """Somebody mends two values in the annotated workbook, saves it with another program, and checks again."""
    book = opened(annotated(busy))
    book["表1"]["E5"] = 2200
    book["表1"]["F6"] = "%"
    path = tmp_path / "改后.xlsx"
    book.save(path)
    data = annotated(path)
    assert not is_ours(BytesIO(path.read_bytes()))
    again = opened(data)
    assert again.sheetnames == ["校验结果", "表1", "预算 '25", "参数"]
    comments = comments_of(data)
    assert {cell: text.partition("\n")[0] for cell, text in comments.items()} == {
        "表1!C4": "与上年一致",
        "表1!E5": "王处：请核实",
        "表1!E6": "indicator-dsl 校验",
        "表1!E8": "indicator-dsl 校验",
    }
    assert "indicator-dsl" not in comments["表1!E5"]
    assert again["表1"]["E5"].fill.fgColor.rgb == "FF00B050"
    assert again["表1"]["E8"].fill.fgColor.rgb == FILLS["warning"]
    assert rows_of(data)[2] == ["发现 2 处：错误 1，警告 1，提示 0"]


def test_all_mended(workbook: Callable[..., Path], tmp_path: Path) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人人"]])
    book = opened(annotated(path))
    book["表1"]["B2"] = "5人"
    book.save(path)
    data = annotated(path)
    assert comments_of(data) == {}
    assert opened(data)["表1"]["B2"].fill.fill_type is None


# ---- much ----


def test_more_comments_than_excel_likes(workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate_xlsx, "MOST_COMMENTS", 2)
    path = workbook([["三级指标", "指标值"], ["甲", None], ["乙", "5人人"], ["丙", "6人人"]])
    result = annotate(report_of(path), path.read_bytes())
    assert set(comments_of(result.data)) == {"表1!B3", "表1!B4"}  # errors first
    assert opened(result.data)["表1"]["B2"].fill.fgColor.rgb == FILLS["warning"]
    assert result.comments == 2
    assert any("批注太多" in str(row) for row in rows_of(result.data))


def test_a_thousand_boxes_have_ids_of_their_own(workbook: Callable[..., Path]) -> None:
    rows = [["三级指标", "指标值"], *([f"甲{number}", "5人人"] for number in range(1200))]
    data = annotated(workbook(rows, rows))
    drawings = [part.decode() for name, part in parts_of(data).items() if name.endswith(".vml")]
    ids = [one for drawing in drawings for one in re.findall(r'<v:shape id="([^"]+)"', drawing)]
    assert len(ids) == len(set(ids)) == 2400
    maps = [re.search(r'<o:idmap v:ext="edit" data="([^"]+)"', drawing)[1] for drawing in drawings]  # type: ignore[index]
    assert maps == ["1,2", "3,4"]


# ---- files that are no workbook ----


def test_rows_of_another_format_are_listed_in_a_new_workbook(tmp_path: Path) -> None:
    report = check(read_tables(ROOT / "tests/data/liujiang-2025.txt"), profile=PLAIN)
    result = annotate(report, None)
    assert [notice.code for notice in result.notices] == ["new-workbook"]
    again = report_of(tmp_path / "新.xlsx", result.data)
    assert [(one.row.project, one.row.name, one.row.value) for one in again.readings] == [
        (one.row.project, one.row.name, one.row.value) for one in report.readings
    ]
    assert len(comments_of(result.data)) == len(report.findings) == 2
    book = opened(result.data)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_findings_without_a_cell_are_listed(busy: Path) -> None:
    report = report_of(busy)
    lost = Finding.of_message("row-left-out", "warning", place=Place(str(busy), "没有这张表", 5, "D5"), text="人")
    table: CheckedTable = attrs.evolve(report.tables[0], findings=(lost,))
    result = annotate(Report(tables=(table,)), busy.read_bytes())
    assert [notice.message() for notice in result.notices] == ["1 处发现没有可批注的单元格，只列在“校验结果”中"]


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("xl/styles.xml", b"<styleSheet"),
        ("xl/styles.xml", b"<a/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/workbook.xml", b"<a/>"),
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'),
        ("xl/worksheets/sheet1.xml", b'<worksheet><sheetData><row r="x"/></sheetData></worksheet>'),
        ("xl/comments/comment1.xml", b"<comments/>"),
        ("_rels/.rels", b"<Relationships/>"),
    ],
)
def test_damaged(part: str, data: bytes, busy: Path) -> None:
    report = report_of(busy)
    with pytest.raises(TableError) as caught:
        annotate(report, with_parts(parts_of(busy.read_bytes()) | {part: data}))
    assert caught.value.code == "cannot-annotate"
    assert str(busy) in str(caught.value)


def test_cut_off(busy: Path) -> None:
    with pytest.raises(TableError):
        annotate(report_of(busy), busy.read_bytes()[:2000])


# ---- other programs ----


def test_libreoffice_opens_it_and_keeps_the_comments(busy: Path, tmp_path: Path) -> None:
    path = tmp_path / "批注.xlsx"
    path.write_bytes(annotated(busy))
    assert office(path, "pdf", tmp_path / "pdf").stat().st_size > 10_000
    again = office(path, "xlsx", tmp_path / "again")
    assert set(comments_of(again)) == {"表1!C4", "表1!E5", "表1!E6", "表1!E8"}
    book = opened(again)
    assert book.sheetnames == ["校验结果", "表1", "预算 '25", "参数"]
    assert book["表1"]["E5"].fill.fgColor.rgb == FILLS["error"]


def test_what_libreoffice_saved_is_annotated_anew(busy: Path, tmp_path: Path) -> None:
    path = tmp_path / "批注.xlsx"
    path.write_bytes(annotated(busy))
    saved = office(path, "xlsx", tmp_path / "again")
    data = annotated(saved)
    assert opened(data).sheetnames == ["校验结果", "表1", "预算 '25", "参数"]
    assert set(comments_of(data)) == {"表1!C4", "表1!E5", "表1!E6", "表1!E8"}
    assert comments_of(data)["表1!E5"].count("indicator-dsl") == 1
    assert zipfile.is_zipfile(BytesIO(data))
