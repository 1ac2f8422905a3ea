"""What can be wrong with a profile, a project's file or a baseline."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from indicator_dsl.errors import Lang, SettingsError

__all__ = ["ProfileError"]


@cache
def _messages() -> dict[str, dict[Lang, str]]:
    return tomllib.loads((files("indicator_dsl.lint") / "messages.toml").read_text(encoding="utf-8"))


class ProfileError(SettingsError):
    """A profile, a project's file or a baseline that cannot be used; its codes are in ``lint/messages.toml``.

    >>> print(ProfileError("unknown-rule", rule="FMT99", known="FMT01 FMT02"))
    没有规则“FMT99”，可以写：FMT01 FMT02
    """

    def _sentence(self, lang: Lang) -> str:
        return _messages()[self.code][lang].format(**self.words)
