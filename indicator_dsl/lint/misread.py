"""What a scan makes of a sign: ≥92% becomes 292%."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from indicator_dsl.comparators import Threshold
from indicator_dsl.lint.instead import read_instead
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context

__all__ = ["Misread", "misread_rate", "without_two"]

_TWO: Final = re.compile(r"(?<![0-9.．,，/])2(?=[1-9][0-9]*(?:\.[0-9]+)?(?![0-9.,，]))")


class Misread(NamedTuple):
    """Where the 2 stands that is likely a ≥, and the text with the sign."""

    start: int
    end: int
    fix: str


def misread_rate(cell: Cell, name: str, context: Context) -> Misread | None:
    """Return what is likely meant by 292% of a quantity that cannot exceed 100%; ``None`` where it may stand."""
    match cell.value:
        case Threshold(implied=True, quantity=quantity, label=label) if quantity.unit.text == "%":
            if quantity.magnitude > 100 and context.terms.is_bounded_rate(label or name):
                return without_two(cell, context, most=100)
    return None


def without_two(cell: Cell, context: Context, most: int | None = None) -> Misread | None:
    """Return a text with ≥ in place of the 2 it begins with, if it is then read as a number that is not too big."""
    found = _TWO.search(cell.text)
    if found is None:
        return None
    fix = f"{cell.text[: found.start()]}≥{cell.text[found.end() :]}"
    match read_instead(cell, fix, context.year):
        case Threshold(quantity=quantity) if most is None or quantity.magnitude <= most:
            return Misread(*found.span(), fix)
    return None
