"""The readable page of ``score``: a table a project with its points, what cost points, sums, total, grade."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.page import Page
from indicator_dsl.cli.projects import INDENT, Projects, aimed_and_reached
from indicator_dsl.errors import Lang
from indicator_dsl.lint import CheckedTable
from indicator_dsl.quantities import plain
from indicator_dsl.score import Match, ScoredRow, SelfEvaluation, explained
from indicator_dsl.tables import Report
from indicator_dsl.tables.writers.words import name_of, spot, word

__all__ = ["show", "show_matches"]

#: Names and texts are wrapped at this width, so that the points stand near them.
_WIDEST = (30, 22, 22)
_COLUMNS = ("name", "target", "actual", "weight", "points", "printed")
#: More policies that give as many of the printed scores say no more.
_MOST_MATCHES = 3


def show(files: Sequence[str], report: Report, lang: Lang) -> None:
    """Print the points of every table."""
    cells = [[_cells(one, lang) for one in found.rows] for found in report.scored]
    projects = Projects(files, [say(f"score.{name}", lang) for name in _COLUMNS], cells, lang, widest=_WIDEST)
    page = projects.page
    for checked, found, rows in zip(report.tables, report.scored, cells, strict=True):
        projects.title(found.table)
        projects.head()
        for one, row in zip(found.rows, rows, strict=True):
            projects.row(row, _styles(one))
        _show_remarks(page, found, checked, lang)
        _show_sums(page, found, lang)
        page.line()
    if report.scored:
        policy = report.scored[0].policy
        title = policy.title[lang]
        page.paragraph(say("score.policy", lang, name=policy.name, title=title), "dim")
        if policy.unverified[lang]:
            page.paragraph(say("score.unverified", lang, unverified=policy.unverified[lang]), "dim")


def _cells(one: ScoredRow, lang: Lang) -> list[str]:
    score = one.score
    points = "" if score is None else say("score.none", lang) if score.points is None else plain(score.points)
    return [
        *aimed_and_reached(one.row, lang),
        "" if score is None else plain(score.weight),
        points,
        "" if one.printed is None else plain(one.printed),
    ]


def _styles(one: ScoredRow) -> tuple[str, ...]:
    points, printed = "green", "dim"
    if one.score is not None and one.score.points is None:
        points = "red"
    elif one.score is not None and one.score.lost:
        points = "yellow"
    if not one.agrees:
        printed = "yellow"
    return ("", "", "", "dim", points, printed)


def _show_remarks(page: Page, found: SelfEvaluation, checked: CheckedTable, lang: Lang) -> None:
    """Show how the points came about where somebody may ask: lost, missing, other than printed, with a remark."""
    for one, reading in zip(found.rows, checked.readings, strict=True):
        score = one.score
        kinds = ("SEL", "missed-without-weight")
        rules = [finding for finding in reading.findings if finding.code.startswith(kinds)]
        asked = score is not None and (score.points is None or score.lost or score.remarks or not one.agrees)
        asked = asked or one.has_unreadable_weight
        if not asked and not rules:
            continue
        page.line()
        where = f"{spot(one.row.place_of('score'), lang)}  {name_of(one.row, lang)}"
        page.paragraph(printable(where), "bold", INDENT)
        if one.has_unreadable_weight:
            page.paragraph(printable(say("score.no-number", lang, text=one.row.weight)), "red", INDENT + 2)
        if score is not None:
            if one.has_unreadable_score:
                page.paragraph(printable(say("score.no-number", lang, text=one.row.score)), "yellow", INDENT + 2)
            elif not one.agrees:
                differs = say("score.differs", lang, printed=_plain(one.printed), points=_plain(score.points))
                page.paragraph(differs, "yellow", INDENT + 2)
            page.paragraph(printable(score.explain(lang)), "red" if score.points is None else "", INDENT + 2)
        for finding in rules:
            severity = word(f"severity.{finding.severity}", lang)
            said = say("check.finding", lang, severity=severity, code=finding.label, message=finding.message(lang))
            page.paragraph(printable(said), "yellow", INDENT + 2)


def _show_sums(page: Page, found: SelfEvaluation, lang: Lang) -> None:
    page.line()
    for one in found.levels:
        level = printable("".join((one.level or say("score.no-level", lang)).split()))
        words = {"level": level, "points": _plain(one.points), "weight": _plain(one.weight), "lost": _plain(one.lost)}
        unscored = say("score.unscored", lang, unscored=_plain(one.unscored)) if one.unscored else ""
        page.paragraph(say("score.level", lang, **words) + unscored, "", INDENT)
    if found.execution is not None:
        money = found.execution
        words = {"points": _plain(money.points), "weight": _plain(money.weight), "why": money.explain(lang)}
        page.paragraph(say("score.execution", lang, **words), "", INDENT)
        if not found.execution_agrees:
            differs = say("score.differs", lang, printed=_plain(found.printed_execution), points=_plain(money.points))
            page.paragraph(differs, "yellow", INDENT + 2)
    if found.total is None:
        page.paragraph(say("score.no-weights", lang), "yellow", INDENT)
        return
    total = say("score.total", lang, total=_plain(found.total), weight=_plain(found.weight))
    if found.grade is not None:
        total += say("score.grade", lang, grade=getattr(found.grade, lang))
    page.paragraph(total, "bold", INDENT)
    if not found.total_agrees:
        differs = say("score.differs", lang, printed=_plain(found.printed_total), points=_plain(found.total))
        page.paragraph(differs, "yellow", INDENT)
    if not found.is_complete:
        count = found.missing
        page.paragraph(say("score.incomplete", lang, count=count), "red", INDENT)


def _plain(points: Decimal | None) -> str:
    return "—" if points is None else plain(points)


def show_matches(matches: Sequence[Match], lang: Lang, *, year: int | None = None) -> None:
    """Print which policies give the printed scores, and the rows that the best of them does not."""
    page = Page()
    page.line()
    best = matches[0]
    if not best.compared:
        page.paragraph(say("score.nothing-to-match", lang), "yellow")
        return
    page.paragraph(say("score.matches", lang), "bold")
    tied = [one for one in matches if (len(one.same), len(one.other)) == (len(best.same), len(best.other))]
    for match in matches[:_MOST_MATCHES]:
        words = {"name": match.policy.name, "same": len(match.same), "compared": match.compared}
        page.paragraph(say("score.match", lang, **words), "", INDENT)
    if len(tied) > 1:
        page.paragraph(say("score.tied", lang, count=len(tied)), "dim", INDENT)
    for one in best.other:
        page.line()
        page.paragraph(printable(f"{spot(one.row.place_of('score'), lang)}  {name_of(one.row, lang)}"), "bold", INDENT)
        assert one.score is not None
        differs = say("score.differs", lang, printed=_plain(one.printed), points=_plain(one.score.points))
        page.paragraph(differs, "yellow", INDENT + 2)
        page.paragraph(printable(one.score.explain(lang)), "", INDENT + 2)
        others = say("separator", lang).join(policy.name for policy in explained(one.row, year=year)[:_MOST_MATCHES])
        key = "score.matched-by" if others else "score.matched-by-none"
        page.paragraph(say(key, lang, names=others), "dim", INDENT + 2)
