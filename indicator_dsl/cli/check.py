"""``indicator-dsl check``: read a table of targets and show what each was read as."""

from __future__ import annotations

from typing import Any

import attrs
import click

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.progress import Progress
from indicator_dsl.errors import Lang
from indicator_dsl.tables import Place, check, read_tables
from indicator_dsl.tables.report import CheckedTable, Reading

__all__ = ["command"]


@make_command("check")
@click.argument("file")
@click.option("--format", type=OneOf("text", "json"), default="text")
@click.option("--year", type=Year())
def command(lang: Lang, *, file: str, format: str, year: int | None) -> int:
    """Read the file, show its projects, count."""
    with Progress(file, lang) as progress:
        tables = read_tables(file)
        progress.parsing(sum(len(table.rows) for table in tables))
        report = check(tables, year=year, step=progress.step)
    if format == "json":
        from indicator_dsl.cli.data import dumps

        projects = [_as_data(one, lang) for one in report.tables]
        print(dumps({"file": file, "projects": projects, "summary": attrs.asdict(report.summary)}))
    else:
        from indicator_dsl.cli.check_page import show

        show(file, report, lang)
    return 1 if report.summary.refused else 0


def _as_data(checked: CheckedTable, lang: Lang) -> dict[str, Any]:
    funds = checked.table.funds
    return {
        "project": checked.table.project,
        "funds": None if funds is None else f"{funds:f}",
        "rows": [_row_as_data(reading, lang) for reading in checked.readings],
    }


def _place_as_data(place: Place) -> dict[str, Any]:
    data: dict[str, Any] = {"sheet": place.sheet, "row": place.row, "cell": place.cell}
    return data if place.table is None else data | {"page": place.page, "table": place.table}


def _row_as_data(reading: Reading, lang: Lang) -> dict[str, Any]:
    from indicator_dsl.interchange import to_dict

    row = reading.row
    data: dict[str, Any] = {
        "name": row.name,
        "level1": row.level1,
        "level2": row.level2,
        "place": _place_as_data(row.place),
        "text": row.value,
        "unit": row.unit,
        "relation": row.relation,
    }
    if reading.error is not None:
        return data | {"error": reading.error.to_dict(lang)}
    return data | {"value": None if reading.value is None else to_dict(reading.value)}
