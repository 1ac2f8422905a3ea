"""Points, weights and shares as the cells of a self-evaluation say them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

__all__ = ["points_of", "share_of"]

#: Longer than any; what is longer is none.
_LONGEST: Final = 24
_POINTS: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)(分|%)?")
_SHARE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%)?")


def points_of(text: str | None) -> Decimal | None:
    """Return the points a cell says, of a weight or of a score; ``None`` where it says none.

    >>> points_of("12.5分"), points_of("１０"), points_of("—"), points_of(None)
    (Decimal('12.5'), Decimal('10'), None, None)
    """
    found = _POINTS.fullmatch(_compact(text))
    return Decimal(found[1]) if found else None


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


def _compact(text: str | None) -> str:
    if text is None or len(text) > _LONGEST:
        return ""
    return "".join(unicodedata.normalize("NFKC", text).split())
