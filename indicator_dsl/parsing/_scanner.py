"""Cut a text into tokens: marks by the grammar's own patterns, Han by the vocabulary.

Every character of the text ends up in exactly one token or in a blank; what nothing
claims becomes a token ``OTHER``, which no production takes.
"""

from __future__ import annotations

import re
from functools import cache

from indicator_dsl.parsing._grammar import ignored, terminals
from indicator_dsl.parsing._lexicon import Lexicon, is_han, is_word_list
from indicator_dsl.parsing._spellings import canonical_unit, known_unit
from indicator_dsl.parsing._words import cut
from indicator_dsl.units import scales, spellings
from indicator_dsl.vocabulary import any_of, vocabulary

__all__ = ["Tokens", "scan"]

#: The tokens of a text, as three columns: terminals, texts (units and words canonical), starts.
Tokens = tuple[list[str], list[str], list[int]]

_HAN = "[\u4e00-\u9fff〇○]"
_BLANKS = "[ \t\u3000\u00a0]+"
_LATIN = r"[A-Za-zμµΩΩχΧⅠ-Ⅻ]+(?:\s*[²³]|\}?\^\{?[23]\}?|[23](?![0-9０-９.．]))?"
_INNER_BLANK = re.compile("[ \t\u3000\u00a0]+")
_BEFORE_UNIT = frozenset({"NUMBER", "NUMERAL", "FRACTION", "BOUND", "SLASH", "DOT", "PER", "RPAR", "RBRACK"})
_FRESH = frozenset({None, "SEP", "AND", "OR", "COLON", "ENUM", "SIGN", "BEFORE", "WHEN", "LINK", "HOLD"})
_VARIABLES = frozenset("xXχΧ")
_INCLUSIVE = frozenset({"含", "含本数", "包含"})
_LATEX_ONLY = frozenset("${}")

_AFTER: dict[str, str] = {
    **dict.fromkeys("0123456789０１２３４５６７８９.．", "D"),
    **dict.fromkeys("≥≧⩾≤≦⩽≠≈<>＜＞﹥﹤=＝═!！±", "S"),
    **dict.fromkeys("%％﹪‰℃", "%"),
    **dict.fromkeys("~～∼〜—–―", "C"),
    **dict.fromkeys("-－−﹣", "M"),
    **dict.fromkeys(";；,，、。\n\r()（）[]［］", "E"),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZμµΩ㎡㎥㎏㎞", "L"),
    **dict.fromkeys("￥¥", "D"),
    **dict.fromkeys("/／", "/"),
}
#: No name that a relation of one character stands behind: 雷达5部, 购置B超5台
_ALONE = re.compile("^[^均应须需已共]$|(?<![A-Za-z])[A-Za-z]$")
#: The last years, and no number that is nearly reached.
_RECENT = re.compile(r"近\s*[0-9一二两三四五六七八九十]+\s*个?(?:年|月|周|星期|天|日|季度|学年|学期)")
_LATEX_SIGN = re.compile(r"\\(?:[glna]|pm)")


#: pattern of all marks, words for the Han between them, terminals without meaning
_Scanner = tuple[re.Pattern[str], Lexicon, frozenset[str]]


@cache
def _scanner() -> _Scanner:
    v, marks = vocabulary(), terminals()
    not_han = [text for text in {*spellings(), *v.lookalikes} if not is_han(text)]
    levels = [name for name in v.grade_names if not is_han(name)]
    grades = any_of(levels)
    # 约劣Ⅴ类: a level that begins in Han ends the run before it
    mixed = any_of(name for name in levels if is_han(name[0]))
    run = f"(?:(?!{mixed}){_HAN})+" if mixed else f"{_HAN}+"
    grade_tail = f"(?:{any_of(v.after)})?\\s*(?=$|[;；,，、。（(}}\\n]|或)"
    first = ("SIGN", "STOP", "BLANK")
    parts = {
        **{name: marks[name] for name in first},
        "GRADE": f"(?<![0-9A-Za-zＡ-Ｚ])(?:{grades})(?=\\s*{grade_tail})",
        **{name: pattern for name, pattern in marks.items() if name not in first and not is_word_list(pattern)},
        "HAN": f"{run}(?:{_BLANKS}{run})*",
        # letters are cut as a run and looked up; %, ℃, dB(A) and the like are marks
        "SYMBOL": any_of(text for text in not_han if not text.rstrip("²³").isalpha()),
        "LATIN": _LATIN,
        "OTHER": r"[\s\S]",
    }
    pattern = re.compile("|".join(f"(?P<{name}>{part})" for name, part in parts.items()))
    after = _AFTER | {name[0]: "G" for name in levels if not name[0].isdigit()}
    return pattern, Lexicon(marks, after), ignored()


