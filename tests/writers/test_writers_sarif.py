"""SARIF: valid against the schema of version 2.1.0, with places that tools can show."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from reports import REPORTS, one_row

from indicator_dsl.rows import Place
from indicator_dsl.tables import Report, TableError, writer_for

SCHEMA = json.loads((Path(__file__).parents[1] / "data/sarif/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
VALIDATOR = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def run_of(text: str) -> Any:
    log = json.loads(text)
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    return run


@given(REPORTS)
def test_every_report_is_valid_sarif(report: Report) -> None:
    run = run_of("".join(writer_for("sarif")(report)))
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [one.code for one in report.findings]
    assert len(set(rules)) == len(rules)
    known = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] in known
        assert place["artifactLocation"]["uri"].isascii()


def test_the_schema_refuses_what_is_no_sarif(refused: Report, written: Callable[..., str]) -> None:
    log = json.loads(written("sarif", refused))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not VALIDATOR.is_valid(log)


@pytest.mark.parametrize(
    ("place", "uri", "line", "logical"),
    [
        (Place("目标 1.txt", row=41), "%E7%9B%AE%E6%A0%87%201.txt", 41, None),
        (Place("a/b.csv", row=5, cell="D5"), "a/b.csv", 5, "D5"),
        (Place("b.xlsx", sheet="绩效目标", row=5, cell="D5"), "b.xlsx", None, "绩效目标!D5"),
        (Place("b.pdf", page=3, table=2, row=5), "b.pdf", None, "第3页表2第5行"),
        (Place("/data/a#b?.csv", row=2), "file:///data/a%23b%3F.csv", 2, None),
        (Place("C:\\data\\目.csv", row=2), "file:///C:/data/%E7%9B%AE.csv", 2, None),
        (Place("a:b.csv", row=2), "a%3Ab.csv", 2, None),
        (Place("\udcff.csv", row=2), "%FF.csv", 2, None),
    ],
    ids=str,
)
def test_places(place: Place, uri: str, line: int | None, logical: str | None, written: Callable[..., str]) -> None:
    (result,) = run_of(written("sarif", one_row(place=place)))["results"]
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == uri
    assert physical.get("region", {}).get("startLine") == line
    assert [one["fullyQualifiedName"] for one in location.get("logicalLocations", [])] == ([logical] if logical else [])


def test_a_text_does_not_become_a_link(written: Callable[..., str]) -> None:
    (result,) = run_of(written("sarif", one_row(name="[看](javascript:1)")))["results"]
    assert r"\[看](javascript:1)" in result["message"]["text"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_golden(lang: str, refused: Report, written: Callable[..., str], golden: Callable[[str, str], None]) -> None:
    text = written("sarif", refused, lang)
    run_of(text)
    golden(f"refused.{lang}.sarif", text)


def test_a_file_that_was_not_read(written: Callable[..., str]) -> None:
    run = run_of(written("sarif", Report(tables=(), unread=(TableError("encrypted-workbook", path="甲.xlsx"),))))
    assert run["results"][0]["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "%E7%94%B2.xlsx"}}}]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"].startswith("… 设有打开密码")
