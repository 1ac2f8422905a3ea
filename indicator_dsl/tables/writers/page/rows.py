"""The table of a project in the HTML report: every indicator with what it was read as, the findings in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from indicator_dsl.describing import kind
from indicator_dsl.errors import Lang
from indicator_dsl.findings import SEVERITIES, Finding, Severity
from indicator_dsl.lint import CheckedTable, Reading
from indicator_dsl.quantities import plain
from indicator_dsl.rows import Place, Row
from indicator_dsl.score import ScoredRow, SelfEvaluation
from indicator_dsl.tables.writers._markup import attribute, content, visible
from indicator_dsl.tables.writers.words import hint, name_of, spot, word

__all__ = ["clip", "counted", "project", "severities_of"]

#: A cell with a novel in it is shown round the place at fault only.
_LONGEST: Final = 300
_AROUND: Final = 120


def severities_of(checked: CheckedTable) -> Mapping[Severity, int]:
    """Return how many findings of each severity a table has."""
    rows = Counter(one.severity for reading in checked.readings for one in reading.findings)
    whole = Counter(one.severity for one in checked.findings)
    return {severity: rows[severity] + whole[severity] for severity in SEVERITIES}


def counted(counts: Mapping[Severity, int], lang: Lang) -> str:
    """Return counts by severity in words, ``错误 2，提示 1``; ``""`` where there is nothing."""
    return word("report.facts", lang).join(
        word("report.by-severity", lang, word=word(f"severity.{severity}", lang), count=count)
        for severity, count in counts.items()
        if count
    )


def clip(text: str, longest: int = _LONGEST) -> str:
    """Return a text, its end left out if it is very long."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def project(
    number: int,
    checked: CheckedTable,
    rows: Sequence[Reading],
    lang: Lang,
    *,
    is_open: bool,
    several: bool,
    scored: SelfEvaluation | None = None,
) -> Iterator[str]:
    """Yield the section of a table.

    Args:
        number: its number in the report, from 1.
        checked: the table.
        rows: those of its rows that are to be listed.
        lang: the language of the report.
        is_open: it is unfolded to begin with.
        several: the report is of several files, and a table should say which is its own.
        scored: what it scored, where somebody asked for points.
    """
    table = checked.table
    title = word("report.project", lang, number=number, project=clip(table.project or word("no.project", lang)))
    yield f'<section class="project" id="p{number}"><details{" open" if is_open else ""}>\n'
    yield f"<summary><h3>{_shown(' '.join(title.split()))}</h3>\n"
    yield f'<span class="facts">{_facts(checked, lang, several=several)}</span></summary>\n'
    if checked.findings:
        yield _findings(checked.findings, table.place, lang, "findings whole") + "\n"
    if rows:
        points = {} if scored is None else dict(zip(map(id, checked.readings), scored.rows, strict=True))
        more = ("actual", "points") if points else ()
        heads = "".join(
            f"<th>{content(word(f'report.{name}', lang))}</th>" for name in ("place", "name", "value", *more, "read")
        )
        style = ' class="scored"' if more else ""
        columns = "".join(f'<col class="{name}">' for name in ("place", "name", "value", *more))
        # The table is Chinese whatever the language of the report is.
        language = "" if lang == "zh" else ' lang="zh-CN"'
        yield f"<table{style}{language}><colgroup>{columns}<col></colgroup>\n"
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        for reading in rows:
            yield _row(reading, table.place, lang, points.get(id(reading)))
        yield "</tbody></table>\n"
    if len(rows) < len(checked.readings):
        left_out = word("report.rows-left-out", lang, count=len(checked.readings) - len(rows))
        yield f'<p class="quiet">{content(left_out)}</p>\n'
    yield "</details></section>\n"


def _facts(checked: CheckedTable, lang: Lang, *, several: bool) -> str:
    table, counts = checked.table, severities_of(checked)
    facts = [content(word("report.count", lang, rows=len(table.rows)))]
    if table.funds is not None:
        facts.insert(0, content(word("report.funds", lang, funds=f"{table.funds:,f}")))
    where = [table.place.file] if several else []
    if table.place.sheet is not None:
        where.append(table.place.sheet)
    facts[:0] = [_shown("!".join(where))] if where else []
    for severity, count in counts.items():
        if count:
            text = word("report.by-severity", lang, word=word(f"severity.{severity}", lang), count=count)
            facts.append(f'<span class="{severity} count">{content(text)}</span>')
    if not any(counts.values()):
        facts.append(content(word("report.no-findings", lang)))
    return content(word("report.facts", lang)).join(facts)


