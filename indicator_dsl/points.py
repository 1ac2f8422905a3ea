"""Points, weights and shares as the cells of a self-evaluation say them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

from indicator_dsl.quantities import plain

__all__ = ["is_unreadable_points", "percents", "points_of", "share_of"]

#: Longer than any; what is longer is none.
_LONGEST: Final = 24
#: 满分20, 权重：20%, (20分), 20(分), 20/20; a cell that says two different numbers says none.
_POINTS: Final = re.compile(
    r"(?:满分|总分|标准分|分值|权重|得分|自评得分|计)?[为是]?:?([0-9]+(?:\.[0-9]+)?)(?:分|%|\(分\)|\(%\))?(?:/([0-9]+(?:\.[0-9]+)?)分?)?"
)
_BRACKETS: Final = ("()", "[]", "【】")
#: What cells say where there are none; words.toml has the same words for values.
_NOTHING: Final = re.compile(
    r"[-－—–―─_/\\|.·*\s]+|[无無]|暂无|空|没有|不适用|不適用|不涉及|不计分|不评分|N/?A|n/?a|None|null|nil"
)
_SHARE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%)?")


def points_of(text: str | None) -> Decimal | None:
    """Return the points a cell says, of a weight or of a score; ``None`` where it says none.

    >>> points_of("12.5分"), points_of("１０"), points_of("—"), points_of(None)
    (Decimal('12.5'), Decimal('10'), None, None)
    >>> points_of("（满分20）"), points_of("20/20"), points_of("18/20")
    (Decimal('20'), Decimal('20'), None)
    """
    if not text:  # most rows have no weight
        return None
    said = _compact(text)
    if said[:1] + said[-1:] in _BRACKETS:
        said = said[1:-1]
    found = _POINTS.fullmatch(said)
    if found is None or (found[2] is not None and Decimal(found[1]) != Decimal(found[2])):
        return None
    return Decimal(found[1])


def is_unreadable_points(text: str | None) -> bool:
    """Return whether a cell says something where points belong, and no number that can be read.

    A blank cell, a dash and a word for nothing say nothing: such a row has no points of its own.

    >>> is_unreadable_points("扣5分"), is_unreadable_points("18/20"), is_unreadable_points("满分20")
    (True, True, False)
    >>> is_unreadable_points("—"), is_unreadable_points("不适用"), is_unreadable_points(" "), is_unreadable_points(None)
    (False, False, False, False)
    """
    said = unicodedata.normalize("NFKC", "".join((text or "")[: 2 * _LONGEST].split()))
    return bool(said) and points_of(text) is None and not _NOTHING.fullmatch(said)


def share_of(text: str | None) -> Fraction | None:
    """Return the share a cell says, ``92%``, ``0.92`` or ``92``; ``None`` where it says none.

    >>> share_of("92.5%"), share_of("0.925"), share_of("92.5"), share_of("良")
    (Fraction(37, 40), Fraction(37, 40), Fraction(37, 40), None)
    """
    found = _SHARE.fullmatch(_compact(text))
    if found is None:
        return None
    share = Fraction(found[1])
    return share / 100 if found[2] or share > 1 else share


def percents(share: Fraction) -> str:
    """Return a share in hundredths, with a place where one is needed.

    >>> percents(Fraction(92, 100)), percents(Fraction(2, 3))
    ('92', '66.7')
    """
    return plain(Decimal(round(share * 1000)) / 10).removesuffix(".0")


def _compact(text: str | None) -> str:
    if text is None or len(text) > _LONGEST:
        return ""
    return "".join(unicodedata.normalize("NFKC", text).split())
