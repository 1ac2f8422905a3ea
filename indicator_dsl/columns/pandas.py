"""pandas: ``series.indicator`` reads, evaluates, converts, formats and lints a column.

>>> import pandas as pd
>>> import indicator_dsl.columns.pandas
>>> pd.Series(["≥2200人", None, "≤541万元"]).indicator.parse(fields=["relation", "base_magnitude_text"])
  relation base_magnitude_text
0       >=                2200
1     <NA>                <NA>
2       <=             5410000
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from indicator_dsl.columns import convert_column, evaluate_column, format_column, lint_column, parse_column
from indicator_dsl.columns._arriving import NOT_ARROW
from indicator_dsl.columns._arrow import pa
from indicator_dsl.columns._assembly import pieces
from indicator_dsl.columns.errors import ColumnError, MissingExtraError

try:
    import pandas as pd
except ModuleNotFoundError:
    raise MissingExtraError("pandas") from None

__all__ = ["IndicatorAccessor"]


class IndicatorAccessor:
    """What ``series.indicator`` has.

    Each method returns a frame with the index of the series and one column for each field, of Arrow types;
    ``fields`` names those wanted, which for long columns saves memory.  Other arguments are those of the
    function of the same name in ``indicator_dsl.columns``; where they are columns, series are taken as well,
    row by row, whatever their index.
    """

    def __init__(self, series: Any) -> None:
        self._series = series

    def parse(self, *, fields: Iterable[str] | None = None, **beside: Any) -> Any:
        """Read the texts: see :func:`indicator_dsl.columns.parse_column`."""
        return self._frame(parse_column, fields, beside)

    def evaluate(self, actuals: Any, *, fields: Iterable[str] | None = None, **beside: Any) -> Any:
        """Hold actual values against these targets: see :func:`indicator_dsl.columns.evaluate_column`."""
        return self._frame(evaluate_column, fields, beside, _column(actuals))

    def convert(self, to: Any, *, fields: Iterable[str] | None = None, **beside: Any) -> Any:
        """Express the values in another unit: see :func:`indicator_dsl.columns.convert_column`."""
        return self._frame(convert_column, fields, beside, _column(to))

    def format(self, style: Any = "canonical", *, fields: Iterable[str] | None = None, **beside: Any) -> Any:
        """Write the values in one style: see :func:`indicator_dsl.columns.format_column`."""
        return self._frame(format_column, fields, beside, style)

    def lint(self, *, fields: Iterable[str] | None = None, **beside: Any) -> Any:
        """Run the rules: see :func:`indicator_dsl.columns.lint_column`."""
        return self._frame(lint_column, fields, beside)

    def _frame(self, verb: Callable[..., Any], fields: Iterable[str] | None, beside: dict[str, Any], *more: Any) -> Any:
        given = {name: _column(value) for name, value in beside.items()}
        column = verb(_column(self._series), *more, **{**given, "dense": False})
        chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
        names = [field.name for field in column.type]
        fields = names if fields is None else [fields] if isinstance(fields, str) else [*fields]
        for name in fields:
            if name not in names:
                raise ColumnError("no-field", name=name, columns=" ".join(names))
        wanted = {
            name: _decoded([one.field(name) for one in chunks], column.type.field(name).type.value_type)
            for name in fields
        }
        return pa.table(wanted).to_pandas(types_mapper=pd.ArrowDtype).set_axis(self._series.index)


def _column(value: Any) -> Any:
    """Return a series as an Arrow array, or as Python objects where Arrow cannot hold it; anything else as it is."""
    if not isinstance(value, pd.Series):
        return value
    if value.dtype == object:
        return [None if missing else one for one, missing in zip(value, value.isna(), strict=True)]
    try:
        return pa.array(value, from_pandas=True)
    except NOT_ARROW:  # a category of texts and numbers
        return list(value)


def _decoded(field: Sequence[Any], type_: Any) -> Any:
    """Return a field, a dictionary array a chunk, as plain values."""
    return pa.chunked_array([piece for chunk in field for piece in pieces(chunk.dictionary, chunk.indices)], type_)


pd.api.extensions.register_series_accessor("indicator")(IndicatorAccessor)
