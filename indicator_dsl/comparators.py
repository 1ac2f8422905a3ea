"""The values of the language: one frozen class per meaning.

A comparator is what the text of one cell means.  ``==`` compares meaning (1万元 and
10000元 are one target), ``str`` is the canonical text and parses back to an equal value,
``repr`` can be pasted.  All are immutable, hashable and picklable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, get_args

import attrs

from indicator_dsl.dates import PartialDate
from indicator_dsl.quantities import Magnitude, Quantity, exact_magnitude, plain
from indicator_dsl.relations import Relation

__all__ = [
    "AllOf",
    "AnyOf",
    "Change",
    "Comparator",
    "Deadline",
    "Grade",
    "Interval",
    "Missing",
    "Period",
    "Qualitative",
    "Ratio",
    "Threshold",
]

Category = Literal["trend", "state", "frequency", "time", "reference", "other"]
Recurs = Literal["year", "quarter", "month"]


_IS_QUANTITY = attrs.validators.instance_of(Quantity)
_IS_DATE = attrs.validators.instance_of(PartialDate)


def _text_or_none(_: Any, attribute: attrs.Attribute[Any], value: str | None) -> None:
    if value is not None and not isinstance(value, str):
        msg = f"{attribute.name} is a text, not {type(value).__name__}"
        raise TypeError(msg)
    if value is not None and not value.strip():
        msg = f"{attribute.name} is a text that is not blank, or None"
        raise ValueError(msg)


@attrs.frozen(repr=False)
class Comparator:
    """What all values share.

    Attributes:
        label: what the value is about where the text says so (``完成率``), or ``None``.
        note: a remark in brackets at its end (``年人均``), or ``None``.
    """

    kind: ClassVar[str] = ""

    label: str | None = attrs.field(default=None, kw_only=True, validator=_text_or_none)
    note: str | None = attrs.field(default=None, kw_only=True, validator=_text_or_none)

    def _bare(self) -> str:
        """Return the canonical text without label and note."""
        raise NotImplementedError

    def _speaks_for_itself(self) -> bool:
        """Whether a label may stand before the text without a colon."""
        return False

    def __str__(self) -> str:
        bare = self._bare()
        if self.label is not None:
            # pH6～9 would be letters before a number
            apart = not self._speaks_for_itself() or (self.label[-1:].isascii() and bare[:1].isalnum())
            bare = f"{self.label}{'：' if apart else ''}{bare}"
        return bare if self.note is None else f"{bare}（{self.note}）"

    def __repr__(self) -> str:
        written = [
            (field, getattr(self, field.name))
            for field in sorted(attrs.fields(type(self)), key=lambda field: field.kw_only)
            if field.default is attrs.NOTHING or getattr(self, field.name) != field.default
        ]
        parts = [f"{field.name}={value!r}" if field.kw_only else _shown(value) for field, value in written]
        return f"{type(self).__name__}({', '.join(parts)})"


def _shown(value: Any) -> str:
    """Return a field so that it can be pasted with nothing but our own names."""
    if isinstance(value, Relation):
        return repr(str(value))
    if isinstance(value, tuple) and value and not isinstance(value[0], Comparator):
        return repr([plain(term) for term in value])
    return repr(value)


def _implied_is_equal(instance: Any, _: Any, implied: bool) -> None:  # noqa: FBT001  attrs calls it so
    if implied and instance.relation is not Relation.EQ:
        msg = f"a relation that is not written is '=', not {str(instance.relation)!r}"
        raise ValueError(msg)


@attrs.frozen(repr=False)
class Threshold(Comparator):
    """A bound for a number: ``≥2200人``, ``≤541万元``, ``100%``.

    Attributes:
        relation: how the actual value must stand to the quantity.
        quantity: number and unit.
        implied: no relation is written; it is read as ``=`` (``100%``, ``16个``).

    >>> Threshold(">=", Quantity("2200", "人"))
    Threshold('>=', Quantity('2200', '人'))
    >>> str(Threshold("<=", Quantity("541", "万元"), label="成本"))
    '成本≤541万元'
    """

    kind: ClassVar[str] = "threshold"

    relation: Relation = attrs.field(converter=Relation)
    quantity: Quantity = attrs.field(validator=_IS_QUANTITY)
    implied: bool = attrs.field(default=False, kw_only=True, validator=_implied_is_equal)

    def _bare(self) -> str:
        return str(self.quantity) if self.implied else f"{self.relation.sign}{self.quantity}"

    def _speaks_for_itself(self) -> bool:
        return not self.implied and self.relation is not Relation.ABOUT


def _ordered(instance: Interval, _: Any, upper: Quantity) -> None:
    lower = instance.lower
    if not lower.unit.convertible_to(upper.unit):
        msg = f"the ends of an interval are of one dimension, not {lower} and {upper}"
        raise ValueError(msg)
    if lower > upper or (lower == upper and not (instance.lower_closed and instance.upper_closed)):
        msg = f"no number lies between {lower} and {upper}"
        raise ValueError(msg)


@attrs.frozen(repr=False)
class Interval(Comparator):
    """A number between two bounds: ``90%～95%``, ``≥60分且<80分``, ``100±5分``.

    Attributes:
        lower, upper: the ends, of one dimension, at least one number between them.
        lower_closed, upper_closed: whether an end itself is admitted.

    >>> str(Interval(Quantity("90", "%"), Quantity("95", "%")))
    '90%～95%'
    >>> str(Interval(Quantity("60", "分"), Quantity("80", "分"), upper_closed=False))
    '≥60分且<80分'
    """

    kind: ClassVar[str] = "interval"

    lower: Quantity = attrs.field(validator=_IS_QUANTITY)
    upper: Quantity = attrs.field(validator=_IS_QUANTITY)
    lower_closed: bool = attrs.field(default=True, kw_only=True)
    upper_closed: bool = attrs.field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _ordered(self, None, self.upper)

    def _bare(self) -> str:
        if self.lower_closed and self.upper_closed:
            return f"{self.lower}～{self.upper}"
        left = "≥" if self.lower_closed else ">"
        right = "≤" if self.upper_closed else "<"
        return f"{left}{self.lower}且{right}{self.upper}"

    def _speaks_for_itself(self) -> bool:
        return True


@attrs.frozen(repr=False)
class Deadline(Comparator):
    """A date to be kept: ``2025年12月31日前``, ``12月底前``, ``每季度末``.

    Attributes:
        relation: ``<=`` for 前, ``=`` where none is written.
        date: the date with the precision written; ``None`` only if it recurs, for the
            end of each period (每季度末).
        implied: no relation is written.
        recurs: ``"year"``, ``"quarter"``, ``"month"`` or ``None``.

    >>> str(Deadline("<=", PartialDate(2025, 12, 31)))
    '2025年12月31日前'
    >>> str(Deadline("<=", PartialDate(None, 12, 31), recurs="year"))
    '每年12月31日前'
    """

    kind: ClassVar[str] = "deadline"

    relation: Relation = attrs.field(converter=Relation)
    date: PartialDate | None = attrs.field(default=None, validator=attrs.validators.optional(_IS_DATE))
    implied: bool = attrs.field(default=False, kw_only=True, validator=_implied_is_equal)
    recurs: Recurs | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        date, recurs = self.date, self.recurs
        if date is None and recurs is None:
            msg = "a deadline has a date unless it recurs"
            raise ValueError(msg)
        if recurs is not None and recurs not in _EVERY:
            msg = f"a deadline recurs each year, quarter or month, not {recurs!r}"
            raise ValueError(msg)
        if date is not None and recurs is None and date.month is None and date.year is None:
            msg = "a day alone is a date only if it recurs each month"
            raise ValueError(msg)
        if date is None and recurs == "year":
            msg = "the end of each year is 12-31"
            raise ValueError(msg)
        if date is not None and recurs is not None:
            fits = {
                "year": date.year is None and date.month is not None,
                "month": date.year is None and date.month is None,
                "quarter": False,
            }
            if not fits[recurs]:
                msg = f"{date} does not come back each {recurs}"
                raise ValueError(msg)

    def _bare(self) -> str:
        every = "" if self.recurs is None else _EVERY[self.recurs]
        day = f"{every}{_END[self.recurs] if self.date is None else self.date.zh()}"
        if self.implied:
            return day
        match self.date:
            case PartialDate(year=None, month=int(month), day=None) if month <= 12 and self.recurs is None:
                # 3月内 may be three months, and so may ≥3月
                return f"{day}前" if self.relation is Relation.LE else f"{self.relation.sign}{day}份"
            case PartialDate(day=None) if self.relation is Relation.LE and self.recurs is None:
                return f"{day}内"  # the last day counts: 2025年前 sounds like the year before
        if self.relation is Relation.LE:
            return f"{day}前"
        return f"{self.relation.sign}{day}"

    def _speaks_for_itself(self) -> bool:
        return not self.implied and self.relation not in (Relation.LE, Relation.ABOUT)


_EVERY = {"year": "每年", "quarter": "每季度", "month": "每月"}
_END: dict[str | None, str] = {"year": "底", "quarter": "末", "month": "底"}


@attrs.frozen(repr=False)
class Period(Comparator):
    """A stretch of time from start to end, both included: ``2025年1月-12月``.

    >>> str(Period(PartialDate(2025, 1), PartialDate(2025, 12)))
    '2025年1月～2025年12月'
    """

    kind: ClassVar[str] = "period"

    start: PartialDate = attrs.field(validator=_IS_DATE)
    end: PartialDate = attrs.field(validator=_IS_DATE)

    def __attrs_post_init__(self) -> None:
        start, end = self.start, self.end
        if (start.year is None) is not (end.year is None) or None in (start.month or start.year, end.month or end.year):
            msg = f"start and end are dates of one kind, not {start} and {end}"
            raise ValueError(msg)
        first = attrs.evolve(start, year=start.year or 2000).first()
        last = attrs.evolve(end, year=end.year or 2000).last()
        if first is not None and last is not None and first > last:
            msg = f"{start} is after {end}"
            raise ValueError(msg)

    def _bare(self) -> str:
        return f"{self.start.zh()}～{self.end.zh()}"


@attrs.frozen(repr=False)
class Change(Comparator):
    """A change against a basis: ``同比增长≥10%``, ``较上年下降5%``.

    Attributes:
        direction: ``"increase"`` or ``"decrease"``.
        relation: how the size of the change must stand to the quantity.
        quantity: the size of the change.
        basis: what it is compared with, as written, or ``None``.
        implied: no relation is written.

    >>> str(Change("increase", ">=", Quantity("10", "%"), basis="同比"))
    '同比增长≥10%'
    """

    kind: ClassVar[str] = "change"

    direction: Literal["increase", "decrease"] = attrs.field(validator=attrs.validators.in_(("increase", "decrease")))
    relation: Relation = attrs.field(converter=Relation)
    quantity: Quantity = attrs.field(validator=_IS_QUANTITY)
    basis: str | None = attrs.field(default=None, kw_only=True, validator=_text_or_none)
    implied: bool = attrs.field(default=False, kw_only=True, validator=_implied_is_equal)

    def _bare(self) -> str:
        word = "增长" if self.direction == "increase" else "下降"
        sign = "" if self.implied else self.relation.sign
        return f"{self.basis or ''}{word}{sign}{self.quantity}"


def _terms(values: Any) -> tuple[Magnitude, ...]:
    return tuple(exact_magnitude(value) for value in values)


@attrs.frozen(repr=False)
class Ratio(Comparator):
    """A proportion: ``8：1：1``.  Equality is by terms: 8:1:1 is not 16:2:2.

    >>> str(Ratio(["8", "1", "1"]))
    '8:1:1'
    """

    kind: ClassVar[str] = "ratio"

    terms: tuple[Magnitude, ...] = attrs.field(converter=_terms, validator=attrs.validators.min_len(2))

    def _bare(self) -> str:
        texts = [plain(term) for term in self.terms]
        if looks_like_a_time(self.terms):
            texts[0] += ".0"
        return ":".join(texts)


def looks_like_a_time(terms: Sequence[Magnitude]) -> bool:
    """Whether two terms could be a time of day: 9:30 is far more often that than a proportion."""
    hours, *minutes = (int(term) if str(term).isdigit() else -1 for term in terms)
    return len(minutes) == 1 and 5 <= hours <= 23 and (minutes[0] in range(10, 60, 5) or minutes[0] == 59)


@attrs.frozen(repr=False)
class Grade(Comparator):
    """A level of a graded scale: ``优``, ``良好以上``, ``Ⅲ类``.

    Attributes:
        relation: ``>=`` means this level or a better one, whatever its number.
        grade: the level as written.
        implied: no relation is written.

    >>> str(Grade(">=", "良好")), str(Grade("=", "优", implied=True))
    ('良好及以上', '优')
    """

    kind: ClassVar[str] = "grade"

    relation: Relation = attrs.field(converter=Relation)
    grade: str = attrs.field(validator=_text_or_none)
    implied: bool = attrs.field(default=False, kw_only=True, validator=_implied_is_equal)

    def _bare(self) -> str:
        if self.implied:
            return self.grade
        suffix = {Relation.GE: "及以上", Relation.LE: "及以下"}.get(self.relation)
        return f"{self.grade}{suffix}" if suffix else f"{self.relation.sign}{self.grade}"


@attrs.frozen(repr=False)
class Qualitative(Comparator):
    """A target in words: ``逐步提高``, ``日产日清``, ``根据市场LPR浮动``.

    Attributes:
        text: the words, without a leading type word such as 定性.
        category: ``trend``, ``state``, ``frequency``, ``time``, ``reference`` or ``other``.
            It is a help for sorting, not part of the meaning: equality ignores it.

    >>> Qualitative("逐步提高", "trend")
    Qualitative('逐步提高', 'trend')
    """

    kind: ClassVar[str] = "qualitative"

    text: str = attrs.field(validator=_text_or_none)
    category: Category = attrs.field(default="other", eq=False, validator=attrs.validators.in_(get_args(Category)))

    def _bare(self) -> str:
        return self.text


def _parts(values: Any) -> tuple[Comparator, ...]:
    return tuple(values)


def _at_least_two(_instance: Comparator, _: Any, parts: tuple[Comparator, ...]) -> None:
    if len(parts) < 2 or not all(isinstance(part, Comparator) for part in parts):
        msg = "a compound has two or more comparators"
        raise ValueError(msg)
    if any(isinstance(part, AllOf | AnyOf | Missing) for part in parts):
        msg = "the parts of a compound are single values"
        raise ValueError(msg)


_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _needs_mark(part: Comparator) -> bool:
    """Whether a part of a list is only told from its neighbours by a number: 5；6, 优；良好及以上, 1.5公里；2.5公里."""
    match part:
        case Threshold(quantity=quantity, implied=True, label=None):
            return not quantity.unit or "." in plain(quantity.magnitude)
        case Grade(implied=True, label=None):
            return True
    return False


@attrs.frozen(repr=False)
class AllOf(Comparator):
    """Several targets that must all be met: ``≥5场；≥300人``.

    >>> str(AllOf([Threshold(">=", Quantity("5", "场")), Threshold(">=", Quantity("300", "人"))]))
    '≥5场；≥300人'
    """

    kind: ClassVar[str] = "all_of"

    parts: tuple[Comparator, ...] = attrs.field(converter=_parts, validator=_at_least_two)

    def marks(self) -> Sequence[str]:
        """Return what is printed before each part: ①, ② where one could not be told from its neighbours, or nothing."""
        many = len(self.parts)
        if not any(map(_needs_mark, self.parts)):
            return [""] * many
        return _MARKS[:many] if many <= len(_MARKS) else [f"（{i}）" for i in range(1, many + 1)]

    def _bare(self) -> str:
        return "；".join(f"{mark}{part}" for mark, part in zip(self.marks(), self.parts, strict=True))


@attrs.frozen(repr=False)
class AnyOf(Comparator):
    """Several targets of which one must be met: ``优或良``.

    >>> str(AnyOf([Grade("=", "优", implied=True), Grade("=", "良", implied=True)]))
    '优或良'
    """

    kind: ClassVar[str] = "any_of"

    parts: tuple[Comparator, ...] = attrs.field(converter=_parts, validator=_at_least_two)

    def _bare(self) -> str:
        return "或".join(map(str, self.parts))


@attrs.frozen(repr=False)
class Missing(Comparator):
    """No value: an empty cell, ``/``, ``——``, ``无``, ``不适用``.

    >>> str(Missing())
    '无'
    """

    kind: ClassVar[str] = "missing"

    def _bare(self) -> str:
        return "无"
