"""``indicator-dsl monitor``: lights during the year."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.data import emit
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import fit, printable
from indicator_dsl.cli.page import Page
from indicator_dsl.cli.policy_option import chosen_policy
from indicator_dsl.cli.results import named
from indicator_dsl.errors import Lang
from indicator_dsl.score import Light, Monitored, Signal, monitor
from indicator_dsl.score.lights import MONITORING
from indicator_dsl.tables import find_files, read_files
from indicator_dsl.tables.writers.words import name_of, spot, written

if TYPE_CHECKING:
    _Type = click.ParamType[Any]
else:
    _Type = click.ParamType

__all__ = ["command"]

_INDENT = 3
_WIDEST = (30, 22, 22)
_COLUMNS = ("name", "target", "actual", "light", "why")
_STYLES = {Light.RED: "red", Light.YELLOW: "yellow", Light.GREEN: "green", Light.BLUE: "blue", None: "dim"}
#: What somebody has to look at.
_ALARMS = (Light.RED, Light.YELLOW)


class Month(_Type):
    """A month of the year."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the month, or refuse it in the language asked for."""
        if not re.fullmatch("0?[1-9]|1[0-2]", str(value)):
            self.fail(say("usage.month", ctx.obj if ctx is not None else "zh", value=value), param, ctx)
        return int(value)


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
    from indicator_dsl.cli.results import tell_unread

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
    page = Page()
    head = [say(f"monitor.{name}", lang) for name in _COLUMNS]
    cells = [_cells(monitored, at, lang) for monitored in found for at in range(len(monitored.rows))]
    widths = fit([head, *cells], page.width - _INDENT, _WIDEST)
    file = None
    for number, monitored in enumerate(found, start=1):
        if len(files) > 1 and monitored.table.place.file != file:
            file = monitored.table.place.file
            page.paragraph(printable(file), "bold underline")
            page.line()
        project = (monitored.table.project or say("check.no-project", lang)).replace("\n", " ")
        page.paragraph(printable(say("check.project", lang, number=number, project=project)), "bold")
        page.row(head, widths, ("bold",) * len(head), _INDENT)
        page.line(" " * _INDENT, ("  ".join("-" * width for width in widths), "dim"))
        for at, one in enumerate(monitored.rows):
            style = _STYLES[one.signal.light]
            page.row(_cells(monitored, at, lang), widths, ("", "", "", style, "dim"), _INDENT)
        if monitored.budget is not None:
            light = _light(monitored.budget, lang)
            words = {"light": light, "why": monitored.budget.explain(lang)}
            page.paragraph(say("monitor.budget", lang, **words), _STYLES[monitored.budget.light], _INDENT)
        light = say(f"monitor.{monitored.light or 'none'}", lang)
        page.paragraph(say("monitor.project", lang, light=light), "bold", _INDENT)
        page.line()


def _cells(monitored: Monitored, at: int, lang: Lang) -> list[str]:
    one = monitored.rows[at]
    row = one.scored.row
    return [
        printable(name_of(row, lang)),
        printable(" ".join(written(row).split())),
        printable(" ".join((row.actual or "").split())),
        _light(one.signal, lang),
        printable(one.signal.explain(lang)),
    ]


def _light(signal: Signal, lang: Lang) -> str:
    return say(f"monitor.{signal.light or 'none'}", lang)


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
