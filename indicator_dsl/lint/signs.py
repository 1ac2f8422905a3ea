"""Relations as they are written: finding them in a text, and writing another in their place.

A text is changed where the relation stands and nowhere else, and a changed text is only handed
out if it is read as it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final

from attrs import evolve

from indicator_dsl.comparators import Change, Comparator, Threshold
from indicator_dsl.lint.instead import read_instead
from indicator_dsl.lint.reading import Cell
from indicator_dsl.relations import Relation
from indicator_dsl.vocabulary import any_of, vocabulary

__all__ = ["SIGN", "after_words", "before_words", "in_signs", "related", "with_relation"]

#: The signs of a relation, look-alikes and LaTeX included.
SIGN: Final = re.compile(
    r"(?:[≥≤]\s*[=＝]|[≥≧⩾≤≦⩽≠≈]|[<>＜＞﹤﹥]\s*[=＝]|[=＝]\s*[<>＜＞]|[=＝═]{1,2}|[<>＜＞﹤﹥]"
    r"|\\[gl]e(?:qslant|qq|q)?(?![a-z])|\\[gl]t(?![a-z]))[ \t\u3000\u00a0]*"
)
_BLANKS = "[ \t\u3000\u00a0]*"
#: Where a number may begin: digits, a share in words, a numeral.
_NUMBER = r"[-+－＋]?[0-9０-９]|百分之|千分之|[¥￥]|人民币|[一二两三四五六七八九十百千万零〇壹贰叁肆伍陆柒捌玖拾佰仟]"
#: Where one may begin, once for each number.
_A_NUMBER: Final = re.compile(rf"(?<![0-9０-９.．])(?:{_NUMBER})")
#: A value of which the number meant is not among so many is mended by hand.
_MOST_NUMBERS: Final = 3
#: What separates the values of a cell.
_APART = "；;，,、\\n"


@cache
def before_words() -> re.Pattern[str]:
    """Return a pattern of the relation words that stand before a number, with the number's beginning ahead."""
    return re.compile(f"(?P<word>{any_of(vocabulary().before)}){_BLANKS}(?={_NUMBER}|{SIGN.pattern}(?:{_NUMBER}))")


@cache
def after_words() -> re.Pattern[str]:
    """Return a pattern of an amount and the relation word behind it, and of the word that announces it (控制在)."""
    v = vocabulary()
    return re.compile(
        f"(?P<hold>{any_of(v.hold)})?{_BLANKS}(?<![0-9０-９.])(?P<amount>(?:{_NUMBER})[^{_APART}]{{0,40}}?){_BLANKS}(?P<word>{any_of(v.after)})"
    )


def related(value: Comparator, relation: Relation) -> Comparator | None:
    """Return a value with another relation; ``None`` for what has none or is several."""
    match value:
        case Threshold() | Change():
            return evolve(value, relation=relation, implied=False)
    return None


def with_relation(cell: Cell, relation: Relation, year: int | None = None) -> str | None:
    """Return the text of a cell with another relation; ``None`` where it cannot be had by one edit.

    >>> from indicator_dsl.parsing import parse
    >>> with_relation(Cell("≥ 100 %", value=parse("≥ 100 %")), Relation.EQ)
    '=100 %'
    >>> with_relation(Cell("70%", value=parse("70%")), Relation.GE)
    '≥70%'
    >>> with_relation(Cell("每人每月1,050元", value=parse("每人每月1,050元")), Relation.EQ)
    '=1050元/人/月'
    """
    if cell.value is None or (wanted := related(cell.value, relation)) is None:
        return None
    sign = relation.sign
    text = cell.text
    # ≥八千人 and 每人每月=1,050元 would be read, and nobody writes them
    is_odd = text.startswith("每") or not any(char.isdigit() for char in text)
    canonical = [str(wanted)] if is_odd else []
    for fix in (*canonical, *_signed(text, sign), in_signs(text, sign)):
        if fix != text and read_instead(cell, fix, year) == wanted:
            return fix
    return None


def _signed(text: str, sign: str) -> Iterator[str]:
    """Yield a text with a sign where its sign is, or before one of its numbers where it has no relation.

    >>> list(_signed("较2024年下降1.5%", "≥"))
    ['较≥2024年下降1.5%', '较2024年下降≥1.5%']
    """
    found = SIGN.search(text)
    if found is not None:
        yield f"{text[: found.start()]}{sign}{text[found.end() :]}"
        return
    for number in islice(_A_NUMBER.finditer(text), _MOST_NUMBERS):
        yield f"{text[: number.start()]}{sign}{text[number.start() :]}"


def in_signs(text: str, sign: str | None = None) -> str:
    """Return a text with the relation words made signs: the sign given, or that of each word.

    >>> in_signs("不少于3次"), in_signs("控制在500万元以内"), in_signs("完成率95%以上")
    ('≥3次', '≤500万元', '完成率≥95%')
    """
    v = vocabulary()
    text = before_words().sub(lambda found: sign or v.before[found["word"]].sign, text)
    return after_words().sub(lambda found: f"{sign or v.after[found['word']].sign}{found['amount']}", text)
