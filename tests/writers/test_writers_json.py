"""JSON and JSON lines: what the published schema says."""

import json
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from reports import REPORTS

from indicator_dsl import to_dict
from indicator_dsl.score import policy
from indicator_dsl.tables import Report, read_tables, score_tables, writer_for


def _schema(name: str) -> Any:
    return json.loads((files("indicator_dsl") / "schema" / f"{name}.schema.json").read_text("utf-8"))


REGISTRY = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in (_schema("report"), _schema("indicator-value"))
)
WHOLE = Draft202012Validator(_schema("report"), registry=REGISTRY)
LINE = Draft202012Validator({"$ref": "urn:indicator-dsl:report#/$defs/line"}, registry=REGISTRY)


def test_is_a_schema() -> None:
    Draft202012Validator.check_schema(WHOLE.schema)


@pytest.mark.parametrize("name", ["refused", "seed"])
def test_real_reports_are_valid(name: str, request: pytest.FixtureRequest, written: Callable[..., str]) -> None:
    report = request.getfixturevalue(name)
    WHOLE.validate(json.loads(written("json", report)))
    lines = [json.loads(line) for line in written("jsonl", report).splitlines()]
    for line in lines:
        LINE.validate(line)
    assert len(lines) == 1 + report.summary.projects + report.summary.rows


def test_a_scored_report_is_valid(written: Callable[..., str]) -> None:
    table = Path(__file__).parent.parent / "cli" / "self-evaluation.csv"
    report = score_tables(read_tables(table), policy())
    whole = json.loads(written("json", report))
    WHOLE.validate(whole)
    rows = [line for text in written("jsonl", report).splitlines() if (line := json.loads(text))["type"] == "row"]
    for line in rows:
        LINE.validate(line)
    assert [row["points"]["score"]["rule"] for row in rows] == [one.score.rule for one in report.scored[0].rows]


@given(REPORTS)
def test_every_report_is_valid_and_says_the_same_in_lines(report: Report) -> None:
    whole = json.loads("".join(writer_for("json")(report)))
    WHOLE.validate(whole)
    text = "".join(writer_for("jsonl")(report))
    # Not splitlines(): U+2028 in a text is no end of a line.
    head, *lines = [json.loads(line) for line in text.removesuffix("\n").split("\n")]
    projects = whole.pop("projects")
    assert head == {"type": "report", **whole}
    expected = []
    for project in projects:
        rows = project.pop("rows")
        expected += [{"type": "table", **project}, *({"type": "row", **row} for row in rows)]
    assert lines == expected
    for line in (head, *lines):
        LINE.validate(line)


@given(REPORTS)
def test_nothing_is_dropped(report: Report) -> None:
    rows = [row for project in json.loads("".join(writer_for("json")(report)))["projects"] for row in project["rows"]]
    for row, reading in zip(rows, report.readings, strict=True):
        assert row["text"] == reading.row.value
        assert [row[name] for name in ("project", "level1", "level2", "name", "actual", "weight", "score")] == [
            getattr(reading.row, name) for name in ("project", "level1", "level2", "name", "actual", "weight", "score")
        ]
        assert ("error" in row) == (reading.error is not None)
        if reading.value is not None:
            assert row["value"] == to_dict(reading.value)
        assert [(one["code"], one["message"]["en"], one["fix"]) for one in row["findings"]] == [
            (one.code, one.en, one.fix) for one in reading.findings
        ]


def _break(data: Any, *path: Any) -> Any:
    *way, last = path
    for step in way:
        data = data[step]
    return data, last


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 2),
        (("files",), None),
        (("summary", "rows"), -1),
        (("summary", "severities"), {}),
        (("projects", 0, "funds"), 5410000),
        (("projects", 0, "rows", 0, "place", "row"), 0),
        (("projects", 0, "rows", 0, "text"), None),
        (("projects", 0, "rows", 0, "value"), {"kind": "threshold"}),
        (("projects", 0, "rows", 0, "error"), None),
        (("projects", 0, "rows", 1, "findings", 0, "severity"), "fatal"),
        (("projects", 0, "rows", 1, "findings", 0, "message"), "broken"),
    ],
    ids=str,
)
def test_other_shapes_are_invalid(
    path: tuple[Any, ...], value: Any, refused: Report, written: Callable[..., str]
) -> None:
    whole = json.loads(written("json", refused))
    broken = deepcopy(whole)
    inner, last = _break(broken, *path)
    inner[last] = value
    assert WHOLE.is_valid(whole)
    assert not WHOLE.is_valid(broken)


def test_the_language_is_that_of_the_error(refused: Report, written: Callable[..., str]) -> None:
    zh, en = (json.loads(written("json", refused, lang))["projects"][0]["rows"][1] for lang in ("zh", "en"))
    assert zh["error"]["message"] == zh["findings"][0]["message"]["zh"] == "数字写法有误：“22o0”"
    assert en["error"]["message"] == zh["findings"][0]["message"]["en"]


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_golden(name: str, refused: Report, written: Callable[..., str], golden: Callable[[str, str], None]) -> None:
    golden(f"refused.{name}", written(name, refused))


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "junit", "html"])
def test_goes_out_piece_by_piece(name: str, seed: Report) -> None:
    sizes = [len(piece) for piece in writer_for(name)(seed)]
    assert len(sizes) > 118
    # The page's style and script are one piece; nothing else is as long as a table.
    assert max(sizes) < 20_000
