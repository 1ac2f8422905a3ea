"""evaluate, convert, format and lint: a column says of each row what the function says of one."""

import random
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")

import pyarrow as pa
from expected import LONE, ODD, TEXTS, check, facts
from gold import context, load

from indicator_dsl import Calendar, IndicatorError, convert, evaluate, format, parse
from indicator_dsl.columns import (
    ColumnError,
    convert_column,
    evaluate_column,
    format_column,
    lint_column,
    parse_column,
)
from indicator_dsl.columns.schema import EVALUATED, FORMATTED, LINTED
from indicator_dsl.lint import Linter, builtin_profile
from indicator_dsl.quantities import plain
from indicator_dsl.rows import Place, Row

EVALUATIONS = [case for case in load("evaluation.jsonl").values() if not isinstance(case["actual"], list | dict)]


def verdict(target: str | None, actual: Any, **beside: Any) -> dict[str, Any] | None:
    if target is None:
        return None
    try:
        found = evaluate(parse(target, **beside), actual)
    except IndicatorError as error:
        return {"error_code": error.code}
    wanted = {"outcome": found.outcome.value, "reason": found.reason, "explanation": found.explain("zh")}
    if found.margin is not None:
        wanted["margin_text"] = plain(found.margin.magnitude)
        wanted["margin_unit"] = found.margin.unit.text
    if found.completion is not None:
        wanted |= {"completion_text": str(found.completion), "completion": float(found.completion)}
    return wanted


def attempt(verb: Callable[..., Any], *given: Any) -> Any:
    """Return what a verb says, or why it refuses."""
    try:
        return verb(*given)
    except IndicatorError as error:
        return error


def same(row: dict[str, Any] | None, wanted: dict[str, Any] | None) -> None:
    found = facts(row)
    if wanted is None or found is None:
        assert found is wanted
    else:
        assert {key: found.get(key) for key in wanted} == wanted


def test_every_verdict() -> None:
    texts = [case for case in EVALUATIONS if isinstance(case["actual"], str | None)]
    assert len(texts) > 100
    beside = {key: pa.array([case.get(key) for case in texts]) for key in ("unit", "relation", "year")}
    column = evaluate_column([case["target"] for case in texts], [case["actual"] for case in texts], **beside)
    column.validate(full=True)
    for row, case in zip(column.to_pylist(), texts, strict=True):
        same(row, verdict(case["target"], case["actual"], **context(case)))


ACTUALS = {
    "whole numbers": pa.array([2200, 2199, None, -1]),
    "floats": pa.array([2200.0, 0.1, None, 1e300]),
    "decimals": pa.array([Decimal("2200.00"), Decimal("0.01"), None, Decimal(1)], pa.decimal128(10, 2)),
    "booleans": pa.array([True, False, None, True]),
    "dates": pa.array([date(2025, 12, 31), date(2026, 1, 1), None, date(2025, 1, 1)]),
    "texts": pa.array(["2200人", "0.1万人", None, "≥5人"]).dictionary_encode(),
    "chunks": pa.chunked_array([["2200人"], ["0.1万人", None], ["3"]]),
    "nulls": pa.nulls(4),
}


@pytest.mark.parametrize("name", ACTUALS)
def test_actuals_of_every_type(name: str) -> None:
    actuals = ACTUALS[name]
    for target in ("≥2200人", "2025年12月31日前", "逐步提高", "22o0", None):
        rows = evaluate_column([target] * 4, actuals).to_pylist()
        for row, actual in zip(rows, actuals.to_pylist(), strict=True):
            same(row, verdict(target, actual))


def test_times_count_as_their_days() -> None:
    moments = pa.array([datetime(2025, 12, 31, 23, 59), datetime(2026, 1, 1)], pa.timestamp("ns"))  # noqa: DTZ001
    rows = evaluate_column(["2025年12月31日前"] * 2, moments).to_pylist()
    assert [row["outcome"] for row in rows] == ["met", "not met"]


def test_many_pairs() -> None:
    dice = random.Random(1)
    targets = [dice.choice(["≥5人", "≤3万元", "优", None]) for _ in range(500)]
    actuals = [dice.choice(["6人", "4", "良", None, "x"]) for _ in range(500)]
    cut = pa.chunked_array([targets[:123], targets[123:]])
    column = evaluate_column(cut, pa.array(actuals), dense=True)
    assert column.type == EVALUATED
    for row, target, actual in zip(column.to_pylist(), targets, actuals, strict=True):
        same(row, verdict(target, actual))


def test_convert() -> None:
    texts = ["≤541万元", "≥5人", None, "1角", "22o0元", "10元～20元", *ODD, *TEXTS[:300]]
    for row, text in zip(convert_column(texts, "元").to_pylist(), texts, strict=True):
        if text is None:
            assert row is None
        elif isinstance(value := attempt(convert, text, "元"), IndicatorError):
            assert row["error_code"] == value.code, text
        else:
            check(row, str(value))


