"""``indicator-dsl fix``: a copy of a file with its values written better."""

from __future__ import annotations

import sys

import click

from indicator_dsl.cli.command import Year, command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.page import Page
from indicator_dsl.cli.results import named
from indicator_dsl.cli.rule_options import RuleOptions, rule_options
from indicator_dsl.errors import Lang
from indicator_dsl.lint import Linter, Mended, mend
from indicator_dsl.rows import Row
from indicator_dsl.tables import read_tables
from indicator_dsl.tables.rewriting import Edit, check_rewrite, rewrite_file
from indicator_dsl.tables.writers.words import name_of, spot

__all__ = ["command"]


@make_command("fix")
@click.argument("path")
@click.option("-o", "--output", required=True)
@click.option("--suggest", is_flag=True)
@click.option("--map", "columns", multiple=True)
@click.option("--year", type=Year())
@rule_options
def command(
    lang: Lang,
    *,
    path: str,
    output: str,
    suggest: bool,
    columns: tuple[str, ...],
    year: int | None,
    rule_options: RuleOptions,
) -> int:
    """Read a file, mend its values, write the copy, list what was changed."""
    profile = rule_options.chosen()
    # the year says which column of values is read, here as in check
    year = year or profile.year
    linter = Linter(profile, year=year)
    check_rewrite(path, output)
    rows = [row for table in read_tables(path, columns=named(columns), year=year) for row in table.rows]
    found = [mended for row in rows if (mended := mend(linter, row, suggested=suggest)) is not None]
    page = Page()
    for mended in found:
        page.paragraph(printable(_change(mended, lang)))
    if found:
        done = rewrite_file(path, output, [Edit(mended.row.place, mended.row.value, mended.after) for mended in found])
        for notice in done.notices:
            print(say("check.notice", lang, notice=printable(notice.message(lang))), file=sys.stderr)
        print(say("fix.done", lang, cells=len(done.written), path=printable(output)), file=sys.stderr)
    else:
        print(say("fix.none", lang), file=sys.stderr)
    if not suggest and (more := sum(_can_be_suggested(linter, row) for row in rows)):
        print(say("fix.more", lang, count=more), file=sys.stderr)
    return 0


def _change(mended: Mended, lang: Lang) -> str:
    row = mended.row
    return say(
        "fix.change",
        lang,
        place=spot(row.place, lang),
        name=name_of(row, lang),
        before=row.value.strip(),
        after=mended.after,
        codes=" ".join(dict.fromkeys(finding.code for finding in mended.findings)),
    )


def _can_be_suggested(linter: Linter, row: Row) -> bool:
    return any(finding.fix is not None and not finding.safe for finding in linter.row(row).findings)
