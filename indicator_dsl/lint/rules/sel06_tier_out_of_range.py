"""得分不在所评的档内。

定性指标评为“部分达成”“未达成”，得分占分值的比例却不在这一档的范围里。

## 理由

定性指标分档评分：达成 100%–80%，部分达成 80%–60%（或 50%），未达成更低。
评为哪一档，得分就在哪一档里。
各地第二档的下限不同，这里只报无论按哪一种都不在档内的。

## 错例

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 改善办学条件 | 有效改善 | 部分达成 | 10 | 9 |
| 政策知晓程度 | 明显提高 | 未达成 | 10 | 8 |

## 正例

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 改善办学条件 | 有效改善 | 部分达成 | 10 | 7 |
| 改善办学条件 | 有效改善 | 部分达成 | 10 | 5.5 |
| 改善办学条件 | 有效改善 | 部分达成 | 10 | 8 |
| 政策知晓程度 | 明显提高 | 达成预期指标 | 10 | 10 |

## 修正

不自动修正：档次和得分哪个对，由评价人决定。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from attrs import evolve

from indicator_dsl.comparators import Grade, Qualitative
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.points import points_of
from indicator_dsl.rows import Table
from indicator_dsl.score import Policy, policy, read_row

RULE = RuleInfo(
    "SEL06",
    "tier-out-of-range",
    "error",
    since="0.2",
    source="江西 2017 年、湖北 2020 年、四川 2022 年自评表的分档说明",
    needs=("actual", "score"),
)


@cache
def _policies() -> tuple[Policy, ...]:
    """Return the ways to cut the tiers, 80/60 and 80/50, the bounds in either tier."""
    own = [policy(name) for name in ("mof-2020-10", "mof-2017-form")]
    return (*own, *(evolve(one, wording=evolve(one.wording, boundary="lower")) for one in own))


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    for reading in readings:
        row = reading.row
        if not isinstance(reading.value, Qualitative | Grade) or not (row.actual or "").strip():
            continue
        if points_of(row.weight) is None or points_of(row.score) is None:
            continue
        read = read_row(row, year=context.year)
        scores = [read.scored(one).score for one in _policies()]
        if all(score is not None and score.reason == "rate-out-of-tier" for score in scores):
            yield Problem(
                "评为“{actual}”，得分 {score}（分值 {weight}）不在这一档内",
                reading=reading,
                field="score",
                actual=(row.actual or "").strip(),
                score=(row.score or "").strip(),
                weight=(row.weight or "").strip(),
            )
