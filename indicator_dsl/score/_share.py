"""The share of its weight that an indicator earned, with the rule that gave it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

__all__ = ["Share", "Unscorable"]


@frozen
class Share:
    """A share from 0 to 1, the rule that gave it, the words its sentence needs, and what else there is to say."""

    value: Fraction
    rule: str
    words: Mapping[str, Any] = field(factory=dict)
    #: Codes of remarks, each with the words of its sentence.
    flags: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def flagged(self, code: str, **words: Any) -> Share:
        """Return the same with a remark more."""
        return Share(self.value, self.rule, self.words, (*self.flags, (code, words)))


class Unscorable(Exception):  # noqa: N818  a reason, turned into a score without points
    """Why there is no share."""

    def __init__(self, reason: str, **words: Any) -> None:
        self.reason, self.words = reason, words
        super().__init__(reason)
