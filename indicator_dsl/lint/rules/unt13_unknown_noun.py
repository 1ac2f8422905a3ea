"""单位表里没有的单位。

单位名词不在单位表里，按它自己的计量单位处理，不能与别的单位换算。
量词后面带着名词的（`3座桥梁`），名词写进指标名称，单位只写量词。

## 理由

多数是少见的量词，也可能是错别字，或者把名词、说明写进了单位。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 改造危桥 | ≥3座桥梁 | ≥3座 |
| 开展技能培训 | 4场培训会 | 4场 |
| 编写材料 | ≥10份报告 | ≥10份 |
| 视频监控在线率 | ≥0.97比例 | ≥97% |

| 三级指标 | 指标值 |
| --- | --- |
| 成立工作专班 | ≥3专班 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 成立工作专班 | ≥3个 |
| 扶持村集体 | ≥3个村 |

## 修正

建议：量词后面带着名词的，去掉名词；“比例”改成百分数。别的不自动修正。
本单位常用的单位可以写进配置文件的 `units`，以后不再提示。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from indicator_dsl.comparators import Threshold
from indicator_dsl.describing import unknown_units
from indicator_dsl.lint.instead import read_instead
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.quantities import plain, simplest
from indicator_dsl.units import Unit

RULE = RuleInfo("UNT13", "unknown-noun", "info", since="0.1", source="本项目的单位表 grammar/units.txt")


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    if cell.value is None:
        return
    for noun in dict.fromkeys(unknown_units(cell.value)):
        if noun in context.profile.units:
            continue
        if noun in context.terms.words("units", "shares"):
            yield Problem("“{unit}”不是单位，比例写成百分数", unit=noun, fix=_percent(cell, noun, context))
            continue
        counter = _counter(noun, context.terms.words("units", "counters"))
        if counter is None or cell.text.count(noun) != 1:
            yield Problem("单位表里没有“{unit}”，按它自己的计量单位处理", unit=noun)
            continue
        start = cell.text.index(noun)
        end = start + len(noun)
        fix = cell.text[: start + len(counter)] + cell.text[end:]
        yield Problem(
            "单位“{unit}”里有名词：单位只写“{counter}”，名词写进指标名称",
            unit=noun,
            counter=counter,
            start=start,
            end=end,
            fix=fix if read_instead(cell, fix, context.year) is not None else None,
        )


def _percent(cell: Cell, noun: str, context: Context) -> str | None:
    """Return the text with a share of one as a percentage: ≥97% of ≥0.97比例."""
    match cell.value:
        case Threshold(quantity=quantity) if quantity.magnitude <= 1:
            share = plain(simplest(Fraction(quantity.magnitude) * 100))
            fix = cell.text.replace(f"{plain(quantity.magnitude)}{noun}", f"{share}%")
            return fix if read_instead(cell, fix, context.year) not in (None, cell.value) else None
    return None


@lru_cache(maxsize=4096)
def _counter(noun: str, counters: tuple[str, ...]) -> str | None:
    """Return the counter that a noun begins with: 座 of 座桥梁."""
    found = max((word for word in counters if noun.startswith(word) and noun != word), key=len, default=None)
    return found if found is not None and Unit(found).known else None
