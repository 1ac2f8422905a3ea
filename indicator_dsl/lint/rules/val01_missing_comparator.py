"""没有写比较符。

数值前面没有“≥”“≤”“=”，按“=”理解。
单价和补助标准（如 `6000元/人`）习惯上只写数字，另作提示。

## 理由

只写一个数，看不出是恰好、至少还是至多，年底判定会有争议。
有的省的预算管理一体化系统要求先选计算符号再填数值；公开的表里常见只写数字的。

## 错例

| 二级指标 | 三级指标 | 指标值 | 应写 |
| --- | --- | --- | --- |
| 质量指标 | 经费足额发放率 | 100% | =100% |
| 质量指标 | 种植作物成活率 | 95% | ≥95% |
| 数量指标 | 主体班培训人次 | 280人次 | ≥280人次 |
| 数量指标 | 电视专栏节目 | 24期 | =24期 |
| 成本指标 | 道路交通设施 | 713万元 | ≤713万元 |
| 社会效益指标 | 食品安全责任事故发生数 | 0次 | =0次 |
| 成本指标 | 义务兵家属优待金发放标准 | 10000元/人/户 | =10000元/人/户 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 经费足额发放率 | =100% |
| 完成时间 | 2021年12月31日 |
| 服务事项办理时限 | 3个工作日内 |
| 中央、自治区、本级分担比例 | 8：1：1 |
| 商业段外立面改造（≥平方米） | 10157.6平方米 |
| 出水水质 | Ⅲ类 |

## 修正

建议：百分之百和零写“=”；越高越好的写“≥”，总成本和越低越好的写“≤”；难以恰好达到的数量写“≥”。
看不出方向的比率不给建议。
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import Final

from indicator_dsl.comparators import Change, Threshold
from indicator_dsl.lint.judging import is_benefit, is_cost, is_open_count, open_count_by
from indicator_dsl.lint.kinds import families, is_money, is_price, over_one, whole
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.signs import with_relation
from indicator_dsl.lint.terms import Terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row
from indicator_dsl.units import Unit

RULE = RuleInfo(
    "VAL01",
    "missing-comparator",
    "warning",
    since="0.1",
    source="一省预算管理一体化系统的填报校验；柳江区 2025 年目标表、湘潭市 2023 年申报表里的写法",
)

#: The families of units of time.
_TIME: Final = frozenset({"calendar", "clock", "workday"})

#: A form may have the relation in the name: 受益人口数（≥**人）.
_IN_NAME: Final = re.compile(r"[≥≤≧≦＞＜><]|不(?:低于|少于|超过|高于)[）)]?$")


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Threshold | Change) and part.implied for part in parts(cell.value))


def regards(name: str, terms: Terms) -> Hashable:
    plain, written = plain_name(name), _IN_NAME.search(name) is not None
    times = (plain.endswith(terms.words(words)) for words in ("time-allowed", "time-kept"))
    return written, terms.direction(name), open_count_by(name, terms), *times


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    bare = [part for part in parts(cell.value) if isinstance(part, Threshold | Change) and part.implied]
    first = bare[0] if bare else None
    if first is not cell.value:  # 12月底前100%到位: in a compound, all and nothing speak for themselves
        first = next((part for part in bare if not _extreme(part)), None)
    if first is None or _IN_NAME.search(row.name or ""):
        return
    # a compound is mended by writing it in two rows, not by this rule
    relation = _fitting(first, row, context) if first is cell.value else None
    fix = None if relation is None else with_relation(cell, relation, context.year)
    if is_price(first.quantity.unit):
        yield Problem("单价或标准没有写比较符：固定的标准写“=”，上限写“≤”", fix=fix, severity="info")
    elif _extreme(first):
        yield Problem("没有写比较符，按“=”理解，应当写出来", fix=fix)
    else:
        yield Problem("没有写比较符，看不出是恰好（=）、至少（≥）还是至多（≤）", fix=fix)


def _extreme(value: Threshold | Change) -> bool:
    """Whether it is none or all of something."""
    return isinstance(value, Threshold) and value.quantity.magnitude in (0, whole(value.quantity.unit))


def _is_time_allowed(unit: Unit, name: str, terms: Terms) -> bool:
    """Whether so much time may be taken, and less is as good: 工期, but no 质保期."""
    if not all(family in _TIME for family, _ in families(unit)) or not unit:
        return False
    plain = plain_name(name)
    return plain.endswith(terms.words("time-allowed")) and not plain.endswith(terms.words("time-kept"))


def _fitting(value: Threshold | Change, row: Row, context: Context) -> Relation | None:
    """Return the relation most likely meant; ``None`` where nothing says which."""
    quantity, unit = value.quantity, value.quantity.unit
    if isinstance(value, Change):
        return Relation.GE
    if over_one(quantity) or str(quantity.magnitude).startswith("-"):  # more likely a slip
        return None
    if _extreme(value) or is_price(unit):
        return Relation.EQ
    if _is_time_allowed(unit, value.label or row.name or "", context.terms):
        return Relation.LE
    better = context.terms.direction(value.label or row.name or "")
    if better is not None:
        return Relation.GE if better == "higher" else Relation.LE
    if is_money(unit) and is_cost(row, context.terms):
        return Relation.LE
    if whole(unit) is not None or is_money(unit) or not unit:
        return None
    return (
        Relation.GE
        if is_benefit(row, quantity, context.terms) or is_open_count(quantity, row, context.terms)
        else Relation.EQ
    )
