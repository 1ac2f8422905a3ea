"""JSON with mended values: only their strings change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from mending import mended, rows_of

from indicator_dsl.rows import Place
from indicator_dsl.tables import TableError, check, read_tables, writer_for
from indicator_dsl.tables.rewriting import Edit, rewrite

ROOT = Path(__file__).parents[2]
JSON = """{"项目": [ {"项目名称":"体检费",
  "指标" : [{"三级指标": "人数", "指标值":"≥ 5 人","备注": null, "n":1.50e+3},
    {"指标值":  95, "三级指标":"得分\\u0041"} , {"三级指标":"时限","指标值":"  1 年 \\n"}]}],
  "合计": [true, false, {}, []] }
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_only_the_string_changes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "目标.json"
    text = JSON.replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    out, _ = mended(path, {"≥ 5 人": "≥5人", "95": "≥95", "1 年": '1年"整"'})
    new = text.replace("≥ 5 人", "≥5人").replace("  95", '  "≥95"').replace("1 年", '1年\\"整\\"')
    assert out.read_bytes() == new.encode(encoding)


def test_a_file_in_ascii_stays_one(text_file: Callable[..., Path]) -> None:
    path = text_file(json.dumps([{"name": "人数", "value": "≥ 5 人"}]), "目标.json")
    out, _ = mended(path, {"≥ 5 人": "≥5人"})
    assert out.read_text(encoding="ascii") == json.dumps([{"name": "人数", "value": "≥5人"}])


def test_lines(text_file: Callable[..., Path]) -> None:
    text = '{"name":"甲\u2028","value":"≥ 5"}\r\n\r\n  {"name":"乙","value":"≥ 6"}\r\n'
    path = text_file(text, "目标.jsonl")
    out, done = mended(path, {"≥ 6": "≥6"})
    assert [edit.place.row for edit in done.written] == [3]
    assert out.read_bytes().decode() == text.replace("≥ 6", "≥6")


def test_several_lists(text_file: Callable[..., Path]) -> None:
    lists = [[{"name": "甲", "value": "1 人"}, {"name": "乙", "value": "2 人"}], [{"name": "丙", "value": "3 人"}]]
    for name, text in (
        ("目标.json", json.dumps(lists, ensure_ascii=False)),
        ("目标.jsonl", "\n".join(json.dumps(one, ensure_ascii=False) for one in lists)),
    ):
        path = text_file(text, name)
        out, _ = mended(path, {"1 人": "1人", "3 人": "3人"})
        assert out.read_text(encoding="utf-8") == text.replace("1 人", "1人").replace("3 人", "3人")


def test_the_value_and_not_its_like(text_file: Callable[..., Path]) -> None:
    text = '[{"备注":"5","指标值":"5","三级指标":"5","权重":"5"}]'
    path = text_file(text, "目标.json")
    out, _ = mended(path, {"5": "≥5"})
    assert out.read_text(encoding="utf-8") == text.replace('"指标值":"5"', '"指标值":"≥5"')


def test_what_has_no_string(text_file: Callable[..., Path]) -> None:
    path = text_file('[{"name":"甲","value":null},{"name":"乙"},{"name":"丙","value":["1","2"]}]', "目标.json")
    mended(path, {"": "≥5", "1\n2": "1；2"}, "no-cell", "no-cell", "several-cells")
    path.with_name("改好.json").unlink()
    path = text_file('[{"name":"甲","value":""},{"name":"乙","value":"1"}]', "目标.json")
    mended(path, {"": "≥5"})


def test_another_value_of_the_same_object(text_file: Callable[..., Path]) -> None:
    path = text_file('[{"name":"甲","年度指标值":"5","指标值":"6"},{"name":"乙","指标值":"6"}]', "目标.json")
    assert [row.value for row in rows_of(path)] == ["5", "6"]
    edit = Edit(Place(str(path), row=1), "6", "≥6")
    with pytest.raises(TableError) as caught:
        rewrite(str(path), path.read_bytes(), [edit])
    assert caught.value.code == "changed-since"
    assert "“6”" in str(caught.value)
    assert "甲 5" in str(caught.value)
    mended(path, {"6": "≥6"})


def test_our_own_report(tmp_path: Path) -> None:
    for name in ("json", "jsonl"):
        path = tmp_path / f"报告.{name}"
        report = check(read_tables(ROOT / "examples/liujiang-2025.csv"))
        path.write_text("".join(writer_for(name)(report)), encoding="utf-8")
        value = next(row.value for row in rows_of(path) if " " in row.value)
        _, done = mended(path, {value: value.replace(" ", "")})
        assert done.written


def test_nested_too_deep() -> None:
    text = '[{"name":"甲","value":"5"}, ' + "[" * 700 + "]" * 700 + "]"
    edit = Edit(Place("目标.json", row=1), "5", "≥5")
    try:
        assert b'"\xe2\x89\xa55"' in rewrite("目标.json", text.encode(), [edit]).data
    except TableError as error:
        assert error.code in {"too-large", "unknown-json-shape"}  # noqa: PT017


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(values, st.text(max_size=6), st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_any_json_around_it(other: object, old: str, indent: int | str | None, ascii_only: bool) -> None:  # noqa: FBT001
    content = {"x": other, "list": [{"name": "甲", "value": old, "key": None}, {"name": "乙", "value": "5"}]}
    edit = Edit(Place("目标.json", row=1), old.replace("\r\n", "\n").replace("\r", "\n").strip(), "≥5")
    try:
        data = json.dumps(content, ensure_ascii=ascii_only, indent=indent).encode()
        done = rewrite("目标.json", data, [edit])
    except UnicodeEncodeError:
        return
    if done.written:
        read = json.loads(done.data)
        assert read["list"][0].pop("value").strip() == "≥5"
        assert content["list"][0].pop("value") == old  # type: ignore[index]
        assert read == content
    else:
        assert done.data == data
