"""Mends for texts whose shape is right and whose meaning is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from indicator_dsl.numerals import NUMERAL_CHARS
from indicator_dsl.parsing.explaining._case import Case
from indicator_dsl.vocabulary import vocabulary

__all__ = ["MENDS"]


def _swap(case: Case, start: int, end: int) -> Iterator[str]:
    """Yield the text with the two sides of a connector or 且 changed over; bare numbers may be anything."""
    text = case.text
    if (
        not {"UNIT", "YEAR", "ISO_DATE"} & set(case.kinds) or "MONTH" in case.kinds
    ):  # 11月-3月 goes over the turn of the year
        return
    for i, kind in enumerate(case.kinds):
        # 5000-1万元: whose unit the first number has is open
        if kind in {"CONNECT", "DASH", "AND"} and i and (kind == "AND" or case.kinds[i - 1] != "NUMBER"):
            a, b = case.span(i)
            yield text[:start] + text[b:end].strip() + text[a:b] + text[start:a].strip() + text[end:]


def _colon(case: Case, start: int, end: int) -> Iterator[str]:
    del start, end
    for i, kind in enumerate(case.kinds):
        if kind == "WORD":
            label = case.tokens[1][i]
            limits = any(word in label for word in ("限", "最高", "最低")) or any(c in NUMERAL_CHARS for c in label)
            if limits or not label.endswith(vocabulary().named_by):
                return
            at = case.span(i)[1]
            yield f"{case.text[:at]}：{case.text[at:].lstrip()}"
            return


def _exceeding(case: Case, start: int, end: int) -> Iterator[str]:
    """Yield the text with the sign of a word that nobody uses as a name: >500万人次 of 突破500万人次."""
    del start, end
    if case.kinds[0] == "WORD" and case.tokens[1][0] in {"突破", "不止", "逾"}:
        yield f">{case.text[case.span(0)[1] :].lstrip()}"


def _event(case: Case, start: int, end: int) -> Iterator[str]:
    """Yield the text as a time to keep, where a word says what it is counted from: 文件下达后30日."""
    del start, end
    if case.kinds[0] == "WORD" and vocabulary().is_event(case.tokens[1][0].strip()):
        yield f"{case.text.rstrip()}内"


def _drop_zeros(case: Case, start: int, end: int) -> Iterator[str]:
    yield case.text[:start] + case.text[start:end].lstrip("0０") + case.text[end:]


def _date_words(case: Case, start: int, end: int) -> Iterator[str]:
    text = case.text[start:end]
    match = re.fullmatch(r"\s*([0-9]{4})(?:([0-9]{2})([0-9]{2})|[.．]([0-9]{1,2}))\s*", text)
    if match:
        month = int(match[2] or match[4])
        day = f"{int(match[3])}日" if match[3] else ""
        yield f"{case.text[:start]}{match[1]}年{month}月{day}{case.text[end:]}"


def _share_of(case: Case, start: int, end: int) -> Iterator[str]:
    """Yield a share with what it is of as a remark: ≤30%（占总造价） of 不超过总造价的30%."""
    del start, end
    v = vocabulary()
    words = sorted(v.before, key=len, reverse=True)
    word = next((one for one in words if case.text.startswith(one)), None)
    whole, of, number = case.text[len(word or "") :].rpartition("的")
    if word is not None and of and number.strip().endswith(("%", "％")):
        yield f"{v.before[word].sign}{number.strip()}（占{whole}）"


MENDS: dict[str, Callable[[Case, int, int], Iterator[str]]] = {
    "inverted": _swap,
    "empty-interval": _swap,
    "label-needs-colon": lambda *where: chain(_exceeding(*where), _colon(*where)),
    "not-a-label": _event,
    "words-around-number": _share_of,
    "leading-zero": _drop_zeros,
    "ambiguous-date": _date_words,
}
