"""The words rules go by, read from ``terms.toml``; a profile adds its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

__all__ = ["Terms", "builtin_terms"]

Direction = Literal["lower", "higher"]


class Terms:
    """What ``terms.toml`` says, by topic.

    >>> terms = builtin_terms()
    >>> terms.direction("项目总成本"), terms.direction("投诉处理率"), terms.direction("培训人数")
    ('lower', 'higher', None)
    >>> terms.is_bounded_rate("体检覆盖率"), terms.is_bounded_rate("营业收入增长率")
    (True, False)
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._directions: dict[str, Direction | None] = {}
        self._finders: dict[tuple[str, ...], re.Pattern[str]] = {}

    def with_more(self, more: Mapping[str, Any]) -> Terms:
        """Return the terms with lists made longer.

        Raises:
            KeyError: ``more`` has a key these terms do not have.
        """
        return Terms(_joined(self._data, more))

    def words(self, *path: str) -> tuple[str, ...]:
        """Return a list of words by its key, ``("rates", "bounded")`` for one."""
        found: Any = self._data
        for key in path:
            found = found[key]
        return tuple(found)

    def finder(self, *path: str) -> re.Pattern[str]:
        """Return a pattern that finds any word of a list, made once."""
        if path not in self._finders:
            self._finders[path] = pattern(self.words(*path))
        return self._finders[path]

    def keys(self) -> Mapping[str, Any]:
        """Return the keys of all lists, as nested mappings; a list stands as an empty one."""
        return _keys(self._data)

    def direction(self, name: str) -> Direction | None:
        """Return which way is better for an indicator of this name; ``None`` where the name does not say."""
        if name not in self._directions:
            self._directions[name] = self._direction(name)
        return self._directions[name]

    def _direction(self, name: str) -> Direction | None:
        if self._lower.search(name):
            return "higher" if self._turned.search(name) else "lower"
        return "higher" if self._higher.search(name) else None

    def is_bounded_rate(self, name: str) -> bool:
        """Return whether a name means a share, which cannot exceed 100 %."""
        plain = re.sub(r"[（(][^（）()]*[）)]$", "", name.strip())
        return plain.endswith(self.words("rates", "bounded")) and not plain.endswith(self.words("rates", "unbounded"))

    @cached_property
    def _lower(self) -> re.Pattern[str]:
        return pattern(self.words("lower-is-better"))

    @cached_property
    def _higher(self) -> re.Pattern[str]:
        return pattern(self.words("higher-is-better"))

    @cached_property
    def _turned(self) -> re.Pattern[str]:
        return pattern(self.words("turned-round"))


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words, the longest first; none of them finds nothing."""
    listed = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, listed)) or "(?!)")


def _joined(data: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    joined = dict(data)
    for key, value in more.items():
        known = data[key]
        joined[key] = _joined(known, value) if isinstance(known, dict) else [*known, *value]
    return joined


def _keys(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _keys(value) if isinstance(value, dict) else {} for key, value in data.items()}


@cache
def builtin_terms() -> Terms:
    """Return the terms of ``terms.toml``."""
    return Terms(tomllib.loads((files("indicator_dsl.lint") / "terms.toml").read_text(encoding="utf-8")))
