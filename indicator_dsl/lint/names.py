"""What the name of an indicator says of its value: small helpers that several rules share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Final

from indicator_dsl.comparators import Threshold
from indicator_dsl.errors import IndicatorError
from indicator_dsl.lint.kinds import is_time
from indicator_dsl.lint.parts import parts
from indicator_dsl.lint.reading import Cell, Reading
from indicator_dsl.lint.terms import Terms
from indicator_dsl.parsing import parse
from indicator_dsl.units import Unit, scale_of
from indicator_dsl.vocabulary import vocabulary

__all__ = [
    "MONEY",
    "below",
    "compact",
    "is_one_project",
    "one_slash",
    "plain_name",
    "shown_yuan",
    "thresholds",
    "with_unit",
]

#: The dimension of an amount of money.
MONEY: Final = Unit("元").dimension
_BRACKET: Final = re.compile(r"[（(][^（）()]*[）)]$")
#: The number of a line of the form: 指标1：, 2、
_NUMBERED: Final = re.compile(r"(?:指标[0-9]+[:、.]?|[0-9]+[:、.])(?![0-9])")


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    """Return a name without blanks, stars, its number and a remark in brackets at its end.

    >>> plain_name("★ 培训人数（人）"), plain_name("指标1：培训人数"), plain_name("3.5公里道路")
    ('培训人数', '培训人数', '3.5公里道路')
    """
    return _NUMBERED.sub("", _BRACKET.sub("", compact(name).lstrip("★☆*")), count=1)


def compact(text: str) -> str:
    """Return a text without blanks and full-width forms, to compare it.

    >>> compact("培训 人数（人）")
    '培训人数(人)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def thresholds(cell: Cell) -> Iterator[Threshold]:
    """Yield the bounds in a value that are a number and a unit."""
    for part in parts(cell.value):
        if isinstance(part, Threshold):
            yield part


def below(unit: Unit) -> tuple[str, ...]:
    """Return the names below the line, as written.

    >>> below(Unit("元/人/10万人"))
    ('人', '10万人')
    """
    return tuple(unit.text.split("/")[1:])


def one_slash(unit: Unit) -> str:
    """Return a unit with one slash, who receives before the time.

    >>> one_slash(Unit("元/月/人")), one_slash(Unit("元/人"))
    ('元/(人·月)', '元/人')
    """
    under = sorted(below(unit), key=is_time)
    return unit.text if len(under) < 2 else f"{unit.text.split('/')[0]}/({'·'.join(under)})"


def is_one_project(readings: Sequence[Reading], terms: Terms) -> bool:
    """Return whether the output indicators stand together; a table that comes back to them has several projects."""
    runs = groupby(terms.level(reading.row.level1) == "output" for reading in readings)
    return sum(is_output for is_output, _ in runs) < 2


def with_unit(cell: Cell, wanted: str) -> str | None:
    """Return the text of a value without unit with the unit behind its last digit, if it is then read so.

    Beside a column that has a part of the unit, 万, there is no telling what the value itself should say.
    """
    if (cell.unit or "").strip() not in {"", *vocabulary().missing}:
        return None
    text = cell.text.rstrip()
    digits = [at for at, char in enumerate(text) if char.isdigit()]
    if not digits:
        return None
    end = digits[-1] + 1
    end += len(scale_of(text, end))
    fix = f"{text[:end]}{wanted}{text[end:]}"
    try:
        read = parse(fix, relation=cell.relation)
    except IndicatorError:
        return None
    units = {str(one.quantity.unit) for one in parts(read) if isinstance(one, Threshold)}
    return fix if all(unit.endswith((wanted, Unit(wanted).text)) for unit in units) else None


def shown_yuan(yuan: Decimal | Fraction) -> str:
    """Return an amount in 元 as people write it; more than 分 is rounded and said to be.

    >>> shown_yuan(Decimal("7504790")), shown_yuan(Fraction(1000, 3))
    ('7504790元', '约333.33元')
    """
    cents = Fraction(yuan) * 100
    whole = round(cents)
    text = f"{Decimal(whole) / 100:f}"
    return f"{'' if cents == whole else '约'}{text.removesuffix('.00')}元" if "." in text else f"{text}元"
