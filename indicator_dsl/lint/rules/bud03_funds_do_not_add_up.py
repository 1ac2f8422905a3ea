"""资金加不起来。

资金来源各项之和不等于资金总额；或者项目清单各项之和不等于合计，清单里一个项目的数与它的申报表不同。

## 理由

同一笔钱几处写的不一样，必有一处错，后面按资金算的都跟着错。
清单常以万元为单位四舍五入，每项差在 0.01 万元以内的不算。

## 错例

项目资金：1320000；资金来源：上级=320000、本级=1010000

| 三级指标 | 指标值 |
| --- | --- |
| 体检人数 | ≥2200人 |

项目资金：1320000；资金来源：财政拨款=1320000、上级=320000、本级=1200000、其他资金=0

| 三级指标 | 指标值 |
| --- | --- |
| 体检人数 | ≥2200人 |

## 正例

项目资金：1320000；资金来源：一般公共预算拨款/上级=0、本级=1320000、政府性基金=0、其他资金=0

| 三级指标 | 指标值 |
| --- | --- |
| 体检人数 | ≥2200人 |

项目资金：1320000；资金来源：财政拨款=1320000、上级=320000、本级=1000000、其他资金=0

| 三级指标 | 指标值 |
| --- | --- |
| 体检人数 | ≥2200人 |

项目资金：1320000；资金来源：财政拨款=1000000、中央=600000、其他资金=320000

| 三级指标 | 指标值 |
| --- | --- |
| 体检人数 | ≥2200人 |

## 修正

不自动修正：要由填报单位确定哪一处对。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from indicator_dsl.lint.names import shown_yuan
from indicator_dsl.lint.reading import Reading
from indicator_dsl.lint.rule import Context, Option, Problem, RuleInfo
from indicator_dsl.lint.terms import Terms
from indicator_dsl.rows import Amount, Listing, Table

RULE = RuleInfo(
    "BUD03",
    "funds-do-not-add-up",
    "error",
    since="0.1",
    source="公开的绩效目标审核程序；柳江区 2025 年目标表（清单以万元取两位）",
    options={"tolerance": Option(100, "相差多少元以内不算")},
)

#: More parts than any form has.
_MOST_PARTS: Final = 14


def check_table(table: Table, readings: Sequence[Reading], context: Context) -> Iterator[Problem]:
    del readings
    tolerance = Decimal(str(context.options["tolerance"]))
    if table.funds is not None:
        yield from _of_sources(table.funds, table.sources, tolerance, context.terms)
    if table.listing is None:
        return
    entry = table.listing.of(table.project)
    if entry is not None and table.funds is not None and abs(entry.yuan - table.funds) > _rounded(table, tolerance):
        yield Problem(
            "项目清单里是{listed}，申报表的资金总额是{funds}",
            listed=shown_yuan(entry.yuan),
            funds=shown_yuan(table.funds),
        )
    # the list is shared by its tables: it is said once, at the table of its first project
    if entry is table.listing.entries[0]:
        yield from _of_listing(table.listing, tolerance)


def _rounded(table: Table, tolerance: Decimal) -> Decimal:
    """Return by how much an entry may differ: a list in whole 万元 is rounded to them."""
    whole = table.listing is not None and all(entry.yuan % 10000 == 0 for entry in table.listing.entries)
    return Decimal(5000) if whole and table.listing and len(table.listing.entries) > 2 else tolerance


def _of_listing(listing: Listing, tolerance: Decimal) -> Iterator[Problem]:
    total = sum((entry.yuan for entry in listing.entries), Decimal(0))
    # each entry is rounded by half of the tolerance at most
    allowed = max(tolerance, tolerance / 2 * len(listing.entries))
    if listing.total is not None and abs(total - listing.total.yuan) > allowed:
        yield Problem(
            "项目清单{many}项加起来是{sum}，合计写的是{total}",
            many=len(listing.entries),
            sum=shown_yuan(total),
            total=shown_yuan(listing.total.yuan),
        )


def _of_sources(funds: Decimal, sources: Sequence[Amount], tolerance: Decimal, terms: Terms) -> Iterator[Problem]:
    parts = [one for one in sources if not one.label.endswith(terms.words("funds", "totals"))]
    levels = [any(word in one.label.rsplit("/", 1)[-1] for word in terms.words("funds", "levels")) for one in parts]
    if not 2 <= len(parts) <= _MOST_PARTS or _adds_up(funds, parts, levels, tolerance):
        return
    top, inside = _as_it_looks(parts, levels)
    total = sum((one.yuan for one in top), Decimal(0))
    if abs(total - funds) > tolerance:
        paid = [shown_yuan(one.yuan) for one in top if one.yuan]
        if len(paid) > 1:
            yield Problem(
                "资金来源{parts} = {sum}，资金总额是{funds}",
                parts=" + ".join(paid),
                sum=shown_yuan(total),
                funds=shown_yuan(funds),
                severity="warning",
            )
        else:
            yield Problem(
                "资金来源只有{sum}，资金总额是{funds}",
                sum=shown_yuan(total),
                funds=shown_yuan(funds),
                severity="warning",
            )
        return
    for one, children in inside:
        below = sum((child.yuan for child in children), Decimal(0))
        if below > one.yuan + tolerance:
            yield Problem(
                "“{label}”是{amount}，其中各项加起来是{sum}",
                label=one.label,
                amount=shown_yuan(one.yuan),
                sum=shown_yuan(below),
            )


def _adds_up(funds: Decimal, parts: Sequence[Amount], levels: Sequence[bool], tolerance: Decimal) -> bool:
    """Whether there is a way to see some of the parts as parts of others so that all of them add up.

    A part stands before its own parts. They make up the whole of it; only those of the levels of
    government (上级, 本级) may leave out what is not worth a line.
    """

    @cache
    def sums(start: int, end: int) -> frozenset[Decimal]:
        if start == end:
            return frozenset({Decimal(0)})
        return frozenset(
            parts[start].yuan + rest
            for behind in range(start + 1, end + 1)
            if is_whole(start, behind)
            for rest in sums(behind, end)
        )

    def is_whole(node: int, end: int) -> bool:
        if end == node + 1:
            return True
        if levels[node] and end == node + 2:
            return False  # 上级 is made of 中央 and 省; 本级 behind it is no part of it
        amount = parts[node].yuan
        partly = not levels[node] and all(levels[node + 1 : end])
        return any(abs(total - amount) <= tolerance or (partly and total <= amount) for total in sums(node + 1, end))

    return any(abs(total - funds) <= tolerance for total in sums(0, len(parts)))


def _as_it_looks(
    parts: Sequence[Amount], levels: Sequence[bool]
) -> tuple[list[Amount], list[tuple[Amount, list[Amount]]]]:
    """Return the parts of the total, and each of them that has parts: the levels of government behind it."""
    top: list[Amount] = []
    inside: list[tuple[Amount, list[Amount]]] = []
    for part, level in zip(parts, levels, strict=True):
        if level and inside and inside[-1][0].yuan:
            inside[-1][1].append(part)
            continue
        top.append(part)
        if not level:
            inside.append((part, []))
    return top, inside
