"""Say why a text is no value: code, place, what was expected, and a mend that has been tried.

The grammar tells which token it could not take and what could have stood there.  Most faults
have a better name than that: each *finder* below knows one kind of fault by its look and
proposes mends; the first finder that recognises the text names the error.  A mend is offered
only if the mended text is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import attrs

from indicator_dsl.errors import IndicatorError, IndicatorSyntaxError, UnitError
from indicator_dsl.numerals import DIGITS, NUMERAL_CHARS, SCALES, numeral_value
from indicator_dsl.parsing._plans import Failure, Located, build
from indicator_dsl.parsing._scanner import Tokens
from indicator_dsl.parsing._spellings import canonical_unit
from indicator_dsl.parsing.rules import Context
from indicator_dsl.units import nearest_unit

__all__ = ["explain_failure", "explain_refusal"]

#: Says whether a mended text is read.
Reads = Callable[[str], bool]


@attrs.frozen
class _Fault:
    """A recognised fault: code, span, words for the message, mends to try in order."""

    code: str
    start: int
    end: int
    words: dict[str, str] = attrs.field(factory=dict)
    mends: tuple[str, ...] = ()
    error: type[IndicatorError] = IndicatorSyntaxError

    def raised(self, text: str, reads: Reads, expected: tuple[str, ...] = ()) -> IndicatorError:
        """Return the error, with the first mend that is read."""
        fix = _first(self.mends, reads)
        error = self.error(self.code, text, self.start, self.end, expected=expected, fix=fix)
        error.words = dict(self.words)
        return error


@attrs.frozen
class _Case:
    """What a finder looks at: the text, its tokens, and where the grammar stopped."""

    text: str
    tokens: Tokens
    index: int
    expected: frozenset[str]

    @property
    def at(self) -> int:
        """Where the grammar stopped, in characters."""
        starts = self.tokens[2]
        return starts[self.index] if self.index < len(starts) else len(self.text.rstrip())

    @property
    def kinds(self) -> list[str]:
        """The terminals of the text."""
        return self.tokens[0]

    def span(self, index: int) -> tuple[int, int]:
        """Return the span of a token in the text, without blanks at its end."""
        starts = self.tokens[2]
        start = starts[index]
        end = starts[index + 1] if index + 1 < len(starts) else len(self.text)
        return start, start + len(self.text[start:end].rstrip(" \t\u3000\u00a0\r\n$"))

    def without(self, start: int, end: int) -> tuple[str, ...]:
        """Return the text with a span cut out as a mend; none if that would join two numbers."""
        before, after = self.text[:start], self.text[end:]
        joins = before[-1:].isdigit() and after[:1].isdigit()
        return () if joins else (before + after,)


_Finder = Callable[[_Case], _Fault | None]


def explain_failure(text: str, tokens: Tokens, failure: Failure, reads: Reads) -> IndicatorError:
    """Return the error for a text whose shape the grammar refuses."""
    case = _Case(text, tokens, failure.at, failure.expected)
    fault = next(filter(None, (finder(case) for finder in _FINDERS)))
    expected = _expected(failure.expected) if fault.code in _TELLS_EXPECTED else ()
    return fault.raised(text, reads, expected)


def explain_refusal(text: str, tokens: Tokens, context: Context, reads: Reads) -> IndicatorError:
    """Return the error for a text whose shape is right and whose meaning is not."""
    try:
        build(tokens[0], tokens[1], context)
    except Located as located:
        case = _Case(text, tokens, located.last, frozenset())
        finders = (*_SPECIAL_FORMS, _vague) if located.refusal.code == "bad-numeral" else _SPECIAL_FORMS
        for finder in finders:
            fault = finder(case)
            if fault is not None:
                return fault.raised(text, reads)
        start, end = case.span(located.first)[0], case.span(located.last)[1]
        code, words = located.refusal.code, located.refusal.words
        mends = _MENDS.get(code, lambda *_: ())(case, start, end)
        return _Fault(code, start, end, words, tuple(islice(mends, _MOST_MENDS))).raised(text, reads)
    msg = "the plan refused what the tree accepts"
    raise AssertionError(msg)


def _first(mends: Iterable[str], reads: Reads) -> str | None:
    return next((mend for mend in islice(mends, _MOST_MENDS) if reads(mend)), None)


#: So many mends are tried at most: each costs as much as reading the text.
_MOST_MENDS = 4


# ── finders: one kind of fault each, the more telling first ──────────────────────────────────


def _pattern(code: str, pattern: str, mend: Callable[[re.Match[str]], str] | None = None) -> _Finder:
    compiled = re.compile(pattern)

    def find(case: _Case) -> _Fault | None:
        match = compiled.search(case.text)
        if match is None:
            return None
        mends = () if mend is None else (case.text[: match.start()] + mend(match) + case.text[match.end() :],)
        return _Fault(code, match.start(), match.end(), {"found": match[0]}, mends)

    return find


_formula = _pattern("formula", r"^\s*[=＝]\s*[A-Za-z]+[0-9]*\s*[(（:+*/-]|^\s*[=＝]\s*[A-Z]{1,3}[0-9]+\b")
_document = _pattern("document-number", r"[〔\[［【(（]\s*(?:19|20)[0-9]{2}\s*[〕\]］】)）]\s*第?[0-9]+\s*号")
_clock = _pattern(
    "time-of-day",
    r"(?<![0-9:：])(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?![0-9])|[0-9]{1,2}\s*(?:时|点)(?:[0-9]{1,2}分)?\s*(?=前|之前|以前|后|至|到|-|$)",
)
_phone = _pattern("phone-number", r"(?<![0-9])(?:0[0-9]{2,3}[-－—][0-9]{7,8}|1[3-9][0-9]{9})(?![0-9])")
_short_year = _pattern(
    "ambiguous-date",
    r"(?<![0-9０-９])([0-9]{2})年(?=\s*(?:[0-9]{1,2}\s*月|年?底|年?末|第?[一二三四]季度|上半年|下半年))",
    lambda m: f"20{m[1]}年",
)
_run_together = _pattern(
    "ambiguous-date",
    r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])(?=\s*(?:$|前|之前|以前|底|日))",
    lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日",
)
_placeholder = _pattern("placeholder", r"[*＊]+|(?<![A-Za-z])[Xx×]{2,}(?![A-Za-z])|_{2,}|…+|\.{3,}|待[定填]")

_LOOKALIKE_DIGITS = str.maketrans(
    {
        "o": "0",
        "O": "0",
        "Ｏ": "0",
        "〇": "0",
        "○": "0",
        "零": "0",
        "l": "1",
        "I": "1",
        "|": "1",
        "i": "1",
        "S": "5",
        "s": "5",
        "B": "8",
        "Z": "2",
        "z": "2",
    }
)
_BROKEN_NUMBER = re.compile(
    r"[0-9]+[oOＯlI|iSsBZz]+(?=[0-9%％])[0-9]*|[0-9]+[oOＯ]+(?=[\u4e00-\u9fff%％])|(?<![A-Za-z])[oOＯlI|iSsBZz]+(?=[0-9])[0-9]+|[0-9]+[。][0-9]+"
)
_HAN_DIGITS = str.maketrans({char: str(value) for char, value in DIGITS.items()})
_MIXED = re.compile(
    "[0-9]+[零〇○一二三四五六七八九两]+|[零〇○一二三四五六七八九十百千两]+[0-9]+|[零〇○一二三四五六七八九十百千两]+[oO]+"
)


def _broken(case: _Case) -> _Fault | None:
    match = _BROKEN_NUMBER.search(case.text)
    if match is None:
        return None
    mended = match[0].translate(_LOOKALIKE_DIGITS).replace("。", ".")
    return _Fault(
        "broken-number",
        match.start(),
        match.end(),
        {"found": match[0]},
        (case.text[: match.start()] + mended + case.text[match.end() :],),
    )


def _mixed(case: _Case) -> _Fault | None:
    match = _MIXED.search(case.text)
    if match is None or "第" in case.text[max(0, match.start() - 1) : match.start()]:
        return None
    near = case.tokens[2][max(0, case.index - 2) : case.index + 2]
    if not any(match.start() <= start <= match.end() for start in near):
        return None
    digits = match[0].translate(_LOOKALIKE_DIGITS).translate(_HAN_DIGITS)
    mends = [case.text[: match.start()] + digits + case.text[match.end() :]]
    chinese = re.sub("[oO]", "零", match[0])
    if numeral_value(chinese):
        mends.append(case.text[: match.start()] + chinese + case.text[match.end() :])
    return _Fault("broken-number", match.start(), match.end(), {"found": match[0]}, tuple(mends))


def _vague(case: _Case) -> _Fault | None:
    match = _vague_pattern().search(case.text)
    if match is None:
        return None
    found = match[0]
    mends: list[str] = []
    if found.endswith(("余", "多", "来")):
        number = found[:-1]
        mends = [case.text[: match.start()] + sign + number + case.text[match.end() :] for sign in ("≥", "")]
    tenths = numeral_value(found[:-1]) if found.endswith("成") else None
    if tenths is not None:
        mends = [f"{case.text[: match.start()]}{tenths * 10:f}%{case.text[match.end() :]}"]
    return _Fault("vague-number", match.start(), match.end(), {"found": found}, tuple(mends))


def _vague_pattern() -> re.Pattern[str]:
    scales, digits = "".join(SCALES), "".join(sorted(NUMERAL_CHARS - set(SCALES) - {"点"}))
    return re.compile(
        f"[0-9]+[{scales}]*[余多来](?=[\u4e00-\u9fff]|$)|[{digits}{scales}]*[{scales}][余多来](?=[\u4e00-\u9fff]|$)"
        f"|(?:几|数|好几|若干|上|成)[{scales}]+|[{digits}]*十几|[{digits}]几|[0-9]+几"
        f"|[一二两三四五六七八九]{{2}}(?=[{scales}\u4e00-\u9fff])|(?<![完建达合形组构生])[{digits}0-9]成(?![0-9功立果效本员年就])"
    )


def _twice(case: _Case) -> _Fault | None:
    kinds, texts, _ = case.tokens
    for i in range(1, len(kinds)):
        if kinds[i - 1] not in _RELATIONS or kinds[i] not in _RELATIONS:
            continue
        start, end = case.span(i - 1)[0], case.span(i)[1]
        same = texts[i - 1] == texts[i]
        words = {"first": case.text[slice(*case.span(i - 1))], "second": case.text[slice(*case.span(i))]}
        mends = case.without(*case.span(i)) if same else ()
        return _Fault("repeated-relation" if same else "conflicting-relations", start, end, words, mends)
    return None


_RELATIONS = frozenset({"SIGN", "BEFORE", "PLUSMINUS"})


def _unit_letters(case: _Case) -> _Fault | None:
    kinds, texts, _ = case.tokens
    if case.index >= len(kinds) or kinds[case.index] != "LATIN":
        return None
    start, end = case.span(case.index)
    found = texts[case.index]
    near = nearest_unit(found)
    words = {"unit": found}
    mends = () if near is None else (case.text[:start] + near + case.text[end:],)
    return _Fault("unknown-unit", start, end, words, mends, UnitError)


def _same_unit(case: _Case) -> _Fault | None:
    kinds, texts, _ = case.tokens
    i = case.index
    if not 0 < i < len(kinds) or kinds[i - 1] != "UNIT":
        return None
    start = case.span(i)[0]
    rest = case.text[start:]
    for length in range(min(len(rest), 6), 0, -1):
        if canonical_unit(rest[:length]) == texts[i - 1]:
            return _Fault("repeated-unit", start, start + length, {}, case.without(start, start + length))
    return None


def _two_numbers(case: _Case) -> _Fault | None:
    i = case.index
    if 0 < i < len(case.kinds) and case.kinds[i] in _NUMBERS and case.kinds[i - 1] in _VALUE_ENDS:
        start, end = case.span(i)
        return _Fault("two-numbers", start, end)
    return None


_NUMBERS = frozenset({"NUMBER", "NUMERAL", "MONTH", "YEAR", "DAY", "SIGN", "BEFORE", "PART_OF", "WHOLE"})
_VALUE_ENDS = frozenset({"NUMBER", "NUMERAL", "UNIT", "AFTER", "DAY", "YEAR", "WHOLE"})


def _comma(case: _Case) -> _Fault | None:
    if case.index >= len(case.kinds) or case.kinds[case.index] != "COMMA":
        return None
    start, end = case.span(case.index)
    text = case.text
    return _Fault("ambiguous-comma", start, end, {}, (text[:start] + "," + text[end:],))


def _bracket(case: _Case) -> _Fault | None:
    for opening, closing in ("()", "（）", "[]"):
        wide = case.text.replace("（", "(").replace("）", ")")
        o, c = opening.replace("（", "("), closing.replace("）", ")")
        if wide.count(o) != wide.count(c):
            at = wide.rfind(o) if wide.count(o) > wide.count(c) else wide.rfind(c)
            closed = (case.text + ("）" if case.text[at] == "（" else c),) if wide[at] == o else ()
            mends = closed + case.without(at, at + 1)
            return _Fault("unbalanced-bracket", at, at + 1, {"found": case.text[at]}, mends)
    return None


def _unlimited(case: _Case) -> _Fault | None:
    """控制在541万元 gives no direction."""
    if "HOLD" not in case.kinds or case.index < len(case.kinds):
        return None
    start, end = case.span(case.kinds.index("HOLD"))
    return _Fault("no-limit", start, end, {"found": case.text[start:end]}, (case.text.rstrip() + "以内",))


def _ends_early(case: _Case) -> _Fault | None:
    if case.index < len(case.kinds):
        return None
    end = len(case.text.rstrip())
    if case.kinds and case.kinds[-1] == "WORD" and case.kinds[0] != "WORD":
        return None
    return _Fault("incomplete", end, len(case.text))


def _letters(case: _Case) -> _Fault | None:
    i = case.index
    if i < len(case.kinds) and case.kinds[i] == "OTHER":
        start, end = case.span(i)
        end = max(end, start + 1)
        return _Fault("unexpected-character", start, end, {"found": case.text[start:end]}, case.without(start, end))
    return None


def _prose(case: _Case) -> _Fault | None:
    i = min(case.index, len(case.kinds) - 1)
    if case.kinds[i] != "WORD":
        return None
    start, end = case.span(i)
    later = any(kind in _NUMBERS for kind in case.kinds[i + 1 :])
    if (i == 0 and case.index > 0) or (later and i > 0):
        start, end = 0, len(case.text)
    return _Fault("words-around-number", start, end, {"found": case.text[start:end]})


def _anything(case: _Case) -> _Fault | None:
    start, end = case.span(min(case.index, len(case.kinds) - 1))
    return _Fault("unexpected", start, max(end, start + 1), {"found": case.text[start:end]}, case.without(start, end))


#: Forms that have a name of their own and are no values.
_SPECIAL_FORMS: tuple[_Finder, ...] = (_formula, _document, _phone, _clock)
_FINDERS: tuple[_Finder, ...] = (
    *_SPECIAL_FORMS,
    _short_year,
    _run_together,
    _placeholder,
    _broken,
    _mixed,
    _vague,
    _twice,
    _unit_letters,
    _same_unit,
    _comma,
    _bracket,
    _two_numbers,
    _unlimited,
    _ends_early,
    _letters,
    _prose,
    _anything,
)
_TELLS_EXPECTED = frozenset({"incomplete", "unexpected", "unexpected-character"})


# ── mends for refusals ─────────────────────────────────────────────────────────────────


def _swap(case: _Case, start: int, end: int) -> Iterator[str]:
    """Yield the text with the two sides of a connector or 且 changed over."""
    text = case.text
    for i, kind in enumerate(case.kinds):
        if kind in {"CONNECT", "DASH", "AND"} and i:
            a, b = case.span(i)
            yield text[:start] + text[b:end].strip() + text[a:b] + text[start:a].strip() + text[end:]


def _colon(case: _Case, start: int, end: int) -> Iterator[str]:
    del start, end
    for i, kind in enumerate(case.kinds):
        if kind == "WORD":
            at = case.span(i)[1]
            yield f"{case.text[:at]}：{case.text[at:].lstrip()}"
            return


def _drop_zeros(case: _Case, start: int, end: int) -> Iterator[str]:
    yield case.text[:start] + case.text[start:end].lstrip("0０") + case.text[end:]


def _date_words(case: _Case, start: int, end: int) -> Iterator[str]:
    text = case.text[start:end]
    match = re.fullmatch(r"\s*([0-9]{4})(?:([0-9]{2})([0-9]{2})|[.．]([0-9]{1,2}))\s*", text)
    if match:
        month = int(match[2] or match[4])
        day = f"{int(match[3])}日" if match[3] else ""
        yield f"{case.text[:start]}{match[1]}年{month}月{day}{case.text[end:]}"


_MENDS: dict[str, Callable[[_Case, int, int], Iterator[str]]] = {
    "inverted": _swap,
    "empty-interval": _swap,
    "label-needs-colon": _colon,
    "leading-zero": _drop_zeros,
    "ambiguous-date": _date_words,
}


# ── what was expected, in words ────────────────────────────────────────────────────────────

#: Terminal → name in messages.toml; terminals that say nothing to a reader are left out.
_EXPECTED = {
    "SIGN": "relation",
    "BEFORE": "relation",
    "NUMBER": "number",
    "NUMERAL": "number",
    "UNIT": "unit",
    "SLASH": "slash",
    "YEAR": "date",
    "ISO_DATE": "date",
    "MONTH": "date",
    "DAY": "day",
    "GRADE": "grade",
    "AFTER": "after",
    "CONNECT": "connector",
    "BY": "by",
    "RPAR": "closing",
    "RBRACK": "closing",
    "SEP": "separator",
    "COLON": "colon",
    "$END": "end",
}


def _expected(terminals: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for terminal, name in _EXPECTED.items() if terminal in terminals))
