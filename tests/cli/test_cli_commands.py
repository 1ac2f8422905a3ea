"""Each command: what programs read from it, and each exit code."""

import json
from pathlib import Path

import pytest
from calls import ROOT, Run

from indicator_dsl import IndicatorError, parse, to_dict

PEOPLE = {"kind": "threshold", "relation": ">=", "quantity": {"magnitude": "2200", "unit": "人"}}


def refusal(text: str) -> IndicatorError:
    with pytest.raises(IndicatorError) as caught:
        parse(text)
    return caught.value


def test_parse_jsonl_is_one_object_a_line(run: Run) -> None:
    done = run("parse", "--format", "jsonl", stdin="≥2200人\n\n≥22o0人\n")
    good, blank, bad = map(json.loads, done.out.splitlines())
    assert good == {"text": "≥2200人", "value": PEOPLE}
    assert blank == {"text": "", "value": {"kind": "missing"}}
    assert set(bad) == {"text", "error"}
    assert list(bad["error"]) == ["code", "message", "start", "end", "expected", "fix"]
    assert bad["error"] == refusal("≥22o0人").to_dict()
    assert done.code == 1


def test_parse_json_is_a_list_of_the_same(run: Run) -> None:
    done = run("parse", "≥2200人", "/", "--format", "json")
    assert json.loads(done.out) == [{"text": "≥2200人", "value": PEOPLE}, {"text": "/", "value": {"kind": "missing"}}]
    assert done.code == 0


def test_parse_takes_columns_and_year(run: Run) -> None:
    (found,) = json.loads(run("parse", "95", "--relation", "≥", "--unit", "%", "--format", "json").out)
    assert found["value"] == to_dict(parse("≥95%"))
    (found,) = json.loads(run("parse", "12月底前", "--year=2025", "--format=json").out)
    assert found["value"]["date"] == "2025-12-31"


def test_messages_in_json_follow_the_language(run: Run) -> None:
    (found,) = json.loads(run("--lang", "en", "parse", "--format", "json", "≥22o0人").out)
    assert found["error"]["message"].startswith("broken number")


@pytest.mark.parametrize(
    ("target", "actual", "code", "outcome"),
    [
        ("≥2200人", "2300", 0, "met"),
        ("≥2200人", "2100人", 1, "not met"),
        ("≥2200人", "2300个", 3, "undetermined"),
        ("≥-3℃", "-2℃", 0, "met"),
        ("2025年12月31日前", "2025年11月30日", 0, "met"),
        ("逐步提高", "未达成", 1, "not met"),
    ],
)
def test_evaluate(target: str, actual: str, code: int, outcome: str, run: Run) -> None:
    done = run("evaluate", target, actual, "--format", "json")
    data = json.loads(done.out)
    assert (done.code, data["outcome"]) == (code, outcome)
    assert set(data) >= {"text", "actual", "target", "reason", "margin", "completion", "explanation"}


def test_evaluate_refuses_a_target(run: Run) -> None:
    done = run("evaluate", "≥22o0人", "5")
    assert (done.code, done.out) == (2, "")
    assert "broken-number" in done.err


def test_evaluate_with_columns(run: Run) -> None:
    assert run("evaluate", "95", "96", "--relation", "≥", "--unit", "%").code == 0
    assert run("evaluate", "6月底前", "2025年7月1日", "--year", "2025").code == 1


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (["≤541万元", "元"], "≤5410000元\n"),
        (["200吨/日", "吨/年", "--days-per-year", "365"], "73000吨/年\n"),
        (["-1千米", "米"], "-1000米\n"),
    ],
)
def test_convert(arguments: list[str], out: str, run: Run) -> None:
    assert run("convert", *arguments) == (0, out, "")


def test_convert_as_json(run: Run) -> None:
    data = json.loads(run("convert", "≤541万元", "元", "--format", "json").out)
    assert data == {"text": "≤541万元", "value": to_dict(parse("≤5410000元"))}


@pytest.mark.parametrize(
    ("value", "unit", "code"),
    [("5日", "月", "calendar-needed"), ("5个", "人", "unit-incompatible"), ("逐步提高", "人", "nothing-to-convert")],
)
def test_convert_refuses(value: str, unit: str, code: str, run: Run) -> None:
    done = run("convert", value, unit)
    assert (done.code, done.out) == (1, "")
    assert code in done.err


