"""权重合计不是 100。

一个项目各条指标的分值（权重）加起来，既不是 100，也不是给预算执行率留出 10 分的 90。

## 理由

合计不对，总分就不是百分制，不同项目也无法比较。

## 错例

| 一级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- |
| 成本指标 | 项目总成本 | ≤90万元 | 10 |
| 产出指标 | 管护面积 | ≥90公顷 | 70 |
| 效益指标 | 水质达标率 | ≥95% | 20 |
| 满意度指标 | 群众满意度 | ≥95% | 10 |

## 正例

| 一级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- |
| 产出指标 | 管护面积 | ≥90公顷 | 50 |
| 效益指标 | 水质达标率 | ≥95% | 30 |
| 满意度指标 | 群众满意度 | ≥95% | 10 |

| 一级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- |
| 产出指标 | 种植面积 | ≥29.5亩 | 20 |
| 产出指标 | 其中桃树 | ≥5亩 | |
| 效益指标 | 带动增收 | ≥11万元 | 20 |

| 一级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- |
| 项目产出 | 检测完成率 | 100% | 60 |
| 项目产出 | 报告合格率 | 100% | 40 |
| 项目效果 | 复检率 | ≤5% | 100 |

| 一级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- |
| 产出指标 | 检测完成率 | 100% | 20 |
| 产出指标 | 报告合格率 | 100% | 30 |

## 修正

不自动修正：由填报单位调整。
资金表给预算执行率写了分值的，算在合计里。
有的行没有写分值，或者缺一类指标（多半是节选）时，只在已经超过 100 时提示；各一级指标自成 100 的表不查。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from indicator_dsl.lint.names import is_one_project
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.points import points_of
from indicator_dsl.rows import Table

RULE = RuleInfo(
    "TAB08",
    "weights-not-100",
    "error",
    since="0.1",
    source="四川一个单位 2022 年绩效目标自评表（合计 110）",
    options={"sums": Option([100, 90], "可以的合计；90 是给预算执行率留出 10 分")},
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    weights = [points_of(reading.row.weight) for reading in readings]
    known = [weight for weight in weights if weight is not None]
    total = sum(known, Decimal(0))
    sums = {Decimal(str(one)) for one in context.options["sums"]}
    money = None if table.execution is None else points_of(table.execution.weight)
    if money is not None and not any("执行率" in (reading.row.name or "") for reading in readings):
        total, sums = total + money, {max(sums)}
    if len(known) < 2 or total in sums | {one / 100 for one in sums}:
        return
    if len(known) < len(weights) and total <= max(sums):
        return  # the weights of groups stand in merged cells, or some rows are details of others
    if _of_groups(readings, weights, sums) or _of_several(readings, total, sums, context.terms):
        return
    if total < min(sums) and not _is_complete(readings, context.terms):
        return
    shown, wanted = _shown(total), "、".join(f"{one:f}" for one in sorted(sums))
    if money is not None and total != sum(known):
        yield Problem(
            "分值合计是 {total}（指标 {own}，预算执行 {money}），应是 {wanted}",
            total=shown,
            own=_shown(total - money),
            money=_shown(money),
            wanted=wanted,
        )
        return
    yield Problem("分值合计是 {total}，应是 {wanted}", total=shown, wanted=wanted)


def _shown(points: Decimal) -> str:
    return f"{points.normalize():f}"


def _is_complete(readings: Sequence[Reading], terms: Terms) -> bool:
    """Whether there are indicators of every kind: a table without some may be a piece of a form."""
    firsts = {terms.level(reading.row.level1) for reading in readings}
    seconds = {terms.level(reading.row.level2) for reading in readings}
    return {"output", "benefit", "satisfaction"} <= firsts | seconds and (
        "quantity" in seconds or not any(reading.row.level2 for reading in readings)
    )


def _of_several(readings: Sequence[Reading], total: Decimal, sums: set[Decimal], terms: Terms) -> bool:
    """Whether the sum is that of several projects that a table without their names puts together."""
    return not is_one_project(readings, terms) and any(total % one == 0 for one in sums)


def _of_groups(readings: Sequence[Reading], weights: Sequence[Decimal | None], sums: set[Decimal]) -> bool:
    """Whether weights are shared out within each first level rather than over the whole table."""
    groups = defaultdict[str | None, Decimal](Decimal)
    for reading, weight in zip(readings, weights, strict=True):
        groups[reading.row.level1] += weight or 0
    return len(groups) > 1 and max(sums) in groups.values()
