"""Chinese numerals: 三百, 一万二千, 贰佰, 二〇二五, 三点五 become exact decimals.

A numeral is read only if it is well formed.  ``三四百`` (three or four hundred) and
``一百二`` (colloquial for 120) are not: a guess would be a wrong reading.
"""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["DIGITS", "HALF_AMOUNT", "NUMERAL_CHARS", "SCALES", "numeral_value"]

#: Digit characters, everyday and banker's forms (GB/T 15835—2011; 票据法 forms).
DIGITS = {
    **dict(zip("零〇○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖两", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True)),
    **dict(zip("貳參陸兩", (2, 3, 6, 2), strict=True)),
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
SCALES = {**_TENS, **_MYRIADS}
#: No amount needs more characters: 九千九百九十九万九千九百九十九亿… has 31.
_LONGEST = 40
NUMERAL_CHARS = frozenset("".join(DIGITS) + "".join(SCALES) + "点")


#: An amount said with 半: 半年内, 一个半月, 两年半, 一半以上; not 上半年, 每半年, 半自动
HALF_AMOUNT = re.compile(
    r"(?<![上下每])(?:[0-9一二三四五六七八九十两]+个?)?半个?(?:小时|学期|工作日|年|月|天|日|周|季度)(?=以?内|之内|之?前|以前|以上|以下|左右|完|办|响|到|一次|$)"
    r"|[0-9一二三四五六七八九十两]+个?(?:小时|学期|年|月|天|日|周)半|(?:一|过|超过)半(?!径)|半数"
)


def numeral_value(text: str) -> Decimal | None:
    """Return the number a numeral stands for, or ``None`` if it is not well formed.

    >>> numeral_value("一万二千"), numeral_value("贰佰"), numeral_value("二〇二五")
    (Decimal('12000'), Decimal('200'), Decimal('2025'))
    >>> numeral_value("三四百") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    whole, point, decimals = text.partition("点")
    if point:
        if not decimals or any(c not in DIGITS for c in decimals):
            return None
        value = _whole(whole)
        return None if value is None else Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in decimals)}")
    value = _whole(whole)
    return None if value is None else Decimal(value)


def _whole(text: str) -> int | None:
    if not text:
        return None
    if all(c in DIGITS for c in text):
        # 二〇二五 is read digit by digit; 三四 is "three or four" and 三四五六 no number at all
        if len(text) == 1 or any(DIGITS[c] == 0 for c in text[1:]):
            return int("".join(str(DIGITS[c]) for c in text))
        return None
    for scale in ("亿億", "万萬"):
        at = max(text.rfind(c) for c in scale)
        if at >= 0:
            high, low = text[:at], text[at + 1 :]
            above = _whole(high) if high else None
            if above is None:
                return None
            rest = 0 if not low else _remainder(low, _MYRIADS[text[at]])
            return None if rest is None else above * _MYRIADS[text[at]] + rest
    return _below_myriad(text)


def _remainder(text: str, limit: int) -> int | None:
    """Read what follows 万 or 亿: smaller than it, and with 零 where a place is skipped."""
    zero = text[0] in "零〇○"
    value = _whole(text[1:] if zero else text)
    if value is None or value >= limit:
        return None
    # 一万二 is colloquial for 12000, not 10002
    return None if not zero and value < limit // 10 else value


def _below_myriad(text: str) -> int | None:
    total, last, i, zero = 0, 10_000, 0, False
    while i < len(text):
        if text[i] in "零〇○":
            if zero or i == 0 or i + 1 == len(text):
                return None
            zero, i = True, i + 1
            continue
        digit = DIGITS.get(text[i])
        if digit is None:
            if text[i] not in "十拾" or i != 0:  # only a leading 十 stands for 一十
                return None
            digit = 1
        else:
            i += 1
        place = _TENS.get(text[i]) if i < len(text) else 1
        if place is None or place >= last:
            return None
        if place == 1 and last != 10 and not zero and last != 10_000:
            return None  # 一百二 is colloquial for 120
        total, last, zero = total + digit * place, place, False
        i += 1
    return total
