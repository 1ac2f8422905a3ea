"""指标值里有多余的空格。

比较符、数值、单位之间，或者单位里面有空格、全角空格。

## 理由

空格不改变含义，但同一个值有了几种写法，查找、汇总时对不上。
`m ²` 这样断开的上标多半来自文字识别。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 体检人数 | ≥ 2200 人 | ≥2200人 |
| 清扫面积 | 2818641.07m ² | 2818641.07m² |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 体检人数 | ≥2200人 |

## 修正

安全：只删空格，值不变。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo("FMT06", "inner-space", "info", since="0.1", source="柳江区 2025 年目标表")

_BLANKS: Final = re.compile(r"[ \t\u3000\u00a0]+")


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    text = cell.text.strip()
    if cell.value is not None and (found := _BLANKS.search(text)):
        yield Problem("有多余的空格", start=found.start(), end=found.end(), fix=_BLANKS.sub("", text), safe=True)
