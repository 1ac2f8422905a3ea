"""A report as JSON data: what ``schema/report.schema.json`` describes."""

from __future__ import annotations

from typing import Any, Final

import attrs

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding
from indicator_dsl.interchange import to_dict
from indicator_dsl.lint import CheckedTable, Reading
from indicator_dsl.rows import Place
from indicator_dsl.score import ScoredRow, SelfEvaluation
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._points import row_points, table_points

__all__ = ["VERSION", "files_of", "head", "reading_data", "table_data"]

#: Grows when a key changes its meaning or goes away; keys may be added without.
VERSION: Final = 1


def files_of(report: Report) -> list[str]:
    """Return the files of a report as the caller named them, each once."""
    return list(dict.fromkeys(checked.table.place.file for checked in report.tables))


def head(report: Report) -> dict[str, Any]:
    """Return what is said of the report as a whole."""
    unread = [
        {"file": error.words["path"], "code": error.code, "message": {"zh": error.message(), "en": error.message("en")}}
        for error in report.unread
    ]
    return {"version": VERSION, "files": files_of(report), "unread": unread, "summary": attrs.asdict(report.summary)}


def table_data(checked: CheckedTable, scored: SelfEvaluation | None = None) -> dict[str, Any]:
    """Return what is said of a table as a whole, without its rows; its sums and total where it was scored."""
    table = checked.table
    data = {
        "project": table.project,
        "funds": None if table.funds is None else f"{table.funds:f}",
        "place": _place(table.place),
        "findings": [_finding(one) for one in checked.findings],
    }
    return data if scored is None else data | table_points(scored)


def reading_data(reading: Reading, lang: Lang, scored: ScoredRow | None = None) -> dict[str, Any]:
    """Return a row with what it was read as, and its points where it was scored."""
    row = reading.row
    data = {
        "project": row.project,
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "relation": row.relation,
        "text": row.value,
        "unit": row.unit,
        "actual": row.actual,
        "weight": row.weight,
        "score": row.score,
        "rate": row.rate,
        "reason": row.reason,
        "previous": row.previous,
        "place": _place(row.place),
    }
    if reading.error is not None:
        data["error"] = reading.error.to_dict(lang)
    else:
        data["value"] = None if reading.value is None else to_dict(reading.value)
    points = {} if scored is None else row_points(scored)
    return data | points | {"findings": [_finding(one) for one in reading.findings]}


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "sheet": place.sheet,
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "cell": place.cell,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "place": _place(finding.place),
        "text": finding.text,
        "start": finding.start,
        "end": finding.end,
        "message": {"zh": finding.zh, "en": finding.en},
        "fix": finding.fix,
        "safe": finding.safe,
    }
