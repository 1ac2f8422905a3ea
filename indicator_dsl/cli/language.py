"""What the command line says, in the language asked for.

The sentences are data: ``messages.toml`` for what is said while working, ``help.toml`` for
the help pages, which are only read when one is shown.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from indicator_dsl.errors import Lang

__all__ = ["LANGUAGES", "VARIABLE", "help_texts", "language", "say"]

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
VARIABLE = "INDICATOR_DSL_LANG"


def language(argv: Sequence[str]) -> Lang:
    """Return the language asked for: the last ``--lang``, else the environment, else Chinese.

    It is looked for before the options are parsed, because help pages and complaints about
    options need it too.  A language that does not exist is left for the options to refuse.

    >>> language(["parse", "--lang=en", "≥5人"]), language(["--lang", "en", "units"])
    ('en', 'en')
    """
    asked = os.environ.get(VARIABLE, "")
    before_values = argv[: argv.index("--")] if "--" in argv else argv
    for i, word in enumerate(before_values):
        if word == "--lang" and i + 1 < len(before_values):
            asked = before_values[i + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return "en" if asked == "en" else "zh"


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def say(key: str, lang: Lang, **words: object) -> str:
    """Return a sentence of ``messages.toml``, its gaps filled.

    >>> say("outcomes.met", "zh"), say("outcomes.met", "en")
    ('达成', 'met')
    """
    entry: Any = _read("messages.toml")
    for part in key.split("."):
        entry = entry[part]
    template: str = entry[lang]
    return template.format(**words) if words else template


def help_texts() -> dict[str, Any]:
    """Return ``help.toml``."""
    return _read("help.toml")
