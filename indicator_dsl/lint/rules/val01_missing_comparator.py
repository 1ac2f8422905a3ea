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
| 数量指标 | 电视专栏节目 | 24期 | ≥24期 |
| 数量指标 | 新建机耕道 | 3.2公里 | ≥3.2公里 |
| 数量指标 | 购置执法车辆 | 3辆 | =3辆 |
| 成本指标 | 道路交通设施 | 713万元 | ≤713万元 |
| 成本指标 | 人均补助标准 | 94元 | =94元 |
| 成本指标 | 大棚建设成本 | 5万元/栋 | ≤5万元/栋 |
| 经济效益指标 | 农户增收 | 500元/户 | ≥500元/户 |
| 社会效益指标 | 食品安全责任事故发生数 | 0次 | =0次 |
| 成本指标 | 义务兵家属优待金发放标准 | 10000元/人/户 | =10000元/人/户 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 经费足额发放率 | =100% |
| 完成时间 | 2021年12月31日 |
| 服务事项办理时限 | 3个工作日内 |
| 资金发放频次 | 每月一次 |
| 中央、自治区、本级分担比例 | 8：1：1 |
| 商业段外立面改造（≥平方米） | 10157.6平方米 |
| 出水水质 | Ⅲ类 |

## 修正

建议：百分之百和零、固定的标准写“=”；越高越好的写“≥”，总成本和越低越好的写“≤”。
数量里，按计划购置、建设的（台、辆、座）和配备的人员写“=”，其余（场、期、公里、人次）多做一些也是完成，写“≥”；
哪些单位算前一种，配置文件的 `planned-units` 可以补充。
看不出方向的比率不给建议。
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import Final

from indicator_dsl.comparators import Change, Threshold
from indicator_dsl.lint.judging import bears_on_result, is_benefit, is_cost, is_open_count, open_count_by
from indicator_dsl.lint.kinds import TIME, families, is_money, is_price, over_one, whole
from indicator_dsl.lint.misread import misread_rate
from indicator_dsl.lint.months import in_months, is_moment
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell, Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.signs import with_relation
from indicator_dsl.lint.terms import Terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row
from indicator_dsl.units import Unit, scale_of, scales

RULE = RuleInfo(
    "VAL01",
    "missing-comparator",
    "warning",
    since="0.1",
    source="一省预算管理一体化系统的填报校验；柳江区 2025 年目标表、湘潭市 2023 年申报表里的写法",
)

#: What a share without its % is at most.
_ALL: Final = 100
#: The endings of names that tell which relation fits.
_ENDINGS: Final = (
    ("either-way",),
    ("time-allowed",),
    ("time-kept",),
    ("names", "standard"),
    ("limited",),
    ("spendings",),
    ("change", "named"),
)
#: A form may have the relation in the name: 受益人口数（≥**人）.
_IN_NAME: Final = re.compile(r"[≥≤≧≦＞＜><]|不(?:低于|少于|超过|高于)[）)]?$")


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Threshold | Change) and part.implied for part in parts(cell.value))


def regards(name: str, terms: Terms) -> Hashable:
    plain, written = plain_name(name), _IN_NAME.search(name) is not None
    ends = tuple(plain.endswith(terms.words(*words)) for words in _ENDINGS)
    settled = terms.finder("settled").search(name) is not None
    return (
        written,
        is_moment(name, terms),
        _is_slogan(name, terms),
        terms.direction(name),
        open_count_by(name, terms),
        terms.is_bounded_rate(name),
        settled,
        ends,
    )


def decides(reading: Reading) -> bool:
    value = reading.value
    # of 100% and of 0 one bound says nothing
    quantity = value.quantity if isinstance(value, Threshold) else None
    is_whole = quantity is not None and quantity.magnitude == whole(quantity.unit)
    is_zero = quantity is not None and quantity.magnitude == 0
    # and of 3次 nobody means at most
    row = reading.row
    kept_low = quantity is not None and (is_money(quantity.unit) or _is_time(quantity.unit))
    may_be_limit = kept_low or any(word in f"{row.level1}{row.level2}" for word in ("成本", "时效"))
    bounds = [
        *([Relation.LE] if may_be_limit and not is_whole else []),
        *([] if is_zero else [Relation.GE]),
    ]
    return bears_on_result(reading, Relation.EQ, *bounds)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    bare = [part for part in parts(cell.value) if isinstance(part, Threshold | Change) and part.implied]
    if _is_frequency(cell) or misread_rate(cell, row.name or "", context) is not None:
        return  # of 292% FMT07 and VAL05 say what is wrong
    if in_months(cell) and is_moment(row.name or "", context.terms):
        return  # of 9 | 月 DAT09 does
    first = bare[0] if bare else None
    if first is not cell.value:  # 12月底前100%到位: in a compound, all and nothing speak for themselves
        first = next((part for part in bare if not _extreme(part)), None)
    if first is None or _IN_NAME.search(row.name or ""):
        return
    # a compound is mended by writing it in two rows, not by this rule
    relation = _fitting(first, row, context) if first is cell.value else None
    fix = None if relation is None else with_relation(cell, relation, context.year)
    if _is_price(first, row, context.terms):
        yield Problem("单价或标准没有写比较符：固定的标准写“=”，上限写“≤”", fix=fix, severity="info")
    elif _extreme(first) and first.quantity.magnitude and _is_slogan(first.label or row.name or "", context.terms):
        yield Problem("看不出是什么的 100%：名称写成比率，如“完成率”，值前写“=”", severity="info")
    elif _extreme(first):
        yield Problem("没有写比较符，按“=”理解，应当写出来", fix=fix, severity="info")
    else:
        yield Problem("没有写比较符，看不出是恰好（=）、至少（≥）还是至多（≤）", fix=fix)


