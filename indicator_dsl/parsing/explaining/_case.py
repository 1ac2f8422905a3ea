"""What is looked at to explain a refusal, and what comes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import attrs

from indicator_dsl.errors import IndicatorError, IndicatorSyntaxError
from indicator_dsl.parsing._scanner import Tokens

__all__ = ["MOST_MENDS", "Case", "Fault", "Finder", "Reads"]

#: So many mends are tried at most: each costs as much as reading the text.
MOST_MENDS = 4


#: Says whether a mended text is read.
Reads = Callable[[str], bool]


@attrs.frozen
class Fault:
    """A recognised fault: code, span, words for the message, mends to try in order."""

    code: str
    start: int
    end: int
    words: dict[str, str] = attrs.field(factory=dict)
    mends: tuple[str, ...] = ()
    error: type[IndicatorError] = IndicatorSyntaxError

    def raised(self, text: str, reads: Reads, expected: tuple[str, ...] = ()) -> IndicatorError:
        """Return the error, with the first mend that is read."""
        fix = next((mend for mend in self.mends[:MOST_MENDS] if reads(mend)), None)
        error = self.error(self.code, text, self.start, self.end, expected=expected, fix=fix)
        error.words = dict(self.words)
        return error


@attrs.frozen
class Case:
    """What a finder looks at: the text, its tokens, and where the grammar stopped."""

    text: str
    tokens: Tokens
    index: int
    expected: frozenset[str]

    @property
    def at(self) -> int:
        """Where the grammar stopped, in characters."""
        starts = self.tokens[2]
        return starts[self.index] if self.index < len(starts) else len(self.text.rstrip())

    @property
    def kinds(self) -> list[str]:
        """The terminals of the text."""
        return self.tokens[0]

    def span(self, index: int) -> tuple[int, int]:
        """Return the span of a token in the text, without blanks at its end."""
        starts = self.tokens[2]
        start = starts[index]
        end = starts[index + 1] if index + 1 < len(starts) else len(self.text)
        return start, start + len(self.text[start:end].rstrip(" \t\u3000\u00a0\r\n$"))

    def replaced(self, match: re.Match[str], new: str) -> str:
        """Return the text with another text in place of a match."""
        return self.text[: match.start()] + new + self.text[match.end() :]

    def without(self, start: int, end: int) -> tuple[str, ...]:
        """Return the text with a span cut out as a mend; none if that would join two numbers."""
        before, after = self.text[:start], self.text[end:]
        joins = before[-1:].isdigit() and after[:1].isdigit()
        return () if joins else (before + after,)

    def tidied(self, start: int, end: int) -> tuple[str, ...]:
        """Return the text without a span as a mend if it is only punctuation that joins nothing."""
        meant = any(c in _MEANT or unicodedata.category(c)[0] not in "PZC" for c in self.text[start:end])
        between = self.text[start - 1 : start].isalnum() and self.text[end : end + 1].isalnum()
        return () if meant or between else self.without(start, end)


#: Punctuation that belongs to numbers, or stands for a sign that was lost: 5%, 3/人, -5, 5*, 》95
_MEANT = frozenset("〉〈›‹≯≮″′》《>٪؉%％‰/／*＊-－−﹣–—―〜?？§†‡#＃&＆@＠\\")


#: Recognises one kind of fault.
Finder = Callable[[Case], Fault | None]
