"""The report as lines of JSON, for programs that do not want to hold all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from indicator_dsl.errors import Lang
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._data import head, reading_data, table_data

__all__ = ["write"]


def write(report: Report, *, lang: Lang = "zh") -> Iterator[str]:
    """Yield one object a line: the report, then each table followed by its rows; ``type`` says which it is."""
    yield _line("report", head(report))
    for checked, scored in report.with_scores:
        yield _line("table", table_data(checked, scored))
        for number, reading in enumerate(checked.readings):
            yield _line("row", reading_data(reading, lang, None if scored is None else scored.rows[number]))


def _line(kind: str, data: dict[str, Any]) -> str:
    return json.dumps({"type": kind, **data}, ensure_ascii=False) + "\n"
