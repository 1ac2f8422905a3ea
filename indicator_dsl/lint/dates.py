"""Dates as they are written, for checks that have to point at one."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["DAY", "is_loose"]

_NUMBER: Final = "(?:[0-9０-９]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR: Final = "(?:(?:[12１２][0-9０-９]{3}|[一二][〇零○一二三四五六七八九]{3})\\s*年度?)"
_END: Final = "[底末终]"
_LOOSE: Final = frozenset("底末终旬")

#: A text that is read as one day: 2025-12-31, 12月31日, 12月底, 10月中旬, 第三季度末, 年底.
DAY: Final = re.compile(
    r"(?<![0-9])(?:19|20|21)[0-9]{2}(?P<mark>[-/.．－])[0-9]{1,2}(?P=mark)[0-9]{1,2}日?(?![0-9])"
    rf"|(?:{_YEAR}\s*)?{_NUMBER}\s*月份?\s*(?:{_NUMBER}\s*[日号]|{_END}|[上中下]旬)"
    rf"|(?:{_YEAR}\s*)?第?[一二三四1-4]季度{_END}"
    rf"|{_YEAR}\s*年?{_END}"
    rf"|[当本]?年(?:年|度)?{_END}"
)


def is_loose(day: str) -> bool:
    """Return whether a day is said by a word for the end of a time.

    >>> is_loose("12月底"), is_loose("10月中旬"), is_loose("12月31日")
    (True, True, False)
    """
    return day[-1] in _LOOSE
