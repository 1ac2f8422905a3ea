"""指标重复。

同一个项目里，同一类下有两条同名的指标，或者两处指标的名称和值都相同。

## 理由

重复的指标白占权重；同名而值不同，就不知道以哪一条为准。

## 错例

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
| 产出指标 | 数量指标 | 培训人数 | ≥300人 |
| 产出指标 | 数量指标 | 培训人数 | ≥500人 |

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
| 产出指标 | 质量指标 | 为民众办实事 | 100% |
| 效益指标 | 可持续影响 | 为民众办实事 | 100% |

## 正例

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
| 产出指标 | 成本指标 | 立功受奖评优士兵奖金发放标准（三等功） | 6400元/人 |
| 产出指标 | 成本指标 | 立功受奖评优士兵奖金发放标准 | 2450元/人 |
| 产出指标 | 成本指标 | 道路交通设施 | 713万元 |
| 效益指标 | 经济效益 | 道路交通设施 | 降低运输成本 |
| 效益指标 | 社会效益 | 道路交通设施 | 提高村民收入 |

## 修正

不自动修正：合并成一条，或者把名称写得有区别。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicator_dsl.lint.names import compact, is_one_project
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.rows import Table

RULE = RuleInfo("TAB05", "duplicate-indicator", "warning", since="0.1", source="本项目的约定")


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    del table
    if not is_one_project(readings, context.terms):
        return
    of_level: dict[tuple[str, ...], Reading] = {}
    of_value: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        row = reading.row
        name, value = compact(row.name or ""), compact(reading.cell.whole)
        if not value or not any(map(str.isalnum, name)):
            continue
        level = (name, row.level1 or "", row.level2 or "")
        same_level = of_level.setdefault(level, reading)
        same_value = of_value.setdefault((name, value), reading)
        if same_value is not reading:
            yield Problem("与第{line}行重复，名称和值都相同", line=same_value.row.place.row, reading=reading)
        elif same_level is not reading:
            yield Problem("与第{line}行同名，值却不同", line=same_level.row.place.row, reading=reading)
