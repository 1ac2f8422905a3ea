"""Plain text with mended values: every other byte is what it was."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from mending import edits_of, mended, rows_of

from indicator_dsl.rows import Place
from indicator_dsl.tables.rewriting import Edit, rewrite
from indicator_dsl.tables.rewriting._delimited import fields

ROOT = Path(__file__).parents[2]
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom", "utf-16-be-bom")
CSV = '项目名称,三级指标,指标值,备注\r\n\r\n"体检费",人数, ≥ 5 人 ,"甲\n""乙"""\r\n体检费,户数,"≥ 6 户",\r\n'


def encode(text: str, encoding: str) -> bytes:
    if encoding.endswith("-bom"):
        return ("\ufeff" + text).encode(encoding.removesuffix("-bom"))
    return text.encode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r"])
def test_only_the_value_changes(tmp_path: Path, encoding: str, breaks: str) -> None:
    path = tmp_path / "目标.csv"
    text = CSV.replace("\r\n", breaks)
    path.write_bytes(encode(text, encoding))
    out, _ = mended(path, {"≥ 5 人": "≥5人", "≥ 6 户": "≥6户"})
    assert out.read_bytes() == encode(text.replace("≥ 5 人", "≥5人").replace("≥ 6 户", "≥6户"), encoding)


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("5", "≥5", "≥5"),
        ("5", "1,000人", '"1,000人"'),
        ("5", '5"', '"5"""'),
        ("5", "≥5人\n≥6户", '"≥5人\n≥6户"'),
        ('"1,000"', "1000", '"1000"'),
        ('"5 ""个"" "', '5"个"', '"5""个"" "'),
        (" 5\t", "1,000", '" 1,000\t"'),
        ("100%", "=100%", "=100%"),  # a spreadsheet makes 100% of it
        ("= 100%", "=100%", "=100%"),
        ("=5-8元", "=5~8元", "=5~8元"),
        ("- 3%", "-3%", "-3%"),
    ],
)
def test_quotes(text_file: Callable[..., Path], old: str, new: str, written: str) -> None:
    text = "三级指标,指标值,备注\n人数,{},甲\n"
    path = text_file(text.format(old), "目标.csv")
    [row] = rows_of(path)
    out, _ = mended(path, {row.value: new})
    assert out.read_bytes().decode() == text.format(written)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(text_file: Callable[..., Path], delimiter: str) -> None:
    text = "三级指标,指标值,备注\n人数,{},甲\n".replace(",", delimiter)
    path = text_file(text.format("≥ 5 人"), "目标.tsv")
    out, _ = mended(path, {"≥ 5 人": f"≥5{delimiter}人"})
    assert out.read_bytes().decode() == text.format(f'"≥5{delimiter}人"')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5-8", "=5-8"),  # a spreadsheet would make -3 of it
        ("'=HYPERLINK(A1)", "=HYPERLINK(A1)"),
        ("cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"),
        ("5人", "＝SUM(A1:A9)"),
        ("@甲", "=@甲"),
    ],
)
def test_what_a_spreadsheet_would_execute(text_file: Callable[..., Path], old: str, new: str) -> None:
    path = text_file(f"三级指标,指标值\n人数,{old}\n", "目标.csv")
    codes = () if old.startswith("@") else ("executed",)
    mended(path, {old: new}, *codes)


def test_a_value_in_several_cells(text_file: Callable[..., Path]) -> None:
    path = text_file("三级指标,指标值,,,备注\n人数,≥,95,%,甲\n户数,≥,5,户,乙\n", "目标.csv")
    first, second = rows_of(path)
    assert (first.relation, first.value, first.unit, second.value) == ("≥", "95", "%", "5")
    out, _ = mended(path, {"95": "96"})
    assert out.read_text(encoding="utf-8").splitlines()[1:] == ["人数,≥,96,%,甲", "户数,≥,5,户,乙"]


def test_a_blank_value(text_file: Callable[..., Path]) -> None:
    path = text_file("三级指标,指标值,备注\n人数,,甲\n户数\n", "目标.csv")
    rows = rows_of(path)
    done = rewrite(str(path), path.read_bytes(), [Edit(row.place, "", "≥5") for row in rows])
    assert done.data.decode() == "三级指标,指标值,备注\n人数,≥5,甲\n户数\n"
    assert [(notice.code, notice.edit and notice.edit.place.row) for notice in done.notices] == [("no-cell", 3)]


def test_the_seed_table_as_csv() -> None:
    path = ROOT / "examples/liujiang-2025.csv"
    data = path.read_bytes()
    rows = [row for row in rows_of(path) if row.value]
    done = rewrite(str(path), data, [Edit(row.place, row.value, f"{row.value}〇") for row in rows])
    assert (len(done.written), done.notices) == (len(rows), ())
    assert done.data.decode().replace("〇", "") == data.decode()


cells = st.text(alphabet='甲5,;"\n\r\t ', max_size=5)


