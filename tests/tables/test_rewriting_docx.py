"""Word forms with mended values: the dress of the old text, and all else as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from annotating import office, parts_of, with_parts
from mending import mended, rows_of

from indicator_dsl.rows import Place
from indicator_dsl.tables import TableError
from indicator_dsl.tables.rewriting import Edit, docx as writer, rewrite
from indicator_dsl.tables.writers.ooxml.package import is_ours

docx = pytest.importorskip("docx", reason="Word files need python-docx")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MARKED = {"[Content_Types].xml", "_rels/.rels", "docProps/custom.xml"}
DOCUMENT = "word/document.xml"


def save(document: Any, path: Path) -> Path:
    buffer = BytesIO()
    document.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def form(tmp_path: Path, *values: str) -> Path:
    """Write a form with values in its last column but one."""
    document = docx.Document()
    document.add_paragraph("绩效目标申报表").runs[0].bold = True
    table = document.add_table(rows=len(values) + 1, cols=3, style="Table Grid")
    for row, texts in enumerate(
        [("三级指标", "指标值", "备注"), *((f"人数{at}", v, "甲") for at, v in enumerate(values))]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph("说明")
    return save(document, tmp_path / "目标.docx")


def cell(tmp_path: Path, *paragraphs: str, around: str = "{}") -> Path:
    """Write a form whose one value stands in a cell made by hand."""
    path = form(tmp_path, "@@", "5")
    made = parts_of(path.read_bytes())
    text = made[DOCUMENT].decode()
    whole = re.search(r"<w:tc>(?:(?!<w:tc>).)*@@.*?</w:tc>", text, re.DOTALL)
    assert whole is not None
    inside = f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{"".join(paragraphs)}</w:tc>'
    text = text.replace(whole[0], around.format(inside))
    path.write_bytes(with_parts(made | {DOCUMENT: text.encode()}))
    return path


def p(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def r(text: str, dress: str = "") -> str:
    return f'<w:r><w:rPr>{dress}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def value_of(path: Path) -> str:
    """Return what stands in the cell of the value, as XML without its namespaces."""
    found = docx.Document(str(path)).tables[0].cell(1, 1)._tc.xml
    found = re.sub(r"\s*xmlns:\w+=\"[^\"]*\"|>\s+(?=<)", lambda one: ">" if one[0][0] == ">" else "", found)
    return found[found.index("</w:tcPr>") + len("</w:tcPr>") :].strip().removesuffix("</w:tc>")


def test_every_other_part_and_element_stays(tmp_path: Path) -> None:
    path = form(tmp_path, "≥ 5 人", "≥ 6 户", "1 年")
    out, done = mended(path, {"≥ 5 人": "≥5人", "1 年": "1年"})
    assert done.notices == ()
    before, after = parts_of(path.read_bytes()), parts_of(out.read_bytes())
    assert {name for name in after if before.get(name) != after[name]} == MARKED | {DOCUMENT}
    old, new = (docx.Document(str(one)).element.xml for one in (path, out))
    preserve = ' xml:space="preserve"'
    assert new.replace(preserve, "") == old.replace("≥ 5 人", "≥5人").replace("1 年", "1年").replace(preserve, "")
    with out.open("rb") as file:
        assert is_ours(file)


@pytest.mark.parametrize(
    ("paragraphs", "before", "after", "expected"),
    [
        (  # the first run keeps its dress, the others go
            [p(r("≥ ", "<w:b/>"), r("5", "<w:i/>"), "<w:proofErr w:type='spellEnd'/>", r(" 人"))],
            "≥ 5 人",
            "≥5人",
            [p(r("≥5人", "<w:b/>"), '<w:proofErr w:type="spellEnd"/>')],
        ),
        (  # blank ones do not count
            [p(r(" ", "<w:b/>"), r("5 人", "<w:i/>"))],
            "5 人",
            "5人",
            [p(r("5人", "<w:i/>"))],
        ),
        (  # raised: the text says so itself now
            [p(r("10"), r("4", '<w:vertAlign w:val="superscript"/>'), r(" 立方米"))],
            "10⁴ 立方米",
            "10⁴立方米",
            [p(r("10⁴立方米"))],
        ),
        (
            [p(r("4", '<w:b/><w:vertAlign w:val="superscript"/>'))],
            "⁴",
            "4人",
            [p(r("4人", "<w:b/>"))],
        ),
        (  # in the font Symbol other characters would show
            [p(r("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/><w:b/>'), r(" 95%", "<w:i/>"))],
            "≥ 95%",
            "≥95%",
            [p(r("≥95%", "<w:i/>"))],
        ),
        (
            [p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:noBreakHyphen/><w:t>5</w:t><w:tab/></w:r>')],
            "≥-5",
            "≥5",
            [p('<w:r><w:t xml:space="preserve">≥5</w:t></w:r>')],
        ),
        (  # line by line
            [p(r("≥ 5 人；", "<w:b/>")), p(), p(r("≥ 6 户", "<w:i/>"))],
            "≥ 5 人；\n≥ 6 户",
            "≥5人；\n≥6户",
            [p(r("≥5人；", "<w:b/>")), "<w:p/>", p(r("≥6户", "<w:i/>"))],
        ),
        (
            [p("<w:r><w:t>1 人</w:t><w:br/><w:t>2 人</w:t></w:r>"), p(r("3 人"))],
            "1 人\n2 人\n3 人",
            "1人\n2人\n3人",
            [
                p('<w:r><w:t xml:space="preserve">1人</w:t><w:br/><w:t xml:space="preserve">2人</w:t></w:r>'),
                p(r("3人")),
            ],
        ),
        (  # fewer lines, more lines
            [
                p(r("1 人；")),
                p(r("2 人；")),
                p('<w:bookmarkStart w:id="7" w:name="a"/>', r("3 人"), '<w:bookmarkEnd w:id="7"/>'),
            ],
            "1 人；\n2 人；\n3 人",
            "1人",
            [p(r("1人")), p('<w:bookmarkStart w:id="7" w:name="a"/>', '<w:bookmarkEnd w:id="7"/>')],
        ),
        (
            [p(r("1 人", "<w:b/>"))],
            "1 人",
            "1人\n2人",
            [
                p(
                    '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">1人</w:t><w:br/>'
                    '<w:t xml:space="preserve">2人</w:t></w:r>'
                )
            ],
        ),
        (  # hidden text is not the reader's, nor are tab stops
            [p('<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr>', r("旧", "<w:vanish/>"), r("5 人"))],
            "5 人",
            "5人",
            [p('<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr>', r("旧", "<w:vanish/>"), r("5人"))],
        ),
        (  # a blank cell: the dress of its mark
            [p("<w:pPr><w:rPr><w:b/></w:rPr></w:pPr>"), p()],
            "",
            "5人",
            [p("<w:pPr><w:rPr><w:b/></w:rPr></w:pPr>", r("5人", "<w:b/>")), "<w:p/>"],
        ),
        (  # comments of others
            [p('<w:commentRangeStart w:id="1"/>', r("5 人"), '<w:commentRangeEnd w:id="1"/>')],
            "5 人",
            "5人",
            [p('<w:commentRangeStart w:id="1"/>', r("5人"), '<w:commentRangeEnd w:id="1"/>')],
        ),
    ],
)
def test_cells(tmp_path: Path, paragraphs: list[str], before: str, after: str, expected: list[str]) -> None:
    path = cell(tmp_path, *paragraphs)
    out, _ = mended(path, {before: after})
    plain = "".join(expected).replace("<w:rPr></w:rPr>", "<w:rPr/>")
    assert value_of(out) == plain


@pytest.mark.parametrize(
    ("inside", "before", "reason"),
    [
        (p(f'<w:ins w:id="1" w:author="王">{r("5 人")}</w:ins>'), "5 人", "tracked"),
        (
            p(r("5 "), '<w:del w:id="1" w:author="王"><w:r><w:delText>6</w:delText></w:r></w:del>', r("人")),
            "5 人",
            "tracked",
        ),
        (p(r("≥ "), "<m:oMath><m:r><m:t>5</m:t></m:r></m:oMath>"), "≥ 5", "special"),
        (p(f'<w:fldSimple w:instr="DOCPROPERTY a">{r("5 人")}</w:fldSimple>'), "5 人", "special"),
        (p(r("5 人"), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'), "5 人", "special"),
        (
            p(f"<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>{r('5 人')}</w:sdtContent></w:sdt>"),
            "5 人",
            "special",
        ),
        (
            p(
                '<w:sdt><w:sdtPr><w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent>',
                r("5 人"),
                "</w:sdtContent></w:sdt>",
            ),
            "5 人",
            "special",
        ),
        (
            p(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击')}</w:sdtContent></w:sdt>"),
            "",
            "special",
        ),
        (f"<w:tbl><w:tr><w:tc>{p(r('5 人'))}</w:tc></w:tr></w:tbl><w:p/>", "5 人", "special"),
    ],
)
def test_what_is_left_to_a_person(tmp_path: Path, inside: str, before: str, reason: str) -> None:
    path = cell(tmp_path, inside)
    out, _ = mended(path, {before: "7人", "5": "≥5"}, reason)
    assert value_of(out) == value_of(path)


def test_a_control_one_can_type_into(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    path = cell(tmp_path, p(control.format(r("5 人"))))
    out, _ = mended(path, {"5 人": "5人"})
    assert value_of(out) == p(control.format(r("5人"))).replace("<w:rPr></w:rPr>", "<w:rPr/>")
    fixed = control.replace("<w:text/>", '<w:dataBinding w:xpath="/a" w:storeItemID="b"/>')
    mended(cell(tmp_path, p(r("5 人")), around=fixed), {"5 人": "5人"}, "special")


def test_merged_and_nested_tables(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    outer.cell(0, 0).text = "项目名称：体检费"
    table = outer.cell(0, 0).add_table(rows=4, cols=4)
    for row, texts in enumerate(
        [("三级指标", "指标值", "", "备注"), ("甲", "≥ 5 人", "", "一"), ("乙", "", "", "二"), ("丙", "1 年", "", "三")]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for first, last in (((0, 1), (0, 2)), ((1, 1), (2, 2)), ((3, 1), (3, 2))):
        table.cell(*first).merge(table.cell(*last))
    path = save(document, tmp_path / "目标.docx")
    assert [(row.value, str(row.place.cell), row.place.table) for row in rows_of(path)] == [
        ("≥ 5 人", "B2", 2),
        ("≥ 5 人", "B3", 2),
        ("1 年", "B4", 2),
    ]
    mended(path, {"≥ 5 人": "≥5人", "1 年": "1年"})


def strict(made: dict[str, bytes]) -> dict[str, bytes]:
    return made | {DOCUMENT: made[DOCUMENT].replace(W.encode(), STRICT.encode())}


def renamed(made: dict[str, bytes]) -> dict[str, bytes]:
    made["word/document2.xml"] = made.pop(DOCUMENT)
    made["word/_rels/document2.xml.rels"] = made.pop("word/_rels/document.xml.rels")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        made[name] = made[name].replace(b"word/document.xml", b"word/document2.xml")
    return made


@pytest.mark.parametrize("change", [strict, renamed])
def test_other_kinds_of_word_files(tmp_path: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    path = form(tmp_path, "≥ 5 人", "")
    path.write_bytes(with_parts(change(parts_of(path.read_bytes()))))
    mended(path, {"≥ 5 人": "≥5人\n≥6户", "": "1年"})


def test_control_characters(tmp_path: Path) -> None:
    path = form(tmp_path, "5", "6")
    out, _ = mended(path, {"5": "5\x07人", "6": "6\t人"}, "characters", "reads-otherwise")
    assert parts_of(out.read_bytes())[DOCUMENT] == parts_of(path.read_bytes())[DOCUMENT]


def test_a_digital_signature_is_spoken_of(tmp_path: Path) -> None:
    path = form(tmp_path, "≥ 5")
    path.write_bytes(with_parts(parts_of(path.read_bytes()) | {"_xmlsignatures/sig1.xml": b"<a/>"}))
    _, done = mended(path, {"≥ 5": "≥5"})
    assert [notice.code for notice in done.notices] == ["signature"]


def test_a_file_that_is_no_archive() -> None:
    with pytest.raises(TableError) as caught:
        writer.rewrite("目标.docx", b"PK", [])
    assert caught.value.code == "rewrite-damaged"


def test_a_cell_that_has_gone(tmp_path: Path) -> None:
    path = form(tmp_path, "≥ 5")
    edit = Edit(Place(str(path), row=2, cell="B2", table=3), "≥ 5", "≥5")
    with pytest.raises(TableError) as caught:
        rewrite(str(path), path.read_bytes(), [edit])
    assert caught.value.code == "changed-since"


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    path = form(tmp_path, "≥ 5 人", "≥ 6 户", "")
    out, _ = mended(path, {"≥ 5 人": "≥5人\n≥7人", "≥ 6 户": "≥6户", "": "1年"})
    converted = office(out, "docx", tmp_path / "office")
    assert [row.value for row in rows_of(converted)] == ["≥5人\n≥7人", "≥6户", "1年"]
