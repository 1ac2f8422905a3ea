"""不是法定计量单位。

斤、担、里、丈、尺、寸、马力、英寸等，不是国家法定计量单位。
“亩”也不是，但是涉农的表一律用它，选项 `farmland` 打开时才提示。

## 理由

计量法规定使用法定计量单位。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 年增粮食 | 3501斤 | 1750.5千克 |
| 管道更换长度 | ≥3里 | ≥1.5千米 |

| 三级指标 | 指标值 |
| --- | --- |
| 抽水机功率 | ≥15马力 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 新增和改善灌溉达标面积 | ≥40公顷 |
| 高标准农田建设面积 | ≥1.5万亩 |
| 年增粮食 | 3500公斤 |
| 财政资金补助 | 1600元/亩 |
| 道路硬化里程 | ≥100公里 |

## 修正

需确认：能精确换算时给出换算好的值；除不尽的只说明换算关系，由填报单位决定取几位。
单价（元/亩）多是政策定的，不提示。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from indicator_dsl.lint.instead import reads_the_same
from indicator_dsl.lint.parts import quantities
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.quantities import Quantity, plain
from indicator_dsl.units import Unit, scale_of

RULE = RuleInfo(
    "UNT09",
    "non-statutory-unit",
    "info",
    since="0.1",
    source="计量法第三条；国务院 1984 年关于统一实行法定计量单位的命令",
    options={"farmland": Option(default=False, about="“亩”也提示")},
)


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    legal = context.terms.non_statutory
    left = () if context.options["farmland"] else context.terms.words("units", "farmland")
    found = [one for one in quantities(cell.value) if _noun(one) in legal and _noun(one) not in left]
    if not found:
        return
    fix: str | None = cell.text
    for quantity in found:
        fix = _converted(fix, quantity, legal[_noun(quantity)])
    noun = _noun(found[0])
    wanted = legal[noun]
    here, there = Unit(noun), Unit(wanted)
    start = max(cell.text.find(noun), 0)
    end = start + len(noun) if noun in cell.text else None
    if not here.convertible_to(there):
        yield Problem(
            "“{unit}”不是法定计量单位，宜用“{legal}”（没有精确换算）", unit=noun, legal=wanted, start=start, end=end
        )
        return
    factor = here.factor / there.factor
    yield Problem(
        "“{unit}”不是法定计量单位，宜用“{legal}”（{many}{unit}={other}{legal}）",
        unit=noun,
        legal=wanted,
        many=factor.denominator,
        other=factor.numerator,
        start=start,
        end=end,
        fix=fix if fix is not None and reads_the_same(cell, fix, context.year) else None,
    )


def _noun(quantity: Quantity) -> str:
    text = quantity.unit.text
    return text[len(scale_of(text)) :]


def _converted(text: str | None, quantity: Quantity, wanted: str) -> str | None:
    """Return the text with one quantity in the legal unit, if that has an exact and short number."""
    written = f"{plain(quantity.magnitude)}{quantity.unit.text}"
    if text is None or written not in text or not quantity.unit.convertible_to(Unit(wanted)):
        return None
    number = quantity.to(wanted).magnitude
    if isinstance(number, Fraction) or _places(number) > 2:
        return None
    return text.replace(written, f"{plain(number)}{wanted}")


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
