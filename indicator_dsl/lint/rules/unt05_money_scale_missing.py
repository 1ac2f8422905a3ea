"""“万”“亿”后面没有写“元”。

名称说的是钱，值里只有“250万”；或者货币符号后面的单位不是钱。

## 理由

“250万”可以是元、人、平方米。
金额差一个单位就差得很远，单位要写全。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 控制在预算成本内 | 250万 | 250万元 |
| 年增加经营收入 | ≥1.2亿 | ≥1.2亿元 |
| 补助资金发放金额 | 80～100万 | 80～100万元 |
| 年人均经费 | 8.5万/人 | 8.5万元/人 |

| 三级指标 | 指标值 |
| --- | --- |
| 单项业务成本 | ¥500个 |

## 正例

| 三级指标 | 指标值 | 计量单位 |
| --- | --- | --- |
| 项目总成本 | ≤250万元 | |
| 项目总成本 | 250万 | 元 |
| 项目总成本 | ￥250万 | |
| 补贴人数 | ≥3万 | |

## 修正

需确认：补上“元”。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import Interval, Threshold
from indicator_dsl.lint.judging import is_spending
from indicator_dsl.lint.names import plain_name, with_unit
from indicator_dsl.lint.parts import quantities
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.rows import Row
from indicator_dsl.units import Unit, scales

RULE = RuleInfo(
    "UNT05",
    "money-scale-missing",
    "warning",
    since="0.1",
    source="湘潭市一个单位 2023 年目标申报表",
    refusals=("money-unit",),
)


def concerns(cell: Cell) -> bool:
    return any(_head(one.unit) in scales() for one in quantities(cell.value))


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    match cell.value:
        case Threshold(quantity=quantity, label=label) | Interval(upper=quantity, label=label):
            scale = _head(quantity.unit)
        case _:
            return
    if scale not in scales():
        return
    name = plain_name(label or row.name or "")
    terms = context.terms
    # 补贴人数 ≥3万 is about persons: UNT01 says so
    sure = terms.unit_of(name)
    if (sure is None or sure[1] == "%") and (terms.money.search(name) or is_spending(row, terms)):
        yield Problem("“{scale}”后面没有写“元”", scale=scale, fix=_mended(cell, quantity.unit))


def _head(unit: Unit) -> str:
    """Return what stands above the line: 万 of 8.5万/人."""
    return unit.text.partition("/")[0]


def _mended(cell: Cell, unit: Unit) -> str | None:
    if "/" not in unit.text:
        return with_unit(cell, "元")
    before, scale, behind = cell.text.partition(f"{_head(unit)}/")
    return f"{before}{scale[:-1]}元/{behind}" if scale else None
