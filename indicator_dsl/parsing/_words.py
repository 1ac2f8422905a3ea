"""Cut a run of Han characters into words of the language.

Chinese puts no blanks between words, so ``分钟内响应`` has to be cut into 分钟, 内 and 响应
before the grammar can see it.  At each place the longest word wins that can stand there,
given what came before and what comes after; what no word claims is plain text (``WORD``).
The conditions keep 不满意率 from being read as 不满 (<) and 一次性 from being read as 1次.

The run is short and comes back often, so results are cached; the cost is linear in its length.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from indicator_dsl.numerals import NUMERAL_CHARS, numeral_value
from indicator_dsl.parsing._lexicon import Lexicon
from indicator_dsl.parsing._spellings import canonical_unit
from indicator_dsl.units import scale_of

__all__ = ["Piece", "cut"]

#: terminal, text, offset in the run
Piece = tuple[str, str, int]

#: What may come before a value, a label or a date: the start of something new.
_FRESH = frozenset(
    {
        None,
        "SEP",
        "AND",
        "OR",
        "COLON",
        "ENUM",
        "SIGN",
        "BEFORE",
        "WHEN",
        "LINK",
        "HOLD",
        "CONNECT",
        "DASH",
        "LPAR",
        "LBRACK",
        "PLUSMINUS",
    }
)
_DATES = frozenset(
    {"YEAR", "MONTH", "DAY", "END", "YEAR_END", "QUARTER", "HALF", "XUN", "ISO_DATE", "ISO_MONTH", "WHOLE_YEAR"}
)
#: What may end a value.
_ENDS = _DATES | {
    "UNIT",
    "NUMBER",
    "NUMERAL",
    "WHOLE",
    "AFTER",
    "WITHIN",
    "INCLUSIVE",
    "BY",
    "GRADE",
    "PREDICATE",
    "NOTE",
    "RPAR",
    "RBRACK",
    "BETWEEN",
    "FRACTION",
}
#: 且 and 或 join values, also after a comma
_AFTER_VALUE = _ENDS | {"SEP"}
_NUMBERS = frozenset({"NUMBER", "NUMERAL", "FRACTION", "BOUND", "RPAR", "RBRACK"})
_BEFORE_UNIT = _NUMBERS | {"SLASH", "DOT", "PER"}

#: Where plain words can stand as well as a number.
_LOOSE = frozenset({None, "WORD", "SEP", "COLON"})
_LONGEST_NOUN = 8


class Place(NamedTuple):
    """Where a word is tried: what came before it, what is left of the run, what follows the run.

    ``after`` is ``"D"`` before a digit, ``"S"`` before a sign, ``"%"`` before a unit symbol,
    ``"G"`` before a letter or Roman numeral, ``"C"`` before a connector, ``"E"`` where something
    ends, ``"O"`` otherwise.
    """

    prev: str | None
    rest: str
    after: str


# ── where a word can stand ─────────────────────────────────────────────────────────────


def _number_follows(lex: Lexicon, place: Place) -> bool:
    if not place.rest:
        return place.after in "DSGM"
    return lex.number_start.match(place.rest) is not None


def _change_follows(lex: Lexicon, place: Place) -> bool:
    """Whether 增长 or the like follows, and then a number: not 同比|增长率."""
    match = lex.change_start.match(place.rest)
    if match is None:
        return False
    return _number_or_relation(lex, place._replace(rest=place.rest[match.end() :]))


def _number_or_relation(lex: Lexicon, place: Place) -> bool:
    return _number_follows(lex, place) or lex.relation_start.match(place.rest) is not None


_Rule = Callable[[Lexicon, Place], bool]

#: In this order where two readings of one word are equally long.
_RULES: dict[str, _Rule] = {
    "WHOLE": lambda _, p: p.prev in _FRESH or p.prev == "WORD",
    "PART_OF": lambda lex, p: p.after == "D" if not p.rest else lex.numeral.match(p.rest) is not None,
    "AFTER": lambda _, p: p.prev in _ENDS,
    "WITHIN": lambda _, p: p.prev in _ENDS,
    "BY": lambda _, p: p.prev in _DATES,
    "END": lambda lex, p: (
        p.prev in {"YEAR", "MONTH", "QUARTER", "ISO_MONTH", "EVERY"}
        and (lex.date_tail.match(p.rest) is not None or _change_follows(lex, p))
    ),
    "YEAR_END": lambda lex, p: (
        (p.prev in _FRESH or p.prev in {"YEAR", "EVERY"}) and lex.date_tail.match(p.rest) is not None
    ),
    "HALF": lambda lex, p: (
        (p.prev in _FRESH or p.prev in {"YEAR", "EVERY"}) and lex.date_tail.match(p.rest) is not None
    ),
    "XUN": lambda lex, p: p.prev in {"MONTH", "EVERY"} and lex.date_tail.match(p.rest) is not None,
    "WHOLE_YEAR": lambda _, p: p.prev == "YEAR" and not p.rest,
    "BETWEEN": lambda _, p: p.prev in _ENDS,
    "PREDICATE": lambda _, p: p.prev in _ENDS and (not p.rest or p.rest[0] in "且和或并"),
    "GRADE": lambda lex, p: (
        (p.prev in _FRESH or (p.prev == "WORD" and lex.starts_after(p.rest)))
        and lex.grade_tail.match(f"{p.rest}{chr(0) if p.after in 'DSGM' else ''}") is not None
        and p.after in "EDSGM"
    ),
    "AND": lambda _, p: p.prev in _AFTER_VALUE and (p.rest != "" or p.after in "DSG"),
    "OR": lambda _, p: p.prev in _AFTER_VALUE and (p.rest != "" or p.after in "DSG"),
    "CONNECT": lambda lex, p: (
        p.prev in _ENDS and (p.after in "DCM" if not p.rest else lex.numeral.match(p.rest) is not None)
    ),
    "MONEY": lambda _, p: not p.rest and p.after == "D",
    "BEFORE": lambda lex, p: (
        _number_follows(lex, p) or (not p.rest and p.after == "%") or lex.relation_start.match(p.rest) is not None
    ),
    "WHEN": lambda lex, p: _number_follows(lex, p) or (not p.rest and p.after == "%"),
    "LINK": lambda lex, p: p.prev == "WORD" and _number_or_relation(lex, p),
    "EVERY": lambda lex, p: (
        (p.prev in _FRESH or p.prev in {"UNIT", "SLASH", "EVERY", "WORD"})
        and (
            (not p.rest and p.after in "DSE")
            or lex.number_start.match(p.rest) is not None
            or lex.relation_start.match(p.rest) is not None
            or lex.period_end.match(p.rest) is not None
        )
    ),
    "PER": lambda lex, p: (p.prev in _FRESH or p.prev in {"UNIT", "SLASH", "EVERY", "WORD"}) and _per_follows(lex, p),
    "UP": lambda lex, p: _change_stands(lex, p),
    "DOWN": lambda lex, p: _change_stands(lex, p),
    "BASIS": lambda lex, p: _change_follows(lex, p),
    "AGAINST": lambda lex, p: p.after == "D" if not p.rest else lex.dates["YEAR"].match(p.rest) is not None,
    "VERSUS": lambda lex, p: p.prev in {"YEAR", "END"} and _change_follows(lex, p),
    "HOLD": lambda lex, p: (
        (p.prev in _FRESH or p.prev == "WORD")
        and (_number_follows(lex, p) or lex.relation_start.match(p.rest) is not None)
    ),
    "WORD": lambda _, p: p.prev not in _BEFORE_UNIT,
}


def _per_follows(lex: Lexicon, place: Place) -> bool:
    if not place.rest:
        return place.after in "D%LG"
    length = lex.unit_length(place.rest, 0)
    rest = place.rest[length:]
    if not length:
        return False
    if not rest:
        return place.after in "DSE" or (place.after == "/" and place.prev == "SLASH")
    return lex.number_start.match(rest) is not None or lex.relation_start.match(rest) is not None


def _change_stands(lex: Lexicon, place: Place) -> bool:
    if place.prev not in _FRESH and place.prev not in {"WORD", "BASIS", "YEAR", "MONTH", "VERSUS", "END", "YEAR_END"}:
        return False
    return _number_or_relation(lex, place)


# ── cutting ──────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=8192)
def cut(lex: Lexicon, run: str, prev: str | None, after: str) -> tuple[Piece, ...]:
    """Return the pieces of a run of Han; adjacent plain text is one ``WORD``."""
    plain = lex.vocabulary.simplified(run)
    pieces: list[Piece] = []
    at = 0
    while at < len(plain):
        last = pieces[-1][0] if pieces else prev
        kind, length = _next(lex, plain, at, last, after)
        if kind == "WORD":
            if last == "WORD" and pieces:
                _, text, start = pieces.pop()
                pieces.append(("WORD", text + run[at : at + length], start))
            else:
                pieces.append(("WORD", run[at : at + length], at))
        else:
            text = plain[at : at + length]
            pieces.append((kind, canonical_unit(text) if kind == "UNIT" else text, at))
        at += length
    return tuple(pieces)


def _next(lex: Lexicon, run: str, at: int, prev: str | None, after: str) -> tuple[str, int]:
    """Return terminal and length of the piece at a place."""
    if prev in _BEFORE_UNIT:
        length = _unit(lex, run, at, prev, after)
        if length:
            return "UNIT", length
    found = _word(lex, run, at, prev, after)
    if run[at] in NUMERAL_CHARS or run[at] == "第":
        if lex.one_by_one.match(run, at):
            return "WORD", 4
        dated = _date(lex, run, at, prev)
        if dated:
            return dated
        numeral, reach = _numeral(lex, run, at, prev, after)
        # 十分钟 is a number although 十分 is a word; 十分满意 is not
        if numeral and found == ("WORD", numeral):  # 十四五 is a word of its own
            return found
        if numeral and (
            found is None or reach > found[1] or (reach == found[1] and at + reach == len(run) and found[0] == "WORD")
        ):
            return "NUMERAL", numeral
    return found or ("WORD", 1)


def _word(lex: Lexicon, run: str, at: int, prev: str | None, after: str) -> tuple[str, int] | None:
    compared = lex.vocabulary.compared.match(run, at)
    if compared and _change_follows(lex, Place(prev, run[compared.end() :], after)):
        return "BASIS", compared.end() - at
    for length in range(min(lex.longest, len(run) - at), 0, -1):
        kinds = lex.words.get(run[at : at + length])
        if kinds:
            place = Place(prev, run[at + length :], after)
            for kind, rule in _RULES.items():
                if kind == "GRADE" and prev == "WORD" and length == 1:  # 差 is no level in 允许误差以内
                    continue
                if kind in kinds and rule(lex, place):
                    return kind, length
    return None


def _date(lex: Lexicon, run: str, at: int, prev: str | None) -> tuple[str, int] | None:
    for kind, pattern in lex.dates.items():
        match = pattern.match(run, at)
        if not match:
            continue
        if kind == "DAY":
            if prev not in {"MONTH", "EVERY"}:
                continue
        elif kind == "MONTH":
            if prev not in _FRESH and prev not in {"YEAR", "EVERY"}:
                continue
        elif prev not in _FRESH and prev not in {"YEAR", "AGAINST", "EVERY"}:
            continue
        return kind, match.end() - at
    return None


def _numeral(lex: Lexicon, run: str, at: int, prev: str | None, after: str) -> tuple[int, int]:
    """Return the length of a numeral used as a number and of it with its unit; ``(0, 0)`` otherwise."""
    match = lex.numeral.match(run, at)
    if match is None or (at and run[at - 1] == "第"):
        return 0, 0
    end = match.end()
    if prev == "PART_OF":
        return end - at, end - at
    # a scale word right before the unit belongs to the unit: 贰佰|万元, but 一亿两千万|元
    for scale in ("万亿", "亿", "万", "億", "萬"):
        bare = match[0].removesuffix(scale)
        if bare != match[0] and numeral_value(bare) is not None and lex.unit_length(run, at + len(bare)):
            end = at + len(bare)
            break
    rest = run[end:]
    unit = lex.unit_length(run, end)
    if unit:
        phrase = end - at == 1 and run[end : end + unit] in lex.vocabulary.phrase_classifiers
        if (
            phrase
            and prev in _LOOSE
            and run[end + unit : end + unit + 1] not in {"", "半"}
            and (_word(lex, run, end + unit, "UNIT", after) or ("PREDICATE",))[0] == "PREDICATE"
        ):
            return 0, 0
        return end - at, end + unit - at
    if prev in _NUMBERS:
        return end - at, end - at
    if not rest:
        return (end - at, end - at) if after in "%CDM" or prev in {"BEFORE", "SIGN"} else (0, 0)
    if lex.starts_after(rest):
        return end - at, end - at  # 三百左右
    vague = rest[0] in lex.vocabulary.vague_after and (lex.unit_length(run, end + 1) or not rest[1:])
    if vague or rest[0] in lex.vocabulary.tenths or (lex.numeral.match(rest.lstrip("至到几")) and rest[0] in "至到几"):
        return end - at, end - at
    return 0, 0


def _unit(lex: Lexicon, run: str, at: int, prev: str | None, after: str) -> int:
    """Return the length of the unit at a place where one is expected, known or unknown; 0 if there is none."""
    known = lex.unit_length(run, at)
    scale = len(scale_of(run, at))
    if not known and prev in _NUMBERS and _word(lex, run, at, prev, after):
        return 0
    start = at + (known or (scale if prev != "DOT" else 0))
    end = start
    while end < len(run) and end - at <= _LONGEST_NOUN:
        if (end > at or known) and _word(lex, run, end, "UNIT", after):
            break
        end += 1
    if end == start:
        return end - at
    noun = run[at + (0 if known and known > scale and scale == 0 else min(scale, end - at)) : end]
    if end - at <= _LONGEST_NOUN and _plausible(lex, noun):
        return end - at
    return known or (start - at)


def _plausible(lex: Lexicon, noun: str) -> bool:
    """Whether an unlisted word can be a count noun of its own (SPEC §1: 的, 余, 人人 are none)."""
    if len(set(noun)) < len(noun) and noun == noun[0] * len(noun):
        return False
    head = next((n for n in range(min(lex.longest_unit, len(noun)), 0, -1) if noun[:n] in lex.units), 0)
    tail = noun[head:]
    if head:
        spelling = lex.units[noun[:head]]
        # 20台设备 counts things; 20名教师 are persons and 5年规划 is a duration: no noun of their own
        if spelling.definition != f"[{spelling.name}]":
            return False
        # 100个元: whether 个 or 元 is meant nobody knows
        if tail in lex.units and lex.units[tail].definition != f"[{lex.units[tail].name}]":
            return False
    return (
        len(tail) <= 4
        and lex.not_in_noun.search(tail) is None
        and not any(c in NUMERAL_CHARS and c != "点" for c in tail)
    )
