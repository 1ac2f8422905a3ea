"""Units: what a unit text means, and the only door to pint.

``grammar/units.txt`` is a pint definition file.  Its *names* are read here line by
line, which is all that parsing needs; its *factors* come from pint, which is imported
when the first conversion asks for one.  Only names we own go through the door, one
by one: a user's text never reaches pint's own string parser.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from threading import RLock
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs

from indicator_dsl.errors import UnitError
from indicator_dsl.resources import grammar_folder, kept, read_text

__all__ = [
    "Factor",
    "Family",
    "Spelling",
    "Unit",
    "catalogue",
    "nearest_unit",
    "read_units",
    "scale_of",
    "scales",
    "spellings",
]


# ── the catalogue: names, aliases and families of units.txt ─────────────────────────────


class Family(NamedTuple):
    """One banner of ``units.txt``: an idea of quantity, its names, where its facts come from."""

    id: str
    zh: str
    en: str
    sources: tuple[str, ...]


class Spelling(NamedTuple):
    """One definition line of ``units.txt``: the name pint knows, every way to write it, its family."""

    name: str
    definition: str
    written: tuple[str, ...]
    family: Family


#: families, (name, definition, written, number of the family) of each unit, scale words: plain data, to be kept
_Read = tuple[list[tuple[Any, ...]], list[tuple[str, str, tuple[str, ...], int]], dict[str, int]]


def read_units(text: str) -> _Read:
    """Read ``units.txt`` line by line: the names only, without what the definitions mean."""
    families: list[tuple[Any, ...]] = []
    units: list[tuple[str, str, tuple[str, ...], int]] = []
    words: dict[str, int] = {}
    for line in text.splitlines():
        if line.startswith("#@"):
            key, _, value = line[2:].strip().partition(":")
            if key == "family":
                families.append((*(part.strip() for part in value.split("|")), ()))
            else:
                *names, sources = families[-1]
                families[-1] = (*names, (*sources, value.strip()))
            continue
        fields = [field.strip() for field in line.partition("#")[0].split("=")]
        if len(fields) > 1 and fields[0].endswith("-"):
            words[fields[0][:-1]] = int(fields[1])
        elif len(fields) > 1:
            name, definition, *others = fields
            units.append((name, definition, (name, *(o for o in others if o != "_")), len(families) - 1))
    return families, units, words


@cache
def _units() -> _Read:
    stored: _Read | None = kept().get("units")
    return read_units(read_text("units.txt")) if stored is None else stored


@cache
def catalogue() -> tuple[Spelling, ...]:
    """Return every unit of ``units.txt`` in file order (scale words are not units)."""
    families = [Family(*family) for family in _units()[0]]
    return tuple(Spelling(name, definition, written, families[i]) for name, definition, written, i in _units()[1])


@cache
def scales() -> Mapping[str, Fraction]:
    """Return the scale words (万, 亿 ...) with their values, from the prefix lines of ``units.txt``."""
    return MappingProxyType({word: Fraction(value) for word, value in _units()[2].items()})


@cache
def spellings() -> Mapping[str, Spelling]:
    """Return every spelling of every unit."""
    return MappingProxyType({text: unit for unit in catalogue() for text in unit.written})


def nearest_unit(text: str) -> str | None:
    """Return the known unit a misspelt one most likely stands for, or ``None``.

    Unit names are one to three characters long, so edit distance would suggest
    anything for everything (ppm is no rpm): only a change of letter case counts.

    >>> nearest_unit("KG"), nearest_unit("M")
    ('kg', 'm')
    """
    known = spellings()
    for candidate in (text.lower(), text.upper(), text.capitalize(), text[:1].lower() + text[1:]):
        if candidate != text and candidate in known:
            return candidate
    folded = {k.lower(): k for k in reversed(list(known))}
    if text.lower() in folded:
        return folded[text.lower()]
    return None


# ── the door to pint ─────────────────────────────────────────────────────────────────

#: Building a registry and defining units in it is not thread-safe; a second registry would not mix with the first.
_pint_lock = RLock()


def registry() -> Any:
    """Return our pint registry: empty but for ``units.txt``, exact fractions, built once.

    Typed ``Any`` because pint's own types change between versions (0.25 and 0.26).
    """
    with _pint_lock:
        return _registry()


@cache
def _registry() -> Any:
    import pint

    own: Any = pint.UnitRegistry(None, non_int_type=Fraction, cache_folder=None)
    own.load_definitions(os.path.join(grammar_folder(), "units.txt"))
    return own


@cache
def _base(name: str) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
    """Return what one of a unit is in base units: an exact factor and a dimension vector."""
    if name not in spellings():
        return Fraction(1), ((name, 1),)
    with _pint_lock:
        own = registry()
        factor, base = own.get_base_units(own.UnitsContainer({name: 1}))
        dimension = {str(k).strip("[]"): int(v) for k, v in base.dimensionality.items()}
    return Fraction(factor), tuple(sorted(dimension.items()))


# ── the value ────────────────────────────────────────────────────────────────────────


class Factor(NamedTuple):
    """One factor of a unit: ``10万人`` below the line is scale 100000, name 人, exponent -1."""

    scale: Fraction
    name: str
    exponent: int


#: 万元, m², 10万人: digits, scale word, name, exponent
_FACTOR = re.compile(r"(?P<digits>[0-9]+(?:\.[0-9]+)?)?(?P<rest>[^0-9²³][^²³]*)?(?P<power>[²³])?")
_POWERS = {"": 1, "²": 2, "³": 3}


@attrs.frozen(eq=False, repr=False, init=False)
class Unit:
    """A unit as a reader would write it: ``元/人/月``, ``万吨``, ``m²``, ``人/10万人``, ``""``.

    What follows the first ``/`` is below the line; ``Unit("元/人·月")`` and
    ``Unit("元/(人·月)")`` are written ``元/人/月``.  The order of the factors is kept as
    written and does not matter for equality: two units are equal if one of each is the
    same amount (``m²`` and ``平方米``), whatever they are called.

    A noun that ``units.txt`` does not list is a count noun of its own (``known`` is
    ``False``): it compares with itself and converts to nothing else.

    Raises:
        UnitError: the text is no unit (``unknown-unit``), for instance ``M`` or ``5元``.

    >>> Unit("元/月/人") == Unit("元/人·月"), str(Unit("元/人·月"))
    (True, '元/人/月')
    >>> Unit("万元").factor, Unit("万元").dimension
    (Fraction(10000, 1), (('money', 1),))
    """

    text: str
    factors: tuple[Factor, ...]

    def __init__(self, text: str = "") -> None:
        canonical, factors = _analyse(text)
        object.__setattr__(self, "text", canonical)
        object.__setattr__(self, "factors", factors)

    @property
    def known(self) -> bool:
        """Whether every noun of the unit is listed in ``units.txt``."""
        return all(f.name in spellings() for f in self.factors if f.name)

    @property
    def unknown_names(self) -> tuple[str, ...]:
        """The nouns that ``units.txt`` does not list."""
        return _unknown_names(self.text)

    @property
    def factor(self) -> Fraction:
        """How many base units one of this unit is, exactly."""
        return _base_of(self.factors)[0]

    @property
    def dimension(self) -> tuple[tuple[str, int], ...]:
        """The dimension as sorted pairs of base dimension and exponent; ``()`` for pure numbers."""
        return _base_of(self.factors)[1]

    @property
    def base_text(self) -> str:
        """The base units of the dimension, ``千克·米²/日²``: one of this unit is ``factor`` of them.

        >>> Unit("万元/季度").base_text, Unit("万元/季度").factor
        ('元/月', Fraction(10000, 3))
        """
        return _base_text(self.dimension)

    def convertible_to(self, other: Unit) -> bool:
        """Whether an exact factor leads from this unit to the other."""
        return self.factors == other.factors or self.dimension == other.dimension

    def to_pint(self) -> Any:
        """Return the unit in the pint registry of ``units.txt``; inverse of :meth:`from_pint`.

        The scale words are not units of pint: they are returned by
        :meth:`Quantity.to_pint <indicator_dsl.Quantity.to_pint>` in the magnitude.
        """
        own = registry()
        powers: dict[str, int] = {}
        for f in self.factors:
            if f.name:
                name = spellings()[f.name].name if f.name in spellings() else _define(f.name)
                powers[name] = powers.get(name, 0) + f.exponent
        return own.Unit(own.UnitsContainer({k: v for k, v in powers.items() if v}))

    @classmethod
    def from_pint(cls, unit: Any) -> Unit:
        """Return the unit of a pint unit whose names ``units.txt`` knows; inverse of :meth:`to_pint`.

        Raises:
            UnitError: a name is not ours, or an exponent is not a whole number.
        """
        above: list[str] = []
        below: list[str] = []
        for name, power in unit._units.items():  # noqa: SLF001  pint has no public way to the names
            if power != int(power) or (name not in spellings() and not _is_noun(name)):
                raise UnitError("unknown-unit", str(name), unit=str(name))
            (above if power > 0 else below).extend([str(name)] * abs(int(power)))
        return cls("·".join(above) + "".join(f"/{name}" for name in below))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Unit):
            return NotImplemented
        return self.factors == other.factors or _base_of(self.factors) == _base_of(other.factors)

    def __hash__(self) -> int:
        return hash(_base_of(self.factors))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Unit({self.text!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Unit, (self.text,)

    def __bool__(self) -> bool:
        return bool(self.text)


@lru_cache(maxsize=4096)
def unit(text: str) -> Unit:
    """Return the unit of a text, made once: the door the parser uses."""
    return Unit(text)


@lru_cache(maxsize=4096)
def _base_of(factors: tuple[Factor, ...]) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
    factor, powers = Fraction(1), dict[str, int]()
    for f in factors:
        one, dimension = _base(f.name) if f.name else (Fraction(1), ())
        factor *= (f.scale * one) ** f.exponent
        for name, power in dimension:
            powers[name] = powers.get(name, 0) + power * f.exponent
    return factor, tuple(sorted((k, v) for k, v in powers.items() if v))


@cache
def _base_names() -> Mapping[str, str]:
    return {one.definition.strip("[]"): one.name for one in catalogue() if one.definition.startswith("[")}


@lru_cache(maxsize=4096)
def _base_text(dimension: tuple[tuple[str, int], ...]) -> str:
    marks = {power: mark for mark, power in _POWERS.items()}

    def named(name: str, power: int) -> str:
        return _base_names().get(name, name) + marks.get(power, f"^{power}")

    above = [named(name, power) for name, power in dimension if power > 0]
    below = [named(name, -power) for name, power in dimension if power < 0]
    return "/".join(["·".join(above), *below])


def _analyse(text: str) -> tuple[str, tuple[Factor, ...]]:
    """Split a unit text into factors and write it canonically."""
    if not text:
        return "", ()
    if text in spellings():  # kV·A and dB(A) are names
        return text, (Factor(Fraction(1), spellings()[text].name, 1),)
    top, *below = re.sub(r"[()（）]", "", text).split("/")
    above = [top] if top in spellings() else top.split("·") if top else []
    under = [name for part in below for name in part.split("·")]
    factors = [_factor(text, one, 1) for one in above] + [_factor(text, one, -1) for one in under]
    canonical = "·".join(above) + "".join(f"/{one}" for one in under)
    return canonical, tuple(factors)


def _factor(whole: str, text: str, sign: int) -> Factor:
    match = _FACTOR.fullmatch(text)
    # below the line a round number may stand: 人/10万人; 元/3人 is no unit of anything
    round_number = match is not None and (not match["digits"] or re.fullmatch("10*", match["digits"]))
    if match is None or not match["rest"] or not round_number or (match["digits"] and sign > 0):
        raise UnitError("unknown-unit", whole, unit=text or whole)
    scale, name, power = Fraction(match["digits"] or 1), match["rest"] or "", match["power"] or ""
    if name + power in spellings():
        return Factor(scale, spellings()[name + power].name, sign)
    if name not in spellings():
        word = scale_of(name)
        scale, name = scale * scales().get(word, 1), name[len(word) :]
        if name + power in spellings():
            return Factor(scale, spellings()[name + power].name, sign)
    if name in spellings():
        if power:
            return Factor(scale, spellings()[name].name, sign * _POWERS[power])
        return Factor(scale, spellings()[name].name, sign)
    if name and (power or not _is_noun(name)):
        raise UnitError("unknown-unit", whole, unit=text)
    return Factor(scale, name, sign)


@cache
def _scale_words() -> tuple[str, ...]:
    return tuple(sorted(scales(), key=len, reverse=True))


def scale_of(text: str, at: int = 0) -> str:
    """Return the scale word at a place of a text, the longest there is, or ``""``.

    >>> scale_of("百万元"), scale_of("元")
    ('百万', '')
    """
    return next((word for word in _scale_words() if text.startswith(word, at)), "")


def _is_noun(name: str) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in name)


def _define(noun: str) -> str:
    """Give pint a base unit for a noun of its own, so that ``to_pint`` has something to name."""
    own = registry()
    with _pint_lock:
        if noun not in own:
            own.define(f"{noun} = [{noun}]")
    return noun


def exact(value: Decimal | Fraction | int) -> Fraction:
    """Return a number as a fraction, exactly."""
    return value if isinstance(value, Fraction) else Fraction(value)


@lru_cache(maxsize=4096)
def _unknown_names(text: str) -> tuple[str, ...]:
    return tuple(f.name for f in _analyse(text)[1] if f.name and f.name not in spellings())
