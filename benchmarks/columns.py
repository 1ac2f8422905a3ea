"""Columns of many rows against what their engines do anyway: python benchmarks/columns.py [rounds] [--plot FILE.svg].

Needs the extra `arrow`; pandas, polars and DuckDB are measured where they are installed, the plot needs matplotlib.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from _rounds import distinct, kinds

from indicator_dsl import IndicatorError, parse
from indicator_dsl.columns import parse_column

#: What somebody would write by hand: sign, number, unit.
REGEX = r"^\s*(?P<sign>[≥≤><=]*)\s*(?P<number>[0-9.,]+)\s*(?P<unit>.*)$"
MILLION = 1_000_000


def texts(count: int, *, seed: int = 1) -> Iterator[str]:
    """Yield values of real tables with other digits, no two alike."""
    source = distinct(kinds(dates=True), seed)
    return (next(source) for _ in range(count))


def column(rows: int, different: int) -> pa.Array:
    """Return a column in which so many different texts come again at random."""
    values = pa.array(texts(different))
    dice = random.Random(1)
    picks = pa.array((dice.randrange(different) for _ in range(rows)), pa.int32(), size=rows)
    return values.take(picks)


def seconds(run: Callable[[], Any]) -> float:
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def read_each(values: list[str | None]) -> None:
    for text in values:
        if text is not None:
            try:  # noqa: SIM105  suppress would be a good part of what is measured
                parse(text)
            except IndicatorError:
                pass


def spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):6.2f}×  {min(ratios):.2f}..{max(ratios):.2f}"


def whole(rounds: int) -> None:
    """10 million rows, 1 % distinct: against encoding the column and reading its distinct texts once."""
    given = column(10 * MILLION, MILLION // 10)
    once = given.unique().to_pylist()
    ratios = []
    for _ in range(rounds):
        encode = seconds(lambda: pc.dictionary_encode(given))
        read = seconds(lambda: read_each(once))
        own = seconds(lambda: parse_column(given))
        ratios.append(own / (encode + read))
        print(f"    dictionary_encode {encode:.2f} s + parse once {read:.2f} s; parse_column {own:.2f} s")
    print(f"  10 million rows, 1 % distinct: time {spread(ratios)}  target ≤ 2")


def peak(rows: int, different: int) -> None:
    """Print how much memory a process holds at the most, over what its column takes (run in a process of its own)."""
    given = column(rows, different)
    parse_column(given.slice(0, 1000))
    pa.default_memory_pool().release_unused()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # begin to look for the highest anew
    before = _status("VmRSS")
    parse_column(given)
    print(json.dumps([given.nbytes, _status("VmHWM") - before]))


def _status(key: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(key))


def memory() -> None:
    if not Path("/proc/self/clear_refs").exists():
        print("  memory: this system does not tell the highest")
        return
    for rows, different in ((MILLION, MILLION // 100), (10 * MILLION, MILLION // 100), (10 * MILLION, MILLION // 10)):
        command = [sys.executable, __file__, "--peak", str(rows), str(different)]
        done = subprocess.run(command, capture_output=True, check=True)
        size, more = json.loads(done.stdout)
        target = "  target ≤ 3" if rows == 10 * MILLION else ""
        print(
            f"  {rows:>10,} rows, {different:>7,} distinct: column {size / 1e6:5.0f} MB, "
            f"{more / 1e6:5.0f} MB more at the most: {(size + more) / size:.2f}× with the column{target}"
        )


def by_rows(rounds: int) -> list[tuple[int, float, float]]:
    """At 10,000 distinct texts: what a million rows more cost, against encoding them."""
    found = []
    for rows in (MILLION // 10, MILLION, 3 * MILLION, 10 * MILLION):
        given = column(rows, 10_000)
        own = min(seconds(partial(parse_column, given)) for _ in range(rounds))
        encode = min(seconds(partial(pc.dictionary_encode, given)) for _ in range(rounds))
        print(f"  {rows:>10,} rows: dictionary_encode {encode:6.3f} s, parse_column {own:6.3f} s")
        found.append((rows, encode, own))
    (few, encode, own), (many, encode_all, own_all) = found[0], found[-1]
    each = [(last - first) / (many - few) * 1e9 for first, last in ((encode, encode_all), (own, own_all))]
    print(f"  a row more: {each[0]:.1f} ns encoded, {each[1]:.1f} ns read: {each[1] / each[0]:.2f}×")
    return found


def by_share(rounds: int) -> list[tuple[float, dict[str, float]]]:
    """A million rows, by how many are distinct: against reading row by row, and a plain pattern."""
    found = []
    for share in (0.001, 0.01, 0.1, 1.0):
        given = column(MILLION, int(MILLION * share)) if share < 1 else pa.array(texts(MILLION))
        values = given.to_pylist()
        ways: dict[str, Callable[[], Any]] = {
            "dictionary_encode": partial(pc.dictionary_encode, given),
            "extract_regex": partial(pc.extract_regex, given, REGEX),
            "row by row": partial(read_each, values),
            "parse_column": partial(parse_column, given),
        }
        times = {name: min(seconds(way) for _ in range(rounds)) for name, way in ways.items()}
        own = times["parse_column"]
        against = ", ".join(f"{own / times[name]:.2f}× {name}" for name in ways if name != "parse_column")
        print(f"  {share:>6.1%} distinct: parse_column {own:6.2f} s: {against}")
        found.append((share, times))
    return found


def engines(rounds: int) -> None:
    """A million rows, 1 % distinct, in each engine: its own pattern against ours, three fields each."""
    given = column(MILLION, MILLION // 100)
    pattern = REGEX.replace("?P<", "?<")
    pairs: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {}
    if find_spec("pandas"):
        import pandas as pd

        import indicator_dsl.columns.pandas

        series = pd.Series(given.to_pylist())
        fields = ["relation", "magnitude", "unit"]
        pairs["pandas"] = (lambda: series.str.extract(REGEX), lambda: series.indicator.parse(fields=fields))
    if find_spec("polars"):
        import polars as pl

        import indicator_dsl.columns.polars  # noqa: F401

        frame = pl.DataFrame({"v": given})
        cell = pl.col("v")
        pairs["polars"] = (
            lambda: frame.select(cell.str.extract_groups(pattern)),
            lambda: frame.select(cell.indicator.parse().struct.field("relation", "magnitude", "unit")),  # type: ignore[attr-defined]
        )
    if find_spec("duckdb"):
        import duckdb

        from indicator_dsl.columns.duckdb import register

        connection = duckdb.connect()
        register(connection)
        connection.register("given", pa.table({"v": given}))
        connection.execute("create table t as select v from given")
        plain = REGEX.replace("?P<sign>", "").replace("?P<number>", "").replace("?P<unit>", "").replace("'", "''")
        theirs = f"select count(regexp_extract(v, '{plain}', ['sign', 'number', 'unit'])) from t"  # noqa: S608
        ours = "select count(indicator_parse(v).magnitude) from t"
        pairs["DuckDB"] = (
            lambda: connection.execute(theirs).fetchall(),
            lambda: connection.execute(ours).fetchall(),
        )
    for name, (theirs_, ours_) in pairs.items():
        times = [(seconds(theirs_), seconds(ours_)) for _ in range(rounds)]
        own, other = (statistics.median(one) for one in zip(*[(b, a) for a, b in times], strict=True))
        print(f"  {name:<7} its pattern {other:5.2f} s, ours {own:5.2f} s: {spread([b / a for a, b in times])}")


def _groups(path: str, groups: list[int]) -> int:
    """Read some row groups as a worker does; return how many rows were refused."""
    refused = 0
    for group in groups:
        found = parse_column(pq.ParquetFile(path).read_row_group(group, ["v"])["v"])
        refused += sum(len(chunk) - chunk.field("error_code").null_count for chunk in found.chunks)
    return refused


def _one_thread() -> None:
    pa.set_cpu_count(1)
    parse("≥5人")


def processes(rounds: int) -> None:
    """Row groups of one file: two processes against one; each group has texts of its own."""
    count, rows = 8, 250_000
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "given.parquet")
        source = texts(count * 25_000)
        dice = random.Random(1)
        with pq.ParquetWriter(path, pa.schema({"v": pa.string()})) as writer:
            for _ in range(count):
                own = [next(source) for _ in range(25_000)]
                writer.write_table(pa.table({"v": [dice.choice(own) for _ in range(rows)]}))
        halves = [list(range(0, count, 2)), list(range(1, count, 2))]
        context = multiprocessing.get_context("spawn")
        with (
            ProcessPoolExecutor(1, context, _one_thread) as one,
            ProcessPoolExecutor(2, context, _one_thread) as two,
        ):
            ratios, plain = [], []
            for number in range(rounds + 1):
                alone = seconds(lambda: one.submit(_groups, path, list(range(count))).result())
                both = seconds(lambda: list(two.map(_groups, [path] * 2, halves)))
                counted = seconds(lambda: one.submit(_count, 2).result())
                counted_by_two = seconds(lambda: list(two.map(_count, [1, 1])))
                if number:  # the first round makes ready
                    ratios.append(alone / both)
                    plain.append(counted / counted_by_two)
    print(f"two processes over {count} row groups: {spread(ratios)} as fast as one  target ≥ 1.6 on two free cores")
    print(f"  two processes that only count:  {spread(plain)}: what this machine had to give at the time")
    print("  round by round:", ", ".join(f"{own:.2f} of {most:.2f}" for own, most in zip(ratios, plain, strict=True)))


def _count(times: int) -> int:
    return sum(number * number for number in range(times * 8 * MILLION))


LABELS = {
    "zh": ("行数（不同文字 10,000 种）", "秒", "不同文字的比例（100 万行）", "逐行读取", "正则表达式"),
    "en": (
        "rows (10,000 distinct texts)",
        "seconds",
        "share of distinct texts (1 million rows)",
        "row by row",
        "regular expression",
    ),
}


def plot(path: Path, rows: list[tuple[int, float, float]], shares: list[tuple[float, dict[str, float]]]) -> None:
    """Draw how the cost grows, once for each language; letters stay letters, for the reader's own fonts."""
    import warnings

    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    warnings.filterwarnings("ignore", "Glyph")  # the reader's fonts have it
    mpl.rcParams |= {"svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10, "svg.hashsalt": "columns"}
    for lang, (by_row, second, by_share_, each, pattern) in LABELS.items():
        names = {"parse_column": "parse_column", "dictionary_encode": "dictionary_encode", "row by row": each}
        names["extract_regex"] = pattern
        figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
        for number, name in enumerate(("dictionary_encode", "parse_column"), 1):
            left.loglog([one[0] for one in rows], [one[number] for one in rows], marker="o", label=names[name])
        for name in ("dictionary_encode", "parse_column", "extract_regex", "row by row"):
            right.loglog(
                [share for share, _ in shares], [times[name] for _, times in shares], marker="o", label=names[name]
            )
        right.set_xticks([0.001, 0.01, 0.1, 1], ["0.1 %", "1 %", "10 %", "100 %"])
        for axes, label in ((left, by_row), (right, by_share_)):
            axes.set(xlabel=label, ylabel=second)
            axes.grid(visible=True, alpha=0.3)
        figure.legend(*right.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False)
        out = path if lang == "zh" else path.with_suffix(f".{lang}.svg")
        figure.savefig(out, metadata={"Date": None})
        plt.close(figure)
        print(f"  drawn: {out}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("rounds", nargs="?", type=int, default=3)
    options.add_argument("--plot", type=Path)
    options.add_argument("--peak", nargs=2, type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.peak:
        peak(*given.peak)
        return
    parse("2025年底前")  # the grammar is opened: start-up is measured apart
    print(f"{given.rounds} rounds; median, and least..most of the ratio a round")
    whole(given.rounds)
    memory()
    print("by rows, 10,000 distinct texts")
    rows = by_rows(given.rounds)
    print("by share of distinct texts, 1 million rows")
    shares = by_share(max(1, given.rounds - 1))
    print("engines, 1 million rows, 1 % distinct")
    engines(given.rounds)
    processes(given.rounds)
    if given.plot:
        plot(given.plot, rows, shares)


if __name__ == "__main__":
    main()
