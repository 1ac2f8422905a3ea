"""The words of ``layouts.toml``, looked up: what a cell is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final, Literal

__all__ = [
    "bare",
    "has_look",
    "in_both_scripts",
    "is_form_word",
    "is_frame",
    "is_heading",
    "is_note",
    "is_ordinary",
    "is_placeholder",
    "is_total",
    "levels_of",
    "may_stand_under",
    "pattern",
    "simplified",
    "word_set",
    "words",
]

Look = Literal["value", "maybe", "relation", "number", "sign", "organisation", "quantity", "unfilled"]

_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_DECORATION: Final = re.compile(r"[\s:*★_#“”\"'、,，]+")
_ENUMERATOR: Final = re.compile(r"^(?:\(?[0-9一二三四五六七八九十]{1,3}[)、.．]|\([0-9一二三四五六七八九十]{1,3}\))")
_LEVEL_ENDING: Final = re.compile(r"(?:指标|值)$")
#: No label is longer, whatever stands in its brackets: to take one apart costs the square of its length.
_LONGEST_LABEL: Final = 500


@cache
def words() -> dict[str, Any]:
    """Return ``layouts.toml`` as data."""
    return tomllib.loads((files("indicator_dsl.tables") / "layouts.toml").read_text(encoding="utf-8"))


@cache
def _plain() -> re.Pattern[str]:
    """Return how text looks that is compared as it is: most cells, so most cells are spared the rest."""
    edges = [ord("一") - 1, *sorted(_simple()), ord("鿿") + 1]
    han = (f"{chr(one + 1)}-{chr(other - 1)}" for one, other in pairwise(edges) if other - one > 1)
    return re.compile(rf"[0-9a-z{''.join(han)}%≥≤+./-]*")


@cache
def _simple() -> dict[int, str]:
    pairs = words()["traditional"]["map"]
    return str.maketrans(dict(zip(pairs[::2], pairs[1::2], strict=True)))


def simplified(text: str) -> str:
    """Return a text with the traditional characters of our words simplified."""
    return text if text.isascii() else text.translate(_simple())


def in_both_scripts(characters: Iterable[str]) -> frozenset[str]:
    """Return simplified characters, and the traditional ones that mean the same."""
    found = frozenset(characters)
    return found | {chr(one) for one, simple in _simple().items() if simple in found}


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a label without blanks, brackets and what they hold, decoration, full-width forms and case.

    >>> bare("年度指标值（A）"), bare("项目年度绩效 目标衡量指标"), bare("Level 1"), bare("實際完成值")
    ('年度指标值', '项目年度绩效目标衡量指标', 'level1', '实际完成值')
    """
    if len(text) > _LONGEST_LABEL or _plain().fullmatch(text):
        return text
    # NFKC is safe here: nobody needs the offsets, and the author's text is kept elsewhere.
    folded = simplified(unicodedata.normalize("NFKC", text).casefold())
    return _DECORATION.sub("", _BRACKETED.sub("", folded))


@cache
def word_set(table: str, key: str) -> frozenset[str]:
    """Return the words of a list as they are compared."""
    return frozenset(bare(word) for word in words()[table][key])


@cache
def _first_characters(table: str, *keys: str) -> frozenset[str]:
    return in_both_scripts(label[0] for key in keys for label in word_set(table, key))


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """Return a regular expression of ``layouts.toml``."""
    return re.compile(words()[table][key])


def _stem(text: str) -> str:
    folded = unicodedata.normalize("NFKC", simplified(text[:_LONGEST_LABEL])).casefold()
    folded = re.sub(r"\s+", "", folded)
    folded = _BRACKETED.sub("", _ENUMERATOR.sub("", folded)).rstrip(":")
    return _LEVEL_ENDING.sub("", folded) or folded


@lru_cache(maxsize=4096)
def levels_of(text: str) -> frozenset[int]:
    """Return the levels whose word this is: 1, 2, both or none.

    >>> sorted(levels_of("产出指标")), sorted(levels_of("社会效益")), sorted(levels_of("成本指标"))
    ([1], [2], [1, 2])
    >>> sorted(levels_of("（一）数量指标(50分)")), sorted(levels_of("小学学生人数"))
    ([2], [])
    """
    stem = _stem(text)
    found = {1} if stem in _level_words("first") else set[int]()
    return frozenset(found | {2} if stem in _level_words("second") else found)


@cache
def _level_words(key: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in words()["levels"][key])


def may_stand_under(level2: str, level1: str | None) -> bool:
    """Return whether a word that can be either level belongs, as level 2, to the level-1 group that is open."""
    return level1 is not None and _stem(level1) in words()["levels"]["under"].get(_stem(level2), ())


def has_look(look: Look, text: str) -> bool:
    """Return whether a cell looks like a value, perhaps a value, a relation or a number.

    >>> has_look("value", "≥ 600 元/人"), has_look("value", "12345热线办结率"), has_look("maybe", "逐步提高")
    (True, False, True)
    """
    return pattern("looks", look).search(text.strip()) is not None


def is_ordinary(text: str) -> bool:
    """Return whether a row that begins with this text surely is no total, note, frame or head of a form.

    ``False`` says nothing.  Most rows begin with a project, a level or an indicator, and
    are told by their first character.

    >>> is_ordinary("在校学生人数"), is_ordinary("合计"), is_ordinary("注：单位万元")
    (True, False, False)
    """
    first = text[:1]
    if not "一" <= first <= "鿿":
        return False
    if first not in _first_characters("rows", "frame", "totals", "form", "notes"):
        return True
    # No word ends in a digit; only behind 注 there may be one, and a colon ends a word.
    numbered = "0" <= text[-1] <= "9" and ":" not in text and "：" not in text
    return numbered and first not in _first_characters("rows", "notes")


@lru_cache(maxsize=4096)
def is_frame(text: str) -> bool:
    """Return whether this is the merged cell at the left of the indicators: ``绩效指标``."""
    return bare(text) in word_set("rows", "frame")


def is_total(text: str) -> bool:
    """Return whether a row that begins with this text sums up others: ``合计``."""
    if "一" <= text[:1] <= "鿿" and text[0] not in _first_characters("rows", "totals"):  # the names of most rows
        return False
    return bare(text) in word_set("rows", "totals")


@lru_cache(maxsize=4096)
def is_form_word(text: str) -> bool:
    """Return whether a row that begins with this text belongs to the head of a form: ``项目名称``."""
    label = bare(text.partition("：")[0].partition(":")[0])
    return label in word_set("rows", "form")


@lru_cache(maxsize=4096)
def is_note(text: str) -> bool:
    """Return whether this is written under or above a table: ``注：…``, ``单位：万元``, ``填表人``."""
    head = unicodedata.normalize("NFKC", text[:_LONGEST_LABEL]).partition(":")[0]
    # 注1: and 注 (1): are notes as well.
    return bare(head).rstrip("0123456789") in word_set("rows", "notes")


def is_heading(text: str) -> bool:
    """Return whether a line with nothing else on it is a title or a page number."""
    return len(text) <= _LONGEST_LABEL and pattern("rows", "heading").search(text.strip()) is not None


def is_placeholder(text: str) -> bool:
    """Return whether a name is only the dots of a template."""
    return pattern("rows", "placeholder").search(text) is not None
