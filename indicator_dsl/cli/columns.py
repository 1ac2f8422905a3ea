"""``indicator-dsl columns``: a column of a long file read, written with the rows as Parquet."""

from __future__ import annotations

import sys

import click

from indicator_dsl.cli.command import Year, command as make_command
from indicator_dsl.cli.errors import Misuse
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.progress import Progress
from indicator_dsl.errors import Lang
from indicator_dsl.tables.output import output_file

__all__ = ["command"]


@make_command("columns")
@click.argument("path")
@click.option("--value", required=True)
@click.option("--unit")
@click.option("--relation")
@click.option("--year", type=Year())
@click.option("--into", default="indicator")
@click.option("-o", "--output", required=True)
def command(
    lang: Lang,
    *,
    path: str,
    value: str,
    unit: str | None,
    relation: str | None,
    year: int | None,
    into: str,
    output: str,
) -> int:
    """Read, write, count."""
    from indicator_dsl.columns.files import open_source, parse_source  # without its extra it says what to install

    if not output.lower().endswith(".parquet"):
        raise Misuse("parquet", click.get_current_context(), given=output)
    source = open_source(path)
    with (
        output_file(output, inputs=[path], ours=None) as out,
        Progress([path], lang) as progress,
    ):
        progress.parsing(source.rows)
        found = parse_source(
            source, out, value=value, unit=unit, relation=relation, year=year, into=into, step=progress.step_by
        )
    counts = {name: f"{getattr(found, name):,}" for name in ("rows", "read", "refused", "empty")}
    print(say("columns.done", lang, path=printable(output), **counts), file=sys.stderr)
    return 0
