"""Spark on ``local[2]``: a frame has a row for a row, with what the functions say of its text, and no job fails."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")
pytest.importorskip("pyspark", reason="pyspark is not installed")
if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
    pytest.skip("Spark needs Java, and there is none", allow_module_level=True)

from expected import BESIDE, ODD, TEXTS, check
from gold import context
from pyspark.sql import SparkSession
from pyspark.sql.types import FloatType, IntegerType, StringType, StructField, StructType

from indicator_dsl import UnitError
from indicator_dsl.columns import ColumnError, evaluate_column, spark as columns
from indicator_dsl.lint import builtin_profile

pytestmark = pytest.mark.filterwarnings("default")  # Spark's own, of pandas and of Java

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


def frame(session: SparkSession, rows: list[tuple[Any, ...]], **types: Any) -> Any:
    return session.createDataFrame(rows, StructType([StructField(name, type_()) for name, type_ in types.items()]))


def test_every_vector(session: SparkSession) -> None:
    given = [*ODD, *TEXTS]
    texts = frame(session, list(enumerate(given)), n=IntegerType, value=StringType)
    found = columns.parse(texts.repartition(4), "value").orderBy("n").collect()
    assert len(found) == len(given)
    for row, text in zip(found, given, strict=True):
        value = row["indicator"]
        if text is None:
            assert value is None or not any(value.asDict().values())
        else:
            check(value.asDict(), text)


def test_columns_beside(session: SparkSession) -> None:
    keys = ("text", "unit", "relation", "year")
    rows = [(n, *(case.get(key) for key in keys)) for n, case in enumerate(BESIDE)]
    given = frame(session, rows, n=IntegerType, text=StringType, u=StringType, r=StringType, y=IntegerType)
    found = columns.parse(given, "text", unit="u", relation="r", year="y", into="found").orderBy("n").collect()
    for row, case in zip(found, BESIDE, strict=True):
        check(row["found"].asDict(), case["text"], **context(case))


def test_a_million_rows(session: SparkSession) -> None:
    """One row in a hundred is bad: it is an error row, and no worker fails."""
    texts = session.range(1_000_000).selectExpr("concat('≥', id % 7919, if(id % 100 = 0, 'x', '人')) as value")
    found = columns.parse(texts, "value").selectExpr(
        "count(*)", "count(indicator.error_code)", "sum(indicator.magnitude)", "count(distinct indicator.canonical)"
    )
    numbers = [n % 7919 for n in range(1_000_000) if n % 100]
    assert tuple(found.collect()[0]) == (1_000_000, 10_000, sum(numbers), len(set(numbers)))


def test_the_other_verbs(session: SparkSession) -> None:
    targets, actuals = ["≥2200人", "≤541万元", None, "x1"], ["2300人", "600", "1", "2"]
    given = frame(session, list(zip(targets, actuals, strict=True)), t=StringType, a=StringType).coalesce(1)

    def field(made: Any, name: str) -> list[Any]:
        return [row[0] for row in made.select(f"indicator.{name}").collect()]

    wanted = evaluate_column(targets, actuals).field("outcome").to_pylist()
    assert field(columns.evaluate(given, "t", "a"), "outcome") == wanted
    assert field(columns.convert(given, "t", "元"), "canonical") == [None, "≤5410000元", None, None]
    assert field(columns.format(given, "t", "en"), "text")[:2] == ["at least 2200 人", "at most 541 万元"]
    linted = columns.lint(given, "t", profile=builtin_profile("strict"), year=2025)
    assert field(linted, "severity")[3] == "error"


def test_mistakes_are_told_before_the_job(session: SparkSession) -> None:
    given = frame(session, [("≥5人",)], value=StringType)
    with pytest.raises(ColumnError, match="“values”"):
        columns.parse(given, "values")
    with pytest.raises(ColumnError, match="另取一个名字"):
        columns.parse(given, "value", into="value")
    with pytest.raises(ColumnError, match="另取一个名字"):
        columns.parse(given, "value", into="VALUE")
    with pytest.raises(UnitError):
        columns.convert(given, "value", "元/")
    for wrong in ({"to": 5}, {"to": "元", "unit": 5}):
        with pytest.raises((ColumnError, TypeError)):
            columns.convert(given, "value", **wrong)
    with pytest.raises(ColumnError, match="int64"):
        columns.parse(given.selectExpr("5L as value"), "value")
    dated = columns.parse(given.selectExpr("'6月底前' as value"), "value", year=2025)
    assert dated.selectExpr("indicator.date").collect()[0][0] == "2025-06-30"


def test_names_in_the_case_that_spark_knows(session: SparkSession) -> None:
    given = frame(session, [("≥5人",)], Value=StringType)
    assert columns.parse(given, "value").selectExpr("indicator.canonical").collect()[0][0] == "≥5人"
    session.conf.set("spark.sql.caseSensitive", "true")
    try:
        with pytest.raises(ColumnError, match="“value”"):
            columns.parse(given, "value")
        assert columns.parse(given, "Value", into="value").columns == ["Value", "value"]
    finally:
        session.conf.unset("spark.sql.caseSensitive")


def test_floats_of_four_bytes(session: SparkSession) -> None:
    given = frame(session, [("≥0.7", 0.7)], t=StringType, a=FloatType)
    assert columns.evaluate(given, "t", "a").selectExpr("indicator.outcome").collect()[0][0] == "met"


def test_times(session: SparkSession) -> None:
    given = session.sql("select '2025年12月31日前' t, timestamp'2025-12-31 23:00:00' a")
    assert columns.evaluate(given, "t", "a").selectExpr("indicator.outcome").collect()[0][0] == "met"
