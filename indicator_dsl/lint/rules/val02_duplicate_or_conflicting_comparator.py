"""比较符重复或者互相矛盾。

一个值写了两个比较符：同方向的重复（`≥90%以上`），或者方向不同的（`≥95%左右`）。
比较符一栏已经填了，指标值里又写的，也是这一类。

## 理由

方向不同的，无从判断以哪一个为准；方向相同的，多出来的那个没有意义，还容易在修改时漏掉一处。
“以上”“以内”含本数，与“≥”“≤”说的是同一件事。

## 错例

| 三级指标 | 比较符 | 指标值 | 应写 |
| --- | --- | --- | --- |
| 政策知晓率 | | ≥90%以上 | ≥90% |
| 项目总成本 | | ≤500万元以内 | ≤500万元 |
| 培训次数 | | 至少3次以上 | 至少3次 |
| 受益人数 | | ≥≥500人 | ≥500人 |
| 水质达标率 | | ≥95%左右 | |
| 群众满意度 | ≥ | ≥95% | |

## 正例

| 三级指标 | 比较符 | 指标值 |
| --- | --- | --- |
| 政策知晓率 | | ≥90% |
| 群众满意度 | | 达到95%以上 |
| 项目总成本 | | 控制在500万元以内 |
| 评审得分 | | ≥60分且<80分 |
| 群众满意度 | ≥ | 95% |

## 修正

同方向的重复：安全，去掉后面的词，值不变。
方向不同的、两处都写了的要由填报人决定。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import Change, Threshold
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.signs import SIGN, after_words, before_words

RULE = RuleInfo(
    "VAL02",
    "duplicate-or-conflicting-comparator",
    "warning",
    since="0.1",
    source="民法典第一千二百五十九条（“以上”“以下”“以内”含本数）；本项目的约定",
    refusals=("repeated-relation", "conflicting-relations", "second-relation"),
)


def concerns(cell: Cell) -> bool:
    return not cell.tidy


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    if not any(isinstance(part, Threshold | Change) and not part.implied for part in parts(cell.value)):
        return
    text = cell.text
    first = SIGN.search(text)
    word = before_words().search(text)
    if first is not None and word is not None and word.end() == first.start():
        fix = text[: word.start()] + text[word.end() :]
        said, sign = word["word"], first[0].strip()
        if reads_the_same(cell, fix, context.year):
            yield Problem(
                "“{first}”和“{second}”重复，写一个",
                start=word.start(),
                end=first.end(),
                fix=fix,
                safe=True,
                first=said,
                second=sign,
            )
        return
    ordinary = context.terms.words("relations", "goes-with-after")
    for found in after_words().finditer(text):
        before = text[: found.start()].rstrip()
        lead = next((sign[0].strip() for sign in SIGN.finditer(text) if sign.end() == found.start()), None)
        if lead is None and word is not None and word.end() == found.start() and word["word"] not in ordinary:
            lead = word["word"]
        fix = text[: found.start("word")].rstrip() + text[found.end("word") :]
        if lead and before and reads_the_same(cell, fix, context.year):
            start, end = found.span("word")
            yield Problem(
                "“{first}”和“{second}”重复，写一个",
                start=start,
                end=end,
                fix=fix,
                safe=True,
                first=lead,
                second=found["word"],
            )
