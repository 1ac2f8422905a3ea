"""Mutated strings of real tables: only comparators and IndicatorErrors come out, in time linear in their length.

python tests/fuzz.py [--count 20000] [--seed 1] [--seconds 60]

The first call of a text is what is measured, so a shape met for the first time pays for its plan. A text that
looks slow is measured again with the caches cleared, in the best of three: a pause of the machine is not its fault.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(1, str(HERE.parent))

from gold import GOLD, INVALID  # noqa: E402  the checkout is put on the path above
from strategies import FRAGMENTS  # noqa: E402

from indicator_dsl import MAX_LENGTH, IndicatorError, parse  # noqa: E402
from indicator_dsl.parsing import _columns, _plans, _spellings, _templates, _words  # noqa: E402

#: A text may take this many times the median time per character.
LIMIT = 50
#: Shorter texts are charged as if this long: the fixed cost of a call is not the cost of a character.
SHORTEST = 8

#: What a careless typist, a bad export or a malicious reader puts in.
ALPHABET = (
    "0123456789０１２３９.．,，%％‰≥≧≤<>=＝≠±~～—-－/／:：;；、。()（）[]【】〔〕 \t\n\u3000\u00a0$\\{}^*?!|_'\"#@&"
    "人元万亿个年月日号时点分秒前底末内以上下不超过约每至到且或和为于在第十百千一二三四两〇零半季度旬同比增长提高降低"
    "余多几成数近级类星优良中差是否无有完成率控制之间含旬ABCDIVXxOolkgmLtW²³㎡μµΩ℃°½٣８\u0301\u200b\ufeff\ud800😀ＡＢ萬億畝戶"
)


def corpus() -> list[str]:
    """Return every text we have: the vectors, and the seed table's cells."""
    texts = {case["text"] for case in (*GOLD.values(), *INVALID.values())}
    with (HERE / "data" / "liujiang-2025.rows.tsv").open(encoding="utf-8", newline="") as file:
        texts.update(cell for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) for cell in row)
    return sorted(text for text in texts if len(text) <= 200)


def mutants(texts: list[str], seed: int) -> Iterator[str]:
    """Yield first what repeats itself to the limit, then mutated texts without end."""
    dice = random.Random(seed)
    for fragment in FRAGMENTS:
        for start in ("", "5", "三", "≥90%", "5元"):
            yield (start + fragment * MAX_LENGTH)[: MAX_LENGTH - 2] + "5人"
    while True:
        text = dice.choice(texts)
        for _ in range(dice.randint(1, 4)):
            text = dice.choice(MUTATIONS)(text, texts, dice)
        yield text


def _slice(text: str, dice: random.Random) -> tuple[int, int]:
    start = dice.randint(0, len(text))
    return start, min(len(text), start + dice.randint(1, 5))


def _drop(text: str, _: list[str], dice: random.Random) -> str:
    start, end = _slice(text, dice)
    return text[:start] + text[end:]


def _double(text: str, _: list[str], dice: random.Random) -> str:
    start, end = _slice(text, dice)
    return text[:end] + text[start:end] * dice.choice((1, 1, 1, 2, 30)) + text[end:]


def _insert(text: str, _: list[str], dice: random.Random) -> str:
    at = dice.randint(0, len(text))
    return text[:at] + "".join(dice.choices(ALPHABET, k=dice.randint(1, 3))) + text[at:]


def _replace(text: str, _: list[str], dice: random.Random) -> str:
    start, end = _slice(text, dice)
    return text[:start] + dice.choice(ALPHABET) * (end > start) + text[start + 1 :]


def _swap(text: str, _: list[str], dice: random.Random) -> str:
    at = dice.randint(0, len(text))
    return text[at:] + text[:at]


def _splice(text: str, texts: list[str], dice: random.Random) -> str:
    other = dice.choice(texts)
    return text[: dice.randint(0, len(text))] + other[dice.randint(0, len(other)) :]


def _join(text: str, texts: list[str], dice: random.Random) -> str:
    return text + dice.choice(("", "；", "，", "、", "且", "或", "\n", "-", "～", " ", "：")) + dice.choice(texts)


