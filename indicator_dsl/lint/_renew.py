"""Bring the English catalogue of the rules up to date: ``python -m indicator_dsl.lint._renew`` (needs Babel).

It writes ``lint.po`` with every text the rules have, keeps the English there is, and makes ``lint.mo``.
What it prints has no English yet: fill its ``msgstr``, drop ``#, fuzzy``, and run this again.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from indicator_dsl.lint.page import HEADERS, SECTIONS, blocks
from indicator_dsl.lint.registry import all_rules

__all__ = ["texts"]

_LINT: Final = Path(__file__).parent
PO: Final = _LINT / "locale/en/LC_MESSAGES/lint.po"
_HEADER: Final = (
    "# English of the rules. Written by indicator_dsl/lint/_renew.py; only the msgstr lines are for people."
)
#: The first argument of these is shown to readers.
_SAYING: Final = frozenset({"Problem", "Phrase"})


def texts() -> Iterator[str]:
    """Yield every text of the rules that readers see, in the order of the rules."""
    yield from (*SECTIONS, *HEADERS)
    for rule in all_rules():
        page = rule.page
        yield page.title
        for text in (page.about, *(page.sections[heading] for heading in SECTIONS)):
            yield from (block for block in blocks(text) if not block.startswith("|"))
        yield rule.info.source
        yield from (option.about for option in rule.info.options.values())
    for module in sorted(_LINT.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]) if name in _SAYING:
                    yield text


def _renew() -> int:
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po, write_po

    catalog = Catalog(locale="en")
    if PO.exists():
        with PO.open("rb") as old:
            catalog = read_po(old, locale="en")
    wanted = Catalog()
    for text in dict.fromkeys(texts()):
        wanted.add(text)
    catalog.update(wanted)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = _HEADER
    out = io.BytesIO()
    write_po(out, catalog, width=0, ignore_obsolete=True)
    noise = r'^("(?!Content-T|MIME|Language:).*|#, python-.*)\n'
    PO.write_text(re.sub(noise, "", out.getvalue().decode(), flags=re.MULTILINE), "utf-8")
    with PO.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalog)
    lacking = [message.id for message in catalog if message.id and (not message.string or message.fuzzy)]
    print(*lacking, sep="\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(_renew())
