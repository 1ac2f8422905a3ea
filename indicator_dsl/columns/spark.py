"""Spark: frames with a struct column more, by ``mapInArrow``; the way beyond one machine.

indicator-dsl must be installed where the workers run.

>>> from indicator_dsl.columns.spark import parse
>>> frame = parse(session.createDataFrame([("≥2200人",), ("≥22o0",)], "value string"), "value")  # doctest: +SKIP
>>> frame.select("value", "indicator.relation", "indicator.error_code").show()  # doctest: +SKIP
+------+--------+-------------+
| value|relation|   error_code|
+------+--------+-------------+
|≥2200人|      >=|         NULL|
| ≥22o0|    NULL|broken-number|
+------+--------+-------------+
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import frozen

from indicator_dsl.columns import convert_column, evaluate_column, format_column, lint_column, parse_column
from indicator_dsl.columns._arrow import pa
from indicator_dsl.columns.errors import ColumnError, MissingExtraError
from indicator_dsl.columns.remembering import Remembering
from indicator_dsl.columns.schema import EVALUATED, FORMATTED, LINTED, PARSED

try:
    from pyspark.errors import PySparkException
    from pyspark.sql.pandas.types import from_arrow_type, to_arrow_type
    from pyspark.sql.types import StructField, StructType, TimestampType
except ModuleNotFoundError:
    raise MissingExtraError("pyspark", "spark") from None

__all__ = ["convert", "evaluate", "format", "lint", "parse"]


def parse(frame: Any, value: str, *, into: str = "indicator", **beside: str | int | None) -> Any:
    """Return a frame with a column more: what a column of texts was read as.

    Args:
        frame: a Spark frame.
        value: the name of the column of texts.
        into: the name of the new column, a struct of the fields of :func:`indicator_dsl.columns.parse_column`.
        beside: names of the columns ``unit``, ``relation`` and ``year``; a number is the year of all rows.

    Raises:
        ColumnError: there is no such column (``no-column``), or the new one is there already (``column-exists``).
    """
    return _with(frame, into, parse_column, PARSED, {"array": value, **beside})


def evaluate(frame: Any, target: str, actual: str, *, into: str = "indicator", **beside: str | int | None) -> Any:
    """Return a frame with a column more: whether actual values meet their targets.

    Arguments and errors are those of :func:`parse`, with the column of actual values; the fields are those of
    :func:`indicator_dsl.columns.evaluate_column`.
    """
    return _with(frame, into, evaluate_column, EVALUATED, {"targets": target, "actuals": actual, **beside})


def convert(
    frame: Any, value: str, to: str, *, into: str = "indicator", calendar: Any = None, **beside: str | None
) -> Any:
    """Return a frame with a column more: texts read and expressed in the unit ``to``.

    Arguments and errors are those of :func:`parse` and :func:`indicator_dsl.columns.convert_column`.
    """
    return _with(frame, into, convert_column, PARSED, {"array": value, **beside}, to=to, calendar=calendar)


def format(
    frame: Any, value: str, style: str = "canonical", *, into: str = "indicator", **beside: str | int | None
) -> Any:
    """Return a frame with a column more: texts written in one style.

    Arguments and errors are those of :func:`parse` and :func:`indicator_dsl.columns.format_column`.
    """
    return _with(frame, into, format_column, FORMATTED, {"array": value, **beside}, style=style)


def lint(
    frame: Any,
    value: str,
    *,
    into: str = "indicator",
    profile: Any = None,
    year: int | None = None,
    **beside: str | int | None,
) -> Any:
    """Return a frame with a column more: what the rules find.

    Args:
        frame: a Spark frame.
        value: the name of the column of texts.
        into: the name of the new column, a struct of the fields of :func:`indicator_dsl.columns.lint_column`.
        profile: the rules, as there.
        year: the budget year, as there.
        beside: names of the columns ``name``, ``level1``, ``level2``, ``unit``, ``relation`` and ``actual``.
    """
    return _with(frame, into, lint_column, LINTED, {"array": value, **beside}, profile=profile, year=year)


def _with(frame: Any, into: str, verb: Callable[..., Any], type_: Any, columns: dict[str, Any], **settings: Any) -> Any:
    given = {key: value for key, value in columns.items() if value is not None}
    if isinstance(given.get("year"), int):
        settings["year"] = given.pop("year")
    for key, name in given.items():
        if not isinstance(name, str):
            msg = f"{key} is the name of a column, not {type(name).__name__}"
            raise TypeError(msg)
    names = {key: _existing(frame, name) for key, name in given.items()}
    if _alike(frame, into):
        raise ColumnError("column-exists", name=into)
    made = _Verb(verb, tuple(names), settings)
    # what is wrong is told here, not by a worker
    made(*(pa.array([], _arrow_type(frame.schema[name].dataType)) for name in names.values()), dense=True)
    schema = StructType([*frame.schema.fields, StructField(into, from_arrow_type(type_))])
    return frame.mapInArrow(_Worker(made, tuple(names.values()), into), schema)


def _arrow_type(type_: Any) -> Any:
    if isinstance(type_, TimestampType):
        return pa.timestamp("us")  # Spark's own answer goes by the zone of the session
    try:
        return to_arrow_type(type_)
    except (PySparkException, AssertionError):  # a time inside: the worker sees what it is
        return pa.null()


def _existing(frame: Any, name: str) -> str:
    """Return a column as the frame writes it."""
    found = _alike(frame, name)
    if len(found) > 1:
        raise ColumnError("column-twice", name=name, count=str(len(found)))
    if not found:
        raise ColumnError("no-column", name=name, columns=" ".join(frame.columns))
    return found[0]


def _alike(frame: Any, name: str) -> list[str]:
    """Return the columns of a frame that a name means: in any case, unless the session tells cases apart."""
    exactly = frame.sparkSession.conf.get("spark.sql.caseSensitive").lower() == "true"
    return [one for one in frame.columns if one == name or (not exactly and one.lower() == name.lower())]


@frozen
class _Verb:
    """A verb that takes its columns by position."""

    verb: Callable[..., Any]
    names: tuple[str, ...]
    settings: dict[str, Any]

    def __call__(self, *columns: Any, dense: bool) -> Any:
        return self.verb(**dict(zip(self.names, columns, strict=True)), **self.settings, dense=dense)


@frozen
class _Worker:
    """What each worker does with its batches."""

    verb: _Verb
    columns: tuple[str, ...]
    into: str

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        verb = Remembering(self.verb)
        for batch in batches:
            found = verb(*(batch.column(name) for name in self.columns))
            yield pa.RecordBatch.from_arrays([*batch.columns, found], [*batch.schema.names, self.into])
