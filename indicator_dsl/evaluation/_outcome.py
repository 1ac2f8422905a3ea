"""The three answers."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Outcome"]


class Outcome(StrEnum):
    """The answer: ``met``, ``not met`` or ``undetermined``."""

    MET = "met"
    NOT_MET = "not met"
    UNDETERMINED = "undetermined"
