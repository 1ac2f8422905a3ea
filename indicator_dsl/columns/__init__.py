"""Columns of millions of values: what ``parse`` and its siblings do, for Arrow arrays and the engines that hold them.

Distinct texts are read once, so that time and memory go by what is different and not by the rows.
A text that is refused makes an error row, never a failed job.  Needs the extra ``arrow``.

The engines have a module each: ``indicator_dsl.columns.pandas``, ``.polars``, ``.duckdb``, ``.spark``, ``.dask``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from indicator_dsl.columns.errors import ColumnError, MissingExtraError

if TYPE_CHECKING:
    from indicator_dsl.columns.evaluating import evaluate_column
    from indicator_dsl.columns.formatting import format_column
    from indicator_dsl.columns.linting import lint_column
    from indicator_dsl.columns.parsing import convert_column, parse_column

__all__ = [
    "ColumnError",
    "MissingExtraError",
    "convert_column",
    "evaluate_column",
    "format_column",
    "lint_column",
    "parse_column",
]

#: Where each name lives: this package can be imported where pyarrow is not installed, its verbs cannot.
_HOME = {
    "convert_column": "parsing",
    "evaluate_column": "evaluating",
    "format_column": "formatting",
    "lint_column": "linting",
    "parse_column": "parsing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
