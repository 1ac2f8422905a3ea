"""得分算不出来。

表中的得分，用目标值、完成值和分值按任何一种通行的评分办法都算不出来。

## 理由

得分应当谁来算都一样。
达到目标就得满分；没有达到的，按完成比例或者规定的档次得分。
算不出来，不是得分填错了，就是用了表上没有写明的办法，应当说明。

定性指标由评价人在档内给分，只查得分是不是在所评的档内。
没有比较符的值，把它当作等于、不低于都试过，成本、时效和越低越好的还试过不高于。
时点晚了扣几分，文件没有定，只查晚了还得满分的。

## 错例

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 水土流失治理达标率 | 98% | 98% | 20 | 19.6 |
| 资金到位及时率 | ≥100% | 100% | 10 | 7 |

| 三级指标 | 指标值 | 完成值 | 分值 | 得分系数 |
| --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 300人 | 10 | 50% |

## 正例

| 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 水土流失治理达标率 | 98% | 98% | 20 | 20 |
| 培训人数 | ≥300人 | 270人 | 10 | 9 |
| 项目总成本 | ≤541万元 | 595.1万元 | 10 | 9.1 |
| 群众满意度 | ≥90% | 85% | 10 | 8 |
| 森林火灾受害率 | 0.9% | 0% | 10 | 10 |

| 三级指标 | 指标值 | 完成值 | 分值 | 得分系数 |
| --- | --- | --- | --- | --- |
| 培训人数 | ≥300人 | 270人 | 10 | 90% |
| 培训场次 | ≥3场 | 3场 | 10 | 100 |

## 修正

不自动修正：给出按所选办法应得的分，改不改由填报单位决定。
单位可能有自己的办法，所以是警告；用选项 `policies` 指定办法（`indicator-dsl policies` 列出名称），就只按它核对。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from indicator_dsl.comparators import Change, Deadline, Interval, Period, Threshold
from indicator_dsl.lint.judging import is_cost
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.points import percents, points_of, share_of
from indicator_dsl.quantities import plain
from indicator_dsl.rows import Row, Table
from indicator_dsl.score import explained, policies, policy, read_row

#: A coefficient is written with two places at most.
_NEAR = Fraction(1, 100)

RULE = RuleInfo(
    "SEL03",
    "score-not-reproducible",
    "warning",
    since="0.2",
    source="湖北黄冈 2020 年自评表（98%/98%，分值 20，得分 19.6）、重庆 2021 年部门自评表",
    needs=("actual",),
    options={"policies": Option([], "只按这些办法核对；不写则试全部办法")},
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    chosen = [policy(name) for name in context.options["policies"]]
    for reading in readings:
        row = reading.row
        yield from _of_rate(reading, context)
        weight, given = points_of(row.weight), points_of(row.score)
        if weight is None or given is None or given > weight or not (row.actual or "").strip():
            continue  # of more points than the weight SEL02 speaks
        if isinstance(reading.value, Deadline | Period) and 0 < given < weight:
            continue  # 晚了15天扣1分: how much a day costs no document says
        read = read_row(row, year=context.year)
        scored = [read.scored(one) for one in chosen or [policy()]]
        sure = [one for one in scored if one.score is not None and one.score.points is not None]
        if not sure or any(one.agrees for one in sure) or (not chosen and _is_explained(row, context)):
            continue
        first = sure[0]
        assert first.score is not None
        points = plain(first.score.points or Decimal(0))
        yield Problem(
            "得分 {printed} 算不出来：按目标值和完成值应得 {points} 分（{policy}）",
            reading=reading,
            field="score",
            fix=points,
            printed=(row.score or "").strip(),
            policy=first.score.policy,
            points=points,
        )


def _is_explained(row: Row, context: Context) -> bool:
    """Return whether some policy gives the printed score; only what should be low is at most what is written."""
    low = (
        context.terms.direction(row.name or "") == "lower"
        or is_cost(row, context.terms)
        or "时效" in (row.level2 or "")
    )
    return any(low or one.equals.bare != "at-most" for one in explained(row, year=context.year))


def _of_rate(reading: Reading, context: Context) -> Iterator[Problem]:
    """Compare the coefficient of a row with the share its actual reaches, where the target is a number."""
    row = reading.row
    rate = share_of(row.rate)
    if rate is None or not isinstance(reading.value, Threshold | Change | Interval):
        return
    read = read_row(evolve(row, weight="100"), year=context.year)
    shares = [score.share for name in policies() if (score := read.scored(policy(name)).score) is not None]
    if any(share is None or abs(share - rate) <= _NEAR for share in shares):
        return
    assert shares[0] is not None
    yield Problem(
        "得分系数 {rate} 算不出来：按目标值和完成值应为 {share}",
        reading=reading,
        field="rate",
        rate=(row.rate or "").strip(),
        share=f"{percents(shares[0])}%",
    )
