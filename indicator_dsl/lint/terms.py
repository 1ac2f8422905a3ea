"""The words rules go by, read from ``terms.toml``; a profile adds its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final, Literal

__all__ = ["Terms", "builtin_terms"]

Direction = Literal["lower", "higher"]

#: What a name says aside: its number, a star, brackets.
_ASIDE: Final = re.compile(
    r"^\s*(?:指标\s*[0-9]+\s*[：:]?|[★*＊]|[0-9]+[.、．])\s*|[（(\[【][^（）()\[\]【】]*[）)\]】]"
)


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
        """Judge by what stands last, the head of the compound: 事故 in 安全事故起数, not in 事故演练次数."""
        plain = _ASIDE.sub("", name).strip()
        if plain.endswith(self.words("either-way")):
            return None
        heads = tuple(self._heads(plain))
        if self._lower.search(plain) and any(head.endswith(self.words("turned-round")) for head in heads):
            return "higher"
        for head in heads:
            if head.endswith(self.words("lower-is-better")):
                return None if self._saving.search(plain) else "lower"
            if head.endswith(self.words("unwanted-events")):
                return None if self._saving.search(plain) or self._handling.search(plain) else "lower"
        for head in heads:
            if good := next((word for word in self._good if head.endswith(word)), None):
                return "lower" if head.removesuffix(good).endswith(("不", "未", "非")) else "higher"
        return None

    def _heads(self, name: str) -> Iterator[str]:
        """Yield a name, and what is left of it without the words for how it is counted: 投诉件数, 投诉."""
        yield name
        while tail := next((word for word in self._counted if name.endswith(word) and name != word), None):
            name = name.removesuffix(tail)
            yield name

    def is_bounded_rate(self, name: str) -> bool:
        """Return whether a name means a share, which cannot exceed 100 %."""
        plain = _ASIDE.sub("", name).strip()
        return plain.endswith(self.words("rates", "bounded")) and not plain.endswith(self.words("rates", "unbounded"))

    def is_rate(self, name: str) -> bool:
        """Return whether a name means a share or rate of any kind."""
        return (
            _ASIDE.sub("", name)
            .strip()
            .endswith((*self.words("rates", "bounded"), *self.words("rates", "unbounded"), "比例"))
        )

    @cached_property
    def _lower(self) -> re.Pattern[str]:
        return pattern([*self.words("lower-is-better"), *self.words("unwanted-events")])

    @cached_property
    def _saving(self) -> re.Pattern[str]:
        return self.finder("saving")

    @cached_property
    def _handling(self) -> re.Pattern[str]:
        return self.finder("handling")

    @cached_property
    def _good(self) -> tuple[str, ...]:
        return self.words("higher-is-better")

    @cached_property
    def _counted(self) -> tuple[str, ...]:
        return tuple(sorted(self.words("counted-by"), key=len, reverse=True))


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
