"""What an annotation gives back: the file, and what its user should know of it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import field, frozen

from indicator_dsl.errors import Lang

__all__ = ["Annotated", "Notice", "say"]


@frozen
class Notice:
    """Something that could not be done as asked: a heading of ``annotate.toml`` under ``notices`` and its words.

    >>> Notice("signature").message("en")
    'the digital signature of the file does not hold for the annotated one'
    """

    code: str
    words: dict[str, str] = field(factory=dict)

    def message(self, lang: Lang = "zh") -> str:
        """Return it in one sentence."""
        return say(f"notices.{self.code}", lang, **self.words)


@frozen(kw_only=True)
class Annotated:
    """A file with findings in it, as bytes: whoever asked for it writes them where they belong."""

    data: bytes
    #: How many cells have a comment of ours.
    comments: int
    notices: tuple[Notice, ...] = ()


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("indicator_dsl.tables.writers") / "annotate.toml").read_text(encoding="utf-8"))


def say(key: str, lang: Lang, **words: object) -> str:
    """Return a sentence of ``annotate.toml``, its gaps filled.

    >>> say("sheet.place", "zh"), say("severities.error", "en")
    ('位置', 'error')
    """
    entry: Any = _words()
    for part in key.split("."):
        entry = entry[part]
    template: str = entry[lang]
    return template.format(**words)
