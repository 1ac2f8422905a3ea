"""缺少一类指标。

一个项目的指标里没有产出指标、效益指标或满意度指标。

## 理由

产出说做了什么，效益说有什么用，满意度说服务对象认不认可，缺一类就看不出项目的全貌。
不直接面向公众的项目可以不设满意度指标，所以缺满意度只是警告。
部门整体的表有自己的一级指标（投入、过程、部门管理、履职效果），不查。

## 错例

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
| 产出指标 | 数量指标 | 体检人数 | ≥2200人 |
| 产出指标 | 质量指标 | 资金使用合规率 | =100% |
| 产出指标 | 时效指标 | 完成时间 | 2025年11月30日前 |
| 产出指标 | 成本指标 | 项目成本 | ≤132万元 |
| 满意度指标 | 服务对象满意度 | 体检教师满意度 | ≥95% |

## 正例

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
| 产出指标 | 数量指标 | 体检人数 | ≥2200人 |
| 产出指标 | 时效指标 | 完成时间 | 2025年11月30日前 |
| 产出指标 | 成本指标 | 项目成本 | ≤132万元 |
| 效益指标 | 社会效益 | 教师体检达标率 | ≥80% |
| 效益指标 | 服务对象满意度 | 体检教师满意度 | ≥95% |

| 三级指标 | 指标值 |
| --- | --- |
| 体检人数 | ≥2200人 |
| 完成时间 | 2025年11月30日前 |
| 项目成本 | ≤132万元 |
| 体检教师满意度 | ≥95% |

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
| 部门管理 | 资金投入 | 预算执行率 | ≥95% |
| 履职效果 | 部门履职目标 | 完成审计项目数量 | ≥25个 |
| 履职效果 | 社会影响 | 违法违纪情况 | =0次 |
| 能力建设 | 信息化建设 | 信息化管理覆盖率 | =100% |

| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- | --- |
| 产出指标 | 数量指标 | 委托业务数量 | ≥50个 | 20 |
| 产出指标 | 质量指标 | 报告合格率 | =100% | 20 |
| 产出指标 | 成本指标 | 项目总成本 | ≤90万元 | 20 |
| 效益指标 | 社会效益 | 维护基建市场公平 | 效果明显 | 20 |

## 修正

不自动修正：补一条这一类的指标。
分值加起来不到 90 的表多半是节选，不查。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.points import points_of
from indicator_dsl.rows import Row, Table

RULE = RuleInfo(
    "TAB01",
    "missing-dimension",
    "error",
    since="0.1",
    source="公开的绩效目标审核程序；各地目标申报表的一级指标",
    options={"rows": Option(4, "指标少于这么多条的表不查，它多半是节选")},
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    if len(readings) < context.options["rows"] or _is_piece(readings):
        return
    rows = [reading.row for reading in readings]
    firsts = {row.level1 or "" for row in rows}
    if "" in firsts:
        return  # a table without levels, or one whose levels were not all read
    if any(_is_of_its_own(first, context.terms) for first in firsts):
        return
    # 实施效果指标｜产出指标: the plans of the central investments have one level more
    levels = firsts | {row.level2 or "" for row in rows}
    has = {
        key: any(word in level for word in context.terms.words("levels", key) for level in levels)
        for key in ("output", "benefit")
    }
    has["satisfaction"] = _has_satisfaction(rows, context.terms)
    if not has["output"] and not has["benefit"]:
        return
    if not has["output"]:
        yield Problem("没有产出指标")
    elif not has["benefit"] and not has["satisfaction"]:
        if table.funds is not None:  # without the head of its form it may be cut off behind its output
            yield Problem("没有效益指标，也没有满意度指标")
    elif not has["benefit"]:
        yield Problem("没有效益指标")
    elif not has["satisfaction"]:
        yield Problem("没有满意度指标；项目不直接面向公众时可以不设", severity="warning")


def _is_of_its_own(level1: str, terms: Terms) -> bool:
    """Whether a level is of the forms for whole departments: 投入, 过程, 部门管理, 履职效果."""
    return terms.level(level1) is None and terms.finder("levels", "execution").search(level1) is None


def _has_satisfaction(rows: Sequence[Row], terms: Terms) -> bool:
    """Whether a row is about satisfaction; one that stands elsewhere is TAB03."""
    words, endings = terms.finder("levels", "satisfaction"), terms.words("names", "satisfaction")
    levels = {level for row in rows for level in (row.level1, row.level2) if level}
    return any(map(words.search, levels)) or any(plain_name(row.name or "").endswith(endings) for row in rows)


def _is_piece(readings: Sequence[Reading]) -> bool:
    """Whether weights say that rows are missing: they do not come to 90."""
    weights = [weight for reading in readings if (weight := points_of(reading.row.weight)) is not None]
    return bool(weights) and 1 < sum(weights) < 90
