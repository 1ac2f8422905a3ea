"""DuckDB: the functions of SQL say of each row what the functions say of one text."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")
pytest.importorskip("duckdb", reason="DuckDB is not installed")

import duckdb
import pyarrow as pa
from expected import BESIDE, ODD, TEXTS, check
from gold import context

from indicator_dsl.columns import evaluate_column, lint_column
from indicator_dsl.columns.duckdb import register

GIVEN = [*ODD, *TEXTS]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as one:
        register(one)
        yield one


def values(connection: Any, query: str) -> list[Any]:
    return [value for (value,) in connection.sql(query).fetchall()]


def test_every_vector(connection: Any) -> None:
    connection.register("given", pa.table({"text": GIVEN, "n": range(len(GIVEN))}))
    found = values(connection, "select indicator_parse(text) from given order by n")
    for row, text in zip(found, GIVEN, strict=True):
        if text is None:
            assert row is None or set(row.values()) == {None}
        else:
            check(row, text)


def test_columns_beside(connection: Any) -> None:
    columns = {key: pa.array([case.get(key) for case in BESIDE]) for key in ("text", "unit", "relation", "year")}
    connection.register("given", pa.table({**columns, "n": range(len(BESIDE))}))
    found = values(connection, "select indicator_parse(text, unit, relation, year) from given order by n")
    for row, case in zip(found, BESIDE, strict=True):
        check(row, case["text"], **context(case))


def test_more_rows_than_a_batch(connection: Any) -> None:
    """A batch is 2048 rows; most texts come again, some are new in each."""
    query = """
        select count(*), count(v.error_code), sum(v.magnitude), count(distinct v.canonical)
        from (select indicator_parse('≥' || (i % 7919) || if(i % 100 = 0, 'x', '人')) as v from range(200000) t(i))
    """
    numbers = [i % 7919 for i in range(200_000) if i % 100]
    wanted = (200_000, 2000, sum(numbers), len(set(numbers)))
    assert connection.sql(query).fetchall() == [wanted]


def test_the_other_verbs(connection: Any) -> None:
    texts = ["≥2200人", "≤541万元", "≥ 5 场", None, "x1"]
    actuals = ["2300人", "600", None, "1", "2"]
    connection.register("given", pa.table({"t": texts, "a": actuals, "n": range(5)}))
    found = values(connection, "select (indicator_evaluate(t, a)).outcome from given order by n")
    assert found == evaluate_column(texts, actuals).field("outcome").to_pylist()
    found = values(connection, "select (indicator_evaluate(t, n)).outcome from given order by n")
    assert found == evaluate_column(texts, [0, 1, 2, 3, 4]).field("outcome").to_pylist()
    found = values(connection, "select (indicator_convert(t, '元')).canonical from given order by n")
    assert found == [None, "≤5410000元", None, None, None]
    found = values(
        connection, "select (indicator_convert(t, if(n = 0, '万人', '亿元'))).canonical from given order by n"
    )
    assert found == ["≥0.22万人", "≤0.0541亿元", None, None, None]
    found = values(connection, "select (indicator_format(t, 'en')).text from given order by n")
    assert found[:2] == ["at least 2200 人", "at most 541 万元"]
    found = values(connection, "select (indicator_lint(t, '人数')).findings from given order by n")
    assert found == lint_column(texts, name="人数").field("findings").to_pylist()


def test_types_may_change_from_query_to_query(connection: Any) -> None:
    for actual, outcome in (("true", "met"), ("1", "undetermined"), ("'达成'", "met"), ("NULL", "undetermined")):
        assert values(connection, f"select (indicator_evaluate('逐步提高', {actual})).outcome") == [outcome]


def test_registering_again(connection: Any) -> None:
    register(connection)
    assert values(connection, "select (indicator_parse('≥5人')).kind") == ["threshold"]
    with pytest.raises(TypeError, match="year"):
        register(connection, year=2025)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("indicator_evaluate('≥5人')", "2 到 5 个参数"),
        ("indicator_parse('1', '人', '≥', 2025, 5)", "给了 5 个"),
        ("indicator_parse(5)", "文本的列"),
        ("indicator_convert('1米', 'M')", None),
    ],
)
def test_mistakes_of_the_query(connection: Any, call: str, words: str | None) -> None:
    if words is None:  # a column of units is data
        assert values(connection, f"select ({call}).error_code") == ["unknown-unit"]
    else:
        with pytest.raises(duckdb.Error, match=words):
            connection.sql(f"select {call}").fetchall()


def test_each_row_has_its_style(connection: Any) -> None:
    connection.register("given", pa.table({"s": ["en", "zh", None, "en"], "t": ["≥5人", "≥5人", "≥ 5 人", None]}))
    found = connection.sql("select indicator_format(t, s).text from given").fetchall()
    assert found == [("at least 5 人",), ("不低于5人",), ("≥5人",), (None,)]


def test_a_day_that_python_does_not_have(connection: Any) -> None:
    texts = "from (values ('2025年底前', date '2025-01-01'), ('2025年底前', 'infinity'::date)) v(t, a)"
    found = connection.sql(f"select indicator_evaluate(t, a).outcome {texts}").fetchall()
    assert found == [("met",), ("undetermined",)]


def test_a_style_that_is_null(connection: Any) -> None:
    assert connection.sql("select indicator_format('≥ 5 人', NULL).text").fetchall() == [("≥5人",)]
