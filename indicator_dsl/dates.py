"""PartialDate: a day, month, quarter, half-year or year, of which digits may be unwritten."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import attrs

__all__ = ["PartialDate"]

#: EDTF sub-year groupings: 33–36 are the quarters, 40 and 41 the half-years.
_SEASONS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}
_QUARTERS = "一二三四"
_EN_PARTS = {
    33: "first quarter",
    34: "second quarter",
    35: "third quarter",
    36: "fourth quarter",
    40: "first half",
    41: "second half",
}
_EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_EDTF = re.compile(r"([0-9]{4}|XXXX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}))?)?")


def days_in(year: int, month: int) -> int:
    """Return how many days a month has.

    >>> days_in(2024, 2), days_in(2025, 12)
    (29, 31)
    """
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days


def _check(instance: PartialDate, _: Any, __: Any) -> None:
    year, month, day = instance.year, instance.month, instance.day
    if year is None and month is None and day is None:
        msg = "a date has at least a year, a month or a day"
        raise ValueError(msg)
    if year is not None and not 1 <= year <= 9999:
        msg = f"no such year: {year}"
        raise ValueError(msg)
    if month is not None and not (1 <= month <= 12 or (month in _SEASONS and day is None)):
        msg = f"no such month: {month}"
        raise ValueError(msg)
    if day is not None:
        if year is not None and month is None:
            msg = "a day of a year needs its month"
            raise ValueError(msg)
        # without a year, February may have 29 days; without a month, any month may have 31
        longest = 31 if month is None else days_in(2000 if year is None else year, month)
        if not 1 <= day <= longest:
            msg = f"no such day: {day}"
            raise ValueError(msg)


@attrs.frozen(order=False, repr=False)
class PartialDate:
    """A date with the precision that was written (ISO 8601-2, EDTF level 1 and 2).

    Attributes:
        year: 1–9999 or ``None`` if unwritten.
        month: 1–12, a quarter as 33–36, a half-year as 40 or 41, or ``None``.
        day: 1–31 or ``None``.

    Raises:
        ValueError: there is no such date (2025-02-30).

    >>> str(PartialDate(2025, 12, 31)), str(PartialDate(None, 12, 31)), str(PartialDate(2025, 35))
    ('2025-12-31', 'XXXX-12-31', '2025-35')
    >>> PartialDate(2025, 2).last()
    datetime.date(2025, 2, 28)
    """

    year: int | None = None
    month: int | None = None
    #: a day with a year has a month; the day exists in that month
    day: int | None = attrs.field(default=None, validator=_check)

    @classmethod
    def from_edtf(cls, text: str) -> PartialDate:
        """Return the date of an EDTF text; inverse of ``str``.

        Raises:
            ValueError: the text is no date of this form.
        """
        match = _EDTF.fullmatch(text)
        if match is None:
            msg = f"not a date: {text!r}"
            raise ValueError(msg)
        return cls(*(None if part is None or "X" in part else int(part) for part in match.groups()))

    def first(self) -> date | None:
        """Return the first day the date covers, ``None`` if the year or month is unwritten."""
        if self.year is None or (self.month is None and self.day is not None):
            return None
        month = 1 if self.month is None else _SEASONS.get(self.month, (self.month,))[0]
        return date(self.year, month, self.day or 1)

    def last(self) -> date | None:
        """Return the last day the date covers, ``None`` if the year or month is unwritten."""
        if self.year is None or (self.month is None and self.day is not None):
            return None
        month = 12 if self.month is None else _SEASONS.get(self.month, (self.month,))[-1]
        return date(self.year, month, self.day or days_in(self.year, month))

    def zh(self) -> str:
        """Return the date as written in Chinese: ``2025年12月31日``, ``12月31日``, ``2025年第三季度``."""
        year = "" if self.year is None else f"{self.year}年"
        if self.month is None:
            return f"{year}{self.day}日" if self.day else year
        if self.month in (40, 41):
            return year + ("上半年" if self.month == 40 else "下半年")
        if self.month > 12:
            return f"{year}第{_QUARTERS[self.month - 33]}季度"
        return f"{year}{self.month}月" + (f"{self.day}日" if self.day else "")

    def en(self) -> str:
        """Return the date in English: ``2025-12-31``, ``31 December``, ``the third quarter of 2025``."""
        year = "" if self.year is None else str(self.year)
        if self.month is None:
            return year or f"day {self.day}"
        if self.month > 12:
            return f"the {_EN_PARTS[self.month]}{f' of {year}' if year else ''}"
        if self.day and year:
            return str(self)
        month = _EN_MONTHS[self.month - 1]
        return f"{self.day} {month}" if self.day else f"{month}{f' {year}' if year else ''}"

    def __str__(self) -> str:
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.month is None and self.day is None:
            return year
        month = "XX" if self.month is None else f"{self.month:02d}"
        return f"{year}-{month}" + ("" if self.day is None else f"-{self.day:02d}")

    def __repr__(self) -> str:
        parts = [self.year, self.month, self.day]
        while parts[-1] is None:
            parts.pop()
        return f"PartialDate({', '.join(map(repr, parts))})"
