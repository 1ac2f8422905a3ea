"""What is said of texts that differ in their digits only: asked once, and filled in for the rest.

``≥ 2200 人`` and ``≥ 3150 人`` are read by one template (``parsing/_templates.py``).  As long as their
numbers are of one size they have one *shape* here, and a check says the same of both, each with its own
number in the fix.  Every check of values and rows is held to that by ``tests/lint/test_lint_shapes.py``.  One
that says something else for other digits, as what a number is in another unit, is safe as long as those digits are
in its message or its fix: then it is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from attrs import frozen

from indicator_dsl.comparators import Threshold
from indicator_dsl.findings import Finding
from indicator_dsl.lint.judging import MANY_DIGITS
from indicator_dsl.lint.kinds import whole
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Problem
from indicator_dsl.parsing._templates import Fit

__all__ = ["Saying", "Shape", "saying_of", "shape_of", "without_digits"]

#: What stands around the number, its size, and the columns beside it.
Shape = tuple[str, str, str, str | None, str | None]

_DIGIT: Final = re.compile("[0-9]")
_FEW: Final = str.maketrans("0123456789", "5555555555")
_MANY: Final = str.maketrans("0123456789", "9999999999")


def shape_of(cell: Cell, parts: Fit) -> tuple[Shape, str]:
    """Return the shape of a cell, and the number that tells it from others.

    >>> from indicator_dsl.lint.reading import read_parts
    >>> shape_of(*read_parts("≥ 2200 人", None, None))
    (('≥ ', '5555', ' 人', None, None), '2200')
    """
    size = _size(parts.number)
    if isinstance(parts.value, Threshold) and (all_ := whole(parts.value.quantity.unit)) is not None:
        # 收入增长 ≥10% is a change and ≥95% is none; 292% may be ≥92%, so that its digits are looked at
        share = parts.value.quantity.magnitude
        size = parts.number if share > all_ else f"{size}{'+' * (2 * share > all_)}"
    return (parts.head, size, parts.tail, cell.unit, cell.relation), parts.number


def _size(number: str) -> str:
    """Return a number as far as a check may look at it: how many digits it has, and whether many of them count.

    Nought, one, ten, a hundred (all of 100%) are sizes of their own.
    """
    significant = number.replace(",", "").replace(".", "").strip("0")
    if significant in {"", "1"}:
        return number
    return number.translate(_FEW if len(significant) < MANY_DIGITS else _MANY)


def without_digits(name: str) -> str:
    """Return a name as far as most checks may look at it: 第3期培训人数 and 第5期培训人数 are alike."""
    return name.translate(_MANY)


@frozen
class Saying:
    """What a check says of all that is alike: a finding, and its fix with a gap for the number."""

    finding: Finding
    #: ``None`` where there is nothing to fill in.
    fix: tuple[str, str] | None
    #: The check says that the fix is safe; that is made sure of for each text.
    safe: bool


def saying_of(problem: Problem, finding: Finding, seen: Sequence[Any], number: str | None) -> Saying | None:
    """Return what a check said as it would be said of all that is alike; ``None`` where it has to be asked again.

    There the message quotes the name, or there are digits besides those of the number.
    """
    said = problem.words.values()
    if len(seen) > 1 and plain_name(seen[0].name or "") in said:
        return None
    if number is None:
        return Saying(finding, None, problem.safe)
    if any(map(_DIGIT.search, said)):
        return None
    if finding.fix is None:
        return Saying(finding, None, safe=False)
    head, found, tail = finding.fix.partition(number)
    if not found or _DIGIT.search(head) or _DIGIT.search(tail):
        return None
    return Saying(finding, (head, tail), problem.safe)
