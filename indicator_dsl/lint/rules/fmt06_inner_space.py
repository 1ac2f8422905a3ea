"""指标值里有多余的空格。

比较符、数值、单位之间，或者单位里面有空格、全角空格或者看不见的空白。

## 理由

空格不改变含义，但同一个值有了几种写法，查找、汇总时对不上。
`m ²` 这样断开的上标多半来自文字识别。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 体检人数 | ≥ 2200 人 | ≥2200人 |
| 清扫面积 | ≥2818641.07m ² | ≥2818641.07m² |
| 人均成本 | ≤ 600 元/人 | ≤600元/人 |
| 培训人次 | 280 人 次 | 280人次 |
| 完成时间 | 2025 年 12 月 31 日前 | 2025年12月31日前 |
| 覆盖率 | 90% ～ 95% | 90%～95% |
| 服务人数 | 不 少 于 300 人 | 不少于300人 |
| GDP growth | GDP growth ≥ 5% | GDP growth≥5% |
| 水质达标率 | ≥90.00 (%) | ≥90.00(%) |

## 正例

分项之间的换行和空格、英文词之间的空格、文字里的空格不算。

| 三级指标 | 指标值 |
| --- | --- |
| 体检人数 | ≥2200人 |
| 培训 | 1. ≥5场<br>2. ≥300人 |
| 宣传 | ≥5场； ≥300人 |
| 酸碱度 | pH 6～9 |
| 机制健全性 | 定性 优良中低差 |
| 补助标准 | ≥400元（含 税） |
| 村级 道路合格率 | 村级 道路合格率≥95% |
| 贴息利率 | 根据市场 LPR 浮动 |

## 修正

安全：只删空格，值不变。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indicator_dsl.comparators import Missing, Qualitative
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo("FMT06", "inner-space", "info", since="0.1", source="柳江区 2025 年目标表")

_BLANKS: Final = re.compile("(?<=\\S)[ \t\u3000\u00a0\u200b\ufeff]+(?=\\S)")
#: Items stand apart from each other, whatever is between them: ； 1. (1) ①
_APART_BEHIND: Final = re.compile(r"(?:[；;，,、。：:\n.．①-⑳⑴-⒇]|(?:^|[\s；;，,、。])[(（]?[0-9]{1,2}[)）])$")
_APART_BEFORE: Final = re.compile("[；;，,、。：:①-⑳⑴-⒇]|[(（]?[0-9]{1,2}[.．、)）](?![0-9])")
_SIGN: Final = frozenset("≥≧⩾≤≦⩽≠≈<>＜＞﹥﹤=＝═±～~∼〜—–$")
_HAN: Final = re.compile("[\u4e00-\u9fff〇]")
_ALONE: Final = re.compile("(?<![\u4e00-\u9fff〇])[\u4e00-\u9fff〇](?![\u4e00-\u9fff〇])")
_STARTED: Final = re.compile("[0-9０-９≥≧⩾≤≦⩽≠<>＜＞=＝═±]")
_ITEM: Final = re.compile("[；;，,、。\n]")
_OPEN: Final = re.compile("[(（][^()（）]*$")


def concerns(cell: Cell) -> bool:
    return not cell.tidy


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    text = cell.text
    # in LaTeX a blank may end a command
    if cell.value is None or isinstance(cell.value, Qualitative | Missing) or "\\" in text:
        return
    spans = [match.span() for match in _BLANKS.finditer(text) if _superfluous(text, *match.span())]
    if not spans:
        return
    fix, done = "", 0
    for start, end in spans:
        fix += text[done:start]
        done = end
    fix += text[done:]
    if reads_the_same(cell, fix, context.year):
        start, end = spans[0]
        yield Problem("有多余的空格", start=start, end=end, fix=fix, safe=True)


def _superfluous(text: str, start: int, end: int) -> bool:
    """Whether a blank stands between the sign, the number and the unit of one target, not in or behind words."""
    left, right, before = text[start - 1], text[end], text[:start]
    if _APART_BEHIND.search(before) or _APART_BEFORE.match(text, end):
        return False
    if left in _SIGN or right in _SIGN:
        return True
    item = _ITEM.split(before)[-1]
    if not _STARTED.search(item):
        # before the number there is a label, or a relation in words: 不少于 2200人, 不 少 于2200人
        return bool(_HAN.match(left)) and (right.isdigit() or _alone(text, start - 1) or _alone(text, end))
    if _OPEN.search(before):
        return left in "(（" or right in ")）"
    if left.isascii() and left.isalpha():
        return right in "²³/)）" or bool(_HAN.match(right))
    return not (left.isdigit() and right.isdigit())


def _alone(text: str, at: int) -> bool:
    """Whether a Han character stands by itself, as in a text set wide: 不 少 于."""
    return _ALONE.match(text, at) is not None
