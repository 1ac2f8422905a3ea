"""比较符的方向与指标相反。

越低越好的指标（成本、事故、投诉、逾期）写了“≥”，或者越高越好的指标（满意度、合格率、覆盖率）写了“≤”。
成本指标之下的金额写“≥”，也在此列。

## 理由

“项目总成本≥300万元”是花得越多越好，“投诉率≥5%”是投诉越多越好。
多半是选错了符号，年底按字面打分，结果正好相反。

## 错例

| 二级指标 | 三级指标 | 指标值 | 应写 |
| --- | --- | --- | --- |
| 成本指标 | 项目总成本 | ≥300万元 | ≤300万元 |
| 成本指标 | 补贴资金安排数 | ≥300万元 | ≤300万元 |
| 成本指标 | 代缴标准（年人均） | ≥400元 | |
| 社会效益指标 | 重大安全责任事故发生率 | ≥1% | ≤1% |
| 社会效益指标 | 有效投诉件数 | 不少于3件 | ≤3件 |
| 服务对象满意度 | 群众满意度 | ≤95% | ≥95% |

## 正例

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 成本指标 | 项目总成本 | ≤300万元 |
| 成本指标 | 成本节约率 | ≥5% |
| 成本指标 | 预算成本控制率 | ≤100% |
| 成本指标 | 预算执行率 | ≥90% |
| 成本指标 | 争取上级资金 | ≥200万元 |
| 社会效益指标 | 群众投诉处理率 | ≥95% |
| 数量指标 | 安全事故应急演练次数 | ≥2次 |
| 数量指标 | 受理投诉件数 | ≥100件 |
| 经济效益指标 | 降低企业运输成本 | ≥10万元 |
| 质量指标 | 抗菌药物使用率 | ≤60% |
| 时效指标 | 检测及时率 | ≤7工作日 |
| 社会效益 | 困难残疾人生活补贴水平 | ≥80元/月/人 |

## 修正

建议：比较符反过来写。
补助标准、单价不给建议：固定的标准写“=”，上限写“≤”，由填报人决定。
名称说明不了方向的指标不检查。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from indicator_dsl.comparators import Threshold
from indicator_dsl.lint.judging import is_cost, is_standard
from indicator_dsl.lint.kinds import families, is_money, is_price, whole
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.signs import with_relation
from indicator_dsl.lint.terms import Terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row

RULE = RuleInfo(
    "VAL10",
    "direction-mismatch",
    "warning",
    since="0.1",
    source="公开的申报表校验程序对成本指标的要求；扶贫资金绩效目标申报表参考模板；柳江区 2025 年目标表",
)

_UP: Final = (Relation.GE, Relation.GT)
_DOWN: Final = (Relation.LE, Relation.LT)
_TURNED: Final = {
    Relation.GE: Relation.LE,
    Relation.GT: Relation.LT,
    Relation.LE: Relation.GE,
    Relation.LT: Relation.GT,
}


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Threshold) and part.relation in _TURNED for part in parts(cell.value))


def regards(name: str, terms: Terms) -> Hashable:
    found = (terms.finder(words).search(name) is not None for words in ("saving", "raising", "floors", "standards"))
    return terms.direction(name), terms.is_rate(name), *found


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    for part in parts(cell.value):
        if isinstance(part, Threshold) and part.relation in _TURNED:
            yield from _judged(part, row, cell, context)


def _judged(value: Threshold, row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    terms, name = context.terms, value.label or row.name or ""
    unit, sign = value.quantity.unit, value.relation.sign
    better = terms.direction(name)
    # 总成本 ≥95% and 及时率 ≤7个工作日 mean something other than the name says
    share = whole(unit) is not None or not unit or len(families(unit)) > 1
    fitting = share if terms.is_rate(name) else whole(unit) is None
    otherwise = any(terms.finder(words).search(name) for words in ("saving", "raising", "floors"))
    spent = (is_money(unit) or is_price(unit)) and is_cost(row, terms) and not otherwise
    if value.relation in _UP and spent and better != "higher":
        if is_price(unit) or is_standard(row, terms):
            yield Problem("补助标准或单价写了“{sign}”：固定的标准写“=”，上限写“≤”", sign=sign)
        else:
            yield Problem("成本要控制上限，却写了“{sign}”", sign=sign, fix=_mended(value, cell, context))
    elif value.relation in _UP and better == "lower" and fitting:
        yield Problem("这个指标越低越好，却写了“{sign}”", sign=sign, fix=_mended(value, cell, context))
    elif value.relation in _DOWN and better == "higher" and fitting:
        yield Problem("这个指标越高越好，却写了“{sign}”", sign=sign, fix=_mended(value, cell, context))


def _mended(value: Threshold, cell: Cell, context: Context) -> str | None:
    wanted = _TURNED[value.relation]
    if value.quantity.magnitude == whole(value.quantity.unit):
        if wanted is Relation.LE:
            return None  # 逾期率≤100% says nothing: the number is wrong as well
        wanted = Relation.EQ
    return with_relation(cell, wanted, context.year)
