"""What rules say, in the reader's language: Chinese is written in the rules, the English in a gettext catalogue.

``locale/en/LC_MESSAGES/lint.po`` is for people and ``lint.mo`` made of it by ``docs/translate.py update``.
Another language is another folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from indicator_dsl.errors import Lang

__all__ = ["Phrase", "fill", "translate"]


class Phrase(str):
    """A word of a message that is itself in the catalogue: ``Phrase("成本指标")``."""

    __slots__ = ()


@cache
def _catalog(lang: Lang) -> NullTranslations:
    if lang == "zh":
        return NullTranslations()
    with (files("indicator_dsl.lint") / f"locale/{lang}/LC_MESSAGES/lint.mo").open("rb") as file:
        return GNUTranslations(file)


def translate(text: str, lang: Lang) -> str:
    """Return a Chinese text of a rule in a language; the text itself where the catalogue lacks it.

    >>> translate("指标值空白", "zh")
    '指标值空白'
    """
    return _catalog(lang).gettext(text) if text else text


def fill(template: str, words: Mapping[str, str], lang: Lang) -> str:
    """Return a message with its gaps filled; words that are in the catalogue are translated too."""
    said = {name: translate(word, lang) if isinstance(word, Phrase) else word for name, word in words.items()}
    return translate(template, lang).format(**said)