def test_convert_by_a_calendar() -> None:
    (row,) = convert_column(["200吨/日"], "吨/年", calendar=Calendar(365)).to_pylist()
    assert (row["magnitude_text"], row["unit"]) == ("73000", "吨/年")
    (row,) = convert_column(["200吨/日"], "吨/年").to_pylist()
    assert row["error_code"] == "calendar-needed"


def test_convert_to_no_unit() -> None:
    with pytest.raises(IndicatorError, match="M"):
        convert_column(["1米"], "M")


@pytest.mark.parametrize("style", ["canonical", "latex", "zh", "en"])
def test_format(style: Any) -> None:
    texts = [*ODD, *TEXTS[:300]]
    column = format_column(pa.array(texts), style, dense=True)
    assert column.type == FORMATTED
    for row, text in zip(column.to_pylist(), texts, strict=True):
        if text is None:
            assert row is None
            continue
        wanted = attempt(format, text, style)
        refused = isinstance(wanted, IndicatorError)
        assert (row["text"], row["error_code"]) == ((None, wanted.code) if refused else (wanted, None))


def test_format_knows_its_styles() -> None:
    with pytest.raises(ValueError, match="no such style"):
        format_column(["1"], "html")  # type: ignore[arg-type]


def test_lint() -> None:
    texts = [*ODD, "≥ 2200 人", "100%", "完成", *TEXTS[:200]]
    names = [f"指标{number % 7}" for number in range(len(texts))]
    profile = builtin_profile("strict")
    column = lint_column(pa.array(texts), name=names, level2="数量指标", profile=profile, year=2025, dense=True)
    assert column.type == LINTED
    linter = Linter(profile, year=2025)
    for row, text, name in zip(column.to_pylist(), texts, names, strict=True):
        if text is None:
            assert row is None
            continue
        found = linter.row(Row(name=name, value=text, level2="数量指标", place=Place(""))).findings
        assert row["codes"].split() == [*dict.fromkeys(one.code for one in found)]
        assert [(one["code"], one["start"], one["fix"], one["safe"]) for one in row["findings"]] == [
            (one.code, one.start, one.fix, one.safe) for one in found
        ]
        assert (row["severity"] is None) is (not found)


def test_lint_mends_only_what_is_safe() -> None:
    column = lint_column(["≥ 2200 人", "95%", "≥5人"], name=["a", "b", "c"])
    assert column.field("mended").to_pylist() == ["≥2200人", None, None]
    assert column.to_pylist() == lint_column(["≥ 2200 人", "95%", "≥5人"], name=["a", "b", "c"], dense=True).to_pylist()


@pytest.mark.parametrize("verb", [parse_column, format_column, lint_column, lambda one: convert_column(one, "元")])
def test_what_cannot_be_stored_is_an_error_row(verb: Any) -> None:
    rows = verb([*LONE, 5, "1元"]).to_pylist()
    assert [bool(row["error_code"]) for row in rows[2:4]] == [True, True]
    assert rows[4]["error_code"] is None


def test_actuals_that_cannot_be_stored() -> None:
    rows = evaluate_column(["≥5人", "≥6人"], ["\ud8005人", "7人"]).to_pylist()
    assert [row["outcome"] for row in rows] == [None, "met"]
    assert rows[0]["error_code"] == "not-unicode"


def test_actuals_of_no_type_of_ours() -> None:
    with pytest.raises(ColumnError, match="binary"):
        evaluate_column(["≥5人"], pa.array([b"5"]))
    with pytest.raises(ColumnError, match="2 行"):
        evaluate_column(["≥5人"], ["5", "6"])


def test_one_actual_for_all_rows() -> None:
    for actual, outcomes in (("6人", ["met", "not met"]), (6, ["met", "not met"]), (6.5, ["met", "not met"])):
        assert evaluate_column(["≥5人", "≥7人"], actual).field("outcome").to_pylist() == outcomes


def test_numbers_of_thousands_of_digits() -> None:
    """More digits than Python prints by itself: no job fails."""
    many, small = "9" * 4000, f"0.{'0' * 3990}1"
    texts = [f"≥{many}人", f"{small}人", f"≥{many}万亿人", f"{many}元/年", f"{small}元/秒", f"{many}:{many}", "≥5人"]
    pairs = [(target, actual) for target in texts for actual in texts]
    found = evaluate_column([target for target, _ in pairs], [actual for _, actual in pairs])
    assert None not in found.field("outcome").to_pylist()[: len(texts)]
    for verb in (parse_column, format_column, lint_column, lambda column: convert_column(column, "元/月")):
        assert len(verb(texts)) == len(texts)
    assert parse_column([f"≥{many}万亿人"]).field("base_magnitude_text").to_pylist() == [many + "0" * 12]