def scan(text: str) -> Tokens:
    """Return the tokens of a text.  Linear in its length; never fails.

    >>> scan("≥ 2200 人次以上")
    (['SIGN', 'NUMBER', 'UNIT', 'AFTER'], ['≥', '2200', '人次', '以上'], [0, 2, 7, 9])
    """
    pattern, lexicon, meaningless = _scanner()
    kinds: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    prev: str | None = None
    for match in pattern.finditer(text):
        kind = match.lastgroup
        if kind == "HAN":
            start, end = match.span()
            pieces = _cut_han(lexicon, text, start, end, prev)
            for kind, piece, at in pieces:
                glued = kind == "BEFORE" and len(piece) == 1 and prev == "WORD" and _ALONE.search(texts[-1])
                recent = piece == "近" and _RECENT.match(text, at)
                if prev == "WORD" and (kind == "WORD" or glued or recent):
                    texts[-1] += text[starts[-1] + len(texts[-1]) : at + len(piece)]
                    continue
                kinds.append("WORD" if recent else kind)
                texts.append(piece)
                starts.append(at)
                prev = kinds[-1]
            continue
        if kind in meaningless:
            if match.group() not in _LATEX_ONLY or "\\" in text or _is_math(text):
                continue
            kind = "OTHER"
        assert kind is not None
        start, piece = match.start(), match.group()
        if kind in _SPECIAL:
            scaled = (
                prev == "UNIT" and texts[-1] in scales() and kind in {"SYMBOL", "LATIN"} and piece[0] not in "%％﹪‰℃°"
            )
            if scaled:  # 1.5万㎡: the scale word was cut from the Han before
                piece, start, prev = texts.pop() + piece, starts.pop(), "NUMBER"
                kinds.pop()
            kind, piece = _SPECIAL[kind](text, start, match.end(), piece, prev)
            if kind == "WORD" and prev == "WORD":
                texts[-1] += text[starts[-1] + len(texts[-1]) : match.end()]
                continue
        kinds.append(kind)
        texts.append(piece)
        starts.append(start)
        prev = kind
    if "、" in text or "BRACKET" in kinds:
        return _settle(text, kinds, texts, starts)
    return kinds, texts, starts


def _is_math(text: str) -> bool:
    """Whether the whole text stands between two dollar signs."""
    bare = text.strip()
    return len(bare) > 2 and bare[0] == bare[-1] == "$" and "$" not in bare[1:-1]


def _cut_han(lexicon: Lexicon, text: str, start: int, end: int, prev: str | None) -> list[tuple[str, str, int]]:
    run = text[start:end]
    after = "E" if end == len(text) else _what_follows(lexicon, text, end)
    if not _INNER_BLANK.search(run):
        return [(kind, piece, start + at) for kind, piece, at in cut(lexicon, run, prev, after)]
    offsets = [i for i in range(start, end) if not text[i].isspace()]
    pieces = cut(lexicon, "".join(text[i] for i in offsets), prev, after)
    return [(kind, piece, offsets[at]) for kind, piece, at in pieces]


def _what_follows(lexicon: Lexicon, text: str, at: int) -> str:
    while at < len(text) and text[at] in " \t\u3000\u00a0${}":
        at += 1
    if at == len(text):
        return "E"
    if text[at] in "(（" and lexicon.fraction.match(text, at):
        return "D"
    if text[at] == "\\":
        if text.startswith("\\%", at):
            return "%"
        return "C" if text.startswith("\\sim", at) else "S" if _LATEX_SIGN.match(text, at) else "O"
    return lexicon.after.get(text[at], "O")


# ── marks that need a second look ────────────────────────────────────────────────────────


def _symbol(text: str, start: int, end: int, piece: str, prev: str | None) -> tuple[str, str]:
    del text, start, end, prev
    return "UNIT", canonical_unit(piece)


