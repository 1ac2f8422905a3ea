"""What the benchmarks share: the reference, distinct strings, interleaved rounds, one table."""

from __future__ import annotations

import gc
import json
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from indicator_dsl import IndicatorError, parse

VECTORS = Path(__file__).parent.parent / "tests" / "vectors"

_REFERENCE = re.compile(r"\s*(>=|<=|≥|≤|>|<|=)?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*(万|亿)?(.*)")
_SCALES = {None: 1, "万": 10**4, "亿": 10**8}


def reference(text: str) -> tuple[str | None, Decimal, str] | None:
    """Read a text the quick way: one compiled pattern, a Decimal, the scale applied. Knows numbers only."""
    match = _REFERENCE.match(text)
    if match is None:
        return None
    sign, digits, scale, unit = match.groups()
    return sign, Decimal(digits.replace(",", "")) * _SCALES[scale], unit


def kinds(*, dates: bool) -> list[str]:
    """Return the texts of real tables that hold a digit; with or without those that hold dates."""
    texts = set()
    for name in ("seed.jsonl", "corpus.jsonl"):
        for line in (VECTORS / name).read_text("utf-8").splitlines():
            case = json.loads(line)
            if "value" in case and "unit" not in case and re.search("[0-9]", case["text"]):
                texts.add(case["text"])
    return sorted(text for text in texts if dates or not re.search("[年月日]|20[0-9]{2}[-.]", text))


def distinct(texts: Sequence[str], seed: int = 1) -> Iterator[str]:
    """Yield texts of these kinds with other digits, no two alike."""
    dice, seen = random.Random(seed), set[str]()

    def digits(match: re.Match[str]) -> str:
        if match[0].startswith("20") and len(match[0]) == 4:
            return str(dice.randint(2000, 2099))
        if re.match("[年月日号.-]", match.string[match.end() :]) and len(match[0]) <= 2:
            return str(dice.randint(1, 12))
        return str(dice.randint(1, 10 ** max(3, len(match[0])) - 1))

    while True:
        text = re.sub("[0-9]+", digits, dice.choice(texts))
        if text not in seen and _is_read(text):
            seen.add(text)
            yield text


def _is_read(text: str) -> bool:
    """Whether other digits still make a value: 2025.13.40 is none, and explaining why is not what is measured."""
    try:
        parse(text)
    except IndicatorError:
        return False
    return True


def seconds(read: Callable[[Any], Any], given: Sequence[Any], allowed: type[Exception]) -> float:
    """Return the seconds one call takes, over a list of inputs."""
    gc.collect()
    start = time.perf_counter()
    for one in given:
        try:  # noqa: SIM105  suppress would be a good part of what is measured
            read(one)
        except allowed:
            pass
    return (time.perf_counter() - start) / len(given)


Contender = tuple[str, Callable[[Any], Any], str]


def compare(contenders: Sequence[Contender], rounds: Sequence[Sequence[Any]], allowed: type[Exception]) -> None:
    """Print each contender against the first: in every round all read the same new inputs, in turn."""
    times: dict[str, list[float]] = {name: [] for name, _, _ in contenders}
    for number, given in enumerate(rounds):
        turn = number % len(contenders)
        for name, read, _ in (*contenders[turn:], *contenders[:turn]):
            times[name].append(seconds(read, given, allowed))
    first = times[contenders[0][0]]
    width = max(len(name) for name in times) + 2
    for name, _, target in contenders:
        ratios = [own / base for own, base in zip(times[name], first, strict=True)]
        spread = f"{min(ratios):.2f}..{max(ratios):.2f}"
        print(
            f"  {name:<{width}}{statistics.median(times[name]) * 1e6:8.2f} µs"
            f"{statistics.median(ratios):8.2f}×  {spread:<16}{target}"
        )


def chunks(source: Iterator[Any], rounds: int, size: int) -> list[list[Any]]:
    """Return so many lists of so many inputs each, none twice."""
    return [[next(source) for _ in range(size)] for _ in range(rounds)]