@given(st.lists(st.lists(cells, max_size=4), max_size=5), st.sampled_from(["\r\n", "\n", "\r"]), st.booleans())
def test_fields_are_those_of_the_csv_module(records: list[list[str]], ends: str, every: bool) -> None:  # noqa: FBT001
    buffer = StringIO(newline="")
    quoting = csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    csv.writer(buffer, lineterminator=ends, quoting=quoting).writerows(records)
    text = buffer.getvalue()
    for text in (text, text.removesuffix(ends), text.replace('"', "")):  # noqa: B020
        found = [[text[start:end] for start, end in record] for record in fields(text, ",")]
        unquoted = [
            [cell[1:-1].replace('""', '"') if cell.startswith('"') else cell for cell in record] for record in found
        ]
        assert unquoted == list(csv.reader(StringIO(text, newline=""), strict=True))


@given(
    st.text(alphabet='≥5甲,"\n\r\t =%', min_size=1, max_size=8),
    st.text(alphabet='≥5甲,"\n\r\t =%', min_size=1, max_size=8).filter(str.strip),
)
def test_any_value_is_written_or_has_a_notice(old: str, new: str) -> None:
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows([["三级指标", "指标值", "备注"], ["人数", old, "甲"], ["户数", "5", "乙"]])
    edit = Edit(Place("目标.csv", row=2, cell="B2"), old.strip(), new)
    done = rewrite("目标.csv", buffer.getvalue().encode(), [edit])
    read = list(csv.reader(StringIO(done.data.decode(), newline=""), strict=True))
    if done.written:
        assert read[1][1].strip() == edit.after
    else:
        assert done.data == buffer.getvalue().encode()
    assert [read[0], read[1][::2], *read[2:]] == [["三级指标", "指标值", "备注"], ["人数", "甲"], ["户数", "5", "乙"]]


# ---- flattened ----


def flat(text_file: Callable[..., Path], *lines: str) -> Path:
    head = "绩效目标申报表\n项目名称\t体检费\t\t\t\n绩效指标\t一级指标\t二级指标\t指标内容\t指标值\n"
    return text_file(head + "\n".join(lines) + "\n", "目标.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("breaks", ["\r\n", "\n"])
def test_a_line_of_text(text_file: Callable[..., Path], encoding: str, breaks: str) -> None:
    path = flat(text_file, "\t产出指标\t数量指标\t体检人数\t ≥ 2200 人　", "\t\t\t复检人数\t≥5人")
    text = path.read_text(encoding="utf-8").replace("\n", breaks)
    path.write_bytes(text.encode(encoding))
    out, _ = mended(path, {"≥ 2200 人": "≥2200人"})
    assert out.read_bytes() == text.replace("≥ 2200 人", "≥2200人").encode(encoding)


def test_text_that_stands_twice_in_a_line(text_file: Callable[..., Path]) -> None:
    path = flat(text_file, "\t产出指标\t数量指标\t100%\t100%")
    mended(path, {"100%": "=100%"}, "ambiguous")


@pytest.mark.parametrize("after", ["≥5\t人", "≥5\n人"])
def test_text_that_would_break_the_columns(text_file: Callable[..., Path], after: str) -> None:
    path = flat(text_file, "\t产出指标\t数量指标\t体检人数\t≥ 5 人")
    mended(path, {"≥ 5 人": after}, "layout")


def test_a_cell_broken_over_lines(text_file: Callable[..., Path]) -> None:
    whole = "".join(f"\t{name}\t1年\t\n" for name in "甲乙丙丁戊")
    rows = "产出指标\t体检\n人数\t≥ 5 人；\n≥ 6 户\t甲\n\t合格率\t≥ 95\n%\t乙\n"
    path = text_file(f"一级指标\t三级指标\t指标值\t备注\n{rows}{whole}")
    assert [row.value for row in rows_of(path)][:2] == ["≥ 5 人；\n≥ 6 户", "≥ 95\n%"]
    out, _ = mended(path, {"≥ 5 人；\n≥ 6 户": "≥5人；\n≥6户", "≥ 95\n%": "≥95%"}, "layout")
    old = path.read_text(encoding="utf-8")
    assert out.read_text(encoding="utf-8") == old.replace("≥ 5 人；\n≥ 6 户", "≥5人；\n≥6户")


def test_a_blank_value_in_text(text_file: Callable[..., Path]) -> None:
    path = flat(text_file, "\t产出指标\t数量指标\t体检人数\t", "\t\t\t复检人数\t≥5人")
    mended(path, {"": "≥5人"}, "no-cell")


def test_the_seed_table_as_text(tmp_path: Path) -> None:
    path = tmp_path / "柳江.txt"
    path.write_bytes((ROOT / "tests/data/liujiang-2025.txt").read_bytes())
    changes = {row.value: row.value.replace(" ", "") for row in rows_of(path) if " " in row.value}
    assert changes
    out, _ = mended(path, changes)
    assert out.read_bytes() != path.read_bytes()
    assert out.read_text(encoding="utf-8").replace(" ", "") == path.read_text(encoding="utf-8").replace(" ", "")


def test_edits_are_found_by_their_rows(text_file: Callable[..., Path]) -> None:
    path = flat(text_file, "\t产出指标\t数量指标\t体检人数\t≥ 5 人", "\t\t\t复检人数\t≥ 5 人")
    first, _ = edits_of(path, {"≥ 5 人": "≥5人"})
    assert rewrite(str(path), path.read_bytes(), [first]).data.decode().count("≥ 5 人") == 1
