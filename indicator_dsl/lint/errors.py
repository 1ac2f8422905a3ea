"""What can be wrong with a profile, a project's file or a baseline."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from indicator_dsl.errors import IndicatorError, Lang

__all__ = ["ProfileError"]


@cache
def _messages() -> dict[str, dict[Lang, str]]:
    return tomllib.loads((files("indicator_dsl.lint") / "messages.toml").read_text(encoding="utf-8"))


class ProfileError(IndicatorError):
    """A profile, a project's file or a baseline that cannot be used; its codes are in ``lint/messages.toml``.

    >>> print(ProfileError("unknown-rule", rule="FMT99", known="FMT01 FMT02"))
    没有规则“FMT99”，可以写：FMT01 FMT02
    """

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong in one sentence."""
        said = _messages()[self.code][lang].format(**self.words)
        return f"{self.words['path']}: {said}" if "path" in self.words else said

    def render(self, lang: Lang = "zh") -> str:
        """Return the full account, which is the one sentence: there is no text of a table to point into."""
        return self.message(lang)

    def __str__(self) -> str:
        return self.message()

    def inside(self, path: str) -> None:
        """Say that the error is one of a file, unless it is known to be of another."""
        if "path" not in self.words:
            self.words["path"] = path
