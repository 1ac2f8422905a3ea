"""The whole report as one JSON object: ``schema/report.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from indicator_dsl.errors import Lang
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._data import head, reading_data, table_data

__all__ = ["write"]


def write(report: Report, *, lang: Lang = "zh") -> Iterator[str]:
    """Yield the pieces of one JSON object, one row of a table a line.

    Messages of findings are in both languages; ``lang`` is that of ``error.message``.
    """
    yield "{\n"
    for key, value in head(report).items():
        yield f'  "{key}": {_line(value)},\n'
    yield '  "projects": ['
    for number, (checked, scored) in enumerate(report.with_scores):
        yield ",\n    {\n" if number else "\n    {\n"
        for key, value in table_data(checked, scored).items():
            yield f'      "{key}": {_line(value)},\n'
        yield '      "rows": ['
        for row, reading in enumerate(checked.readings):
            points = None if scored is None else scored.rows[row]
            yield (",\n        " if row else "\n        ") + _line(reading_data(reading, lang, points))
        yield "\n      ]\n    }" if checked.readings else "]\n    }"
    yield "\n  ]\n}\n" if report.tables else "]\n}\n"


def _line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