def _is_slogan(name: str, terms: Terms) -> bool:
    """Whether a name says what is striven for, and not what is measured: 保障人民生命财产安全."""
    plain = plain_name(name)
    measured = terms.is_rate(plain) or plain.endswith(("度", "性", "情况", "比"))
    return not measured and terms.finder("wording", "heavy").search(plain) is not None


def _extreme(value: Threshold | Change) -> bool:
    """Whether it is none or all of something."""
    return isinstance(value, Threshold) and value.quantity.magnitude in (0, whole(value.quantity.unit))


def _is_frequency(cell: Cell) -> bool:
    """Whether it says how often, as everybody writes it: 每月一次, 每年2期."""
    match cell.value:
        case Threshold(quantity=quantity) if cell.text.lstrip().startswith("每"):
            under = [family for family, exponent in families(quantity.unit) if exponent < 0]
            return bool(under) and all(family in TIME for family in under)
    return False


def _is_time(unit: Unit) -> bool:
    return bool(unit) and all(family in TIME for family, _ in families(unit))


def _is_standard(value: Threshold | Change, row: Row, terms: Terms) -> bool:
    """Whether it is a fixed amount of money for each, by its name: 补助标准 94元."""
    unit = value.quantity.unit
    return (is_money(unit) or unit.text in scales()) and plain_name(value.label or row.name or "").endswith(
        terms.words("names", "standard")
    )


def _is_price(value: Threshold | Change, row: Row, terms: Terms) -> bool:
    """Whether it is what one of something costs or gets; among the benefits 500元/人 is what people gain."""
    if _is_standard(value, row, terms):
        return True
    return is_price(value.quantity.unit) and terms.level(row.level2) != "benefit"


def _is_limited(value: Threshold | Change, row: Row, terms: Terms) -> bool:
    """Whether a price is one to be kept low: 建设成本 5万元/栋, and no 补助标准."""
    name = plain_name(value.label or row.name or "")
    return is_cost(row, terms) and name.endswith(terms.words("limited"))


def _is_planned(unit: Unit, terms: Terms) -> bool:
    """Whether it counts what is bought or built to a plan: 3辆, and no 3期."""
    head = unit.text.split("/")[0]
    head = head.removeprefix(scale_of(head))
    planned = terms.words("planned-units")
    # 46个站: of a unit that is not known the counter
    return head in planned or (not unit.known and head.startswith(planned)) or _is_time(unit)


def _is_time_allowed(unit: Unit, name: str, terms: Terms) -> bool:
    """Whether so much time may be taken, and less is as good: 工期, but no 质保期."""
    if not _is_time(unit):
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
    terms, name = context.terms, value.label or row.name or ""
    if not _extreme(value) and _is_price(value, row, terms):
        return Relation.LE if _is_limited(value, row, terms) else Relation.EQ
    if _extreme(value):  # 成本控制率 100% is a bound, and nobody says which
        return None if plain_name(name).endswith(terms.words("either-way")) else Relation.EQ
    if not unit and quantity.magnitude == _ALL and terms.is_bounded_rate(name):
        return Relation.EQ
    if _is_time_allowed(unit, name, terms):
        return Relation.LE
    better = terms.direction(name)
    if better is not None:
        return Relation.GE if better == "higher" else Relation.LE
    if whole(unit) is not None and plain_name(name).endswith(terms.words("change", "named")):
        return Relation.GE
    # 检查差旅费 470 人/天: an amount of money, whatever the unit says
    spent = plain_name(name).endswith(terms.words("spendings")) and whole(unit) is None
    if (spent or is_money(unit) or unit.text in scales()) and is_cost(row, terms):
        return Relation.LE
    if (is_money(unit) or is_price(unit)) and terms.level(row.level2) == "benefit":
        return Relation.GE
    if whole(unit) is not None or is_money(unit) or is_price(unit) or not unit:
        return None
    if is_benefit(row, quantity, terms) or is_open_count(quantity, row, terms):
        return Relation.GE
    exact = _is_planned(unit, terms) or terms.finder("settled").search(name)
    return Relation.EQ if exact else Relation.GE
