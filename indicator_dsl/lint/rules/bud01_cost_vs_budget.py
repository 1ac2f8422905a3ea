"""总成本与项目资金不一致。

项目总成本的指标值与申报表上的资金总额不同（按指标值写到的位数四舍五入，差在百元以内的不算）。

## 理由

总成本就是这笔钱，两处不一样必有一处错，常见的是差一个“万”或者没有随预算调整。
超过资金总额是错误；低于资金总额可能是压减了成本，只是警告。
自评表的资金是年中调整过的，目标是年初定的，只在差出十倍以上（多半错了一个“万”）时提示。

## 错例

项目资金：5410000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 成本指标 | 项目总成本 | ≤5410万元 |

项目资金：7504790

| 二级指标 | 三级指标 | 指标值 | 计量单位 |
| --- | --- | --- | --- |
| 成本指标 | 预算经费控制 | ≤700 | 万元 |

## 正例

项目资金：7504790

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 成本指标 | 项目总成本 | ≤750.48万元 |
| 成本指标 | 项目预算成本 | ≤7504790元 |
| 成本指标 | 设备购置成本 | ≤120万元 |
| 成本指标 | 城乡居民医疗保险代缴标准（年人均） | ≥400元 |

项目资金：5410000

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 成本指标 | 预算经费控制 | ≤541万元 |
| 数量指标 | 获得贷款年度总金额 | ≥300万元 |

项目资金：1200000

| 二级指标 | 三级指标 | 指标值 | 完成值 |
| --- | --- | --- | --- |
| 成本指标 | 项目总成本 | ≤100万元 | 118万元 |

## 修正

不自动修正：要由填报单位确定哪一处对。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from indicator_dsl.lint.kinds import is_money
from indicator_dsl.lint.names import compact, plain_name, shown_yuan, thresholds
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Table

RULE = RuleInfo(
    "BUD01",
    "cost-vs-budget",
    "error",
    since="0.1",
    source="公开的绩效目标审核程序；柳江区 2025 年目标表",
    options={"tolerance": Option(100, "相差多少元以内不算")},
)

_LIMITS: Final = (Relation.LE, Relation.LT, Relation.EQ, Relation.ABOUT)
#: However few digits a target has, rounding explains no more than this part of the funds.
_MOST: Final = Fraction(1, 200)
#: Funds are not adjusted so far: a 万 too many or too few is a slip in any table.
_SCALE: Final = 10


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    if not table.funds:
        return
    funds = Fraction(table.funds)
    project = compact(table.project or "")
    for reading in readings:
        name = plain_name(reading.row.name or "")
        if not name or not (context.terms.is_total_cost(name) or name == project):
            continue
        for threshold in thresholds(reading.cell):
            quantity = threshold.quantity
            if threshold.label or threshold.relation not in _LIMITS or not is_money(quantity.unit):
                continue
            allowed = max(Fraction(context.options["tolerance"]), min(_half_digit(quantity), funds * _MOST))
            if abs(quantity.base - funds) > allowed and not _is_adjusted(quantity.base, funds, readings):
                yield _problem(quantity.base, funds, reading)


def _is_adjusted(cost: Fraction, funds: Fraction, readings: Sequence[Reading]) -> bool:
    """Whether the funds may have been changed in the year, after the target was set: what is done is there as well."""
    near = cost > 0 and funds / _SCALE < cost < funds * _SCALE
    return near and any((reading.row.actual or "").strip() for reading in readings)


def _problem(cost: Fraction, funds: Fraction, reading: Reading) -> Problem:
    if cost > funds:
        return Problem(
            "总成本{cost}超过项目资金{funds}，多{gap}",
            cost=shown_yuan(cost),
            funds=shown_yuan(funds),
            gap=shown_yuan(cost - funds),
            reading=reading,
        )
    return Problem(
        "总成本{cost}少于项目资金{funds}，差{gap}",
        cost=shown_yuan(cost),
        funds=shown_yuan(funds),
        gap=shown_yuan(funds - cost),
        severity="warning",
        reading=reading,
    )


def _half_digit(quantity: Quantity) -> Fraction:
    """Return half of the last digit written, in 元: 750.48万元 may stand for 7504790元."""
    number = quantity.magnitude
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    assert isinstance(exponent, int)
    return quantity.unit.factor * Fraction(10) ** exponent / 2
