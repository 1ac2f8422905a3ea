"""``indicator-dsl check``: read a table of targets, show what each was read as, write reports."""

from __future__ import annotations

import sys

import click

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.data import emit
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.progress import Progress
from indicator_dsl.errors import Lang
from indicator_dsl.tables import check, read_tables, save_report, writer_for
from indicator_dsl.tables.save import refuse_to_overwrite
from indicator_dsl.tables.writers import WRITERS

__all__ = ["command"]

#: What goes to standard output; the page is a file.
_FORMATS = tuple(name for name in WRITERS if name != "html")


@make_command("check")
@click.argument("file")
@click.option("--format", type=OneOf("text", *_FORMATS), default="text")
@click.option("--report")
@click.option("--year", type=Year())
def command(lang: Lang, *, file: str, format: str, report: str | None, year: int | None) -> int:
    """Read the file, show its projects, count."""
    if report is not None:
        refuse_to_overwrite(report, [file])
    with Progress(file, lang) as progress:
        tables = read_tables(file)
        progress.parsing(sum(len(table.rows) for table in tables))
        found = check(tables, year=year, step=progress.step)
    if report is not None:
        save_report(found, report, lang=lang)
        print(say("check.report", lang, path=printable(report)), file=sys.stderr)
    if format == "text":
        from indicator_dsl.cli.check_page import show

        show(file, found, lang)
    else:
        emit(writer_for(format)(found, lang=lang), format)
    return 1 if found.summary.refused else 0
