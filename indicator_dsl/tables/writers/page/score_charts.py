"""Charts of a scored self-evaluation: how far every indicator got, and where points were lost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from indicator_dsl.errors import Lang
from indicator_dsl.points import percents
from indicator_dsl.quantities import plain
from indicator_dsl.score import ScoredRow
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._markup import attribute, content, visible
from indicator_dsl.tables.writers.page.rows import clip
from indicator_dsl.tables.writers.words import name_of, word

__all__ = ["score_charts"]

#: More bars say no more: of more indicators those that lost most points are shown.
_MOST_BARS: Final = 60
_LONGEST_LABEL: Final = 60
#: Where bars begin, in pixels, behind the number; the share of the rest that 100 % takes, and where bars are cut off.
_START: Final = 64
_WHOLE: Final = 60
_LONGEST: Final = Fraction(3, 2)


@frozen
class _Bar:
    label: str
    number: str
    #: In per cent of the width behind the number.
    length: float
    style: str
    words: str
    anchor: str | None = None


def score_charts(report: Report, lang: Lang) -> Iterator[str]:
    """Yield the charts of every table that was scored."""
    figures = (
        ("completion", _completions(report, lang)),
        ("lost", _losses(report, lang)),
    )
    yield '<div class="charts">\n'
    for name, bars in figures:
        if bars:
            yield f"<figure>\n<figcaption>{content(word(f'report.{name}', lang))}</figcaption>\n<table>\n"
            yield from map(_row, bars)
            yield "</table>\n</figure>\n"
    yield "</div>\n"


def _completions(report: Report, lang: Lang) -> list[_Bar]:
    rows = [(number, one) for number, found in enumerate(report.scored, start=1) for one in found.rows]
    rows = [(number, one) for number, one in rows if (one.row.actual or "").strip() or one.score is not None]
    if len(rows) > _MOST_BARS:
        kept = sorted(rows, key=lambda item: -_lost(item[1]))[:_MOST_BARS]
        rows = [item for item in rows if item in kept]
    return [_completion(number, one, lang) for number, one in rows]


def _lost(one: ScoredRow) -> Decimal:
    return Decimal(0) if one.score is None else one.score.weight - (one.score.points or 0)


def _completion(number: int, one: ScoredRow, lang: Lang) -> _Bar:
    share = _reached(one)
    label = clip(name_of(one.row, lang), _LONGEST_LABEL)
    if share is None:
        said = word("report.not-known", lang)
        return _Bar(label, said, 0, "rest", f"{label} {said}", f"p{number}")
    outcome = str(one.evaluation.outcome)
    style = {"met": "read", "not met": "error"}.get(outcome, "warning")
    shown = f"{percents(share)}%"
    return _Bar(label, shown, float(min(share, _LONGEST)) * _WHOLE, style, f"{label} {shown}", f"p{number}")


def _reached(one: ScoredRow) -> Fraction | None:
    """Return the share of the target that was reached; of a target without numbers, the share of its weight."""
    score, reached = one.score, one.evaluation.completion
    if score is not None and (score.points is None or reached is None):
        return score.share
    return reached


def _losses(report: Report, lang: Lang) -> list[_Bar]:
    lost: dict[str, tuple[Decimal, Decimal]] = {}
    for found in report.scored:
        for level in found.levels:
            name = "".join((level.level or word("report.no-level", lang)).split())
            _add(lost, name, level.lost, level.weight)
        money = found.execution
        if money is not None and money.lost is not None:
            _add(lost, word("report.execution", lang), money.lost, money.weight)
    longest = max((one for one, _ in lost.values()), default=Decimal(0)) or Decimal(1)
    return [_loss(name, *amounts, longest, lang) for name, amounts in lost.items()]


def _add(sums: dict[str, tuple[Decimal, Decimal]], name: str, lost: Decimal, weight: Decimal) -> None:
    before = sums.get(name, (Decimal(0), Decimal(0)))
    sums[name] = before[0] + lost, before[1] + weight


def _loss(name: str, lost: Decimal, weight: Decimal, longest: Decimal, lang: Lang) -> _Bar:
    label = clip(name, _LONGEST_LABEL)
    words = word("report.lost-of", lang, lost=plain(lost), weight=plain(weight))
    return _Bar(f"{label} {words}", plain(lost), float(lost / longest) * _WHOLE, "warning", words)


def _row(bar: _Bar) -> str:
    label = content(visible(" ".join(bar.label.split())))
    if bar.anchor is not None:
        label = f'<a href="#{bar.anchor}">{label}</a>'
    number = f'<text x="{_START - 8}" y="17" text-anchor="end">{content(bar.number)}</text>'
    drawn = f'<rect class="{bar.style}" x="0%" y="5" width="{bar.length:.2f}%" height="14"/>'
    image = f'{number}<g transform="translate({_START})">{drawn}</g>'
    return f'<tr><th>{label}</th><td><svg role="img" aria-label="{attribute(bar.words)}">{image}</svg></td></tr>\n'
