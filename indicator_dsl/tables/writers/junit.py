"""The report as JUnit XML, which GitLab, Jenkins and most build servers show.

One test suite a project, one test case an indicator: errors are its failure, warnings and notes its output.  What
there is to say of a table as a whole is a test case of its own, and so is every file that could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Finding
from indicator_dsl.lint import CheckedTable
from indicator_dsl.rows import Place
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._data import files_of
from indicator_dsl.tables.writers._lines import line_of
from indicator_dsl.tables.writers._markup import attribute, content
from indicator_dsl.tables.writers.words import name_of, spot, word, written

__all__ = ["write"]


def write(report: Report, *, lang: Lang = "zh") -> Iterator[str]:
    """Yield the pieces of one XML document."""
    several = len(files_of(report)) > 1
    cases = report.summary.rows + sum(bool(checked.findings) for checked in report.tables) + len(report.unread)
    failures = sum(map(_failures, report.tables))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="indicator-dsl" tests="{cases}" failures="{failures}" errors="{len(report.unread)}">\n'
    if report.unread:
        yield from _unread(report.unread, lang)
    for checked in report.tables:
        yield from _suite(checked, lang, several=several)
    yield "</testsuites>\n"


def _unread(errors: Sequence[TableError], lang: Lang) -> Iterator[str]:
    """Yield the suite of the files that could not be read, each an error of its own."""
    name = attribute(word("no.reading", lang))
    yield f'<testsuite name="{name}" tests="{len(errors)}" failures="0" errors="{len(errors)}" skipped="0">\n'
    for error in errors:
        file, message = attribute(error.words["path"]), attribute(error.message(lang))
        yield f'<testcase classname="{name}" name="{file}" file="{file}">\n'
        yield f'<error message="{message}" type="{attribute(error.code)}"/>\n</testcase>\n'
    yield "</testsuite>\n"


def _failures(checked: CheckedTable) -> int:
    groups = (checked.findings, *(reading.findings for reading in checked.readings))
    return sum(any(one.severity == "error" for one in findings) for findings in groups)


def _suite(checked: CheckedTable, lang: Lang, *, several: bool) -> Iterator[str]:
    project = checked.table.project or word("no.project", lang)
    if several:  # two files may have the same project, and the same cell in it
        project = f"{checked.table.place.file}: {project}"
    cases = len(checked.readings) + bool(checked.findings)
    name = attribute(project)
    yield f'<testsuite name="{name}" tests="{cases}" failures="{_failures(checked)}" errors="0" skipped="0">\n'
    if checked.findings:
        place = checked.table.place
        yield _case(project=project, name=project, place=place, text="", findings=checked.findings, lang=lang)
    for reading in checked.readings:
        row = reading.row
        findings, text = reading.findings, written(row)
        name = name_of(row, lang)
        yield _case(project=project, name=name, place=row.place, text=text, findings=findings, lang=lang)
    yield "</testsuite>\n"


def _case(*, project: str, name: str, place: Place, text: str, findings: Sequence[Finding], lang: Lang) -> str:
    # GitLab and Jenkins tell test cases apart by class and name: the place makes the name unique.
    names = f'classname="{attribute(project)}" name="{attribute(f"{spot(place, lang)} {name}")}"'
    line = line_of(place)
    where = f'file="{attribute(place.file)}"' + ("" if line is None else f' line="{line}"')
    errors = [one for one in findings if one.severity == "error"]
    others = [one for one in findings if one.severity != "error"]
    inner = ""
    if errors:
        message, kind = attribute(errors[0].message(lang)), attribute(errors[0].code)
        accounts = content("\n".join([text, *(_account(one, lang) for one in errors)]))
        inner += f'\n<failure message="{message}" type="{kind}">{accounts}</failure>'
    if others:
        accounts = content("\n".join(_account(one, lang) for one in others))
        inner += f"\n<system-out>{accounts}</system-out>"
    return f"<testcase {names} {where}>{inner}\n</testcase>\n" if inner else f"<testcase {names} {where}/>\n"


def _account(finding: Finding, lang: Lang) -> str:
    account = f"{word(f'severity.{finding.severity}', lang)}[{finding.label}] {finding.message(lang)}"
    return account if finding.fix is None else f"{account}\n{word('finding.fix', lang, fix=finding.fix)}"
