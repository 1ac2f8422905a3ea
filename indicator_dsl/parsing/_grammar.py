"""The grammar at work: its terminals for the scanner, a tree for a shape.

A *shape* is the tuple of the terminals of a text.  The terminals, the trees of the shapes of all
examples in the grammar, and lark's own tables are kept (see :mod:`indicator_dsl.resources`); lark
itself is imported only for a shape that no example has.
"""

from __future__ import annotations

import io
import os.path
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from indicator_dsl.resources import grammar_folder, kept

if TYPE_CHECKING:
    import lark

__all__ = ["Failure", "Tree", "compile_grammar", "ignored", "terminals", "tree_of"]

#: ``("bounded", ("sign", 0), ...)``: the name of an alternative and its children; a leaf is a token number.
Tree = tuple[Any, ...]


#: A longer shape is refused: no value has so many parts, and a chain of units is as deep as it is long.
MOST_TOKENS = 200


class Failure(NamedTuple):
    """A shape the grammar refuses: which token, and what could have stood there."""

    at: int
    expected: frozenset[str]


class Tables(NamedTuple):
    """What is kept of a compiled grammar."""

    #: pattern by name, in order of precedence
    terminals: Mapping[str, str]
    ignored: frozenset[str]
    trees: Mapping[tuple[str, ...], Tree]
    lark_version: str = ""
    parser: bytes = b""


def compile_grammar() -> lark.Lark:
    """Compile the grammar from its files."""
    import lark

    from indicator_dsl.parsing._lexer import Cut

    return lark.Lark.open(
        os.path.join(grammar_folder(), "indicator.lark"), parser="lalr", lexer=Cut, maybe_placeholders=False
    )


def terminals() -> Mapping[str, str]:
    """Return the patterns of the terminals that are matched by shape, in order of precedence."""
    return _tables().terminals


def ignored() -> frozenset[str]:
    """Return the names of the terminals that carry no meaning."""
    return _tables().ignored


def tree_of(shape: Sequence[str]) -> Tree | Failure:
    """Parse a shape."""
    if len(shape) > MOST_TOKENS:
        return Failure(MOST_TOKENS, frozenset())
    known = _tables().trees.get(tuple(shape))
    return parse_shape(shape) if known is None else known


def parse_shape(shape: Sequence[str]) -> Tree | Failure:
    """Parse a shape with lark, whether its tree is known or not."""
    import lark

    tokens = [lark.Token(kind, str(i)) for i, kind in enumerate(shape)]
    try:
        tree: Tree = _plain(_parser().parse(tokens))
    except lark.exceptions.UnexpectedToken as error:
        index = len(shape) if error.token.type == "$END" else int(error.token)
        return Failure(index, frozenset(error.accepts or error.expected))
    return tree


def _plain(tree: Any) -> Any:
    return (str(tree.data), *map(_plain, tree.children)) if hasattr(tree, "children") else int(tree)


@cache
def _tables() -> Tables:
    stored = kept().get("grammar")
    return tables_of(compile_grammar()) if stored is None else Tables(*stored)


def tables_of(grammar: lark.Lark) -> Tables:
    """Return the terminals of a compiled grammar; no trees.

    lark's names are tokens, a subclass of ``str`` that would import lark when unpickled.
    """
    by_precedence = sorted(grammar.terminals, key=lambda terminal: -terminal.priority)
    return Tables(
        terminals={str(terminal.name): str(terminal.pattern.to_regexp()) for terminal in by_precedence},
        ignored=frozenset(map(str, grammar.lexer_conf.ignore)),
        trees={},
    )


@cache
def _parser() -> lark.Lark:
    import lark

    stored = _tables()
    if stored.lark_version != lark.__version__:
        return compile_grammar()
    return lark.Lark.load(io.BytesIO(stored.parser))
