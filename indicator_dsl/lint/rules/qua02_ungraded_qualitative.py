"""定性指标没有分级标准，也没有佐证。

指标值是“合规”“健全”“可控”这类可以判断、但没有说怎样判断的词，或者只有一个等级（优、良好）而没有分级标准。
考核、评审的等次由考核、评审来定，“合格”“Ⅲ类”本身就是标准，不在此列。
QUA01 已经提示的，这里不再提示。

## 理由

定性指标要能分级评判：做到什么情形算好、一般、差，凭什么材料认定。
只写一个词，不同的人会打出不同的分。

## 错例

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 质量指标 | 补助资格合规性 | 合规 |
| 可持续影响指标 | 长效机制健全性 | 健全 |
| 生态环境成本指标 | 文明施工情况 | 可控 |
| 社会效益指标 | 机关运转 | 正常 |
| 社会效益指标 | 社会治安状况 | 优 |
| 质量指标 | 审计报告质量 | 良好以上 |

## 正例

| 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- |
| 质量指标 | 补助资格合规性 | 合规（依据审计报告） |
| 质量指标 | 制度健全性 | 健全：优、良、中、差四级 |
| 质量指标 | 食品安全监管人员培训 | 已完成 |
| 过程指标 | 管理制度健全性 | 健全 |
| 质量指标 | 是否全部完成配装计划 | 是 |
| 社会效益指标 | 人居环境 | 有效改善 |
| 时效指标 | 补助经费到位及时性 | 及时 |
| 质量指标 | 发放对象 | 应保尽保 |
| 质量指标 | 水质 | Ⅲ类 |
| 质量指标 | 工程质量 | 合格 |
| 质量指标 | 年度考核等次 | 优秀 |

## 修正

不自动修正：在评分标准里写明各级的情形，或者在值后面用括号注明佐证材料。
本单位认可的表述可以写进配置文件的 `texts`。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from indicator_dsl.comparators import Grade, Qualitative
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.lint.timeliness import about_time
from indicator_dsl.lint.wording import is_common, is_opinion, open_texts, vague_words, words_for_a_rate
from indicator_dsl.rows import Row

RULE = RuleInfo("QUA02", "ungraded-qualitative", "info", since="0.1", source="审计机构的常见问题汇总")


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Qualitative | Grade) for part in parts(cell.value))


def regards(name: str, terms: Terms) -> Hashable:
    assessed = terms.finder("wording", "assessed").search(name) is not None
    return about_time(name, terms), terms.is_bounded_rate(name), assessed, is_common(name, terms)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    if _is_rate(row, cell, context):
        return
    for part in parts(cell.value):
        if isinstance(part, Grade) and is_opinion(part, cell, context) and not _assessed(part.label, row, context):
            grade = part.grade
            start = max(cell.text.find(grade), 0)
            yield Problem(
                "等级“{grade}”没有分级标准：写出各级是什么情形，或者由谁评定",
                start=start,
                end=start + len(grade),
                grade=grade,
            )
            return
    found = [words for part in open_texts(row, cell, context) if (words := vague_words(part.text, context.terms))]
    # what weighs more is QUA01
    enough = context.profile.options.get("QUA01", {}).get("weight", 2)
    if found and all(sum(one.weight for one in words) < enough for words in found):
        word = found[0][0].word
        start = max(cell.text.find(word), 0)
        yield Problem(
            "“{word}”没有说怎样判断：写出分级标准，或者注明佐证", start=start, end=start + len(word), word=word
        )


def _is_rate(row: Row, cell: Cell, context: Context) -> bool:
    """Whether QUA01 says of the words that the name asks for a number."""
    return "QUA01" in context.profile.severities and words_for_a_rate(row, cell, context) is not None


def _assessed(label: str | None, row: Row, context: Context) -> bool:
    return context.terms.finder("wording", "assessed").search(f"{row.name or ''}{label or ''}") is not None
