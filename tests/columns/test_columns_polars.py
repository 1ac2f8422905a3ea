"""polars: ``pl.col(…).indicator`` says of each row what the functions say of one text."""

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")
pytest.importorskip("polars", reason="polars is not installed")

import polars as pl
from expected import BESIDE, LONE, ODD, TEXTS, check
from gold import CONTEXT, context

import indicator_dsl.columns.polars  # noqa: F401  registers the namespaces
from indicator_dsl import IndicatorError, UnitError
from indicator_dsl.columns import evaluate_column, format_column, lint_column

GIVEN = [*ODD, *TEXTS]
CELL = pl.col("text").indicator


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Object])
def test_every_vector(dtype: type[pl.DataType]) -> None:
    found = pl.Series("text", GIVEN, dtype=dtype).indicator.parse()
    for row, text in zip(found.to_list(), GIVEN, strict=True):
        if text is None:
            assert row is None or set(row.values()) == {None}
        else:
            check(row, text)


def test_lone_surrogates() -> None:
    found = pl.Series("text", [*LONE, "≥5人"], dtype=pl.Object).indicator.parse()
    codes = ["unexpected-character", "unexpected-character", "not-unicode", None]
    assert found.struct.field("error_code").to_list() == codes


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_expressions(engine: str) -> None:
    columns = {key: [case.get(key) for case in BESIDE] for key in ("text", *CONTEXT)}
    schema = {"text": pl.String, "unit": pl.String, "relation": pl.String, "year": pl.Int32}
    frame = pl.LazyFrame(columns, schema=schema)
    lazy = frame.select(CELL.parse(**{key: pl.col(key) for key in CONTEXT}).alias("found"))
    eager = lazy.collect(engine=engine)
    assert eager.schema == lazy.collect_schema()
    for row, case in zip(eager["found"].to_list(), BESIDE, strict=True):
        check(row, case["text"], **context(case))


def test_constants_stand_for_all_rows() -> None:
    frame = pl.DataFrame({"text": ["95", "3", None]})
    for unit in ("%", pl.lit("%")):
        found = frame.select(CELL.parse(unit=unit, relation="≥").struct.field("canonical"))
        assert found["canonical"].to_list() == ["≥95%", "≥3%", None]


def test_nothing_in_it() -> None:
    frame = pl.DataFrame({"text": [], "null": []}, schema={"text": pl.String, "null": pl.Null})
    assert frame.select(CELL.parse()).height == 0
    assert pl.DataFrame({"text": [None]}).select(CELL.parse()).height == 1


def test_the_other_verbs() -> None:
    texts = ["≥2200人", "≤541万元", "≥ 5 场", None, "x1"]
    frame = pl.DataFrame({"text": texts, "actual": [2300.0, 1.5, None, 1.0, 2.0]})
    found = frame.select(
        evaluated=CELL.evaluate(pl.col("actual")),
        formatted=CELL.format("en"),
        linted=CELL.lint(name="人数"),
        converted=CELL.convert("元").struct.field("canonical"),
    )
    wanted = evaluate_column(texts, frame["actual"].to_list())
    assert [row["outcome"] for row in found["evaluated"].to_list() if row] == [
        row["outcome"] for row in wanted.to_pylist() if row
    ]
    assert found["formatted"].struct.field("text").to_list() == format_column(texts, "en").field("text").to_pylist()
    codes = lint_column(texts, name="人数").field("codes").to_pylist()
    assert found["linted"].struct.field("codes").to_list() == codes
    assert found["converted"].to_list() == [None, "≤5410000元", None, None, None]


def test_by_groups() -> None:
    frame = pl.DataFrame({"group": [1, 1, 2], "text": ["≥5人", "x1", "≥6人"]})
    refused = CELL.parse().struct.field("error_code").is_not_null().sum()
    assert frame.group_by("group", maintain_order=True).agg(refused.alias("n"))["n"].to_list() == [1, 0]


def test_a_wrong_constant_is_told_as_what_it_is() -> None:
    """Of an error in a batch polars keeps the sentence only; so constants are looked at before."""
    with pytest.raises(UnitError, match="单位"):
        CELL.convert("元/")
    with pytest.raises(IndicatorError, match="比较符"):
        CELL.parse(unit=pl.col("unit"), relation="大概")


def test_wrong_columns_are_told() -> None:
    with pytest.raises(Exception, match="int64"):
        pl.DataFrame({"text": [5]}).select(CELL.parse())


def test_a_literal_first() -> None:
    frame = pl.DataFrame({"n": [4, 5, 6]})
    found = frame.select(pl.lit("≥5人").indicator.evaluate(pl.col("n")).struct.field("outcome").alias("x"))["x"]
    assert found.to_list() == ["not met", "met", "met"]


def test_what_says_how_a_result_is_kept_changes_nothing_here() -> None:
    frame = pl.DataFrame({"text": ["≥5人"]})
    assert frame.select(CELL.parse(dense=False)).equals(frame.select(CELL.parse()))
    assert frame["text"].indicator.parse(dense=False).equals(frame["text"].indicator.parse())


def test_literals_beside_nothing_and_columns_of_other_lengths() -> None:
    frame = pl.DataFrame({"text": ["5", "6", "7"], "unit": ["人", "场", "个"]})
    empty = frame.filter(pl.lit(False))  # noqa: FBT003  a literal
    assert empty.select(CELL.parse(unit=pl.lit("人"))).height == 0
    with pytest.raises(Exception, match="2 行"):
        frame.select(CELL.parse(unit=pl.col("unit").head(2)))
