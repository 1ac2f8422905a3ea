"""完成值与目标值的单位不同。

目标写万元，完成值写元；能换算的给出换算以后的数，不能换算的说明。

## 理由

单位不同容易看错，还容易在算完成比例时忘记换算。
评分时会自动换算，写成同一个单位更好核对。

## 错例

| 三级指标 | 指标值 | 完成值 |
| --- | --- | --- |
| 项目总成本 | ≤541万元 | 5400000元 |
| 培训人数 | ≥300人 | 320场 |
| 设备巡检 | 每月1次 | 12次 |

## 正例

| 三级指标 | 指标值 | 完成值 |
| --- | --- | --- |
| 项目总成本 | ≤541万元 | 540万元 |
| 项目总成本 | ≤541万元 | 540 |

## 修正

不自动修正。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicator_dsl.comparators import Change, Threshold
from indicator_dsl.errors import IndicatorError
from indicator_dsl.lint.kinds import is_time
from indicator_dsl.lint.names import below
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Problem, RuleInfo
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import Quantity
from indicator_dsl.rows import Table
from indicator_dsl.units import Unit

RULE = RuleInfo(
    "SEL09",
    "unit-differs-from-target",
    "info",
    since="0.2",
    source="本项目的建议",
    needs=("actual",),
)


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    for reading in readings:
        found = reading.evaluation
        if found is None or not isinstance(found.target, Threshold | Change):
            continue
        own, actual = found.target.quantity, found.actual
        written = (reading.row.actual or "").strip()
        if not own.unit and isinstance(reading.value, Threshold):
            continue  # the target lacks its unit: UNT01 says so
        if found.reason in {"unit-incompatible", "unit-not-wanted"}:
            unit = own.unit.text
            if isinstance(reading.value, Threshold) and _without_time(own.unit) == _unit_of(written):
                yield Problem(
                    "目标按“{unit}”计，完成值“{actual}”没有写是多长时间的",
                    reading=reading,
                    field="actual",
                    actual=written,
                    unit=unit,
                )
                continue
            yield Problem(
                "完成值“{actual}”的单位不能换算成目标值的“{unit}”",
                reading=reading,
                field="actual",
                severity="warning",
                actual=written,
                unit=unit or "（无单位）",
            )
        elif isinstance(actual, Quantity) and actual.unit != own.unit:
            yield Problem(
                "完成值“{actual}”与目标值的单位不同，即 {converted}",
                reading=reading,
                field="actual",
                actual=written,
                converted=actual.to(own.unit),
            )


def _without_time(unit: Unit) -> Unit | None:
    """Return a unit without the time it is for each of, 次 of 次/月; ``None`` where it is for no time."""
    kept = [name for name in below(unit) if not is_time(name)]
    return None if len(kept) == len(below(unit)) else Unit("/".join((unit.text.split("/")[0], *kept)))


def _unit_of(actual: str) -> Unit | None:
    try:
        read = parse(actual)
    except IndicatorError:
        return None
    return read.quantity.unit if isinstance(read, Threshold) else None
