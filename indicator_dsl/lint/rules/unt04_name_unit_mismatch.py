"""名称与单位对不上。

名称说的是人数、户数、面积、金额、比率，单位却是另一种量。

## 理由

名称和单位总有一个写错了：人数写成“个”是用错了量词，比率写成“工作日”多半是名称或值填错了行。
“人次”与“人”也不是一回事：一人来三次是三人次。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 保障村干部人数 | =42个 | =42人 |

| 三级指标 | 指标值 | 计量单位 |
| --- | --- | --- |
| 检测及时率 | ≤7工作日 | |
| 学生受资助人数 | ≥735 | 人次 |
| 中职免学费应受助学生数 | 100% | |
| 道路改造面积 | 985米 | |
| 补助资金总额 | ≥95 | % |
| 小区物业费 | 8个 | |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 保障村干部人数 | =42名 |
| 营业收入增长率 | ≥3个百分点 |
| 孕产妇死亡率 | ≤15人/10万人 |
| 群众满意度 | ≥90分 |
| 种植面积 | 5.5亩 |
| 摄像头分辨率 | ≥200万像素 |
| 培训班次数 | 5期 |
| 培训人数增长情况 | 同比增长≥5% |

## 修正

需确认：“个”改“人”给出建议；其余由填报单位核对名称、单位和值。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Final

from indicator_dsl.comparators import Interval, Threshold
from indicator_dsl.lint.instead import read_instead
from indicator_dsl.lint.kinds import TIME, families_in
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.rows import Row
from indicator_dsl.units import Unit, scale_of, scales

RULE = RuleInfo(
    "UNT04",
    "name-unit-mismatch",
    "warning",
    since="0.1",
    source="湖南一个单位 2023 年整体绩效目标表；公开的自评表",
)

#: Counters are used loosely (5期 for 次数), but never for these.
_MEASURED: Final = frozenset({"percent", "money", "mass", "length", "area", "volume", "market", "clock", "calendar"})
#: What a share may be given in besides %.
_SHARES: Final = frozenset({"percent", "point", "multiple"})
#: What a fee may be given in, as an amount or as a change.
_FEES: Final = frozenset({"money", "percent", "point", "multiple"})
_EXACT: Final = frozenset({"person", "household", "persontime"})


def concerns(cell: Cell) -> bool:
    return _unit(cell) is not None


def regards(name: str, terms: Terms) -> Hashable:
    plain = plain_name(name)
    return terms.unit_of(plain) or terms.kind_of(plain) or plain.endswith(terms.words("names", "fees"))


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    unit = _unit(cell)
    if unit is None or cell.value is None:
        return
    name = plain_name(cell.value.label or row.name or "")
    found = _wanted(name, unit, context.terms)
    if found is None:
        return
    ending, wanted = found
    if not _fits(unit, wanted, ending):
        yield Problem(
            "名称是“{name}”，单位却是“{unit}”",
            name=name,
            unit=unit.text,
            fix=_persons(cell, unit, wanted),
        )


def _wanted(name: str, unit: Unit, terms: Terms) -> tuple[str, str] | None:
    """Return how a name ends and a unit of what it says; of a fee, only where the unit is of something else."""
    found = terms.unit_of(name) or terms.kind_of(name)
    if found is None and name.endswith(terms.words("names", "fees")) and not families_in(unit) & _FEES:
        return "费", "元"
    return found


def _unit(cell: Cell) -> Unit | None:
    """Return the one plain unit of a value."""
    match cell.value:
        case Threshold(quantity=quantity) | Interval(lower=quantity):
            unit = quantity.unit
            return unit if unit and unit.known and "/" not in unit.text and unit.text not in scales() else None
    return None


@lru_cache(maxsize=4096)
def _fits(unit: Unit, wanted: str, ending: str) -> bool:
    is_in = families_in(unit)
    if wanted == "%":
        return bool(is_in & _SHARES) or ("score" in is_in and not ending.endswith("率"))
    expected = Unit(wanted)
    if expected.dimension == unit.dimension:
        return True
    if families_in(expected) & TIME:
        return bool(is_in & TIME) or "学时" in unit.text or "课时" in unit.text
    if families_in(expected) & (_EXACT | {"area", "length", "money"}):
        return False
    return not is_in & _MEASURED


def _persons(cell: Cell, unit: Unit, wanted: str) -> str | None:
    text = cell.text
    if wanted == "人" and unit.text.removeprefix(scale_of(unit.text)) == "个" and text.count("个") == 1:
        fix = text.replace("个", "人")
        return fix if read_instead(cell, fix) is not None else None
    return None
