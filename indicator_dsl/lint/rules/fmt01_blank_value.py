"""指标值空白。

指标值一格什么也没有写，或者只写了空格；值也可能错位到了别的列。

## 理由

没有指标值就没有目标，年底无从判断是否完成。
从别处粘贴表格时，单元格容易左移一列：名称进了“二级指标”，值进了“指标名称”。

## 错例

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 成本指标 | 项目成本 | |
| 成本指标 | 项目总成本 | |

## 正例

占位符由 FMT02 提示。

| 三级指标 | 指标值 |
| --- | --- |
| 项目成本 | ≤132万元 |
| 重大安全事故 | 无 |
| 项目成本 | / |

## 修正

不自动修正：值要由填报单位补上。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo(
    "FMT01",
    "blank-value",
    "error",
    since="0.1",
    source="柳江区 2025 年目标表有两处；审核实践",
    refusals=("missing-value",),
)


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    del context
    if cell.blank:
        yield Problem("指标值空白")
