"""比率超过 100%。

覆盖率、合格率、满意度、占比这类比率，目标超过 100%。

## 理由

部分不会多于全部，这样的目标要么永远完不成，要么是笔误（多一个 0、把“≥”识别成“2”、把增长率写成了比率）。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 政策覆盖率 | ≥120% |
| 设备验收合格率 | 292% |
| 群众满意度 | >100% |
| 资金使用合规率 | =1000% |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 政策覆盖率 | =100% |
| 营业收入增长率 | ≥120% |
| 税收任务完成率 | ≥105% |
| 企业资产负债率 | ≤110% |
| 小学毛入学率 | ≥101% |
| 财政资金投入产出比 | ≥150% |

## 修正

不自动修正：要看是哪里写错了。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import Comparator, Interval, Threshold
from indicator_dsl.lint.kinds import over_one, whole
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row

RULE = RuleInfo("VAL05", "rate-over-100", "error", since="0.1", source="公开的申报表校验程序把大于 100% 的比率列为疑点")


def concerns(cell: Cell) -> bool:
    return any(map(_is_over, parts(cell.value)))


def regards(name: str, terms: Terms) -> bool:
    return terms.is_bounded_rate(name)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    for part in filter(_is_over, parts(cell.value)):
        if context.terms.is_bounded_rate(part.label or row.name or ""):
            yield Problem("比率最多是 100%，请核对是否笔误")
            return


def _is_over(part: Comparator) -> bool:
    match part:
        case Threshold(relation=relation, quantity=quantity):
            return over_one(quantity) or (relation is Relation.GT and quantity.magnitude == whole(quantity.unit))
        case Interval(upper=quantity):
            return over_one(quantity)
    return False
