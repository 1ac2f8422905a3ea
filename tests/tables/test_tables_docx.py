# ruff: noqa: E501, ISC004 - XML is read more easily on one line
"""Word documents as they are: merged cells, tracked changes, content controls, tables in tables, damaged files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import documents
import pytest
from documents import p, tbl, tc, tr

from indicator_dsl.rows import Table
from indicator_dsl.tables import TableError, read_tables
from indicator_dsl.tables.readers import _zip

HEADER = ["一级指标", "三级指标", "指标值"]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Table]]:
    """Read a document whose body is this XML."""

    def save_and_read(*content: str) -> list[Table]:
        path = tmp_path / "目标.docx"
        documents.body(*content).save(path)
        return read_tables(path)

    return save_and_read


def values(tables: list[Table]) -> list[str]:
    return [row.value for table in tables for row in table.rows]


Read = Callable[..., list[Table]]


def test_a_value_keeps_its_place(tmp_path: Path) -> None:
    path = documents.write_docx(tmp_path / "目标.docx", documents.seed_forms())
    tables = read_tables(path)
    assert str(tables[1].rows[0].place) == f"{path}!表2!E8"
    assert (tables[1].rows[0].place.table, tables[1].rows[0].place.row) == (2, 8)


# ---- the text of a cell ----


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<w:p><w:r><w:t>≥5人</w:t><w:br/><w:t>≥6户</w:t></w:r></w:p>", "≥5人\n≥6户"),
        (p("≥5人") + p("") + p("≥6户"), "≥5人\n≥6户"),
        ("<w:p><w:r><w:t>≥</w:t><w:tab/><w:t>95%</w:t></w:r></w:p>", "≥ 95%"),
        ("<w:p><w:r><w:t>12</w:t></w:r><w:r><w:t>00人</w:t></w:r></w:p>", "1200人"),
        # tracked changes
        ("<w:p><w:del><w:r><w:delText>≥5人</w:delText></w:r></w:del><w:ins><w:r><w:t>≥6人</w:t></w:r></w:ins></w:p>", "≥6人"),
        ("<w:p><w:moveFrom><w:r><w:t>≥5人</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>≥6人</w:t></w:r></w:moveTo></w:p>", "≥6人"),
        ("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>≥5</w:t></w:r></w:p>" + p("人"), "≥5人"),
        # content controls
        ("<w:p><w:sdt><w:sdtContent><w:r><w:t>≥5人</w:t></w:r></w:sdtContent></w:sdt></w:p>", "≥5人"),
        (f"<w:sdt><w:sdtContent>{p('≥5人')}</w:sdtContent></w:sdt>", "≥5人"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处输入文字。')}</w:sdtContent></w:sdt>", ""),
        # what is not seen
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>≥5人</w:t></w:r><w:r><w:t>≥6人</w:t></w:r></w:p>", "≥6人"),
        (
            "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
            "<w:r><w:t>≥6人</w:t></w:r></w:p>",
            "≥6人",
        ),
        ("<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>=SUM(A1)</w:instrText><w:t>5人</w:t></w:r></w:p>", "5人"),
        ("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>≥5人</w:t></w:r><w:r><w:t>≥6人</w:t></w:r></w:p>", "≥6人"),
        # what only its dress makes what it is
        ("<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>4</w:t></w:r></w:p>", "10⁴"),
        ("<w:p><w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t>95%</w:t></w:r></w:p>", "≥95%"),
        ("<w:p><w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\uf0a3</w:t></w:r><w:r><w:t>95%</w:t></w:r></w:p>", "≤95%"),
        ("<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:t>95%</w:t></w:r></w:p>", "\ufffd95%"),
        ("<w:p><w:r><w:sym w:font='Symbol' w:char='?'/></w:r></w:p>", "\ufffd"),
        ("<w:p><m:oMath><m:r><m:t>≥95%</m:t></m:r></m:oMath></w:p>", "≥95%"),
        ("<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath></w:p>", "1/3"),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>zhong</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>重</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>", "重"),
    ],
)  # fmt: skip
def test_the_text_of_a_cell(cell: str, text: str, read: Read) -> None:
    [table] = read(tbl(HEADER, ["产出指标", "人数", cell]))
    assert table.rows[0].value == text


# ---- merged cells, rows ----


def test_merged_cells(read: Read) -> None:
    def merge(text: str, *properties: str) -> str:
        return f"<w:tcPr>{''.join(f'<w:{one}/>' for one in properties)}</w:tcPr>{p(text)}"

    first, on = 'vMerge w:val="restart"', "vMerge"
    [table] = read(
        tbl(
            ["一级指标", "三级指标", merge("指标值", 'gridSpan w:val="3"'), "分值"],
            [merge("产出指标", first), "人数", "≥", "5", "人", merge("10", first)],
            [merge("", on), merge("户数", first), "≥", "6", "户", merge("", on)],
            [merge("不显示", on), merge("", on), merge("≤9户", 'gridSpan w:val="3"'), merge("", on)],
            [merge("效益指标", on), "天数", merge("7天", 'gridSpan w:val="3"'), "20"],
        )
    )
    assert [(r.level1, r.name, r.relation, r.value, r.unit, r.weight, r.place.cell) for r in table.rows] == [
        ("产出指标", "人数", "≥", "5", "人", "10", "D2"),
        ("产出指标", "户数", "≥", "6", "户", None, "D3"),
        ("产出指标", "户数", None, "≤9户", None, None, "C4"),
        # merged with the cell above as the file has it, and hidden by Word
        ("产出指标", "天数", None, "7天", None, "20", "C5"),
    ]


def test_a_cell_that_goes_on_from_nothing_is_its_own(read: Read) -> None:
    lone = f"<w:tcPr><w:vMerge/></w:tcPr>{p('产出指标')}"
    [table] = read(tbl(HEADER, [lone, "人数", "5人"], ["", "户数", "6户"]))
    assert [(row.level1, row.name) for row in table.rows] == [("产出指标", "人数"), ("产出指标", "户数")]


def test_rows_that_begin_further_right(read: Read) -> None:
    row = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("户数")}{tc("6户")}</w:tr>'
    [table] = read(f"<w:tbl>{tr(*HEADER)}{tr('产出指标', '人数', '5人')}{row}</w:tbl>")
    assert [(row.level1, row.name, row.value) for row in table.rows][1] == ("产出指标", "户数", "6户")


def test_deleted_and_hidden_rows_and_rows_in_content_controls(read: Read) -> None:
    row = tr("产出指标", "{}", "{}")
    content = "".join(
        [
            tr(*HEADER),
            row.replace("{}", "5人").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"),
            row.replace("{}", "6人").replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>"),
            row.replace("{}", "7人").replace("<w:tr>", "<w:tr><w:trPr><w:ins/></w:trPr>"),
            f"<w:sdt><w:sdtContent>{row.replace('{}', '8人')}</w:sdtContent></w:sdt>",
            f"<w:tr>{tc('产出指标')}<w:sdt><w:sdtContent>{tc('9人')}</w:sdtContent></w:sdt>{tc('9人')}</w:tr>",
        ]
    )
    tables = read(f"<w:tbl>{content}</w:tbl>")
    assert values(tables) == ["7人", "8人", "9人"]
    assert [row.place.row for row in tables[0].rows] == [4, 5, 6]


# ---- several tables ----


def test_a_form_spread_over_several_tables(read: Read) -> None:
    def form(project: str, funds: str, row: list[str]) -> list[str]:
        return [
            p("项目支出绩效目标表"),
            p(f"填报单位：某局{'　' * 8}金额单位：万元"),
            tbl(["项目名称", project]),
            p("资金"),
            tbl(["项目资金", "年度资金总额", funds]),
            tbl(HEADER, row),
            p("注：按年度填报。"),
        ]

    tables = read(
        *form("甲", "5", ["产出指标", "人数", "5人"]),
        *form("乙", "6.5", ["产出指标", "户数", "6户"]),
        tbl(["部门名称", "教育局"]),
        tbl(HEADER, ["效益指标", "满意率", "95%"]),
    )
    assert [(t.project, t.funds, [r.name for r in t.rows], t.place.table) for t in tables] == [
        ("甲", 50000, ["人数"], 3),
        ("乙", 65000, ["户数"], 6),
        (None, None, ["满意率"], 8),
    ]


def test_tables_of_other_kinds_are_left_alone(read: Read) -> None:
    other = tbl(["科目编码", "科目名称", "金额"], ["205", "教育支出", "541"])
    names = tbl(["张三", "李四", "5人"], ["", "王五", "6人"])
    tables = read(other, tbl(HEADER, ["产出指标", "人数", "5人"]), p("二、名单"), names, p("三、收支"), other)
    assert values(tables) == ["5人"]


def test_a_table_goes_on_in_the_next(read: Read) -> None:
    tables = read(
        tbl(["项目名称", "甲", ""], HEADER, ["产出指标", "人数", "5人"]),
        p("— 2 —"),
        tbl(["", "户数", "6户"], ["效益指标", "天数", "7天"]),
        p("绩效目标表（续）"),
        tbl(["效益指标", "次数", "8次"]),
    )
    assert [(t.project, [(r.level1, r.value) for r in t.rows]) for t in tables] == [
        ("甲", [("产出指标", "5人"), ("产出指标", "6户"), ("效益指标", "7天"), ("效益指标", "8次")])
    ]


@pytest.mark.parametrize("frame", ["<w:p/>", p("绩效指标")])
def test_tables_in_tables(frame: str, read: Read) -> None:
    inner = tbl(HEADER, ["产出指标", "人数", "5人"], ["", "户数", "6户"])
    tables = read(tbl(["项目名称", "甲"], [frame, inner + "<w:p/>"], ["项目名称", "乙"], ["", inner + "<w:p/>"]))
    assert [(t.project, [r.value for r in t.rows], t.place.table) for t in tables] == [
        ("甲", ["5人", "6户"], 2),
        ("乙", ["5人", "6户"], 3),
    ]


def test_a_table_inside_an_indicator_does_not_end_it(read: Read) -> None:
    lines = tbl(["≥5人"], ["≥6户"]) + "<w:p/>"
    small = tbl(["年份", "数"], ["2024", "3"]) + "<w:p/>"
    tables = read(tbl([*HEADER, "备注"], ["产出指标", "人数", lines, small], ["产出指标", "天数", "7天", ""]))
    assert values(tables) == ["≥5人\n≥6户", "7天"]


# ---- files that cannot be read ----


def rewritten(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """Return a package with parts changed, or left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | changes
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def spoilt(data: bytes, name: str) -> bytes:
    """Return an archive with the packed bytes of a member overwritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(name).header_offset + 30 + len(name)
    return data[:start] + b"\xff" * 20 + data[start + 20 :]


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    path = tmp_path / "good.docx"
    documents.body(tbl(HEADER, ["产出指标", "人数", "5人"])).save(path)
    return path.read_bytes()


def refused(path: Path, data: bytes, code: str) -> TableError:
    path = path / "目标.docx"
    path.write_bytes(data)
    with pytest.raises(TableError) as caught:
        read_tables(path)
    assert caught.value.code == code, str(caught.value)
    assert str(path) in str(caught.value)
    return caught.value


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&z;</w:t></w:r></w:p></w:body></w:document>""" % b"".join(
    b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in b"bcdefghijklmnopqrstuvwxyz"
)


