"""evaluate with a number, with a text, against the reference: python benchmarks/evaluate.py [rounds] [pairs]."""

from __future__ import annotations

import operator
import random
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from _rounds import Contender, chunks, compare, distinct, kinds, reference

from indicator_dsl import IndicatorError, Threshold, evaluate, parse

TESTS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


def pairs(seed: int) -> Iterator[tuple[Threshold, str, Decimal, Decimal]]:
    """Yield a target, an actual as text and as number, and the target's number in base units; no text twice."""
    dice = random.Random(seed)
    for text in distinct(kinds(dates=False), seed):
        try:
            target = parse(text)
        except IndicatorError:
            continue
        if isinstance(target, Threshold) and target.label is None and target.quantity.unit:
            number = Decimal(dice.randint(1, 10**6))
            found = reference(str(target.quantity))
            if found is not None:
                yield target, f"{number}{target.quantity.unit}", number, found[1]


def by_reference(given: tuple[Threshold, str, Decimal, Decimal]) -> bool:
    """Read the actual by one pattern and compare: what somebody would write by hand."""
    target, text, _, bound = given
    found = reference(text)
    return found is not None and TESTS.get(target.relation, operator.eq)(found[1], bound)


def with_number(given: tuple[Threshold, str, Decimal, Decimal]) -> Any:
    return evaluate(given[0], given[2])


def with_text(given: tuple[Threshold, str, Decimal, Decimal]) -> Any:
    return evaluate(given[0], given[1])


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    contenders: list[Contender] = [
        ("reference", by_reference, ""),
        ("evaluate, number", with_number, "target ≤ 3"),
        ("evaluate, text", with_text, "target ≤ 8"),
    ]
    evaluate("≥1人", "2人")  # the grammar is opened: start-up is measured apart
    print(f"{rounds} rounds of {size} distinct pairs; median, and min..max of the ratio a round")
    compare(contenders, chunks(pairs(1), rounds, size), IndicatorError)


if __name__ == "__main__":
    main()
