"""≥ 被识别成了 2。

比率写成 `292%`，去掉开头的 2 正好是合理的 `≥92%`；或者 `W5%`，原文是 `≤5%`。
同一张表里查出这样的比率，以 2 开头、没有比较符的其他数也一并提示。

## 理由

扫描件里的 ≥ 常被识别成 2，≤ 被识别成 W。
满意度、合格率这样的比率不会超过 100%，292% 不可能是原文。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 大型设备更新验收合格率 | 292% | ≥92% |
| 群众满意度 | 295.5% | ≥95.5% |
| 资金使用合规率 | 2100% | ≥100% |
| 设备故障率 | W5% | ≤5% |
| 办公大楼日常维修次数 | 2280次 | ≥280次 |

## 正例

增长率可以超过 100%；没有别的旁证时，2280 次就是 2280 次。

| 三级指标 | 指标值 |
| --- | --- |
| 营业收入增长率 | 292% |
| 覆盖率 | 120% |
| 资金到位率 | 200% |
| 合格率 | ≥292% |
| 办公大楼日常维修次数 | 2280次 |
| 安检巡察次数 | 200次 |

## 修正

建议：对照原件，确认后再改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indicator_dsl.comparators import Threshold
from indicator_dsl.lint.instead import read_instead
from indicator_dsl.lint.misread import Misread, misread_rate, without_two
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.rows import Table

RULE = RuleInfo("FMT07", "ocr-ge-as-2", "warning", since="0.1", source="鄂州市 2022 年和湖北 2020 年目标表的识别稿")

_W: Final = re.compile(r"^\s*[WＷ](?=\s*[0-9])")


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    del table
    # what has lost its sign has none, or is not read at all
    signless = (one for one in readings if one.value is None or getattr(one.value, "implied", False))
    found = [problem for reading in signless if (problem := _rate(reading, context) or _w(reading, context))]
    yield from found
    if found:  # the table was damaged: what would be a slip of no other kind is one here
        sure = {id(problem.reading) for problem in found}
        for reading in readings:
            if id(reading) not in sure and (problem := _count(reading, context)):
                yield problem


def _rate(reading: Reading, context: Context) -> Problem | None:
    """292% of a quantity that cannot exceed 100%."""
    return _problem(reading, misread_rate(reading.cell, reading.row.name or "", context))


def _count(reading: Reading, context: Context) -> Problem | None:
    match reading.value:
        case Threshold(implied=True, quantity=quantity) if quantity.magnitude > 200 and quantity.unit.text != "%":
            return _problem(reading, without_two(reading.cell, context))
    return None


def _problem(reading: Reading, found: Misread | None) -> Problem | None:
    if found is None:
        return None
    return Problem("开头的“2”可能是“≥”，请对照原件", start=found.start, end=found.end, fix=found.fix, reading=reading)


def _w(reading: Reading, context: Context) -> Problem | None:
    cell = reading.cell
    found = _W.match(cell.text) if cell.error is not None else None
    if found is None:
        return None
    fix = _W.sub("≤", cell.text)
    if not isinstance(read_instead(cell, fix, context.year), Threshold):
        return None
    return Problem("开头的“W”可能是“≤”，请对照原件", start=found.end() - 1, end=found.end(), fix=fix, reading=reading)
