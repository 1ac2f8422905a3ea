"""难以恰好达到的数量写了“=”。

人数、面积、产量这类数位很多的数，或者学生、受益群众这类会变动的人数，写成“=”。

## 理由

“=43362人”的意思是多一人、少一人都算没有完成。
年初按现有情况填的数，到年底多半有出入，写“≥”（或者范围）才判得准。
在职人数、设备台数这类编制、合同定死的数，写“=”没有问题。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 小学学生人数 | =43362人 | ≥43362人 |
| 特教学生人数 | =451人 | ≥451人 |
| 清扫道路面积 | =97390.674平方米 | ≥97390.674平方米 |
| 享受补贴的老年居民人数 | =1102人 | ≥1102人 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 小学学生人数 | ≥43362人 |
| 拨付村镇 | =16个 |
| 保障在职职工人数 | =1163人 |
| 租用办公用房面积 | =1520.36平方米 |
| 财政资金投入 | =160万元 |
| 免费开放天数 | =365天 |
| 公益林管护面积 | =4900公顷 |

## 修正

建议：“=”改为“≥”。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from indicator_dsl.comparators import Threshold
from indicator_dsl.lint.judging import is_open_count, open_count_by
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.signs import with_relation
from indicator_dsl.lint.terms import Terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row

RULE = RuleInfo("VAL08", "equal-on-open-count", "info", since="0.1", source="柳江区 2025 年目标表；本项目的约定")


def concerns(cell: Cell) -> bool:
    return any(
        isinstance(part, Threshold) and part.relation is Relation.EQ and not part.implied for part in parts(cell.value)
    )


def regards(name: str, terms: Terms) -> Hashable:
    return terms.direction(name), open_count_by(name, terms)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    for part in parts(cell.value):
        match part:
            case Threshold(relation=Relation.EQ, implied=False, quantity=quantity) if is_open_count(
                quantity, row, context.terms
            ):
                if context.terms.direction(part.label or row.name or "") != "lower":
                    fix = with_relation(cell, Relation.GE, context.year)
                    yield Problem("写“=”，多一个、少一个都算没有完成；至少这么多写“≥”", fix=fix)
                    return
