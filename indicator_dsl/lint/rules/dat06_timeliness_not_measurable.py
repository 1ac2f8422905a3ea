"""时效没有写出期限。

时效指标的值是“及时”“按时发放”“按月安排”“在计划时间内完成”这样的话，没有日期、天数，也没有比率。

## 理由

怎样才算及时，各人理解不同，年底无从判断。
写成日期（每月10日前）、天数（≤15个工作日）或者比率（及时率=100%），才能核对。

## 错例

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 时效指标 | 补助经费到位及时性 | 及时 |
| 时效指标 | 提交报告及时性 | 在项目计划完成时间内完成 |
| 时效指标 | 经费支出时间 | 按月安排 |
| 时效指标 | 补贴发放 | 按时发放 |
| 时效指标 | 培训任务 | 已完成 |
| | 项目完成时间 | 按计划 |

## 正例

“日产日清”自己就说明了期限；“是否……”的指标答“是”“否”。

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 时效指标 | 补助发放时间 | 每月10日前 |
| 时效指标 | 检测时间 | ≤7个工作日 |
| 时效指标 | 按时发放率 | =100% |
| 时效指标 | 垃圾转运情况 | 日产日清 |
| 产出时效 | 是否及时办理验收手续 | 是 |
| 质量指标 | 服务态度 | 及时 |

## 修正

不自动修正：期限要由填报单位确定。
哪些词自己就说明了期限，配置文件的 `timeliness.periods` 可以补充。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from indicator_dsl.comparators import Qualitative
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.lint.timeliness import about_time, says_no_time
from indicator_dsl.lint.wording import accepted
from indicator_dsl.rows import Row

RULE = RuleInfo(
    "DAT06",
    "timeliness-not-measurable",
    "warning",
    since="0.1",
    source="池州市贵池区棠溪镇 2022 年自评表；岳阳楼区 2023 年整体绩效目标表的“按月安排”",
)


def concerns(cell: Cell) -> bool:
    return isinstance(cell.value, Qualitative)


def regards(name: str, terms: Terms) -> Hashable:
    return about_time(name, terms)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    value = cell.value
    if isinstance(value, Qualitative) and not accepted(cell, value, context) and says_no_time(row, value.text, context):
        yield Problem("时效没有写出期限，写成日期、天数或者比率，如“每月10日前”“≤15个工作日”“=100%”")
