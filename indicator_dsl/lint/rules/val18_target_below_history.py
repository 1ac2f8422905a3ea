"""目标比上年还低。

目标值低于上年已经做到的（上限则高于上年），等于允许退步。

## 理由

指标值一般参考历史完成情况来定。
上年做到 97%，今年只定 80%，目标就起不到作用。
只在表里有上年的数时检查。

## 错例

| 三级指标 | 指标值 | 上年值 |
| --- | --- | --- |
| 群众满意度 | ≥80% | 97% |
| 平均办理时间 | ≤10个工作日 | 7个工作日 |

## 正例

| 三级指标 | 指标值 | 上年值 |
| --- | --- | --- |
| 群众满意度 | ≥97% | 97% |
| 群众满意度 | ≥95% | 97% |
| 平均办理时间 | ≤5个工作日 | 7个工作日 |
| 培训人数 | ≥80人 | |
| 群众满意度 | ≥80% | 0.97 |

## 修正

不自动修正：任务量本来就可能变。
比上年差多少才提示，用选项 `slack` 设定。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from indicator_dsl.comparators import Threshold
from indicator_dsl.errors import IndicatorError
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Table

RULE = RuleInfo(
    "VAL18",
    "target-below-history",
    "info",
    since="0.2",
    source="预算管理一体化的指标表有上年、前年指标值两栏；幅度是本项目定的",
    needs=("previous",),
    options={"slack": Option(0.05, "比上年差多少以内不提示，0.05 表示 5%")},
)

#: A number without a unit that is so many times the target is in another one.
_FAR = 20

_LOWER = (Relation.GE, Relation.GT)
_UPPER = (Relation.LE, Relation.LT)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    slack = Fraction(Decimal(str(context.options["slack"])))
    for reading in readings:
        value, before = reading.value, _before(reading)
        if not isinstance(value, Threshold) or before is None or not before.unit.convertible_to(value.quantity.unit):
            continue
        own, past = value.quantity.base, before.base
        if past <= 0:
            continue
        worse = (value.relation in _LOWER and own < past * (1 - slack)) or (
            value.relation in _UPPER and own > past * (1 + slack)
        )
        if worse:
            yield Problem("上年已经是 {before}，目标只定 {target}", reading=reading, before=before, target=value)


def _before(reading: Reading) -> Quantity | None:
    """Return last year's value; a bare number has the unit of the target."""
    text, value = reading.row.previous, reading.value
    if text is None or not text.strip() or not isinstance(value, Threshold):
        return None
    try:
        found = parse(text)
    except IndicatorError:
        return None
    if not isinstance(found, Threshold):
        return None
    quantity, own = found.quantity, value.quantity
    if quantity.unit:
        return quantity
    # 0.97 against ≥80%, 5000000 against ≥541万元: a number without its unit far from the target is in another one
    near = own.magnitude and Fraction(1, _FAR) < Fraction(quantity.magnitude) / Fraction(own.magnitude) < _FAR
    return Quantity(quantity.magnitude, own.unit) if near else None
