"""没有达成，也没有说明原因。

完成值没有达到目标值，偏差原因一栏却是空的。

## 理由

自评表设这一栏，就是为了说明没有完成的原因和改进的办法。
只在表里有这一栏时检查。

## 错例

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 偏差原因 |
| --- | --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 270人 | 10 | 9 | |
| 竣工时间 | 2025年6月30日前 | 2025年8月15日 | 10 | 8 | 无 |
| 培训场次 | ≥3场 | 3场 | 10 | 10 | 无偏差 |

## 正例

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 偏差原因 |
| --- | --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 270人 | 10 | 9 | 两期因疫情取消，2026 年补办 |
| 培训场次 | ≥3场 | 3场 | 10 | 10 | |
| 项目总成本 | 320万元 | 318.6万元 | 10 | 10 | |
| 学员满意度 | ≥90% | 0.92 | 10 | 10 | |

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 270人 | 10 | 9 |

## 修正

不自动修正。
超额完成到多少要说明，没有全国统一的规定，所以默认不查；需要时用选项 `above` 设定，如 1.5 表示达到目标的 150%。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from indicator_dsl.lint.actuals import says_nothing
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.rows import Table
from indicator_dsl.score import is_missed

RULE = RuleInfo(
    "SEL04",
    "reason-missing",
    "warning",
    since="0.2",
    source="各地自评表都有“偏差原因分析及改进措施”一栏",
    needs=("actual",),
    options={"above": Option(0, "达到目标的多少倍以上也要说明；0 表示不查")},
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    if not any(reading.row.reason is not None or "reason" in reading.row.columns for reading in readings):
        return
    above = Fraction(Decimal(str(context.options["above"])))
    for reading in readings:
        found = reading.evaluation
        if found is None or not says_nothing(reading.row.reason):
            continue
        if is_missed(found):
            yield Problem(
                "没有达到目标值 {target}，也没有写偏差原因", reading=reading, field="reason", target=found.target
            )
        elif above and found.completion is not None and found.completion >= above:
            yield Problem("远超目标值 {target}，请说明原因", reading=reading, field="reason", target=found.target)
