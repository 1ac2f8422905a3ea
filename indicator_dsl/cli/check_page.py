"""The readable report of ``check``: a table a project, each refusal in full below it, a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import fit, printable
from indicator_dsl.cli.page import Page
from indicator_dsl.describing import kind
from indicator_dsl.errors import Lang

if TYPE_CHECKING:
    from indicator_dsl.tables import Place, Report
    from indicator_dsl.tables.report import CheckedTable, Reading, Summary

__all__ = ["show"]

_INDENT = 3
#: A name longer than this is wrapped, so that most values stand near their names.
_NAME_WIDEST = 40
_COLUMNS = ("name", "text", "read", "kind")
_HEAD_STYLES = ("bold",) * len(_COLUMNS)


def show(file: str, report: Report, lang: Lang) -> None:
    """Print the report."""
    page = Page()
    head = [say(f"check.{name}", lang) for name in _COLUMNS]
    # One set of widths for the whole file, so that the eye finds the columns again in every project.
    cells = [_cells(reading, lang) for reading in report.readings]
    widths = fit([head, *cells], page.width - _INDENT, [_NAME_WIDEST])
    for number, project in enumerate(report.tables, start=1):
        _show_title(page, number, project, lang)
        page.row(head, widths, _HEAD_STYLES, _INDENT)
        page.line(" " * _INDENT, ("  ".join("-" * width for width in widths), "dim"))
        for reading in project.readings:
            page.row(_cells(reading, lang), widths, _styles(reading), _INDENT)
        _show_refusals(page, project, lang)
        page.line()
    _show_summary(page, file, report.summary, lang)


def _show_title(page: Page, number: int, project: CheckedTable, lang: Lang) -> None:
    table = project.table
    name = printable(table.project or say("check.no-project", lang)).replace("\n", " ")
    page.line((say("check.project", lang, number=number, project=name), "bold"))
    facts = [say("check.rows", lang, rows=len(table.rows))]
    if table.funds is not None:
        facts.insert(0, say("check.funds", lang, funds=f"{table.funds:,f}"))
    page.line(" " * _INDENT, (say("check.facts", lang).join(facts), "dim"))


def _cells(reading: Reading, lang: Lang) -> list[str]:
    row = reading.row
    name = printable(row.name or say("check.no-name", lang)).replace("\n", "")
    # What stands in columns of its own was written too: "≥ 95 %".
    written = printable(" ".join(part for part in (row.relation, row.value.strip(), row.unit) if part))
    if reading.error is not None:
        return [name, written, printable(reading.error.message(lang)), say("check.refused", lang)]
    if reading.value is None:
        return [name, written, "", say("check.blank", lang)]
    return [name, written, printable(str(reading.value)), kind(reading.value, lang)]


def _styles(reading: Reading) -> tuple[str, ...]:
    if reading.error is not None:
        return ("", "red", "red", "red")
    if reading.value is None:
        return ("dim",) * len(_COLUMNS)
    return ("", "", "green", "dim")


def _show_refusals(page: Page, project: CheckedTable, lang: Lang) -> None:
    for reading in project.readings:
        if reading.error is not None:
            page.line()
            first, *others = reading.error.render(lang).split("\n")
            name = printable(reading.row.name or say("check.no-name", lang)).replace("\n", "")
            page.line(" " * _INDENT, (f"{_spot(reading.row.place, lang)}  {name}", "bold"))
            page.line(" " * _INDENT, (first, "red"))
            for line in others:
                page.line(" " * _INDENT, line)


def _spot(place: Place, lang: Lang) -> str:
    """Name a place without its file, which the summary names."""
    if place.table is not None:
        page = "" if place.page is None else say("check.page", lang, page=place.page)
        return page + say("check.table", lang, table=place.table, row=place.row)
    spot = place.cell or say("check.line", lang, row=place.row)
    return spot if place.sheet is None else f"{place.sheet}!{spot}"


def _show_summary(page: Page, file: str, summary: Summary, lang: Lang) -> None:
    page.line((say("summary.title", lang, file=printable(file)), "bold"))
    page.line(" " * _INDENT, say("summary.rows", lang, projects=summary.projects, rows=summary.rows))
    counts = say("summary.read", lang, read=summary.read, refused=summary.refused, blank=summary.blank)
    page.line(" " * _INDENT, (counts, "red" if summary.refused else "green"))
    kinds = {kind(name, lang): count for name, count in summary.kinds.items()}
    for key, found in (("kinds", kinds), ("unknown-units", summary.unknown_units)):
        if found:
            listed = say("separator", lang).join(
                say("summary.count", lang, name=name, count=count) for name, count in found.items()
            )
            page.line(" " * _INDENT, say(f"summary.{key}", lang, counts=listed))
