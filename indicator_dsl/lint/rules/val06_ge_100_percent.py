"""比率写成了“≥100%”。

覆盖率、合格率这类不会超过 100% 的比率，写“=100%”。

## 理由

最多就是 100%，“≥100%”里的“大于”没有意义，审核意见里常要求写“=100%”，不过没有见到明文规定。
增长率、对照计划算的完成率可以超过 100%，不在此列。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 营养改善计划覆盖率 | ≥100% | =100% |
| 委托业务报告合格率 | ≥100百分比 | =100百分比 |
| 工程完成及时率 | ≥ 100 % | =100 % |
| 补贴发放准确率 | 不低于100% | =100% |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 营养改善计划覆盖率 | =100% |
| 全年任务完成率 | ≥100% |
| 营业收入增长率 | ≥100% |
| 群众满意度 | ≥95% |
| 生均标准 | ≥100元 |

## 修正

建议：比较符改为“=”。
两种写法只在实际值超过 100% 时结果不同，所以不自动修改。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import Threshold
from indicator_dsl.lint.kinds import whole
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.signs import with_relation
from indicator_dsl.lint.terms import Terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row

RULE = RuleInfo("VAL06", "ge-100-percent", "info", since="0.1", source="审核实践；池州市贵池区自评表里的“≥100百分比”")


def concerns(cell: Cell) -> bool:
    return any(
        isinstance(part, Threshold) and part.quantity.magnitude == whole(part.quantity.unit)
        for part in parts(cell.value)
    )


def regards(name: str, terms: Terms) -> bool:
    # 逾期发放率 ≥100% is the wrong way round: VAL10 says so
    return terms.is_bounded_rate(name) and terms.direction(name) != "lower"


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    for part in parts(cell.value):
        match part:
            case Threshold(relation=Relation.GE, quantity=quantity) if quantity.magnitude == whole(quantity.unit):
                if regards(part.label or row.name or "", context.terms):
                    fix = with_relation(cell, Relation.EQ, context.year)
                    yield Problem("比率最多是 100%，比较符写“=”", fix=fix)
                    return
