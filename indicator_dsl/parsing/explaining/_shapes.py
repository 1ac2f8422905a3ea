"""Faults told by the tokens: a relation twice, a letter that is no unit, a bracket left open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indicator_dsl.errors import UnitError
from indicator_dsl.parsing._spellings import canonical_unit
from indicator_dsl.parsing.explaining._case import Case, Fault
from indicator_dsl.units import nearest_unit

__all__ = [
    "anything",
    "bound_amid_unit",
    "bracket",
    "comma",
    "ends_early",
    "letters",
    "number_aside",
    "prose",
    "same_unit",
    "sign_on_words",
    "twice",
    "two_numbers",
    "unit_letters",
    "unlimited",
]


def twice(case: Case) -> Fault | None:
    kinds, texts, _ = case.tokens
    for i in range(1, len(kinds)):
        if kinds[i - 1] not in _RELATIONS or kinds[i] not in _RELATIONS:
            continue
        start, end = case.span(i - 1)[0], case.span(i)[1]
        same = texts[i - 1] == texts[i]
        words = {"first": case.text[slice(*case.span(i - 1))], "second": case.text[slice(*case.span(i))]}
        mends = case.without(*case.span(i)) if same else ()
        return Fault("repeated-relation" if same else "conflicting-relations", start, end, words, mends)
    return None


#: What a value ends with that its name may follow, 10名教师, and what the end of a month is said with.
_VALUE_CLOSES = frozenset({"UNIT", "AFTER", "WITHIN", "BY", "DAY", "MONTH", "END"})
_MONTH_END = re.compile("[底末][之以]?前?|[之以]?前")
_RELATIONS = frozenset({"SIGN", "BEFORE", "WHEN", "PLUSMINUS"})


def unit_letters(case: Case) -> Fault | None:
    kinds, texts, _ = case.tokens
    if case.index >= len(kinds) or kinds[case.index] != "LATIN":
        return None
    start, end = case.span(case.index)
    found = texts[case.index]
    near = nearest_unit(found)
    words = {"unit": found}
    # mPa and MPa, Mb and MB are different units: only capitals or small letters throughout are a slip
    # 100M is no length, 12w is 12万 and 5G no mass
    slip = (found.isupper() or found.islower()) and (len(found) > 1 and found[0] != "m")
    sure = near is not None and slip and case.text[end : end + 1] != "/"
    mends = (f"{case.text[:start]}{near}{case.text[end:]}",) if sure else ()
    return Fault("unknown-unit", start, end, words, mends, UnitError)


def same_unit(case: Case) -> Fault | None:
    kinds, texts, _ = case.tokens
    i = case.index
    if not 0 < i < len(kinds) or kinds[i - 1] != "UNIT":
        return None
    start = case.span(i)[0]
    rest = case.text[start:]
    for length in range(min(len(rest), 6), 0, -1):
        if canonical_unit(rest[:length]) == texts[i - 1]:
            return Fault("repeated-unit", start, start + length, {}, case.without(start, start + length))
    return None


def two_numbers(case: Case) -> Fault | None:
    i = case.index
    if 0 < i < len(case.kinds) and case.kinds[i] in _NUMBERS and case.kinds[i - 1] in _VALUE_ENDS:
        start, end = case.span(i)
        return Fault("two-numbers", start, end)
    return None


_NUMBERS = frozenset({"NUMBER", "NUMERAL", "MONTH", "YEAR", "DAY", "SIGN", "BEFORE", "WHEN", "PART_OF", "WHOLE"})
_VALUE_ENDS = frozenset({"NUMBER", "NUMERAL", "UNIT", "AFTER", "WITHIN", "DAY", "YEAR", "WHOLE", "END"})


def number_aside(case: Case) -> Fault | None:
    """≥60件（其中发明专利20件）, 95%（截至12月31日）: a number in brackets, a target of its own or a remark."""
    kinds, i = case.kinds, case.index
    if i >= len(kinds) or kinds[i] != "LPAR" or not i or kinds[-1] != "RPAR" or "LPAR" in kinds[i + 1 :]:
        return None
    if not _NUMBERS & set(kinds[i + 1 :]):
        return None
    (start, behind), (before, end) = case.span(i), case.span(len(kinds) - 1)
    note = case.text[behind:before].strip()
    return Fault("number-in-note", start, end, {"note": note}, tuple(_beside(case, case.text[:start], note)))


def _beside(case: Case, text: str, note: str) -> Iterator[str]:
    """Yield what a text and the number in its brackets are together; a remark has no better place in the cell."""
    inside = case.kinds[case.index + 1 : -1]
    if note[0] == "含" and note[1:] in text:
        yield text  # 95%以上（含95%）
    elif note.startswith("其中") or inside[0] in _DATES or (inside[0] == "WHEN" and inside[1] in _DATES):
        yield f"{text}，{note}"


_DATES = frozenset({"YEAR", "MONTH", "ISO_DATE", "YEAR_END"})


def bound_amid_unit(case: Case) -> Fault | None:
    """1200元左右/盏: the word belongs behind the whole unit."""
    i = case.index
    if not 0 < i < len(case.kinds) or case.kinds[i] != "SLASH" or case.kinds[i - 1] not in {"AFTER", "WITHIN"}:
        return None
    start, end = case.span(i - 1)
    word = case.text[start:end]
    return Fault("unexpected", start, end, {"found": word}, (f"{case.text[:start]}{case.text[end:].strip()}{word}",))


def comma(case: Case) -> Fault | None:
    if case.index >= len(case.kinds) or case.kinds[case.index] != "COMMA":
        return None
    start, end = case.span(case.index)
    # 3，100%: two numbers, or one?
    return Fault("ambiguous-comma", start, end)


def bracket(case: Case) -> Fault | None:
    for opening, closing in ("()", "（）", "[]"):
        wide = case.text.replace("（", "(").replace("）", ")")
        o, c = opening.replace("（", "("), closing.replace("）", ")")
        if wide.count(o) != wide.count(c):
            at = wide.rfind(o) if wide.count(o) > wide.count(c) else wide.rfind(c)
            closed = (case.text + ("）" if case.text[at] == "（" else c),) if wide[at] == o else ()
            mends = closed + case.without(at, at + 1)
            return Fault("unbalanced-bracket", at, at + 1, {"found": case.text[at]}, mends)
    return None


def unlimited(case: Case) -> Fault | None:
    """控制在541万元 gives no direction."""
    if "HOLD" not in case.kinds or case.index < len(case.kinds):
        return None
    start, end = case.span(case.kinds.index("HOLD"))
    return Fault(
        "no-limit",
        start,
        end,
        {"found": case.text[start:end]},
        (case.text.rstrip() + "以内",) if "控制" in case.text[start:end] else (),
    )


def ends_early(case: Case) -> Fault | None:
    if case.index < len(case.kinds):
        return None
    end = len(case.text.rstrip())
    if case.kinds and case.kinds[-1] == "WORD" and case.kinds[0] != "WORD":
        return None
    return Fault("incomplete", end, len(case.text))


def letters(case: Case) -> Fault | None:
    i = case.index
    if i < len(case.kinds) and case.kinds[i] == "OTHER":
        start, end = case.span(i)
        end = max(end, start + 1)
        found = case.text[start:end]
        if found in _DOTS and i and case.kinds[i - 1] == "UNIT":  # 830元/人.月
            mend = f"{case.text[:start]}·{case.text[end:]}"
            return Fault("unexpected-character", start, end, {"found": found}, (mend,))
        if found == "+" and i == len(case.kinds) - 1 and "SIGN" not in case.kinds:  # 50万+ is that and more
            return Fault("unexpected-character", start, end, {"found": found}, (f"≥{case.text[:start].strip()}",))
        return Fault("unexpected-character", start, end, {"found": case.text[start:end]}, case.tidied(start, end))
    return None


#: What people write for the dot between two units.
_DOTS = frozenset(".．•*")


def sign_on_words(case: Case) -> Fault | None:
    """≥当地平均水平: a relation and no number."""
    kinds = case.kinds
    if kinds.count("SIGN") != 1 or _NUMBERS & {*kinds} - {"SIGN"} or case.index >= len(kinds):
        return None
    at = kinds.index("SIGN")
    if kinds[at + 1 : at + 2] != ["WORD"]:
        return None
    start, end = case.span(at)
    return Fault("relation-on-words", start, end, {"relation": case.text[start:end]})


def prose(case: Case) -> Fault | None:
    i = min(case.index, len(case.kinds) - 1)
    if case.kinds[i] != "WORD":
        return None
    start, end = case.span(i)
    if i and case.kinds[i - 1] == "MONTH" and (closing := _MONTH_END.match(case.text[start:end])):
        start += closing.end()  # 12月底完成规划: 底 is of the date
    later = any(kind in _NUMBERS for kind in case.kinds[i + 1 :])
    if (i == 0 and case.index > 0) or (later and i > 0):
        start, end = 0, len(case.text)
    mends: tuple[str, ...] = ()
    if i == len(case.kinds) - 1 and case.kinds[i - 1] in _VALUE_CLOSES and "WORD" not in case.kinds[:i]:
        name = case.text[start:end].removeprefix("的").rstrip("。")
        mends = (f"{name}：{case.text[:start].strip()}",)  # 10名教师
    return Fault("words-around-number", start, end, {"found": case.text[start:end]}, mends)


def anything(case: Case) -> Fault | None:
    start, end = case.span(min(case.index, len(case.kinds) - 1))
    return Fault("unexpected", start, max(end, start + 1), {"found": case.text[start:end]}, case.tidied(start, end))