def test_damaged_documents(good: bytes, tmp_path: Path) -> None:
    part = "word/document.xml"
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        xml = archive.read(part)
    damaged = {
        "no zip": b"\x01\x02\x03",
        "text": "三级指标,指标值".encode(),
        "cut off": good[: len(good) // 2],
        "no document": rewritten(good, {part: None}),
        "no XML": rewritten(good, {part: b"\0\1\2"}),
        "XML cut off": rewritten(good, {part: xml[: len(xml) // 2]}),
        "another XML": rewritten(good, {part: b"<html><body/></html>"}),
        "entity bomb": rewritten(good, {part: BOMB}),
        "a DOCTYPE": rewritten(good, {part: xml.replace(b"<w:document", b"<!DOCTYPE x><w:document", 1)}),
        "too deep": rewritten(good, {part: xml.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5000)}),
        "damaged content": spoilt(good, "word/document.xml"),
    }
    for name, data in damaged.items():
        error = refused(tmp_path, data, "corrupt-file")
        assert "Word" in str(error), name
        assert "None" not in str(error), name


def test_a_document_that_keeps_its_text_elsewhere(good: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        xml, relations = archive.read("word/document.xml"), archive.read("_rels/.rels")
    moved = {"word/document.xml": None, "word/document2.xml": xml}
    path = tmp_path / "目标.docx"
    path.write_bytes(rewritten(good, moved | {"_rels/.rels": relations.replace(b"document.xml", b"document2.xml")}))
    assert values(read_tables(path)) == ["5人"]


def test_a_strict_document(good: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        xml = archive.read("word/document.xml")
    strict = xml.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert strict != xml
    path = tmp_path / "目标.docx"
    path.write_bytes(rewritten(good, {"word/document.xml": strict}))
    assert values(read_tables(path)) == ["5人"]


def test_a_damaged_picture_does_not_matter(good: bytes, tmp_path: Path) -> None:
    data = rewritten(good, {"word/media/image1.png": bytes(range(256))})
    path = tmp_path / "目标.docx"
    path.write_bytes(spoilt(data, "word/media/image1.png"))
    assert values(read_tables(path)) == ["5人"]


def test_encrypted_and_old_documents(good: bytes, tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert "密码" in str(refused(tmp_path, ole + "EncryptedPackage".encode("utf-16-le"), "encrypted-file"))
    assert ".doc" in str(refused(tmp_path, ole + "WordDocument".encode("utf-16-le"), "old-word-file"))
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
    locked = bytearray(good)
    locked[offset + 6] |= 1
    central = good.index(b"PK\x01\x02")
    while good[central + 46 : central + 46 + 17] != b"word/document.xml":
        central = good.index(b"PK\x01\x02", central + 4)
    locked[central + 8] |= 1
    refused(tmp_path, bytes(locked), "encrypted-file")


def test_zip_bombs(good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = bytes(101 << 20)
    assert "100 MiB" in str(refused(tmp_path, rewritten(good, {"word/media/a.bin": zeros}), "too-large"))
    spaces = rewritten(good, {"word/document.xml": b" " * (101 << 20), "word/media/a.bin": bytes(1)})
    refused(tmp_path, spaces + b"", "too-large")
    # honest in proportion, and still too much
    monkeypatch.setattr(_zip, "_LARGEST", 1000)
    refused(tmp_path, good, "too-large")


def test_an_archive_that_lies_about_its_sizes_is_not_unpacked_further(good: bytes, tmp_path: Path) -> None:
    data = bytearray(rewritten(good, {"word/document.xml": b" " * (50 << 20)}))
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + 17] != b"word/document.xml":
        at = data.index(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    refused(tmp_path, bytes(data), "corrupt-file")


def test_tables_nested_without_end(good: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        xml = archive.read("word/document.xml")
    nested = b"<w:tbl><w:tr><w:tc>" * 80 + b"</w:tc></w:tr></w:tbl>" * 80
    path = tmp_path / "目标.docx"
    path.write_bytes(rewritten(good, {"word/document.xml": xml.replace(b"<w:body>", b"<w:body>" + nested)}))
    assert values(read_tables(path)) == ["5人"]


def test_an_empty_document(tmp_path: Path) -> None:
    path = tmp_path / "目标.docx"
    documents.body().save(path)
    refused(tmp_path, path.read_bytes(), "empty-file")
