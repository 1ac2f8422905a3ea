"""100,000 rows linted against parsing their values again: python benchmarks/lint.py [rounds] [rows].

Real rows come back: the same indicators, year after year and unit after unit. So the first table repeats
the rows of the seed; in the others names come back but hardly ever with the same value, or nothing does.
What differs from row to row may be a number only, or a word: to the rules those are two things, so both are here.
"""

from __future__ import annotations

import gc
import itertools
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbook import all_different, real, with_units

from indicator_dsl import IndicatorError, parse
from indicator_dsl.lint import Profile, builtin_profile
from indicator_dsl.rows import Place, Row, Table
from indicator_dsl.tables import check, read_tables

SEED = Path(__file__).parent.parent / "examples/liujiang-2025.csv"
#: Reading alone, so that only what the rules add is counted.
NO_RULES = Profile(name="none", severities={})
ALL_RULES = builtin_profile("default")


def seed_again() -> Iterator[list[Any]]:
    rows = [row for table in read_tables(SEED) for row in table.rows]
    for number, row in enumerate(itertools.cycle(rows)):
        yield [f"项目{number // 40}", row.level1, row.level2, row.name, row.value, row.unit]


def names() -> Iterator[str]:
    """Yield the names of the seed in other words, no digit in them and no two alike: 北城新建小学学生人数."""
    known = sorted({re.sub("[0-9]", "", row.name or "") for table in read_tables(SEED) for row in table.rows})
    wheres = [f"{side}{place}" for side in "东西南北中上下大小" for place in ("城", "乡", "镇", "村", "河", "山")]
    whats = ("新建", "续建", "改造", "维护", "试点", "常规", "专项", "日常", "重点", "一般", "省级", "市级", "县级")
    for where, what, name in itertools.product(wheres, (*whats, *(f"非{one}" for one in whats)), known):
        yield f"{where}{what}{name}"


def named(sheet: Callable[[], Iterator[list[Any]]], count: int | None = None) -> Iterator[list[Any]]:
    """Yield the rows of a sheet with names in words; so many of them come back in turn, or none does."""
    for own, row in zip(names() if count is None else itertools.cycle(_some(count)), sheet(), strict=False):
        yield [*row[:3], own, *row[4:]]


def _some(count: int) -> list[str]:
    every = list(names())
    return every[:: len(every) // count][:count]


SHEETS = {
    "the rows of the seed, again and again": (seed_again, "target ≤ 1"),
    "names and values come back, pairs seldom": (real, ""),
    "names in words come back, pairs do not": (lambda: named(real, 2001), ""),
    "numbers with a unit column": (with_units, ""),
    "no name and no value twice": (all_different, ""),
    "no name in words and no value twice": (lambda: named(all_different), ""),
}


def rows_of(sheet: Iterator[list[Any]], count: int) -> list[Row]:
    rows = []
    for number, (project, level1, level2, name, value, unit, *_) in enumerate(itertools.islice(sheet, count)):
        text = f"{value:.0%}" if isinstance(value, float) else str(value)
        place = Place("目标.xlsx", sheet="目标", row=number, cell=f"E{number}")
        rows.append(Row(project=project, level1=level1, level2=level2, name=name, value=text, unit=unit, place=place))
    return rows


def parsed(rows: list[Row]) -> float:
    start = time.perf_counter()
    for row in rows:
        with suppress(IndicatorError):
            parse(row.value, unit=row.unit)
    return time.perf_counter() - start


def checked(rows: list[Row], profile: Profile) -> float:
    grouped = itertools.groupby(rows, key=lambda row: row.project)
    tables = [
        Table(project=project, funds=None, rows=tuple(own), place=Place("目标.xlsx", sheet="目标"))
        for project, own in grouped
    ]
    gc.collect()
    start = time.perf_counter()
    check(tables, profile=profile)
    return time.perf_counter() - start


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    print(f"{count:,} rows, {rounds} rounds in turn; median, and min..max of lint ÷ parse a round")
    for title, (sheet, target) in SHEETS.items():
        rows = rows_of(sheet(), count)
        figures = []
        for _ in range(rounds):
            again, without, with_rules = parsed(rows), checked(rows, NO_RULES), checked(rows, ALL_RULES)
            figures.append((again, with_rules - without))
        ratios = [lint / again for again, lint in figures]
        again, lint = (statistics.median(one) for one in zip(*figures, strict=True))
        print(
            f"  {title:<42} parse {again:5.2f} s  lint {lint:6.2f} s  {statistics.median(ratios):6.2f}×  "
            f"{min(ratios):.2f}..{max(ratios):.2f}  {target}"
        )


if __name__ == "__main__":
    main()
