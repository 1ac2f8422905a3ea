"""Charts of the HTML report: bars with their labels and numbers, each bar a small SVG image that stretches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from indicator_dsl.describing import kind
from indicator_dsl.errors import Lang
from indicator_dsl.findings import SEVERITIES
from indicator_dsl.lint import CheckedTable
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._markup import attribute, content, visible
from indicator_dsl.tables.writers.page.rows import clip, counted, severities_of
from indicator_dsl.tables.writers.words import rule, word

__all__ = ["charts"]

#: More bars say no more.
_MOST_BARS: Final = 15
_LONGEST_LABEL: Final = 60
#: Where bars begin, in pixels: before it stands the number, right-aligned; and how much of the rest they take at most.
_START: Final = 48
_WIDEST: Final = 70


@frozen
class _Bar:
    label: str
    #: Lengths by the class that colours them.
    parts: Sequence[tuple[str, int]]
    #: What a screen reader says.
    words: str
    #: Where a click on the label leads.
    anchor: str | None = None
    code: str | None = None

    @property
    def length(self) -> int:
        return sum(count for _, count in self.parts)


def charts(report: Report, lang: Lang) -> Iterator[str]:
    """Yield the charts: kinds of values, findings by code, findings by project."""
    figures = (
        ("kinds", _kinds(report, lang)),
        ("by-code", _codes(report, lang)),
        ("by-project", _projects(report, lang)),
    )
    yield '<div class="charts">\n'
    for name, bars in figures:
        if bars:
            yield f"<figure>\n<figcaption>{content(word(f'report.{name}', lang))}</figcaption>\n<table>\n"
            longest = max(bar.length for bar in bars)
            for bar in bars:
                yield _row(bar, longest)
            yield "</table>\n</figure>\n"
    yield "</div>\n"


def _kinds(report: Report, lang: Lang) -> list[_Bar]:
    summary = report.summary
    bars = [_bar(kind(name, lang), "read", count) for name, count in summary.kinds.items()]
    for result, style, count in (("refused", "error", summary.refused), ("blank", "warning", summary.blank)):
        if count:
            bars.append(_bar(word(f"result.{result}", lang), style, count))
    return bars


def _codes(report: Report, lang: Lang) -> list[_Bar]:
    severities = {finding.code: finding.severity for finding in report.findings}
    codes = list(report.summary.codes.items())
    bars = [_bar(rule(code, lang), severities[code], count, code=code) for code, count in codes[:_MOST_BARS]]
    if rest := codes[_MOST_BARS:]:
        bars.append(_bar(word("report.more-codes", lang, count=len(rest)), "rest", sum(count for _, count in rest)))
    return bars


def _projects(report: Report, lang: Lang) -> list[_Bar]:
    found = [(number, checked, severities_of(checked)) for number, checked in enumerate(report.tables, start=1)]
    found = [one for one in found if any(one[2].values())]
    found.sort(key=lambda one: (-one[2]["error"], -sum(one[2].values()), one[0]))
    bars = [_project(number, checked, lang) for number, checked, _ in found[:_MOST_BARS]]
    if rest := found[_MOST_BARS:]:
        count = sum(sum(counts.values()) for _, _, counts in rest)
        bars.append(_bar(word("report.more-projects", lang, count=len(rest)), "rest", count))
    return bars


def _project(number: int, checked: CheckedTable, lang: Lang) -> _Bar:
    counts = severities_of(checked)
    return _Bar(
        label=clip(checked.table.project or word("no.project", lang), _LONGEST_LABEL),
        parts=[(severity, counts[severity]) for severity in SEVERITIES if counts[severity]],
        words=counted(counts, lang),
        anchor=f"p{number}",
    )


def _bar(label: str, style: str, count: int, *, code: str | None = None) -> _Bar:
    return _Bar(label=label, parts=[(style, count)], words=str(count), code=code)


def _row(bar: _Bar, longest: int) -> str:
    label = content(visible(" ".join(bar.label.split())))
    if bar.anchor is not None:
        # The numbers in words as well: colours alone do not tell everybody what they count.
        label = f'<a href="#{bar.anchor}">{label}</a> <span class="level">{content(bar.words)}</span>'
    if bar.code is not None:
        label += f" <code>{content(bar.code)}</code>"
    drawn, start = "", 0.0
    for style, count in bar.parts:
        width = _WIDEST * count / longest
        drawn += f'<rect class="{style}" x="{start:.2f}%" y="5" width="{width:.2f}%" height="14"/>'
        start += width
    number = f'<text x="{_START - 8}" y="17" text-anchor="end">{bar.length}</text>'
    image = f'{number}<g transform="translate({_START})">{drawn}</g>'
    return f'<tr><th>{label}</th><td><svg role="img" aria-label="{attribute(bar.words)}">{image}</svg></td></tr>\n'
