"""用词空泛，无法衡量。

指标值是“有效改善”“逐步提高”“保障”一类的词，看不出做到什么程度算完成。
词有轻重：重的一个就提示，轻的要有两个；只有一个轻的见 QUA02。
名称是比率（覆盖率、满意度）而值是文字的，也在此列：比率要写数。

## 理由

绩效目标要能衡量。
“有所改善”永远可以说完成了，也永远可以说没有完成，年底只能凭印象打分。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 现役军人、义务兵生活情况 | 有效改善 |
| 老年人基本生活保障 | 逐步提高 |
| 园区卫生干净整洁 | 保障 |
| 辖区生态环境 | 保持良好 |
| 对维护市场公平的影响程度 | 效果明显 |
| 道路安全隐患减少情况 | 减少 |
| 办事群众满意情况 | 满意 |
| 单位运转 | 安全、稳定 |
| 用人单位满意度 | 较高 |
| 政策知晓率 | 优 |
| 养老保险参保率 | 应保尽保 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 辖区水环境 | 保持良好（水质Ⅲ类及以上） |
| 机制健全性 | 定性 优良中低差 |
| 人居环境改善 | 有效改善（好/一般/差） |
| 发放对象 | 应保尽保 |
| 重大安全事故 | 零发生 |
| 垃圾转运情况 | 日产日清 |
| 群众投诉 | 同比下降 |
| 单位运转 | 正常 |
| 贴息利率 | 根据市场LPR浮动 |

## 修正

不自动修正：能统计的写数量或比率，确实不能的写出分级标准，如“优、良、中、差”各是什么情形。
一格只提示一次：有基期没有幅度的见 VAL16，取决于表外规定的见 QUA04。
本单位认可的表述可以写进配置文件的 `texts`。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from indicator_dsl.comparators import Grade, Qualitative
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.lint.timeliness import about_time
from indicator_dsl.lint.wording import changed, is_common, open_texts, vague_words, words_for_a_rate
from indicator_dsl.rows import Row
from indicator_dsl.vocabulary import vocabulary

RULE = RuleInfo(
    "QUA01",
    "vague-word",
    "warning",
    since="0.1",
    source="高校、审计机构的填报指南和常见问题汇总；柳江区 2025 年目标表",
    options={"weight": Option(2, "空泛的词合计多重才提示：重的每个算 2，轻的每个算 1")},
)

#: A text of so many characters is named whole in the message.
_SHORT: Final = 8


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Qualitative | Grade) for part in parts(cell.value))


def regards(name: str, terms: Terms) -> Hashable:
    either_way, timely = (name.endswith(terms.words(*words)) for words in (("either-way",), ("names", "timely")))
    return (
        about_time(name, terms),
        terms.is_bounded_rate(name),
        terms.direction(name),
        either_way,
        timely,
        is_common(name, terms),
    )


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    if (words := words_for_a_rate(row, cell, context)) is not None:
        example = _example(row.name or "", words, context)
        yield Problem("名称是比率，值却是文字“{words}”：写成数，如“{example}”", words=words, example=example)
        return
    for part in open_texts(row, cell, context):
        found = vague_words(part.text, context.terms)
        if found and sum(one.weight for one in found) >= context.options["weight"]:
            word = part.text if len(part.text) <= _SHORT else found[0].word
            start = max(cell.text.find(word), 0)
            yield Problem(
                "“{word}”无法衡量：写成数量、比率，或者写出分级标准", start=start, end=start + len(word), word=word
            )
            return


def _example(name: str, words: str, context: Context) -> str:
    """Return a target as it might stand in the place of the words."""
    # 发案率 下降: a share of what, the name does not say
    if any(down in words for down in vocabulary().down) and (example := changed(words, context.terms)) is not None:
        return example
    if name.endswith(context.terms.words("names", "timely")):
        return "=100%"
    if name.endswith(context.terms.words("either-way")):
        return "≤100%"
    return "≤5%" if context.terms.direction(name) == "lower" else "≥90%"
