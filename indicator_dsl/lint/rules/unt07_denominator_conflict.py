"""分母里的单位互相矛盾。

分母里有两个领受的一方（人和户、户和村），或者名称说“人均”而单位是“元/户”。

## 理由

`10000元/人/户` 是每人还是每户一万元，看不出来，乘上人数和乘上户数差得很远。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 义务兵家属优待金发放标准 | 10000元/人/户 |
| 危房改造补助标准 | 2万元/户/村 |
| 人均补助标准 | 500元/户 |
| 户均奖补 | ≥800元/人/年 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 义务兵家属优待金发放标准 | 10000元/户 |
| 为义务兵父母每年体检费标准 | 400元/人/年 |
| 专家咨询费标准 | 1000元/人/次 |
| 生均公用经费标准 | 780元/生/年 |
| 户均人口 | 3人/户 |
| 每千人口床位数 | 6张/千人 |

## 修正

不自动修正：要由填报单位确定按人还是按户算。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from indicator_dsl.lint.names import MONEY, below
from indicator_dsl.lint.parts import quantities
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.rows import Row
from indicator_dsl.units import Unit

RULE = RuleInfo(
    "UNT07", "denominator-conflict", "warning", since="0.1", source="柳江区 2025 年目标表有两处（元/人/户）"
)


def concerns(cell: Cell) -> bool:
    return any("/" in one.unit.text for one in quantities(cell.value))


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    for unit in dict.fromkeys(one.unit for one in quantities(cell.value)):
        under = below(unit)
        if not under:
            continue
        held = [name for name in under if name in context.terms.words("units", "holders")]
        start = max(cell.text.find(unit.text), 0)
        end = start + len(unit.text) if unit.text in cell.text else None
        if len(set(held)) > 1:
            first, second = held[:2]
            yield Problem(
                "分母里“{first}”和“{second}”只能有一个，写成“{top}/{first}”或“{top}/{second}”",
                first=first,
                second=second,
                top=unit.text.split("/")[0],
                start=start,
                end=end,
            )
        elif held and (said := _says_otherwise(row.name or "", held[0], unit, context.terms)):
            yield Problem("名称说“{said}”，单位却按“{holder}”算", said=said, holder=held[0], start=start, end=end)


def _says_otherwise(name: str, holder: str, unit: Unit, terms: Terms) -> str | None:
    """Return the word of a name that says the amount is for another one than the unit says."""
    if dict(unit.dimension).get(MONEY[0][0]) != 1:
        return None  # 户均人口 3人/户
    of_person, of_household = (terms.words("money", key) for key in ("per-person", "per-household"))
    said = [word for word in chain(of_person, of_household) if word in name]
    fits = any(holder in terms.words("units", "persons" if word in of_person else "households") for word in said)
    return said[0] if said and not fits else None
