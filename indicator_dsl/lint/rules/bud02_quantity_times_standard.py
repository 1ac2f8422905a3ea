"""数量乘标准不等于项目资金。

一个项目只有一条数量（人数、户数、面积）和一条按它计算的标准，两者相乘与项目资金对不上。

## 理由

按标准发的钱，人数乘标准就是资金。
对不上时，多半是标准写错或没有更新：17453人 × 400元 = 6981200元，资金却是 7504790元，倒推的标准是 430元。

## 错例

项目资金：7504790

| 二级指标 | 三级指标 | 指标值 | 应写 |
| --- | --- | --- | --- |
| 数量指标 | 代缴城乡居民基本医疗保险人数 | ≥17453人 | |
| 成本指标 | 城乡居民医疗保险代缴标准（年人均） | ≥400元 | ≥430元 |
| 成本指标 | 项目总成本 | ≤7504790元 | |

项目资金：960000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 数量指标 | 护理补贴人数 | =100人 |
| 成本指标 | 护理补贴标准 | 800元/人·年 |

## 正例

项目资金：1320000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 数量指标 | 乡村教师体检人数 | ≥2200人 |
| 成本指标 | 教师体检费人均成本 | ≤600元/人 |

项目资金：96000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 数量指标 | 护理补贴人数 | =100人 |
| 成本指标 | 护理补贴标准 | 80元/人·月 |

项目资金：500000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 数量指标 | 培训人数 | ≥500人 |
| 成本指标 | 培训费标准 | ≤400元/人·天 |

项目资金：1600000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 数量指标 | 困难残疾人人数 | ≥3600人 |
| 数量指标 | 重度残疾人人数 | ≥5600人 |
| 成本指标 | 残疾人补贴标准 | 80元/人·月 |

项目资金：350000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 数量指标 | 慰问户数 | ≥363户 |
| 成本指标 | 慰问金标准 | 500元/人 |

项目资金：48200000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 数量指标 | 道路清扫保洁面积 | ≥428.6万平方米 |
| 数量指标 | 生活垃圾清运量 | ≥7.3万吨 |
| 成本指标 | 清扫保洁单价 | =8.3元/平方米·年 |

## 修正

需确认：倒推的标准除得尽时给出建议。也可能是人数不对，或者还有别的资金，由填报单位核对。
标准写的是上限（≤）而资金少些、数量或标准不止一条、分母不是同一个单位、差得太远（多半另有资金）、资金还要办别的数量指标的，自评表里资金年中调整过的，都不查。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from indicator_dsl.comparators import Threshold
from indicator_dsl.lint.kinds import is_money, whole
from indicator_dsl.lint.names import MONEY, plain_name, shown_yuan
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.quantities import Quantity, plain, simplest
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Table
from indicator_dsl.units import Unit

RULE = RuleInfo(
    "BUD02", "quantity-times-standard", "warning", since="0.1", source="柳江区 2025 年目标表（代缴城乡居民医疗保险）"
)

_MONEY: Final = MONEY[0][0]
_MONTH: Final = Unit("月").dimension[0][0]
_PERSON: Final = Unit("人").dimension
_HOUSEHOLD: Final = Unit("户").dimension
#: What the funds may differ by and still be the product.
_CLOSE: Final = Fraction(1, 1000)
#: Off by more than this, something else is paid from the funds, or somebody else pays too ...
_FAR: Final = 2
#: A standard is changed by a suggestion no further than this: it is more likely right than the rest.
_NEAR: Final = Fraction(1, 5)
#: ... unless it is just a 万 or the months of a year that are wrong.
_SLIPS: Final = (Fraction(12), Fraction(10), Fraction(100), Fraction(1000), Fraction(10000))


@frozen
class _Standard:
    """What one of something is paid in a year."""

    reading: Reading
    threshold: Threshold
    #: 元 a year for one base unit of what is counted.
    yuan: Fraction
    #: The dimension of what is counted.
    counted: tuple[tuple[str, int], ...]


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    if not table.funds:
        return
    single = [(reading, reading.value) for reading in readings if isinstance(reading.value, Threshold)]
    terms = context.terms
    standards = [found for reading, threshold in single if (found := _standard(reading, threshold, terms)) is not None]
    # another amount of money, or one more standard that is not understood: the funds are not for this one alone
    others = [reading for reading, threshold in single if _other_money(reading, threshold.quantity, terms, table)]
    if len(standards) != 1 or any(reading is not standards[0].reading for reading in others):
        return
    standard = standards[0]
    counts = [
        (reading, threshold.quantity)
        for reading, threshold in single
        if threshold.quantity.unit.dimension == standard.counted and _is_output(reading, terms)
    ]
    if len(counts) == 1:
        # of a year gone by the funds are those at its end, the target that of its beginning
        done = any((reading.row.actual or "").strip() for reading in readings)
        (counted, count), funds = counts[0], Fraction(table.funds)
        more = count.base * standard.yuan < funds and any(
            _is_other_work(reading, threshold.quantity, counted, terms) for reading, threshold in single
        )
        yield from _compared(count, standard, funds, is_open=done or more)


def _standard(reading: Reading, threshold: Threshold, terms: Terms) -> _Standard | None:
    quantity = threshold.quantity
    powers = dict(quantity.unit.dimension)
    if powers.pop(_MONEY, 0) != 1 or quantity.base <= 0:
        return None
    months = powers.pop(_MONTH, 0)
    if months not in (0, -1):
        return None
    counted = tuple(sorted((name, -power) for name, power in powers.items()))
    if not counted:
        counted = _of_name(reading.row.name or "", terms)  # with its remark: （年人均） counts
    yearly = quantity.base * 12 if months else quantity.base
    return _Standard(reading, threshold, yearly, counted) if counted else None


def _of_name(name: str, terms: Terms) -> tuple[tuple[str, int], ...]:
    """Return what a standard is for each of, by its name: 人均 is for each person."""
    if "月" in name or "日" in name or "天" in name:
        return ()
    if any(word in name for word in terms.words("money", "per-person")):
        return _PERSON
    if any(word in name for word in terms.words("money", "per-household")):
        return _HOUSEHOLD
    return ()


def _other_money(reading: Reading, quantity: Quantity, terms: Terms, table: Table) -> bool:
    """Whether a row is about money and not about the whole of the project."""
    if dict(quantity.unit.dimension).get(_MONEY) is None or terms.level(reading.row.level2) == "benefit":
        return False
    is_whole = is_money(quantity.unit) and quantity.base == Fraction(table.funds or 0)
    return not (is_whole or terms.is_total_cost(plain_name(reading.row.name or "")))


def _is_output(reading: Reading, terms: Terms) -> bool:
    return terms.level(reading.row.level2) in {"quantity", None}


def _is_other_work(reading: Reading, quantity: Quantity, counted: Reading, terms: Terms) -> bool:
    """Whether a row counts something else that the funds may be for."""
    if reading is counted or terms.level(reading.row.level2) != "quantity":
        return False
    return whole(quantity.unit) is None


def _compared(count: Quantity, standard: _Standard, funds: Fraction, *, is_open: bool) -> Iterator[Problem]:
    product = count.base * standard.yuan
    if not product or abs(product - funds) <= max(Fraction(100), funds * _CLOSE):
        return
    ratio = max(product / funds, funds / product)
    # nobody need get as much as a limit allows
    may_differ = product > funds and standard.threshold.relation in (Relation.LE, Relation.LT)
    if (ratio > _FAR or is_open or may_differ) and not any(abs(ratio / slip - 1) <= _CLOSE for slip in _SLIPS):
        return
    written = standard.threshold.quantity
    # in the unit the standard is written in
    implied = funds / count.base * (Fraction(written.magnitude) / standard.yuan)
    yield Problem(
        "{count} × {standard} = {product}，项目资金是{funds}；按资金倒推，标准是{implied}",
        count=count,
        standard=written,
        product=shown_yuan(product),
        funds=shown_yuan(funds),
        implied=_shown(implied, written.unit),
        fix=_mended(standard, implied) if abs(implied / Fraction(written.magnitude) - 1) <= _NEAR else None,
        reading=standard.reading,
    )


def _shown(number: Fraction, unit: Unit) -> str:
    rounded = round(number, 2)
    text = plain(simplest(rounded))
    return f"{'' if rounded == number else '约'}{text}{unit}"


def _mended(standard: _Standard, implied: Fraction) -> str | None:
    """Return the standard that makes the product right, if it is a number somebody would set."""
    number = simplest(implied)
    written, text = plain(standard.threshold.quantity.magnitude), standard.reading.cell.text
    if not isinstance(number, Decimal) or round(number, 2) != number or text.count(written) != 1:
        return None
    return text.replace(written, plain(number))
