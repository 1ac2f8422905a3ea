"""JSON and JSON Lines: lists of indicators wherever they stand, numbers as written, hostile files."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import documents
import pytest

from indicator_dsl.rows import Table
from indicator_dsl.tables import TableError, check, read_tables

ROOT = Path(__file__).parents[2]
Read = Callable[..., list[Table]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def save_and_read(data: Any, name: str = "目标.json", encoding: str = "utf-8") -> list[Table]:
        path = tmp_path / name
        text = data if isinstance(data, str | bytes) else json.dumps(data, ensure_ascii=False)
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_tables(path)

    return save_and_read


def seed_rows() -> list[dict[str, str]]:
    with (ROOT / "examples/liujiang-2025.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def in_english(row: dict[str, str]) -> dict[str, str]:
    # The order of keys says nothing.
    names = {"指标值": "value", "指标内容": "name", "二级指标": "level2", "一级指标": "level1", "项目名称": "project"}
    return {name: row[word] for word, name in names.items()} | {"funds": row["资金总额（元）"]}


def as_lines(rows: list[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (seed_rows(), "目标.json"),
        ([in_english(row) for row in seed_rows()], "目标.json"),
        ({"rows": seed_rows()}, "目标.json"),
        ({"code": 0, "data": {"list": seed_rows(), "total": 118}}, "目标.json"),
        (as_lines(seed_rows()), "目标.jsonl"),
    ],
)
def test_the_seed_table(data: Any, name: str, read: Read, gold: list[tuple[str, ...]]) -> None:
    tables = read(data, name)
    assert [(r.project, r.level1, r.level2, r.name, r.value) for t in tables for r in t.rows] == gold
    assert [table.funds for table in tables] == documents.FUNDS
    assert [row.place.row for table in tables for row in table.rows] == list(range(1, 119))


def test_what_check_writes_is_read(tmp_path: Path, gold: list[tuple[str, ...]]) -> None:
    path = tmp_path / "结果.json"
    with path.open("wb") as out:
        subprocess.run(
            [sys.executable, "-m", "indicator_dsl.cli", "check", "--format", "json", "examples/liujiang-2025.csv"],
            stdout=out, check=True, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
    tables = read_tables(path)
    assert [(r.project, r.level1, r.level2, r.name, r.value) for t in tables for r in t.rows] == gold
    assert [table.funds for table in tables] == [t.funds for t in read_tables(ROOT / "examples/liujiang-2025.csv")]


def test_every_field_and_place(read: Read) -> None:
    row = {
        "project": "甲", "level1": "产出指标", "level2": "数量指标", "name": "率", "relation": "≥", "value": "95",
        "unit": "%", "actual": "96%", "weight": 10, "score": 9.50, "remark": "略", "place": {"row": 7},
    }  # fmt: skip
    [table] = read([row])
    [found] = table.rows
    fields = ("project", "level1", "level2", "name", "relation", "value", "unit", "actual", "weight")
    assert all(getattr(found, name) == str(row[name]) for name in fields)
    assert (str(found.place).rpartition("目标")[2], found.place.cell) == (".json:1", None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.95", "0.95"),
        ("0.950", "0.950"),
        ("95", "95"),
        ("-5", "-5"),
        ("1e3", "1e3"),
        ("9" * 5000, "9" * 5000),
        ("123456789012345678901234567890.10", "123456789012345678901234567890.10"),
        ('"≥95%"', "≥95%"),
        ('"  ≥95%\\r\\n≥96%　"', "≥95%\n≥96%"),
        ("true", "true"),
        ('["≥5人", 6, null]', "≥5人\n6"),
        ("null", ""),
    ],
)
def test_values_are_taken_as_written(value: str, text: str, read: Read) -> None:
    [table] = read(f'[{{"name": "率", "value": {value}}}]')
    assert table.rows[0].value == text


def test_projects_around_their_lists(read: Read) -> None:
    tables = read(
        {
            "部门": "教育局",
            "项目": [
                {"项目名称": "甲", "资金总额（万元）": 541, "指标": [{"指标名称": "人数", "指标值": "5人"}]},
                {"项目名称": "乙", "一级指标": "产出指标", "指标": [{"指标名称": "户数", "指标值": "6户"}]},
                {"项目名称": None, "funds": "70", "指标": [{"指标名称": "天数", "指标值": "7天"}]},
                {"指标": [{"指标名称": "次数", "指标值": "8次"}]},
            ],
        }
    )
    found = [(t.project, t.funds, t.rows[0].level1, t.rows[0].value, t.rows[0].place.row) for t in tables]
    assert found == [
        ("甲", 5410000, None, "5人", 1),
        ("乙", None, "产出指标", "6户", 2),
        (None, 70, None, "7天", 3),
        (None, None, None, "8次", 4),
    ]


def test_nothing_in_a_row_ends_its_list(read: Read) -> None:
    rows = [
        {"level1": "项目支出", "name": "甲", "value": "1个"},
        {"level1": None, "name": None, "value": None},
        {"level1": "项目单位", "name": "项目名称", "value": "2个"},
        {"level1": "管理", "name": "说明", "value": "3个"},
    ]
    assert [row.value for table in read(rows) for row in table.rows] == ["1个", "2个", "3个"]


def test_lines_keep_their_numbers(read: Read) -> None:
    row = '{"指标名称": "人数\u2028", "指标值": "%d人"}'
    [table] = read(f"\n{row % 5}\n\n{row % 6}\r\n", "目标.jsonl")
    assert [(row.value, row.place.row) for row in table.rows] == [("5人", 2), ("6人", 4)]


def test_objects_that_say_the_same_with_other_keys(read: Read) -> None:
    rows = [
        {"项目名称": "甲", "三级指标": "人数", "指标值": "≥200人"},
        {"项目名称": "甲", "指标": "合格率", "目标值": "95%", "指标值": None},
        {"项目名称": "甲", "绩效指标名称": "成本", "年度指标值（万元）": 3},
        {"部门": "教育局", "经费": 3},
    ]
    [table] = read(rows)
    assert [(row.name, row.value, row.unit) for row in table.rows] == [
        ("人数", "≥200人", None),
        ("合格率", "95%", None),
        ("成本", "3", "万元"),
        ('{"部门": "教育局", "经费": "3"}', "", None),
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"产出指标": {"数量指标": [{"name": "人数", "value": "5人"}]}},
        {"绩效指标": {"产出指标": {"数量指标": {"name": "人数", "value": "5人"}}}},
        {"一级指标": "产出指标", "二级指标": [{"名称": "数量指标", "三级指标": [{"name": "人数", "value": "5人"}]}]},
        {"产出指标": [{"二级指标": "数量指标", "三级指标": [{"name": "人数", "value": "5人"}]}]},
    ],
)
def test_levels_around_their_lists(data: Any, read: Read) -> None:
    [row] = read(data)[0].rows
    assert (row.level1, row.level2, row.name, row.value) == ("产出指标", "数量指标", "人数", "5人")


def test_a_value_that_is_an_object_is_refused_alone(read: Read) -> None:
    tables = read([{"name": "甲", "value": {"op": ">=", "value": 3}}, {"name": "乙", "value": "≥5人"}])
    assert [row.value for row in tables[0].rows] == ['{"op": ">=", "value": "3"}', "≥5人"]
    assert (check(tables).summary.read, check(tables).summary.refused) == (1, 1)


def test_json_in_the_marks_of_a_chat(read: Read) -> None:
    assert read('```json\n[{"name": "人数", "value": "5人"}]\n```\n')[0].rows[0].value == "5人"


def test_one_indicator_alone(read: Read) -> None:
    assert read({"指标名称": "人数", "指标值": "5人"})[0].rows[0].value == "5人"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str, read: Read) -> None:
    assert read([{"指标名称": "人数", "指标值": "5人"}], encoding=encoding)[0].rows[0].name == "人数"


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        ("", "empty-file", ""),
        ("{}", "unknown-json-shape", "（无）"),
        ("[]", "unknown-json-shape", "（无）"),
        ('"指标值"', "unknown-json-shape", "（无）"),
        ("[1, 2]", "unknown-json-shape", "（无）"),
        ('{"部门": 1, "金额": 2}', "unknown-json-shape", "部门, 金额"),
        ('[{"部门": 1}, {"金额": 2}]', "unknown-json-shape", "部门, 金额"),
        ('[{"name": "a", "value": "5人"}, 3]', "unknown-json-shape", "name, value, "),
        ('[{"name": "a", "value": NaN}]', "corrupt-file", "NaN"),
        ('[{"name": "a", "value": 5, "value": 6}]', "corrupt-file", "键“value”写了两次"),
        ('[{"name": "a",\n"value": ', "corrupt-file", "第 2 行第 10 个字"),
        ('[{"name": "a"}] x', "corrupt-file", "第 1 行第 17 个字"),
        ("[" * 100_000, "too-large", "嵌套"),
        ("[" * 100_000 + "]" * 100_000, "too-large", "嵌套"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "too-large", "嵌套"),
        (b"PK\x03\x04", "binary-file", ""),
        (b"\xff\xff", "wrong-encoding", ""),
    ],
    ids=range(17),
)
def test_files_that_cannot_be_read(data: str | bytes, code: str, told: str, read: Read) -> None:
    with pytest.raises(TableError) as caught:
        read(data)
    assert caught.value.code == code
    assert told in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_line_that_is_no_json_is_named(read: Read) -> None:
    with pytest.raises(TableError, match="第 3 行"):
        read('{"name": "a", "value": "5人"}\n\n{"name": \n', "目标.jsonl")


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    monkeypatch.setattr("indicator_dsl.tables.readers.json._LARGEST", 10)
    with pytest.raises(TableError, match="太大"):
        read('[{"name": "a", "value": "5人"}]')


def test_objects_that_all_say_the_same_are_a_table_with_all_its_columns(read: Read) -> None:
    first = {
        "三级指标": "人数",
        "指标值": "5",
        "调整指标值": "6",
        "上年指标值": "4",
        "方向": "≥",
        "口径": "人",
        "编码": "a",
    }
    [table] = read([first, first | {"三级指标": "面积", "调整指标值": None, "口径": "亩", "号": {"x": "1"}}])
    assert [(row.name, row.relation, row.value, row.unit, row.previous) for row in table.rows] == [
        ("人数", "≥", "6", "人", "4"),
        ("面积", "≥", "5", "亩", "4"),
    ]
    assert [(odd.code, odd.text) for odd in table.oddities] == [("values-amended", "指标值")]


def test_objects_that_say_a_value_with_keys_as_good_as_each_other(read: Read) -> None:
    [table] = read([{"三级指标": "人数", "2024年指标值": "5人"}, {"三级指标": "面积", "2025年指标值": "6亩"}])
    assert [row.value for row in table.rows] == ["5人", "6亩"]
    [table] = read([{"三级指标": "人数", "2024年指标值": "5人", "2025年指标值": None}])
    assert [row.value for row in table.rows] == [""]
