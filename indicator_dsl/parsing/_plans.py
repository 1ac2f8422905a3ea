"""Parse each shape once.

The tuple of the terminals of a text is its *shape*: ``≥2200人`` and ``≤541万元`` have one
shape.  lark parses a shape when it is first met; the tree becomes a *plan*, a chain of the
builder's functions that is applied to the token texts of every later string of that shape.
The grammar stays the only source of truth: a plan is nothing but a parse that is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from indicator_dsl.parsing._grammar import Failure, Tree, tree_of
from indicator_dsl.parsing.rules import RULES, TERMINALS, Context, Refusal

__all__ = ["Failure", "Located", "Plan", "build", "plan_of"]

#: Token texts and context in, value out.
Plan = Callable[[Sequence[str], Context], Any]


@lru_cache(maxsize=16384)
def plan_of(shape: tuple[str, ...]) -> Plan | Failure:
    """Return the plan of a shape, or why it has none."""
    tree = tree_of(shape)
    return tree if isinstance(tree, Failure) else _compile(tree, shape)


def _compile(node: Tree | int, shape: Sequence[str]) -> Plan:
    if isinstance(node, int):
        return _leaf(node, TERMINALS.get(shape[node]))
    rule = RULES[node[0]]
    parts = [_compile(child, shape) for child in node[1:]]
    if len(parts) == 1:
        (only,) = parts
        if rule is RULES["sign"]:  # a value handed on unchanged
            return only
        return lambda texts, context: rule(context, only(texts, context))
    if len(parts) == 2:
        left, right = parts
        return lambda texts, context: rule(context, left(texts, context), right(texts, context))
    return lambda texts, context: rule(context, *[part(texts, context) for part in parts])


def _leaf(index: int, convert: Callable[[str], Any] | None) -> Plan:
    if convert is None:
        return lambda texts, _: texts[index]
    return lambda texts, _: convert(texts[index])


def build(shape: Sequence[str], texts: Sequence[str], context: Context) -> Any:
    """Build the value of a tree directly: what a plan does, but a refusal knows its tokens.

    Raises:
        Located: a rule refused.
    """

    def walk(node: Tree | int) -> Any:
        if isinstance(node, int):
            convert = TERMINALS.get(shape[node])
            try:
                return texts[node] if convert is None else convert(texts[node])
            except Refusal as refusal:
                raise Located(refusal, node, node) from None
        values = [walk(child) for child in node[1:]]
        try:
            return RULES[node[0]](context, *values)
        except Refusal as refusal:
            fault = node if refusal.child is None else node[refusal.child + 1]
            numbers = list(_leaves(fault))
            raise Located(refusal, min(numbers), max(numbers)) from None

    tree = tree_of(shape)
    assert not isinstance(tree, Failure)
    return walk(tree)


class Located(Exception):  # noqa: N818  a refusal on its way to becoming an IndicatorError
    """A refusal with the numbers of its first and last token."""

    def __init__(self, refusal: Refusal, first: int, last: int) -> None:
        self.refusal = refusal
        self.first = first
        self.last = last
        super().__init__(refusal.code)


def _leaves(node: Tree | int) -> Iterator[int]:
    if isinstance(node, int):
        yield node
    else:
        for child in node[1:]:
            yield from _leaves(child)
