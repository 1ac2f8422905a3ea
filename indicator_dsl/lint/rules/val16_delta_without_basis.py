"""增长、下降没有写清与什么比、变化多少。

写了增减的幅度，没有写与哪一期比；或者写了“同比提高”，没有写提高多少。

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

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 村集体收入 | 较上年增长≥5% |
| 发案数 | 同比下降≥2% |
| 城镇居民收入较上年增幅 | 增长≥5% |
| 合同价与预算相比 | 节约≥5% |
| 财政投入 | 与上年持平 |
| 老年人基本生活保障 | 逐步提高 |

## 修正

不自动修正：基期和幅度要由填报单位写，如“较2024年提高≥3个百分点”。
既没有基期、也没有数的（“逐步提高”）见 QUA01。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import Change, Qualitative
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.wording import accepted, compares, has_basis
from indicator_dsl.rows import Row

RULE = RuleInfo("VAL16", "delta-without-basis", "warning", since="0.1", source="柳江区 2025 年目标表；本项目的约定")


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Change | Qualitative) for part in parts(cell.value))


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    for part in parts(cell.value):
        match part:
            case Change(basis=None):
                around = f"{row.name or ''}{part.label or ''}{part.note or ''}"
                own = context.terms.finder("change", "own-basis").search(cell.text)
                if not own and not has_basis(around, context.terms):
                    yield Problem("没有写与什么比，如“较上年”“同比”")
                    return
            case Qualitative(text=text) if compares(text, context.terms) and not accepted(cell, part, context):
                yield Problem("没有写变化多少，如“同比提高≥3%”")
                return
