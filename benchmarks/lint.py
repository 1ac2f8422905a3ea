"""100,000 rows linted against parsing their values again: python benchmarks/lint.py [rounds] [rows].

Real rows come back: the same indicators, year after year and unit after unit. So the first table repeats
the rows of the seed; in the others names come back but hardly ever with the same value, or nothing does.
Names may differ by a number or by words: to the rules those are two things, so both are here.
"""

from __future__ import annotations

import gc
import itertools
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
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


def seed_otherwise(places: int) -> Iterator[list[Any]]:
    """Yield the rows of the seed at so many places, each name in words of its own and each number in other digits.

    Name and value still agree, so that there is as much to find as in the seed. A date stays as it is.
    """
    dice = random.Random(1)
    rows = {re.sub("[0-9]", "", row.name or ""): row for table in read_tables(SEED) for row in table.rows}
    parts = [f"{side}{kind}" for side in "东西南北中上下前后" for kind in ("城", "乡", "村", "河", "山", "湖", "桥")]
    names = [f"{one}{other}" for one, other in itertools.product(parts, repeat=2)][:places]
    for number, place in enumerate(itertools.cycle(names)):
        for name, row in rows.items():
            value = row.value if re.search("[年月日]", row.value) else _other_digits(row.value, dice)
            yield [f"项目{number}", row.level1, row.level2, f"{place}{name}", value, row.unit]


def _other_digits(text: str, dice: random.Random) -> str:
    return re.sub(
        "[1-9][0-9]*", lambda found: str(dice.randrange(10 ** (len(found[0]) - 1), 10 ** len(found[0]))), text
    )


SHEETS = {
    "the rows of the seed, again and again": (seed_again, "target ≤ 1"),
    "names and values come back, pairs seldom": (real, ""),
    "names in words and values come back": (lambda: seed_otherwise(20), ""),
    "numbers with a unit column": (with_units, ""),
    "no name and no value twice": (all_different, ""),
    "no name in words comes back": (lambda: seed_otherwise(3000), ""),
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
