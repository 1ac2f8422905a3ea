"""Parse each shape once.

The tuple of the terminals of a text is its *shape*: ``≥2200人`` and ``≤541万元`` have one
shape.  lark parses a shape when it is first met; the tree becomes a *plan*, a chain of the
builder's functions that is applied to the token texts of every later string of that shape.
The grammar stays the only source of truth: a plan is nothing but a parse that is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

import attrs
import lark

from indicator_dsl.parsing._grammar import grammar
from indicator_dsl.parsing.rules import RULES, TERMINALS, Context, Refusal

__all__ = ["Failure", "Plan", "build", "plan_of", "tree_of"]

#: Token texts and context in, value out.
Plan = Callable[[Sequence[str], Context], Any]


@attrs.frozen
class Failure:
    """A shape the grammar refuses: which token, and what could have stood there."""

    index: int
    expected: frozenset[str]


def tree_of(shape: Sequence[str]) -> lark.Tree[lark.Token] | Failure:
    """Parse a shape; the leaves of the tree are token numbers."""
    tokens = [lark.Token(kind, str(i)) for i, kind in enumerate(shape)]
    try:
        return grammar().parse(tokens)
    except lark.exceptions.UnexpectedToken as error:
        index = len(shape) if error.token.type == "$END" else int(error.token)
        return Failure(index, frozenset(error.accepts or error.expected))


@lru_cache(maxsize=16384)
def plan_of(shape: tuple[str, ...]) -> Plan | Failure:
    """Return the plan of a shape, or why it has none."""
    tree = tree_of(shape)
    return tree if isinstance(tree, Failure) else _compile(tree)


def _compile(node: lark.Tree[lark.Token] | lark.Token) -> Plan:
    if isinstance(node, lark.Token):
        return _leaf(int(node), TERMINALS.get(node.type))
    rule = RULES[node.data]
    parts = [_compile(child) for child in node.children]
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


def build(tree: lark.Tree[lark.Token], texts: Sequence[str], context: Context) -> Any:
    """Build the value of a tree directly: what a plan does, but a refusal knows its tokens.

    Raises:
        Refusal: with ``span``, the numbers of the first and last token at fault.
    """

    def walk(node: lark.Tree[lark.Token] | lark.Token) -> Any:
        if isinstance(node, lark.Token):
            convert = TERMINALS.get(node.type)
            try:
                return texts[int(node)] if convert is None else convert(texts[int(node)])
            except Refusal as refusal:
                raise Located(refusal, int(node), int(node)) from None
        values = [walk(child) for child in node.children]
        try:
            return RULES[node.data](context, *values)
        except Refusal as refusal:
            fault = node if refusal.child is None else node.children[refusal.child]
            raise Located(refusal, *_extent(fault)) from None

    return walk(tree)


class Located(Exception):  # noqa: N818  a refusal on its way to becoming an IndicatorError
    """A refusal with the numbers of its first and last token."""

    def __init__(self, refusal: Refusal, first: int, last: int) -> None:
        self.refusal = refusal
        self.first = first
        self.last = last
        super().__init__(refusal.code)


def _extent(node: lark.Tree[lark.Token] | lark.Token) -> tuple[int, int]:
    if isinstance(node, lark.Token):
        return int(node), int(node)
    numbers = [int(token) for token in node.scan_values(lambda value: isinstance(value, lark.Token))]
    return min(numbers), max(numbers)


@cache
def terminal_names() -> frozenset[str]:
    """Return every terminal of the grammar."""
    return frozenset(t.name for t in grammar().terminals)
