"""Unit words as they are printed: look-alikes, 个工作日 and m2 become the name or symbol of ``units.txt``."""

from __future__ import annotations

import re
from functools import lru_cache

from indicator_dsl.units import scale_of, spellings
from indicator_dsl.vocabulary import vocabulary

__all__ = ["canonical_unit", "known_unit"]

_POWER = re.compile(r"\}?\^?\{?([23])\}?$")


@lru_cache(maxsize=8192)
def canonical_unit(text: str) -> str:
    """Return a unit word as it is printed: look-alikes become the symbol, 个工作日 becomes 工作日.

    >>> canonical_unit("万平米"), canonical_unit("㎡"), canonical_unit("个工作日"), canonical_unit("m2")
    ('万平方米', 'm²', '工作日', 'm²')
    """
    looks, known = vocabulary().lookalikes, spellings()
    scale = "" if text in known else scale_of(text)
    name = text[len(scale) :].replace("µ", "μ").replace("\u2126", "Ω")
    name = looks.get(name, name)
    if len(name) > 1 and name not in known:
        name = _POWER.sub(lambda match: "²³"[int(match[1]) - 2], name)
        name = looks.get(name, name)
    bare = name[1:]
    if name.startswith("个") and name in known and bare in known and known[bare] is known[name]:
        name = bare
    return scale + name


def known_unit(text: str) -> bool:
    """Whether a text (a scale word and a name, or one of them) is a unit of ``units.txt``, look-alikes included."""
    name = canonical_unit(text)
    if name not in spellings():
        name = name[len(scale_of(name)) :]
    return not name or name in spellings() or (name[-1] in "²³" and name[:-1] in spellings())
