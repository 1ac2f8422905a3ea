"""DuckDB: functions for SQL, registered by one call.

>>> import duckdb
>>> from indicator_dsl.columns.duckdb import register
>>> connection = duckdb.connect()
>>> register(connection)
>>> connection.sql("select v.relation, v.base_magnitude_text from (select indicator_parse('≤541万元') as v)").fetchall()
[('<=', '5410000')]
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from indicator_dsl.columns import convert_column, evaluate_column, format_column, lint_column, parse_column
from indicator_dsl.columns._arrow import pa, pc
from indicator_dsl.columns.errors import ColumnError, MissingExtraError
from indicator_dsl.columns.remembering import Remembering
from indicator_dsl.columns.schema import EVALUATED, FORMATTED, LINTED, PARSED

try:
    import duckdb
except ModuleNotFoundError:
    raise MissingExtraError("duckdb") from None

__all__ = ["register"]

#: By name: the verb, what it takes besides the text, how many of these it needs, and the type of what it returns.
_FUNCTIONS: Final[dict[str, tuple[Callable[..., Any], tuple[str, ...], int, Any]]] = {
    "parse": (parse_column, ("unit", "relation", "year"), 0, PARSED),
    "evaluate": (evaluate_column, ("actuals", "unit", "relation", "year"), 1, EVALUATED),
    "convert": (convert_column, ("to", "unit", "relation", "year"), 1, PARSED),
    "format": (format_column, ("style", "unit", "relation", "year"), 0, FORMATTED),
    "lint": (lint_column, ("name", "unit", "relation"), 0, LINTED),
}


def register(connection: Any, *, prefix: str = "indicator_", **settings: Any) -> None:
    """Give a connection the functions of SQL; registering again replaces them.

    =========================================================  ============================================
    ``indicator_parse(text [, unit [, relation [, year]]])``   :func:`indicator_dsl.columns.parse_column`
    ``indicator_evaluate(target, actual [, unit …])``          :func:`indicator_dsl.columns.evaluate_column`
    ``indicator_convert(text, to [, unit …])``                 :func:`indicator_dsl.columns.convert_column`
    ``indicator_format(text [, style [, unit …]])``            :func:`indicator_dsl.columns.format_column`
    ``indicator_lint(text [, name [, unit [, relation]]])``    :func:`indicator_dsl.columns.lint_column`
    =========================================================  ============================================

    Each returns a struct; ``NULL`` stays ``NULL``.  What was found of a text is kept for later batches and
    queries of the connection, in bounded memory.

    Args:
        connection: of DuckDB.
        prefix: of the names.
        settings: ``profile`` (of ``lint``) and ``calendar`` (of ``convert``).

    Raises:
        TypeError: there is no such setting.
    """
    own = {"lint": "profile", "convert": "calendar"}
    if not settings.keys() <= set(own.values()):
        msg = f"the settings are {' and '.join(own.values())}, not {' '.join(settings)}"
        raise TypeError(msg)
    for name, (verb, names, least, type_) in _FUNCTIONS.items():
        given = {key: settings[key] for key in settings if own.get(name) == key}
        with suppress(duckdb.Error):
            connection.remove_function(prefix + name)
        connection.create_function(
            prefix + name,
            Remembering(partial(_by_position, verb, names, least, given)),
            None,
            connection.from_arrow(pa.table({"one": pa.array([], type_)})).types[0],
            type="arrow",
            null_handling="special",
        )


def _by_position(
    verb: Callable[..., Any],
    names: tuple[str, ...],
    least: int,
    settings: dict[str, Any],
    *columns: Any,
    dense: bool,
) -> Any:
    if not least < len(columns) <= len(names) + 1:
        raise ColumnError("argument-count", least=str(least + 1), most=str(len(names) + 1), given=str(len(columns)))
    text, *more = columns
    beside = dict(zip(names, more, strict=False))
    if "style" in beside:
        return _by_style(verb, text, pc.fill_null(beside.pop("style").cast(pa.string()), "canonical"), beside)
    return verb(text, **beside, **settings, dense=dense)


def _by_style(verb: Callable[..., Any], text: Any, styles: Any, beside: dict[str, Any]) -> Any:
    """Write texts of which each has its style."""
    found, order = [verb(text.slice(0, 0), dense=True)], []
    for style in styles.unique().to_pylist():
        own = pc.indices_nonzero(pc.equal(styles, style))
        found.append(
            verb(text.take(own), style, **{name: column.take(own) for name, column in beside.items()}, dense=True)
        )
        order.append(own)
    return pa.concat_arrays(found).take(pc.array_sort_indices(pa.concat_arrays(order))) if order else found[0]
