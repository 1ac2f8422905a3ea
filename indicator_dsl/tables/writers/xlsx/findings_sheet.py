"""The first sheet, 校验结果: what was found, one row a finding, and each project in one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from attrs import frozen

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding
from indicator_dsl.lint import CheckedTable
from indicator_dsl.rows import Place
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._notes import written
from indicator_dsl.tables.writers.annotated import Notice, say
from indicator_dsl.tables.writers.xlsx.book import quoted
from indicator_dsl.tables.writers.xlsx.sheet_xml import MOST_ROWS, Looks, NewSheet, SheetWriter
from indicator_dsl.tables.writers.xlsx.styles import Styles

__all__ = ["MOST_FINDINGS", "Link", "findings_sheet"]

#: From a place to the reference a link follows, ``None`` where there is nothing to go to.
Link = Callable[[Place], str | None]

_COLUMNS: Final = {
    "project": 28, "indicator": 28, "place": 16, "written": 26, "severity": 9, "problem": 46, "fix": 24, "code": 22,
}  # fmt: skip
#: Before them, where there are several files.
_FILE: Final = {"file": 28}
_OF_PROJECT: Final = ("project", "funds", "place", "rows", "findings", "reading")
#: The rest of the sheet is for the head and for the projects.
MOST_FINDINGS: Final = MOST_ROWS // 2


@frozen
class _Line:
    """A finding with the project it belongs to."""

    project: str | None
    finding: Finding


def findings_sheet(
    report: Report, styles: Styles, link: Link, *, file: str, name: str, notices: Sequence[Notice], lang: Lang
) -> NewSheet:
    """Return the sheet of findings.

    Args:
        report: what was found.
        styles: the formats of the workbook, to which those of the sheet are added.
        link: where a place is in the workbook.
        file: the file's name for the title.
        name: the name the sheet will have.
        notices: what the user should know of the annotation itself.
        lang: the language of the sheet.
    """
    files = dict.fromkeys([checked.table.place.file for checked in report.tables])
    several = len(files) + len(report.unread) > 1
    columns = _FILE | _COLUMNS if several else _COLUMNS
    writer = SheetWriter(Looks(styles), list(columns.values()))
    lines = [_Line(None, finding) for finding in report.findings[: len(report.unread)]]
    lines += [_Line(checked.table.project, finding) for checked in report.tables for finding in _of_table(checked)]
    lines = lines[:MOST_FINDINGS]
    title = say("sheet.files", lang, count=len(files)) if several else file
    _write_head(writer, report, title, notices, lang)
    # The summary by project stands below the findings: the filter would hide it beside them, and above them
    # a few hundred projects would push the frozen header out of sight.
    if writer.link(1, f"{quoted(name)}!A{writer.row + len(lines) + (3 if lines else 4)}"):
        writer.add(writer.text(say("sheet.to-projects", lang), "jump"))
    writer.add(*(writer.text(say(f"sheet.{column}", lang), "head") for column in columns))
    header = writer.row - 1
    for line in lines:
        _write_finding(writer, line, link, lang, several=several)
    if not lines:
        writer.add(writer.text(say("sheet.nothing", lang), "note"))
    filtered = (header, writer.row - 1) if lines else None
    writer.add()
    _write_projects(writer, report, link, lang, several=several)
    return writer.sheet(frozen_rows=header, filtered=filtered, footer=say("sheet.footer", lang))


def _of_table(checked: CheckedTable) -> list[Finding]:
    return [*checked.findings, *(finding for reading in checked.readings for finding in reading.findings)]


def _write_head(writer: SheetWriter, report: Report, file: str, notices: Sequence[Notice], lang: Lang) -> None:
    summary = report.summary
    found = Counter(summary.severities)
    counts = say(
        "sheet.counts",
        lang,
        projects=summary.projects,
        rows=summary.rows,
        read=summary.read,
        refused=summary.refused,
        blank=summary.blank,
    )
    severities = say(
        "sheet.severities",
        lang,
        findings=found.total(),
        error=found["error"],
        warning=found["warning"],
        info=found["info"],
    )
    writer.add(writer.text(say("sheet.title", lang, file=file), "title"), height=24)
    unread = [say("sheet.unread", lang, count=len(report.unread))] if report.unread else []
    for words in (counts, severities, *unread, *(notice.message(lang) for notice in notices)):
        writer.add(writer.text(words, "note"))


def _file_cell(writer: SheetWriter, place: Place, *, several: bool) -> list[tuple[str | None, int]]:
    """Return the cell that names the file, where there are several: its folder tells files of one name apart."""
    return [writer.text(place.file)] if several else []


def _write_finding(writer: SheetWriter, line: _Line, link: Link, lang: Lang, *, several: bool) -> None:
    finding = line.finding
    whole_file = not finding.place.row
    writer.add(
        *_file_cell(writer, finding.place, several=several),
        writer.text("" if whole_file else line.project or say("sheet.no-project", lang)),
        writer.text(None if finding.row is None else finding.row.name),
        _place_cell(writer, finding.place, link, lang, several=several),
        writer.text(written(finding)),
        writer.text(say(f"severities.{finding.severity}", lang), severity=finding.severity),
        writer.text(finding.message(lang)),
        writer.text(finding.fix),
        writer.text(finding.code),
    )


def _write_projects(writer: SheetWriter, report: Report, link: Link, lang: Lang, *, several: bool) -> None:
    writer.add(writer.text(say("sheet.projects", lang), "heading"))
    columns = (*_FILE, *_OF_PROJECT) if several else _OF_PROJECT
    writer.add(*(writer.text(say(f"sheet.{column}", lang), "head") for column in columns))
    for checked in report.tables[: MOST_ROWS - writer.row]:
        counted = Report(tables=(checked,)).summary
        writer.add(
            *_file_cell(writer, checked.table.place, several=several),
            writer.text(checked.table.project or say("sheet.no-project", lang)),
            writer.number(checked.table.funds),
            _place_cell(writer, checked.table.place, link, lang, several=several),
            writer.number(counted.rows),
            writer.number(len(_of_table(checked))),
            writer.text(
                say("sheet.read", lang, read=counted.read, refused=counted.refused, blank=counted.blank),
            ),
        )


def _place_cell(writer: SheetWriter, place: Place, link: Link, lang: Lang, *, several: bool) -> tuple[str | None, int]:
    target = link(place)
    linked = target is not None and writer.link(list(_COLUMNS).index("place") + 1 + several, target)
    return writer.text(_spot(place, lang), "link" if linked else "cell")


def _spot(place: Place, lang: Lang) -> str:
    """Name a place without its file, which the title or a column names; a whole file has no name left."""
    if not place.row:
        return ""
    spot = place.cell or say("sheet.line", lang, row=place.row)
    if place.sheet is not None:
        return f"{place.sheet}!{spot}"
    outer = [
        say(f"sheet.{name}", lang, **{name: number})
        for name, number in (("page", place.page), ("table", place.table))
        if number is not None
    ]
    return say("sheet.within", lang).join([*outer, spot])
