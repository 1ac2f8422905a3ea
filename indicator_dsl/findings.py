"""Findings: what is to be said about a value, a row or a table, as data; writers only show them."""

from __future__ import annotations

from typing import Final, Literal

from attrs import frozen

from indicator_dsl.errors import IndicatorError, Lang, messages
from indicator_dsl.rows import Place, Row

__all__ = ["SEVERITIES", "Finding", "Severity"]

Severity = Literal["error", "warning", "info"]
#: The gravest first.
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")


@frozen(kw_only=True)
class Finding:
    """One thing somebody should look at, and what to write instead.

    >>> place = Place("目标.xlsx", sheet="表1", row=5, cell="D5")
    >>> error = IndicatorError("repeated-unit", "12人人", 3, 4, fix="12人")
    >>> finding = Finding.of_error(error, place=place)
    >>> finding.code, finding.severity, finding.message("zh"), finding.fix
    ('repeated-unit', 'error', '单位重复：“人”', '12人')
    """

    #: Stable for ever. A rule has one like ``FMT06``, a refusal and something not read their name.
    code: str
    severity: Severity
    #: The fault, kebab-case.
    name: str
    #: The cell at fault.
    place: Place
    #: The row it is in; ``None`` where a whole table is meant.
    row: Row | None = None
    #: The text as written, and the span at fault in it.
    text: str = ""
    start: int = 0
    end: int = 0
    #: The message in Chinese and in English.
    zh: str
    en: str
    #: What to write instead, the whole cell; ``None`` where no single edit mends it.
    fix: str | None = None
    #: The fix provably keeps the meaning of the text.
    safe: bool = False
    #: The code of the refusal, for a value refused.
    cause: str | None = None
    #: Something in the table was not read because of it, such as a value refused or a cell left out.
    unread: bool = False

    @classmethod
    def of_error(cls, error: IndicatorError, *, place: Place, row: Row | None = None) -> Finding:
        """Return the finding that a value cannot be read."""
        return cls(
            code=error.code,
            name=error.code,
            severity="error",
            place=place,
            row=row,
            text=error.text,
            start=error.start,
            end=error.end,
            zh=error.message("zh"),
            en=error.message("en"),
            fix=error.fix,
            cause=error.code,
            unread=True,
        )

    @classmethod
    def of_message(cls, code: str, severity: Severity, *, place: Place, **words: str) -> Finding:
        """Return a finding about what was not read; its sentences are in ``messages.toml`` under ``findings``."""
        sentences = messages()["findings"][code]
        zh, en = (sentences[lang].format(**words) for lang in ("zh", "en"))
        text = words.get("text", "")
        return cls(
            code=code,
            name=code,
            severity=severity,
            place=place,
            text=text,
            end=len(text),
            zh=zh,
            en=en,
            unread=True,
        )

    def at(self, place: Place, row: Row | None) -> Finding:
        """Return the same finding in another place."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            place=place,
            row=row,
            text=self.text,
            start=self.start,
            end=self.end,
            zh=self.zh,
            en=self.en,
            fix=self.fix,
            safe=self.safe,
            cause=self.cause,
            unread=self.unread,
        )

    def about(self, text: str, fix: str | None, *, safe: bool) -> Finding:
        """Return the same finding about another text, with its own fix."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            place=self.place,
            row=self.row,
            text=text,
            start=self.start,
            end=self.end,
            zh=self.zh,
            en=self.en,
            fix=fix,
            safe=safe,
            cause=self.cause,
            unread=self.unread,
        )

    @property
    def label(self) -> str:
        """Code and name as people see them, ``FMT06 inner-space``."""
        return self.name if self.code == self.name else f"{self.code} {self.name}"

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong in one sentence."""
        return self.zh if lang == "zh" else self.en
