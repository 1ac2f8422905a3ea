"""Comparators as text: the canonical form, LaTeX, and sentences in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

import attrs

from indicator_dsl.comparators import (
    AllOf,
    AnyOf,
    Change,
    Comparator,
    Interval,
    Period,
    Ratio,
    Threshold,
)
from indicator_dsl.english import english
from indicator_dsl.parsing import parse
from indicator_dsl.relations import Relation

__all__ = ["Style", "format"]

Style = Literal["canonical", "latex", "zh", "en"]


def format(comparator: Comparator | str, style: Style = "canonical") -> str:
    r"""Return a comparator as text.

    Args:
        comparator: a comparator, or a text that is parsed first.
        style: ``"canonical"`` is the form to write in a table, the same as ``str``;
            ``"latex"`` the same in math mode; ``"zh"`` in words; ``"en"`` in English words,
            units kept as written.  The first three parse back to an equal value.

    Raises:
        IndicatorError: the text is no value.
        ValueError: there is no such style.

    >>> format("不少于 2200 人"), format("≥80%", "latex"), format("≤541万元", "zh"), format("≤541万元", "en")
    ('≥2200人', '$\\geq 80\\%$', '不超过541万元', 'at most 541 万元')
    """
    value = parse(comparator) if isinstance(comparator, str) else comparator
    if not isinstance(value, Comparator):
        msg = f"a comparator or its text is formatted, not {type(comparator).__name__}"
        raise TypeError(msg)
    if style == "canonical":
        return str(value)
    if style not in _STYLES:
        msg = f"no such style: {style!r}; there are canonical, latex, zh and en"
        raise ValueError(msg)
    return _STYLES[style](value)


# ── LaTeX ──────────────────────────────────────────────────────────────────────────────

_TEX = str.maketrans({"≥": r"\geq ", "≤": r"\leq ", "≠": r"\neq ", "%": r"\%", "²": "^2", "³": "^3", "～": r" \sim "})
_WORDS = re.compile("[\u3007\u3400-\u9fff（）：；、‰℃°]+")


def _latex(value: Comparator) -> str:
    # neighbouring words are one group
    return f"${_math(value)}$".replace(r"}\text{", "")


def _math(value: Comparator) -> str:
    bare = attrs.evolve(value, label=None, note=None)
    match value:
        case AllOf(parts):
            marked = zip(value.marks(), parts, strict=True)
            text = r"\text{；}".join(f"\\text{{{mark}}}{_math(part)}" if mark else _math(part) for mark, part in marked)
        case AnyOf(parts):
            text = r"\text{或}".join(_math(part) for part in parts)
        case Change(direction, relation, quantity):
            word = f"{value.basis or ''}{'增长' if direction == 'increase' else '下降'}"
            text = f"\\text{{{word}}}" + _math(Threshold(relation, quantity, implied=value.implied))
        case Threshold() | Interval() | Ratio():
            text = _WORDS.sub(lambda match: f"\\text{{{match[0]}}}", str(bare)).translate(_TEX)
        case _:
            text = f"\\text{{{bare}}}"
    label = "" if value.label is None else f"\\text{{{value.label}：}}"
    return f"{label}{text}" + ("" if value.note is None else f"\\text{{（{value.note}）}}")


# ── Chinese ────────────────────────────────────────────────────────────────────────────

_ZH = {
    Relation.GE: "不低于",
    Relation.LE: "不超过",
    Relation.GT: "超过",
    Relation.LT: "低于",
    Relation.EQ: "等于",
    Relation.NE: "不等于",
    Relation.ABOUT: "约",
}


def _zh(value: Comparator) -> str:
    match value:
        case Threshold(relation, quantity) if not value.implied:
            bare = f"{_ZH[relation]}{quantity}"
        case Interval(lower, upper) if value.lower_closed and value.upper_closed:
            bare = f"{lower}至{upper}"
        case Interval(lower, upper):
            left = "不低于" if value.lower_closed else "高于"
            right = "不超过" if value.upper_closed else "低于"
            bare = f"{left}{lower}且{right}{upper}"
        case Period(start, end):
            bare = f"{start.zh()}至{end.zh()}"
        case Change(direction, relation, quantity):
            bare = f"{value.basis or ''}{'增长' if direction == 'increase' else '下降'}"
            bare += f"{'' if value.implied else _ZH[relation]}{quantity}"
        case AllOf(parts):
            bare = "；".join(f"{mark}{_zh(part)}" for mark, part in zip(value.marks(), parts, strict=True))
        case AnyOf(parts):
            bare = "或".join(_zh(part) for part in parts)
        case _:
            return str(value)
    label = "" if value.label is None else f"{value.label}："
    return f"{label}{bare}{'' if value.note is None else f'（{value.note}）'}"


_STYLES: Mapping[str, Callable[[Comparator], str]] = {"latex": _latex, "zh": _zh, "en": english}
