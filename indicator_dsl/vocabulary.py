"""The words of the language, read once from ``grammar/words.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple, get_args

from indicator_dsl.comparators import Category
from indicator_dsl.relations import Relation
from indicator_dsl.resources import kept, read_text

__all__ = ["GradeScale", "Vocabulary", "vocabulary"]


class GradeScale(NamedTuple):
    """A graded scale, best level first; a level has one or more names."""

    name: str
    levels: tuple[tuple[str, ...], ...]
    source: str
    #: Levels count up from the best: "≤ Ⅲ" may mean a better level by its number, or a worse one.
    numbered: bool = False

    def rank(self, grade: str) -> int | None:
        """Return the place of a level, 0 for the best, or ``None`` if the scale lacks it.

        >>> vocabulary().grades[0].rank("良好")
        1
        """
        return next((i for i, names in enumerate(self.levels) if grade in names), None)


class Vocabulary:
    """Everything ``words.toml`` says, by topic; see the comments there for meaning and source."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Arrange the contents of ``words.toml``.

        Raises:
            ValueError: there is a category, or a relation, that the language does not have.
        """

        def relations(place: str) -> Mapping[str, Relation]:
            return {word: Relation(sign) for sign, words in data["relations"][place].items() for word in words}

        def words(topic: str, key: str = "words") -> frozenset[str]:
            return frozenset(data[topic][key])

        self.link, self.after = relations("link"), relations("after")
        before = relations("before")
        turned = {Relation.GT: Relation.LE, Relation.LT: Relation.GE}
        negated = {
            f"{no}{word}": turned[relation]
            for no in data["relations"]["negations"]["words"]
            for word, relation in before.items()
            if relation in turned and word[0] not in "不未"
        }
        #: 不少于, 不能低于 …
        self.before: Mapping[str, Relation] = {**negated, **before}
        #: the ends of relation words that speak of time only: 不晚于
        self.of_time = tuple(data["relations"]["of_time"]["endings"])
        self.hold, self.between, self.money = words("hold"), words("between"), words("money")
        self.and_, self.or_, self.to = (words("joins", key) for key in ("and", "or", "to"))
        self.up, self.down = words("change", "increase"), words("change", "decrease")
        self.basis, self.against, self.versus = (words("change", key) for key in ("basis", "against", "versus"))
        self.reference = words("change", "reference")
        self.predicates, self.idioms = words("predicates"), words("idioms")
        self.phrase_classifiers = frozenset(data["idioms"]["classifiers"])
        self.grades = tuple(
            GradeScale(entry["name"], tuple(map(tuple, entry["levels"])), entry["source"], entry.get("numbered", False))
            for entry in data["grades"]
        )
        self.missing, self.placeholders = words("missing"), words("placeholder")
        self.type_words, self.choices = words("qualitative", "type_words"), words("qualitative", "choices")
        self.vague_after, self.tenths = words("vague", "after"), words("vague", "tenths")
        self.vague_before, self._vague_alone = words("vague", "before"), words("vague", "alone")
        self._vague_counted: str = data["vague"]["counted"]
        self.never_in_nouns = words("nouns", "never") | self.vague_after | self.tenths
        labels, changes = data["labels"], (*(self.basis - words("labels", "averages")), *self.up, *self.down)
        self.no_label = (tuple(labels["never_begins"]), (*labels["never_ends"], *changes))
        #: what a time limit is counted from ends so, and what only looks like it
        self._events, self._no_events = tuple(labels["events"]), tuple(labels["no_events"])
        self.limits = words("labels", "limits")
        self.no_bare_label = (*labels["never_ends_bare"], *self.limits)
        self.named_by = tuple(labels["named_by"])
        #: the same before a colon
        self.no_name = (tuple(labels["never_begins_named"]), (*labels["never_ends_named"], *changes))
        #: what no note in brackets is, begins with, ends with
        self.no_notes = words("notes", "never")
        self.no_note = (tuple(data["notes"]["begins"]), tuple(data["notes"]["ends"]))
        #: counters that count the same things
        self.alike = words("notes", "alike")
        #: what no note of a bare number begins with, ends with
        self.unit_note = (tuple(data["notes"]["units_begin"]), tuple(data["notes"]["units_end"]))
        #: they say how a number is meant, so none of them is the name of an indicator
        self.relation_words = frozenset({*self.before, *self.after, *self.hold, "前", "后", "之前", "以前"})
        #: what people tick for a qualitative target: "met", "partly" or "not_met" by word
        self.levels: Mapping[str, str] = {
            word: level
            for level, alone in data["levels"].items()
            for word in (*alone, *_of_targets(data["ticks"], level))
        }
        #: what may stand before a tick, the number of the choice or a sign, and behind it
        self.before_tick, self.behind_tick = _marks(**data["ticks"]["marks"])
        self.lookalikes: Mapping[str, str] = data["lookalikes"]
        pairs = data["traditional"]["map"]
        self._traditional = str.maketrans(dict(zip(pairs[::2], pairs[1::2], strict=True)))
        self._patterns: Mapping[str, str] = data["patterns"]
        self._categories: Mapping[Category, list[str]] = data["qualitative"]["categories"]
        unknown = set(self._categories) - set(get_args(Category))
        if unknown:
            msg = f"words.toml: no such category: {sorted(unknown)}"
            raise ValueError(msg)

    def simplified(self, text: str) -> str:
        """Return a text with the traditional characters of unit and relation words simplified."""
        return text.translate(self._traditional)

    def is_event(self, label: str) -> bool:
        """Return whether a label says what a time is counted from.

        >>> vocabulary().is_event("收到资金后"), vocabulary().is_event("最后")
        (True, False)
        """
        return len(label) > 1 and label.endswith(self._events) and not label.endswith(self._no_events)

    def category(self, text: str) -> Category:
        """Return the category of a qualitative text: the first of the list that fits.

        >>> vocabulary().category("根据市场LPR浮动"), vocabulary().category("日产日清")
        ('reference', 'frequency')
        """
        return next((name for name, words in self._category_patterns.items() if words.search(text)), "other")

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """What is told by where a word stands in a label, a note, an actual, by name."""
        return {name: re.compile(pattern) for name, pattern in self._patterns.items()}

    @cached_property
    def _category_patterns(self) -> Mapping[Category, re.Pattern[str]]:
        return {name: re.compile(any_of(words)) for name, words in self._categories.items()}

    @cached_property
    def vague_amount(self) -> str:
        """A pattern for amounts said without a number: 几次, 若干项, 几百户."""
        scales = "(?:十|百|千|万|亿)?"
        return f"(?:{any_of(self._vague_alone)}){scales}(?=[{self._vague_counted}])"

    @cached_property
    def compared(self) -> re.Pattern[str]:
        """A basis of comparison: 较上年同期, 与去年相比."""
        return re.compile(f"(?:{any_of(self.against)})(?:{any_of(self.reference)})(?:{any_of(self.versus)})?")

    @cached_property
    def grade_names(self) -> frozenset[str]:
        """Every name of every level of every scale."""
        return frozenset(name for scale in self.grades for level in scale.levels for name in level)


def _of_targets(ticks: Mapping[str, Any], level: str) -> Iterator[str]:
    """Yield what is ticked of a target: 达成预期指标, 部分达成年度目标并具有一定效果."""
    behind = ("", *ticks["behind"][level])
    return (verb + goal + end for verb in ticks[level] for goal in ticks["objects"] for end in behind)


def _marks(signs: str, numbered: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sign = rf"[\[(（【]?[{signs}][\])）】]?"
    return re.compile(rf"\s*(?:(?:{numbered}|{sign})\s*)+"), re.compile(rf"(?:\s*{sign})+\s*$")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read and checked once."""
    stored = kept().get("words")
    if stored is None:
        import tomllib

        stored = tomllib.loads(read_text("words.toml"))
    return Vocabulary(stored)
