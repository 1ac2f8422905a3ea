"""比较符用了替代写法。

比较符写成 `>=`、`=>`、`≧`、`＞＝`、`═`，或者写成“大于等于”。

## 理由

含义相同，写法不同，查找、汇总时就对不上。
多数表里用的是 ≥、≤、=。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 加入合作社人数 | >=1102人 | ≥1102人 |
| 免疫规划疫苗接种率 | ≧90% | ≥90% |
| 采购装备出现不合格装备的比例 | ≦0% | ≤0% |
| 外立面改造面积 | 大于等于10157.6平方米 | ≥10157.6平方米 |
| 小学就读人数 | <=6962人 | ≤6962人 |
| 生均补助标准达标率 | ═100% | =100% |

## 正例

`>` 和 `≥` 含义不同，“不低于”由别的规则看。

| 三级指标 | 指标值 |
| --- | --- |
| 加入合作社人数 | ≥1102人 |
| 验收合格率 | >92% |
| 满意度 | 不低于90% |
| 学生人数 | =43362人 |
| 成绩 | ≥60分且<80分 |

## 修正

安全：只换比较符的写法，值不变。
哪些字当作 ≥、≤，配置文件的 `spelled-signs` 可以补充。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from indicator_dsl.comparators import Qualitative
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo("FMT04", "ascii-comparator", "info", since="0.1", source="本项目的约定：比较符写作 ≥、≤、=、≠")

_SIGNS: Final = ("≥", "≤", "≠", "=", ">", "<")
_SUBSTITUTE: Final = re.compile(
    r"(≥\s*[=＝]|[>＞﹥]\s*[=＝]|[=＝]\s*[>＞﹥]|[≧⩾])"
    r"|(≤\s*[=＝]|[<＜﹤]\s*[=＝]|[=＝]\s*[<＜﹤]|[≦⩽])"
    r"|([<＜]\s*[>＞]|[!！]\s*[=＝])"
    r"|([=＝]{2}|═{1,2})"
    r"|(﹥)|(﹤)"
)


def concerns(cell: Cell) -> bool:
    return not cell.tidy


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    if cell.value is None or isinstance(cell.value, Qualitative):
        return
    text, signs = cell.text, dict[str, str]()

    def plain(match: re.Match[str], sign: str | None = None) -> str:
        assert match.lastindex is not None or sign is not None
        proper = sign or _SIGNS[(match.lastindex or 0) - 1]
        signs.setdefault(match[0], proper)
        return proper

    fix = _SUBSTITUTE.sub(plain, text)
    for sign in ("≥", "≤"):
        fix = context.terms.finder("spelled-signs", sign).sub(partial(plain, sign=sign), fix)
    if signs and reads_the_same(cell, fix, context.year):
        found, proper = next(iter(signs.items()))
        start = text.index(found)
        end = start + len(found)
        yield Problem("比较符“{found}”写成“{sign}”", found=found, sign=proper, start=start, end=end, fix=fix, safe=True)
