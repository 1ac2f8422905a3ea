"""Pages as they are: encodings, layout tables, hidden rows, fields of forms, hostile pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indicator_dsl.rows import Table
from indicator_dsl.tables import TableError, read_tables

HEADER = "<tr><td>一级指标<td>三级指标<td>指标值"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Table]]:
    def save_and_read(page: str | bytes, encoding: str = "utf-8") -> list[Table]:
        path = tmp_path / "目标.html"
        path.write_bytes(page if isinstance(page, bytes) else page.encode(encoding))
        return read_tables(path)

    return save_and_read


Read = Callable[..., list[Table]]


def values(tables: list[Table]) -> list[str]:
    return [row.value for table in tables for row in table.rows]


def table(*rows: str) -> str:
    return f"<table>{HEADER}{''.join(rows)}</table>"


def test_a_value_keeps_its_place(tmp_path: Path) -> None:
    path = tmp_path / "目标.htm"
    path.write_text(f"<table><tr><td>导航</table>{table('<tr><td>产出指标<td>人数<td>5人')}", encoding="utf-8")
    [found] = read_tables(path)
    assert str(found.rows[0].place) == f"{path}!表2!C2"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="gb2312">'),  # the mark is right, the declaration is not
        ("utf-16", ""),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gb18030", '<META content="text/html; charset=GBK">'),
        ("gb18030", ""),
        ("gb18030", '<meta charset="iso-8859-1">'),
        ("gb18030", '<meta charset="utf-8">'),
        ("gb18030", '<meta charset="no such thing">'),
        ("utf-8", '<?xml version="1.0" encoding="utf-8"?>'),
    ],
)
def test_encodings(encoding: str, declared: str, read: Read) -> None:
    assert values(read(declared + table("<tr><td>产出指标<td>镕基〇人<td>≥5㎡"), encoding)) == ["≥5㎡"]


def test_big5_is_read_where_it_is_declared(read: Read) -> None:
    page = '<meta charset="big5"><table><tr><td>name<td>value<tr><td>人數<td>5人</table>'
    assert values(read(page, "big5")) == ["5人"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("≥&nbsp;5&#160;人", "≥ 5 人"),
        ("≥5人<br>≥6户", "≥5人\n≥6户"),
        ("<p>≥5人</p>\n<p>&nbsp;</p><div>≥6户</div>", "≥5人\n≥6户"),
        ("\n   ≥5\n  人 \t", "≥5 人"),
        ("全面\n      完成", "全面完成"),
        ("<b>12</b><i>00</i>人", "1200人"),
        ("10<sup>4</sup>元", "10⁴元"),
        ("<s>≥5人</s><del>≥6人</del>≥7人", "≥7人"),
        ("CO<sub>2</sub>", "CO₂"),
        ("≥5人<sup>①</sup>", "≥5人①"),
        ("&ge;5&#x4eba;", "≥5人"),
        ("≥5<span style='display:none'>000</span>人", "≥5人"),
        ("≥5<span hidden>000</span>人", "≥5人"),
        ("≥5<!-- 000 -->人<script>1</script><style>2</style>", "≥5人"),
        ("<ruby>重<rp>(</rp><rt>zhong</rt></ruby>大", "重大"),
        ("<input value='≥5人'>", "≥5人"),
        ("<input type=hidden value=7><input type=checkbox value=8>5人", "5人"),
        ("<textarea>≥5人\n≥6户</textarea>", "≥5人 ≥6户"),
        ("<select><option>请选择<option selected>≥5人</select>", "≥5人"),
        ("<select><option>≥5人<option>≥6人</select>", "≥5人"),
        ("<pre>≥5人\n≥6户</pre>", "≥5人\n≥6户"),
        ("≥5\u200b人\ufeff", "≥5人"),
        ("<table><tr><td>≥5人<tr><td>≥6户</table>", "≥5人\n≥6户"),
        ("≥5人<img alt='图'>", "≥5人"),
        ("&lt;5人&amp;", "<5人&"),
    ],
)
def test_the_text_of_a_cell(cell: str, text: str, read: Read) -> None:
    [found] = read(table(f"<tr><td>产出指标<td>人数<td>{cell}"))
    assert found.rows[0].value == text


def test_merged_cells(read: Read) -> None:
    [found] = read(
        "<table><thead><tr><th rowspan=9>绩效指标<th>一级指标<th>三级指标<th colspan=3>指标值<th>分值</thead><tbody>"
        "<tr><td rowspan='3'>产出指标<td>人数<td>≥<td>5<td>人<td rowspan=2>10"
        "<tr><td rowspan=2>户数<td>≥<td>6<td>户"
        "<tr><td colspan=3>≤9户<td>"
        "<tr><td rowspan=0>效益指标<td>天数<td colspan=3>7天<td>20"
        "<tr><td>次数<td colspan=3>8次<td>30</table>"
    )
    assert [(r.level1, r.name, r.relation, r.value, r.unit, r.weight, r.place.cell) for r in found.rows] == [
        ("产出指标", "人数", "≥", "5", "人", "10", "E2"),
        ("产出指标", "户数", "≥", "6", "户", None, "E3"),
        ("产出指标", "户数", None, "≤9户", None, None, "D4"),
        ("效益指标", "天数", None, "7天", None, "20", "D5"),
        ("效益指标", "次数", None, "8次", None, "30", "D6"),
    ]


def test_what_is_not_shown_is_not_read(read: Read) -> None:
    tables = read(
        "<table style='display:none'>" + HEADER + "<tr><td>产出指标<td>甲<td>1个</table>"
        "<div style='color: red; DISPLAY : none'>" + table("<tr><td>产出指标<td>甲<td>2个") + "</div>"
        "<table>" + HEADER + "<tr style='mso-height-source:auto;display:none'><td>产出指标<td>甲<td>3个"
        "<tr hidden><td>产出指标<td>甲<td>4个"
        "<tr><td style='display:none'>旧<td>产出指标<td>甲<td>5个"
        "<tr><td style='visibility:hidden'>不显示<td>乙<td>6个</table>"
    )
    assert [(r.level1, r.value, r.place.table, r.place.row) for t in tables for r in t.rows] == [
        ("产出指标", "5个", 3, 4),
        ("产出指标", "6个", 3, 5),
    ]


def test_layout_tables_of_old_sites(read: Read) -> None:
    tables = read(
        "<title>项目名称：不是这个</title>"
        "<table width=960><tr><td><table><tr><td>首页<td>政务公开<td>互动</table></td></tr>"
        "<tr><td width=200>栏目<br>预算<td><table><tr><td><p>项目名称：乡村教师体检费</p><p>单位：万元</p>"
        "<table><tr><td>项目资金<td>年度资金总额<td>132</table>" + table("<tr><td>产出指标<td>人数<td>5人") + "</table>"
        "<td><table><tr><td>科目编码<td>科目名称<td>金额<tr><td>205<td>教育支出<td>541</table></table>"
    )
    assert [(t.project, t.funds, values([t]), t.place.table) for t in tables] == [
        ("乡村教师体检费", 1320000, ["5人"], 5)
    ]


def test_several_forms_on_one_page(read: Read) -> None:
    form = "<p>项目支出绩效目标表</p><table><tr><td>项目名称<td>{0}</table>" + table(
        "<tr><td>产出指标<td>人数<td>{1}人"
    )
    tables = read(form.format("甲", 5) + "<p>注：无</p>" + form.format("乙", 6))
    assert [(t.project, values([t])) for t in tables] == [("甲", ["5人"]), ("乙", ["6人"])]


@pytest.mark.parametrize(
    "page",
    [
        f"<table>{HEADER}<tr><td>产出指标<td>人数<td>5人",  # nothing is closed
        f"<table><form>{HEADER}</form><tr><td>产出指标<td>人数<td>5人</table></table></td></tr>",
        "<table><td>一级指标<td>三级指标<td>指标值<tr><td>产出指标<td>人数<td>5人</table>",
        f"<tr><td>x</td></tr>{table('<tr><td>产出指标<td>人数<td>5人')}",
        f"<frameset><frame></frameset><body>{table('<tr><td>产出指标<td>人数<td>5人')}",
        f"{'<font>' * 300}{table('<tr><td>产出指标<td>人数<td>5人')}",
        f"<html xmlns='http://www.w3.org/1999/xhtml'>{table('<tr><td>产出指标</td><td>人数</td><td>5人</td></tr>')}</html>",
    ],
)
def test_pages_with_faults(page: str, read: Read) -> None:
    assert values(read(page)) == ["5人"]


# ---- pages that cannot be read ----

TAIL = table("<tr><td>产出指标<td>人数<td>5人")


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"", "empty-file"),
        (b" \n ", "empty-file"),
        (b"PK\x03\x04", "binary-file"),
        (b"a\0b", "binary-file"),
        (b"<p>\xff\xff\xff", "wrong-encoding"),
        ("<p>只有文字。", "no-indicator-table"),
        ("<!-- -->", "empty-file"),
        (f"{'<div>' * 100_000}{TAIL}", "too-large"),
        (f"{'<table><tr><td>' * 200}{TAIL}", "too-large"),
        (f"<table>{('<tr>' + '<td colspan=1000 rowspan=9999>甲' * 300) * 300}</table>{TAIL}", "too-large"),
        (f"<p {' '.join(f'a{n}' for n in range(50_000))}>{TAIL}", "too-large"),
    ],
)
def test_pages_that_cannot_be_read(page: str | bytes, code: str, read: Read) -> None:
    with pytest.raises(TableError) as caught:
        read(page)
    assert caught.value.code == code


def test_a_page_that_is_too_large(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    monkeypatch.setattr("indicator_dsl.tables.readers.html._LARGEST", 100)
    with pytest.raises(TableError, match="太大"):
        read(TAIL)


def test_entities_of_a_page_are_not_expanded(read: Read) -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    page = f'<!DOCTYPE html [<!ENTITY e0 "aaaaaaaaaa">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    [found] = read(f"{page}{table('<tr><td>产出指标<td>人数<td>5&e29;&f;')}")
    assert found.rows[0].value == "5&e29;&f;"
