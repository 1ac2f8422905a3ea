"""The words rules go by, read from ``terms.toml``; a profile adds its own."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache, wraps
from importlib.resources import files
from typing import Any, Final, Literal, TypeVar

__all__ = ["Terms", "builtin_terms"]

Direction = Literal["lower", "higher"]

#: What a name says aside: its number, a star, brackets.
_ASIDE: Final = re.compile(
    r"^\s*(?:指标\s*[0-9]+\s*[：:]?|[★*＊]|[0-9]+[.、．])\s*|[（(\[【][^（）()\[\]【】]*[）)\]】]"
)
_DIGIT: Final = re.compile("[0-9]")

_Asked = TypeVar("_Asked", str, str | None)
_Answer = TypeVar("_Answer")


def _remembered(ask: Callable[[Terms, _Asked], _Answer]) -> Callable[[Terms, _Asked], _Answer]:
    """Make a question about one text answer from memory when it is asked again."""
    question = ask.__name__

    @wraps(ask)
    def answer(self: Terms, text: _Asked) -> _Answer:
        known: dict[_Asked, _Answer] = self._answers[question]
        try:
            return known[text]
        except KeyError:
            return known.setdefault(text, ask(self, text))

    return answer


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
        self._words: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._finders: dict[tuple[str, ...], re.Pattern[str]] = {}
        #: what was found out about names and levels, by question: a table has few of them, and asks often
        self._answers: defaultdict[str, dict[Any, Any]] = defaultdict(dict)

    def with_more(self, more: Mapping[str, Any]) -> Terms:
        """Return the terms with lists made longer.

        Raises:
            KeyError: ``more`` has a key these terms do not have.
        """
        return Terms(_joined(self._data, more))

    def words(self, *path: str) -> tuple[str, ...]:
        """Return a list of words by its key, ``("rates", "bounded")`` for one."""
        words = self._words.get(path)
        if words is None:
            found: Any = self._data
            for key in path:
                found = found[key]
            words = self._words[path] = tuple(found)
        return words

    def finder(self, *path: str) -> re.Pattern[str]:
        """Return a pattern that finds any word of a list, made once."""
        if path not in self._finders:
            self._finders[path] = pattern(self.words(*path))
        return self._finders[path]

    def keys(self) -> Mapping[str, Any]:
        """Return the keys of all lists, as nested mappings; a list stands as an empty one."""
        return _keys(self._data)

    @cached_property
    def tell_digits(self) -> bool:
        """Whether a word holds a digit, so that 24小时 may not be taken for 48小时; that of m2 belongs to the unit."""
        return any(
            _DIGIT.search(word)
            for key, data in self._data.items()
            for word in _texts(data)
            if key != "unit-variants" or word[0].isdigit()
        )

    @_remembered
    def direction(self, name: str) -> Direction | None:
        """Return which way is better for an indicator of this name; ``None`` where the name does not say."""
        # judged by what stands last, the head of the compound: 事故 in 安全事故起数, not in 事故演练次数
        plain = _plain(name)
        if plain.endswith(self.words("either-way")):
            return None
        heads = tuple(self._heads(plain))
        # 投诉办结率 is turned round, and 超期办结率 is not
        turned = any(head.endswith(self.words("turned-round")) for head in heads)
        if turned and self._lower.search(plain) and not plain.endswith(self.words("lower-is-better")):
            return "higher"
        for head in heads:
            if head.endswith(self.words("lower-is-better")):
                return None if self._saving.search(plain) else "lower"
            if head.endswith(self.words("unwanted-events")):
                return None if self._saving.search(plain) or self._handling.search(plain) else "lower"
        for head in heads:
            if head.endswith(self._good):
                good = next(word for word in self._good if head.endswith(word))
                return "lower" if head.removesuffix(good).endswith(("不", "未", "非")) else "higher"
        return None

    def _heads(self, name: str) -> Iterator[str]:
        """Yield a name, and what is left of it without the words for how it is counted: 投诉件数, 投诉."""
        yield name
        while name.endswith(self._counted) and name not in self._counted:
            name = name.removesuffix(next(word for word in self._counted if name.endswith(word)))
            yield name

    @_remembered
    def is_bounded_rate(self, name: str) -> bool:
        """Return whether a name means a share, which cannot exceed 100 %."""
        plain = _plain(name)
        return plain.endswith(self.words("rates", "bounded")) and not plain.endswith(self.words("rates", "unbounded"))

    @_remembered
    def is_rate(self, name: str) -> bool:
        """Return whether a name means a share or rate of any kind."""
        return _plain(name).endswith(self._rates)

    @_remembered
    def unit_of(self, name: str) -> tuple[str, str] | None:
        """Return how a name ends and the unit that this makes sure; ``None`` where it does not.

        >>> builtin_terms().unit_of("培训人数"), builtin_terms().unit_of("覆盖率"), builtin_terms().unit_of("绿化面积")
        (('人数', '人'), ('率', '%'), None)
        >>> builtin_terms().unit_of("覆盖率（农村）")
        ('率', '%')
        """
        if found := self._ending(name, self._units):
            return found
        if self.is_bounded_rate(name):
            plain = _plain(name)
            return next(word for word in self.words("rates", "bounded") if plain.endswith(word)), "%"
        return None

    @_remembered
    def kind_of(self, name: str) -> tuple[str, str] | None:
        """Return how a name ends and a unit of what it says is measured; its size is open.

        >>> builtin_terms().kind_of("绿化面积")
        ('面积', '平方米')
        """
        return self._ending(name, self._kinds)

    @_remembered
    def level(self, text: str | None) -> str | None:
        """Return what a level of indicators is, by the key of ``levels``; a second level says more than a first.

        >>> builtin_terms().level("产出数量"), builtin_terms().level("社会效益指标"), builtin_terms().level(None)
        ('quantity', 'benefit', None)
        """
        if text is None:
            return None
        order = ("satisfaction", "quantity", "quality", "timeliness", "cost", "benefit", "output")
        return next((key for key in order if any(word in text for word in self.words("levels", key))), None)

    @_remembered
    def is_total_cost(self, name: str) -> bool:
        """Return whether a name means what the whole project costs.

        >>> builtin_terms().is_total_cost("项目总成本"), builtin_terms().is_total_cost("设备总成本")
        (True, False)
        """
        return self._total.fullmatch(name) is not None

    @staticmethod
    def _ending(name: str, known: Mapping[str, str]) -> tuple[str, str] | None:
        ending = next((name[at:] for at in range(len(name)) if name[at:] in known), None)
        return None if ending is None else (ending, known[ending])

    @cached_property
    def _units(self) -> Mapping[str, str]:
        return {word: unit for unit, words in self._data["unit-of-name"].items() for word in words}

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {word: unit for unit, words in self._data["kind-of-name"].items() for word in words}

    @cached_property
    def variants(self) -> Mapping[str, str]:
        """Other ways to write a unit, each with the usual one."""
        return {word: unit for unit, words in self._data["unit-variants"].items() for word in words}

    @cached_property
    def variant(self) -> re.Pattern[str]:
        """What finds one of the :attr:`variants` where a unit ends."""
        return re.compile(
            f"(?<![A-Za-z])(?:{pattern(self.variants).pattern})(?![A-Za-z0-9²³]|公里|千米|米|厘米|毫米|分米)"
        )

    @cached_property
    def non_statutory(self) -> Mapping[str, str]:
        """Units that are not legal, each with the legal one."""
        return {word: unit for unit, words in self._data["non-statutory"].items() for word in words}

    @cached_property
    def money(self) -> re.Pattern[str]:
        """What finds a word that makes a value money."""
        return pattern(self.words("money", "words"))

    @cached_property
    def _total(self) -> re.Pattern[str]:
        begins, names = (pattern(self.words("money", key)).pattern for key in ("total-begins", "total"))
        return re.compile(f"(?:{begins})*(?:{names})")

    @cached_property
    def _rates(self) -> tuple[str, ...]:
        return (*self.words("rates", "bounded"), *self.words("rates", "unbounded"), "比例")

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


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    return _ASIDE.sub("", name).strip()


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


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    else:
        for one in data.values() if isinstance(data, Mapping) else data:
            yield from _texts(one)


def _keys(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _keys(value) if isinstance(value, dict) else {} for key, value in data.items()}


@cache
def builtin_terms() -> Terms:
    """Return the terms of ``terms.toml``."""
    return Terms(tomllib.loads((files("indicator_dsl.lint") / "terms.toml").read_text(encoding="utf-8")))
