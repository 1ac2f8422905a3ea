"""单位没有用通行的写法。

`㎡`、`m2`、`平米`、`平方`、`百分比`、`公分` 一类写法，含义清楚，但与通行的写法不同。

## 理由

同一个单位有几种写法，汇总时会当成几个单位；`㎡` 是一个字，有的字体里没有。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 清扫保洁面积 | ≥2818641.07㎡ | ≥2818641.07m² |
| 委托业务报告合格率 | ≥100百分比 | ≥100% |
| 校舍维修面积 | ≥500平方 | ≥500平方米 |
| 绿化养护标准 | 8元/㎡ | 8元/m² |
| 外立面改造面积 | 1.2万平米以上 | 1.2万平方米以上 |
| 日供水量 | ≥200 m3 | ≥200 m³ |

| 三级指标 | 指标值 | 计量单位 |
| --- | --- | --- |
| 租用面积 | 26970.7 | ㎡ |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 清扫保洁面积 | ≥2818641.07m² |
| 校舍维修面积 | ≥500平方米 |
| 辖区面积 | 12平方公里 |
| 培训人数 | 20名 |
| 粮食产量 | 3500公斤 |
| 道路硬化 | 14.7km |

## 修正

安全：单位不变，只换写法。单位写在“计量单位”一栏时只提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.parts import quantities
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo(
    "UNT08",
    "unit-variant",
    "info",
    since="0.1",
    source="国务院 1984 年关于统一实行法定计量单位的命令；科技期刊执行 GB 3100～3102—1993 的说明",
)


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    if cell.value is None:
        return
    pattern, usual = context.terms.variant, context.terms.variants
    if (found := pattern.search(cell.text)) is not None:
        fix = pattern.sub(lambda one: usual[one[0]], cell.text)
        if any(True for _ in quantities(cell.value)) and reads_the_same(cell, fix, context.year):
            yield Problem(
                "单位“{unit}”通常写作“{usual}”",
                unit=found[0],
                usual=usual[found[0]],
                start=found.start(),
                end=found.end(),
                fix=fix,
                safe=True,
            )
    elif cell.unit and (found := pattern.search(cell.unit)) is not None:
        yield Problem("单位一栏的“{unit}”通常写作“{usual}”", unit=found[0], usual=usual[found[0]])
