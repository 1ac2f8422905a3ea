"""``indicator-dsl convert``: the same value in another unit."""

from __future__ import annotations

import sys
from fractions import Fraction

import click

from indicator_dsl.cli.command import Days, OneOf, command as make_command
from indicator_dsl.cli.layout import printable
from indicator_dsl.conversion import Calendar, convert
from indicator_dsl.errors import IndicatorError, Lang

__all__ = ["command"]


@make_command("convert")
@click.argument("value")
@click.argument("unit")
@click.option("--format", type=OneOf("text", "json"), default="text")
@click.option("--days-per-year", type=Days())
def command(lang: Lang, *, value: str, unit: str, format: str, days_per_year: Fraction | None) -> int:
    """Convert and print the canonical text."""
    calendar = None if days_per_year is None else Calendar(days_per_year)
    try:
        result = convert(value, unit, calendar=calendar)
    except IndicatorError as error:
        print(printable(error.render(lang)), file=sys.stderr)
        return 1
    if format == "json":
        from indicator_dsl.cli.data import dumps
        from indicator_dsl.interchange import to_dict

        print(dumps({"text": value, "value": to_dict(result)}))
    else:
        print(result)
    return 0
