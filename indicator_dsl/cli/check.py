"""``indicator-dsl check``: read a table of targets and show what each was read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import click

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.describe import unknown_units
from indicator_dsl.cli.progress import Progress
from indicator_dsl.comparators import Comparator
from indicator_dsl.errors import IndicatorError, Lang
from indicator_dsl.parsing import parse
from indicator_dsl.tables import Row, Table, read_tables

__all__ = ["Project", "Reading", "Summary", "command"]


@attrs.frozen
class Reading:
    """One row with what became of its value; ``None`` for a blank cell."""

    row: Row
    result: Comparator | IndicatorError | None


@attrs.frozen
class Project:
    """One table with its rows read."""

    table: Table
    readings: tuple[Reading, ...]


@attrs.frozen
class Summary:
    """The counts of a whole file."""

    projects: int
    rows: int
    read: int
    refused: int
    blank: int
    #: by name of the kind, the most frequent first
    kinds: dict[str, int]
    #: by unit noun, the most frequent first
    unknown_units: dict[str, int]


@make_command("check")
@click.argument("file")
@click.option("--format", type=OneOf("text", "json"), default="text")
@click.option("--year", type=Year())
def command(lang: Lang, *, file: str, format: str, year: int | None) -> int:
    """Read the file, show its projects, count."""
    with Progress(file, lang) as progress:
        tables = read_tables(file)
        progress.parsing(sum(len(table.rows) for table in tables))
        projects = [Project(table, _read(table.rows, year, progress.step)) for table in tables]
    summary = _count(projects)
    if format == "json":
        from indicator_dsl.cli.data import dumps

        data = {"file": file, "projects": [_as_data(one, lang) for one in projects], "summary": attrs.asdict(summary)}
        print(dumps(data))
    else:
        from indicator_dsl.cli.check_page import show

        show(file, projects, summary, lang)
    return 1 if summary.refused else 0


def _read(rows: Iterable[Row], year: int | None, step: Callable[[], None]) -> tuple[Reading, ...]:
    readings = []
    for row in rows:
        result: Comparator | IndicatorError | None = None
        if row.value.strip():
            try:
                result = parse(row.value, unit=row.unit, relation=row.relation, year=year)
            except IndicatorError as error:
                result = error
        readings.append(Reading(row, result))
        step()
    return tuple(readings)


def _count(projects: list[Project]) -> Summary:
    results = [reading.result for project in projects for reading in project.readings]
    values = [result for result in results if isinstance(result, Comparator)]
    blank = results.count(None)
    return Summary(
        projects=len(projects),
        rows=len(results),
        read=len(values),
        refused=len(results) - len(values) - blank,
        blank=blank,
        kinds=dict(Counter(value.kind for value in values).most_common()),
        unknown_units=dict(Counter(unit for value in values for unit in unknown_units(value)).most_common()),
    )


def _as_data(project: Project, lang: Lang) -> dict[str, Any]:
    funds = project.table.funds
    return {
        "project": project.table.project,
        "funds": None if funds is None else f"{funds:f}",
        "rows": [_row_as_data(reading, lang) for reading in project.readings],
    }


def _row_as_data(reading: Reading, lang: Lang) -> dict[str, Any]:
    from indicator_dsl.interchange import to_dict

    row, result = reading.row, reading.result
    data: dict[str, Any] = {
        "name": row.name,
        "level1": row.level1,
        "level2": row.level2,
        "place": {"sheet": row.place.sheet, "row": row.place.row, "cell": row.place.cell},
        "text": row.value,
        "unit": row.unit,
        "relation": row.relation,
    }
    if isinstance(result, IndicatorError):
        return data | {"error": result.to_dict(lang)}
    return data | {"value": None if result is None else to_dict(result)}
