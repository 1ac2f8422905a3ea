"""完成值带着比较符。

完成值里写着 ≥、≤ 或者一个范围，多半是把目标值抄了过来。

## 理由

完成值是一个事实，是多少就写多少。
写成 `≥266米`，既不知道完成了多少，也没有办法评分。

## 错例

| 三级指标 | 指标值 | 完成值 | 分值 |
| --- | --- | --- | --- |
| 新建道路长度 | ≥266米 | ≥266米 | 10 |
| 工程验收合格率 | ≥95% | 95%以上 | 10 |

## 正例

| 三级指标 | 指标值 | 完成值 | 分值 |
| --- | --- | --- | --- |
| 新建道路长度 | ≥266米 | 266米 | 10 |
| 工程验收合格率 | ≥95% | 100% | 10 |
| 群众出行条件 | 有效改善 | 达成预期指标 | 10 |

## 修正

不自动修正：只有填报单位知道实际的数。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.rows import Table

RULE = RuleInfo(
    "SEL01",
    "actual-has-comparator",
    "error",
    since="0.2",
    source="四川一个单位 2022 年绩效目标自评表（完成值写成“≥266米”“≥95%”）",
    needs=("actual",),
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    for reading in readings:
        found = reading.evaluation
        if found is not None and any(one.reason == "actual-has-relation" for one in (found, *found.parts)):
            actual = (reading.row.actual or "").strip()
            yield Problem(
                "完成值“{actual}”带着比较符，应写实际完成的数", reading=reading, field="actual", actual=actual
            )
