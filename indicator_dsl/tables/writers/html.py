"""The report as one HTML file: no network, no library; to be read on a screen or a phone, and printed.

Nothing in it depends on when or where it was written: the same report gives the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from indicator_dsl.errors import Lang
from indicator_dsl.findings import SEVERITIES
from indicator_dsl.quantities import plain
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers._data import files_of
from indicator_dsl.tables.writers._markup import MARK, attribute, content, visible
from indicator_dsl.tables.writers.page.charts import charts
from indicator_dsl.tables.writers.page.rows import project
from indicator_dsl.tables.writers.page.score_charts import score_charts
from indicator_dsl.tables.writers.words import word

__all__ = ["MOST_OPEN", "MOST_ROWS", "write"]

#: Up to this many indicators everything is listed; of more, only those with findings, and no more than this.
MOST_ROWS: Final = 5000
#: Up to this many indicators every project is open; of more, only those with findings.
MOST_OPEN: Final = 500
_MOST_FILES: Final = 10


def write(report: Report, *, lang: Lang = "zh") -> Iterator[str]:
    """Yield the pieces of the page."""
    yield _head(report, lang)
    yield from _totals(report, lang)
    if report.scored:
        yield f"<h2>{_say('scores', lang)}</h2>\n"
        yield from _score_totals(report, lang)
        yield from score_charts(report, lang)
    yield f"<h2>{_say('charts', lang)}</h2>\n"
    yield from charts(report, lang)
    yield f"<h2>{_say('details', lang)}</h2>\n"
    yield from _details(report, lang)
    yield f"<script>{_file('report.js')}</script>\n</body>\n</html>\n"


def _head(report: Report, lang: Lang) -> str:
    names = files_of(report)
    heading = "score-title" if report.scored else "title"
    page = "score-page-title" if report.scored else "page-title"
    title = _say(page, lang, file=" ".join(visible(names[0]).split()) if names else "")
    listed = content(word("finding.joint", lang).join(map(visible, names[:_MOST_FILES])))
    if len(names) > _MOST_FILES:
        listed += f" {_say('more-files', lang, count=len(names))}"
    # Whatever a table says, the page runs our script and shows our styles, and nothing else; nothing is loaded.
    policy = (
        f"default-src 'none'; style-src '{_digest('report.css')}'; script-src '{_digest('report.js')}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    language = "zh-CN" if lang == "zh" else "en"
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
{MARK}
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{_file("report.css")}</style>
</head>
<body>
<h1>{_say(heading, lang)}</h1>
<p class="files">{listed}</p>
"""


def _totals(report: Report, lang: Lang) -> Iterator[str]:
    summary = report.summary
    counts = [
        ("", _say("projects", lang), summary.projects),
        ("", _say("rows", lang), summary.rows),
        ("", content(word("result.read", lang)), summary.read),
        ("error", content(word("result.refused", lang)), summary.refused),
        ("warning", content(word("result.blank", lang)), summary.blank),
        *(
            (severity, content(word(f"severity.{severity}", lang)), summary.severities[severity])
            for severity in SEVERITIES
        ),
    ]
    yield f'<dl class="totals" aria-label="{attribute(word("report.totals", lang))}">\n'
    for style, name, count in counts:
        colour = f' class="{style}"' if style and count else ""
        yield f"<div{colour}><dt>{name}</dt><dd>{count:,}</dd></div>\n"
    yield "</dl>\n"
    if report.unread:
        listed = "".join(f"<li>{content(visible(error.message(lang)))}</li>" for error in report.unread)
        yield f"<p><strong>{_say('unread', lang, count=len(report.unread))}</strong></p>\n"
        yield f'<ul class="legend">{listed}</ul>\n'
    notes = [
        ("legend-refused", summary.refused),
        ("legend-blank", summary.blank),
        ("legend-info", summary.severities["info"]),
        ("clean", not report.findings),
    ]
    if lines := "".join(f"<li>{_say(name, lang)}</li>" for name, wanted in notes if wanted):
        yield f'<ul class="legend quiet">{lines}</ul>\n'


def _score_totals(report: Report, lang: Lang) -> Iterator[str]:
    """Yield a table with the total of every self-evaluation."""
    heads = "".join(f"<th>{_say(name, lang)}</th>" for name in ("project-name", "total", "printed-total", "grade"))
    yield f'<table class="scores"><thead><tr>{heads}</tr></thead>\n<tbody>\n'
    for number, found in enumerate(report.scored, start=1):
        name = " ".join((found.table.project or word("no.project", lang)).split())
        total = "—" if found.total is None else f"{plain(found.total)} / {plain(found.weight)}"
        if not found.is_complete:
            total += " " + word("report.incomplete", lang, count=found.missing)
        printed = "—" if found.printed_total is None else plain(found.printed_total)
        grade = "—" if found.grade is None else getattr(found.grade, lang)
        cells = "".join(f"<td>{content(visible(text))}</td>" for text in (total, printed, grade))
        yield f'<tr><td><a href="#p{number}">{content(visible(name))}</a></td>{cells}</tr>\n'
    yield "</tbody></table>\n"
    policy = report.scored[0].policy
    notes = [word("report.policy", lang, name=policy.name, title=policy.title[lang]), policy.unverified[lang]]
    yield f'<p class="quiet">{content(visible(" ".join(filter(None, notes))))}</p>\n'


def _details(report: Report, lang: Lang) -> Iterator[str]:
    yield _filters(lang)
    total, room = report.summary.rows, MOST_ROWS
    is_whole = total <= MOST_ROWS
    listed, several = 0, len(files_of(report)) > 1
    for number, (checked, scored) in enumerate(report.with_scores, start=1):
        rows = checked.readings if is_whole else [one for one in checked.readings if one.findings][:room]
        room -= len(rows)
        listed += len(rows)
        if is_whole or rows or (checked.findings and room):
            is_open = total <= MOST_OPEN or bool(checked.findings) or any(one.findings for one in rows)
            yield from project(number, checked, rows, lang, is_open=is_open, several=several, scored=scored)
    yield f'<p id="nothing" hidden>{_say("nothing", lang)}</p>\n'
    if listed < total:
        yield f"<p>{_say('left-out', lang, listed=f'{listed:,}', count=f'{total - listed:,}')}</p>\n"


def _filters(lang: Lang) -> str:
    label = attribute(word("report.filter", lang))
    options = f'<option value="">{_say("all", lang)}</option>' + "".join(
        f'<option value="{severity}">{content(word(f"severity.{severity}", lang))}</option>' for severity in SEVERITIES
    )
    # Hidden until the script is there to serve it. No form: nothing is ever sent.
    return f"""<div id="filters" class="filters" role="search" aria-label="{label}" hidden>
<label>{_say("filter-project", lang)} <input type="search" id="project" autocomplete="off"></label>
<label>{_say("filter-severity", lang)} <select id="severity">{options}</select></label>
<label><input type="checkbox" id="only"> {_say("only", lang)}</label>
<button type="button" id="unfold">{_say("unfold", lang)}</button>
<button type="button" id="fold">{_say("fold", lang)}</button>
<output id="shown" aria-live="polite" data-text="{attribute(word("report.shown", lang))}"></output>
</div>
"""


def _say(name: str, lang: Lang, **words: object) -> str:
    return content(word(f"report.{name}", lang, **words))


@cache
def _file(name: str) -> str:
    # A checkout with other line endings must not change the digest the policy has.
    text = (files("indicator_dsl.tables.writers.page") / name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def _digest(name: str) -> str:
    return f"sha256-{b64encode(sha256(_file(name).encode()).digest()).decode()}"
