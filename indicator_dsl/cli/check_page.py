"""The readable report of ``check``: a table a project, the findings below it (refusals in full), a summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.projects import INDENT, Projects, excerpt
from indicator_dsl.describing import kind
from indicator_dsl.errors import IndicatorError, Lang, display_width
from indicator_dsl.findings import SEVERITIES
from indicator_dsl.tables.writers.words import name_of, spot, word

if TYPE_CHECKING:
    from indicator_dsl.cli.page import Page
    from indicator_dsl.findings import Finding
    from indicator_dsl.lint import CheckedTable, Reading
    from indicator_dsl.tables import Report

__all__ = ["show"]

#: A name longer than this is wrapped, so that most values stand near their names.
_NAME_WIDEST = 40
_COLUMNS = ("name", "text", "read", "kind")
_STYLES = {"error": "red", "warning": "yellow", "info": "cyan"}


def show(files: Sequence[str], report: Report, lang: Lang) -> None:
    """Print the report."""
    cells = [[_cells(reading, lang) for reading in project.readings] for project in report.tables]
    head = [say(f"check.{name}", lang) for name in _COLUMNS]
    projects = Projects(files, head, cells, lang, widest=[_NAME_WIDEST])
    page = projects.page
    for project, rows in zip(report.tables, cells, strict=True):
        projects.title(project.table)
        _show_facts(page, project, lang)
        projects.head()
        for reading, row in zip(project.readings, rows, strict=True):
            projects.row(row, _styles(reading))
        _show_refusals(page, project, lang)
        _show_remarks(page, project, lang)
        page.line()
    _show_summary(page, files, report, lang)


def _show_facts(page: Page, project: CheckedTable, lang: Lang) -> None:
    table = project.table
    facts = [say("check.rows", lang, rows=len(table.rows))]
    if table.funds is not None:
        facts.insert(0, say("check.funds", lang, funds=f"{table.funds:,f}"))
    page.line(" " * INDENT, (say("check.facts", lang).join(facts), "dim"))


def _cells(reading: Reading, lang: Lang) -> list[str]:
    row = reading.row
    name = excerpt((row.name or say("check.no-name", lang)).replace("\n", ""), lang)
    # What stands in columns of its own was written too: "≥ 95 %".
    written = excerpt(" ".join(part for part in (row.relation, row.value.strip(), row.unit) if part), lang)
    if reading.error is not None:
        return [name, written, printable(reading.error.message(lang)), say("check.refused", lang)]
    if reading.value is None:
        return [name, written, "", say("check.blank", lang)]
    return [name, written, excerpt(str(reading.value), lang), kind(reading.value, lang)]


def _styles(reading: Reading) -> tuple[str, ...]:
    if reading.error is not None:
        return ("", "red", "red", "red")
    if reading.value is None:
        return ("dim",) * len(_COLUMNS)
    return ("", "", "green", "dim")


def _show_refusals(page: Page, project: CheckedTable, lang: Lang) -> None:
    for reading in project.readings:
        # an accepted one is in a baseline
        if reading.error is not None and any(one.cause == reading.error.code for one in reading.findings):
            page.line()
            where = f"{spot(reading.row.place, lang)}  {excerpt(name_of(reading.row, lang), lang)}"
            page.paragraph(printable(where), "bold", INDENT)
            _show_refusal(page, reading.error, _label(reading), lang)


def _label(reading: Reading) -> str:
    """Return the rule a refusal is reported under, or its own code."""
    assert reading.error is not None
    code = reading.error.code
    return next((one.label for one in reading.findings if one.cause == code), code)


def _show_refusal(page: Page, error: IndicatorError, label: str, lang: Lang) -> None:
    _, *others = error.render(lang).split("\n")
    severity = word("severity.error", lang)
    head = say("check.finding", lang, severity=severity, code=label, message=error.message(lang))
    page.paragraph(printable(head), "red", INDENT)
    if error.text:
        text, caret, *others = others
        if display_width(max(text, caret, key=display_width)) <= page.width - INDENT:
            page.line(" " * INDENT, text)
            page.line(" " * INDENT, caret)
        else:  # a caret under a line that the terminal breaks points anywhere
            page.paragraph(text.strip(), "", INDENT + 2)
            page.paragraph(error.position(lang), "", INDENT + 2)
    for line in others:
        page.paragraph(line.strip(), "", INDENT + 2)


def _show_remarks(page: Page, project: CheckedTable, lang: Lang) -> None:
    """Show all other findings, those that say the same together."""
    found = [*project.findings]
    for reading in project.readings:
        # The refusal is the finding that was shown already.
        found += [one for one in reading.findings if reading.error is None or one.cause != reading.error.code]
    alike: dict[tuple[int, str, str], list[Finding]] = {}
    for one in found:
        alike.setdefault((SEVERITIES.index(one.severity), one.label, one.message(lang)), []).append(one)
    for (number, label, message), group in sorted(alike.items(), key=lambda item: item[0][0]):
        severity = SEVERITIES[number]
        page.line()
        head = say(
            "check.finding",
            lang,
            severity=word(f"severity.{severity}", lang),
            code=label,
            message=excerpt(message, lang),
        )
        page.paragraph(printable(head), _STYLES[severity], INDENT)
        for one in group:
            parts = [spot(one.place, lang)]
            if one.row is not None:
                parts.append(excerpt(name_of(one.row, lang), lang))
            if one.fix is not None:
                parts.append(word("finding.fix", lang, fix=one.fix))
            page.paragraph(printable("  ".join(parts)), "", INDENT + 2)


def _show_summary(page: Page, files: Sequence[str], report: Report, lang: Lang) -> None:
    summary = report.summary
    # what could not be read may be a folder, too
    read = len({*files} - {error.words["path"] for error in report.unread})
    what = printable(files[0]) if len(files) == 1 else say("summary.files", lang, files=read)
    page.paragraph(say("summary.title", lang, file=what), "bold")
    page.line(" " * INDENT, say("summary.rows", lang, projects=summary.projects, rows=summary.rows))
    counts = say("summary.read", lang, read=summary.read, refused=summary.refused, blank=summary.blank)
    page.line(" " * INDENT, (counts, "red" if summary.refused else "green"))
    findings = {word(f"severity.{severity}", lang): count for severity, count in summary.severities.items() if count}
    kinds = {kind(name, lang): count for name, count in summary.kinds.items()}
    for key, found in (("findings", findings), ("kinds", kinds), ("unknown-units", summary.unknown_units)):
        if found:
            listed = say("separator", lang).join(
                say("summary.count", lang, name=name, count=count) for name, count in found.items()
            )
            page.paragraph(say(f"summary.{key}", lang, counts=printable(listed)), "", INDENT)
