"""What the header of a column means: its word, and what stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from attrs import evolve, frozen

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.layouts import bare, is_form_word, is_frame, pattern, simplified, word_set, words

__all__ = [
    "Header",
    "field_of",
    "header_below",
    "header_of",
    "header_words",
    "is_harmless",
    "is_header_word",
    "name_of_field",
    "says_previous",
    "year_in",
]

#: No header is longer; prose may well end in a header word.
_LONGEST_HEADER: Final = 30
#: A shorter ending says too little: 项目实施单位 is no unit column.
_SHORTEST_ENDING: Final = 3


@frozen
class Header:
    """What a header cell means: the field, the word that said so, and how well it says it (0 is best)."""

    field: str
    word: str
    rank: int
    #: The year it names, 2025年目标值; ``None`` if it names none or several.
    year: int | None = None
    #: Another year, another scope, no final value: 上年度目标值, 1-7月完成情况.
    last: bool = False
    #: Where it is filled it goes before the column it amends: 调整后指标值.
    amends: bool = False
    #: What was aimed at or reached the year before: 上年指标值, 上年完成值.
    previous: bool = False

    @property
    def unsure(self) -> bool:
        """Whether what stands before the word is not known: 甲项目指标值."""
        return _ENDING <= self.rank < _WEAK

    @property
    def weak(self) -> bool:
        """Whether the word says little: 绩效标准."""
        return _WEAK <= self.rank < _LAST


#: The fields whose columns another year may have beside this one's.
_OF_A_YEAR: Final = frozenset({"value", "actual"})

# What the rank of a header begins with; that of the word in its list is added.
_ENDING: Final = 1000
_WEAK: Final = 2000
_LAST: Final = 3000


@cache
def _headers() -> dict[str, Header]:
    return {
        bare(word): Header(field, bare(word), rank + (_WEAK if word in words()["weak"].get(field, ()) else 0))
        for field, its_words in words()["headers"].items()
        for rank, word in enumerate(its_words)
    }


@cache
def _endings() -> frozenset[str]:
    """Return how the words end that may stand at the end of a longer header."""
    # Only Han words: the last letters of an English word say nothing about it.
    return frozenset(label[-_SHORTEST_ENDING:] for label in _headers() if not label.isascii())


@lru_cache(maxsize=4096)
def header_of(text: str) -> Header | None:
    """Return what a header cell means, ``None`` if it is no header word.

    >>> header_of("2025年度指标值（A）").field, header_of("实际完成值(B)").field, header_of("计量 单位").field
    ('value', 'actual', 'unit')
    >>> header_of("项目实施单位") is None, header_of("指标值说明").field
    (True, 'other')
    >>> header_of("上年度目标值").last, header_of("2025年目标值").year, header_of("调整后指标值").amends
    (True, 2025, True)
    """
    label = bare(text)
    if not label or len(label) > _LONGEST_HEADER:
        return None
    known = _headers()
    if label in known:
        return evolve(known[label], year=year_in(text))
    if label[-_SHORTEST_ENDING:] not in _endings():
        return None
    for start in range(1, len(label) - _SHORTEST_ENDING + 1):
        found = known.get(label[start:])
        if found is not None and not found.word.isascii():
            return _prefixed(found, label[:start], year_in(text))
    return None


def _prefixed(header: Header, prefix: str, year: int | None) -> Header:
    """Return what a header means with something in front of it."""
    if header.field == "other":
        return header
    several = year is None and _YEAR.search(prefix) is not None
    last = several or _says_last(prefix)
    amends = not last and header.field == "value" and any(word in prefix for word in word_set("prefixes", "amended"))
    rank = header.rank
    if last:
        rank += _LAST
    elif not amends and not _is_plain(prefix):
        rank += _ENDING
    # 上|年度指标值: the year may be in the word.
    label = prefix + header.word
    previous = last and header.field in _OF_A_YEAR and any(word in label for word in words()["prefixes"]["previous"])
    return evolve(
        header,
        rank=rank,
        year=year,
        last=last or header.last,
        amends=amends or header.amends,
        previous=previous or header.previous,
    )


def header_below(over: str, text: str) -> Header | None:
    """Return what a cell of a second header row means below a header merged over several columns.

    >>> [header_below("指标值", text).field for text in ("符号", "2024年实际", "A省")]
    ['relation', 'actual', 'value']
    >>> header_below("指标值", "2025年").year, header_below("指标值", "一季度").last
    (2025, True)
    >>> header_below("全年完成值", "数值").field, header_below("历史值", "2023年").field
    ('actual', 'other')
    """
    above, own, label = header_of(over), header_of(text), bare(text)
    year = year_in(text) or year_in(over)
    if above is None or above.field == "name":
        if own is None or above is not None:
            return own
        return _prefixed(own, bare(over), year) if _says_last(bare(over)) else evolve(own, year=year)
    if above.field == "other":
        # 绩效目标 may stand over everything, 历史值 only over what is not read.
        return Header("other", above.word, 0) if own is None else own
    if above.field == "previous":
        # 上年 over 目标值 | 完成值: what was reached says more.
        if own is not None and own.field not in _OF_A_YEAR:
            return Header("other", above.word, 0)
        return Header("previous", above.word, above.rank + (own is None or own.field != "actual"))
    field, prefix = _word_below(label)
    if field is None and own is not None:
        field, prefix = own.field, ""
    if field in {"other", "previous"}:
        return own
    if above.field == "actual":
        field = "other" if field in {"unit", "relation"} else "actual"
    elif field is None or field not in {"relation", "value", "unit", "actual", "weight", "score"}:
        field, prefix = above.field, label
    rank = 0 if own is None else own.rank
    return _prefixed(Header(field, above.word, rank, last=above.last), prefix + bare(over)[: -len(above.word)], year)


def says_previous(over: str) -> bool:
    """Return whether what stands below this is of the year before.

    >>> says_previous("上年情况"), says_previous("年度指标值")
    (True, False)
    """
    return any(word in bare(over) for word in words()["prefixes"]["previous"])


def _word_below(label: str) -> tuple[str | None, str]:
    """Return the field a word means that only stands in second header rows, and what stands before the word."""
    for field, its_words in words()["below"].items():
        for word in its_words:
            if label.endswith(word) and _is_plain(label.removesuffix(word)):
                return field, label.removesuffix(word)
    return None, ""


#: 2025年, 2025年度; 2023-2025年 is several years.
_YEAR: Final = re.compile(r"20[0-9]{2}")


def year_in(text: str) -> int | None:
    """Return the year a text names, ``None`` if it names none or several.

    >>> year_in("（2025年度）"), year_in("2024年实际"), year_in("2023-2025年"), year_in("总编号20251")
    (2025, 2024, None, None)
    """
    found = set(re.findall(r"(?<![0-9])(20[0-9]{2})(?=\s*年|[-—～~至])", text))
    return int(found.pop()) if len(found) == 1 else None


@lru_cache(maxsize=512)
def _says_last(prefix: str) -> bool:
    """Return whether a column with this before its word is read only where there is no other."""
    return any(word in prefix for word in word_set("prefixes", "last")) or bool(
        pattern("prefixes", "dated").search(prefix)
    )


@lru_cache(maxsize=512)
def _is_plain(prefix: str) -> bool:
    rest = re.sub(r"20[0-9]{2}(?=年)", "", prefix)
    for word in sorted(word_set("prefixes", "plain"), key=len, reverse=True):
        rest = rest.replace(word, "")
    return not rest


def name_of_field(field: str) -> str:
    """Return what messages call a field, a word that ``--map`` takes."""
    name: str = words()["fields"][field]
    return name


@lru_cache(maxsize=1024)
def is_harmless(text: str) -> bool:
    """Return whether a column with this header is known to be none of those that are read.

    >>> is_harmless("备注"), is_harmless("责任单位"), is_harmless("数量要求")
    (True, True, False)
    """
    header = header_of(text)
    if header is not None:
        return header.field == "other"
    return is_frame(text) or is_form_word(text) or bare(text).endswith(tuple(word_set("harmless", "endings")))


def field_of(word: str) -> str:
    """Return the field a header word or the name of a field means.

    >>> field_of("指标值"), field_of("weight"), field_of("上年完成值")
    ('value', 'weight', 'previous')

    Raises:
        TableError: ``unknown-field``.
    """
    header = header_of(word)
    if header is None or header.field == "other":
        raise TableError("unknown-field", path=word, supported="、".join(words()["fields"].values()))
    return "previous" if header.previous else header.field


class _Endings(dict[str, bool]):
    """By the last character of a text, whether it may be a header word; most cells are told by that."""

    def __missing__(self, last: str) -> bool:
        # These are left as they are when a label is compared.
        kept = "一" <= last <= "鿿" or "0" <= last <= "9" or last == "%"
        simple = simplified(last)
        self[last] = answer = not kept or any(label[-1] == simple for label in _headers())
        return answer


_ENDINGS: Final = _Endings()


def header_words(texts: Iterable[str]) -> list[str]:
    """Return those of the cells of a row that are header words.

    >>> header_words(("产出指标", "小学学生人数", "", "三级指标", "指标值"))
    ['三级指标', '指标值']
    """
    return [text for text in texts if text and _ENDINGS[text[-1]] and header_of(text) is not None]


def is_header_word(text: str) -> bool:
    """Return whether a header is one of the words themselves and not only ends in one.

    >>> is_header_word("指标值"), is_header_word("新竣工项目是否达到预期目标")
    (True, False)
    """
    return bare(text) in _headers()
