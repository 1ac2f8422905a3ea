"""Reports to try the writers on: any texts anywhere, any number of findings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import strategies as st
from strategies import COMPARATORS

from indicator_dsl import IndicatorError
from indicator_dsl.findings import SEVERITIES, Finding
from indicator_dsl.lint import Cell, CheckedTable, Reading
from indicator_dsl.rows import Place, Row, Table
from indicator_dsl.tables.report import Report

__all__ = ["HOSTILE", "REPORTS", "one_row"]

#: What would break one format or another if it went out as it is.
HOSTILE = (
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>", "-->", "&amp;", "' onload='x", "</style>"),
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "-3%",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u200b=1",
        "＝1",
        "'=1",
        '"',
        "5；=1",
    ),
    *("::error::x", "a%0Ab", "a,b:c", "%", "[a](javascript:1)", "{0}", "\\", "\0", "\x1b[31m", "\u202eabc", "\ud800"),
    *("多\r\n行", "\ufeff", "\u2028", "\x85", "😀", "$\\geq 80\\%$", "{title}", "$name", "%s", "#rows"),
)

_TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=8), st.just("≥5人"))
_MAYBE = st.one_of(st.none(), _TEXTS)
_CODES = st.sampled_from(["broken-number", "FMT01", "surplus-cells", "of-a-later-version"])


def _places(file: str) -> st.SearchStrategy[Place]:
    counted = st.one_of(st.none(), st.integers(1, 9))
    cells = st.one_of(st.none(), st.just("D5"))
    return st.builds(Place, st.just(file), _MAYBE, st.integers(1, 99), cells, counted, counted)


@st.composite
def _findings(draw: st.DrawFn, place: Place, row: Row | None) -> Finding:
    text = row.value if row is not None and draw(st.booleans()) else draw(_TEXTS)
    start = draw(st.integers(0, len(text)))
    return Finding(
        code=draw(_CODES),
        name="blank-value",
        severity=draw(st.sampled_from(SEVERITIES)),
        place=place,
        row=row,
        text=text,
        start=start,
        end=draw(st.integers(start, len(text))),
        zh=draw(_TEXTS),
        en=draw(_TEXTS),
        fix=draw(_MAYBE),
        safe=draw(st.booleans()),
    )


@st.composite
def _readings(draw: st.DrawFn, file: str, project: str | None) -> Reading:
    place = draw(_places(file))
    texts = {
        name: draw(_MAYBE) for name in ("level1", "level2", "name", "relation", "unit", "actual", "weight", "score")
    }
    row = Row(project=project, value=draw(_TEXTS), place=place, **texts)
    findings = draw(st.lists(_findings(place, row), max_size=2))
    cell = Cell(row.value, row.unit, row.relation)
    match draw(st.sampled_from(["read", "refused", "blank"])):
        case "read":
            cell = evolve(cell, value=draw(COMPARATORS))
        case "refused":
            error = IndicatorError("broken-number", row.value, fix=draw(_MAYBE))
            cell = evolve(cell, error=error)
            findings.append(Finding.of_error(error, place=place, row=row))
    return Reading(row=row, cell=cell, findings=tuple(findings))


@st.composite
def _tables(draw: st.DrawFn) -> CheckedTable:
    file = draw(
        st.sampled_from(["目标.csv", "a/b c.xlsx", "/data/目标.txt", "C:\\目标\\#1.docx", "x\udcff.csv", "%,:.jsonl"])
    )
    project = draw(_MAYBE)
    place = draw(_places(file))
    readings = tuple(draw(st.lists(_readings(file, project), max_size=3)))
    funds = draw(st.one_of(st.none(), st.decimals(0, 10**12, places=2)))
    table = Table(project=project, funds=funds, rows=tuple(one.row for one in readings), place=place)
    return CheckedTable(
        table=table, readings=readings, findings=tuple(draw(st.lists(_findings(place, None), max_size=2)))
    )


REPORTS = st.builds(Report, tables=st.lists(_tables(), max_size=3).map(tuple))


def one_row(*, file: str = "目标.csv", project: str | None = "项目", **fields: Any) -> Report:
    """Return a report of one row, refused, whose fields are given."""
    place, fix = fields.pop("place", Place(file, row=2, cell="D2")), fields.pop("fix", None)
    row = Row(**({"project": project, "name": "指标", "value": "≥22o0人", "place": place} | fields))
    error = IndicatorError("broken-number", row.value, fix=fix)
    reading = Reading(
        row=row, cell=Cell(row.value, error=error), findings=(Finding.of_error(error, place=place, row=row),)
    )
    table = Table(project=project, funds=Decimal(5), rows=(row,), place=place)
    return Report(tables=(CheckedTable(table=table, readings=(reading,)),))
