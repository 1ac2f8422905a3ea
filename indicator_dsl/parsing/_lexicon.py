"""The vocabulary arranged for cutting: which words there are, and what may follow them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from indicator_dsl.numerals import NUMERAL_CHARS
from indicator_dsl.units import scale_of, spellings
from indicator_dsl.vocabulary import any_of, vocabulary

__all__ = ["Lexicon", "is_han", "is_word_list"]


def is_han(text: str) -> bool:
    """Whether a text is Han characters only."""
    return text != "" and all("\u4e00" <= char <= "\u9fff" for char in text)


def is_word_list(pattern: str) -> bool:
    """Whether the pattern of a terminal is a plain list of Han words: ``(?:之前|以前|前)``."""
    return is_han(_bare(pattern).replace("|", ""))


def _bare(pattern: str) -> str:
    return pattern.removeprefix("(?:").removesuffix(")")


class Lexicon:
    """Every word by the terminals it can be; patterns are compiled when first used."""

    def __init__(self, terminals: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Take the words of ``words.toml``, and those terminals of the grammar that are plain lists of Han words.

        ``after`` tells for a character that is no Han what its being there promises (see ``_words.Place``).
        """
        self.after = after
        v = self.vocabulary = vocabulary()
        self._patterns = terminals
        self._numerals = "".join(sorted(NUMERAL_CHARS - {"点"}))
        self._listed: dict[str, frozenset[str]] = {
            "BEFORE": frozenset(word for word in v.before if not word.endswith(v.of_time)),
            "WHEN": frozenset(word for word in v.before if word.endswith(v.of_time)),
            "LINK": frozenset(v.link),
            "AFTER": frozenset(word for word in v.after if "内" not in word),
            "WITHIN": frozenset(word for word in v.after if "内" in word),
            "HOLD": v.hold,
            "BETWEEN": v.between,
            "AND": v.and_,
            "OR": v.or_,
            "CONNECT": v.to,
            "MONEY": v.money,
            "UP": v.up,
            "DOWN": v.down,
            "BASIS": v.basis,
            "AGAINST": v.against,
            "VERSUS": v.versus,
            "PREDICATE": v.predicates,
            "GRADE": v.grade_names,
            "WORD": v.idioms,
        }
        for name, pattern in terminals.items():
            if is_word_list(pattern):
                self._listed[name] = frozenset(_bare(pattern).split("|"))
        words: dict[str, set[str]] = {}
        for name, texts in self._listed.items():
            for text in texts:
                words.setdefault(text, set()).add(name)
        #: word → the terminals it can be
        self.words: Mapping[str, set[str]] = words
        self.longest = max(map(len, words))
        units = {text: unit for text, unit in spellings().items() if is_han(text)}
        units.update({look: spellings()[name] for look, name in v.lookalikes.items() if is_han(look)})
        #: spelling → unit, for spellings in Han
        self.units = units
        self.longest_unit = max(map(len, units))

    def unit_length(self, run: str, at: int) -> int:
        """Return how many characters at a place are a known unit, with or without a scale word."""
        scale = len(scale_of(run, at))
        noun = self._noun_length(run, at + scale) if scale else 0
        return max(self._noun_length(run, at), scale + noun if noun else 0)

    def _noun_length(self, run: str, at: int) -> int:
        lengths = range(min(self.longest_unit, len(run) - at), 0, -1)
        return next((n for n in lengths if run[at : at + n] in self.units), 0)

    @cached_property
    def numeral(self) -> re.Pattern[str]:
        """A Chinese numeral, well formed or not."""
        return re.compile(f"[{self._numerals}]{{1,41}}(?:点[零〇○一二三四五六七八九]{{1,20}})?")

    def starts_after(self, rest: str) -> bool:
        """Whether 以上, 及以下 or the like comes next."""
        return any(rest.startswith(word) for word in self.vocabulary.after if len(word) > 1)

    @cached_property
    def fraction(self) -> re.Pattern[str]:
        """A number in the form (25/3)."""
        return re.compile(self._patterns["FRACTION"])

    @cached_property
    def one_by_one(self) -> re.Pattern[str]:
        """A figure of speech, not two numbers: 一户一档, 一事一议; but 一年一次 is once a year."""
        return re.compile(f"一[^年月周日天季{self._numerals}]一[^{self._numerals}]")

    @cached_property
    def number_start(self) -> re.Pattern[str]:
        """What a number in words, a per-chain, a grade or a date can begin with."""
        openings = self._union("MONEY", "PART_OF", "WHOLE", "GRADE", "YEAR_END", "HALF")
        return re.compile(f"[每第{self._numerals}]|{openings}")

    @cached_property
    def relation_start(self) -> re.Pattern[str]:
        """A relation word before a number."""
        return re.compile(self._union("BEFORE", "WHEN"))

    @cached_property
    def change_start(self) -> re.Pattern[str]:
        """A word for increase or decrease."""
        return re.compile(self._union("UP", "DOWN"))

    @cached_property
    def date_tail(self) -> re.Pattern[str]:
        """What may follow 年底 or 上半年 for it to be a date."""
        done = f"(?:{self._union('PREDICATE')})?$"
        return re.compile(f"(?:{self._union('BY', 'END')}|内|以内|之内)*(?:{done}|{self._union('BEFORE', 'WHEN')})")

    @cached_property
    def grade_tail(self) -> re.Pattern[str]:
        """What may follow a level for it to be a grade."""
        return re.compile(
            f"(?:{self._union('AFTER', 'WITHIN')})?(?:(?:{self._union('OR', 'AND')}).+|{self._union('PREDICATE')})?$"
        )

    @cached_property
    def period_end(self) -> re.Pattern[str]:
        """A part of a month, quarter or year that recurs."""
        return re.compile(self._union("END", "YEAR_END", "XUN"))

    @cached_property
    def not_in_noun(self) -> re.Pattern[str]:
        """What a counted noun never contains."""
        words = self._union("UP", "DOWN", "PREDICATE", "AFTER", "WITHIN", "BEFORE", "WHEN")
        return re.compile(f"{words}|{any_of(self.vocabulary.never_in_nouns)}")

    @cached_property
    def dates(self) -> Mapping[str, re.Pattern[str]]:
        """The terminals for dates that can be written in Han: 二〇二五年, 六月."""
        return {name: re.compile(self._patterns[name]) for name in ("YEAR", "MONTH", "DAY", "QUARTER")}

    def _union(self, *names: str) -> str:
        return any_of(frozenset[str]().union(*(self._listed[name] for name in names)))
