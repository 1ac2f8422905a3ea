"""Values and texts to try the laws on, made of the grammar's own vocabulary (words.toml, units.txt).

``comparators`` builds every kind from its parts; ``texts`` writes values the way people do:
blanks, full-width characters, look-alikes, numerals, thousands separators; ``broken`` damages them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import settings, strategies as st

from indicator_dsl import (
    AllOf,
    AnyOf,
    Change,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Missing,
    PartialDate,
    Period,
    Qualitative,
    Quantity,
    Ratio,
    Relation,
    Threshold,
)
from indicator_dsl.units import catalogue, scales
from indicator_dsl.vocabulary import vocabulary

# The suite tries the same values each time; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=120)
settings.register_profile("search", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

V = vocabulary()
RELATIONS = st.sampled_from(Relation)
DIRECTED = st.sampled_from([Relation.GE, Relation.GT, Relation.LE, Relation.LT])

# ── units ────────────────────────────────────────────────────────────────────────────

#: Every way to write every unit, less the ways that mean a date or a scale after a number.
SPELLINGS = st.sampled_from([text for unit in catalogue() for text in unit.written])
NAMES = st.sampled_from([unit.name for unit in catalogue()])
#: Nouns nobody listed: dimensions of their own.
STRANGERS = st.sampled_from(["麻袋", "蜂箱", "灯笼"])
_PLAIN = st.sampled_from([unit.name for unit in catalogue() if not set(unit.name) & set("每")])
_SCALES = st.sampled_from(["", "", "", *scales()])


@st.composite
def unit_texts(draw: st.DrawFn) -> str:
    """Write a unit: a name with or without a scale word, and up to two factors below the line."""
    above = draw(st.one_of(_PLAIN, _PLAIN, STRANGERS))
    if draw(st.integers(0, 4)) == 0:
        above = draw(st.sampled_from(sorted(scales()))) + above
    below = draw(st.lists(_PLAIN.filter(lambda name: name not in above), max_size=2, unique=True))  # 元/元 is refused
    return above + "".join(f"/{name}" for name in below)


#: Scale words that stand before a unit without changing how it is cut.
MONEY = st.builds("{}元".format, _SCALES)
COUNTS = st.sampled_from(
    ["人", "户", "个", "次", "场", "项", "套", "台", "批次", "人次", "公里", "千克", "平方米", "m²", "kg"]
)
UNITS = st.one_of(st.just(""), st.just("%"), COUNTS, MONEY, unit_texts())

# ── numbers and quantities ─────────────────────────────────────────────────────────────

DECIMALS = st.one_of(
    st.integers(0, 10**7).map(Decimal),
    st.decimals(0, 10**7, places=2, allow_nan=False, allow_infinity=False),
    st.decimals(-(10**4), 10**4, places=1, allow_nan=False, allow_infinity=False),
)
FRACTIONS = st.builds(Fraction, st.integers(-1000, 1000), st.integers(1, 60))
MAGNITUDES = st.one_of(DECIMALS, DECIMALS, DECIMALS, FRACTIONS)


def quantities(units: st.SearchStrategy[str] = UNITS) -> st.SearchStrategy[Quantity]:
    return st.builds(Quantity, MAGNITUDES, units)


# ── dates ─────────────────────────────────────────────────────────────────────────────

_YEARS = st.integers(1900, 2199)
DAYS = st.dates().filter(lambda day: 1900 <= day.year <= 2199).map(lambda d: PartialDate(d.year, d.month, d.day))
MONTHS = st.builds(PartialDate, _YEARS, st.integers(1, 12))
_PARTS = st.builds(PartialDate, _YEARS, st.sampled_from([33, 34, 35, 36, 40, 41]))
_NO_YEAR = st.one_of(
    DAYS.filter(lambda d: (d.month, d.day) != (2, 29)).map(lambda d: PartialDate(None, d.month, d.day)),
    st.builds(PartialDate, st.none(), st.one_of(st.integers(1, 12), st.sampled_from([33, 34, 35, 36, 40, 41]))),
)
DATES = st.one_of(DAYS, MONTHS, _PARTS, _YEARS.map(PartialDate), _NO_YEAR)

_YES = st.sampled_from([True])

# ── comparators, built from their parts ────────────────────────────────────────────────

_HAN = st.sampled_from("质量产出数成本资金项目课程培训设施补助经费群众学生")
LABELS = st.one_of(st.none(), st.none(), st.sampled_from(["完成率", "产出数量", "成本", "满意度", "培训期数"]))
NOTES = st.one_of(st.none(), st.none(), st.sampled_from(["年人均", "含税", "城区"]))


def _with_relation(build: Callable[..., Comparator], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Comparator]:
    """Build with every relation, and without a written one."""
    return st.one_of(
        st.builds(build, relation=RELATIONS, label=LABELS, note=NOTES, **fields),
        st.builds(build, relation=st.just("="), implied=_YES, label=LABELS, note=NOTES, **fields),  # type: ignore[arg-type]
    )


THRESHOLDS = _with_relation(Threshold, quantity=quantities())
CHANGES = _with_relation(
    Change,
    direction=st.sampled_from(["increase", "decrease"]),
    quantity=st.builds(Quantity, DECIMALS.map(abs), st.sampled_from(["%", "百分点", "万元", "人"])),
    basis=st.sampled_from([None, "同比", "环比", "年均", "较上年", "比上年同期", "与去年相比", "较2020年"]),
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    unit = draw(UNITS)
    ends = sorted([Quantity(draw(MAGNITUDES), unit), Quantity(draw(MAGNITUDES), unit)])
    closed = draw(st.booleans()), draw(st.booleans())
    if ends[0] == ends[1]:
        closed = True, True
    return Interval(*ends, lower_closed=closed[0], upper_closed=closed[1], label=draw(LABELS), note=draw(NOTES))


INTERVALS = intervals()
_RECURRING = st.one_of(
    st.builds(
        Deadline,
        st.sampled_from(["<=", ">="]),
        DAYS.map(lambda d: PartialDate(None, d.month, d.day)),
        recurs=st.just("year"),
        label=LABELS,
    ),
    st.builds(
        Deadline,
        st.just("<="),
        st.builds(PartialDate, st.none(), st.none(), st.integers(1, 31)),
        recurs=st.just("month"),
    ),
    st.builds(Deadline, st.sampled_from(["<=", ">="]), st.none(), recurs=st.sampled_from(["quarter", "month"])),
)
DEADLINES = st.one_of(_with_relation(Deadline, date=DATES), _RECURRING)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from([DAYS, MONTHS, _YEARS.map(PartialDate)]))
    start, end = sorted([draw(kind), draw(kind)], key=str)
    return Period(start, end, label=draw(LABELS), note=draw(NOTES))


PERIODS = periods()
RATIOS = st.builds(Ratio, st.lists(st.integers(0, 100).map(Decimal), min_size=2, max_size=4), note=NOTES)
LEVELS = st.sampled_from(sorted(V.grade_names))
GRADES = st.one_of(
    st.builds(Grade, RELATIONS, LEVELS),
    st.builds(Grade, st.just("="), LEVELS, implied=_YES),
)
_TREND = sorted({"逐步提高", "有效提升", "日产日清", "长期", "持续改善", "按预算执行", "是", "应保尽保", "明显增强"})
QUALITATIVES = st.builds(lambda text: Qualitative(text, V.category(text)), st.sampled_from(_TREND))
SIMPLE = st.one_of(THRESHOLDS, INTERVALS, DEADLINES, PERIODS, CHANGES, RATIOS, GRADES, QUALITATIVES)
#: What can stand in a list and be told apart there.
_LISTABLE = st.builds(
    lambda label, relation, quantity: Threshold(relation, quantity, label=label),
    st.sampled_from(["小学", "初中", "高中"]),
    st.sampled_from([Relation.GE, Relation.LE, Relation.EQ]),
    st.builds(Quantity, st.integers(0, 10**5), st.one_of(COUNTS, MONEY)),
)
COMPOUNDS = st.one_of(
    st.lists(_LISTABLE, min_size=2, max_size=3).map(AllOf),
    st.lists(_LISTABLE, min_size=2, max_size=3).map(AnyOf),
)
COMPARATORS = st.one_of(SIMPLE, SIMPLE, COMPOUNDS, st.just(Missing()))

# ── texts, written the way people write ─────────────────────────────────────────────────

SIGNS = {
    ">=": ["≥", "≧", "⩾", ">=", "＞＝", "=>", "≥=", "> =", r"\geq", r"\ge"],
    "<=": ["≤", "≦", "⩽", "<=", "＜＝", "=<", "< =", r"\leq", r"\le"],
    ">": [">", "＞"],
    "<": ["<", "＜"],
    "=": ["=", "＝", "═", "=="],
    "!=": ["≠", "!=", "<>"],
    "~": ["≈"],
}
BEFORE = {sign: sorted(word for word, relation in V.before.items() if relation == sign) for sign in SIGNS}
AFTER = {sign: sorted(word for word, relation in V.after.items() if relation == sign) for sign in SIGNS}
_WIDE = str.maketrans("0123456789.,%/", "０１２３４５６７８９．，％／")
_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Write a number below 10000 in Chinese: 205 is 二百零五."""
    text, skipped = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if skipped else "") + _DIGITS[digit] + name
            skipped = False
        elif text:
            skipped = True
    return text or "零"


