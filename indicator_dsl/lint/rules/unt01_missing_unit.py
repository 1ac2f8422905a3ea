"""数值没有单位。

定量的指标值只有数，没有单位；或者“/”前面、“万”“亿”后面没有写单位。
覆盖率、满意度这样的比率没有写 `%` 也算。

## 理由

没有单位就不知道数的是什么，完成值也无从比较。
有的省的预算管理一体化系统里，定量指标的计量单位是必填项。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 受益脱贫户数 | ≥500 | ≥500户 |
| 小学公用经费标准 | 720/生/年 | 720元/(生·年) |
| 城乡居民养老保险缴费覆盖率 | ≥90 | ≥90% |
| 镇街补助款完成结算项目数 | 3 | 3个 |
| 保障在职职工人数（人） | 116 | 116人 |
| 林业产业面积（万亩） | 0.5 | 0.5万亩 |

| 三级指标 | 指标值 |
| --- | --- |
| 开设课程数量 | 220 |
| 服务群众 | ≥3万 |
| 群众满意度 | ≥4.5 |

## 正例

| 三级指标 | 指标值 | 计量单位 |
| --- | --- | --- |
| 受益脱贫户数 | ≥500 | 户 |
| 出水pH | 6～9 | |
| 空气质量综合指数 | ≤4.2 | |
| 中央、自治区及本级负担比例 | 8：1：1 | |
| 传染病发病率 | ≤5/10万 | |
| 孕产妇死亡率 | ≤15/10万人 | |
| 投入产出比 | ≥1.2 | |
| 小学公用经费标准 | 720元/生/年 | |
| 完成时间 | 2025年12月31日前 | |

## 修正

需确认：名称能确定单位时给出建议（人数用“人”，户数用“户”，比率用“%”，标准、经费用“元”）；确定不了的不建议。
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator
from string import ascii_letters
from typing import Final

from indicator_dsl.comparators import Change, Comparator, Interval, Threshold
from indicator_dsl.errors import UnitError
from indicator_dsl.findings import Severity
from indicator_dsl.lint.instead import read_instead
from indicator_dsl.lint.judging import is_spending
from indicator_dsl.lint.kinds import families_in, whole
from indicator_dsl.lint.names import below, one_slash, plain_name, with_unit
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.quantities import Quantity
from indicator_dsl.rows import Row
from indicator_dsl.units import Unit, scales

RULE = RuleInfo(
    "UNT01",
    "missing-unit",
    "error",
    since="0.1",
    source="一个省的预算管理一体化系统（定量指标的计量单位必填）；柳江区 2025 年目标表有三处",
)

#: No share is said to be so many percent.
_MOST: Final = 1000
#: 职工人数（人）, and of a template 项目总投入（≥**万元）, 受益人口数≥**人
_IN_NAME: Final = re.compile(r"(?:\(\s*(?:[≥≤<>=]*\s*[*×_]+)?|[≥≤<>=]+\s*[*×_]+)([^()*]+?)\s*\)?$")


def concerns(cell: Cell) -> bool:
    return any(_without_unit(part) is not None for part in parts(cell.value))


def regards(name: str, terms: Terms) -> Hashable:
    plain = plain_name(name)
    sure = terms.unit_of(plain)
    money = terms.money.search(plain) is not None
    rate = terms.is_rate(plain)
    return sure, _unit_in_name(name, sure), _is_dimensionless(plain, terms), money, rate, "每" in plain


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    for part in parts(cell.value):
        quantity = _without_unit(part)
        if quantity is None:
            continue
        name = part.label or row.name or ""
        plain = plain_name(name)
        if _is_dimensionless(plain, context.terms) or (part.label and _is_symbol(part.label)):
            continue
        if quantity.unit.text in scales() and is_spending(row, context.terms) and context.terms.unit_of(plain) is None:
            return  # 成本指标 100万: UNT05 says so
        found = _problem(name, plain, quantity, cell, context.terms)
        if found is not None:
            yield found
        return


def _without_unit(part: Comparator) -> Quantity | None:
    """Return the quantity of a part that lacks a unit."""
    match part:
        case Threshold(quantity=quantity) | Change(quantity=quantity) | Interval(lower=quantity):
            text = quantity.unit.text
            return quantity if not text or text[0] == "/" or text in scales() else None
    return None


def _is_dimensionless(plain: str, terms: Terms) -> bool:
    """Return whether a name says that there is no unit."""
    # 水质指数WQI: what follows the head is its abbreviation
    head = plain.rstrip("0123456789-" + ascii_letters) or plain
    words = terms.words("units", "dimensionless")
    return head.endswith(words) or plain.endswith(words)


def _is_symbol(label: str) -> bool:
    """Whether a label is a quantity by its letters: pH, COD."""
    return label.isascii()


def _problem(name: str, plain: str, quantity: Quantity, cell: Cell, terms: Terms) -> Problem | None:
    unit = quantity.unit.text
    sure = terms.unit_of(plain)
    if unit.startswith("/"):
        return _nothing_above(plain, quantity, cell, terms)
    if not unit and (written := _unit_in_name(name, sure)) is not None:
        fix = _fitting(cell, written, quantity)
        return Problem("单位“{unit}”只写在名称里，值也要带上", unit=written, fix=fix, severity="info")
    # a share below 10 may be of 1, of 5 points or in ‰, and 每十万人发病率 is none of 100
    if sure is not None and (sure[1] != "%" or (not unit and 10 <= quantity.magnitude <= 100 and "每" not in plain)):
        ending, wanted = sure
        fix = with_unit(cell, wanted)
        grave: Severity | None = None if quantity.magnitude else "info"
        return Problem("没有单位；“{ending}”的单位是“{unit}”", ending=ending, unit=wanted, fix=fix, severity=grave)
    if unit and terms.money.search(plain):
        return None  # UNT05 says so
    if not unit and quantity.magnitude == 0 and terms.is_rate(plain):
        return Problem("没有单位，比率的单位是“%”", fix=with_unit(cell, "%"), severity="info")
    if not unit and quantity.magnitude == 0:
        return Problem("没有单位，请写清是什么的零", severity="info")
    if unit:
        return Problem("“{scale}”后面没有单位，请写清数的是什么", scale=unit)
    return Problem("没有单位，请写清数的是什么")


def _fitting(cell: Cell, unit: str, quantity: Quantity) -> str | None:
    """Return the text with the unit of the name; ``None`` where one of the two is wrong: 产值（%） 8000."""
    if whole(Unit(unit)) is not None and quantity.magnitude > _MOST:
        return None
    # 完成时限（月） 10: ten months, or October?
    return None if unit == "月" else with_unit(cell, unit)


def _nothing_above(plain: str, quantity: Quantity, cell: Cell, terms: Terms) -> Problem | None:
    unit = quantity.unit
    if any(name[:1].isdigit() for name in below(unit)):
        return None  # 5/10万, 5/10万人: a share of so many
    fix: str | None = None
    if terms.money.search(plain) and unit.text in cell.text:
        under = below(unit)
        wanted = f"元/({'·'.join(under)})" if len(under) > 1 else f"元/{under[0]}"
        fix = cell.text.replace(unit.text, wanted)
        fix = fix if read_instead(cell, fix) is not None else None
    return Problem("“{unit}”的“/”前面没有单位", unit=unit.text, fix=fix)


def _unit_in_name(name: str, sure: tuple[str, str] | None) -> str | None:
    """Return the unit that a name has in brackets at its end: 职工人数（人）."""
    found = _IN_NAME.search(unicodedata.normalize("NFKC", name).strip())
    if found is None:
        return None
    try:
        unit = Unit(found[1])
    except UnitError:
        return None
    # （市） after a name says where; a unit that the name rules out is a remark of another kind too
    if not unit.known or not unit.dimension or "place" in families_in(unit):
        return None
    return one_slash(unit) if sure is None or Unit(sure[1]).dimension == unit.dimension or "/" in unit.text else None
