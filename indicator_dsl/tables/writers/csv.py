"""The report as a CSV file for Excel and WPS: one line an indicator, what there is to say of it beside it.

One line an indicator and not one a finding: who opens the file has the table in mind, wants it back in
its order with a remark behind each row, and filters the remarks.  (One row a finding is what
the sheet 校验结果 of an annotated workbook has.)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO
from typing import Final

from indicator_dsl.describing import kind
from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding
from indicator_dsl.lint import CheckedTable, Reading
from indicator_dsl.quantities import plain
from indicator_dsl.rows import Place
from indicator_dsl.score import ScoredRow
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers.words import spot, word

__all__ = ["COLUMNS", "harmless", "write"]

#: The columns, in their order; their titles are in ``words.toml``.
COLUMNS: Final = (
    *("file", "place", "project", "level1", "level2", "name"),
    *("relation", "value", "unit", "actual", "weight", "score"),
    *("result", "read", "kind", "severity", "message", "fix", "code"),
)

# What makes a spreadsheet compute, full-width forms included (with a Japanese or Chinese input method Excel takes
# them too), and the blanks and invisible characters that it skips on its way there. An apostrophe is
# what OWASP asks for (ASVS 1.2.10): a person reads over it, and in Excel it is the very sign for
# "this is text". A blank or a tab would be skipped, an invisible character copied into the next table.
_SKIPPED: Final = r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
_COMPUTED: Final = re.compile(rf"(?:[\t\r\n\0]|{_SKIPPED}[=+\-@＝＋－＠])")
_BREAK: Final = re.compile(r"\r\n?")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet executes: an apostrophe goes before one that it would.

    >>> harmless("=100%"), harmless("-3%"), harmless("≥95%")
    ("'=100%", "'-3%", '≥95%')
    """
    return f"'{text}" if _COMPUTED.match(text) else text


def write(report: Report, *, lang: Lang = "zh") -> Iterator[str]:
    """Yield the lines, the first behind a byte order mark, by which Excel knows that it is UTF-8."""
    yield "\ufeff" + _line(_with_points([word(f"columns.{column}", lang) for column in COLUMNS], _title(report, lang)))
    for checked, scored in report.with_scores:
        if checked.findings:
            yield _line(_with_points(_whole(checked, lang), None if scored is None else _shown(scored.total)))
        for number, reading in enumerate(checked.readings):
            points = None if scored is None else _points(scored.rows[number])
            yield _line(_with_points(_cells(reading, lang), points))


def _title(report: Report, lang: Lang) -> str | None:
    return word("columns.points", lang) if report.scored else None


def _points(one: ScoredRow) -> str:
    return "" if one.score is None else _shown(one.score.points)


def _shown(points: Decimal | None) -> str:
    return "" if points is None else plain(points)


def _with_points(cells: list[str], points: str | None) -> list[str]:
    """Return the cells of a line with the points behind the printed score, where the report has any."""
    behind = COLUMNS.index("score") + 1
    return cells if points is None else [*cells[:behind], points, *cells[behind:]]


def _whole(checked: CheckedTable, lang: Lang) -> list[str]:
    """Return the line for what there is to say of a table as a whole."""
    blanks = [""] * (len(COLUMNS) - 7)
    return [*_where(checked.table.place, lang), checked.table.project or "", *blanks, *_remarks(checked.findings, lang)]


def _cells(reading: Reading, lang: Lang) -> list[str]:
    row, value = reading.row, reading.value
    texts = (row.project, row.level1, row.level2, row.name, row.relation, row.value)
    amounts = (row.unit, row.actual, row.weight, row.score)
    result = "read" if value is not None else "blank" if reading.error is None else "refused"
    return [
        *_where(row.place, lang),
        *(text or "" for text in (*texts, *amounts)),
        word(f"result.{result}", lang),
        *(("", "") if value is None else (str(value), kind(value, lang))),
        *_remarks(reading.findings, lang),
    ]


def _where(place: Place, lang: Lang) -> list[str]:
    return [place.file, spot(place, lang)]


def _remarks(findings: Sequence[Finding], lang: Lang) -> list[str]:
    """Return severity, messages, suggestions and codes."""
    columns = (
        [word(f"severity.{one.severity}", lang) for one in findings],
        [one.message(lang) for one in findings],
        [one.fix for one in findings if one.fix is not None],
        [one.code for one in findings],
    )
    return [word("finding.joint", lang).join(dict.fromkeys(texts)) for texts in columns]


def _line(cells: Sequence[str]) -> str:
    # Every cell is quoted: where the system's list separator is a semicolon, "5；=1" would else begin a new cell.
    line = StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow([harmless(_BREAK.sub("\n", cell)) for cell in cells])
    return line.getvalue()