@st.composite
def notations(draw: st.DrawFn) -> tuple[list[str], Threshold]:
    """Return some notations of one threshold, and the threshold."""
    relation = draw(st.sampled_from(list(SIGNS)))
    number = draw(st.integers(1, 9999))
    unit = draw(st.one_of(COUNTS, MONEY, st.just("%")))
    amount = Quantity(number, unit)
    digits = [str(number), f"{number:,}", str(number).translate(_WIDE), f"{number}.0"]
    if unit != "%" and unit[0] not in "十百千万亿m" and not unit.isascii():
        digits.append(numeral(number))
    units = {"%": ["%", "％", r"\%", "百分比", "(%)"], "m²": ["m²", "㎡", "m2", "m^2"], "kg": ["kg", "㎏"]}.get(
        unit, [unit]
    )
    blank = st.sampled_from(["", "", " ", "\u3000", "\u00a0"])

    def quantity() -> str:
        return draw(st.sampled_from(digits)) + draw(blank) + draw(st.sampled_from(units))

    texts = [draw(st.sampled_from(SIGNS[relation])) + draw(blank) + quantity() for _ in range(2)]
    if BEFORE[relation]:
        texts.append(draw(st.sampled_from(BEFORE[relation])) + quantity())
    if AFTER[relation]:
        texts.append(quantity() + draw(st.sampled_from(AFTER[relation])))
    texts.append(f"${draw(blank)}{texts[0]}$")
    return texts, Threshold(relation, amount)


