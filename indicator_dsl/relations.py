"""Relation: how an actual value stands to its target."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["SIGNS", "Relation"]


class Relation(StrEnum):
    """One of ``>= > <= < = != ~``; ``~`` (约, 左右, 近) gives no bound.

    >>> Relation.GE == ">=", Relation.GE.sign
    (True, '≥')
    """

    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    EQ = "="
    NE = "!="
    ABOUT = "~"

    @property
    def sign(self) -> str:
        """The sign a reader would write, such as ``≥`` or ``约``."""
        return SIGNS[self]


SIGNS = {
    Relation.GE: "≥",
    Relation.GT: ">",
    Relation.LE: "≤",
    Relation.LT: "<",
    Relation.EQ: "=",
    Relation.NE: "≠",
    Relation.ABOUT: "约",
}
