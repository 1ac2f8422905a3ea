"""What is said at one cell: its findings, together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding, Severity
from indicator_dsl.tables.writers.annotated import say

__all__ = ["Note", "note", "worst", "written"]

_BY_WEIGHT: tuple[Severity, ...] = ("error", "warning", "info")


@frozen
class Note:
    """The comment of a cell, and the worst of what it says."""

    severity: Severity
    text: str


def worst(findings: Iterable[Finding]) -> Severity:
    """Return the heaviest severity."""
    return min((finding.severity for finding in findings), key=_BY_WEIGHT.index)


def note(findings: Sequence[Finding], lang: Lang) -> Note:
    """Return what is to be said of a cell: every finding with its code and the suggested value.

    >>> from indicator_dsl.rows import Place
    >>> found = Finding.of_message("row-left-out", "warning", text="人", place=Place("目标.xlsx", "表1", 5, "D5"))
    >>> note([found], "zh").text
    '警告：这一行在表格结束之后，没有当作指标：人（row-left-out）'
    """
    return Note(worst(findings), "\n\n".join(_sentences(finding, lang) for finding in findings))


def _sentences(finding: Finding, lang: Lang) -> str:
    severity = say(f"severities.{finding.severity}", lang)
    message = finding.message(lang)
    said = say("comment.finding", lang, severity=severity, message=message, code=finding.label)
    return said if finding.fix is None else f"{said}\n{say('comment.fix', lang, fix=finding.fix)}"


def written(finding: Finding) -> str:
    """Return what the table says: with what stands in columns of its own, as in ``≥ 95 %``."""
    row = finding.row
    if row is None:
        return finding.text
    return " ".join(part for part in (row.relation, row.value.strip(), row.unit) if part)
