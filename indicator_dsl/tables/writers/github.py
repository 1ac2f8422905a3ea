"""The findings as workflow commands of GitHub Actions, which it shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding, Severity
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._lines import line_of
from indicator_dsl.tables.writers.words import name_of, spot, word

__all__ = ["write"]

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report, *, lang: Lang = "zh") -> Iterator[str]:
    """Yield one command a finding, each a line."""
    for finding in report.findings:
        yield _command(finding, lang)


def _command(finding: Finding, lang: Lang) -> str:
    line = line_of(finding.place)
    where = f"file={_property(finding.place.file)}" + ("" if line is None else f",line={line}")
    name = spot(finding.place, lang)
    if finding.row is not None:
        name += f" {name_of(finding.row, lang)}"
    message = f"{name}: {finding.message(lang)}" if name else finding.message(lang)
    if finding.fix is not None:
        message += f"\n{word('finding.fix', lang, fix=finding.fix)}"
    return f"::{_COMMANDS[finding.severity]} {where},title={_property(finding.label)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
