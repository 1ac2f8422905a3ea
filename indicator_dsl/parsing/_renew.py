"""Renew ``tables.bin`` after a change of the grammar: ``python -m indicator_dsl.parsing._renew``."""

from __future__ import annotations

import io
import pickle
import re
from collections.abc import Iterator

import attrs
import lark

from indicator_dsl.parsing._grammar import TABLES, Failure, checksum, compile_grammar, parse_shape, tables_of
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.resources import read_text

__all__ = ["examples", "renewed"]

_EXAMPLE = re.compile(r"->\s*(?P<name>\w+)\s*//\s*(?P<text>.+?)\s*$", re.MULTILINE)


def examples() -> Iterator[tuple[str, str]]:
    """Yield each named alternative of the grammar with the example beside it."""
    for match in _EXAMPLE.finditer(read_text("indicator.lark")):
        yield match["name"], match["text"]


def renewed() -> bytes:
    """Return what ``tables.bin`` should hold: a checksum and the pickled tables."""
    grammar = compile_grammar()
    buffer = io.BytesIO()
    grammar.save(buffer)
    tables = attrs.evolve(tables_of(grammar), lark_version=lark.__version__, parser=buffer.getvalue())
    trees = {}
    for _, text in examples():
        shape = tuple(scan(text)[0])
        tree = parse_shape(shape)
        if not isinstance(tree, Failure):
            trees[shape] = tree
    return checksum() + pickle.dumps(attrs.astuple(attrs.evolve(tables, trees=trees), recurse=False), protocol=5)


if __name__ == "__main__":
    with open(TABLES, "wb") as file:
        file.write(renewed())
