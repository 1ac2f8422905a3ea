"""已经达成，却写了没有达成的原因。

完成值达到了目标值，偏差原因一栏却在解释为什么没有完成。

## 理由

两处总有一处错了：不是完成值填错，就是原因从别的行抄来。

## 错例

| 三级指标 | 指标值 | 完成值 | 偏差原因 |
| --- | --- | --- | --- |
| 培训人数 | ≥300人 | 320人 | 因疫情未完成 |

## 正例

| 三级指标 | 指标值 | 完成值 | 偏差原因 |
| --- | --- | --- | --- |
| 培训人数 | ≥300人 | 320人 | |
| 培训人数 | ≥300人 | 420人 | 基层报名踊跃，加开两期 |
| 培训人数 | ≥300人 | 270人 | 因疫情未完成 |
| 培训场次 | ≥3场 | 3场 | 无偏差，未发现未完成情况 |

## 修正

不自动修正。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicator_dsl.evaluation import Outcome
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.rows import Table

RULE = RuleInfo(
    "SEL05",
    "reason-contradicts",
    "info",
    since="0.2",
    source="一个公开的申报与自评检查工具的核对项",
    needs=("actual", "reason"),
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    failing = context.terms.finder("self-evaluation", "failing")
    denied = context.terms.finder("self-evaluation", "denied")
    for reading in readings:
        reason = reading.row.reason or ""
        word = None if denied.search(reason) else failing.search(reason)
        found = None if word is None else reading.evaluation
        if found is not None and word is not None and found.outcome is Outcome.MET:
            yield Problem(
                "完成值 {actual} 达到了目标值，偏差原因却说“{word}”",
                reading=reading,
                field="reason",
                actual=(reading.row.actual or "").strip(),
                word=word[0],
            )
