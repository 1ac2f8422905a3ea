"""指标值是占位符。

指标值里留着模板的 `*`、`**`、`XX`、`……`，写着“待定”“同上”，或者只画了一条 `/`、`—`。

## 理由

占位符是给填报人看的，留在表里就等于没有目标。
有的审核系统见到 `*`、`**`、`/`、`—` 就退回。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 资产入股人数 | ≥**人 |
| 资产入股人口满意度 | ≥XX% |
| 项目总成本 | / |
| 受益户数 | —— |
| 项目完成时间 | XX年XX月 |
| 设备采购数量 | 待定 |
| 监测点数量 | 暂无 |

## 正例

“无”“不适用”是回答，不是占位符；名称也空着的一行是没有用到的行。

| 三级指标 | 指标值 |
| --- | --- |
| 资产入股人数 | ≥1102人 |
| 重大安全事故 | 无 |
| 社会成本 | 不适用 |
| 补助标准 | 720/生/年 |
| / | / |
| 指标2： | / |

## 修正

不自动修正：值要由填报单位补上。
不要求的指标整行删去。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indicator_dsl.comparators import Missing, Qualitative
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.rows import Row

RULE = RuleInfo(
    "FMT02",
    "placeholder-value",
    "error",
    since="0.1",
    source="扶贫项目绩效目标申报表参考模板的 `**`；一个公开的审核系统的检查项",
    refusals=("placeholder",),
)

#: Gaps of a template in words: XX年XX月, ____
_GAPS: Final = re.compile(r"(?<![A-Za-z])[XxＸｘ×]{2,}(?![A-Za-z])|_{2,}|□{2,}")


def concerns(cell: Cell) -> bool:
    return isinstance(cell.value, Missing | Qualitative)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    match cell.value:
        case Missing() | Qualitative():
            pass
        case _:
            return
    placeholders = context.terms.words("placeholders", "words")
    text = cell.text.strip()
    if text in placeholders:
        # a line of the form that nobody uses has a mark in each of its cells
        if plain_name(row.name or "") not in {"", *placeholders}:
            yield Problem("“{found}”是占位符，没有填写指标值", found=text)
    elif found := _GAPS.search(cell.text):
        start, end = found.span()
        yield Problem("“{found}”是占位符，没有填写指标值", found=found[0], start=start, end=end)
