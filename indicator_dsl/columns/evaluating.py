"""A column of actual values held against a column of targets."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

from indicator_dsl.columns._arriving import ACTUALS
from indicator_dsl.columns._assembly import gather
from indicator_dsl.columns._filling import Fields, Put, Row
from indicator_dsl.columns._given import given
from indicator_dsl.columns.schema import EVALUATED
from indicator_dsl.comparators import Comparator
from indicator_dsl.errors import IndicatorError
from indicator_dsl.evaluation import evaluate
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import plain

__all__ = ["evaluate_column"]

#: Rows that stand near each other have the same target more often than not.
_TARGETS: Final = 4096


def evaluate_column(
    targets: Any, actuals: Any, *, unit: Any = None, relation: Any = None, year: Any = None, dense: bool = False
) -> Any:
    """Say row by row whether an actual value meets its target; each distinct pair is looked at once.

    Args:
        targets: a column of texts, as in :func:`~indicator_dsl.columns.parse_column`.
        actuals: a column of texts, numbers, booleans or dates as long as ``targets``, or one such value for
            all rows; a number is in the target's own unit, a float is the fewest digits that mean it, NaN is
            no value.
        unit: the unit column of the targets.
        relation: their relation column.
        year: the budget year.
        dense: plain fields.

    Returns:
        A struct column with the fields of ``indicator_dsl.columns.schema.EVALUATED``.  An actual that is null,
        unreadable or of another dimension is ``undetermined``, with the reason; a target that is refused is an
        error row; a target that is null stays null.

    Raises:
        ColumnError: as :func:`~indicator_dsl.columns.parse_column`.

    >>> result = evaluate_column(["≥2200人", "≤541万元", "≥5场"], ["0.23万人", "600", None])
    >>> result.field("outcome").to_pylist(), result.field("margin_text").to_pylist()
    (['met', 'not met', 'undetermined'], ['100', '-59', None])
    """
    read = lru_cache(maxsize=_TARGETS)(_read)

    def putter(fields: Fields) -> Put:
        def put(at: int, row: Row) -> None:
            target = read(*row[:4])
            if isinstance(target, IndicatorError):
                raise target.with_traceback(None)  # raised again, it would grow
            found = evaluate(target, row[4])
            fields["outcome"][at], fields["reason"][at] = found.outcome.value, found.reason
            fields["explanation"][at], fields["explanation_en"][at] = found.explain("zh"), found.explain("en")
            with suppress(ValueError, OverflowError):  # a number of more digits than Python prints
                margin, completion = found.margin, found.completion
                if margin is not None:
                    fields["margin_text"][at], fields["margin_unit"][at] = plain(margin.magnitude), margin.unit.text
                if completion is not None:
                    fields["completion_text"][at] = str(completion)
                    fields["completion"][at] = float(completion)

        return put

    rows = given("targets", targets, unit, relation, year, actuals=(actuals, ACTUALS))
    return gather(rows, EVALUATED, putter, dense=dense)


def _read(text: str, unit: str | None, relation: str | None, year: int | None) -> Comparator | IndicatorError:
    """Return the target, or why it is refused: both may come again with other actual values."""
    try:
        return parse(text, unit=unit, relation=relation, year=year)
    except IndicatorError as error:
        return error
