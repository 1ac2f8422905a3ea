"""范围用了半角的“-”“~”，或者漏了前一个“%”。

数值范围用“～”连接，两端都写“%”。

## 理由

“3-5%”可以看成 3 到 5%、3% 到 5%，也像负号、编号；半角“~”在有些字体里看不清。
GB/T 15835—2011 给的例子是“63%～68%”。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 结算核减率 | 3-5% | 3%～5% |
| 出勤率 | 90%-95% | 90%～95% |
| 培训学时 | 10~20学时 | 10～20学时 |
| 增产幅度 | 5%-10 | 5%～10% |
| 考核得分 | 15～30% | 15%～30% |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 结算核减率 | 3%～5% |
| 培训学时 | 10—20学时 |
| 项目实施时间 | 2021年1月-12月 |
| 完成时间 | 2025-12-31前 |
| 结算误差率 | ±3%以内 |
| 培训学时 | 10至20学时 |

## 修正

两端的单位都写了的、都没有“%”的：安全，值不变。
补“%”的只是建议。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from indicator_dsl.comparators import Interval
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo("VAL12", "range-ascii-dash", "warning", since="0.1", source="GB/T 15835—2011 的用例")

_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?"
_RANGE: Final = re.compile(
    rf"(?<![0-9.])(?P<low>{_NUMBER})\s*(?P<first>[%％]?)(?P<between>[^0-9；;，,、\n%％]{{0,6}}?)(?P<mark>--?|~~?|[～—–]{{1,2}})"
    rf"\s*(?P<high>{_NUMBER})\s*(?P<second>[%％]?)"
)
_ASCII: Final = frozenset("-~")


def concerns(cell: Cell) -> bool:
    return not cell.tidy


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    ends = [(part.lower.magnitude, part.upper.magnitude) for part in parts(cell.value) if isinstance(part, Interval)]
    if not ends or cell.value is None:
        return
    for found in _RANGE.finditer(cell.text):
        plain = found["mark"][0] in _ASCII
        uneven = bool(found["first"]) is not bool(found["second"]) and (found["first"] or not found["between"].strip())
        if (Decimal(found["low"]), Decimal(found["high"])) not in ends or not (plain or uneven):
            continue
        start, end = found.span()
        fix = f"{cell.text[:start]}{_written(found)}{cell.text[end:]}"
        mended = fix if reads_the_same(cell, fix, context.year) else None
        if uneven:
            yield Problem("范围的两端都要写“%”，用“～”连接", start=start, end=end, fix=mended)
        else:
            mark = found["mark"]
            yield Problem(
                "范围用“～”连接，不用“{mark}”", start=start, end=end, fix=mended, safe=True, severity="info", mark=mark
            )
        return


def _written(found: re.Match[str]) -> str:
    percent = "%" if found["first"] or found["second"] else ""
    return f"{found['low']}{percent}{found['between']}～{found['high']}{percent}"
