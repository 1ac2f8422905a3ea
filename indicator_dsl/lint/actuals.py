"""What a self-evaluation says of a target: small helpers that rules on it share."""

from __future__ import annotations

from typing import Final

__all__ = ["says_nothing"]

#: Written where there is nothing to say.
_NOTHING: Final = frozenset(
    {"无", "没有", "无偏差", "无偏差原因", "不存在偏差", "不适用", "/", "／", "—", "——", "-", "－"}
)


def says_nothing(reason: str | None) -> bool:
    """Return whether a cell for a reason gives none.

    >>> says_nothing(None), says_nothing("无。"), says_nothing("降雨较多")
    (True, True, False)
    """
    return not (text := (reason or "").strip().rstrip("。；;")) or text in _NOTHING
