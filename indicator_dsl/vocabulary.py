"""The words of the language, read once from ``grammar/words.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_args

import attrs

from indicator_dsl.comparators import Category
from indicator_dsl.relations import Relation
from indicator_dsl.resources import read_text

__all__ = ["GradeScale", "Vocabulary", "vocabulary"]


@attrs.frozen
class GradeScale:
    """A graded scale, best level first; a level has one or more names."""

    name: str
    levels: tuple[tuple[str, ...], ...]
    source: str

    def rank(self, grade: str) -> int | None:
        """Return the place of a level, 0 for the best, or ``None`` if the scale lacks it.

        >>> vocabulary().grades[0].rank("良好")
        1
        """
        return next((i for i, names in enumerate(self.levels) if grade in names), None)


@attrs.frozen
class Vocabulary:
    """Everything ``words.toml`` says, by topic; see the comments there for meaning and source."""

    before: Mapping[str, Relation]
    link: Mapping[str, Relation]
    after: Mapping[str, Relation]
    hold: frozenset[str]
    between: frozenset[str]
    and_: frozenset[str]
    or_: frozenset[str]
    to: frozenset[str]
    money: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    basis: frozenset[str]
    against: frozenset[str]
    versus: frozenset[str]
    #: 较上年同期, 与去年相比 …
    compared: re.Pattern[str]
    predicates: frozenset[str]
    grades: tuple[GradeScale, ...]
    missing: frozenset[str]
    placeholders: frozenset[str]
    type_words: frozenset[str]
    choices: frozenset[str]
    #: in order: the first category that matches counts
    categories: Mapping[Category, re.Pattern[str]]
    idioms: frozenset[str]
    vague_after: frozenset[str]
    vague_before: frozenset[str]
    tenths: frozenset[str]
    no_noun: re.Pattern[str]
    #: what people tick for a qualitative target: "met", "partly" or "not_met" by word
    levels: Mapping[str, str]
    traditional: Mapping[int, str]
    lookalikes: Mapping[str, str]

    def simplified(self, text: str) -> str:
        """Return a text with the traditional characters of unit and relation words simplified."""
        return text.translate(self.traditional)

    def category(self, text: str) -> Category:
        """Return the category of a qualitative text: the first of the list that fits.

        >>> vocabulary().category("根据市场LPR浮动"), vocabulary().category("日产日清")
        ('reference', 'frequency')
        """
        return next((name for name, words in self.categories.items() if words.search(text)), "other")

    def grade_names(self) -> frozenset[str]:
        """Return every name of every level of every scale."""
        return frozenset(name for scale in self.grades for level in scale.levels for name in level)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read and checked once."""
    data = tomllib.loads(read_text("words.toml"))

    def relations(place: str) -> dict[str, Relation]:
        return {word: Relation(sign) for sign, words in data["relations"][place].items() for word in words}

    change, qualitative, traditional = data["change"], data["qualitative"], data["traditional"]["map"]
    unknown = set(qualitative["categories"]) - set(get_args(Category))
    if unknown:
        msg = f"words.toml: no such category: {sorted(unknown)}"
        raise ValueError(msg)
    return Vocabulary(
        before=relations("before"),
        link=relations("link"),
        after=relations("after"),
        hold=frozenset(data["hold"]["words"]),
        between=frozenset(data["between"]["words"]),
        and_=frozenset(data["joins"]["and"]),
        or_=frozenset(data["joins"]["or"]),
        to=frozenset(data["joins"]["to"]),
        money=frozenset(data["money"]["words"]),
        up=frozenset(change["increase"]),
        down=frozenset(change["decrease"]),
        basis=frozenset(change["basis"]),
        against=frozenset(change["against"]),
        versus=frozenset(change["versus"]),
        compared=re.compile(
            f"(?:{any_of(change['against'])})(?:{any_of(change['reference'])})(?:{any_of(change['versus'])})?"
        ),
        predicates=frozenset(data["predicates"]["words"]),
        grades=tuple(_scale(entry) for entry in data["grades"]),
        missing=frozenset(data["missing"]["words"]),
        placeholders=frozenset(data["placeholder"]["words"]),
        type_words=frozenset(qualitative["type_words"]),
        choices=frozenset(qualitative["choices"]),
        categories={name: re.compile(any_of(words)) for name, words in qualitative["categories"].items()},
        idioms=frozenset(data["idioms"]["words"]),
        vague_after=frozenset(data["vague"]["after"]),
        vague_before=frozenset(data["vague"]["before"]),
        tenths=frozenset(data["vague"]["tenths"]),
        no_noun=re.compile(any_of(data["nouns"]["never"])),
        levels={word: level for level, words in data["levels"].items() for word in words},
        traditional=str.maketrans(dict(zip(traditional[::2], traditional[1::2], strict=True))),
        lookalikes=data["lookalikes"],
    )


def _scale(entry: Mapping[str, Any]) -> GradeScale:
    return GradeScale(entry["name"], tuple(tuple(names) for names in entry["levels"]), entry["source"])
