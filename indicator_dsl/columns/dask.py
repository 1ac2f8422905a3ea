"""Dask: ``series.indicator`` does partition by partition what it does in pandas.

>>> import dask.dataframe as dd, pandas as pd
>>> import indicator_dsl.columns.dask
>>> frame = dd.from_pandas(pd.DataFrame({"value": ["≥2200人", "≤541万元"]}), npartitions=2)
>>> frame["value"].indicator.parse(fields=["relation", "base_unit"]).compute()
  relation base_unit
0       >=         人
1       <=         元
"""

from __future__ import annotations

from typing import Any

from indicator_dsl.columns.errors import ColumnError, MissingExtraError
from indicator_dsl.columns.pandas import IndicatorAccessor

try:
    import dask.dataframe as dd
    import pandas as pd
except ModuleNotFoundError:
    raise MissingExtraError("dask") from None

__all__ = ["IndicatorPartitions"]


class IndicatorPartitions:
    """What ``series.indicator`` has: the methods of :class:`~indicator_dsl.columns.pandas.IndicatorAccessor`.

    What is a column there is a Dask series with the same partitions here.
    """

    def __init__(self, series: Any) -> None:
        self._series = series

    def parse(self, **beside: Any) -> Any:
        """Read the texts: see :func:`indicator_dsl.columns.parse_column`."""
        return self._map("parse", beside)

    def evaluate(self, actuals: Any, **beside: Any) -> Any:
        """Hold actual values against these targets: see :func:`indicator_dsl.columns.evaluate_column`."""
        return self._map("evaluate", {"actuals": actuals, **beside})

    def convert(self, to: Any, **beside: Any) -> Any:
        """Express the values in another unit: see :func:`indicator_dsl.columns.convert_column`."""
        return self._map("convert", {"to": to, **beside})

    def format(self, style: str = "canonical", **beside: Any) -> Any:
        """Write the values in one style: see :func:`indicator_dsl.columns.format_column`."""
        return self._map("format", {"style": style, **beside})

    def lint(self, **beside: Any) -> Any:
        """Run the rules: see :func:`indicator_dsl.columns.lint_column`."""
        return self._map("lint", beside)

    def _map(self, verb: str, given: dict[str, Any]) -> Any:
        columns = {name: value for name, value in given.items() if isinstance(value, dd.Series)}
        for name, column in columns.items():
            if column.npartitions != self._series.npartitions:  # Dask would hand one partition to all of them
                given_, texts = str(column.npartitions), str(self._series.npartitions)
                raise ColumnError("partitions-differ", name=name, count=given_, rows=texts)
        constants = {name: value for name, value in given.items() if name not in columns}
        nothing = {name: pd.Series([], dtype=column.dtype) for name, column in columns.items()}
        meta = _apply(
            pd.Series([], dtype=self._series.dtype), *nothing.values(), verb=verb, names=[*columns], given=constants
        )
        return self._series.map_partitions(
            _apply, *columns.values(), verb=verb, names=[*columns], given=constants, meta=meta
        )


def _apply(series: Any, *columns: Any, verb: str, names: list[str], given: dict[str, Any]) -> Any:
    return getattr(IndicatorAccessor(series), verb)(**given, **dict(zip(names, columns, strict=True)))


dd.extensions.register_series_accessor("indicator")(IndicatorPartitions)
