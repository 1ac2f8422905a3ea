"""parse of distinct strings against one compiled pattern: python benchmarks/parse.py [rounds] [strings a round]."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from _rounds import Contender, chunks, compare, distinct, kinds, reference

from indicator_dsl import IndicatorError, parse
from indicator_dsl.parsing._grammar import Failure, parse_shape
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.parsing.rules import NO_CONTEXT, RULES, TERMINALS, Refusal


def lark_per_string(text: str) -> Any:
    """Read as parse does, but let lark parse every string: no plan and no template is kept."""
    kinds_, texts, _ = scan(text)
    tree = parse_shape(kinds_)
    if isinstance(tree, Failure):
        return None

    def walk(node: Any) -> Any:
        if isinstance(node, int):
            return TERMINALS.get(kinds_[node], str)(texts[node])
        return RULES[node[0]](NO_CONTEXT, *[walk(child) for child in node[1:]])

    try:
        return walk(tree)
    except Refusal:
        return None


def pint_with_glue() -> Callable[[str], Any]:
    """Return a reader that cuts by the reference's pattern and lets pint make the quantity."""
    from indicator_dsl.units import registry

    own = registry()

    @cache
    def unit(name: str) -> Any:
        try:
            return own.Unit(name.replace("%", "百分数") or "dimensionless")
        except Exception:  # noqa: BLE001  pint raises whatever its tokenizer raises
            return None

    def read(text: str) -> Any:
        found = reference(text)
        if found is None:
            return None
        sign, number, name = found
        known = unit(name)
        return None if known is None else (sign, own.Quantity(Fraction(number), known))

    return read


def recognizers_text() -> Callable[[str], Any] | None:
    try:
        from recognizers_number_with_unit import Culture, NumberWithUnitRecognizer
    except ImportError:
        return None

    model = NumberWithUnitRecognizer(Culture.Chinese).get_dimension_model()
    read: Callable[[str], Any] = model.parse
    return read


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    numbers, everything = kinds(dates=False), kinds(dates=True)
    parse("2025年底前"), lark_per_string("≥1人")  # the grammar is opened: start-up is measured apart
    contenders: list[Contender] = [
        ("reference", reference, ""),
        ("parse", parse, "target ≤ 5, goal 3"),
    ]
    print(f"{rounds} rounds of {size} distinct strings, no string twice; median, and min..max of the ratio a round")
    print(f"numbers with units ({len(numbers)} kinds)")
    compare(contenders, chunks(distinct(numbers), rounds, size), IndicatorError)
    print(f"dates, lists and labels among them ({len(everything)} kinds)")
    compare(contenders, chunks(distinct(everything, seed=2), rounds, size), IndicatorError)
    print("other ways, numbers with units")
    others: list[Contender] = [
        contenders[0],
        ("lark per string", lark_per_string, ""),
        ("pint with regex glue", pint_with_glue(), ""),
    ]
    compare(others, chunks(distinct(numbers, seed=3), max(3, rounds // 3), size // 3), IndicatorError)
    recognizer = recognizers_text()
    if recognizer is None:
        print("  Recognizers-Text      not installed (pip install recognizers-text-suite 'emoji<2')")
    else:
        slow: list[Contender] = [contenders[0], ("Recognizers-Text", recognizer, "")]
        compare(slow, chunks(distinct(numbers, seed=4), 3, 100), IndicatorError)


if __name__ == "__main__":
    main()
