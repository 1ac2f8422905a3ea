"""What can be wrong with a policy, with what is to be scored by it, or with what was asked."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from indicator_dsl.errors import Lang, SettingsError

__all__ = ["ScoreError", "sentences"]


@cache
def sentences() -> dict[str, Any]:
    """Return ``score/messages.toml``: every sentence about points."""
    return tomllib.loads((files("indicator_dsl.score") / "messages.toml").read_text(encoding="utf-8"))


class ScoreError(SettingsError):
    """A policy that cannot be used, or a value that a strict policy does not score.

    Its codes are under ``errors`` of ``score/messages.toml``.

    >>> print(ScoreError("unknown-policy", name="p99", known="mof-2020-10"))
    没有评分办法“p99”，可以写：mof-2020-10，或者一个 .toml 文件
    """

    def _sentence(self, lang: Lang) -> str:
        words = {
            name: self.words.get(f"{name}_en", word) if lang == "en" else word for name, word in self.words.items()
        }
        return str(sentences()["errors"][self.code][lang]).format(**words)
