"""A workbook read and checked against python-calamine reading it: python benchmarks/workbook.py [rounds] [rows].

Time and memory are those of a process of its own each: the time from the path to the last value, imports apart, and
the most memory the process ever had, imports and all. Linux only: it asks /proc.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from _rounds import VECTORS, distinct, kinds

ROOT = Path(__file__).parent.parent
HEADER = [
    "项目名称",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "计量单位",
    "实际完成值",
    "分值",
    "得分",
    "备注",
]

SCRIPT = """
import json, sys, time
{imports}
start = time.perf_counter()
{work}
seconds = time.perf_counter() - start
# The kernel's own count begins with the program; that of getrusage begins with whatever started it.
status = open("/proc/self/status").read()
print(json.dumps([seconds, int(status.partition("VmHWM:")[2].split()[0]) / 1024]))
"""
CALAMINE = SCRIPT.format(
    imports="from python_calamine import CalamineWorkbook",
    work="rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()",
)
READ = SCRIPT.format(imports="from indicator_dsl.tables import read_tables", work="tables = read_tables(sys.argv[1])")
CHECK = SCRIPT.format(
    imports="from indicator_dsl.tables import check, read_tables",
    work="report = check(read_tables(sys.argv[1])); assert report.summary.read > 0.9 * report.summary.rows",
)
CONTENDERS = {
    "calamine reads it": (CALAMINE, ""),
    "read_tables": (READ, ""),
    "read_tables and check": (CHECK, "target ≤ 4, memory ≤ 3"),
}


def real() -> Iterator[list[Any]]:
    """Yield rows as in the tables people have: names and values come back, a fifth are percent cells."""
    texts = [json.loads(line)["text"] for line in (VECTORS / "corpus.jsonl").read_text("utf-8").splitlines()]
    for number, text in enumerate(itertools.cycle(texts)):
        yield _row(number, f"指标{number % 2000}", 0.95 if number % 5 == 0 else text, None)


def all_different() -> Iterator[list[Any]]:
    """Yield rows no two of which have a name or a value in common."""
    for number, text in enumerate(distinct(kinds(dates=True))):
        yield _row(number, f"第{number}项指标完成情况", text, None)


def with_units() -> Iterator[list[Any]]:
    """Yield rows with number and unit in cells of their own."""
    dice = random.Random(1)
    for number in itertools.count():
        yield _row(number, f"指标{number}", dice.randint(1, 10**6), dice.choice(["人", "户", "万元", "个", "公里"]))


def _row(number: int, name: str, value: Any, unit: str | None) -> list[Any]:
    levels = ("产出指标", "数量指标") if number % 3 else ("效益指标", "社会效益指标")
    return [f"项目{number // 40}", *levels, name, value, unit, "达成预期指标", 10, 9.5, None]


SHEETS: dict[str, Callable[[], Iterator[list[Any]]]] = {
    "as people have it": real,
    "numbers with a unit column": with_units,
    "no name and no value twice": all_different,
}


def write(path: Path, rows: Iterator[list[Any]], count: int) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("绩效目标")
    sheet.append(HEADER)
    for row in itertools.islice(rows, count):
        if isinstance(row[4], float):
            row[4] = WriteOnlyCell(sheet, row[4])
            row[4].number_format = "0%"
        sheet.append(row)
    book.save(path)


def once(script: str, path: Path) -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", script, path], check=True, cwd=ROOT, capture_output=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    print(f"{rounds} rounds, each contender in turn; median, and min..max of the ratio a round")
    with tempfile.TemporaryDirectory() as folder:
        for title, rows in SHEETS.items():
            path = Path(folder) / "workbook.xlsx"
            write(path, rows(), count)
            print(f"{count:,} rows, {title} ({path.stat().st_size / 2**20:.1f} MB)")
            figures: dict[str, list[tuple[float, float]]] = {name: [] for name in CONTENDERS}
            for _ in range(rounds):
                for name, (script, _) in CONTENDERS.items():
                    figures[name].append(once(script, path))
            base = figures["calamine reads it"]
            for name, own in figures.items():
                ratios = [one[0] / other[0] for one, other in zip(own, base, strict=True)]
                memory = statistics.median(one[1] for one in own)
                print(
                    f"  {name:<24}{statistics.median(one[0] for one in own):6.2f} s {statistics.median(ratios):6.2f}×  "
                    f"{min(ratios):.2f}..{max(ratios):.2f}  {memory:6.0f} MB"
                    f"{memory / statistics.median(one[1] for one in base):6.2f}×   {CONTENDERS[name][1]}"
                )


if __name__ == "__main__":
    main()
