"""``indicator-dsl check``: read tables of targets and show what each was read as."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from attrs import evolve

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.errors import Misuse
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.progress import Progress
from indicator_dsl.cli.results import FORMATS, check_outputs, named, write_results
from indicator_dsl.cli.rule_options import RuleOptions, rule_options
from indicator_dsl.errors import Lang
from indicator_dsl.lint import Profile
from indicator_dsl.lint.baseline import read_baseline, without
from indicator_dsl.lint.profile import FAIL_ON, FailOn
from indicator_dsl.tables import Report, TableError, check, check_files, find_files, read_tables
from indicator_dsl.tables.save import save_baseline

__all__ = ["command"]


@make_command("check")
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", type=OneOf("text", *FORMATS), default="text")
@click.option("--report")
@click.option("--annotate")
@click.option("--map", "columns", multiple=True)
@click.option("--year", type=Year())
@click.option("--fail-on", type=OneOf(*FAIL_ON))
@click.option("--baseline")
@click.option("--write-baseline")
@rule_options
def command(
    lang: Lang,
    *,
    paths: tuple[str, ...],
    format: str,
    report: str | None,
    annotate: str | None,
    columns: tuple[str, ...],
    year: int | None,
    fail_on: FailOn | None,
    baseline: str | None,
    write_baseline: str | None,
    rule_options: RuleOptions,
) -> int:
    """Read the files, run the rules, show the projects, count."""
    if "-" in paths and not Path("-").exists():
        raise Misuse("no-stdin", click.get_current_context())
    profile = rule_options.chosen()
    year = year or profile.year
    baseline = baseline or profile.baseline
    known = None if baseline is None or write_baseline is not None else read_baseline(baseline)
    empty: list[TableError] = []
    files = find_files(paths, empty=empty.append)
    check_outputs(files, report, annotate)
    found = _read(files, named(columns), profile, year, lang, alone=format == "text")
    found = evolve(found, unread=(*found.unread, *empty))
    if write_baseline is not None:
        save_baseline(found, write_baseline)
        print(say("check.baseline", lang, path=printable(write_baseline)), file=sys.stderr)
    if known is not None:
        found = evolve(found, tables=tuple(without(known, found.tables)))

    def show() -> None:
        from indicator_dsl.cli.check_page import show

        show(files, found, lang)

    write_results(found, lang, show=show, format=format, report=report, annotate=annotate)
    if found.unread:
        return 2
    # what has just been accepted is no failure
    return 1 if write_baseline is None and found.fails(fail_on or profile.fail_on) else 0


def _read(
    files: Sequence[str], columns: dict[str, str], profile: Profile, year: int | None, lang: Lang, *, alone: bool
) -> Report:
    """Read the files; of a single one that cannot be read there is nothing but the error to show if it is ``alone``."""
    with Progress(files, lang) as progress:
        if len(files) > 1 or not alone:
            progress.files(len(files))
            return check_files(files, columns=columns, year=year, profile=profile, done=progress.step)
        tables = read_tables(files[0], columns=columns, year=year)
        progress.parsing(sum(len(table.rows) for table in tables))
        return check(tables, year=year, profile=profile, step=progress.step)
