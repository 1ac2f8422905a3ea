"""What commands that read files do with what they found: the text or another format, a report, an annotated copy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import click

from indicator_dsl.cli.data import emit
from indicator_dsl.cli.errors import Misuse
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.errors import Lang
from indicator_dsl.tables import Report, TableError, save_report, writer_for
from indicator_dsl.tables.save import check_report_path
from indicator_dsl.tables.writers import WRITERS

__all__ = ["FORMATS", "check_outputs", "named", "tell_unread", "write_results"]

#: What can go to standard output besides the text; a page goes to a file.
FORMATS: Final = tuple(name for name in WRITERS if name != "html")
#: Formats that are not read: as many files are told in one sentence.
_WORTH_A_SENTENCE: Final = 2


def named(columns: Sequence[str]) -> dict[str, str]:
    """Return what ``--map 指标值=F`` says, by field."""
    found = {}
    for one in columns:
        field, equals, where = one.partition("=")
        if not (field.strip() and equals):
            raise Misuse("map", click.get_current_context(), given=one)
        found[field.strip()] = where.strip()
    return found


def check_outputs(files: Sequence[str], report: str | None, annotate: str | None) -> None:
    """Say before the work what could not be written after it."""
    if report is not None:
        check_report_path(report, files)
    if annotate is not None:
        from indicator_dsl.tables.writers.annotate import check_annotations

        check_annotations(files, annotate)


def write_results(
    found: Report, lang: Lang, *, show: Callable[[], None], format: str, report: str | None, annotate: str | None
) -> None:
    """Write the files that were asked for, then standard output, then what could not be read.

    Args:
        found: what was found.
        lang: the language of what people read.
        show: prints the text.
        format: ``text``, or the name of a writer.
        report: where the HTML report goes.
        annotate: where the copy of the file goes.
    """
    if report is not None:
        save_report(found, report, lang=lang)
        print(say("check.report", lang, path=printable(report)), file=sys.stderr)
    if annotate is not None and found.tables:
        _annotate(found, annotate, lang)
    if format == "text":
        show()
    else:
        emit(writer_for(format)(found, lang=lang), format)
    tell_unread(found.unread, lang)


def tell_unread(errors: Sequence[TableError], lang: Lang) -> None:
    """Say what could not be read, and why."""
    for message in _unread(errors, lang):
        print(printable(message), file=sys.stderr)


def _annotate(report: Report, out: str, lang: Lang) -> None:
    """Write the file with the findings in it, and say so where it is in the way of no output."""
    from indicator_dsl.tables.writers.annotate import annotate_file

    annotated = annotate_file(report, out, lang=lang)
    for notice in annotated.notices:
        print(say("check.notice", lang, notice=printable(notice.message(lang))), file=sys.stderr)
    print(say("check.annotated", lang, file=printable(out), comments=annotated.comments), file=sys.stderr)


def _unread(errors: Sequence[TableError], lang: Lang) -> Iterator[str]:
    """Yield what is said of the files that could not be read, of formats that are not read in one sentence."""
    others = [error for error in errors if error.code == "unsupported-format"]
    if len(others) < _WORTH_A_SENTENCE:
        others = []
    yield from (error.render(lang) for error in errors if error not in others)
    if others:
        names = say("separator", lang).join(printable(error.words["path"]) for error in others)
        yield say("check.unsupported", lang, count=len(others), files=names)
