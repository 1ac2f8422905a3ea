"""The findings as SARIF 2.1.0, which code review tools and editors show.

A finding in a text file has its line, one in a workbook its cell as a logical location (``绩效目标!D5``).
SARIF's own ``fixes`` replace characters counted in the file, which a report does not know: the
suggestion is part of the message, and data under ``properties``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding, Severity
from indicator_dsl.rows import Place
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._data import files_of
from indicator_dsl.tables.writers._lines import line_of
from indicator_dsl.tables.writers.words import hint, name_of, rule, spot, word

__all__ = ["write"]

_LINK: Final = re.compile(r"\[([^\[\]]*)\]\(")
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
_LANGUAGES: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en-US"}


def write(report: Report, *, lang: Lang = "zh") -> Iterator[str]:
    """Yield the pieces of one SARIF log with one run, one result a line."""
    rules = list(dict.fromkeys([*report.summary.codes, *(finding.code for finding in report.findings)]))
    severities = {finding.code: finding.severity for finding in report.findings}
    driver = {
        "name": "indicator-dsl",
        "language": _LANGUAGES[lang],
        "rules": [_rule(code, severities[code], lang) for code in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(file)}, "roles": ["analysisTarget"]} for file in files_of(report)],
    }
    yield f'{{\n"$schema": "{_SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n'
    for key, value in run.items():
        yield f'"{key}": {_line(value)},\n'
    yield '"results": ['
    numbers = {code: number for number, code in enumerate(rules)}
    for number, finding in enumerate(report.findings):
        yield (",\n" if number else "\n") + _line(_result(finding, numbers[finding.code], lang))
    yield "\n]\n}]\n}\n" if report.findings else "]\n}]\n}\n"


def _rule(code: str, severity: Severity, lang: Lang) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": rule(code, lang)},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        # Both languages, whichever the log is in.
        "properties": {"zh": rule(code, "zh"), "en": rule(code, "en")},
    }
    advice = hint(code, lang)
    return described if advice is None else described | {"help": {"text": advice}}


def _result(finding: Finding, number: int, lang: Lang) -> dict[str, Any]:
    message = finding.message(lang)
    if finding.fix is not None:
        message += word("finding.joint", lang) + word("finding.fix", lang, fix=finding.fix)
    if finding.row is not None:
        message = f"{name_of(finding.row, lang)}: {message}"
    properties = {"text": finding.text, "start": finding.start, "end": finding.end}
    if finding.fix is not None:
        properties |= {"fix": finding.fix, "safe": finding.safe}
    return {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        # A text of a table that looks like a link must not become one.
        "message": {"text": _LINK.sub(r"\\[\1](", message)},
        "locations": [_location(finding.place, lang)],
        "properties": properties,
    }


def _location(place: Place, lang: Lang) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    line = line_of(place)
    if line is not None:
        physical["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.row and (line is None or place.cell is not None):
        kind = "row" if place.cell is None else "cell"
        location["logicalLocations"] = [{"fullyQualifiedName": spot(place, lang), "kind": kind}]
    return location


def _uri(file: str) -> str:
    """Return a path as a URI reference, relative if the path is."""
    path = file.replace("\\", "/")
    # A name may hold bytes that are no UTF-8; Python keeps them as lone surrogates.
    quoted = quote(path.encode("utf-8", "surrogateescape"), safe="/~")
    if path[1:3] == ":/":  # C:/
        return f"file:///{path[0]}:{quoted[4:]}"
    return f"file://{quoted}" if path.startswith("/") else quoted


def _line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
