"""Annotated Word forms: comments on the cells, the texts as they were."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from annotating import office, parts_of, with_parts

from indicator_dsl.findings import Finding
from indicator_dsl.lint import CheckedTable
from indicator_dsl.rows import Place, Row, Table
from indicator_dsl.tables import Report, TableError
from indicator_dsl.tables.writers.annotate_docx import annotate
from indicator_dsl.tables.writers.ooxml.package import is_ours

docx = pytest.importorskip("docx", reason="Word files need python-docx")

FILE = "申报表.docx"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def form() -> bytes:
    """Return a form: table 1 with merged cells, in whose last row stands table 2; table 3 behind it."""
    document = docx.Document()
    document.add_paragraph("绩效目标申报表")
    table = document.add_table(rows=5, cols=4, style="Table Grid")
    for row, texts in enumerate(
        [
            ["项目名称", "体检费", "", ""],
            ["三级指标", "指标性质", "指标值", "计量单位"],
            ["体检人数", "≥", "22o0", "人"],
            ["合格率", "=", "", "%"],
            ["", "", "", ""],
        ]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(2, 3).merge(table.cell(3, 3))
    run = table.cell(2, 2).paragraphs[0].runs[0]
    run.bold = True
    inner = table.cell(4, 0).add_table(rows=2, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "三级指标", "指标值"
    inner.cell(1, 0).text, inner.cell(1, 1).text = "户数", "5户户"
    last = document.add_table(rows=1, cols=2)
    last.cell(0, 1).text = "末表"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def report(*cells: tuple[int | None, str | None], file: str = FILE) -> Report:
    """Return a report with a finding at each table and cell."""
    places = [Place(file, table=table, row=1, cell=cell) for table, cell in cells]
    rows = tuple(Row(name="甲", value="", place=place) for place in places)
    findings = tuple(Finding.of_message("row-left-out", "warning", place=row.place, text="甲") for row in rows)
    table = Table(project=None, funds=None, rows=rows, place=Place(file, table=1))
    return Report(tables=(CheckedTable(table=table, readings=(), findings=findings),))


def commented(data: bytes) -> list[str]:
    """Return the text each comment of ours stands on, in the order of the document."""
    body = docx.Document(BytesIO(data)).element.body
    found: list[str] = []
    for start in body.iter(f"{W}commentRangeStart"):
        number, text = start.get(f"{W}id"), ""
        inside = False
        for element in body.iter():
            if element is start:
                inside = True
            elif element.tag == f"{W}commentRangeEnd" and element.get(f"{W}id") == number:
                break
            elif inside and element.tag in {f"{W}t", f"{{{MATH}}}t"}:
                text += element.text or ""
        found.append(text)
        references = [one for one in body.iter(f"{W}commentReference") if one.get(f"{W}id") == number]
        assert len(references) == 1
    return found


def texts(data: bytes) -> list[str]:
    return [element.text or "" for element in docx.Document(BytesIO(data)).element.body.iter(f"{W}t")]


@pytest.mark.parametrize(
    ("table", "cell", "text"),
    [
        (1, "C3", "22o0"),
        (1, "C4", ""),
        (1, "B1", "体检费"),
        (1, "D1", "体检费"),  # merged over C and D
        (1, "D4", "人%"),  # merged from above
        (2, "B2", "5户户"),
        (3, "B1", "末表"),
        (1, None, "项目名称"),  # a table as a whole: its row
    ],
)
def test_a_comment_on_its_cell(table: int, cell: str | None, text: str) -> None:
    source = form()
    result = annotate(report((table, cell)), source)
    assert commented(result.data) == [text]
    assert texts(result.data) == texts(source)
    assert (result.comments, result.notices) == (1, ())


def test_what_a_comment_says() -> None:
    document = docx.Document(BytesIO(annotate(report((1, "C3")), form()).data))
    [comment] = document.comments
    assert (comment.author, comment.initials, comment.text) == (
        "indicator-dsl",
        "校验",
        "警告：这一行在表格结束之后，没有当作指标：甲（row-left-out）",
    )
    assert comment.timestamp is None
    [comment] = docx.Document(BytesIO(annotate(report((1, "C3")), form(), lang="en").data)).comments
    assert comment.text == "warning: the row stands behind the end of the table and was not read: 甲 (row-left-out)"


def test_formats_stay() -> None:
    before = docx.Document(BytesIO(form())).tables[0].cell(2, 2)._tc.xml
    after = docx.Document(BytesIO(annotate(report((1, "C3")), form()).data)).tables[0].cell(2, 2)._tc.xml
    added = r"\s*<w:comment(?:RangeStart|RangeEnd)[^>]*/>|\s*<w:r>\s*<w:commentReference[^>]*/>\s*</w:r>"
    assert after != before
    assert re.sub(added, "", after) == before


@pytest.mark.parametrize("place", [(9, "A1"), (0, "A1"), (1, "A99"), (1, "Z1"), (1, "?"), (None, "A1")])
def test_a_finding_without_a_cell(place: tuple[int | None, str]) -> None:
    result = annotate(report(place), form())
    assert commented(result.data) == ["绩效目标申报表"]
    assert [notice.code for notice in result.notices] == ["no-cell-word"]


def test_several_findings_on_one_cell_share_a_comment() -> None:
    [comment] = docx.Document(BytesIO(annotate(report((1, "C3"), (1, "C3")), form()).data)).comments
    assert comment.text.count("这一行在表格结束之后") == 2


def _inside_cell(xml: str) -> bytes:
    """Return the form with other content in the cell that says 22o0."""
    parts = parts_of(form())
    name = "word/document.xml"
    text = parts[name].decode()
    run = re.search(r"<w:r>(?:(?!</w:r>).)*22o0(?:(?!</w:r>).)*</w:r>", text, re.DOTALL)
    assert run is not None
    return with_parts(parts | {name: text.replace(run[0], xml).encode()})


@pytest.mark.parametrize(
    "xml",
    [
        '<w:hyperlink w:anchor="x"><w:r><w:t>22o0</w:t></w:r></w:hyperlink>',
        '<w:ins w:id="9" w:author="王"><w:r><w:t>22o0</w:t></w:r></w:ins>',
        "<w:sdt><w:sdtContent><w:r><w:t>22o0</w:t></w:r></w:sdtContent></w:sdt>",
        f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>22o0</m:t></m:r></m:oMath>',
    ],
    ids=["link", "insertion", "control", "formula"],
)
def test_a_text_that_is_no_plain_run(xml: str) -> None:
    source = _inside_cell(xml)
    data = annotate(report((1, "C3")), source).data
    assert commented(data) == ["22o0"]
    assert texts(data) == texts(source)


def _with_body(xml: str) -> bytes:
    parts = parts_of(form())
    document = re.sub(
        rb"(<w:body>).*(<w:sectPr)", rb"\1" + xml.encode() + rb"\2", parts["word/document.xml"], flags=re.DOTALL
    )
    return with_parts(parts | {"word/document.xml": document})


def _table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl><w:p/>"


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_tables_and_cells_that_do_not_count() -> None:
    """A text box is left alone by the reader, in both of its forms, and so is a cell deleted under tracked changes."""
    box = f"<w:p><w:r><w:pict>{_table(_tc('框'))}</w:pict></w:r></w:p>"
    deleted = _tc("删", '<w:cellDel w:id="7" w:author="王"/>')
    row = deleted + _tc("甲") + _tc("乙", '<w:hMerge w:val="restart"/>') + _tc("", "<w:hMerge/>") + _tc("丁")
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{_table(row)}</w:sdtContent></w:sdt>"
    source = _with_body(box + control)
    for cell, text in (("A1", "甲"), ("B1", "乙"), ("C1", "乙"), ("D1", "丁")):
        assert commented(annotate(report((1, cell)), source).data) == [text]


def test_several_paragraphs() -> None:
    source = _inside_cell("<w:r><w:t>22o0</w:t></w:r></w:p><w:p><w:r><w:t>另一段</w:t></w:r>")
    assert commented(annotate(report((1, "C3")), source).data) == ["22o0另一段"]


def test_comments_of_others_stay_and_ours_are_renewed() -> None:
    document = docx.Document(BytesIO(form()))
    document.add_comment(document.paragraphs[0].runs, text="请修改", author="王处", initials="王")
    buffer = BytesIO()
    document.save(buffer)
    first = annotate(report((1, "C3"), (1, "C4")), buffer.getvalue()).data
    again = annotate(report((2, "B2")), first).data
    assert [(one.author, one.text) for one in docx.Document(BytesIO(again)).comments] == [
        ("王处", "请修改"),
        ("indicator-dsl", "警告：这一行在表格结束之后，没有当作指标：甲（row-left-out）"),
    ]
    assert commented(again) == ["绩效目标申报表", "5户户"]
    third = annotate(report((1, "C3"), (1, "C4")), again).data
    for part in ("word/document.xml", "word/comments.xml"):
        assert parts_of(third)[part] == parts_of(first)[part]


def test_the_same_bytes_each_time_and_known_as_ours() -> None:
    data = annotate(report((1, "C3")), form()).data
    assert data == annotate(report((1, "C3")), form()).data
    assert is_ours(BytesIO(data))
    document: Any = docx.Document(BytesIO(data))
    document.paragraphs[0].add_run("改过")
    buffer = BytesIO()
    document.save(buffer)
    assert not is_ours(buffer)
    assert not is_ours(BytesIO(form()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text"])
def test_damaged(data: bytes) -> None:
    with pytest.raises(TableError) as caught:
        annotate(report((1, "C3")), data)
    assert caught.value.code == "cannot-annotate"


def test_libreoffice_shows_the_comments(tmp_path: Path) -> None:
    path = tmp_path / "批注.docx"
    path.write_bytes(annotate(report((1, "C3"), (1, "C4"), (2, "B2")), form()).data)
    assert office(path, "pdf", tmp_path / "pdf").stat().st_size > 5_000
    again = office(path, "docx", tmp_path / "again")
    assert {one.author for one in docx.Document(str(again)).comments} == {"indicator-dsl"}
    assert len(list(docx.Document(str(again)).comments)) == 3
