"""What can be wrong with how a column is given; what is wrong with its texts is told row by row."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from indicator_dsl.errors import IndicatorError, Lang

__all__ = ["ColumnError", "MissingExtraError", "words"]


@cache
def _messages() -> dict[str, Any]:
    return tomllib.loads((files("indicator_dsl.columns") / "messages.toml").read_text(encoding="utf-8"))


def words(name: str, lang: Lang) -> str:
    """Return what a column holds, in words."""
    found: str = _messages()["words"][name][lang]
    return found


class ColumnError(IndicatorError):
    """A column that cannot be read at all: not texts, not as long as the others, not there.

    Its codes are in ``columns/messages.toml``.

    >>> print(ColumnError("lengths-differ", name="unit", length="2", rows="3"))
    unit 有 2 行，第一列有 3 行，应当一样多
    """

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong in one sentence."""
        if self.code not in _messages():
            return self.code  # an engine has made the error anew from its sentence
        given = self.words
        if "wanted" in given:
            given = {**given, "wanted": words(given["wanted"], lang)}
        template: str = _messages()[self.code][lang]
        return template.format(**given)

    def render(self, lang: Lang = "zh") -> str:
        """Return the same: there is no text to point into."""
        return self.message(lang)

    def __str__(self) -> str:
        return self.message()


class MissingExtraError(ColumnError, ImportError):
    """A library that is not installed, with what to install.

    >>> MissingExtraError("polars").message("en")
    "polars is not installed; run pip install 'indicator-dsl[polars]'"
    """

    def __init__(self, engine: str, extra: str | None = None, **_: str) -> None:
        super().__init__("missing-extra", engine=engine, extra=extra or engine)

    def __reduce__(self) -> tuple[Any, ...]:
        return MissingExtraError, (self.words["engine"], self.words["extra"])
