"""单位表里没有的单位。

单位名词不在单位表里，按它自己的计量单位处理，不能与别的单位换算。

## 理由

多数是少见的量词，也可能是错别字，或者把说明写进了单位。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 成立工作专班 | ≥3专班 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 成立工作专班 | ≥3个 |

## 修正

不自动修正。
本单位常用的单位可以写进配置文件的 `units`，以后不再提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.describing import unknown_units
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo("UNT13", "unknown-noun", "info", since="0.1", source="本项目的单位表 grammar/units.txt")


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    if cell.value is not None:
        for noun in dict.fromkeys(unknown_units(cell.value)):
            if noun not in context.profile.units:
                yield Problem("单位表里没有“{unit}”，按它自己的计量单位处理", unit=noun)
