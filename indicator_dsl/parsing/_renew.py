"""Renew ``language.bin`` after a change in ``grammar/``: ``python -m indicator_dsl.parsing._renew``."""

from __future__ import annotations

import io
import pickle
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import lark

from indicator_dsl.parsing._grammar import Failure, compile_grammar, parse_shape, tables_of
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.resources import KEPT, checksum, read_text
from indicator_dsl.units import read_units

__all__ = ["examples", "renewed"]

_EXAMPLE = re.compile(r"->\s*(?P<name>\w+)\s*//\s*(?P<text>.+?)\s*$", re.MULTILINE)


def examples() -> Iterator[tuple[str, str]]:
    """Yield each named alternative of the grammar with the example beside it."""
    for match in _EXAMPLE.finditer(read_text("indicator.lark")):
        yield match["name"], match["text"]


def renewed() -> bytes:
    """Return what ``language.bin`` should hold: a checksum and the pickled data, plain builtins only."""
    grammar = compile_grammar()
    buffer = io.BytesIO()
    grammar.save(buffer)
    trees = {}
    for _, text in examples():
        shape = tuple(scan(text)[0])
        tree = parse_shape(shape)
        if not isinstance(tree, Failure):
            trees[shape] = tree
    tables = tables_of(grammar)._replace(trees=trees, lark_version=lark.__version__, parser=buffer.getvalue())
    data = {
        "grammar": tuple(tables),
        "words": tomllib.loads(read_text("words.toml")),
        "units": read_units(read_text("units.txt")),
    }
    return checksum() + pickle.dumps(data, protocol=5)


def _meaning(kept: bytes) -> tuple[bytes, Any]:
    """Return what a ``language.bin`` says, less the parser: lark numbers its states anew each time."""
    data = pickle.loads(kept[4:])  # noqa: S301  our own file
    data["grammar"] = data["grammar"][:-1]
    return kept[:4], data


if __name__ == "__main__":
    new = renewed()
    with open(KEPT, "rb") as old:
        same = _meaning(old.read()) == _meaning(new)
    if not same:
        with open(KEPT, "wb") as file:
            file.write(new)
