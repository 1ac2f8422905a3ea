"""Text to comparator: the one public function of this folder is :func:`parse`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indicator_dsl.comparators import Comparator, Missing
from indicator_dsl.errors import IndicatorError, IndicatorSyntaxError
from indicator_dsl.numerals import HALF_AMOUNT, numeral_value
from indicator_dsl.parsing._plans import Failure, plan_of
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.parsing._templates import from_template
from indicator_dsl.parsing.rules import NO_CONTEXT, Context, Refusal
from indicator_dsl.vocabulary import vocabulary

if TYPE_CHECKING:
    from indicator_dsl.parsing._scanner import Tokens

__all__ = ["MAX_LENGTH", "parse"]

#: The longest text that is read, in characters; a longer one is refused (``too-long``).
MAX_LENGTH = 4096


def parse(text: str, *, unit: str | None = None, relation: str | None = None, year: int | None = None) -> Comparator:
    """Read the text of one cell.

    The function is total: for any ``str`` it returns a comparator or raises an
    :class:`IndicatorError`, in time linear in the length of the text.  It never drops a
    character to make the rest fit, and a text with a number in it never becomes qualitative.

    Args:
        text: the cell as a reader of the table sees it, of at most :data:`MAX_LENGTH` characters.
        unit: the text of the unit column, where the table has one.
        relation: the text of the relation column (``≥``, ``大于等于``, ``定性``), where there is one.
        year: the budget year, which dates without a year take.

    Returns:
        One of the comparators; :class:`Missing` for an empty cell or a marker such as ``/``.

    Raises:
        IndicatorSyntaxError: the text is no value of the language.
        UnitError: a unit is unknown, or text and unit column disagree.
        TypeError: ``text`` is no string.

    >>> parse("≥ 2200 人")
    Threshold('>=', Quantity('2200', '人'))
    >>> parse("95", relation="≥", unit="%")
    Threshold('>=', Quantity('95', '%'))
    >>> str(parse("12月底前", year=2025))
    '2025年12月31日前'
    """
    if not isinstance(text, str):
        msg = f"a value is parsed from a str, not from {type(text).__name__}"
        raise TypeError(msg)
    if unit is None and relation is None and year is None and len(text) <= MAX_LENGTH:
        return from_template(text) or _read(text, NO_CONTEXT)
    for name, value, kind in (("unit", unit, str), ("relation", relation, str), ("year", year, int)):
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            msg = f"{name} is {kind.__name__} or None, not {type(value).__name__}"
            raise TypeError(msg)
    if len(text) <= MAX_LENGTH:  # a template reads no date, so the year is nothing to it
        found = from_template(text, unit, relation)
        if found is not None:
            return found
    if len(text) > MAX_LENGTH:
        raise IndicatorSyntaxError("too-long", text, MAX_LENGTH, len(text), limit=str(MAX_LENGTH))
    from indicator_dsl.parsing._columns import columns  # most calls have no columns

    beside = columns(unit, relation)
    context = beside.context(year)
    try:
        return beside.complete(text, _read(text, context))
    except IndicatorError as error:
        if error.fix is not None and error.text == text:
            try:  # a mend has to agree with the columns as well
                beside.complete(error.fix, _read_only(error.fix, context))
            except IndicatorError:
                error.fix = None
        raise


def _read(text: str, context: Context) -> Comparator:
    tokens = scan(text)
    if context.has_unit and tokens[0] == ["WORD"] and numeral_value(text.strip()) is not None:
        tokens = (["NUMERAL"], [text.strip()], tokens[2])  # 三 is a number where the column beside it has the unit
    plan = plan_of(tuple(tokens[0]))
    if not isinstance(plan, Failure):
        try:
            return plan(tokens[1], context)  # type: ignore[no-any-return]
        except Refusal:
            raise _explained(text, tokens, None, context) from None
    return _without_number(text, tokens, plan, context)


def _without_number(text: str, tokens: Tokens, failure: Failure, context: Context) -> Comparator:
    """Read a text the productions for numbers and dates do not take: a marker or plain words."""
    v = vocabulary()
    bare = (_LATEX.sub("", text) if "\\" in text else text).strip()
    if not bare or bare in v.missing:
        return Missing()
    typed = next((word for word in v.type_words if bare.startswith(word)), None)
    if typed and _TYPE_END.match(bare, len(typed)):
        at = text.index(typed)
        mark = _TYPE_END.match(text, at + len(typed))
        end = at + len(typed) if mark is None else mark.end()
        rest = " " * end + text[end:]
        from indicator_dsl.parsing._columns import columns

        try:
            return columns(None, typed).complete(text, _read(rest, context))
        except IndicatorError as error:
            if error.text == rest:  # a mend of the rest alone has lost the type word
                error.text, error.fix = text, None
            raise
    if bare in v.placeholders or _has_number(text, tokens) or not any(char.isalnum() for char in bare):
        raise _explained(text, tokens, failure, context)
    labelled = _LABELLED.fullmatch(bare)
    if labelled:
        plan = plan_of(("WORD", "COLON", "TEXT"))
        parts = [labelled[1].strip(), "：", labelled[2].strip()]
    else:
        plan, parts = plan_of(("TEXT",)), [bare]
    assert not isinstance(plan, Failure)
    return plan(parts, context)  # type: ignore[no-any-return]


def _explained(text: str, tokens: Tokens, failure: Failure | None, context: Context) -> IndicatorError:
    def reads(candidate: str) -> bool:
        try:
            _read_only(candidate, context)
        except IndicatorError:
            return False
        return True

    from indicator_dsl.parsing.explaining import explain_failure, explain_refusal  # most texts need no explanation

    if failure is None:
        return explain_refusal(text, tokens, context, reads)
    return explain_failure(text, tokens, failure, reads)


def _read_only(text: str, context: Context) -> Comparator:
    """Read a text without explaining why it cannot be: for trying a mend."""
    tokens = scan(text)
    plan = plan_of(tuple(tokens[0]))
    if isinstance(plan, Failure):
        raise IndicatorError("unexpected", text)
    try:
        return plan(tokens[1], context)  # type: ignore[no-any-return]
    except Refusal as refusal:
        raise IndicatorError("unexpected", text) from refusal


_LATEX = re.compile(r"\$|\\text\{|\\mathrm\{|\}")
_TYPE_END = re.compile("[ \t\u3000\u00a0:：]+")
_LABELLED = re.compile("([^：:，。；,;、/（(]{1,15})\\s*[:：]\\s*([^：:]+)")
#: Digits of any script, relation signs, and symbols that only numbers have.
_NUMBER_MARKS = re.compile(r"[\d½⅓⅔¼¾⅛%％﹪‰±≥≧⩾≤≦⩽≠≈＜＞<>=＝═*＊]|\\(?:g|l)e|^\s*#[A-Z]|\\%|[A-Za-z]\s*[²³]")
#: Proportions said in words: 三比一, 一:三
_PROPORTION = re.compile("^[一二三四五六七八九十两]+\\s*[比:：]\\s*[一二三四五六七八九十两]+$")
_NUMBER_KINDS = frozenset(
    {"NUMERAL", "NUMBER", "YEAR", "MONTH", "DAY", "QUARTER", "PART_OF", "WHOLE", "SIGN", "MONEY", "LATIN"}
)


def _has_number(text: str, tokens: Tokens) -> bool:
    """Whether a text holds a digit, a numeral used as a number or a relation sign (SPEC §2)."""
    return (
        _NUMBER_MARKS.search(text) is not None
        or not _NUMBER_KINDS.isdisjoint(tokens[0])
        or ("半" in text and HALF_AMOUNT.search(text) is not None)
        or re.search(vocabulary().vague_amount, text) is not None
        or _PROPORTION.search(text) is not None
    )
