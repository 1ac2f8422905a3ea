"""几月还是几个月，说不清。

名称是完成时间，值是一个不超过 12 的数，计量单位是“月”。

## 理由

“≤9”和“月”分在两格里，读作不超过 9 个月；填报的人说的多半是 9 月底以前。
两种意思差得很远，系统之间各读各的。

## 错例

| 二级指标 | 三级指标 | 比较符 | 指标值 | 计量单位 |
| --- | --- | --- | --- | --- |
| 时效指标 | 项目完成时间 | ≤ | 12 | 月 |
| 时效指标 | 补贴发放时间 | ≤ | 9 | 月 |
| 时效指标 | 维修改造完成时限 | | 10 | 月 |

## 正例

| 二级指标 | 三级指标 | 比较符 | 指标值 | 计量单位 |
| --- | --- | --- | --- | --- |
| 时效指标 | 项目完成时间 | | 2025年12月31日前 | |
| 时效指标 | 建设周期 | ≤ | 9 | 月 |
| 时效指标 | 项目完成时间 | ≤ | 9 | 个月 |
| 时效指标 | 项目建设时间 | ≤ | 18 | 月 |
| 数量指标 | 补贴发放月数 | = | 12 | 月 |

## 修正

不自动修正：说的是几月，写成日期，清空“计量单位”；说的是多长时间，单位写“个月”。
哪些名称说的是哪一天以前，配置文件的 `names.moments` 可以补充。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.lint.months import in_months, is_moment
from indicator_dsl.lint.parts import quantities
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.quantities import plain
from indicator_dsl.rows import Row

RULE = RuleInfo("DAT09", "month-or-months", "warning", since="0.2", source="公开的预算管理一体化系统导出表")

concerns = in_months
regards = is_moment


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    if is_moment(row.name or "", context.terms):
        number = plain(next(quantities(cell.value)).magnitude)
        yield Problem("“{number}月”读作{number}个月；说的是几月，写成日期，如“{number}月底前”", number=number)
