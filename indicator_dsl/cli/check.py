"""``indicator-dsl check``: read a table of targets and show what each was read as."""

from __future__ import annotations

import sys
from typing import Any

import attrs
import click

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.progress import Progress
from indicator_dsl.errors import Lang
from indicator_dsl.tables import check, read_tables
from indicator_dsl.tables.report import CheckedTable, Reading, Report

__all__ = ["command"]


@make_command("check")
@click.argument("file")
@click.option("--format", type=OneOf("text", "json"), default="text")
@click.option("--year", type=Year())
@click.option("--annotate")
def command(lang: Lang, *, file: str, format: str, year: int | None, annotate: str | None) -> int:
    """Read the file, show its projects, count."""
    if annotate is not None:
        from indicator_dsl.tables.writers.annotate import check_annotation

        check_annotation(file, annotate)
    with Progress(file, lang) as progress:
        tables = read_tables(file)
        progress.parsing(sum(len(table.rows) for table in tables))
        report = check(tables, year=year, step=progress.step)
    if annotate is not None:
        _annotate(report, annotate, lang)
    if format == "json":
        from indicator_dsl.cli.data import dumps

        projects = [_as_data(one, lang) for one in report.tables]
        print(dumps({"file": file, "projects": projects, "summary": attrs.asdict(report.summary)}))
    else:
        from indicator_dsl.cli.check_page import show

        show(file, report, lang)
    return 1 if report.summary.refused else 0


def _annotate(report: Report, out: str, lang: Lang) -> None:
    """Write the file with the findings in it, and say so where it is in the way of no output."""
    from indicator_dsl.tables.writers.annotate import annotate_file

    annotated = annotate_file(report, out, lang=lang)
    for notice in annotated.notices:
        print(say("check.notice", lang, notice=notice.message(lang)), file=sys.stderr)
    print(say("check.annotated", lang, file=out, comments=annotated.comments), file=sys.stderr)


def _as_data(checked: CheckedTable, lang: Lang) -> dict[str, Any]:
    funds = checked.table.funds
    return {
        "project": checked.table.project,
        "funds": None if funds is None else f"{funds:f}",
        "rows": [_row_as_data(reading, lang) for reading in checked.readings],
    }


def _row_as_data(reading: Reading, lang: Lang) -> dict[str, Any]:
    from indicator_dsl.interchange import to_dict

    row = reading.row
    data: dict[str, Any] = {
        "name": row.name,
        "level1": row.level1,
        "level2": row.level2,
        "place": {"sheet": row.place.sheet, "row": row.place.row, "cell": row.place.cell},
        "text": row.value,
        "unit": row.unit,
        "relation": row.relation,
    }
    if reading.error is not None:
        return data | {"error": reading.error.to_dict(lang)}
    return data | {"value": None if reading.value is None else to_dict(reading.value)}
