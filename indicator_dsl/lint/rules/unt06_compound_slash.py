"""一个单位里有不止一条斜线。

`元/月/人` 这样的单位写了两条或更多的“/”。

## 理由

一个组合单位里最多一条“/”，分母有几项时用括号括起来：`元/(人·月)`。
先写领受的一方，再写时间，几处写法才一致。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 困难残疾人生活补贴水平 | ≥80元/月/人 | ≥80元/(人·月) |
| 义务教育小学生均公用经费 | 780元/生/年 | 780元/(生·年) |
| 为义务兵父母每年体检费标准 | 400元/人/年 | 400元/(人·年) |
| 分学段公用经费标准 | 小学720元/生/年；初中940元/生/年 | 小学720元/(生·年)；初中940元/(生·年) |

| 三级指标 | 指标值 | 计量单位 |
| --- | --- | --- |
| 护理补贴标准 | 80 | 元/人/月 |

## 正例

| 三级指标 | 指标值 | 计量单位 |
| --- | --- | --- |
| 教师体检费人均成本 | ≤600元/人 | |
| 护理补贴标准 | 80元/人·月 | |
| 护理补贴标准 | 每人每月80元 | |
| 护理补贴标准 | 80 | 元/(人·月) |
| 义务兵家属优待金发放标准 | 10000元/人/户 | |
| 补贴期限 | 2025/1/1～2025/12/31 | |

## 修正

安全：单位的含义不变。单位写在“计量单位”一栏时只提示。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.names import below, one_slash
from indicator_dsl.lint.parts import quantities
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo(
    "UNT06",
    "compound-slash",
    "info",
    since="0.1",
    source="科技期刊执行 GB 3100～3102—1993 的说明；国务院扶贫资金绩效目标模板（元/人·月）",
)

#: Two slashes with no end of an item between them.
_TWO: Final = re.compile(r"[/／][^/／；;，,。\n]*[/／]")


def concerns(cell: Cell) -> bool:
    return any("/" in one.unit.text for one in quantities(cell.value))


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    if cell.value is None or not ((written := _two(cell.text)) or _two(cell.unit or "")):
        return
    units = dict.fromkeys(one.unit for one in quantities(cell.value) if len(below(one.unit)) > 1)
    if any(unit.text.startswith("/") for unit in units):
        return  # what is above the line comes first: UNT01
    holders = context.terms.words("units", "holders")
    if not units or any(len({*below(unit)} & {*holders}) > 1 for unit in units):
        return  # of 元/人/户 UNT07 says that it should be 元/人 or 元/户
    fix = cell.text
    for unit in units:
        fix = fix.replace(unit.text, one_slash(unit))
    first = next(iter(units))
    sure = written and fix != cell.text and reads_the_same(cell, fix, context.year)
    start = max(cell.text.find(first.text), 0)
    yield Problem(
        "一个单位里只用一条“/”，写成“{unit}”",
        unit=one_slash(first),
        start=start,
        end=start + len(first.text) if first.text in cell.text else None,
        fix=fix if sure else None,
        safe=True,
    )


def _two(text: str) -> bool:
    return _TWO.search(text) is not None
