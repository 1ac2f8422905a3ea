"""完成日期后面没有“前”。

时效指标写的是一天，没有写“前”“之前”。

## 理由

“2025年12月31日”按字面是要在那一天完成，提前完成就不算相符；多数表的本意是到那一天为止。
“2025年12月31日前”才能判断提前还是推迟。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 项目完成时间 | 2025年12月31日 | 2025年12月31日前 |
| 工程竣工时间 | 2025-11-30 | 2025-11-30前 |
| 资金发放完成时间 | 2025年底 | 2025年12月31日前 |
| 体检完成时间 | 10月中旬 | 10月20日前 |
| 整体完成时间 | 完成时间：2021年12月31日 | 完成时间：2021年12月31日前 |
| 验收 | 2025年12月31日完成 | 2025年12月31日前完成 |

## 正例

开工、召开、截止的那一天本来就是一天；一个月、一年不是一天。

| 三级指标 | 指标值 |
| --- | --- |
| 项目完成时间 | 2025年12月31日前 |
| 项目完成时间 | 截至2025年12月31日 |
| 项目开工时间 | 2025年3月1日 |
| 申报截止日期 | 2025年12月31日 |
| 道路交通设施完成时间 | 2021年 |
| 项目实施时间 | 2025年1月-12月 |
| 每年返本分红时间 | 每年12月31日 |

## 修正

建议：加“前”把“那一天”改成了“到那一天为止”，要填报单位确认；“底”“旬”同时写成那一天。
填了完成值的行，只在“前”影响结果时提示。
名称里哪些词表示日期本来就是一天，配置文件的 `dates.fixed-day` 可以补充。
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from indicator_dsl.comparators import Deadline
from indicator_dsl.lint.dates import DAY, is_loose
from indicator_dsl.lint.instead import read_instead
from indicator_dsl.lint.judging import bears_on_result
from indicator_dsl.lint.reading import Cell, Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row

RULE = RuleInfo("DAT01", "deadline-without-before", "info", since="0.1", source="柳江区 2025 年目标表")


def concerns(cell: Cell) -> bool:
    return isinstance(cell.value, Deadline) and cell.value.implied


def regards(name: str, terms: Terms) -> bool:
    return terms.finder("dates", "fixed-day").search(name) is not None


def decides(reading: Reading) -> bool:
    return bears_on_result(reading, Relation.EQ, Relation.LE)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    match cell.value:
        case Deadline(implied=True, recurs=None, date=date, label=label) if date is not None and date.day is not None:
            pass
        case _:
            return
    if context.terms.finder("dates", "fixed-day").search(f"{row.name or ''} {label or ''}"):
        return
    found = DAY.search(cell.text)
    start, end = found.span() if found else (0, len(cell.text))
    day = date.zh() if is_loose(cell.text[start:end]) else cell.text[start:end]
    fix = f"{cell.text[:start]}{day}前{cell.text[end:]}" if found else None
    if fix and read_instead(cell, fix, context.year) != evolve(cell.value, relation=Relation.LE, implied=False):
        fix = None
    yield Problem("日期后面没有“前”，到那一天为止的要加上", start=start, end=end, fix=fix)
