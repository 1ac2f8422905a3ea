"""指标值取决于表外没有写明的东西。

“按合同约定”“符合相关规定”“根据市场情况浮动”“高于全省平均水平”，表里看不出要达到什么。

## 理由

是哪个文件、哪一条、多少，要到表外去找；规定改了、市场变了，目标也跟着变，等于没有定。
写出文件名称的、以本项目预算为限的，可以对照，不在此列。

## 错例

| 三级指标 | 指标值 |
| --- | --- |
| 小额信贷贴息利率 | 根据市场LPR浮动 |
| 经费支出合规性 | 严格执行相关制度规定 |
| 单项业务成本 | 符合相关规定 |
| 建设项目成本 | 参照政府采购成本控制 |
| 工程款支付 | 按照合同约定及时支付 |
| 实际支出 | 据实列支 |
| 收入增幅 | 高于全市平均水平 |
| 采购成本 | 不高于市场价 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 出水水质 | 符合《地表水环境质量标准》Ⅲ类 |
| 水环境质量 | 达到Ⅲ类标准 |
| 成本控制率 | 不超预算 |
| 项目支出 | 控制在批复预算之内 |
| 补贴发放 | 按月发放 |
| 补贴发放 | 按时足额发放 |

## 修正

不自动修正：写出数值，或者写出文件名称和条款。
本单位认可的表述可以写进配置文件的 `texts`。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from indicator_dsl.comparators import Qualitative
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.lint.timeliness import about_time, spoken_of
from indicator_dsl.lint.wording import accepted, graded, leans_on
from indicator_dsl.rows import Row

RULE = RuleInfo("QUA04", "external-reference", "warning", since="0.1", source="柳江区 2025 年目标表")


def concerns(cell: Cell) -> bool:
    return any(isinstance(part, Qualitative) for part in parts(cell.value))


def regards(name: str, terms: Terms) -> Hashable:
    return about_time(name, terms)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    terms = context.terms
    for part in parts(cell.value):
        if not isinstance(part, Qualitative) or accepted(cell, part, context) or graded(cell.text, terms):
            continue
        if spoken_of(row, part.text, context) or (
            "时效" in (row.level2 or "") and terms.finder("wording", "timely").search(part.text)
        ):
            continue
        if words := leans_on(part.text, terms):
            start = max(cell.text.find(words), 0)
            end = start + len(words)
            yield Problem("“{words}”要到表外去查：写出数值，或者文件名称和条款", start=start, end=end, words=words)
            return
