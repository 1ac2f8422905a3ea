"""总分与各项之和不符。

表中的总分不是各项得分（连同预算执行）的和。

## 理由

总分决定等级，各项改了而总分没有跟着改，是自评表里最常见的错。
有的行没有得分时不查。

## 错例

表中总分：98

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 300人 | 60 | 60 |
| 学员满意度 | ≥90% | 85% | 40 | 37 |

## 正例

表中总分：97

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 300人 | 60 | 60 |
| 学员满意度 | ≥90% | 85% | 40 | 37 |

表中总分：98

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 300人 | 60 | |
| 学员满意度 | ≥90% | 85% | 40 | 37 |

## 修正

不自动修正：总分错了还是某一项错了，由填报单位核对。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.points import points_of
from indicator_dsl.quantities import plain
from indicator_dsl.rows import Table

RULE = RuleInfo(
    "SEL08",
    "total-mismatch",
    "error",
    since="0.2",
    source="一个公开的申报与自评检查工具的核对项；各地自评表都有总分一行",
    needs=("score",),
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    printed = None if table.result is None else points_of(table.result.score)
    weighed = [reading.row for reading in readings if points_of(reading.row.weight) is not None]
    scores = [points_of(row.score) for row in weighed]
    if printed is None or not scores or None in scores:
        return
    total = sum((one for one in scores if one is not None), Decimal(0))
    money = None if table.execution is None else points_of(table.execution.score)
    # a form may count the execution in its total or beside it
    if not any(_is(printed, one) for one in (total, total + (money or 0))):
        shown = plain(total + (money or 0))
        yield Problem(
            "总分写 {printed}，各项得分之和是 {total}",
            place=None if table.result is None else table.result.place,
            printed=plain(printed),
            total=shown,
        )


def _is(printed: Decimal, total: Decimal) -> bool:
    """Whether a total is a sum, or the sum rounded to fewer places: 93.4 for 93.38."""
    places = Decimal(1).scaleb(min(int(printed.as_tuple().exponent), 0))
    return printed in (total, total.quantize(places, ROUND_HALF_UP))
