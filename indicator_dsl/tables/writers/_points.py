"""The points of a self-evaluation as JSON data; numbers are texts, so that nobody makes floats of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from indicator_dsl.quantities import plain
from indicator_dsl.score import Score, ScoredRow, SelfEvaluation

__all__ = ["row_points", "table_points"]

_SUMS: Final = ("weight", "points", "lost", "unscored")


def row_points(one: ScoredRow) -> dict[str, Any]:
    """Return what is said of a row's points: whether it is met, the points and why, what the table prints."""
    evaluation, score = one.evaluation, one.score
    said: dict[str, Any] = {
        "outcome": str(evaluation.outcome),
        "evaluation": {"zh": evaluation.explain("zh"), "en": evaluation.explain("en")},
        "score": None if score is None else _score(score),
        "printed": _text(one.printed),
        "agrees": one.agrees,
    }
    return {"points": said}


def table_points(found: SelfEvaluation) -> dict[str, Any]:
    """Return the sums, the money, total and grade of a table."""
    said: dict[str, Any] = {
        "policy": found.policy.name,
        "weight": _text(found.weight),
        "total": _text(found.total),
        "complete": found.is_complete,
        "grade": None if found.grade is None else {"zh": found.grade.zh, "en": found.grade.en},
        "levels": [{"level": one.level, **{name: _text(getattr(one, name)) for name in _SUMS}} for one in found.levels],
        "execution": None if found.execution is None else _score(found.execution),
        "printed_execution": _text(found.printed_execution),
        "printed_total": _text(found.printed_total),
    }
    return {"self_evaluation": said}


def _score(score: Score) -> dict[str, Any]:
    return {
        "points": _text(score.points),
        "weight": _text(score.weight),
        "share": None if score.share is None else str(score.share),
        "rule": score.rule,
        "reason": score.reason,
        "explanation": {"zh": score.explain("zh"), "en": score.explain("en")},
        "remarks": [
            {"code": one.code, "message": {"zh": one.explain("zh"), "en": one.explain("en")}} for one in score.remarks
        ],
    }


def _text(points: Decimal | None) -> str | None:
    return None if points is None else plain(points)