def _row(reading: Reading, table: Place, lang: Lang, scored: ScoredRow | None) -> str:
    row = reading.row
    severities = {one.severity for one in reading.findings}
    classes = " ".join(severity for severity in SEVERITIES if severity in severities)
    levels = " › ".join(" ".join(level.split()) for level in (row.level1, row.level2) if level)
    name = _shown(clip(name_of(row, lang)))
    level = f'<span class="level">{_shown(clip(levels))}</span>' if levels else ""
    style = f' class="{classes}"' if classes else ""
    return (
        f"<tr{style}>"
        f'<td class="place">{_shown(_spot(row.place, table, lang))}</td><td class="name">{level}{name}</td>'
        f'<td class="value">{_written(row, reading.findings, lang)}</td>'
        f"{'' if scored is None else _points(scored, lang)}"
        f'<td class="read">{_read(reading, lang)}</td></tr>\n'
    )


def _points(scored: ScoredRow, lang: Lang) -> str:
    """Return the cells of the actual and of the points, with the weight and the printed score."""
    actual = _shown(clip((scored.row.actual or "").strip()))
    # on a phone, where the table has no head, each cell says what it is
    names = [f'data-name="{attribute(word(f"report.{name}", lang))}"' for name in ("actual", "points")]
    score = scored.score
    if score is None:
        return f'<td class="actual" {names[0]}>{actual}</td><td class="points" {names[1]}></td>'
    points = "—" if score.points is None else plain(score.points)
    said = f"{points} / {plain(score.weight)}"
    if not scored.agrees and scored.printed is not None:
        said += " " + word("report.printed", lang, printed=plain(scored.printed))
    return f'<td class="actual" {names[0]}>{actual}</td><td class="points" {names[1]}>{content(said)}</td>'


def _spot(place: Place, table: Place, lang: Lang) -> str:
    """Name a place by what its table does not say already."""
    if (place.file, place.sheet) == (table.file, table.sheet):
        return spot(place, lang).removeprefix("" if place.sheet is None else f"{place.sheet}!")
    return spot(place, lang) if place.file == table.file else f"{place.file}!{spot(place, lang)}"


def _written(row: Row, findings: Sequence[Finding], lang: Lang) -> str:
    """Return the value as written, the part at fault marked."""
    marked = next(
        (
            one
            for one in findings
            if one.place == row.place and one.text == row.value and 0 <= one.start < one.end <= len(one.text)
        ),
        None,
    )
    if not row.value.strip():
        value = f'<span class="quiet">{content(word("no.value", lang))}</span>'
    elif marked is None or (marked.severity != "error"):
        value = _shown(clip(row.value.strip()))
    else:
        value = _marked(row.value, marked.start, marked.end)
    return " ".join(part for part in (_shown(row.relation or ""), value, _shown(row.unit or "")) if part)


def _marked(text: str, start: int, end: int) -> str:
    first = max(start - _AROUND, 0) if len(text) > _LONGEST else 0
    last = min(end + _AROUND, len(text)) if len(text) > _LONGEST else len(text)
    before, fault, after = text[first:start].lstrip(), clip(text[start:end], _AROUND), text[end:last].rstrip()
    before, after = "…" * bool(first) + before, after + "…" * (last < len(text))
    return f"{_shown(before)}<mark>{_shown(fault)}</mark>{_shown(after)}"


def _read(reading: Reading, lang: Lang) -> str:
    value, read = reading.value, ""
    if value is not None:
        name = content(kind(value, lang))
        read = f'<div class="reading">{_shown(clip(str(value)))} <span class="quiet">{name}</span></div>'
    return read + (_findings(reading.findings, reading.row.place, lang, "findings") if reading.findings else "")


def _findings(findings: Sequence[Finding], place: Place, lang: Lang, style: str) -> str:
    """Return findings as a list; the place of one is said where it is not that of the row."""
    language = "" if lang == "zh" else ' lang="en"'
    items = "".join(_finding(one, place, lang) for one in findings)
    return f'<ul class="{style}"{language}>{items}</ul>'


def _finding(finding: Finding, place: Place, lang: Lang) -> str:
    where = "" if finding.place == place else f"{_shown(_spot(finding.place, place, lang))} "
    severity = content(word(f"severity.{finding.severity}", lang))
    message = _shown(clip(finding.message(lang)))
    lines = [f"{where}<b>{severity}</b>{message} <code>{content(finding.label)}</code>"]
    if finding.fix is not None:
        safe = content(word("report.safe", lang)) if finding.safe else ""
        lines.append(f"<div>{content(word('report.fix', lang))}<ins>{_shown(clip(finding.fix))}</ins>{safe}</div>")
    advice = hint(finding.cause or finding.code, lang)
    if advice is not None:
        lines.append(f'<div class="quiet">{content(word("report.hint", lang, hint=advice))}</div>')
    return f'<li class="{finding.severity}">{"".join(lines)}</li>'


def _shown(text: str) -> str:
    return content(visible(text))
