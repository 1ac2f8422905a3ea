"""``indicator-dsl monitor``: lights during the year."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from indicator_dsl.cli.command import Month, OneOf, Year, command as make_command
from indicator_dsl.cli.data import emit
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.policy_option import chosen_policy
from indicator_dsl.cli.projects import INDENT, Projects, aimed_and_reached
from indicator_dsl.cli.results import named, tell_unread
from indicator_dsl.errors import Lang
from indicator_dsl.score import Light, Monitored, Signal, monitor
from indicator_dsl.score.lights import MONITORING, MonitoredRow
from indicator_dsl.tables import find_files, read_files
from indicator_dsl.tables.writers.words import spot

__all__ = ["command"]

_WIDEST = (30, 22, 22)
_COLUMNS = ("name", "target", "actual", "light", "why")
_STYLES = {Light.RED: "red", Light.YELLOW: "yellow", Light.GREEN: "green", Light.BLUE: "blue", None: "dim"}
#: What somebody has to look at.
_ALARMS = (Light.RED, Light.YELLOW)


@make_command("monitor")
@click.argument("paths", nargs=-1, required=True)
@click.option("--month", type=Month(), required=True)
@click.option("--policy")
@click.option("--format", type=OneOf("text", "json"), default="text")
@click.option("--map", "columns", multiple=True)
@click.option("--year", type=Year())
def command(
    lang: Lang,
    *,
    paths: tuple[str, ...],
    month: int,
    policy: str | None,
    format: str,
    columns: tuple[str, ...],
    year: int | None,
) -> int:
    """Read the files and show the light of every indicator."""
    rules = chosen_policy(policy, MONITORING)
    unread: list[Any] = []
    files = find_files(paths, empty=unread.append)
    tables, errors = read_files(files, columns=named(columns), year=year)
    found = [monitor(table, month, rules, year=year) for table in tables]
    if format == "json":
        emit(iter([json.dumps([_as_data(one, lang) for one in found], ensure_ascii=False, indent=2), "\n"]), format)
    else:
        _show(files, found, lang)
    tell_unread([*errors, *unread], lang)
    if errors or unread:
        return 2
    return 1 if any(one.light in _ALARMS for one in found) else 0


def _show(files: Sequence[str], found: Sequence[Monitored], lang: Lang) -> None:
    cells = [[_cells(one, lang) for one in monitored.rows] for monitored in found]
    projects = Projects(files, [say(f"monitor.{name}", lang) for name in _COLUMNS], cells, lang, widest=_WIDEST)
    page = projects.page
    for monitored, rows in zip(found, cells, strict=True):
        projects.title(monitored.table)
        projects.head()
        for one, row in zip(monitored.rows, rows, strict=True):
            projects.row(row, ("", "", "", _STYLES[one.signal.light], "dim"))
        if monitored.budget is not None:
            words = {"light": _light(monitored.budget.light, lang), "why": monitored.budget.explain(lang)}
            page.paragraph(say("monitor.budget", lang, **words), _STYLES[monitored.budget.light], INDENT)
        page.paragraph(say("monitor.project", lang, light=_light(monitored.light, lang)), "bold", INDENT)
        page.line()


def _cells(one: MonitoredRow, lang: Lang) -> list[str]:
    signal = one.signal
    return [*aimed_and_reached(one.scored.row, lang), _light(signal.light, lang), printable(signal.explain(lang))]


def _light(light: Light | None, lang: Lang) -> str:
    return say(f"monitor.{light or 'none'}", lang)


def _as_data(monitored: Monitored, lang: Lang) -> dict[str, Any]:
    return {
        "file": monitored.table.place.file,
        "project": monitored.table.project,
        "month": monitored.month,
        "light": monitored.light,
        "budget": None if monitored.budget is None else _signal(monitored.budget),
        "rows": [
            {
                "name": one.scored.row.name,
                "place": spot(one.scored.row.place, lang),
                "target": one.scored.row.value,
                "actual": one.scored.row.actual,
                **_signal(one.signal),
            }
            for one in monitored.rows
        ],
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "light": signal.light,
        "reason": signal.reason,
        "ratio": None if signal.ratio is None else str(signal.ratio),
        "explanation": {"zh": signal.explain("zh"), "en": signal.explain("en")},
    }
