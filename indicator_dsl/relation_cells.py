"""What the cells of a relation column mean: relations, and words or codes that are none (``relation_cells.toml``)."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from typing import Any

from indicator_dsl.resources import read_package_text

__all__ = ["relation_of"]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(read_package_text("relation_cells.toml"))


@lru_cache(maxsize=512)
def relation_of(text: str | None) -> str | None:
    """Return the relation a cell of a relation column states, the cell itself where nothing is known of it.

    >>> relation_of("≥"), relation_of("定量"), relation_of("定性指标"), relation_of("5")
    ('≥', None, '定性', '≤')
    """
    label = "".join(unicodedata.normalize("NFKC", text or "").split())
    if label in _words()["none"]:
        return None
    if label in _words()["qualitative"]:
        return "定性"
    code: str | None = _words()["codes"].get(label, text)
    return code
