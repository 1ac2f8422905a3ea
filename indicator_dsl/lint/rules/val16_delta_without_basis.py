"""增长、下降没有写清与什么比、变化多少。

写了增减的幅度，值里和名称里都没有写与哪一期比；或者写了“同比提高”，没有写提高多少。

## 理由

“增长5%”是比上年、比计划还是比改造前，结论可能不同。
“同比提高”多一点点也算完成，起不到目标的作用。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 村集体收入 | 增长≥5% |
| 发案数 | 下降2% |
| 政策知晓率 | 提高3个百分点 |
| 城乡老年居民的生活质量 | 同比提高 |
| 农民收入 | 较上年有所提高 |
| 可防性案件发案数 | 同比下降 |
| 旅游总收入增长 | ≥10% |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 村集体收入 | 较上年增长≥5% |
| 发案数 | 同比下降≥2% |
| 城镇居民收入较上年增幅 | 增长≥5% |
| 合同价与预算相比 | 节约≥5% |
| 财政投入 | 与上年持平 |
| 旅游总收入较上年增长 | ≥10% |
| 规上工业增加值增速 | ≥7% |
| 老年人基本生活保障 | 逐步提高 |

## 修正

不自动修正：基期和幅度要由填报单位写，如“较2024年提高≥3个百分点”。
既没有基期、也没有数的（“逐步提高”）见 QUA01。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from indicator_dsl.comparators import Change, Qualitative, Threshold
from indicator_dsl.lint.kinds import families_in
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.lint.wording import accepted, changed, compares, has_basis
from indicator_dsl.quantities import Quantity
from indicator_dsl.rows import Row
from indicator_dsl.units import Unit

RULE = RuleInfo("VAL16", "delta-without-basis", "warning", since="0.1", source="柳江区 2025 年目标表；本项目的约定")

_SHARES: Final = frozenset({"percent", "point"})
#: A change in a year is hardly more.
_MOST: Final = 50


def concerns(cell: Cell) -> bool:
    return any(
        isinstance(part, Change | Qualitative) or (isinstance(part, Threshold) and _is_share(part.quantity.unit))
        for part in parts(cell.value)
    )


def regards(name: str, terms: Terms) -> Hashable:
    named = plain_name(name).endswith(terms.words("change", "named"))
    return named, terms.finder("change", "own-basis").search(name) is not None, has_basis(name, terms)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    for part in parts(cell.value):
        match part:
            case Change(basis=None):
                around = f"{row.name or ''}{part.label or ''}{part.note or ''}"
                own = context.terms.finder("change", "own-basis").search(cell.text)
                if not own and not has_basis(around, context.terms):
                    yield Problem("没有写与什么比，如“较上年”“同比”")
                    return
            case Threshold(quantity=quantity) if _named(row, part.label, quantity, context.terms):
                yield Problem("没有写与什么比，如“较上年”“同比”")
                return
            case Qualitative(text=text) if compares(text, context.terms) and not accepted(cell, part, context):
                yield Problem("没有写变化多少，如“{example}”", example=changed(text, context.terms) or "同比提高≥3%")
                return


def _is_share(unit: Unit) -> bool:
    return bool(families_in(unit) & _SHARES)


def _named(row: Row, label: str | None, quantity: Quantity, terms: Terms) -> bool:
    """Whether a name says that a share is how much something changes, and not from what: 旅游收入增长 ≥10%."""
    name = plain_name(label or row.name or "")
    said = f"{name}{row.name or ''}"
    return (
        _is_share(quantity.unit)
        # 办学水平提高 ≥95% is a level
        and 0 < quantity.magnitude <= _MOST
        and name.endswith(terms.words("change", "named"))
        and not terms.finder("change", "own-basis").search(said)
        and not has_basis(said, terms)
    )
