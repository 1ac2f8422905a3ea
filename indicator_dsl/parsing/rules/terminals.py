"""Token texts to the data the rules work on."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from indicator_dsl.numerals import DIGITS, numeral_value
from indicator_dsl.parsing.rules._base import Loose, Refusal
from indicator_dsl.relations import Relation
from indicator_dsl.vocabulary import vocabulary

_NARROW = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


def _number(text: str) -> Decimal:
    if not text.isascii():
        text = text.translate(_NARROW)
    if len(text) > 1 and text[0] == "0" and text[1] != ".":
        raise Refusal("leading-zero")
    return Decimal(text.replace(",", ""))


def _numeral(text: str) -> Decimal:
    value = numeral_value(text)
    if value is None:
        raise Refusal("bad-numeral", numeral=text)
    return value


def _fraction(text: str) -> Fraction:
    above, _, below = text.strip("()（） ").partition("/")
    if not int(below):
        raise Refusal("zero-division")
    return Fraction(int(above), int(below))


_SIGNS = {
    **dict.fromkeys(("≥", "≧", "⩾", "\\geq", "\\ge", "\\geqslant", "\\geqq"), Relation.GE),
    **dict.fromkeys(("≤", "≦", "⩽", "\\leq", "\\le", "\\leqslant", "\\leqq"), Relation.LE),
    **dict.fromkeys((">", "\\gt"), Relation.GT),
    **dict.fromkeys(("<", "\\lt"), Relation.LT),
    **dict.fromkeys(("=", "=="), Relation.EQ),
    **dict.fromkeys(("≠", "!=", "<>", "\\ne", "\\neq"), Relation.NE),
    **dict.fromkeys(("≈", "\\approx"), Relation.ABOUT),
    **dict.fromkeys((">=", "=>", "≥="), Relation.GE),
    **dict.fromkeys(("<=", "=<", "≤="), Relation.LE),
}
_SIGN_FORMS = str.maketrans(
    {
        "﹥": ">",
        "﹤": "<",
        "＞": ">",
        "＜": "<",
        "＝": "=",
        "═": "=",
        "！": "!",
        " ": None,
        "\t": None,
        "\u3000": None,
        "\u00a0": None,
    }
)


def _sign(text: str) -> Relation:
    found = _SIGNS.get(text)
    return _SIGNS[text.translate(_SIGN_FORMS)] if found is None else found


def _whole(text: str) -> int:
    """Read the digits of a year, month or day token, in Arabic or Chinese form."""
    digits = re.sub(r"[年度月份日号\s]", "", text).translate(_NARROW)
    if digits.isascii():
        return int(digits)
    if len(digits) == 4 and all(c in DIGITS for c in digits):
        return int("".join(str(DIGITS[c]) for c in digits))
    return int(_numeral(digits))


def _month(text: str) -> int:
    return _whole(text) if text.endswith("份") else Loose(_whole(text))


def _day(text: str) -> tuple[int, str]:
    return _whole(text), text.rstrip()[-1]


def _iso(text: str) -> tuple[int, ...]:
    return tuple(int(part.translate(_NARROW)) for part in re.findall("[0-9０-９]+", text))


_QUARTERS = {**{c: i for i, c in enumerate("一二三四", 33)}, **{c: i for i, c in enumerate("1234", 33)}}


def _quarter(text: str) -> int:
    code = next(_QUARTERS[c] for c in text if c in _QUARTERS)
    return code if text.startswith("第") else Loose(code)


TERMINALS: dict[str, Callable[[str], Any]] = {
    "NUMBER": _number,
    "BOUND": _number,
    "NUMERAL": _numeral,
    "FRACTION": _fraction,
    "SIGN": _sign,
    "BEFORE": lambda text: vocabulary().before[text],
    "WHEN": lambda text: vocabulary().before[text],
    "LINK": lambda text: vocabulary().link[text],
    "AFTER": lambda text: vocabulary().after[text],
    "WITHIN": lambda text: vocabulary().after[text],
    "YEAR": _whole,
    "MONTH": _month,
    "DAY": _day,
    "ISO_DATE": _iso,
    "ISO_MONTH": _iso,
    "QUARTER": _quarter,
    "HALF": lambda text: 40 if text.startswith("上") else 41,
    "XUN": lambda text: {"上": 10, "中": 20}.get(text[0]),
    "EVERY": lambda text: "year" if "年" in text else "quarter" if "季" in text else "month",
    "PART_OF": lambda text: {"百": "%", "千": "‰", "万": "‱"}[text[0]],
    "LBRACK": lambda _: True,
    "RBRACK": lambda _: True,
    "LPAR": lambda _: False,
    "RPAR": lambda _: False,
}
