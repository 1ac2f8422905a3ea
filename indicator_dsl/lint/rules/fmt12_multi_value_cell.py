"""一格里有几个目标。

一个指标值里用分号、逗号、换行或者“和”连着两个以上的目标。

## 理由

一行只能打一个分：几个目标有的完成、有的没有完成，就没有办法如实填写完成值和得分。
每个目标单独一行，才能各自填完成值、分值。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 开展培训 | 培训≥2期，≥100人 |
| 公用经费标准 | 小学720元/生/年；初中940元/生/年 |
| 宣传活动 | ≥5场<br>≥300人 |
| 督查次数和整改率 | ①≥4次；②≥95% |
| 举办培训班 | 2期100人 |

## 正例

区间、二选一、“某日前达到多少”都是一个目标。

| 三级指标 | 指标值 |
| --- | --- |
| 群众满意度 | ≥90%且≤95% |
| 考核等次 | 优或良 |
| 资金拨付到位情况 | 12月底前100%到位 |
| 项目成本 | ≤5,410,000元 |
| 补贴发放 | 2025年6月底前，≥50% |
| 老年人生活补贴 | 每人每月80元 |

## 修正

不自动修正：拆成几行，要由填报单位给每一行起名称、分配分值。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import AllOf, Deadline, Period
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo(
    "FMT12",
    "multi-value-cell",
    "warning",
    since="0.1",
    source="本项目的约定：一行一个目标",
    refusals=("two-numbers", "several-dates", "mixed-joins", "ambiguous-enumerator"),
)


def concerns(cell: Cell) -> bool:
    return isinstance(cell.value, AllOf)


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    del context
    if isinstance(cell.value, AllOf):
        dates = sum(isinstance(part, Deadline | Period) for part in cell.value.parts)
        # 12月底前100%到位 is one target: so much by then
        count = len(cell.value.parts) - dates or dates
        if count > 1:
            yield Problem("一格里有{count}个目标，拆成{count}行，各填名称和分值", count=count)
