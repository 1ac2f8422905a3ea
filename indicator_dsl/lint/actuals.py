"""What a self-evaluation says of a target: small helpers that rules on it share."""

from __future__ import annotations

from typing import Final

from indicator_dsl.evaluation import Evaluation, evaluate
from indicator_dsl.lint.reading import Reading

__all__ = ["evaluation_of", "says_nothing"]

#: Written where there is nothing to say.
_NOTHING: Final = frozenset(
    {"无", "没有", "无偏差", "无偏差原因", "不存在偏差", "不适用", "/", "／", "—", "——", "-", "－"}
)


def evaluation_of(reading: Reading) -> Evaluation | None:
    """Return whether a row meets its target; ``None`` where one of the two is missing or was refused."""
    actual = reading.row.actual
    if reading.value is None or actual is None or not actual.strip():
        return None
    return evaluate(reading.value, actual)


def says_nothing(reason: str | None) -> bool:
    """Return whether a cell for a reason gives none.

    >>> says_nothing(None), says_nothing("无。"), says_nothing("降雨较多")
    (True, True, False)
    """
    return not (text := (reason or "").strip().rstrip("。；;")) or text in _NOTHING
