"""What may stand at a key of a policy's file: each kind turns what TOML read into our value, or says what it wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import NOTHING, fields, frozen

from indicator_dsl.errors import UnitError
from indicator_dsl.score.errors import ScoreError
from indicator_dsl.units import Unit

__all__ = [
    "Kind",
    "above_zero",
    "block",
    "blocks",
    "both",
    "number",
    "numbers",
    "places",
    "read_keys",
    "share",
    "text",
    "unit",
    "word",
    "words",
]


@frozen
class Kind:
    """A kind of value: how it is read, and the name of the sentence that says what is wanted."""

    #: From what TOML read, what stood there before, and the key, to our value.
    read: Callable[[Any, Any, str], Any]
    wanted: str
    #: The words there are, for a kind that is one of them.
    choices: tuple[str, ...] = ()


def _simple(test: Callable[[Any], bool], make: Callable[[Any], Any], wanted: str, choices: Iterable[str] = ()) -> Kind:
    known = tuple(choices)

    def read(value: Any, before: Any, key: str) -> Any:
        del before
        if not test(value):
            raise ScoreError(f"wanted-{wanted}", key=key, choices=" ".join(known))
        return make(value)

    return Kind(read, wanted, known)


def _is_number(value: Any) -> bool:
    # True is an int to Python; a Decimal may be infinite
    return type(value) is int or (isinstance(value, Decimal) and value.is_finite())


def _is_unit(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return Unit(value).known
    except UnitError:
        return False


number = _simple(lambda value: _is_number(value) and value >= 0, Fraction, "number")
above_zero = _simple(lambda value: _is_number(value) and value > 0, Fraction, "above-zero")
share = _simple(lambda value: _is_number(value) and 0 <= value <= 1, Fraction, "share")
places = _simple(lambda value: type(value) is int and 0 <= value <= 6, int, "places")
text = _simple(lambda value: isinstance(value, str) and bool(value.strip()), str, "text")
unit = _simple(_is_unit, str, "unit")
words = _simple(
    lambda value: isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value),
    tuple,
    "words",
)
both = _simple(
    lambda value: (
        isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(one, str) for one in value.values())
    ),
    dict,
    "both",
)
numbers = _simple(
    lambda value: isinstance(value, dict) and all(_is_number(one) and one >= 0 for one in value.values()),
    lambda value: {name: Fraction(one) for name, one in value.items()},
    "numbers",
)


def word(*choices: str) -> Kind:
    """Return the kind of one of some words."""
    return _simple(lambda value: value in choices, str, "choice", choices)


def block(made: type) -> Kind:
    """Return the kind of a table that is one of our classes; what it does not say stays as it was."""

    def read(value: Any, before: Any, key: str) -> Any:
        if not isinstance(value, dict):
            raise ScoreError("wanted-table", key=key)
        return read_keys(made, value, before, key)

    return Kind(read, "table")


def blocks(made: type) -> Kind:
    """Return the kind of a list of tables, which takes the place of the list before it."""

    def read(value: Any, before: Any, key: str) -> Any:
        del before
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise ScoreError("wanted-tables", key=key)
        return tuple(read_keys(made, one, None, f"{key}[{number}]") for number, one in enumerate(value, start=1))

    return Kind(read, "tables")


def read_keys(made: type, data: Mapping[str, Any], before: Any, within: str = "", **more: Any) -> Any:
    """Return a block of what a table says, keys it does not have taken from the block before.

    Raises:
        ScoreError: ``unknown-key``, ``missing-key``, or that of a kind.
    """
    known = {one.name.replace("_", "-"): one for one in fields(made) if "reads" in one.metadata}
    for key in data:
        if key not in known:
            raise ScoreError("unknown-key", key=_joined(within, key), known=" ".join(known))
    found = dict(more)
    for key, one in known.items():
        old = None if before is None else getattr(before, one.name)
        if key in data:
            kind: Kind = one.metadata["reads"]
            found[one.name] = kind.read(data[key], one.default if before is None else old, _joined(within, key))
        elif before is not None:
            found[one.name] = old
        elif one.default is NOTHING:
            raise ScoreError("missing-key", key=_joined(within, key))
    return made(**found)


def _joined(within: str, key: str) -> str:
    return f"{within}.{key}" if within else key
