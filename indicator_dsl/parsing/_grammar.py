"""Open the grammar: its terminals for the scanner, its productions for the parser.

The grammar is compiled once, when first needed.  Compiling takes longer than importing
lark, so the compiled tables are kept in ``tables.bin`` beside this file, with a digest of
the ``.lark`` files they were made of; where the digest does not fit, the grammar is
compiled again and nothing is written.  :func:`renew_tables` renews the file; a test checks
that it is up to date.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import lark
from lark.lexer import Lexer

from indicator_dsl.resources import grammar_folder

__all__ = ["compile_grammar", "grammar", "ignored", "terminals"]

_TABLES = Path(__file__).with_name("tables.bin")


class Cut(Lexer):
    """A lexer for lark that takes tokens which have been cut already."""

    def __init__(self, lexer_conf: Any) -> None:
        del lexer_conf

    def lex(self, data: Any) -> Iterator[lark.Token]:  # type: ignore[override]
        """Return the tokens as they come."""
        return iter(data)


@cache
def grammar() -> lark.Lark:
    """Return the LALR parser of the language, made once."""
    stored = _stored()
    if stored is not None:
        return stored
    return compile_grammar()


def compile_grammar() -> lark.Lark:
    """Compile the grammar from its files."""
    return lark.Lark.open(str(grammar_folder() / "indicator.lark"), parser="lalr", lexer=Cut, maybe_placeholders=False)


@cache
def terminals() -> Mapping[str, str]:
    """Return the patterns of the terminals that are matched by shape, in order of precedence."""
    defined = grammar().terminals
    return {t.name: t.pattern.to_regexp() for t in sorted(defined, key=lambda t: -t.priority)}


def ignored() -> frozenset[str]:
    """Return the names of the terminals that carry no meaning."""
    return frozenset(grammar().lexer_conf.ignore)


def digest() -> bytes:
    """Return a fingerprint of the grammar files and of the lark that compiled them."""
    texts = [path.read_bytes().replace(b"\r\n", b"\n") for path in sorted(grammar_folder().glob("*.lark"))]
    return hashlib.sha256(b"\0".join([lark.__version__.encode(), *texts])).digest()


def _stored() -> lark.Lark | None:
    if not _TABLES.is_file():
        return None
    data = _TABLES.read_bytes()
    if data[:32] != digest():
        return None
    return lark.Lark.load(io.BytesIO(data[32:]))


def renew_tables() -> None:
    """Compile the grammar and keep the result; for developers, after a change of the grammar."""
    buffer = io.BytesIO()
    compile_grammar().save(buffer)
    _TABLES.write_bytes(digest() + buffer.getvalue())
