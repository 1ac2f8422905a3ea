"""Comparators as JSON data and back: the interchange form.

Magnitudes are decimal strings (``"25/3"`` where no decimal is exact), dates are EDTF, keys
that do not apply are absent.  ``schema/indicator-value.schema.json`` describes the form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from indicator_dsl.comparators import (
    AllOf,
    AnyOf,
    Change,
    Comparator,
    Deadline,
    Grade,
    Interval,
    Missing,
    Period,
    Qualitative,
    Ratio,
    Threshold,
)
from indicator_dsl.dates import PartialDate
from indicator_dsl.errors import IndicatorError, UnitError, messages
from indicator_dsl.quantities import Quantity, plain

__all__ = ["from_dict", "to_dict"]


def to_dict(comparator: Comparator) -> dict[str, Any]:
    """Return the interchange form of a comparator; inverse of :func:`from_dict`.

    Returns:
        A dict of strings, booleans, lists and dicts that ``json.dumps`` takes.

    >>> from indicator_dsl import parse
    >>> to_dict(parse("≥2200人"))
    {'kind': 'threshold', 'relation': '>=', 'quantity': {'magnitude': '2200', 'unit': '人'}}
    """
    if not isinstance(comparator, Comparator):
        msg = f"a comparator has an interchange form, not {type(comparator).__name__}: parse a text first"
        raise TypeError(msg)
    data: dict[str, Any] = {"kind": comparator.kind}
    match comparator:
        case Threshold(quantity=quantity):
            data |= _related(comparator) | {"quantity": _quantity(quantity)}
        case Interval(lower, upper):
            data |= {
                "lower": _quantity(lower),
                "upper": _quantity(upper),
                "lower_closed": comparator.lower_closed,
                "upper_closed": comparator.upper_closed,
            }
        case Deadline():
            data |= _related(comparator)
            if comparator.date is not None:
                data["date"] = str(comparator.date)
            if comparator.recurs is not None:
                data["recurs"] = comparator.recurs
        case Period(start, end):
            data |= {"start": str(start), "end": str(end)}
        case Change(direction):
            data["direction"] = direction
            if comparator.basis is not None:
                data["basis"] = comparator.basis
            data |= _related(comparator) | {"quantity": _quantity(comparator.quantity)}
        case Ratio(terms):
            data["terms"] = [plain(term) for term in terms]
        case Grade():
            data |= _related(comparator) | {"grade": comparator.grade}
        case Qualitative(text, category):
            data |= {"text": text, "category": category}
        case AllOf(parts) | AnyOf(parts):
            data["parts"] = [to_dict(part) for part in parts]
    if comparator.label is not None:
        data["label"] = comparator.label
    if comparator.note is not None:
        data["note"] = comparator.note
    return data


def _related(comparator: Threshold | Deadline | Change | Grade) -> dict[str, Any]:
    data: dict[str, Any] = {"relation": comparator.relation.value}
    if comparator.implied:
        data["implied"] = True
    return data


def _quantity(quantity: Quantity) -> dict[str, str]:
    return {"magnitude": plain(quantity.magnitude), "unit": quantity.unit.text}


def from_dict(data: Mapping[str, Any]) -> Comparator:
    """Return the comparator of an interchange form; inverse of :func:`to_dict`.

    Raises:
        IndicatorError: the data has not the form of a comparator (``bad-interchange``); the
            message names the key at fault.

    >>> from_dict({"kind": "threshold", "relation": "<=", "quantity": {"magnitude": "541", "unit": "万元"}})
    Threshold('<=', Quantity('541', '万元'))
    """
    return _from(data, "$")


def _from(data: Any, path: str) -> Comparator:
    if not isinstance(data, Mapping):
        raise _bad(path, "object")
    kind = data.get("kind")
    make = _MAKERS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise _bad(f"{path}.kind", "kind", kinds="/".join(_MAKERS))
    keys, required, build = make
    unknown = set(data) - keys - {"kind", "label", "note"}
    if unknown:
        raise _bad(f"{path}.{min(map(str, unknown))}", "unknown")
    for key in required:
        if key not in data:
            raise _bad(f"{path}.{key}", "required")
    for key in data:
        _check_type(key, data[key], f"{path}.{key}")
    common = {key: data[key] for key in ("label", "note") if key in data}
    try:
        return build(data, path, common)
    except UnitError as error:
        raise _bad(path, "unit", unit=error.words.get("unit", "")) from None
    except IndicatorError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _bad(path, "value") from None


_TYPES: dict[str, type | tuple[type, ...]] = {
    "implied": bool,
    "lower_closed": bool,
    "upper_closed": bool,
    "quantity": Mapping,
    "lower": Mapping,
    "upper": Mapping,
    "parts": (list, tuple),
    "terms": (list, tuple),
}


def _check_type(key: str, value: Any, path: str) -> None:
    wanted = _TYPES.get(key, str)
    if not isinstance(value, wanted):
        raise _bad(
            path,
            "boolean" if wanted is bool else "object" if wanted is Mapping else "text" if wanted is str else "list",
        )


def _bad(path: str, reason: str, **words: str) -> IndicatorError:
    """Return the error; its reason is a key of ``[interchange]`` in ``messages.toml``."""
    sentences = messages()["interchange"][reason]
    zh, en = (sentences[lang].format(**words) for lang in ("zh", "en"))
    return IndicatorError("bad-interchange", path=path, reason=zh, reason_en=en)


def _read_quantity(data: Mapping[str, Any], path: str) -> Quantity:
    if set(data) != {"magnitude", "unit"} or not all(isinstance(v, str) for v in data.values()):
        raise _bad(path, "quantity")
    return Quantity(data["magnitude"], data["unit"])


def _relation(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"relation": data["relation"], "implied": data.get("implied", False)}


def _threshold(data: Mapping[str, Any], path: str, common: dict[str, Any]) -> Comparator:
    return Threshold(**_relation(data), quantity=_read_quantity(data["quantity"], f"{path}.quantity"), **common)


def _interval(data: Mapping[str, Any], path: str, common: dict[str, Any]) -> Comparator:
    lower, upper = (_read_quantity(data[key], f"{path}.{key}") for key in ("lower", "upper"))
    return Interval(lower, upper, lower_closed=data["lower_closed"], upper_closed=data["upper_closed"], **common)


def _deadline(data: Mapping[str, Any], _: str, common: dict[str, Any]) -> Comparator:
    date = PartialDate.from_edtf(data["date"]) if "date" in data else None
    return Deadline(**_relation(data), date=date, recurs=data.get("recurs"), **common)


def _period(data: Mapping[str, Any], _: str, common: dict[str, Any]) -> Comparator:
    return Period(PartialDate.from_edtf(data["start"]), PartialDate.from_edtf(data["end"]), **common)


def _change(data: Mapping[str, Any], path: str, common: dict[str, Any]) -> Comparator:
    return Change(
        data["direction"],
        quantity=_read_quantity(data["quantity"], f"{path}.quantity"),
        basis=data.get("basis"),
        **_relation(data),
        **common,
    )


def _ratio(data: Mapping[str, Any], path: str, common: dict[str, Any]) -> Comparator:
    if not all(isinstance(term, str) for term in data["terms"]):
        raise _bad(f"{path}.terms", "texts")
    return Ratio(data["terms"], **common)


def _grade(data: Mapping[str, Any], _: str, common: dict[str, Any]) -> Comparator:
    return Grade(**_relation(data), grade=data["grade"], **common)


def _qualitative(data: Mapping[str, Any], _: str, common: dict[str, Any]) -> Comparator:
    return Qualitative(data["text"], data.get("category", "other"), **common)


def _compound(cls: type[AllOf | AnyOf]) -> _Maker:
    def build(data: Mapping[str, Any], path: str, common: dict[str, Any]) -> Comparator:
        for i, part in enumerate(data["parts"]):
            # parts are targets of their own; nothing is nested deeper
            if isinstance(part, Mapping) and part.get("kind") in {"all_of", "any_of", "missing"}:
                raise _bad(f"{path}.parts[{i}].kind", "part")
        return cls([_from(part, f"{path}.parts[{i}]") for i, part in enumerate(data["parts"])], **common)

    return build


def _missing(_: Mapping[str, Any], __: str, common: dict[str, Any]) -> Comparator:
    return Missing(**common)


_Maker = Callable[[Mapping[str, Any], str, dict[str, Any]], Comparator]
#: kind → keys it may have, keys it must have, maker
_MAKERS: dict[str, tuple[frozenset[str], tuple[str, ...], _Maker]] = {
    "threshold": (frozenset({"relation", "implied", "quantity"}), ("relation", "quantity"), _threshold),
    "interval": (
        frozenset({"lower", "upper", "lower_closed", "upper_closed"}),
        ("lower", "upper", "lower_closed", "upper_closed"),
        _interval,
    ),
    "deadline": (frozenset({"relation", "implied", "date", "recurs"}), ("relation",), _deadline),
    "period": (frozenset({"start", "end"}), ("start", "end"), _period),
    "change": (
        frozenset({"direction", "basis", "relation", "implied", "quantity"}),
        ("direction", "relation", "quantity"),
        _change,
    ),
    "ratio": (frozenset({"terms"}), ("terms",), _ratio),
    "grade": (frozenset({"relation", "implied", "grade"}), ("relation", "grade"), _grade),
    "qualitative": (frozenset({"text", "category"}), ("text",), _qualitative),
    "all_of": (frozenset({"parts"}), ("parts",), _compound(AllOf)),
    "any_of": (frozenset({"parts"}), ("parts",), _compound(AnyOf)),
    "missing": (frozenset(), (), _missing),
}
