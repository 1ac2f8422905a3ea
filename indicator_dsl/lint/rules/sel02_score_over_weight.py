"""得分超过分值。

一项的得分比它的分值还多。

## 理由

超额完成也只得满分，分值就是上限。
多半是两列填反了，或者分值调整以后得分没有改。

## 错例

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 360人 | 10 | 12 |

## 正例

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 360人 | 10 | 10 |
| 培训场次 | ≥3场 | 3场 | | 5 |

## 修正

不自动修正。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.points import points_of
from indicator_dsl.rows import Table

RULE = RuleInfo(
    "SEL02",
    "score-over-weight",
    "error",
    since="0.2",
    source="2016 年、2017 年和 2022 年自评表的填表说明：得分最高不超过分值",
    needs=("score",),
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    for reading in readings:
        weight, score = points_of(reading.row.weight), points_of(reading.row.score)
        if weight is not None and score is not None and score > weight:
            yield Problem("得分 {score} 超过分值 {weight}", reading=reading, field="score", score=score, weight=weight)
