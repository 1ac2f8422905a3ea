"""比较符写成了文字。

“以上”“以内”“不低于”“不超过”“超过”这类词，用“≥”“≤”“>”“<”更清楚。

## 理由

符号一眼可见，便于筛选、汇总，也不会把“以上”含不含本数想错：“以上”“以下”“以内”含本数，“超过”“不满”不含。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 补贴发放合规率 | 98%以上 | ≥98% |
| 项目总成本 | 不超过3000万元 | ≤3000万元 |
| 年度预算控制数 | 控制在541万元以内 | ≤541万元 |
| 设备完好率 | 完好率95%以上 | 完好率≥95% |
| 人均收入 | 同比增长5%以上 | 同比增长≥5% |
| 年接待量 | 超过10万人次 | >10万人次 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 补贴发放合规率 | ≥98% |
| 故障响应时间 | 30分钟内响应 |
| 审批时限 | 3个工作日内 |
| 资质等级 | 二级及以上 |
| 完成时间 | 2025年12月31日前 |
| 项目支出 | 不超预算 |

## 修正

安全：词换成同义的符号，值不变。
"""

from __future__ import annotations

from collections.abc import Iterator

from indicator_dsl.comparators import Change, Comparator, Threshold
from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.kinds import TIME, families, whole
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.signs import SIGN, after_words, before_words, in_signs
from indicator_dsl.relations import Relation

RULE = RuleInfo(
    "VAL03",
    "word-comparator",
    "info",
    since="0.1",
    source="民法典第一千二百五十九条；公开的自评表里的“98%以上”",
)


def concerns(cell: Cell) -> bool:
    return not cell.tidy


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    if not any(map(_bounded, parts(cell.value))) or SIGN.search(cell.text):
        return
    left = (*context.terms.words("relations", "read-aloud"), *context.terms.words("relations", "exclusive"))
    words = [found.span("word") for found in before_words().finditer(cell.text) if found["word"] not in left]
    words += [found.span("word") for found in after_words().finditer(cell.text)]
    if words:
        start, end = min(words)
        word = cell.text[start:end]
        fix = in_signs(cell.text.rstrip("。 "))
        mended = reads_the_same(cell, fix, context.year)
        yield Problem("“{word}”写成符号更清楚", start=start, end=end, fix=fix if mended else None, safe=True, word=word)


def _bounded(value: Comparator) -> bool:
    """Whether a number has a written bound, save for 30分钟内, as everybody writes a time to keep."""
    match value:
        case Threshold(relation=Relation.LE, quantity=quantity) if any(
            family in TIME for family, _ in families(quantity.unit)
        ):
            return False
        case Threshold(relation=Relation.GE, quantity=quantity) if quantity.magnitude == whole(quantity.unit):
            return False  # 12月底前达到100%: nothing is more
        case Threshold(implied=False, relation=relation) | Change(implied=False, relation=relation):
            return relation is not Relation.ABOUT
    return False
