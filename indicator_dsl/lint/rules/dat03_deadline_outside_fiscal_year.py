"""完成日期不在预算年度之内。

知道预算年度时，时点或者时段不在这一年里。
项目名称说明跨年度的，指标名称说的是期限、规划的，名称里写着那一年的，不算。

## 理由

年度绩效目标是这一年的钱要办成的事，年底就要对照自评。
日期在预算年度以后，年底无从判断；在预算年度以前，多半是从上一年的表里抄来的。

## 错例

预算年度：2025

| 三级指标 | 指标值 |
| --- | --- |
| 完成时间 | 2027年12月31日前 |
| 项目完成时间 | 2024年12月31日前 |
| 项目实施时间 | 2024年1月-12月 |
| 设备验收时间 | 2026年1月15日前 |
| 资金发放完成时间 | 2024年 |

## 正例

预算年度：2025

| 三级指标 | 指标值 |
| --- | --- |
| 完成时间 | 2025年12月31日前 |
| 完成时间 | 12月底前 |
| 每年返本分红时间 | 每年12月底前 |
| 学年资助发放时间 | 2024年9月-2025年6月 |
| 贷款到期时间 | 2027年12月31日前 |
| 2024年度决算公开时间 | 2024年12月31日前 |
| 服务开始时间 | ≥2024年1月1日 |

预算年度是检查时说明的（`--year`），没有说明就看表的标题，如“（2025年度）”；都没有就不提示。

| 三级指标 | 指标值 |
| --- | --- |
| 完成时间 | 2027年12月31日前 |

## 修正

不自动修正：也许是项目分几年实施，也许是写错了年份。
哪些词说明项目跨年度，配置文件的 `dates.many-years`、`dates.lasting` 可以补充。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from indicator_dsl.comparators import Comparator, Deadline, Period
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Table

RULE = RuleInfo(
    "DAT03",
    "deadline-outside-fiscal-year",
    "warning",
    since="0.1",
    source="柳江区 2025 年目标表有一处；青岛市预算绩效管理条例第十条：绩效目标要有明确的时限",
)

_SPAN: Final = re.compile(r"(?<![0-9])20[0-9]{2}年?度?\s*[-—–－~～至到]{1,2}\s*(?:20)?[0-9]{2}(?![0-9])")
_UPPER: Final = frozenset({Relation.LE, Relation.LT, Relation.EQ, Relation.ABOUT})


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    year, project = context.year, table.project or ""
    if year is None or _SPAN.search(project) or context.terms.finder("dates", "many-years").search(project):
        return
    lasting = context.terms.finder("dates", "lasting")
    for reading in readings:
        outside = next(filter(None, (_outside(part, year) for part in parts(reading.value))), None)
        if outside is None:
            continue
        part, end = outside
        named = f"{project} {reading.row.name or ''} {part.label or ''}"
        if str(end.year) not in named and not lasting.search(named.removeprefix(project)):
            yield Problem("日期不在预算年度{year}年之内，写本年度能完成的时间", year=year, reading=reading)


def _outside(part: Comparator, year: int) -> tuple[Comparator, date] | None:
    """Return a date of a target that is in no way within a year, and none of a period that begins or ends in it."""
    match part:
        case Deadline(relation=relation, date=day) if day is not None and relation in _UPPER:
            first, last = day.first(), day.last()
        case Period(start, end):
            first, last = start.first(), end.last()
        case _:
            return None
    if first is None or last is None or first.year <= year <= last.year:
        return None
    return part, last
