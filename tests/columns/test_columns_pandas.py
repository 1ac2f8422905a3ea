"""pandas: ``series.indicator`` says of each row what the functions say of one text."""

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")
pytest.importorskip("pandas", reason="pandas is not installed")

import pandas as pd
import pyarrow as pa
from expected import BESIDE, LONE, ODD, TEXTS, check
from gold import CONTEXT, context

import indicator_dsl.columns.pandas
from indicator_dsl import Calendar
from indicator_dsl.columns import ColumnError, evaluate_column, format_column, lint_column, parse_column

GIVEN = [*ODD, *TEXTS]


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {name: None if value is pd.NA or value is None else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


@pytest.mark.parametrize("dtype", ["object", "str", "category", pd.ArrowDtype(pa.string())], ids=str)
def test_every_vector(dtype: object) -> None:
    series = pd.Series(GIVEN, dtype=dtype)
    held = [None if missing else one for one, missing in zip(series, series.isna(), strict=True)]
    assert sum(one != text for one, text in zip(held, GIVEN, strict=True)) <= 1  # categories before pandas 3 lose \0
    for row, text in zip(rows(series.indicator.parse()), held, strict=True):
        if text is None:
            assert set(row.values()) == {None}
        else:
            check(row, text)


def test_columns_beside() -> None:
    frame = pd.DataFrame({key: [case.get(key) for case in BESIDE] for key in ("text", *CONTEXT)})
    frame["year"] = frame["year"].astype("Int64")
    found = frame["text"].indicator.parse(**{key: frame[key] for key in CONTEXT})
    for row, case in zip(rows(found), BESIDE, strict=True):
        check(row, case["text"], **context(case))


def test_lone_surrogates_and_what_is_no_text() -> None:
    series = pd.Series([*LONE, "≥5人", None, float("nan"), pd.NA, pd.NaT, 95, ["x"]], dtype=object)
    found = series.indicator.parse()
    codes = ["unexpected-character", "unexpected-character", "not-unicode", *[None] * 5, "not-a-text", "not-a-text"]
    assert [row["error_code"] for row in rows(found)] == codes
    assert rows(found)[3]["canonical"] == "≥5人"


def test_the_index_stays() -> None:
    series = pd.Series(["≥5", "3", None], index=["c", "a", "a"])
    found = series.indicator.parse(unit=pd.Series(["人", "场", "人"]), fields=["canonical"])
    assert list(found.index) == ["c", "a", "a"]
    assert list(found["canonical"].fillna("")) == ["≥5人", "3场", ""]


def test_types_are_those_of_the_schema() -> None:
    found = pd.Series(["≥5人"]).indicator.parse()
    assert found["magnitude"].dtype == pd.ArrowDtype(pa.decimal128(38, 10))
    assert found["implied"].dtype == pd.ArrowDtype(pa.bool_())
    assert pd.Series([], dtype="str").indicator.parse().dtypes.to_dict() == found.dtypes.to_dict()


def test_the_other_verbs() -> None:
    texts = ["≥2200人", "≤541万元", "≥ 5 场", None, "x1"]
    series = pd.Series(texts)
    assert rows(series.indicator.evaluate(pd.Series([2300, 1.5, None, 1, 2]))) == given_rows(
        evaluate_column(texts, [2300.0, 1.5, None, 1.0, 2.0])
    )
    assert rows(series.indicator.format("en")) == given_rows(format_column(texts, "en"))
    assert rows(series.indicator.lint(name="人数")) == given_rows(lint_column(texts, name="人数"))
    assert series.indicator.convert("元", fields=["canonical"])["canonical"][1] == "≤5410000元"
    converted = pd.Series(["200吨/日"]).indicator.convert("吨/年", calendar=Calendar(365))
    assert converted["canonical"][0] == "73000吨/年"


def given_rows(column: pa.StructArray) -> list[dict[str, object]]:
    empty = {field.name: None for field in column.type}
    return [empty if row is None else row for row in column.to_pylist()]


def test_fields_that_are_there() -> None:
    with pytest.raises(ColumnError, match="kinds"):
        pd.Series(["≥5人"]).indicator.parse(fields=["kinds"])
    with pytest.raises(ColumnError, match="int64"):
        pd.Series([5]).indicator.parse()


def test_it_is_the_accessor() -> None:
    assert isinstance(pd.Series(["x"]).indicator, indicator_dsl.columns.pandas.IndicatorAccessor)
    assert parse_column(pd.Series(["≥5人"]).to_list()).field("canonical").to_pylist() == ["≥5人"]


def test_a_category_of_texts_and_numbers() -> None:
    given = pd.Series(["≥5人", 5, None]).astype("category")
    assert given.indicator.parse(fields="error_code")["error_code"].isna().tolist() == [True, False, True]
    found = parse_column(pd.Series(["≥5人", 5, None], dtype=object))
    assert [row and row["error_code"] for row in found.to_pylist()] == [None, "not-a-text", None]


def test_blanks_that_pandas_took_for_numbers() -> None:
    blank = pd.Series([float("nan")] * 2)
    assert pd.Series(["5", "6"]).indicator.parse(unit=blank, dense=True, fields=["unit"])["unit"].tolist() == ["", ""]
    assert blank.indicator.parse()["kind"].isna().all()


def test_floats_of_four_bytes() -> None:
    for given in (pd.array([0.7], "Float32"), pd.Index([0.7], dtype="float32")):
        assert evaluate_column(["≥0.7"], given).field("outcome").to_pylist() == ["met"]
    found = pd.Series(["≥0.7"]).indicator.evaluate(pd.Series([0.7], dtype="float32"))
    assert found["outcome"].tolist() == ["met"]
