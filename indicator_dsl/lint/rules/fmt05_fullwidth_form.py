"""数字、符号用了全角或者异形字符。

数字、字母、`％`、`．`、`＝` 用了全角字符，范围号写成 `～～`、`－`，负号写成 `−`。

## 理由

按 GB/T 15835—2011 编写的公文写作指南要求阿拉伯数字用半角。
全角数字在电子表格里是文字，不能排序、求和。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 资金使用合规性 | ＝１００％ | =100% |
| 群众满意度 | ≥９５％ | ≥95% |
| 补助资金拨付率 | ≥98．5％ | ≥98.5% |
| 贷款利率 | 3％～～5％ | 3%～5% |
| 水温 | 15－18℃ | 15～18℃ |
| 冷库温度 | ≤−18℃ | ≤-18℃ |

## 正例

中文的逗号、括号、冒号、范围号本来就是全角的。

| 三级指标 | 指标值 |
| --- | --- |
| 群众满意度 | ≥95% |
| 贷款利率 | 3%～5% |
| 培训 | ≥5场；≥300人 |
| 补助标准 | ≥400元（年人均） |
| 资金比例 | 8：1：1 |

## 修正

安全：只换字符，值不变。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indicator_dsl.comparators import Interval, Missing, Period, Qualitative
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo("FMT05", "fullwidth-form", "info", since="0.1", source="按 GB/T 15835—2011 编写的公文写作指南")

#: The full-width form of each ASCII character stands so far behind it.
_SHIFT: Final = 0xFEE0
_WIDE: Final = "０-９Ａ-Ｚａ-ｚ％．＋＝＜＞／"
_HALF: Final = str.maketrans(
    {
        **{chr(code + _SHIFT): chr(code) for code in range(0x21, 0x7F) if re.match(f"[{_WIDE}]", chr(code + _SHIFT))},
        "﹪": "%",
        "﹣": "-",
        "−": "-",
        "－": "-",
    }
)
_ODD: Final = re.compile(f"[{_WIDE}﹪﹣−－–―∼〜]+|[~～]{{2}}|—{{2}}")
#: １，２００: this comma belongs to the number
_COMMA: Final = re.compile("(?<=[０-９])，(?=[０-９]{3})")
#: Between two ends; a minus stands at the beginning or behind a sign.
_BETWEEN: Final = re.compile(
    r"(?<=[0-9０-９%％﹪‰℃\u4e00-\u9fff])\s*(?:[－﹣−–―∼〜]|[~～∼〜]{2}|—{2})\s*(?=[0-9０-９])"
)
_WAVES: Final = re.compile("[~～∼〜]{2}|[∼〜]")


def concerns(cell: Cell) -> bool:
    return not cell.tidy


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    value = cell.value
    if value is None or isinstance(value, Qualitative | Missing):
        return
    found = _ODD.search(cell.text)
    if found is None:
        return
    fix = _COMMA.sub(",", cell.text)
    if isinstance(value, Interval):
        fix = _BETWEEN.sub("～", fix)
    elif isinstance(value, Period):
        fix = _WAVES.sub("～", fix)
    fix = fix.translate(_HALF)
    if fix != cell.text and reads_the_same(cell, fix, context.year):
        start, end = found.span()
        yield Problem("“{found}”是全角或者异形字符", found=found[0], start=start, end=end, fix=fix, safe=True)
