"""From the productions of the grammar to values: one small function an alternative.

A function is named after its alternative and takes the context and the values of its children.
What the grammar cannot know (31 November, 95% to 90%) is refused here with a :class:`Refusal`,
which says which child is at fault; where that child stands in the text is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from indicator_dsl.parsing.rules import changes, dates, grades, intervals, items, quantities, recurring, thresholds
from indicator_dsl.parsing.rules._base import NO_CONTEXT, Context, Refusal
from indicator_dsl.parsing.rules.terminals import TERMINALS

__all__ = ["NO_CONTEXT", "RULES", "TERMINALS", "Context", "Refusal"]

_MODULES = (items, thresholds, quantities, intervals, dates, recurring, changes, grades)


def _same(_: Context, value: Any, *__: Any) -> Any:
    """Hand a value on unchanged."""
    return value


def _glue(_: Context, *parts: str) -> str:
    """Join the parts of a unit text."""
    return "".join(parts)


#: Alternatives that need no function of their own.
_SHARED: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("start", "sign", "word", "after", "after_inclusive", "positive", "numeral"), _same),
    **dict.fromkeys(("fraction", "upright", "factor", "lowest", "range_", "basis"), _same),
    **dict.fromkeys(("quotient", "lower", "per"), _glue),
}
RULES: dict[str, Callable[..., Any]] = {
    **{
        name.removesuffix("_item"): function
        for module in _MODULES
        for name, function in vars(module).items()
        if isinstance(function, FunctionType) and function.__module__ == module.__name__ and name[0] != "_"
    },
    **_SHARED,
}
