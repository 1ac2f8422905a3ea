"""含不含本数、允许差多少说不清的词。

“高于”“低于”“大于”“小于”写成文字时，容易当作含本数；“左右”“约”“近”没有说允许差多少。

## 理由

民法典规定的是“以上”“以下”“以内”“届满”（含本数）和“不满”“超过”“以外”（不含本数），没有这些词。
“高于90%”恰好完成90%算不算、“90%左右”差多少算完成，年底都会有争议。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 政策知晓率 | 高于90% |
| 培训合格率 | 大于95% |
| 投诉率 | 低于5% |
| 受益人数 | 约500人 |
| 出勤率 | 90%左右 |
| 年接待量 | 近10万人次 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 政策知晓率 | ≥90% |
| 维修验收合格率 | >92% |
| 投诉率 | 不高于5% |
| 外立面改造面积 | 大于等于10157.6平方米 |
| 收入增幅 | 高于全市平均水平 |
| 结算误差率 | ±3%以内 |

## 修正

不自动修正：是“≥”还是“>”、范围多大，要由填报人决定。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indicator_dsl.comparators import Change, Threshold
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.relations import Relation

RULE = RuleInfo(
    "VAL04",
    "exclusive-word-ambiguous",
    "warning",
    since="0.1",
    source="民法典第一千二百五十九条没有规定这些词；本项目的约定",
)


_OPEN: Final = frozenset({Relation.ABOUT, Relation.GT, Relation.LT})


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Threshold | Change) and part.relation in _OPEN for part in parts(cell.value))


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    for part in parts(cell.value):
        match part:
            case Threshold(relation=Relation.ABOUT) | Change(relation=Relation.ABOUT):
                found = context.terms.finder("relations", "approximate").search(cell.text)
                start, end = found.span() if found else (0, len(cell.text))
                word = cell.text[start:end]
                yield Problem("“{word}”没有说允许差多少，请写“≥”“≤”或者范围", start=start, end=end, word=word)
                return
            case Threshold(relation=Relation.GT | Relation.LT) | Change(relation=Relation.GT | Relation.LT):
                found = context.terms.finder("relations", "exclusive").search(cell.text)
                if found:
                    start, end = found.span()
                    other = "≥" if part.relation is Relation.GT else "≤"
                    yield Problem(
                        "“{word}”按字面不含本数，含本数请写“{other}”，不含写“{sign}”",
                        start=start,
                        end=end,
                        word=found[0],
                        other=other,
                        sign=part.relation.sign,
                    )
                    return
