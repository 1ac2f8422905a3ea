"""A template, a plan and a plain walk through lark's tree are three ways to one value."""

from typing import Any

import pytest
from gold import GOLD, INVALID, VALID, Case
from hypothesis import given
from strategies import ANYTHING, TEXTS

from indicator_dsl import UnitError
from indicator_dsl.parsing import _read
from indicator_dsl.parsing._columns import columns
from indicator_dsl.parsing._grammar import Failure, parse_shape
from indicator_dsl.parsing._plans import Located, build, plan_of
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.parsing._templates import from_template
from indicator_dsl.parsing.rules import NO_CONTEXT, RULES, TERMINALS, Context, Refusal

Answer = tuple[str, Any]


def walked(text: str) -> Answer:
    """Read a text with lark alone: its tree, then the rules from the leaves up."""
    kinds, texts, _ = scan(text)
    tree = parse_shape(kinds)
    if isinstance(tree, Failure):
        return "failure", tree

    def walk(node: Any) -> Any:
        if isinstance(node, int):
            convert = TERMINALS.get(kinds[node], str)
            return convert(texts[node])
        return RULES[node[0]](NO_CONTEXT, *[walk(child) for child in node[1:]])

    try:
        return "value", walk(tree)
    except Refusal as refusal:
        return "refusal", refusal.code
    except UnitError as error:
        return "unit", error.code


def planned(text: str) -> Answer:
    kinds, texts, _ = scan(text)
    plan = plan_of(tuple(kinds))
    if isinstance(plan, Failure):
        return "failure", plan
    try:
        return "value", plan(texts, NO_CONTEXT)
    except Refusal as refusal:
        return "refusal", refusal.code
    except UnitError as error:
        return "unit", error.code


def built(text: str) -> Answer:
    kinds, texts, _ = scan(text)
    plan = plan_of(tuple(kinds))
    if isinstance(plan, Failure):
        return "failure", plan
    try:
        return "value", build(kinds, texts, NO_CONTEXT)
    except Located as located:
        return "refusal", located.refusal.code
    except UnitError as error:
        return "unit", error.code


def agree(text: str) -> None:
    plain = walked(text)
    assert planned(text) == plain
    assert built(text) == plain
    template = from_template(text)
    if template is not None:
        assert ("value", template) == plain
        # equality is by meaning: the digits, label and unit must be the same as well
        assert repr(template) == repr(plain[1])


@pytest.mark.parametrize("case", {**GOLD, **INVALID}.values(), ids={**GOLD, **INVALID})
def test_three_ways_agree_on_a_vector(case: Case) -> None:
    agree(case["text"])


@given(TEXTS)
def test_three_ways_agree_on_written_values(text: str) -> None:
    agree(text)


@given(ANYTHING)
def test_three_ways_agree_on_anything(text: str) -> None:
    agree(text)


def test_templates_are_used() -> None:
    numbers = [case for case in VALID.values() if case["value"]["kind"] == "threshold"]
    taken = [case for case in numbers if from_template(case["text"]) is not None]
    assert len(taken) > len(numbers) / 2


def test_a_template_knows_no_context() -> None:
    """The year of the table fills dates only, which no template makes."""
    assert from_template("12月底前") is None
    assert plan_of(("MONTH", "END", "BY"))(["12月", "底", "前"], Context(2025)).date.year == 2025


@pytest.mark.parametrize("unit", [None, "人", "%", "万元", "元/人", "年", "个/年", "无"])
@pytest.mark.parametrize("relation", [None, "≥", "=", "小于", "定性"])
@pytest.mark.parametrize(
    "around", ["{}", "≥{}", "{}人", "约{}", "{}万", "{}%", "增长{}%", "增长{}", "每人{}元", "第{}", "人数：{}"]
)
def test_a_template_reads_beside_columns_as_the_long_way_does(
    around: str, unit: str | None, relation: str | None
) -> None:
    for number in ("5", "12", "80", "2200", "1,500", "7.5", "2025", "1950", "20251231", "2025.12", "12.31", "0.3"):
        text = around.format(number)
        template = from_template(text, unit, relation)
        if template is not None:
            beside = columns(unit, relation)
            plain = beside.complete(text, _read(text, beside.context()))
            assert (template, repr(template)) == (plain, repr(plain)), (text, unit, relation)


def test_templates_are_used_beside_columns() -> None:
    assert all(from_template("2200", unit, relation) for unit, relation in [("人", None), ("人", "≥"), ("%", "大于")])
    assert from_template("2025", "年") is from_template("20251231", None, "≥") is None
