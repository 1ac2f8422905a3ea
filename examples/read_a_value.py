"""Import the library: read one value and use what it means.  Run: python examples/read_a_value.py"""

from indicator_dsl import Deadline, IndicatorError, Interval, Qualitative, Threshold, parse


def describe(text: str) -> str:
    """Say in English what a text from a table means, with structural pattern matching."""
    match parse(text):
        case Threshold(relation, quantity, implied=False):
            return f"a number {relation} {quantity.magnitude}, counted in {quantity.unit}"
        case Threshold(quantity=quantity):
            return f"exactly {quantity.magnitude} {quantity.unit}, no relation written"
        case Interval(lower, upper):
            return f"a number from {lower} to {upper}"
        case Deadline(date=date) if date is not None:
            return f"a date: {date} (EDTF)"
        case Qualitative(words, category):
            return f"words to be judged: {words} ({category})"
        case other:
            return f"{other.kind}: {other}"


for text in ("≥2200人", "10000元/人/户", "90%-95%", "2025年12月底前", "逐步提高", "8：1：1"):
    print(f"{text}\t{describe(text)}")

try:
    parse("≥22o0人")
except IndicatorError as error:
    print(error.render("en"))
