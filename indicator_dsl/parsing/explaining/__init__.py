"""Say why a text is no value: code, place, what was expected, and a mend that has been tried.

The grammar tells which token it could not take and what could have stood there.  Most faults
have a better name than that: each *finder* knows one kind of fault by its look and
proposes mends; the first finder that recognises the text names the error.  A mend is offered
only if the mended text is read.
"""

from __future__ import annotations

from itertools import islice

from indicator_dsl.errors import IndicatorError
from indicator_dsl.parsing._plans import Failure, Located, build
from indicator_dsl.parsing._scanner import Tokens
from indicator_dsl.parsing.explaining import _numbers, _shapes
from indicator_dsl.parsing.explaining._case import MOST_MENDS, Case, Fault, Finder, Reads
from indicator_dsl.parsing.explaining._forms import PLACEHOLDERS, SHORT_DATES, SPECIAL_FORMS
from indicator_dsl.parsing.explaining._mends import MENDS
from indicator_dsl.parsing.rules import Context

__all__ = ["explain_failure", "explain_refusal"]

#: The more telling first; the last one fits everything.
_FINDERS: tuple[Finder, ...] = (
    *SPECIAL_FORMS,
    *SHORT_DATES,
    *PLACEHOLDERS,
    _numbers.broken,
    _numbers.mixed,
    _numbers.half,
    _numbers.vague,
    _shapes.twice,
    _shapes.unit_letters,
    _shapes.same_unit,
    _shapes.comma,
    _shapes.bracket,
    _shapes.two_numbers,
    _shapes.number_aside,
    _shapes.bound_amid_unit,
    _shapes.unlimited,
    _shapes.ends_early,
    _shapes.letters,
    _shapes.sign_on_words,
    _shapes.prose,
    _shapes.anything,
)


_TELLS_EXPECTED = frozenset({"incomplete", "unexpected", "unexpected-character"})


def explain_failure(text: str, tokens: Tokens, failure: Failure, reads: Reads) -> IndicatorError:
    """Return the error for a text whose shape the grammar refuses."""
    case = Case(text, tokens, failure.at, failure.expected)
    fault = next(filter(None, (finder(case) for finder in _FINDERS)))
    expected = _expected(failure.expected) if fault.code in _TELLS_EXPECTED else ()
    return fault.raised(text, reads, expected)


def explain_refusal(text: str, tokens: Tokens, context: Context, reads: Reads) -> IndicatorError:
    """Return the error for a text whose shape is right and whose meaning is not."""
    try:
        build(tokens[0], tokens[1], context)
    except Located as located:
        case = Case(text, tokens, located.last, frozenset())
        finders = (*SPECIAL_FORMS, _numbers.vague) if located.refusal.code == "bad-numeral" else SPECIAL_FORMS
        for finder in finders:
            fault = finder(case)
            if fault is not None:
                return fault.raised(text, reads)
        start, end = case.span(located.first)[0], case.span(located.last)[1]
        code, words = located.refusal.code, located.refusal.words
        mends = MENDS.get(code, lambda *_: ())(case, start, end)
        return Fault(code, start, end, words, tuple(islice(mends, MOST_MENDS))).raised(text, reads)
    msg = "the plan refused what the tree accepts"
    raise AssertionError(msg)


#: Terminal → name in messages.toml; terminals that say nothing to a reader are left out.
_EXPECTED = {
    "SIGN": "relation",
    "BEFORE": "relation",
    "WHEN": "relation",
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
    "WITHIN": "after",
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
