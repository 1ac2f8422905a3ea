"""Excel as it is: formulas, percent cells, dates, merged cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from packages import HEADER, MAIN, SHEET, parts, zipped

from indicator_dsl.tables import read_tables
from indicator_dsl.tables.readers._number_format import shown_number
from indicator_dsl.tables.readers._sheet_xml import SheetXml


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


# ---- what openpyxl does not write ----


def values(path: Path, **content: str) -> list[str]:
    path.write_bytes(zipped(parts(**content)))
    return [row.value for table in read_tables(path) for row in table.rows]


def sheet(*cells: str) -> str:
    """Return a sheet with these value cells, one a row; ``{at}`` is where each stands."""
    rows = (
        f'<row r="{n}"><c r="A{n}" t="str"><v>甲{n}</v></c>{cell.replace("{at}", f"B{n}")}</row>'
        for n, cell in enumerate(cells, start=2)
    )
    return SHEET.format(HEADER + "".join(rows))


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/>'
    '<xf numFmtId="31"/><xf numFmtId="176"/><xf numFmtId="58"/><xf numFmtId="4"/></cellXfs></styleSheet>'
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="{at}" s="1"><v>0.95</v></c>', "95%"),
        ('<c r="{at}" s="1"><v>0.94999999999999996</v></c>', "95%"),
        ('<c s="1" r="{at}"><v>0.95</v></c>', "95%"),
        ("<c r='{at}' s='1'><v>0.95</v></c>", "95%"),
        ('<c r="{at}" cm="1" t="n" s="1" ><v>0.95</v></c>', "95%"),
        ('<c r="{at}" s="1"><v xml:space="preserve"> 0.95 </v></c>', "95%"),
        ('<c s="1"><v>0.95</v></c>', "95%"),
        ('<c r="{at}" s="99"><v>0.95</v></c>', "0.95"),
        ('<c r="{at}" s=""><v>0.95</v></c>', "0.95"),
        ('<c r="{at}"><v>1.1000000000000001</v></c>', "1.1"),
        ('<c r="{at}"><v>2.2E3</v></c>', "2200"),
        ('<c r="{at}" s="5"><v>2200</v></c>', "2,200.00"),
        # dates by the built-in Chinese formats, which have no text of their own in the file
        ('<c r="{at}" s="2"><v>44561</v></c>', "2021年12月31日"),
        ('<c r="{at}" s="3"><v>44561</v></c>', "2021年12月"),
        ('<c r="{at}" s="4"><v>44561</v></c>', "2021年12月31日"),
        ('<c r="{at}"><v>44561</v></c>', "44561"),
        ('<c r="{at}" t="d"><v>2025-12-31</v></c>', "2025年12月31日"),
        ('<c r="{at}" t="d"><v>10:30:00</v></c>', "10:30:00"),
        ('<c r="{at}" s="2"><v>-5</v></c>', "-5"),
        # errors, truth
        ('<c r="{at}" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="{at}" t="e"><f>A9/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="{at}" t="b"><v>1</v></c>', "TRUE"),
        # texts
        ('<c r="{at}" t="s"><v>1</v></c>', "≥5人"),
        ('<c r="{at}" t="s"><v>2</v></c>', "≥95%"),
        ('<c r="{at}" t="s"><v>3</v></c>', "一\n二"),
        ('<c r="{at}" t="s"><v>4</v></c>', "东京"),
        ('<c r="{at}" t="s"><v>5</v></c>', "a & b < c"),
        ('<c r="{at}" t="s"><v>6</v></c>', "_x0041_"),
        ('<c r="{at}" t="inlineStr"><is><t>&#8805;5&#20154;</t></is></c>', "≥5人"),
        ('<c r="{at}" t="inlineStr"><is><t>&lt;5&#x4EBA; &amp;#20154;</t></is></c>', "<5人 &#20154;"),
        ('<c r="{at}" t="inlineStr"><is><r><t>≥</t></r><r><rPr><color rgb="FF"/></rPr><t>95%</t></r></is></c>', "≥95%"),
        ('<c r="{at}" t="inlineStr"><is><t><![CDATA[<5人]]></t></is></c>', "<5人"),
        ('<c r="{at}" t="str"><v>≥5&amp;6人</v></c>', "≥5&6人"),
        # formulas
        ('<c r="{at}"><f>100%</f><v>1</v></c>', "=100%"),
        ('<c r="{at}"><f>95%</f></c>', "=95%"),
        ('<c r="{at}" s="1"><f>C9*2</f><v>0.5</v></c>', "50%"),
        ('<c r="{at}" s="1"><f>完成率</f><v>0.5</v></c>', "50%"),
        ('<c r="{at}" t="str"><f>"≥"&amp;C9&amp;"人"</f><v>≥5人</v></c>', "≥5人"),
        ('<c r="{at}"><f>SUM(C1:C2)</f><v/></c>', "=SUM(C1:C2)"),
        ('<c r="{at}" t="str"><f t="array" ref="B2">TEXT(C1,"0")</f><v>7</v></c>', "7"),
        ('<c r="{at}"><!-- <v>1</v> --><v>5</v></c>', "5"),
    ],
)
def test_a_cell_as_other_programs_write_it(cell: str, text: str, tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si/><si><t>≥5人</t></si><si><r><t>≥</t></r><r><rPr><b/><color theme="1"/></rPr>'
        '<t xml:space="preserve">95% </t></r></si><si><t>一_x000D_\n二</t></si><si><t>东京</t>'
        '<rPh sb="0" eb="2"><t>とうきょう</t></rPh></si><si><t>a &amp; b &lt; c</t></si>'
        "<si><t>_x005F_x0041_</t></si></sst>"
    )
    content = {"sheet": sheet(cell), "strings": strings, "styles": STYLES}
    assert values(tmp_path / "目标.xlsx", **content) == [text]
    # The same with prefixes everywhere goes the other way through the reader, and comes to the same.
    named = re.compile("<(/?)(?=[a-zA-Z])")
    prefixed = {name: named.sub(r"<\1x:", text.replace("xmlns=", "xmlns:x=")) for name, text in content.items()}
    assert values(tmp_path / "目标.xlsx", **prefixed) == [text]


def test_formulas_that_cells_share(tmp_path: Path) -> None:
    """Filled down, =100% is written once."""
    cells = [
        '<c r="{at}"><f t="shared" ref="B2:B3" si="0">100%</f><v>1</v></c>',
        '<c r="{at}"><f t="shared" si="0"/><v>1</v></c>',
        '<c r="{at}"><f t="shared" ref="B4:B5" si="1">C4*2</f><v>4</v></c>',
        '<c r="{at}"><f t="shared" si="1"/><v>6</v></c>',
    ]
    assert values(tmp_path / "目标.xlsx", sheet=sheet(*cells)) == ["=100%", "=100%", "4", "6"]


def test_rows_and_cells_without_their_names(tmp_path: Path) -> None:
    row = '<row><c t="str"><v>{}</v></c><c/><c t="str"><v>{}</v></c></row>'
    content = SHEET.format(row.format("三级指标", "指标值") + "<row/>" + row.format("人数", "≥5人"))
    path = tmp_path / "目标.xlsx"
    path.write_bytes(zipped(parts(sheet=content)))
    [table] = read_tables(path)
    assert [(row.value, row.place.cell) for row in table.rows] == [("≥5人", "C3")]


def test_dates_of_a_mac(tmp_path: Path) -> None:
    book = parts()["xl/workbook.xml"]
    assert isinstance(book, str)
    book = book.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    cell = '<c r="{at}" s="2"><v>43099</v></c>'
    assert values(tmp_path / "目标.xlsx", book=book, sheet=sheet(cell), styles=STYLES) == ["2021年12月31日"]


def test_a_part_in_gb18030(tmp_path: Path) -> None:
    content = parts()
    text = '<?xml version="1.0" encoding="GBK"?>' + sheet('<c r="{at}" t="str"><v>≥5人</v></c>')
    content["xl/worksheets/sheet1.xml"] = text.encode("gb18030")
    path = tmp_path / "目标.xlsx"
    path.write_bytes(zipped(content))
    assert read_tables(path)[0].rows[0].value == "≥5人"


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_the_size_of_the_pieces_does_not_matter(size: int) -> None:
    text = sheet(*['<c r="{at}" t="inlineStr"><is><t>≥&#53;人</t></is></c>'] * 20).replace(
        "<row r", '<row r="1"/><row r', 1
    )
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    shown = SheetXml([], lambda kind, value, style: value)
    assert list(shown.rows(iter(pieces)))[-20:] == [(n, [f"甲{n}", "≥5人"]) for n in range(2, 22)]


def test_hidden_rows_and_columns_are_read(workbook: Callable[..., Path]) -> None:
    """A filter hides rows, and they still count."""
    path = workbook([["三级指标", "指标值", "分值"], ["甲", "5人", 10], ["乙", "6人", 20]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(path)
    assert [(row.name, row.weight) for row in read_tables(path)[0].rows] == [("甲", "10"), ("乙", "20")]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_counts_only_where_it_is_alone(state: str, workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["去年", "5人"]], [["三级指标", "指标值"], ["今年", "6人"]])
    book = openpyxl.load_workbook(path)
    book["表1"].sheet_state = state
    book.active = 1
    book.save(path)
    assert [row.name for table in read_tables(path) for row in table.rows] == ["今年"]
    book["表2"].delete_rows(1, 2)
    book["表2"]["A1"] = "说明"
    book.save(path)
    assert [row.name for table in read_tables(path) for row in table.rows] == ["去年"]


def test_protected_sheets_are_read(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["甲", "5人"]])
    book = openpyxl.load_workbook(path)
    book.active.protection.set_password("秘密")
    book.security.lockStructure = True
    book.save(path)
    assert read_tables(path)[0].rows[0].value == "5人"


def test_rich_text(workbook: Callable[..., Path]) -> None:
    red = InlineFont(color="00FF0000")
    text = CellRichText("≥", TextBlock(red, "95"), "%")
    assert read_tables(workbook([["三级指标", "指标值"], ["甲", text]]))[0].rows[0].value == "≥95%"


def test_raised_and_struck_characters(workbook: Callable[..., Path]) -> None:
    up, gone = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    rows = [
        ["甲", CellRichText("≥100 m", TextBlock(up, "2"))],
        ["乙", CellRichText(TextBlock(gone, "≥5人"), TextBlock(InlineFont(strike=False), "≥6人"))],
    ]
    [table] = read_tables(workbook([["三级指标", "指标值"], *rows]))
    assert [row.value for row in table.rows] == ["≥100 m²", "≥6人"]


def test_a_total_and_notes_under_the_table(workbook: Callable[..., Path]) -> None:
    rows = [
        ["一级指标", "三级指标", "指标值", "分值"],
        ["产出指标", "甲", "≥5人\n≤9人", 50],
        [None, "乙", "≥6户；≥7个", 50],
        ["合计", None, None, 100],
        ["注：分值合计应为100分。"],
        ["填表人：", "张三", "审核人：", "李四"],
    ]
    [table] = read_tables(workbook(rows, merge=["A4:C4", "A5:D5"]))
    assert [(row.level1, row.name, row.value, row.weight) for row in table.rows] == [
        ("产出指标", "甲", "≥5人\n≤9人", "50"),
        ("产出指标", "乙", "≥6户；≥7个", "50"),
    ]