def test_format_keeps_the_lines(run: Run) -> None:
    done = run("format", stdin="不少于 2200 人\r\n\n  \n≥22o0人\n/")
    assert done.out == "≥2200人\n\n  \n≥22o0人\n无\n"
    assert done.err.startswith("第4行：错误[broken-number]")
    assert done.code == 1


@pytest.mark.parametrize(
    ("style", "out"),
    [
        ("canonical", "≤541万元"),
        ("latex", "$\\leq 541\\text{万元}$"),
        ("zh", "不超过541万元"),
        ("en", "at most 541 万元"),
    ],
)
def test_format_styles(style: str, out: str, run: Run) -> None:
    assert run("format", "--style", style, "≤541万元") == (0, f"{out}\n", "")


def test_units_lists_everything(run: Run) -> None:
    done = run("units")
    assert done.code == 0
    assert "亩 市亩" in done.out
    assert "= 2000/3 平方米" in done.out


def test_units_as_data(run: Run) -> None:
    (unit,) = json.loads(run("units", "亩", "--format", "json").out)
    assert (unit["name"], unit["factor"], unit["dimension"]) == ("亩", "2000/3", {"length": 2})
    (rate,) = json.loads(run("units", "万元/人·月", "--format", "json").out)
    assert (rate["factor"], rate["family"]) == ("10000", None)
    everything = json.loads(run("units", "--format", "json").out)
    assert len({unit["name"] for unit in everything}) == len(everything) > 300


@pytest.mark.parametrize("family", ["area", "Area", "面积"])
def test_units_of_a_family(family: str, run: Run) -> None:
    assert {unit["family"]["id"] for unit in json.loads(run("units", family, "--format", "json").out)} == {"area"}


@pytest.mark.parametrize(
    ("word", "says"), [("KG", "kg"), ("专班", "自成一个量纲"), ("", "没有这样的单位"), ("5", "没有")]
)
def test_units_does_not_know_a_word(word: str, says: str, run: Run) -> None:
    done = run("units", word)
    assert done.code == 1
    assert says in done.err


def test_check_counts(run: Run) -> None:
    done = run("check", "--format", "json", str(Path(__file__).with_name("refused.csv")))
    data = json.loads(done.out)
    assert done.code == 1
    assert list(data) == ["version", "files", "unread", "summary", "projects"]
    assert data["summary"] == {
        "projects": 2,
        "rows": 8,
        "read": 5,
        "refused": 2,
        "blank": 1,
        "kinds": {"threshold": 3, "qualitative": 1, "deadline": 1},
        "unknown_units": {"专班": 1},
        "severities": {"error": 3, "warning": 1, "info": 2},
        "codes": {"broken-number": 1, "QUA04": 1, "DAT02": 1, "UNT02": 1, "FMT01": 1, "UNT13": 1},
    }


def test_check_rows_as_data(run: Run) -> None:
    file = str(Path(__file__).with_name("refused.csv"))
    data = json.loads(run("check", "--format", "json", file).out)
    first, *_ = data["projects"]
    good, bad, *_ = first["rows"]
    assert (first["project"], first["funds"]) == ("村道养护", None)
    assert good == {
        "project": "村道养护",
        "level1": "产出指标",
        "level2": "数量指标",
        "name": "养护里程",
        "relation": "≥",
        "text": "120",
        "unit": "公里",
        "actual": None,
        "weight": None,
        "score": None,
        "rate": None,
        "reason": None,
        "previous": None,
        "place": {"file": file, "sheet": None, "page": None, "table": None, "row": 2, "cell": "F2"},
        "value": to_dict(parse("≥120公里")),
        "findings": [],
    }
    assert bad["error"]["code"] == "broken-number"
    assert "value" not in bad
    assert data["projects"][1]["rows"][0]["value"] is None


@pytest.mark.parametrize(
    "file", ["examples/liujiang-2025.csv", "examples/liujiang-2025.xlsx", "tests/data/liujiang-2025.txt"]
)
def test_check_reads_the_seed_table(file: str, run: Run) -> None:
    done = run("check", "--format", "json", str(ROOT / file))
    data = json.loads(done.out)
    assert done.code == 0
    assert {key: data["summary"][key] for key in ("projects", "rows", "read", "refused", "blank")} == {
        "projects": 13,
        "rows": 118,
        "read": 116,
        "refused": 0,
        "blank": 2,
    }
    assert data["projects"][0]["funds"] == "5410000"
