"""Dask: ``series.indicator`` does by partitions what it does in pandas."""

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")
pytest.importorskip("dask", reason="Dask is not installed")
pytest.importorskip("pandas", reason="pandas is not installed")

import dask.dataframe as dd
import pandas as pd
from expected import BESIDE, ODD, TEXTS, check
from gold import CONTEXT, context

import indicator_dsl.columns.dask  # noqa: F401  registers the accessor
from indicator_dsl.columns import ColumnError

GIVEN = [*ODD, *TEXTS]


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {name: None if value is pd.NA else value for name, value in row.items()} for row in frame.to_dict("records")
    ]


def test_every_vector() -> None:
    series = dd.from_pandas(pd.Series(GIVEN), npartitions=4)
    lazy = series.indicator.parse()
    found = lazy.compute()
    assert found.dtypes.to_dict() == lazy.dtypes.to_dict()
    for row, text in zip(rows(found), GIVEN, strict=True):
        if text is None:
            assert set(row.values()) == {None}
        else:
            check(row, text)


def test_columns_beside() -> None:
    frame = pd.DataFrame({key: [case.get(key) for case in BESIDE] for key in ("text", *CONTEXT)})
    frame["year"] = frame["year"].astype("Int64")
    lazy = dd.from_pandas(frame, npartitions=3)
    found = lazy["text"].indicator.parse(**{key: lazy[key] for key in CONTEXT}).compute()
    for row, case in zip(rows(found), BESIDE, strict=True):
        check(row, case["text"], **context(case))


def test_the_other_verbs() -> None:
    frame = pd.DataFrame({"t": ["≥2200人", "≤541万元", None, "x1"], "a": ["2300人", "600", "1", "2"]})
    lazy = dd.from_pandas(frame, npartitions=2)
    cell, plain = lazy["t"].indicator, frame["t"].indicator
    pairs = [
        (cell.evaluate(lazy["a"]), plain.evaluate(frame["a"])),
        (cell.convert("元"), plain.convert("元")),
        (cell.format("en", fields=["text"]), plain.format("en", fields=["text"])),
        (cell.lint(name="人数"), plain.lint(name="人数")),
    ]
    for made, wanted in pairs:
        assert rows(made.compute()) == rows(wanted)


def test_partitions_that_differ_are_told() -> None:
    texts, units = (
        dd.from_pandas(pd.Series(one), npartitions=count) for one, count in ((["5", "6"] * 3, 2), (["人"] * 3, 1))
    )
    with pytest.raises(ColumnError, match="分区"):
        texts.indicator.parse(unit=units)
