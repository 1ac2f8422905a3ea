"""Forms that have a name of their own and are no values: formulas, clock times, telephone numbers, short years."""

from __future__ import annotations

import re
from collections.abc import Callable

from indicator_dsl.parsing.explaining._case import Case, Fault, Finder
from indicator_dsl.vocabulary import any_of, vocabulary

__all__ = ["PLACEHOLDERS", "SHORT_DATES", "SPECIAL_FORMS"]


def _pattern(code: str, pattern: str, mend: Callable[[re.Match[str]], str] | None = None) -> Finder:
    compiled = re.compile(pattern)

    def find(case: Case) -> Fault | None:
        match = compiled.search(case.text)
        if match is None:
            return None
        mends = () if mend is None else (case.replaced(match, mend(match)),)
        return Fault(code, match.start(), match.end(), {"found": match[0]}, mends)

    return find


_formula = _pattern(
    "formula",
    r"^\s*[=＝]\s*[A-Za-z]+[0-9]*\s*[(（:+*/-]|^\s*[=＝]\s*[A-Z]{1,3}[0-9]+\b|^\s*#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)",
)
_document = _pattern(
    "document-number",
    r"(?<![A-Za-z])[A-Z]{2,}[0-9]*(?:/[A-Z])?\s*[0-9]+(?:\.[0-9]+)?\s*[-—–－]\s*(?:19|20)[0-9]{2}(?![0-9])"
    r"|[〔\[［【(（]\s*(?:19|20)[0-9]{2}\s*[〕\]］】)）]\s*第?[0-9]+\s*号",
)
_clock = _pattern(
    "time-of-day",
    r"(?<!比[≥≤<>=])(?<!比)(?<!比：)(?<![0-9:：.])(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?![0-9])|(?<![0-9.])[0-9]{1,2}\s*(?:时|点)(?:[0-9]{1,2}分)?\s*(?=前|之前|以前|后|至|到|-|$)",
)
_phone = _pattern("phone-number", r"(?<![0-9])(?:0[0-9]{2,3}[-－—][0-9]{7,8}|1[3-9][0-9]{9})(?![0-9])")
_short_year = _pattern(
    "ambiguous-date",
    r"(?<![0-9０-９])([0-9]{2})年(?=\s*(?:[0-9]{1,2}\s*月|年?底|年?末|第?[一二三四]季度|上半年|下半年))",
    lambda m: f"20{m[1]}年",
)
_short_end = _pattern(
    "ambiguous-date",
    r"(?<![0-9])((?:19|20)[0-9]{2})年?(\s*[-－~～—–至到]{1,2}\s*)([0-9]{2})年",
    lambda m: f"{m[1]}年{m[2]}{m[1][:2]}{m[3]}年",
)
_run_together = _pattern(
    "ambiguous-date",
    r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])(?=\s*(?:$|前|之前|以前|底|日))",
    lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日",
)
_placeholder = _pattern(
    "placeholder",
    # one star between numbers is a product: 7*24小时, 4期*50人
    r"[*＊]{2,}|(?<![0-9\u4e00-\u9fff])[*＊]|[*＊](?![0-9])|(?<![A-Za-z])[Xx×]{2,}(?![A-Za-z])|(?<=[≥≤>=<])\s*[XxＸ](?=\s*(?:[\u4e00-\u9fff%％]|$))|_{2,}|…+|\.{3,}|待[定填]|^\s*(?:"
    + any_of(word for word in vocabulary().placeholders if word.isalpha())
    + r")\s*$",
)


#: Anywhere in a text, whatever else is wrong with it.
SPECIAL_FORMS: tuple[Finder, ...] = (_formula, _document, _phone, _clock, _short_end)
SHORT_DATES: tuple[Finder, ...] = (_short_year, _run_together)
PLACEHOLDERS: tuple[Finder, ...] = (_placeholder,)
