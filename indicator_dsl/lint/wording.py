"""Targets in words: what makes one vague, and what makes it one that can be judged all the same.

The rules on wording share this, so that a cell gets one message: timeliness without a time is DAT06,
a comparison without an amount VAL16, a text that leans on something outside the table QUA04, a vague
one or words for a rate QUA01, and what is left without a scale QUA02.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from indicator_dsl.comparators import Change, Comparator, Grade, Qualitative
from indicator_dsl.errors import IndicatorError
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context
from indicator_dsl.lint.terms import Terms
from indicator_dsl.lint.timeliness import spoken_of
from indicator_dsl.parsing import parse
from indicator_dsl.rows import Row
from indicator_dsl.vocabulary import vocabulary

__all__ = [
    "VagueWord",
    "accepted",
    "changed",
    "compares",
    "graded",
    "has_basis",
    "is_common",
    "is_opinion",
    "leans_on",
    "open_texts",
    "vague_words",
    "words_for_a_rate",
]

#: How the texts of a scale are strung together: 好/一般/差.
_STRUNG: Final = re.compile(r"[\s/／、，,；;|\\-]+")
_IN_BRACKETS: Final = re.compile(r"[（(\[【]([^（）()\[\]【】]+)[）)\]】]|[：:](.+)")
#: A document or standard by its name.
_NAMED: Final = re.compile(r"《|[A-Z]{2,}(?:/T)?\s*[0-9]|〔|号文")


class VagueWord(NamedTuple):
    """A word nobody can measure, where it stands, and how much it weighs."""

    word: str
    start: int
    weight: int


def accepted(cell: Cell, part: Comparator, context: Context) -> bool:
    """Return whether the house takes the text for a target as it stands."""
    texts = context.profile.texts
    return bool(texts) and (cell.text.strip() in texts or str(part) in texts)


def has_basis(text: str, terms: Terms) -> bool:
    """Return whether a text says what something is compared with: 较上年, 同比, 年均."""
    return terms.finder("change", "basis").search(text) is not None or vocabulary().compared.search(text) is not None


def compares(text: str, terms: Terms) -> bool:
    """Return whether a text in words says with what it compares, and up or down, and not how much."""
    # 与上年持平 and 只减不增 are definite
    return has_basis(text, terms) and terms.finder("change", "verbs").search(_plain(text, terms)) is not None


def changed(text: str, terms: Terms) -> str | None:
    """Return the change that a text tells, with an amount: 同比下降≥3% of 同比有所下降, 较上年下降≥3% of 下降."""
    basis = vocabulary().compared.search(text) or terms.finder("change", "basis").search(text)
    verb = terms.finder("change", "verbs").search(text)
    if verb is None:
        return None
    example = f"{basis[0] if basis else '较上年'}{verb[0]}≥3%"
    try:
        return example if isinstance(parse(example), Change) else None
    except IndicatorError:
        return None


def leans_on(text: str, terms: Terms) -> str | None:
    """Return the words by which a text leans on something outside the table that it does not name."""
    if _NAMED.search(text) or terms.finder("reference", "own-budget").search(text):
        return None
    if terms.finder("reference", "benchmarks").search(text):
        return text.strip("。！ ")
    introduced = terms.finder("reference", "introducing").search(text)
    if introduced is not None:
        return _clause(text, introduced.start())
    verb = terms.finder("reference", "with-a-noun").search(text)
    if verb is None or any(level in text for level in _numbered()):  # 达到Ⅲ类标准 names its standard
        return None
    clause = _clause(text, verb.start())
    return clause if terms.finder("reference", "nouns").search(clause, len(verb[0])) else None


@cache
def _numbered() -> frozenset[str]:
    """Return the levels that are a standard by their number: Ⅲ类, 二级."""
    return frozenset(
        name for scale in vocabulary().grades if scale.numbered for level in scale.levels for name in level
    )


def _clause(text: str, start: int) -> str:
    return re.split("[，,。；;]", text[start:], maxsplit=1)[0]


def graded(text: str, terms: Terms) -> bool:
    """Return whether a text brings its own standard: a scale, a level in brackets, the evidence, a document by name."""
    strung = _STRUNG.sub("", text)
    if terms.finder("wording", "scales").search(strung) or _NAMED.search(text):
        return True
    asides = ["".join(filter(None, found.groups())) for found in _IN_BRACKETS.finditer(text)]
    levels, evidence = vocabulary().grade_names, terms.finder("wording", "evidence")
    return any(evidence.search(aside) or any(level in aside for level in levels) for aside in asides)


def open_texts(row: Row, cell: Cell, context: Context) -> Iterator[Qualitative]:
    """Yield the texts of a cell that QUA01 and QUA02 have to judge: no standard in them, no other rule's business."""
    value = cell.value
    several = getattr(value, "parts", None)
    for part in (value,) if several is None else several:
        if not isinstance(part, Qualitative) or accepted(cell, part, context):
            continue
        text, terms = part.text, context.terms
        if is_common(row.name or "", terms) or _is_of_framework(row, terms):
            continue
        if graded(cell.text, terms) or compares(text, terms) or leans_on(text, terms):
            continue
        if spoken_of(row, text, context) or (
            "时效" in (row.level2 or "") and terms.finder("wording", "timely").search(text)
        ):
            continue
        yield part


def is_common(name: str, terms: Terms) -> bool:
    """Return whether an indicator is one that the Ministry's framework explains."""
    return plain_name(name).endswith(terms.words("wording", "common"))


def _is_of_framework(row: Row, terms: Terms) -> bool:
    levels = terms.words("wording", "framework")
    return any((level or "").removesuffix("指标") in levels for level in (row.level1, row.level2))


def words_for_a_rate(row: Row, cell: Cell, context: Context) -> str | None:
    """Return the words in the place of a number, where the name says that it is a share: 满意度 较高."""
    match cell.value:
        case Qualitative(text=text, label=None):
            if not any(part is cell.value for part in open_texts(row, cell, context)):
                return None
        case Grade(label=None) as grade if is_opinion(grade, cell, context):
            text = cell.text.strip()
        case _:
            return None
    terms = context.terms
    if text in terms.words("timeliness", "answers") or terms.finder("reference", "own-budget").search(text):
        return None
    return text if terms.is_bounded_rate(row.name or "") else None


def is_opinion(grade: Grade, cell: Cell, context: Context) -> bool:
    """Return whether a grade is somebody's opinion, without the scale it is of: 优, and no 合格 or Ⅲ类."""
    if accepted(cell, grade, context) or grade.note is not None or graded(cell.text, context.terms):
        return False
    return grade.grade in context.terms.words("wording", "opinions")


def vague_words(text: str, terms: Terms) -> list[VagueWord]:
    """Return the vague words of a text, the heaviest first."""
    plain = _plain(text, terms)
    if plain.strip("。！ ") in terms.words("wording", "alone"):
        return [VagueWord(plain.strip("。！ "), 0, 2)]
    found = [
        VagueWord(match[0], match.start(), weight)
        for weight, key in ((2, "heavy"), (1, "light"))
        for match in terms.finder("wording", key).finditer(plain)
    ]
    return sorted(found, key=lambda one: (-one.weight, one.start))


def _plain(text: str, terms: Terms) -> str:
    """Return a text with the words blotted out that only look vague: 社会保障, 零增长, 不下降."""
    return terms.finder("wording", "innocent").sub(lambda found: "\0" * len(found[0]), text)
