"""定性指标没有分级标准，也没有佐证。

指标值是“合规”“健全”“可控”这类可以判断、但没有说怎样判断的词。
QUA01 已经提示的，这里不再提示。

## 理由

定性指标要能分级评判：做到什么情形算好、一般、差，凭什么材料认定。
只写一个词，不同的人会打出不同的分。

## 错例

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 质量指标 | 补助资格合规性 | 合规 |
| 可持续影响指标 | 长效管理制度健全性 | 健全 |
| 生态环境成本指标 | 文明施工情况 | 可控 |
| 社会效益指标 | 机关运转 | 正常 |

## 正例

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 质量指标 | 补助资格合规性 | 合规（依据审计报告） |
| 质量指标 | 制度健全性 | 健全：优、良、中、差四级 |
| 质量指标 | 食品安全监管人员培训 | 已完成 |
| 质量指标 | 是否全部完成配装计划 | 是 |
| 社会效益指标 | 人居环境 | 有效改善 |
| 时效指标 | 补助经费到位及时性 | 及时 |
| 质量指标 | 发放对象 | 应保尽保 |
| 质量指标 | 水质 | Ⅲ类 |

## 修正

不自动修正：在评分标准里写明各级的情形，或者在值后面用括号注明佐证材料。
本单位认可的表述可以写进配置文件的 `texts`。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import Qualitative
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.lint.wording import open_texts, vague_words
from indicator_dsl.rows import Row

RULE = RuleInfo("QUA02", "ungraded-qualitative", "info", since="0.1", source="审计机构的常见问题汇总")


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Qualitative) for part in parts(cell.value))


def regards(name: str, terms: Terms) -> None:
    """The words are looked at, whatever they are about."""


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    found = [words for part in open_texts(row, cell, context) if (words := vague_words(part.text, context.terms))]
    # what weighs more is QUA01
    enough = context.profile.options.get("QUA01", {}).get("weight", 2)
    if found and all(sum(one.weight for one in words) < enough for words in found):
        word = found[0][0].word
        start = max(cell.text.find(word), 0)
        yield Problem(
            "“{word}”没有说怎样判断：写出分级标准，或者注明佐证", start=start, end=start + len(word), word=word
        )
