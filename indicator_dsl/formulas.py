"""Formulas that only state a value: in ``=100%``, typed into a cell, ``=`` is the relation its author meant."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["computes", "stated"]

#: A cell, a function, a joined text, a reference of OpenDocument, two numbers and an operator.
_COMPUTES: Final = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]|[A-Za-z_.]\s*\(|[\"!&\[{]|[0-9)%]\s*[-+*/^]\s*[-+]*[0-9(]")
#: A name that stands for something in the workbook.
_NAME: Final = re.compile(r"[^\W\d]")


def stated(formula: str, result: str) -> str | None:
    """Return a formula as written if it only states a value, ``None`` if its result is what the sheet shows.

    >>> stated("100%", "1"), stated("43362人", ""), stated("B3/2", "0.5"), stated("目标人数", "5")
    ('=100%', '=43362人', None, None)
    """
    bare = formula.strip()
    if not bare or _COMPUTES.search(bare) or (result and _NAME.match(bare)):
        return None
    return f"={formula.rstrip()}"


def computes(text: str) -> bool:
    """Return whether a cell of a workbook is a formula whose result was not saved: a stated value is none.

    >>> computes("=10*5"), computes("=2025/12/31"), computes("=SUM(B3:B4)"), computes("=目标人数"), computes("=100%")
    (True, True, True, True, False)
    """
    formula = text.partition("=")[2].strip() if text.startswith("=") else ""
    return bool(formula) and bool(_COMPUTES.search(formula) or _NAME.match(formula))
