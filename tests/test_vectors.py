"""Every gold case is read as labelled; every fault has its code, its place and its mend."""

import tomllib
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
from gold import GOLD, HUNTED, INVALID, Case, context

from indicator_dsl import IndicatorError, parse, to_dict
from indicator_dsl.parsing._columns import parse_unit

#: Not judged strictly (vectors/README.md); which word of a qualitative text is left out is settled by its own tests.
LOOSE = {"category", "label", "note"}
#: What only functions beside ``parse`` raise; these have their golden rendering in test_errors.py.
NOT_PARSED = {"bad-interchange", "calendar-needed", "nothing-to-convert", "undetermined", "unit-incompatible"}


def meaning(value: Any) -> Any:
    """Return an interchange form less its loose parts, with quantities as amounts."""
    match value:
        case {"magnitude": magnitude, "unit": unit}:
            one = parse_unit(unit)  # gold alternatives keep look-alikes: ㎡
            return Fraction(magnitude) * one.factor, one.dimension
        case {"kind": "ratio", "terms": terms}:
            return "ratio", [Fraction(term) for term in terms]
        case dict():
            return {key: meaning(part) for key, part in value.items() if key not in LOOSE}
        case list():
            return [meaning(part) for part in value]
    return value


@pytest.mark.parametrize("case", {**GOLD, **HUNTED}.values(), ids={**GOLD, **HUNTED})
def test_gold(case: Case) -> None:
    try:
        value = to_dict(parse(case["text"], **context(case)))
    except IndicatorError as error:
        assert "error" in case or case.get("may_refuse"), f"refused: {error.render()}"  # noqa: PT017  both ways count
        return
    assert "error" not in case, f"read as {value}"
    assert meaning(value) in [meaning(right) for right in (case["value"], *case.get("also", []))]


@pytest.mark.parametrize("case", [case for case in GOLD.values() if case.get("value", {}).get("label")], ids=str)
def test_gold_label_is_a_part_of_the_text(case: Case) -> None:
    value = parse(case["text"], **context(case))
    assert value.label is None or value.label in case["text"].replace(" ", "")


@pytest.mark.parametrize("case", INVALID.values(), ids=INVALID)
def test_invalid(case: Case) -> None:
    with pytest.raises(IndicatorError) as caught:
        parse(case["text"], **context(case))
    error = caught.value
    assert (error.code, error.start, error.end, error.fix) == (
        case["code"],
        case["start"],
        case["end"],
        case.get("fix"),
    )
    assert error.text == case[case.get("at", "text")]


@pytest.mark.parametrize("case", [case for case in INVALID.values() if "fix" in case], ids=lambda case: case["text"])
def test_mend_is_read_with_the_same_columns(case: Case) -> None:
    parse(case["fix"], **context(case))


def test_every_code_of_parse_has_an_invalid_vector() -> None:
    codes = tomllib.loads((files("indicator_dsl") / "messages.toml").read_text("utf-8"))["codes"]
    assert {case["code"] for case in INVALID.values()} == set(codes) - NOT_PARSED
