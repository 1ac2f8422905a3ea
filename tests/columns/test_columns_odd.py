"""What fresh eyes found wrong in columns, each as its smallest case."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")

from indicator_dsl.columns import convert_column, evaluate_column, parse_column  # noqa: E402
from indicator_dsl.columns.files import open_source  # noqa: E402
from indicator_dsl.columns.remembering import Remembering  # noqa: E402


@pytest.mark.parametrize("number", ["4" + "0" * 28, "9" * 300, "340282366920938463463374607431768211457.5"])
def test_a_number_too_long_for_a_decimal_is_null_and_never_another(number: str) -> None:
    found = parse_column([f"≥{number}人"])
    assert found.field("magnitude").to_pylist() == [None]
    assert found.field("magnitude_text").to_pylist() == [number]


def test_a_margin_too_long_for_a_decimal() -> None:
    assert evaluate_column(["≥5人"], ["4" + "0" * 28 + "人"]).field("margin").to_pylist() == [None]


def test_what_fails_once_leaves_nothing_known() -> None:
    calls = []

    def verb(array: Any, *, dense: bool) -> Any:
        calls.append(array)
        if len(calls) == 1:
            raise ValueError("once")
        return parse_column(array, dense=dense)

    parse = Remembering(verb)
    with pytest.raises(ValueError, match="once"):
        parse(pa.array(["≥5人", "≥6人"]))
    assert parse(pa.array(["≥7人", "≥5人"])).field("canonical").to_pylist() == ["≥7人", "≥5人"]


def test_times_batch_after_batch() -> None:
    evaluate = Remembering(evaluate_column)
    day = pa.array([dt.datetime(2025, 12, 31, 23)], pa.timestamp("us"))  # noqa: DTZ001  a column has none
    assert evaluate(pa.array(["2025年12月31日前"]), day).field("outcome").to_pylist() == ["met"]


class Array:
    """An object that has no truth value, as arrays have none."""

    def __ne__(self, other: object) -> Any:
        return self

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise ValueError

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("odd", [Array(), [1, 2], {"a": 1}])
def test_an_object_that_is_no_text_is_an_error_row(odd: object) -> None:
    assert parse_column(["≥5人", odd]).field("error_code").to_pylist() == [None, "not-a-text"]


def test_views_beside_other_columns() -> None:
    view = pa.array(["5"], pa.string_view())
    assert parse_column(view, unit=pa.array(["人"])).field("canonical").to_pylist() == ["5人"]
    coded = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), pa.array(["5人"], pa.string_view()))
    assert parse_column(coded).field("canonical").to_pylist() == ["5人", "5人"]


def test_a_blank_line_of_a_file_with_one_column_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "一列.csv"
    path.write_text("指标值\n≥5人\n\n≥6人\n", "utf-8")
    texts = [text for batch in open_source(str(path)).batches() for text in batch.column(0).to_pylist()]
    assert texts == ["≥5人", "", "≥6人"]


def test_a_row_without_a_unit_to_convert_to_is_an_error_row() -> None:
    found = convert_column(["≥5万元", "≥5万元"], pa.array(["元", None]))
    assert found.field("canonical").to_pylist() == ["≥50000元", None]
    assert found.field("error_code").to_pylist() == [None, "no-unit-wanted"]
