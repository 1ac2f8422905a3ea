"""Numbers that are none: 22o0, 三5, 300余, 半年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from indicator_dsl.numerals import DIGITS, HALF_AMOUNT, NUMERAL_CHARS, SCALES, numeral_value
from indicator_dsl.parsing.explaining._case import Case, Fault
from indicator_dsl.vocabulary import any_of, vocabulary

__all__ = ["broken", "half", "mixed", "vague"]

_LOOKALIKE_DIGITS = str.maketrans(
    {
        "o": "0",
        "O": "0",
        "Ｏ": "0",
        "〇": "0",
        "○": "0",
        "零": "0",
        "l": "1",
        "I": "1",
        "|": "1",
        "i": "1",
        "S": "5",
        "s": "5",
        "B": "8",
        "Z": "2",
        "z": "2",
    }
)
_BROKEN_NUMBER = re.compile(
    r"[0-9]+[oOＯlI|iSsBZz]+(?=[0-9%％])[0-9]*|[0-9]+[oOＯ]+(?=[\u4e00-\u9fff%％])|(?<![A-Za-z])[oOＯlI|iSsBZz]+(?=[0-9])[0-9]+|[0-9]+[。][0-9]+"
)
_HAN_DIGITS = str.maketrans({char: str(value) for char, value in DIGITS.items()})
_MIXED = re.compile(
    "[0-9]+[零〇○一二三四五六七八九]+|[零〇○一二三四五六七八九十百千两]+[0-9]+|[零〇○一二三四五六七八九十百千两]+[oO]+"
)


def broken(case: Case) -> Fault | None:
    match = _BROKEN_NUMBER.search(case.text)
    if match is None:
        return None
    mended = match[0].translate(_LOOKALIKE_DIGITS).replace("。", ".")
    return Fault(
        "broken-number",
        match.start(),
        match.end(),
        {"found": match[0]},
        (case.replaced(match, mended),),
    )


def mixed(case: Case) -> Fault | None:
    match = _MIXED.search(case.text)
    if match is None or "第" in case.text[max(0, match.start() - 1) : match.start()]:
        return None
    near = case.tokens[2][max(0, case.index - 2) : case.index + 2]
    if not any(match.start() <= start <= match.end() for start in near):
        return None
    digits = match[0].translate(_LOOKALIKE_DIGITS).translate(_HAN_DIGITS)
    # 三5 and 15〇 are slips of the keyboard; 二100 may be 2100, 200 or a stray 二
    mends = [case.replaced(match, digits)] if len(match[0]) == 2 or match[0].strip("0123456789") in {"〇", "○"} else []
    chinese = re.sub("[oO]", "零", match[0])
    if numeral_value(chinese):
        mends.append(case.replaced(match, chinese))
    return Fault("broken-number", match.start(), match.end(), {"found": match[0]}, tuple(mends))


def vague(case: Case) -> Fault | None:
    match = _vague_pattern().search(case.text)
    if match is None:
        return None
    found, mends = match[0], []
    if found[-1] in vocabulary().vague_after and found[-1] != "几":
        signs = ("约",) if found[-1] == "来" else ("≥", "")
        counted = _UNIT_AFTER.match(case.text, match.end())
        mends = [case.replaced(match, sign + found[:-1]) for sign in signs] if counted else []
    if found.endswith("成"):
        tenths = Decimal(found[:-1]) if found[:-1].isdecimal() else numeral_value(found[:-1])
        mends = [] if tenths is None else [case.replaced(match, f"{tenths * 10:f}%")]
    return Fault("vague-number", match.start(), match.end(), {"found": found}, tuple(mends))


#: 5余人, 300多万元; not 5余额 and 5多媒体教室
_UNIT_AFTER = re.compile("$|(?!额|媒体|样|种|元化|功能|数)[\u4e00-\u9fff%％]")


@cache
def _vague_pattern() -> re.Pattern[str]:
    """What is no definite number: 300余, 数百, 两三, 三成 (`[vague]` of words.toml)."""
    v = vocabulary()
    scales, ones = "".join(SCALES), "".join(sorted(NUMERAL_CHARS - set(SCALES) - {"点"}))
    after = "".join(sorted(v.vague_after - {"几"}))
    return re.compile(
        f"[0-9]+(?:[.．][0-9]+)?\\s*[{scales}]*[{after}](?=[\u4e00-\u9fff]|$)|[{ones}{scales}]*[{scales}][{after}](?=[\u4e00-\u9fff]|$)"
        f"|(?:{any_of(v.vague_before)})[{scales}]+|{v.vague_amount}|[{ones}]*十几|[{ones}]几|[0-9]+几"
        f"|[一二两三四五六七八九]{{2}}(?=[{scales}\u4e00-\u9fff])|(?<![完建达合形组构生])[{ones}0-9]成(?![0-9功立果效本员年就])"
    )


def half(case: Case) -> Fault | None:
    match = HALF_AMOUNT.search(case.text)
    if match is None:
        return None
    return Fault("half-in-words", match.start(), match.end(), {"found": match[0]}, tuple(_halved(case, match)))


def _halved(case: Case, match: re.Match[str]) -> Iterator[str]:
    count = match[0].partition("半")[0].rstrip("个年小时")
    whole = Decimal(count or 0) if count.isascii() else numeral_value(count)
    for name, (number, smaller) in _HALVES.items():
        if whole is not None and name in match[0]:
            yield case.replaced(match, f"{(2 * whole + 1) * number:f}{smaller}")


#: Half of a unit, where another unit says it in whole numbers.
_HALVES = {"年": (6, "个月"), "小时": (30, "分钟")}
