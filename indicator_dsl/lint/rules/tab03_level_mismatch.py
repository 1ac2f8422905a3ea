"""指标放错了类。

比率放在数量指标，满意度放在社会效益，及时率放在质量指标，补贴标准放在社会效益，一类。

## 理由

放错了类，数量、质量、时效就缺了一项，另一项却重复。
数量指标要写绝对数；合格率、达标率说的是质量，及时率和完成时间说的是时效。

## 错例

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
| 产出指标 | 数量指标 | 脱贫户及监测户贷款申请满足率 | ≥95% |
| 产出指标 | 数量指标 | 课程考核合格率 | ≥95% |
| 产出指标 | 质量指标 | 贷款贴息发放及时率 | ≥95% |
| 产出指标 | 质量指标 | 项目完成时间 | 2025年12月31日前 |
| 产出指标 | 数量指标 | 项目总成本 | ≤541万元 |
| 产出指标 | 时效指标 | 核心能力考核达标率 | 100% |
| 效益指标 | 社会效益 | 困难残疾人生活补贴水平 | ≥80元/月/人 |
| 效益指标 | 社会效益 | 群众满意度 | ≥90% |

## 正例

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
| 产出指标 | 数量指标 | 贷款发放户数 | ≥500户 |
| 产出指标 | 数量指标 | 满意度调查问卷 | ≥300份 |
| 产出指标 | 数量指标 | 适龄儿童疫苗接种率 | ≥90% |
| 产出指标 | 质量指标 | 出水水质达标率 | ≥95% |
| 产出指标 | 时效指标 | 贷款贴息发放及时率 | ≥95% |
| 产出指标 | 成本指标 | 护理补贴标准 | 80元/(人·月) |
| 成本指标 | 经济成本指标 | 项目总成本 | ≤541万元 |
| 效益指标 | 经济效益 | 脱贫户人均年收入水平 | ≥12000元/人 |
| 效益指标 | 社会效益 | 养老保险缴费覆盖率 | ≥90% |
| 效益指标 | 服务对象满意度 | 群众满意度 | ≥90% |
| 效果 | 履职效益 | 社会公众满意度 | ≥90% |

## 修正

不自动修正：移到所说的一类；数量指标里的覆盖率、完成率一类比率也可以换成绝对数，所以只是提示。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from indicator_dsl.comparators import Deadline
from indicator_dsl.lint.catalog import Phrase
from indicator_dsl.lint.kinds import families_in, is_money
from indicator_dsl.lint.names import MONEY, plain_name
from indicator_dsl.lint.parts import quantities
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.rows import Row

RULE = RuleInfo(
    "TAB03",
    "level-mismatch",
    "warning",
    since="0.1",
    source="湘潭市一个单位 2023 年目标申报表；关于绩效目标常见问题的公开文章（数量与质量混淆、满意度代替效益）",
)

#: The endings that say where an indicator belongs.
_ENDS: Final = ("satisfaction", "timely", "date", "quality", "standard", "reach")


def concerns(cell: Cell) -> bool:
    return cell.value is not None


def regards(name: str, terms: Terms) -> Hashable:
    plain = plain_name(name)
    ends = [plain.endswith(terms.words("names", words)) for words in _ENDS]
    paid = any(word in plain for word in terms.words("names", "paid"))
    return *ends, paid, terms.is_total_cost(plain), terms.is_bounded_rate(plain)


def check_row(row: Row, cell: Cell, context: Context) -> Iterator[Problem]:
    terms = context.terms
    level = terms.level(row.level2) or terms.level(row.level1)
    if level is None or row.name is None or cell.value is None:
        return
    name = plain_name(row.name)
    here = row.level2 or row.level1 or ""
    if name.endswith(terms.words("names", "satisfaction")):
        # in the forms for whole departments it stands under 履职效益
        if "satisfaction" not in (level, terms.level(row.level1)) and terms.finder("levels", "kinds").search(here):
            yield Problem("满意度应放在满意度指标，不是“{here}”", here=here)
        return
    wanted = _wanted(name, level, here, cell, terms)
    if wanted is not None:
        yield Problem("“{name}”应放在{wanted}，不是“{here}”", name=name, wanted=wanted, here=here)
    elif (
        level == "quantity"
        and terms.is_bounded_rate(name)
        and not name.endswith(terms.words("names", "reach"))
        and _all_percent(cell)
    ):
        yield Problem("比率说明不了数量，请写绝对数，或者移到质量、效益指标", severity="info")


def _wanted(name: str, level: str, here: str, cell: Cell, terms: Terms) -> Phrase | None:
    """Return the level an indicator surely belongs to, if it stands elsewhere."""
    if level == "benefit":
        return Phrase("成本指标") if "经济" not in here and _is_standard(name, cell, terms) else None
    if level not in {"quantity", "quality", "timeliness", "cost"}:
        return None
    if level != "timeliness" and (name.endswith(terms.words("names", "timely")) or _is_date(name, cell, terms)):
        return Phrase("时效指标")
    if level in {"quantity", "timeliness"} and name.endswith(terms.words("names", "quality")) and _all_percent(cell):
        return None if name.endswith(terms.words("names", "timely")) else Phrase("质量指标")
    if level != "cost" and terms.is_total_cost(name) and _all(cell, money=True):
        return Phrase("成本指标")
    return None


def _is_date(name: str, cell: Cell, terms: Terms) -> bool:
    return isinstance(cell.value, Deadline) and name.endswith(terms.words("names", "date"))


def _is_standard(name: str, cell: Cell, terms: Terms) -> bool:
    """Whether a value is what each person or household is paid."""
    paid = terms.words("names", "paid")
    return (
        name.endswith(terms.words("names", "standard"))
        and any(word in name for word in paid)
        and any(dict(one.unit.dimension).get(MONEY[0][0]) and "/" in one.unit.text for one in quantities(cell.value))
    )


def _all_percent(cell: Cell) -> bool:
    return _all(cell, money=False)


def _all(cell: Cell, *, money: bool) -> bool:
    found = list(quantities(cell.value))
    return bool(found) and all(is_money(one.unit) if money else "percent" in families_in(one.unit) for one in found)