SPOKEN = notations().flatmap(lambda made: st.sampled_from(made[0]))
TEXTS = st.one_of(SPOKEN, COMPARATORS.map(str))
#: Characters that matter to the language, and some that never should.
ALPHABET = st.sampled_from(
    list("0123456789０９.．,，%％‰≥≤<>=＝≠±~～—-－/／:：;；、()（）[]【】 \t\n\u3000$\\{}^xX*?!")
    + list("人元万亿个年月日前底内以上下不超过约每至到且或和为第十百千一二三两半季度同比增长提高余多几成级类优良是否无")
    + ["\u0301", "\u200b", "\ud800", "٣", "½", "㎡", "µ", "Ω", "😀", "ＡＢ", "kg", "SUM"]
)
NOISE = st.lists(ALPHABET, max_size=16).map("".join)
#: Pieces that the language allows to follow one another, and some it does not: said over and over they reach deep.
FRAGMENTS = (
    *("万", "亿", "一亿", "一百", "余", "百分之", "/人", "·人", "、月", "、人", "/10人", "每人", ":1"),
    *("或优", "且≤5人", "；≥1人", "，≤5场", "①≥1人；", "≥", "±", "-", "～", "2025年"),
    *("提高", "完成", "较上年", "含", "(", "（人/", "。", "\n", " ", "$", "\\text{"),
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Write a value and drop, double, swap or insert something."""
    text = draw(TEXTS)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(text)))
        text = draw(
            st.sampled_from(
                [
                    text[:at] + text[at + 1 :],
                    text[:at] + text[at : at + 1] + text[at:],
                    text[:at] + draw(NOISE)[:2] + text[at:],
                    text[at:] + text[:at],
                ]
            )
        )
    return text


ANYTHING = st.one_of(NOISE, damaged(), st.text(st.characters(), max_size=20), TEXTS)
#: What somebody might hand over as an actual value.
ACTUALS = st.one_of(
    ANYTHING,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    FRACTIONS,
    st.dates(),
    st.datetimes(),
    DATES,
    quantities(),
    COMPARATORS,
    st.lists(st.one_of(NOISE, st.integers()), max_size=3),
    st.builds(object),
)