def _digits(text: str, _: list[str], dice: random.Random) -> str:
    return "".join(dice.choice("0123456789") if c.isdigit() and dice.random() < 0.5 else c for c in text)


def _stretch(text: str, _: list[str], dice: random.Random) -> str:
    """Make it long: what is not linear shows."""
    if dice.random() < 0.9 or not text:
        return text
    start, end = _slice(text, dice)
    return text + (text[start:end] or text) * dice.randint(1, 400)


Mutation = Callable[[str, list[str], random.Random], str]
MUTATIONS: tuple[Mutation, ...] = (_drop, _double, _insert, _replace, _swap, _splice, _join, _digits, _stretch)


def once(text: str) -> tuple[float, str]:
    """Return the seconds one call takes and what came out; anything but the two allowed ends is raised."""
    start = time.perf_counter()
    try:
        outcome = parse(text).kind
    except IndicatorError as error:
        refused: IndicatorError | None = error
        outcome = error.code
    else:
        refused = None
    spent = time.perf_counter() - start
    if refused is not None:
        assert 0 <= refused.start <= refused.end <= len(text), refused
        assert refused.render("zh"), refused
        assert refused.render("en"), refused
    return spent, outcome


def forget() -> None:
    """Clear what earlier texts left behind, so that the next call pays for its own shape."""
    for module in (_plans, _templates, _words, _columns, _spellings):
        for value in vars(module).values():
            if hasattr(value, "cache_parameters") and (value.cache_parameters()["maxsize"] or 0) > 1:
                value.cache_clear()


def again(text: str) -> float:
    """Return the best of three first calls."""
    spent = []
    for _ in range(3):
        forget()
        spent.append(once(text)[0])
    return min(spent)


def main() -> int:
    """Run, print one line, and return 0 if all is well."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--count", type=int, default=20000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--seconds", type=float, default=float("inf"), help="stop early after so long")
    wanted = words.parse_args()
    begin = time.perf_counter()
    once("≥1人")  # the grammar is opened once, whatever the first text is
    outcomes: Counter[str] = Counter()
    costs: list[float] = []
    suspects: list[tuple[float, str]] = []
    crashes = 0
    for number, text in enumerate(mutants(corpus(), wanted.seed)):
        if number >= wanted.count or time.perf_counter() - begin > wanted.seconds:
            break
        try:
            spent, outcome = once(text)
        except Exception as error:  # noqa: BLE001  that is what is looked for
            crashes += 1
            if crashes <= 10:
                shown = text if len(text) < 100 else f"{text[:40]}…{text[-40:]}"
                print(f"CRASH number {number}, {len(text)} characters: {shown!r}: {error!r:.200}", file=sys.stderr)
            continue
        outcomes[outcome] += 1
        cost = spent / max(SHORTEST, len(text))
        costs.append(cost)
        suspects.append((cost, text))
        if len(suspects) > 4000:
            suspects = sorted(suspects, reverse=True)[:2000]
    median = statistics.median(costs)
    suspects.sort(reverse=True)
    doubtful = sum(cost > LIMIT * median for cost, _ in suspects)
    measured = sorted(
        ((again(text) / max(SHORTEST, len(text)), text) for _, text in suspects[: doubtful + 50]), reverse=True
    )
    slow = [(cost, text) for cost, text in measured if cost > LIMIT * median]
    read = sum(n for kind, n in outcomes.items() if kind in KINDS)
    print(
        f"{len(costs)} strings in {time.perf_counter() - begin:.0f} s, seed {wanted.seed}: {read} read, "
        f"{len(costs) - read} refused with {len(outcomes.keys() - KINDS)} codes, {crashes or 'no'} crashes; "
        f"median {median * 1e6:.2f} µs a character, {doubtful} looked slow, "
        f"the slowest is {measured[0][0] / median:.0f}× when measured again (limit {LIMIT}×)"
    )
    for cost, text in slow[:10]:
        print(f"SLOW {cost / median:.0f}× {len(text)} characters: {text[:80]!r}", file=sys.stderr)
    return 1 if slow or crashes else 0


KINDS = frozenset(
    "threshold interval deadline period change ratio grade qualitative all_of any_of missing".split()  # noqa: SIM905
)

if __name__ == "__main__":
    sys.exit(main())
