"""polars: ``pl.col(…).indicator`` and ``series.indicator`` read, evaluate, convert, format and lint a column.

>>> import polars as pl
>>> import indicator_dsl.columns.polars
>>> frame = pl.DataFrame({"值": ["≥2200", "≤541万元", "≥22o0"], "单位": ["人", None, "人"]})
>>> frame.select(pl.col("值").indicator.parse(unit=pl.col("单位")).struct.field("canonical", "error_fix")).rows()
[('≥2200人', None), ('≤541万元', None), (None, '≥2200')]
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from indicator_dsl.columns import convert_column, evaluate_column, format_column, lint_column, parse_column
from indicator_dsl.columns._arrow import pa
from indicator_dsl.columns.errors import MissingExtraError
from indicator_dsl.columns.schema import EVALUATED, FORMATTED, LINTED, PARSED

try:
    import polars as pl
except ModuleNotFoundError:
    raise MissingExtraError("polars") from None

__all__ = ["IndicatorExpr", "IndicatorSeries"]

#: 128 bits are more than Arrow's integers have; older versions lack one of them.
_ONE_BY_ONE = [getattr(pl, name) for name in ("Object", "Int128", "UInt128") if hasattr(pl, name)]


class _Verbs:
    """The verbs, for whatever applies a function of columns to columns."""

    def __init__(self, first: Any) -> None:
        self._first = first

    def parse(self, **beside: Any) -> Any:
        """Read the texts: see :func:`indicator_dsl.columns.parse_column`."""
        return self._apply(parse_column, PARSED, beside)

    def evaluate(self, actuals: Any, **beside: Any) -> Any:
        """Hold actual values against these targets: see :func:`indicator_dsl.columns.evaluate_column`."""
        return self._apply(evaluate_column, EVALUATED, {"actuals": actuals, **beside})

    def convert(self, to: Any, **beside: Any) -> Any:
        """Express the values in another unit: see :func:`indicator_dsl.columns.convert_column`."""
        return self._apply(convert_column, PARSED, {"to": to, **beside})

    def format(self, style: str = "canonical", **beside: Any) -> Any:
        """Write the values in one style: see :func:`indicator_dsl.columns.format_column`."""
        return self._apply(format_column, FORMATTED, {"style": style, **beside})

    def lint(self, **beside: Any) -> Any:
        """Run the rules: see :func:`indicator_dsl.columns.lint_column`."""
        return self._apply(lint_column, LINTED, beside)

    def _apply(self, verb: Callable[..., Any], type_: Any, given: dict[str, Any]) -> Any:
        raise NotImplementedError


class IndicatorExpr(_Verbs):
    """What ``expr.indicator`` has: each method returns an expression of a struct.

    Arguments are those of the function of the same name in ``indicator_dsl.columns``; what is a column
    there is an expression here.
    """

    def _apply(self, verb: Callable[..., Any], type_: Any, given: dict[str, Any]) -> Any:
        columns = [name for name, value in given.items() if isinstance(value, pl.Expr)]
        constants = {name: value for name, value in given.items() if name not in columns}
        # what is wrong with a constant is told here: of an error in a batch polars keeps the sentence only
        scalars = {name: value for name, value in constants.items() if isinstance(value, str | int | float | None)}
        verb(pa.nulls(0), **{"dense": True} | scalars, **dict.fromkeys(given.keys() - scalars, pa.nulls(0)))

        def batch(series: list[Any]) -> Any:
            length = next((len(one) for one in series if len(one) != 1), 1)
            # a literal is one row that stands for all
            first, *others = (one.new_from_index(0, length) if len(one) == 1 else one for one in series)
            return _struct(first, verb, {**constants, **dict(zip(columns, map(_column, others), strict=True))})

        expressions = [self._first, *(given[name] for name in columns)]
        return pl.map_batches(expressions, batch, return_dtype=_dtype(type_), is_elementwise=True)


class IndicatorSeries(_Verbs):
    """What ``series.indicator`` has: each method returns a series of structs."""

    def _apply(self, verb: Callable[..., Any], type_: Any, given: dict[str, Any]) -> Any:
        del type_
        columns = {name: _column(value) if isinstance(value, pl.Series) else value for name, value in given.items()}
        return _struct(self._first, verb, columns)


def _struct(first: Any, verb: Callable[..., Any], given: dict[str, Any]) -> Any:
    found = verb(_column(first), **{**given, "dense": True})
    return pl.Series(first.name, found, dtype=_dtype(found.type))


def _column(series: Any) -> Any:
    """Return a series as Arrow data, or as Python objects where Arrow has no such type."""
    if series.dtype in _ONE_BY_ONE:
        return series.to_list()
    return series.to_arrow()


@cache
def _dtype(type_: Any) -> Any:
    return pl.Series(pa.array([], type_)).dtype


pl.api.register_expr_namespace("indicator")(IndicatorExpr)
pl.api.register_series_namespace("indicator")(IndicatorSeries)
