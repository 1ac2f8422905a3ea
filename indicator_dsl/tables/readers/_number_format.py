"""What a spreadsheet shows for a number or a date, for the formats that budget tables use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite
from operator import eq, ge, gt, le, lt, ne
from typing import Final

from attrs import frozen

__all__ = ["BUILTIN", "is_date_format", "shown_date", "shown_number", "shown_serial"]

#: The formats a workbook names by number only: ECMA-376 part 1, 18.8.30, the Chinese ones where countries differ.
BUILTIN: Final[Mapping[int, str]] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    **dict.fromkeys((5, 6), "¥#,##0;¥-#,##0"),
    **dict.fromkeys((7, 8), "¥#,##0.00;¥-#,##0.00"),
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), 'h"时"mm"分"'),
    **dict.fromkeys((35, 56), 'h"时"mm"分"ss"秒"'),
    **dict.fromkeys((37, 38), "#,##0;-#,##0"),
    **dict.fromkeys((39, 40), "#,##0.00;-#,##0.00"),
    41: "#,##0;-#,##0;-",
    42: "¥#,##0;¥-#,##0;¥-",
    43: "#,##0.00;-#,##0.00;-",
    44: "¥#,##0.00;¥-#,##0.00;¥-",
    48: "##0.0E+0",
    49: "@",
}
#: Literals ("人", \人), fill and padding (*x, _x), conditions and colours ([红色], [$¥-804]), the digits, the rest.
_TOKEN: Final = re.compile(r'"([^"]*)"|[\\!](.)|[*_].|\[(?:\$([^\]-]*)(?:-[^\]]*)?|[^\]]*)\]|([0#?,.]+)|([^0#?])')
#: Formats with an exponent, a fraction or text are shown as General: the digits are right, their dress is not.
_UNUSUAL: Final = re.compile(r"E[+-]|/|@|General|G/通用格式", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|[\\!*_].|\[[^\]]*\]')
_CONDITION: Final = re.compile(r"\[(<>|<=|>=|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_COMPARE: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "<>": ne,
    "<=": le,
    ">=": ge,
    "<": lt,
    ">": gt,
    "=": eq,
}
_PART: Final = re.compile(r'((?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;"\\!\[])*)(?:;|$)')
_ELAPSED: Final = re.compile(r"\[[hms]+\]", re.IGNORECASE)
#: A spreadsheet keeps 15 significant digits.
_DIGITS: Final = 15
#: As many characters as Excel takes.
_LONGEST: Final = 255
#: The greatest number has 309 digits, and a format may add 500; nobody's context is asked.
_EXACT: Final = Context(prec=1000, rounding=ROUND_HALF_UP)
#: 9999-12-31, the last day a spreadsheet knows, and how many fewer there are from 1904 on.
_LAST_DAY: Final = 2958465
_FROM_1904: Final = 1462


@frozen
class _Section:
    """One part of a format, such as the one for negative numbers."""

    #: What is written when the format has no digits; ``None`` where the number is written as General.
    words: str | None = None
    #: Literals, and the digit groups as ``None``.
    pieces: tuple[str | None, ...] = ()
    #: The digit patterns, from left to right.
    digits: tuple[str, ...] = ()
    percents: int = 0
    condition: Callable[[Decimal], bool] | None = None


def shown_number(number: float, number_format: str) -> str:
    """Return a number as the cell shows it.

    >>> shown_number(0.95, "0%"), shown_number(2200, "#,##0"), shown_number(0.1 + 0.2, "General")
    ('95%', '2,200', '0.3')
    >>> shown_number(2200, '"≥"0"人"'), shown_number(2200.0, "General"), shown_number(54100, '0!.0,"万"')
    ('≥2200人', '2200', '5.4万')
    """
    if not isfinite(number):
        return str(number)
    exact = Decimal(f"{number:.{_DIGITS}g}")
    section, own_sign = _chosen(_sections(number_format), exact)
    if not section.digits:
        return _general(exact) if section.words is None else section.words
    text = _dressed(exact.copy_abs().scaleb(2 * section.percents, _EXACT), section)
    return f"-{text}" if exact < 0 and not own_sign else text


def _chosen(sections: tuple[_Section | None, ...], number: Decimal) -> tuple[_Section, bool]:
    """Return the section for a number, and whether it writes a minus itself."""
    first = sections[0]
    assert first is not None
    if any(section is not None and section.condition is not None for section in sections):
        rest = [section for section in sections if section is not None]
        return next((one for one in rest if one.condition is None or one.condition(number)), rest[-1]), False
    section = sections[1 if number < 0 else 2 if number == 0 else 0]
    return section or first, number < 0 and section is not None


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[_Section | None, ...]:
    """Return the parts for positive, negative and zero numbers, split at ; outside literals."""
    if len(number_format) > _LONGEST:
        number_format = "General"
    parts: list[str] = []
    for found in _PART.finditer(number_format):
        parts.append(found[1])
        if found[0] == found[1]:
            break
    # A section that is there and empty shows nothing; one that is not there leaves the number to the first.
    return tuple(_section(part, alone=len(parts) == 1) for part in parts[:3]) + (None,) * (3 - len(parts))


def _section(part: str, *, alone: bool) -> _Section:
    tokens = list(_TOKEN.finditer(part))
    digits = tuple(token[4] for token in tokens if token[4])
    pieces = tuple(None if token[4] else token[1] or token[2] or token[3] or token[5] or "" for token in tokens)
    found = _CONDITION.search(part)
    condition = None
    if found is not None:
        compare, bound = _COMPARE[found[1]], Decimal(found[2])
        condition = lambda number: compare(number, bound)  # noqa: E731
    words = "".join(piece or "" for piece in pieces).strip()
    plain = not _UNUSUAL.search(_LITERAL.sub("", part))
    if not digits or not plain or (len(digits) > 1 and any("." in group for group in digits[:-1])):
        return _Section(words if plain and not digits and (words or not alone) else None, condition=condition)
    return _Section(None, pieces, digits, sum(token[5] == "%" for token in tokens), condition)


def _dressed(number: Decimal, section: _Section) -> str:
    """Return the digits with the literals around and between them: ``0!.0,`` shows 54100 as 5.4."""
    *before, last = section.digits
    rest = _digits(number, "".join(section.digits))
    groups: list[str] = []
    for pattern in (last, *reversed(before[1:])) if before else ():
        width = len(pattern.replace(",", "")) if "." not in pattern else len(rest) - rest.find(".") + pattern.find(".")
        groups.append(rest[-width:])
        rest = rest[:-width]
    groups.append(rest)
    return "".join(groups.pop() if piece is None else piece for piece in section.pieces).strip()


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.rstrip(",").partition(".")
    bare = whole.rstrip(",")
    # Commas behind the digits, or before the point, divide by a thousand each.
    thousands = len(pattern) - len(pattern.rstrip(",")) + len(whole) - len(bare)
    rounded = number.scaleb(-3 * thousands, _EXACT).quantize(Decimal((0, (1,), -len(fraction))), context=_EXACT)
    shown = f"{rounded:,f}" if "," in bare else f"{rounded:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    while optional and shown.endswith("0"):
        shown, optional = shown[:-1], optional - 1
    shown = shown.removesuffix(".")
    needed = whole.count("0")
    if shown == "0" and not needed:  # the dash of an accountant: "-"??
        return ""
    head, dot, tail = shown.partition(".")
    return head.zfill(needed) + dot + tail


def _general(exact: Decimal) -> str:
    text = f"{exact:f}"
    text = text.rstrip("0").removesuffix(".") if "." in text else text
    return "0" if text == "-0" else text


@lru_cache(maxsize=1024)
def is_date_format(number_format: str) -> bool:
    """Return whether a number under this format is a date or a time of day.

    >>> is_date_format('yyyy"年"m"月"'), is_date_format("[h]:mm"), is_date_format('0"day"'), is_date_format("General")
    (True, True, False, False)
    """
    if _ELAPSED.search(number_format):
        return True
    letters = _LITERAL.sub("", number_format.partition(";")[0]).casefold().replace("general", "")
    return not re.search("[0#?]", letters.replace(".0", "")) and bool(re.search("[ymdhs]", letters))


def shown_serial(serial: float, number_format: str, *, from_1904: bool = False) -> str:
    """Return the date or the time that a number under a date format is.

    >>> shown_serial(44561, "yyyy-mm-dd"), shown_serial(44561.5, "yyyy/m/d h:mm"), shown_serial(0.75, "h:mm")
    ('2021年12月31日', '2021年12月31日12:00', '18:00')
    >>> shown_serial(43099, "yyyy-mm-dd", from_1904=True), shown_serial(-1, "yyyy-mm-dd")
    ('2021年12月31日', '-1')
    """
    if not 0 <= serial < _LAST_DAY - _FROM_1904 * from_1904:  # a spreadsheet shows ##### instead
        return shown_number(serial, "General")
    if _ELAPSED.search(number_format):
        return str(timedelta(seconds=round(serial * 86400)))
    days, seconds = divmod(round(serial * 86400), 86400)
    clock = time(seconds // 3600, seconds % 3600 // 60, seconds % 60)
    if not re.search("[yd]", _LITERAL.sub("", number_format).casefold()):
        return shown_date(clock, number_format)
    # A day too many before March 1900: spreadsheets take 1900 for a leap year.
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    return shown_date(datetime.combine(first + timedelta(days=days), clock), number_format)


def shown_date(value: date | datetime | time, number_format: str) -> str:
    """Return a date in the Chinese form, as exactly as its format shows it; the year is kept where it does not.

    >>> shown_date(datetime(2025, 12, 31), "yyyy-mm-dd"), shown_date(datetime(2025, 12, 1), 'yyyy"年"m"月"')
    ('2025年12月31日', '2025年12月')
    >>> shown_date(date(2025, 12, 31), 'm"月"d"日"'), shown_date(date(2025, 1, 1), 'yyyy"年"')
    ('2025年12月31日', '2025年')
    """
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    letters = _LITERAL.sub("", number_format).casefold()
    text = f"{value.year}年"
    if "m" in letters or "d" in letters or "y" not in letters:
        text += f"{value.month}月"
        if "d" in letters or "y" not in letters:
            text += f"{value.day}日"
    clock = value.time() if isinstance(value, datetime) else time()
    return text if clock == time() else f"{text}{clock.isoformat(timespec='minutes')}"
