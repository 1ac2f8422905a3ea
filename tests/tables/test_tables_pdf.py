"""PDF files as they are: cells broken over lines and pages, forms among other tables, scans, hostile files.

What office programs make of the seed table is in test_tables_documents.py; these are
written by hand, so that every machine can run them.
"""

from __future__ import annotations

import logging
import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import documents
import pytest
from documents import Pdf

from indicator_dsl.rows import Table
from indicator_dsl.tables import TableError, read_tables
from indicator_dsl.tables.readers import pdf as reader

HEADER: list[documents.Cell] = ["一级指标", "二级指标", "三级指标", "指标值"]
WIDTHS = [60, 80, 120, 100]
Read = Callable[[Pdf], list[Table]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return lambda pdf: read_tables(pdf.save(tmp_path / "目标.pdf"))


def form(project: str, *rows: list[documents.Cell], funds: str = "132") -> documents.Grid:
    return [["项目名称", (project, 3, 1)], ["项目资金（万元）", "年度资金总额", (funds, 2, 1)], HEADER, *rows]


def facts(tables: list[Table]) -> list[tuple[str | None, ...]]:
    return [(row.project, row.level1, row.level2, row.name, row.value) for table in tables for row in table.rows]


def values(tables: list[Table]) -> list[str]:
    return [row.value for table in tables for row in table.rows]


ROW: list[documents.Cell] = ["产出指标", "数量指标", "体检人数", "≥2200人"]


def test_a_form_and_its_places(read: Read) -> None:
    pdf = Pdf().page().text(50, 40, "目录").page().text(50, 40, "2025年项目绩效目标表")
    pdf.table(60, WIDTHS, form("乡村教师体检费", ROW)).text(50, 700, "注：无").text(280, 780, "— 2 —")
    [table] = read(pdf)
    [row] = table.rows
    assert (table.project, table.funds, row.value) == ("乡村教师体检费", 1320000, "≥2200人")
    assert (row.place.page, row.place.table, row.place.row, row.place.cell) == (2, 1, 4, "D4")
    assert str(row.place).endswith("目标.pdf!第2页表1!D4")


def test_one_form_among_other_tables_of_a_long_report(read: Read) -> None:
    pdf = Pdf()
    other: documents.Grid = [["科目编码", "科目名称", "年初预算", "决算数"], ["205", "教育支出", "541", "5.4"]]
    for number in range(1, 25):
        pdf.page().text(50, 30, "某县2025年部门预算公开").text(280, 780, str(number))
        if number == 13:
            pdf.table(60, WIDTHS, form("体检费", ROW, ["效益指标", "社会效益", "达标率", "≥80%"]))
        elif number <= 18:
            pdf.table(60, WIDTHS, other).table(400, [100, 100], [["单位", "人数"], ["教育局", "35人"]])
    [table] = read(pdf)
    assert values([table]) == ["≥2200人", "≥80%"]
    assert {row.place.page for row in table.rows} == {13}


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("shift", [0, 12])
def test_a_table_that_goes_on_over_the_page(*, repeated: bool, shift: float, read: Read) -> None:
    rest: documents.Grid = [["", "", "户数", "≥6户"], ["效益指标", "社会效益", "天数", "≥7天"]]
    pdf = Pdf().page().text(50, 30, "2025年部门预算").table(60, WIDTHS, form("甲", ROW)).text(280, 780, "— 1 —")
    pdf.page().text(50, 30, "2025年部门预算").text(280, 780, "— 2 —")
    pdf.table(60, WIDTHS, [HEADER, *rest] if repeated else rest, left=50 + shift)
    assert facts(read(pdf)) == [
        ("甲", "产出指标", "数量指标", "体检人数", "≥2200人"),
        ("甲", "产出指标", "数量指标", "户数", "≥6户"),
        ("甲", "效益指标", "社会效益", "天数", "≥7天"),
    ]


def test_another_table_on_the_next_page_is_not_its_rest(read: Read) -> None:
    names: documents.Grid = [["", "", "王五", "35人"]]
    pdf = Pdf().page().table(60, WIDTHS, form("甲", ROW)).page().text(50, 30, "三、人员名单").table(60, WIDTHS, names)
    assert values(read(pdf)) == ["≥2200人"]
    pdf = Pdf().page().table(60, WIDTHS, form("甲", ROW)).page().table(60, [100, 100, 100, 60], names)
    assert values(read(pdf)) == ["≥2200人"]


def test_a_form_on_every_page(read: Read) -> None:
    pdf = Pdf()
    for project in "甲乙丙":
        pdf.page().text(50, 30, "项目支出绩效目标表").text(300, 45, "单位：万元")
        pdf.table(60, WIDTHS, [["项目名称", (project, 3, 1)], ["项目资金", "年度资金总额", ("5", 2, 1)], HEADER, ROW])
    assert [(t.project, t.funds, values([t])) for t in read(pdf)] == [(p, 50000, ["≥2200人"]) for p in "甲乙丙"]


def test_rows_and_cells_that_the_end_of_a_page_cuts(read: Read) -> None:
    first = form(
        "甲", [("产出指标", 1, 2), "数量指标", "人数", "≥5人"], ["质量指标", "道路交通设施全部完成情况", "≥95%"]
    )
    pdf = Pdf().page().table(60, [60, 80, 64, 100], first)
    pdf.page().table(60, [60, 80, 64, 100], [["", "", "达标率", ""], ["效益指标", "社会效益", "天数", "≥7天"]])
    assert facts(read(pdf)) == [
        ("甲", "产出指标", "数量指标", "人数", "≥5人"),
        ("甲", "产出指标", "质量指标", "道路交通设施全部完成情况达标率", "≥95%"),
        ("甲", "效益指标", "社会效益", "天数", "≥7天"),
    ]


def test_levels_at_the_end_of_a_page(read: Read) -> None:
    widths = [44, 44, 120, 100]
    pdf = Pdf().page().table(60, widths, form("甲", ROW, ["效益指标", "社会效益", "天数", "≥7天"]), row=40)
    rest: documents.Grid = [
        [("", 1, 2), ("指标", 1, 2), "次数", "≥8次"],
        ["分数", "≥9分"],
        ["满意度指标", "满意度", "率", "≥95%"],
    ]
    assert [one[1:3] for one in facts(read(pdf.page().table(60, widths, rest, row=40)))] == [
        ("产出指标", "数量指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "社会效益指标"),
        ("满意度指标", "满意度"),
    ]


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_level_with_one_character_a_line_at_the_end_of_a_page(cut: int, read: Read) -> None:
    widths = [40, 80, 80, 100]
    above, below = "\n".join("产出指标"[:cut]), "\n".join("产出指标"[cut:])
    first: documents.Grid = [HEADER, [(above, 1, 2), "数量指标", "人数", "≥5人"], ["质量指标", "率", "≥95%"]]
    rest: documents.Grid = [[(below, 1, 2), "时效指标", "次数", "≥8次"], ["成本指标", "总成本", "≤9元"]]
    pdf = Pdf().page().table(60, widths, first, row=60).page().table(60, widths, rest, row=60)
    assert [one[1:3] for one in facts(read(pdf))] == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("产出指标", "成本指标"),
    ]


@pytest.mark.parametrize(
    ("start", "text"),
    [(312, "100%；2025年12月31日前"), (280, "2025年12月31日前完成"), (248, "2025年12月31日前完成")],
)
def test_a_text_that_runs_over_the_side_of_its_cell(start: float, text: str, read: Read) -> None:
    pdf = Pdf().page().table(60, [60, 80, 120, 40, 80], [[*HEADER, "备注"], ["产出指标", "数量指标", "", "", ""]])
    found = read(pdf.text(start, 101, text))
    assert values(found) == [text]


def test_texts_drawn_over_each_other_are_no_value(read: Read) -> None:
    pdf = Pdf().page().table(60, WIDTHS, [HEADER, ["产出指标", "数量指标", "人数", ""]])
    found = read(pdf.text(312, 101, "100").text(313, 101, "250"))
    assert "\ufffd" in values(found)[0]


@pytest.mark.parametrize(
    ("text", "width", "value"),
    [
        ("≥2200人", 30, "≥2200人"),  # broken before 人
        ("10000元/人/户", 56, "10000元/人/户"),
        ("2025年12月31日前", 40, "2025年12月31日前"),
        ("≥5人\n≥6户", 100, "≥5人\n≥6户"),  # the author's line break
        ("5\n6户", 24, "5\n6户"),  # which must not become 56户
        ("GDP growth rate", 44, "GDP growth rate"),
    ],
)
def test_lines_of_a_cell(text: str, width: float, value: str, read: Read) -> None:
    pdf = Pdf().page().table(60, [60, 60, 80, width], [HEADER, ["产出指标", "数量指标", "人数", text]], row=70)
    assert values(read(pdf)) == [value]


def test_a_table_without_a_frame_at_its_sides(read: Read) -> None:
    assert facts(read(Pdf().page().table(60, WIDTHS, form("甲", ROW), sides=False)))[0][1:] == tuple(ROW)


def test_a_cell_that_is_open_at_the_end_of_the_page(read: Read) -> None:
    pdf = Pdf().page().table(60, WIDTHS, form("甲", ROW))
    # A browser leaves out the line at which it cuts a row.
    pdf.line(50, 180, 50, 210).line(110, 180, 110, 210).line(190, 180, 190, 210)
    pdf.line(310, 180, 310, 210).line(410, 180, 410, 210)
    for x, text in zip((52, 112, 192, 312), ("效益指标", "社会效益", "天数", "≥7天"), strict=True):
        pdf.text(x, 195, text)
    assert values(read(pdf)) == ["≥2200人", "≥7天"]


def test_what_only_its_place_makes_what_it_is(read: Read) -> None:
    pdf = Pdf().page().table(60, WIDTHS, [HEADER, ["产出指标", "数量指标", "人数", ""], ["", "", "面积", "≥5㎡"]])
    pdf.text(320, 100, "10").text(330, 96, "4", size=6).text(334, 100, "元")
    assert values(read(pdf)) == ["10⁴元", "≥5㎡"]


def test_faked_bold_watermarks_and_turned_text(read: Read) -> None:
    pdf = Pdf().page().table(60, WIDTHS, [HEADER, ["", "", "", ""], ["", "", "户数", "11户"]], row=50)
    for dx in (0, 0.3):
        pdf.text(320 + dx, 140, "≥95%").text(200 + dx, 140, "合格率")
    pdf.text(200, 150, "水印", size=60, turn="0.7 0.7 -0.7 0.7")
    pdf.text(80, 155, "产出指标", turn="0 1 -1 0").text(140, 115, "质量指标", turn="0 -1 1 0")
    assert facts(read(pdf)) == [
        (None, "产出指标", "质量指标", "合格率", "≥95%"),
        (None, "产出指标", "质量指标", "户数", "11户"),
    ]


def test_nothing_is_logged(read: Read, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    pdf = Pdf().page().table(60, WIDTHS, form("甲", ROW))
    pdf.pages[0].append("/NoSuchFont 9 Tf /Bad gs 5 sc ]")
    logger = logging.getLogger("pdfminer")
    before = logger.propagate, list(logger.handlers), logger.level
    assert values(read(pdf)) == ["≥2200人"]
    assert (logger.propagate, list(logger.handlers), logger.level) == before
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_what_others_have_logged_is_theirs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Before, while and after a file is read, by several threads at once."""
    path = Pdf().page().table(60, WIDTHS, form("甲", ROW)).save(tmp_path / "目标.pdf")
    log = logging.getLogger("pdfminer.psparser")

    def work() -> None:
        for _ in range(3):
            assert values(read_tables(path)) == ["≥2200人"]

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    log.warning("meanwhile")
    for thread in threads:
        thread.join()
    log.warning("later")
    assert [record.message for record in caplog.records] == ["meanwhile", "later"]


# ---- files that cannot be read ----

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> >>"


def one_page(content: bytes, resources: bytes = b"", *others: bytes, filters: bytes = b"") -> bytes:
    """Return a PDF of one page."""
    stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content)
    head = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    return documents.assembled([*head, PAGE % resources, stream, *others])


def refused(path: Path, data: bytes, *codes: str) -> str:
    path = path / "目标.pdf"
    path.write_bytes(data)
    with pytest.raises(TableError) as caught:
        read_tables(path)
    assert caught.value.code in codes, str(caught.value)
    assert str(path) in str(caught.value)
    return str(caught.value)


IMAGE = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>"
SCAN = one_page(b"q 500 0 0 800 0 0 cm /I Do Q", b"/XObject << /I 5 0 R >>", IMAGE + b"\nstream\n\xff\nendstream")


def test_scans(tmp_path: Path) -> None:
    assert "第 1 页是扫描图片" in refused(tmp_path, SCAN, "scanned-pdf")
    refused(tmp_path, one_page(b""), "scanned-pdf")


def test_scans_behind_a_page_of_text(tmp_path: Path) -> None:
    data = SCAN.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [6 0 R 3 0 R] /Count 2")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    content = b"BT /F 12 Tf 50 700 Td (cover) Tj ET"
    text = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R /Resources << /Font << /F 8 0 R >> >> >>"
    )
    objects = [part.split(b"obj\n", 1)[1] for part in data.split(b"\nendobj\n")[:5]]
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    assert "第 2 页是扫描图片" in refused(tmp_path, documents.assembled([*objects, text, stream, font]), "scanned-pdf")


def test_damaged_files(tmp_path: Path) -> None:
    good = Pdf().page().table(60, WIDTHS, form("甲", ROW)).save(tmp_path / "good.pdf").read_bytes()
    damaged = {
        "another format": b"PK\x03\x04",
        "text": "三级指标,指标值".encode(),
        "cut off": good[: len(good) * 2 // 3],
        "only its head": good[:9] + b"%%EOF",
        "no pages": documents.assembled(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
        ),
    }
    for name, data in damaged.items():
        assert "PDF" in refused(tmp_path, data, "corrupt-file"), name


def test_encrypted_files(tmp_path: Path) -> None:
    data = one_page(b"").replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
        b" /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) >>",
    )
    assert "密码" in refused(tmp_path, data, "encrypted-file")
    refused(tmp_path, data.replace(b"/Filter /Standard", b"/Filter /Adobe.XX"), "encrypted-file")


def test_bombs(tmp_path: Path) -> None:
    zeros = zlib.compress(bytes(70 << 20), 9)
    assert "64 MiB" in refused(tmp_path, one_page(zeros, filters=b"/Filter /FlateDecode"), "too-large")
    twice = one_page(zlib.compress(zeros, 9), filters=b"/Filter [/FlateDecode /FlateDecode]")
    refused(tmp_path, twice, "too-large")
    blanks = one_page(zlib.compress(b" " * (20 << 20), 9), filters=b"/Filter /FlateDecode")
    refused(tmp_path, blanks, "too-large")


def test_a_page_that_draws_without_end(tmp_path: Path) -> None:
    forms = [
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length 60 >>\n"
        b"stream\n%s\nendstream" % (number + 1, b"/X Do " * 10)
        for number in range(5, 40)
    ]
    # The oldest pdfminer draws none of them.
    refused(tmp_path, one_page(b"/X Do", b"/XObject << /X 5 0 R >>", *forms), "too-large", "scanned-pdf")
    lines = one_page(b"0 0 m 9 9 l S\n" * 150_000)
    refused(tmp_path, lines, "too-large")


def of_font(font: bytes, *others: bytes) -> bytes:
    return one_page(b"BT /F 12 Tf 50 700 Td (cover) Tj ET", b"/Font << /F 5 0 R >>", font, *others)


def stream_of(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def mapped(line: bytes) -> bytes:
    """Return a PDF whose font says with one line which characters its codes are."""
    return of_font(b"<< /Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 6 0 R >>", stream_of(line))


def truetype(table: bytes) -> bytes:
    """Return a PDF with a font file whose characters are mapped by one table."""
    cmap = struct.pack(">HHHHL", 0, 1, 3, 1, 12) + table
    file = struct.pack(">4sHHHH4sLLL", b"\0\1\0\0", 1, 0, 0, 0, b"cmap", 0, 28, len(cmap)) + cmap
    system = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    return of_font(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X %s /FontDescriptor 7 0 R >>" % system,
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1 1] /FontFile2 8 0 R >>",
        stream_of(file),
    )


FONTS: dict[str, Callable[[bytes], bytes]] = {
    "widths": lambda good: good.replace(b"/W [1 95 500", b"/W [1 4294967295 500"),
    "widths again and again": lambda good: good.replace(b"/W [1 95 500", b"/W [" + b"0 65535 500 " * 100),
    "heights": lambda good: good.replace(b"/W [1 95 500", b"/W2 [1 4294967295 500 1 1 "),
    "characters": lambda _: mapped(b"1 beginbfrange\n<00000000> <FFFFFFFF> <0041>\nendbfrange"),
    "glyphs": lambda _: mapped(b"1 begincidrange\n<00000000> <FFFFFFFF> 5\nendcidrange"),
    "groups of a font file": lambda _: truetype(struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, 0, 0xFFFFFFFF, 1)),
    "segments of a font file": lambda _: truetype(
        struct.pack(">7H", 4, 0, 0, 200, 0, 0, 0) + b"\xff" * 200 + bytes(602)
    ),
}


@pytest.mark.parametrize("name", FONTS)
def test_a_font_of_all_the_characters_there_could_be(name: str, tmp_path: Path) -> None:
    good = Pdf().page().table(60, WIDTHS, form("甲", ROW)).save(tmp_path / "good.pdf").read_bytes()
    assert "4,000,000" in refused(tmp_path, FONTS[name](good), "too-large")


def test_a_font_that_maps_its_characters(read: Read, tmp_path: Path) -> None:
    pdf = Pdf().page().table(60, WIDTHS, form("甲", ROW))
    whole = pdf.save(tmp_path / "good.pdf").read_bytes()
    wide = whole.replace(b"/W [1 95 500 814 [500]]", b"/W [1 95 500 814 [500] 1000 65535 1000]")
    path = tmp_path / "目标.pdf"
    path.write_bytes(wide)
    assert facts(read_tables(path)) == facts(read(pdf))


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MOST_PAGES", 2)
    pdf = Pdf()
    for _ in range(3):
        pdf.page()
    assert "页数超过 2" in refused(tmp_path, pdf.save(tmp_path / "long.pdf").read_bytes(), "too-large")


def test_a_drawing_of_thousands_of_lines_is_no_table(read: Read) -> None:
    pdf = Pdf().page().table(60, WIDTHS, form("甲", ROW)).page().text(50, 30, "地图")
    for number in range(2200):
        pdf.line(50 + number / 5, 100, 50 + number / 5, 700)
        pdf.line(50, 100 + number / 4, 500, 100 + number / 4)
    assert values(read(pdf)) == ["≥2200人"]
