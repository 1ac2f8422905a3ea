"""``indicator-dsl score``: the points of self-evaluations, and what differs from those printed."""

from __future__ import annotations

from collections.abc import Sequence

import click
from attrs import evolve

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.policy_option import chosen_policy
from indicator_dsl.cli.progress import Progress
from indicator_dsl.cli.results import FORMATS, check_outputs, named, write_results
from indicator_dsl.errors import Lang
from indicator_dsl.lint import Profile, with_rules
from indicator_dsl.score import match_policies
from indicator_dsl.score.load import DEFAULT
from indicator_dsl.tables import Report, TableError, find_files, read_files, score_tables

__all__ = ["command"]


@make_command("score")
@click.argument("paths", nargs=-1, required=True)
@click.option("--policy")
@click.option("--match", is_flag=True)
@click.option("--format", type=OneOf("text", *FORMATS), default="text")
@click.option("--report")
@click.option("--annotate")
@click.option("--map", "columns", multiple=True)
@click.option("--year", type=Year())
def command(
    lang: Lang,
    *,
    paths: tuple[str, ...],
    policy: str | None,
    match: bool,
    format: str,
    report: str | None,
    annotate: str | None,
    columns: tuple[str, ...],
    year: int | None,
) -> int:
    """Read the files, score them, show the points and where they come from."""
    from indicator_dsl.cli.score_page import show, show_matches

    rules = chosen_policy(policy, DEFAULT)
    empty: list[TableError] = []
    files = find_files(paths, empty=empty.append)
    check_outputs(files, report, annotate)
    with Progress(files, lang) as progress:
        progress.files(len(files))
        tables, unread = read_files(files, columns=named(columns), year=year, done=progress.step)
        found = score_tables(tables, rules, year=year, profile=_besides())
    found = evolve(found, unread=(*unread, *empty))

    def text() -> None:
        show(files, found, lang)
        if match:
            show_matches(match_policies(tables, year=year), lang, year=year)

    write_results(found, lang, show=text, format=format, report=report, annotate=annotate)
    if found.unread:
        return 2
    return 1 if _is_disputed(found) else 0


def _besides() -> Profile:
    """Return the rules that run besides: those on self-evaluations, but for the one that scores by itself."""
    return with_rules(Profile(name="score", severities={}), select=["SEL"], ignore=["SEL03"])


def _is_disputed(found: Report) -> bool:
    """Return whether a row has no points, or the table prints others."""
    disputed: Sequence[str] = (
        *("unscorable", "score-differs", "score-unreadable", "weight-unreadable"),
        *("execution-differs", "total-differs", "SEL08"),
    )
    return any(finding.code in disputed for finding in found.in_tables)
