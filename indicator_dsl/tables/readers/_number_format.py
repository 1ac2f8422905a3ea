"""What a spreadsheet shows for a number or a date, for the formats that budget tables use."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

__all__ = ["shown_date", "shown_number"]

#: Literals ("人", \人), fill and padding (*x, _x), conditions and colours ([红色], [$¥-804]), the digits, the rest.
_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|[*_].|\[(?:\$([^\]-]*)(?:-[^\]]*)?|[^\]]*)\]|([0#?,.]+)|([^0#?])')
#: Formats with an exponent, a fraction or text are shown as General: the digits are right, their dress is not.
_UNUSUAL: Final = re.compile(r"E[+-]|/|@|General|G/通用格式", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
#: A spreadsheet keeps 15 significant digits.
_DIGITS: Final = 15


def shown_number(number: float, number_format: str) -> str:
    """Return a number as the cell shows it.

    >>> shown_number(0.95, "0%"), shown_number(2200, "#,##0"), shown_number(0.1 + 0.2, "General")
    ('95%', '2,200', '0.3')
    >>> shown_number(2200, '"≥"0"人"'), shown_number(2200.0, "General")
    ('≥2200人', '2200')
    """
    exact = Decimal(f"{number:.{_DIGITS}g}")
    sections = _sections(number_format)
    part = 1 if exact < 0 else 2 if exact == 0 else 0
    own_sign = part == 1 and bool(sections[1])  # a format of its own for negative numbers writes its own sign
    section = sections[part] or sections[0]
    pieces = list(_TOKEN.finditer(section))
    digits = [piece[4] for piece in pieces if piece[4]]
    words = "".join(_literal(piece) for piece in pieces).strip()
    if not digits and words and not _UNUSUAL.search(_LITERAL.sub("", section)):
        return words
    if _UNUSUAL.search(_LITERAL.sub("", section)) or len(digits) != 1:
        return _general(exact)
    percents = sum(piece[5] == "%" for piece in pieces)
    shown = _digits(abs(exact).scaleb(2 * percents), digits[0])
    text = "".join(_literal(piece) if not piece[4] else shown for piece in pieces).strip()
    return f"-{text}" if exact < 0 and not own_sign else text


def _sections(number_format: str) -> list[str]:
    """Return the parts for positive, negative and zero numbers, split at ; outside literals."""
    parts = re.findall(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)', number_format)
    return [*parts, "", "", ""][:3]


def _literal(piece: re.Match[str]) -> str:
    return piece[1] or piece[2] or piece[3] or piece[5] or ""


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    thousands = len(whole) - len(whole.rstrip(","))
    number = number.scaleb(-3 * thousands)
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    shown = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    while optional and shown.endswith("0"):
        shown, optional = shown[:-1], optional - 1
    shown = shown.removesuffix(".")
    needed = whole.count("0")
    head, dot, tail = shown.partition(".")
    return head.zfill(needed) + dot + tail


def _general(exact: Decimal) -> str:
    if exact == exact.to_integral_value():
        return f"{exact.to_integral_value():f}".removeprefix("-") if exact == 0 else f"{exact.to_integral_value():f}"
    return f"{exact.normalize():f}"


def shown_date(value: date | datetime | time, number_format: str) -> str:
    """Return a date in the Chinese form, as exactly as its format shows it.

    >>> shown_date(datetime(2025, 12, 31), "yyyy-mm-dd"), shown_date(datetime(2025, 12, 1), 'yyyy"年"m"月"')
    ('2025年12月31日', '2025年12月')
    """
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    letters = _LITERAL.sub("", number_format).casefold()
    text = f"{value.year}年{value.month}月"
    if "d" in letters or "y" not in letters or "m" not in letters:
        text += f"{value.day}日"
    clock = value.time() if isinstance(value, datetime) else time()
    return text if clock == time() else f"{text}{clock.isoformat(timespec='minutes')}"
