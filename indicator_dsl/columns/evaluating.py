"""A column of actual values held against a column of targets."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from indicator_dsl.columns._assembly import gather
from indicator_dsl.columns._distinct import ACTUALS
from indicator_dsl.columns._filling import Fields, Put, Row
from indicator_dsl.columns._given import given
from indicator_dsl.columns.schema import EVALUATED
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
        actuals: a column of texts, numbers, booleans or dates as long as ``targets``; a number is in the
            target's own unit.
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
    read = lru_cache(maxsize=_TARGETS)(parse)

    def putter(fields: Fields) -> Put:
        def put(at: int, row: Row) -> None:
            target, unit, relation, year, actual = row
            found = evaluate(read(target, unit=unit, relation=relation, year=year), actual)
            fields["outcome"][at], fields["reason"][at] = found.outcome.value, found.reason
            fields["explanation"][at], fields["explanation_en"][at] = found.explain("zh"), found.explain("en")
            margin, completion = found.margin, found.completion
            if margin is not None:
                fields["margin_text"][at], fields["margin_unit"][at] = plain(margin.magnitude), margin.unit.text
            if completion is not None:
                fields["completion"][at] = _rounded(completion)
                fields["completion_text"][at] = str(completion)

        return put

    rows = given("targets", targets, unit, relation, year, actuals=(actuals, ACTUALS))
    return gather(rows, EVALUATED, putter, dense=dense)


def _rounded(share: Any) -> float | None:
    try:
        return float(share)
    except OverflowError:
        return None
