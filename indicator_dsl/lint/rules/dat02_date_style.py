"""日期写法不规范。

日期写成 `2025.12.31`、`2025/12/31`、`20251231`、“25年底”“12月31号”“2025年12月份”，
或者没有写明是哪一天：“10月中旬”“年内”。

## 理由

公文里的日期写“2025年12月31日”，GB/T 7408 的写法是 `2025-12-31`。
点和斜线的日期容易与小数、分数相混，“旬”各系统换算不一，“年内”没有说是哪一天。
“12月底前”“年底前”是公文里的说法，只有一种意思，默认不提示。

## 错例

预算年度：2025

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 项目完成时间 | 2025.12.31前 | 2025年12月31日前 |
| 设备验收时间 | 2025/11/30前 | 2025年11月30日前 |
| 补贴期限 | 2020.1.1-2020.12.31 | 2020年1月1日-2020年12月31日 |
| 体检完成时间 | 2025年10月中旬前 | 2025年10月20日前 |
| 完成时间 | 2025年12月31号前 | 2025年12月31日前 |
| 监测完成时间 | 2025年6月份 | 2025年6月 |
| 任务完成时间 | 年内完成 | 2025年12月31日前完成 |
| 竣工时间 | 20251231前 | 2025年12月31日前 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 项目完成时间 | 2025年12月31日前 |
| 项目完成时间 | 2025-12-31前 |
| 项目完成时间 | 2025年12月底前 |
| 资金拨付到位情况 | 12月底前100%到位 |
| 每年返本分红时间 | 每年12月底前 |
| 道路交通设施完成时间 | 2021年 |
| 监测完成时间 | 11月前 |
| 服务时间 | 全年 |
| 贷款利率 | ≤3.85% |

## 修正

安全：换成同一天的写法，值不变。
“年内”换成年底的日期是建议；少写的年份补成 20 开头，也是建议。
“12月底前”“年底前”也要提示的，配置文件里把选项 `month-ends` 设为 `true`；
哪些词等于“年内”，配置文件的 `dates.within-year` 可以补充。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indicator_dsl.comparators import Comparator, Deadline, Period, Qualitative
from indicator_dsl.dates import PartialDate
from indicator_dsl.lint.dates import DAY, is_loose
from indicator_dsl.lint.instead import read_instead, reads_the_same
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.relations import Relation
from indicator_dsl.rows import Row

RULE = RuleInfo(
    "DAT02",
    "date-style",
    "info",
    since="0.1",
    source="湘潭市 2023 年目标表的 2023.07-2024.01；GB/T 15835—2011 引用的 GB/T 7408",
    options={"month-ends": Option(False, "“12月底前”“年底前”也提示")},  # noqa: FBT003  the one field of an option
    refusals=("ambiguous-date",),
)

_YEAR: Final = "(?<![0-9])((?:19|20|21)[0-9]{2})"
#: 2025.12.31, 2025/12/31, 2025.12; 2025-12-31 is the form of the standard
_MARKED: Final = re.compile(rf"{_YEAR}([./．])(0?[1-9]|1[0-2])(?:\2(0?[1-9]|[12][0-9]|3[01])日?)?(?![0-9.．])")
_COLLOQUIAL: Final = re.compile(r"(?<=[0-9]月)(\s*[0-9]{1,2})号")
#: 3月份内 needs its 份: 3月内 may be three months
_MONTH: Final = re.compile(r"(?<=[0-9]年)(\s*[0-9]{1,2}月)份")

#: A span of the text and what to write there.
_Edit = tuple[int, int, str]


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Deadline | Period | Qualitative) for part in parts(cell.value))


def regards(name: str, terms: Terms) -> bool:
    return terms.finder("dates", "fixed-day").search(name) is not None


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    targets, text = parts(cell.value), cell.text
    if any(isinstance(one, Deadline | Period) for one in targets):
        # 开工时间 6月中旬 is any of ten days: only of what is to be done by then the last one is meant
        fixed = context.terms.finder("dates", "fixed-day").search(row.name or "")
        exact = () if fixed else _exact(text, targets, ends=context.options["month-ends"])
        edits = sorted({*exact, *_in_words(text)})
        fix = text
        for start, end, proper in reversed(edits):
            fix = fix[:start] + proper + fix[end:]
        if edits and reads_the_same(cell, fix, context.year):
            start, end, proper = edits[0]
            found = text[start:end]
            yield Problem(
                "日期“{found}”写成“{proper}”", found=found, proper=proper, start=start, end=end, fix=fix, safe=True
            )
    elif isinstance(cell.value, Qualitative):
        yield from _within_year(cell, context)


def _in_words(text: str) -> Iterator[_Edit]:
    for match in _MARKED.finditer(text):
        year, _, month, day = match.groups()
        yield match.start(), match.end(), f"{year}年{int(month)}月{f'{int(day)}日' if day else ''}"
    for match in _COLLOQUIAL.finditer(text):
        yield match.start(), match.end(), f"{match[1]}日"
    for match in _MONTH.finditer(text):
        yield match.start(), match.end(), match[1]


def _exact(text: str, targets: tuple[Comparator, ...], *, ends: bool) -> Iterator[_Edit]:
    """Yield the day in place of words for it: 10月中旬, and 12月底 and 年底 where ``ends`` count."""
    deadlines = [one for one in targets if isinstance(one, Deadline)]
    days = [one.date for one in deadlines if one.recurs is None and one.date is not None]
    if any(one.relation is not Relation.LE for one in deadlines):
        return  # 2025年底 without 前 is DAT01
    loose = [found for found in DAY.finditer(text) if is_loose(found[0]) and (ends or found[0].endswith("旬"))]
    if len(days) == len(loose) == 1 and days[0].day is not None:
        yield *loose[0].span(), days[0].zh()


def _within_year(cell: Cell, context: Context) -> Iterator[Problem]:
    text = cell.text
    found = context.terms.finder("dates", "within-year").match(text)
    if found is None:
        return
    day = PartialDate(context.year, 12, 31).zh()
    fix = f"{day}前{text[found.end() :].removeprefix('前')}"
    if isinstance(read_instead(cell, fix, context.year), Deadline):
        yield Problem("“{found}”写成日期，写明年月日", found=found[0], end=found.end(), fix=fix)
