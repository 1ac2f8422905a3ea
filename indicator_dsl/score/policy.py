"""A scoring policy: which rule gives how many points, as data.

Each block below is a table of a policy's TOML file, each attribute a key of it (``per_day`` is
written ``per-day``); the text behind ``reads`` says what may stand there.  Shares are parts of
the weight, exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import Attribute, field, frozen

from indicator_dsl.errors import Lang
from indicator_dsl.quantities import Quantity
from indicator_dsl.score import kinds
from indicator_dsl.score.kinds import Kind

__all__ = [
    "Band",
    "Deadlines",
    "Equals",
    "Execution",
    "Grade",
    "LateBand",
    "Lights",
    "Over",
    "Policy",
    "Positive",
    "Range",
    "Reverse",
    "Rounding",
    "Special",
    "Tier",
    "Within",
    "Wording",
    "reads",
]


def reads(attribute: Attribute[Any]) -> Kind:
    """Return what may stand at the key of an attribute."""
    found: Kind = attribute.metadata["reads"]
    return found


def _key(kind: Kind, default: Any = None) -> Any:
    # a mapping has no hash
    return field(default=default, hash=None if not isinstance(default, Mapping) else False, metadata={"reads": kind})


def _required(kind: Kind) -> Any:
    return field(metadata={"reads": kind})


@frozen(kw_only=True)
class Positive:
    """``≥ >``: reached is full marks; else A ÷ T of the weight, or nothing; below the gate nothing."""

    short: str = _key(kinds.word("proportional", "zero"), "proportional")
    gate: Fraction | None = _key(kinds.share)


@frozen(kw_only=True)
class Reverse:
    """``≤ <``: kept is full marks; else T ÷ A, or 1 − (A − T) ÷ T, or nothing; ``as-positive`` mistakes it for ≥."""

    over: str = _key(kinds.word("inverse-ratio", "linear-excess", "zero", "as-positive"), "inverse-ratio")
    gate: Fraction | None = _key(kinds.share)


@frozen(kw_only=True)
class Equals:
    """``=``, written or not: at least so much, at most so much, exactly so much, or 1 − |A − T| ÷ T."""

    written: str = _key(kinds.word("at-least", "at-most", "exact", "symmetric"), "at-least")
    bare: str = _key(kinds.word("at-least", "at-most", "exact", "symmetric"), "exact")


@frozen(kw_only=True)
class Within:
    """Up to so far off, this share."""

    within: Fraction = _required(kinds.number)
    share: Fraction = _required(kinds.share)


@frozen(kw_only=True)
class Range:
    """An interval: outside of it the ratio to the nearer end, bands by the deviation from it, or nothing."""

    outside: str = _key(kinds.word("ratio", "bands", "zero"), "ratio")
    bands: tuple[Within, ...] = _key(kinds.blocks(Within), ())


@frozen(kw_only=True)
class LateBand:
    """Up to so many days late, this share."""

    days: Fraction = _required(kinds.number)
    share: Fraction = _required(kinds.share)


@frozen(kw_only=True)
class Deadlines:
    """A date: late is nothing, less by a share a day, or bands by days."""

    late: str = _key(kinds.word("zero", "per-day", "bands"), "zero")
    per_day: Fraction = _key(kinds.share, Fraction(0))
    bands: tuple[LateBand, ...] = _key(kinds.blocks(LateBand), ())


@frozen(kw_only=True)
class Over:
    """Far above a target that is at least so much: nothing, said, or deducted by ``factor`` of what is above it."""

    threshold: Fraction | None = _key(kinds.number)
    action: str = _key(kinds.word("none", "explain", "deduct"), "none")
    factor: Fraction = _key(kinds.number, Fraction(0))


@frozen(kw_only=True)
class Tier:
    """A tier of a target in words, and the shares a reviewer may give in it."""

    zh: str = _required(kinds.text)
    en: str = _required(kinds.text)
    low: Fraction = _required(kinds.share)
    high: Fraction = _required(kinds.share)


@frozen(kw_only=True)
class Wording:
    """A target in words or a grade: the tiers 达成, 部分达成, 未达成, best first, and who gives the share in them.

    ``met`` and ``below`` say what is given where no reviewer's rate is known: in the first tier, and in the others.
    ``repeated`` is about an actual that repeats the words of the target: 有效 against 有效.
    """

    tiers: tuple[Tier, ...] = _key(kinds.blocks(Tier), ())
    boundary: str = _key(kinds.word("upper", "lower"), "upper")
    met: str = _key(kinds.word("ask", "high", "middle", "low"), "high")
    below: str = _key(kinds.word("ask", "high", "middle", "low", "zero"), "ask")
    repeated: str = _key(kinds.word("met", "ask"), "met")


@frozen(kw_only=True)
class Band:
    """From so much on, this share."""

    start: Fraction = _required(kinds.number)
    share: Fraction = _required(kinds.share)


@frozen(kw_only=True)
class Special:
    """A rule for indicators whose level or name has one of some words, such as 满意.

    ``bands`` go by the actual value in ``unit``; ``step`` takes off ``minus`` points for each whole ``size``
    below ``start``; neither fits an upper bound. ``deviation`` goes by |A − T| ÷ T and fits no lower bound.
    """

    words: tuple[str, ...] = _required(kinds.words)
    mode: str = _required(kinds.word("bands", "step", "deviation"))
    unit: str = _key(kinds.unit, "")
    bands: tuple[Band, ...] = _key(kinds.blocks(Band), ())
    within: tuple[Within, ...] = _key(kinds.blocks(Within), ())
    start: Fraction = _key(kinds.number, Fraction(0))
    size: Fraction = _key(kinds.above_zero, Fraction(1))
    minus: Fraction = _key(kinds.number, Fraction(0))

    def amount(self, number: Fraction) -> Quantity:
        """Return a number of the file with its unit."""
        return Quantity(number, self.unit)


@frozen(kw_only=True)
class Execution:
    """Budget execution: its weight, and the share by the rate spent ÷ budget."""

    weight: Fraction | None = _key(kinds.number)
    mode: str = _key(kinds.word("proportional", "bands"), "proportional")
    bands: tuple[Band, ...] = _key(kinds.blocks(Band), ())


@frozen(kw_only=True)
class Grade:
    """From so many points of a hundred on, this grade."""

    zh: str = _required(kinds.text)
    en: str = _required(kinds.text)
    start: Fraction = _required(kinds.number)


@frozen(kw_only=True)
class Rounding:
    """To how many places the points of a row are rounded, once, and how."""

    places: int = _key(kinds.places, 2)
    mode: str = _key(kinds.word("half-up", "half-even", "down"), "half-up")


@frozen(kw_only=True)
class Lights:
    """Lights of the mid-year monitoring: shares of what is due by the month.

    Indicators with one of ``to_date`` in a level are due in proportion to the months; all others are inside their
    target or not.
    """

    to_date: tuple[str, ...] = _key(kinds.words, ())
    red: Fraction = _key(kinds.share, Fraction(3, 5))
    yellow: Fraction = _key(kinds.share, Fraction(4, 5))
    blue: Fraction = _key(kinds.number, Fraction(6, 5))


_NONE: Final[Mapping[Lang, str]] = {"zh": "", "en": ""}


@frozen(kw_only=True)
class Policy:
    """How achievement becomes points.

    >>> from indicator_dsl.score import policy
    >>> form = policy("mof-2017-form")
    >>> form.positive.short, form.wording.tiers[1].low
    ('proportional', Fraction(1, 2))
    """

    #: The name it is asked for by: that of its file.
    name: str
    title: Mapping[Lang, str] = _key(kinds.both, _NONE)
    #: What it is, in a sentence or two.
    about: Mapping[Lang, str] = _key(kinds.both, _NONE)
    #: Where it was seen.
    source: Mapping[Lang, str] = _key(kinds.both, _NONE)
    #: What of it nobody has checked against the document; ``""`` if there is nothing.
    unverified: Mapping[Lang, str] = _key(kinds.both, _NONE)
    positive: Positive = _key(kinds.block(Positive), Positive())
    reverse: Reverse = _key(kinds.block(Reverse), Reverse())
    equals: Equals = _key(kinds.block(Equals), Equals())
    range: Range = _key(kinds.block(Range), Range())
    deadlines: Deadlines = _key(kinds.block(Deadlines), Deadlines())
    over: Over = _key(kinds.block(Over), Over())
    wording: Wording = _key(kinds.block(Wording), Wording())
    #: Rules for indicators of some kinds, the first that fits.
    special: tuple[Special, ...] = _key(kinds.blocks(Special), ())
    #: Several targets in one cell: the mean of their shares, or the least.
    several: str = _key(kinds.word("mean", "least"), "mean")
    execution: Execution = _key(kinds.block(Execution), Execution())
    #: An indicator without a score: not counted, nothing, or an error.
    unscorable: str = _key(kinds.word("skip", "zero", "error"), "skip")
    #: 不适用: the rest counts for the whole, full marks, or nothing.
    not_applicable: str = _key(kinds.word("rescale", "full", "zero"), "rescale")
    #: Shares of several users of the money, put together: by their money, or each alike.
    roll_up: str = _key(kinds.word("by-money", "mean"), "by-money")
    grades: tuple[Grade, ...] = _key(kinds.blocks(Grade), ())
    rounding: Rounding = _key(kinds.block(Rounding), Rounding())
    lights: Lights = _key(kinds.block(Lights), Lights())
    #: The points of each group of indicators that the form prints: 产出 50. Told, not enforced.
    weights: Mapping[str, Fraction] = _key(kinds.numbers, {})
