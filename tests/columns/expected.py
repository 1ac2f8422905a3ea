"""What the columns must say of a text, by the functions for one value; and the columns every engine is given."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gold import GOLD, HUNTED, INVALID, context

from indicator_dsl import IndicatorError, from_dict, parse, to_dict

#: Texts that columns hold and nobody expects.
ODD = [
    None,
    "",
    " ",
    "≥5人",
    "x" * 1_000_000,
    "≥" + "9" * 4000 + "元",
    "≥0.00000000001元",
    "\x00",
    "≥5\n人",
    "𠮷",
    "NaN",
]
#: Half of a surrogate pair: Arrow cannot hold it, Python objects can.
LONE = ["\ud800", "≥5\udfff人", "提高\udfff"]
#: Every vector without unit, relation and year beside it.
TEXTS = [*dict.fromkeys(case["text"] for case in (GOLD | HUNTED | INVALID).values() if not context(case))]
BESIDE = [case for case in (GOLD | HUNTED | INVALID).values() if context(case)]


def facts(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what a row of a result says, without what it does not."""
    return None if row is None else {key: value for key, value in row.items() if value is not None}


def expected(text: str | None, **beside: Any) -> dict[str, Any] | None:
    """Return what a row must say of a text at the least: by ``parse`` and the interchange form."""
    if text is None:
        return None
    try:
        value = parse(text, **beside)
    except IndicatorError as error:
        place = {"error_start": error.start, "error_end": error.end} if error.text == text else {}
        fix = {} if error.fix is None else {"error_fix": error.fix}
        message = {"error_message": error.message("zh"), "error_message_en": error.message("en")}
        return {"error_code": error.code} | place | fix | message
    data = to_dict(value)
    found = {"kind": data["kind"], "canonical": str(value)}
    simple = ("relation", "direction", "basis", "recurs", "date", "grade", "text", "category", "label", "note")
    found |= {key: data[key] for key in simple if key in data}
    if "relation" in data:
        found["implied"] = data.get("implied", False)
    if "quantity" in data:
        found |= {"magnitude_text": data["quantity"]["magnitude"], "unit": data["quantity"]["unit"]}
        found["base_magnitude_text"] = _plain(value.quantity.base)
    if data["kind"] == "interval":
        upper = value.upper.to(value.lower.unit)
        found |= {"lower_text": data["lower"]["magnitude"], "unit": data["lower"]["unit"]}
        found |= {"upper_text": f"{upper.magnitude:f}", "base_upper_text": _plain(upper.base)}
        found |= {"lower_closed": value.lower_closed, "upper_closed": value.upper_closed}
    if data["kind"] == "period":
        found["date"] = f"{data['start']}/{data['end']}"
    return found


def _plain(number: Any) -> str:
    """Return a fraction in digits where it has an end, by long division."""
    whole, rest = divmod(abs(number.numerator), number.denominator)
    digits = ""
    seen = set()
    while rest and rest not in seen:
        seen.add(rest)
        digit, rest = divmod(rest * 10, number.denominator)
        digits += str(digit)
    if rest:
        return str(number)
    return ("-" if number < 0 else "") + str(whole) + (f".{digits}" if digits else "")


def check(row: Mapping[str, Any] | None, text: str | None, **beside: Any) -> None:
    """Check one row of a parsed column against ``parse``."""
    wanted = expected(text, **beside)
    found = facts(row)
    if wanted is None or found is None:
        assert found is wanted, text
        return
    assert {key: found.get(key) for key in wanted} == wanted, (text, beside)
    assert ("kind" in found) is not ("error_code" in found), text
    if "kind" in found:
        back = parse(found["canonical"])
        assert back == parse(text, **beside)
        assert from_dict(to_dict(back)) == back
    for name in ("magnitude", "base_magnitude", "lower", "base_lower", "upper", "base_upper"):
        _check_decimal(found.get(name), found.get(f"{name}_text"))
    for name in ("first_day", "last_day"):
        assert isinstance(found.get(name, date.max), date)


def _check_decimal(number: Decimal | None, text: str | None) -> None:
    """A decimal is there exactly where the text fits into 28 and 10 digits, and equals it."""
    if number is not None:
        assert text is not None
        assert number == Decimal(text)
    elif text is not None:
        whole, _, digits = text.lstrip("-").partition(".")
        assert "/" in text or len(whole.lstrip("0")) > 28 or len(digits.rstrip("0")) > 10, text
