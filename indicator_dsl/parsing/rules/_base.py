"""What all rules share: the context of the table, and how a rule refuses."""

from __future__ import annotations

from typing import NamedTuple

from indicator_dsl.relations import Relation
from indicator_dsl.units import Unit, unit

__all__ = ["NO_CONTEXT", "Context", "Refusal", "agreed", "single_unit"]


class Refusal(Exception):  # noqa: N818  a reason, turned into an IndicatorError by the caller
    """A tree that means nothing; ``child`` is the child at fault, ``None`` for the whole."""

    def __init__(self, code: str, child: int | None = None, **words: str) -> None:
        self.code = code
        self.child = child
        self.words = words
        super().__init__(code)


class Context(NamedTuple):
    """What the table says beside the text: the year, and whether there is a unit column."""

    year: int | None = None
    has_unit: bool = False


NO_CONTEXT = Context()


def agreed(before: Relation, after: Relation) -> Relation:
    """Return the relation two places agree on."""
    if before is not after:
        raise Refusal("conflicting-relations", first=before.sign, second=after.sign)
    return before


def single_unit(text: str) -> Unit:
    """Return the unit of a text in which no factor comes twice: 每人80元/人 is no money per person squared."""
    names = [name for part in text.split("/") for name in part.split("·") if name]
    if len(set(names)) < len(names):
        raise Refusal("repeated-unit")
    return unit(text)
