"""What may stand at a key of a policy's file: each kind turns what TOML read into our value, or says what it wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import NOTHING, fields, frozen

from indicator_dsl.errors import UnitError
from indicator_dsl.quantities import shortest
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


#: No figure of a policy is as long; 1e999999999 would fill the memory.
_MOST_DIGITS: Final = 30


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


def _exact(value: Any) -> Fraction | None:
    """Return a number of a file exactly; a float is the shortest text that means it, as somebody typed it."""
    if isinstance(value, float):
        value = shortest(value)
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > _MOST_DIGITS or value.adjusted() < -_MOST_DIGITS:
            return None
        return Fraction(value)
    # True is an int to Python
    return Fraction(value) if type(value) is int and abs(value) < 10**_MOST_DIGITS else None


def _number(test: Callable[[Fraction], bool], wanted: str) -> Kind:
    def fits(value: Any) -> bool:
        found = _exact(value)
        return found is not None and test(found)

    return _simple(fits, _exact, wanted)


def _is_points(value: Any) -> bool:
    found = _exact(value)
    return found is not None and found >= 0


def _is_unit(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return Unit(value).known
    except UnitError:
        return False


number = _simple(_is_points, _exact, "number")
above_zero = _number(lambda found: found > 0, "above-zero")
share = _number(lambda found: 0 <= found <= 1, "share")
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
    lambda value: isinstance(value, dict) and all(_is_points(one) for one in value.values()),
    lambda value: {name: _exact(one) for name, one in value.items()},
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