def _latin(text: str, start: int, end: int, piece: str, prev: str | None) -> tuple[str, str]:
    del start
    if prev in _BEFORE_UNIT:
        name = canonical_unit(re.sub(r"\s", "", piece))
        return ("UNIT", name) if known_unit(name) else ("LATIN", piece)
    if prev == "SIGN" and piece in _VARIABLES:
        return "X", piece
    if text[end : end + 1].isdigit():
        return "LATIN", piece
    return "WORD", piece


def _note(text: str, start: int, end: int, piece: str, prev: str | None) -> tuple[str, str]:
    del text, start, end
    inner = piece[1:-1].strip()
    if prev in _BEFORE_UNIT:
        if prev == "SLASH":
            return "BRACKET", inner
        if known_unit(vocabulary().simplified(re.sub(r"\s", "", inner))):
            return "UNIT", canonical_unit(vocabulary().simplified(re.sub(r"\s", "", inner)))
        if "/" in inner or "／" in inner:
            return "BRACKET", inner
    if inner in _INCLUSIVE:
        return "INCLUSIVE", piece
    return ("NOTE", inner) if inner else ("OTHER", piece)


def _grade(text: str, start: int, end: int, piece: str, prev: str | None) -> tuple[str, str]:
    del text, start, end
    return ("GRADE" if prev in _FRESH else "OTHER"), piece


def _enumerator(text: str, start: int, end: int, piece: str, prev: str | None) -> tuple[str, str]:
    del text, end, start
    fresh = prev in _FRESH or prev in _ENUM_AFTER
    return ("ENUM" if fresh else "OTHER"), piece


def _separator(text: str, start: int, end: int, piece: str, prev: str | None) -> tuple[str, str]:
    """Tell a comma inside a number that has no groups of three (1,23; 5，300) from one between items."""
    inside = prev == "NUMBER" and piece in {",", "，"} and text[start - 1].isdigit() and text[end : end + 1].isdigit()
    return ("COMMA" if inside else "SEP"), piece


_ENUM_AFTER = frozenset({"UNIT", "NUMBER", "AFTER", "WITHIN", "PREDICATE", "BY", "GRADE", "NOTE"})
_SPECIAL = {"SYMBOL": _symbol, "LATIN": _latin, "NOTE": _note, "GRADE": _grade, "ENUM": _enumerator, "SEP": _separator}


def _settle(text: str, kinds: list[str], texts: list[str], starts: list[int]) -> Tokens:
    """Decide what only the neighbours tell: 、 between units below the line, 、 inside a label, (人·月)."""
    out: Tokens = ([], [], [])

    def add(kind: str, piece: str, start: int) -> None:
        out[0].append(kind)
        out[1].append(piece)
        out[2].append(start)

    for i, (kind, piece, start) in enumerate(zip(kinds, texts, starts, strict=True)):
        after = kinds[i + 1] if i + 1 < len(kinds) else None
        if kind == "BRACKET":
            inner = scan(f"0{'/' if kinds[i - 1] == 'SLASH' else ''}{piece}")
            skip = 2 if kinds[i - 1] == "SLASH" else 1
            shift = start + 1 - skip
            for inner_kind, inner_text, at in list(zip(*inner, strict=True))[skip:]:
                add(inner_kind, inner_text, at + shift + (len(text[start + 1 :]) - len(text[start + 1 :].lstrip())))
        elif kind == "SEP" and piece.strip() == "、" and out[0] and out[0][-1] == "WORD" and after == "WORD":
            before = out[2][-1]
            end = starts[i + 1] + len(texts[i + 1])
            out[1][-1] = text[before:end]
        elif (
            kind == "WORD"
            and i
            and kinds[i - 1] == "SEP"
            and out[0]
            and out[0][-1] == "WORD"
            and out[2][-1] < start < out[2][-1] + len(out[1][-1])
        ):
            continue
        elif (
            kind == "SEP"
            and piece.strip() == "、"
            and "SLASH" in out[0]
            and out[0][-1] == "UNIT"
            and _below(text, start + len(piece))
        ):
            add("DOT", "·", start)
        elif kind == "WORD" and out[0] and out[0][-1] == "DOT" and canonical_unit(piece) and known_unit(piece):
            add("UNIT", canonical_unit(piece), start)
        else:
            add(kind, piece, start)
    return out


def _below(text: str, at: int) -> bool:
    """Whether a known unit word stands alone after 、 (80元/人、月): then it is below the line too."""
    end = at
    while end < len(text) and is_han(text[end]):
        end += 1
    return end > at and known_unit(text[at:end])
