"""What can be wrong with a file of tables: a code, the words that fill its message, the message in two languages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from indicator_dsl.errors import IndicatorError, Lang

__all__ = ["TableError", "messages"]


@cache
def messages() -> dict[str, Any]:
    """Return the sentences of ``messages.toml``, of files."""
    return tomllib.loads((files("indicator_dsl.tables") / "messages.toml").read_text(encoding="utf-8"))


class TableError(IndicatorError):
    """A file that cannot be read as indicator tables.

    The codes are the headings of ``messages.toml``; its sections tell which concern a file that is
    read, one that is written, and annotations.

    Attributes:
        code: the fault, stable.
        words: what fills the message; ``path`` always, the rest by code. A word that begins with ``@`` names a
            sentence under ``kinds``, which others of them fill.

    >>> error = TableError("missing-file", path="目标.xlsx")
    >>> print(error)
    找不到文件：目标.xlsx
    >>> error.message("en")
    'no such file: 目标.xlsx'
    """

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.words = words

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong in one sentence, in Chinese or English."""
        kinds = messages()["kinds"]
        words = {
            key: kinds[word[1:]][lang].format(**self.words) if _is_kind(key, word) else word
            for key, word in self.words.items()
        }
        template: str = messages()[self.code][lang]
        return template.format(**words)

    def render(self, lang: Lang = "zh") -> str:
        """Return the full account, which for a file is its one sentence: there is no text to point into."""
        return self.message(lang)

    def __str__(self) -> str:
        return self.message()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.code, self.words)


def _is_kind(key: str, word: str) -> bool:
    # The name of a file, and a cell of one, may begin with @ as well.
    return key != "path" and word[:1] == "@" and word[1:] in messages()["kinds"]


def _rebuild(code: str, words: dict[str, str]) -> TableError:
    return TableError(code, **words)
