"""性质与指标值不符。

标为“定性”却写了数值，标为“定量”却写了文字，文字前面有“≥”，或者性质一栏写的不是比较符。

## 理由

性质决定怎样比较：定量的要有比较符、数值和单位，定性的由人判定。
两边不一致，值就读不出来，也没法打分。

## 错例

| 三级指标 | 比较符 | 指标值 | 应写 |
| --- | --- | --- | --- |
| 政策覆盖率 | 定性 | 95% | |
| 资金发放 | | 定量 按月安排 | 定性 按月安排 |
| 帮扶对象 | = | 应保尽保 | |
| 机制健全性 | ≥ | 有效提升 | |
| 补贴发放 | 定量 | 按月安排 | |

## 正例

| 三级指标 | 比较符 | 指标值 |
| --- | --- | --- |
| 政策覆盖率 | ≥ | 95% |
| 机制健全性 | 定性 | 优良中低差 |
| 资质等级 | ≥ | 二级 |
| 项目持续期 | | 定性 基本建立 |
| 完成时间 | 定性 | 2025年12月底前 |
| 补贴发放率 | 定量 | 100% |

## 修正

指标值里的“定量”后面是文字的，建议改成“定性”；其余要由填报人决定改值还是改性质。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import Qualitative
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo(
    "QUA06",
    "type-flag-mismatch",
    "error",
    since="0.1",
    source="岳阳楼区价格认证中心 2023 年目标表；一省预算管理一体化系统的填报校验",
    refusals=("relation-on-words", "number-in-words", "relation-column"),
)

_FLAG = "定量"


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    text = cell.text.lstrip()
    if _FLAG in (cell.relation or "") and isinstance(cell.value, Qualitative):
        yield Problem("标为“定量”，值却是文字")
    elif (
        text.startswith(_FLAG)
        and isinstance(cell.value, Qualitative)
        and (rest := text.removeprefix(_FLAG))
        and not rest[0].isalnum()
    ):
        yield Problem("标为“定量”，值却是文字", fix=cell.text.replace(_FLAG, "定性", 1))
