"""The JSON Schema is shipped, is a schema, and says what ``from_dict`` says."""

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from gold import VALID, Case, context
from hypothesis import given
from strategies import COMPARATORS

from indicator_dsl import Comparator, IndicatorError, from_dict, parse, to_dict

SCHEMA = json.loads((files("indicator_dsl") / "schema" / "indicator-value.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

FIVE = {"magnitude": "5", "unit": "人"}
THRESHOLD = {"kind": "threshold", "relation": ">=", "quantity": FIVE}
DEADLINE = {"kind": "deadline", "relation": "<="}
INTERVAL = {"kind": "interval", "lower": FIVE, "upper": FIVE, "lower_closed": True, "upper_closed": True}

#: Neither the schema nor ``from_dict`` takes these.
BROKEN: dict[str, Any] = {
    "no object": "≥5人",
    "empty": {},
    "unknown kind": {"kind": "limit"},
    "unknown key": {**THRESHOLD, "unit": "人"},
    "key of another kind": {**THRESHOLD, "date": "2025"},
    "no relation": {"kind": "threshold", "quantity": FIVE},
    "relation is a sign": {**THRESHOLD, "relation": "≥"},
    "relation is null": {**THRESHOLD, "relation": None},
    "implied with a relation": {**THRESHOLD, "implied": True},
    "implied is a text": {**THRESHOLD, "relation": "=", "implied": "yes"},
    "label is blank": {**THRESHOLD, "label": " "},
    "label is null": {**THRESHOLD, "label": None},
    "quantity is a text": {**THRESHOLD, "quantity": "5人"},
    "magnitude is a number": {**THRESHOLD, "quantity": {"magnitude": 5, "unit": "人"}},
    "magnitude is a word": {**THRESHOLD, "quantity": {"magnitude": "five", "unit": "人"}},
    "magnitude is infinite": {**THRESHOLD, "quantity": {"magnitude": "Infinity", "unit": "人"}},
    "magnitude over zero": {**THRESHOLD, "quantity": {"magnitude": "5/0", "unit": "人"}},
    "magnitude has thousands": {**THRESHOLD, "quantity": {"magnitude": "1,437", "unit": "人"}},
    "magnitude has an exponent": {**THRESHOLD, "quantity": {"magnitude": "1E+3", "unit": "人"}},
    "magnitude has a blank": {**THRESHOLD, "quantity": {"magnitude": " 5", "unit": "人"}},
    "magnitude has an underscore": {**THRESHOLD, "quantity": {"magnitude": "1_000", "unit": "人"}},
    "magnitude is full-width": {**THRESHOLD, "quantity": {"magnitude": "５", "unit": "人"}},
    "no unit": {**THRESHOLD, "quantity": {"magnitude": "5"}},
    "interval without its ends' nature": {"kind": "interval", "lower": FIVE, "upper": FIVE},
    "closed is a text": {**INTERVAL, "lower_closed": "true"},
    "deadline without a date": DEADLINE,
    "date with slashes": {**DEADLINE, "date": "2025/12/31"},
    "date without a part": {**DEADLINE, "date": "XXXX"},
    "date with a month 13": {**DEADLINE, "date": "2025-13"},
    "date with a day 32": {**DEADLINE, "date": "2025-12-32"},
    "date with a day of a quarter": {**DEADLINE, "date": "2025-35-01"},
    "date is a day of any month": {**DEADLINE, "date": "XXXX-XX-10"},
    "recurs each week": {**DEADLINE, "recurs": "week", "date": "XXXX-12-31"},
    "recurs each year without a date": {**DEADLINE, "recurs": "year"},
    "recurs with a year": {**DEADLINE, "recurs": "year", "date": "2025-12-31"},
    "recurs each quarter with a date": {**DEADLINE, "recurs": "quarter", "date": "XXXX-12-31"},
    "recurs each month in December": {**DEADLINE, "recurs": "month", "date": "XXXX-12-31"},
    "period without end": {"kind": "period", "start": "2025"},
    "period with one year": {"kind": "period", "start": "2025-01", "end": "XXXX-12"},
    "change sideways": {"kind": "change", "direction": "same", "relation": "=", "quantity": FIVE},
    "ratio of one": {"kind": "ratio", "terms": ["8"]},
    "ratio of numbers": {"kind": "ratio", "terms": [8, 1]},
    "grade without level": {"kind": "grade", "relation": "="},
    "grade is blank": {"kind": "grade", "relation": "=", "grade": ""},
    "qualitative without text": {"kind": "qualitative", "category": "trend"},
    "unknown category": {"kind": "qualitative", "text": "提高", "category": "growth"},
    "one part": {"kind": "all_of", "parts": [THRESHOLD]},
    "compound in a compound": {"kind": "all_of", "parts": [THRESHOLD, {"kind": "any_of", "parts": [THRESHOLD] * 2}]},
    "missing in a compound": {"kind": "any_of", "parts": [THRESHOLD, {"kind": "missing"}]},
    "parts are no list": {"kind": "all_of", "parts": THRESHOLD},
    "broken part": {"kind": "all_of", "parts": [THRESHOLD, {**THRESHOLD, "relation": "≥"}]},
}
#: Well formed, and meaningless all the same: only ``from_dict`` can tell.
MEANINGLESS: dict[str, Any] = {
    "unknown unit": {**THRESHOLD, "quantity": {"magnitude": "5", "unit": "M"}},
    "inverted": {**INTERVAL, "lower": {"magnitude": "6", "unit": "人"}},
    "mixed dimensions": {**INTERVAL, "lower": {"magnitude": "4", "unit": "户"}},
    "open and empty": {**INTERVAL, "upper_closed": False},
    "no such day": {**DEADLINE, "date": "2025-02-30"},
    "backwards": {"kind": "period", "start": "2025-12", "end": "2025-01"},
}


def test_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_examples_in_the_schema_are_valid() -> None:
    found = [(name, example) for name, part in SCHEMA["$defs"].items() for example in part.get("examples", [])]
    assert len(found) > 10
    for name, example in found:
        VALIDATOR.evolve(schema={"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}).validate(example)


def test_every_kind_has_its_schema() -> None:
    kinds = {cls.kind for cls in Comparator.__subclasses__()}
    assert kinds == {
        part["properties"]["kind"]["const"] for part in SCHEMA["$defs"].values() if "kind" in part.get("properties", {})
    }


def test_every_part_is_named_in_chinese_and_english() -> None:
    helpers = {"words", "implied_is_equal"}
    for name, part in SCHEMA["$defs"].items():
        assert name in helpers or not part["title"].isascii(), name


@pytest.mark.parametrize("case", VALID.values(), ids=VALID)
def test_valid_for_gold(case: Case) -> None:
    for value in (case["value"], *case.get("also", [])):
        VALIDATOR.validate(value)


@pytest.mark.parametrize("case", VALID.values(), ids=VALID)
def test_valid_for_what_is_read(case: Case) -> None:
    try:
        VALIDATOR.validate(to_dict(parse(case["text"], **context(case))))
    except IndicatorError:
        assert case.get("may_refuse")


@given(COMPARATORS)
def test_valid_for_every_value(value: Comparator) -> None:
    VALIDATOR.validate(json.loads(json.dumps(to_dict(value))))


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_broken_form_is_invalid(data: Any) -> None:
    assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_broken_form_is_not_taken(data: Any) -> None:
    with pytest.raises(IndicatorError) as caught:
        from_dict(data)
    assert caught.value.code == "bad-interchange"
    assert caught.value.message("zh") != caught.value.message("en")


@pytest.mark.parametrize("data", MEANINGLESS.values(), ids=MEANINGLESS)
def test_meaningless_form_is_valid_and_not_taken(data: Any) -> None:
    VALIDATOR.validate(data)
    with pytest.raises(IndicatorError):
        from_dict(data)
