"""`<!-- rules FMT -->` becomes the pages of a family of rules, `<!-- rules -->` a table of all.

The text is that of the rules' own docstrings, in the language of the build; the pages of the manual hold
only what stands round them. Nothing of it goes into the manual's catalogues: rules have their own.
"""

import re
from collections.abc import Iterator

from sphinx.application import Sphinx

from indicator_dsl.errors import Lang
from indicator_dsl.lint import Rule, all_rules, builtin_profile, builtin_profiles
from indicator_dsl.lint.catalog import translate
from indicator_dsl.lint.page import SECTIONS, blocks
from indicator_dsl.lint.rule import FAMILIES
from indicator_dsl.tables.writers.words import word

_MARK = re.compile(r"^<!-- rules ?(\w*) -->$", re.MULTILINE)
_WORDS: dict[str, dict[Lang, str]] = {
    "since": {"zh": "`{name}`，{severity}，{since} 版起", "en": "`{name}`, {severity}, since {since}"},
    "source": {"zh": "依据：{source}。", "en": "Source: {source}."},
    "options": {"zh": "选项", "en": "Options"},
    "option": {"zh": "- `{name}`（默认 `{default}`）：{about}", "en": "- `{name}` (default `{default}`): {about}"},
    "head": {"zh": "| 代码 | 名称 | 级别 | 查什么 |", "en": "| code | name | severity | what it finds |"},
}


def write(app: Sphinx, page: str, source: list[str]) -> None:
    """Fill the marks of a page."""
    del page
    if app.builder.name == "gettext":
        return
    lang: Lang = "en" if str(app.config.language).startswith("en") else "zh"
    source[0] = source[0].replace("<!-- profiles -->", "\n".join(_profiles(lang)))
    source[0] = _MARK.sub(lambda mark: "\n".join(_family(mark[1], lang) if mark[1] else _table(lang)), source[0])


def _table(lang: Lang) -> Iterator[str]:
    for family, names in FAMILIES.items():
        file = f"{family.lower()}.md"
        yield from ("", f"**[{family}]({file}) {names[lang]}**", "", _WORDS["head"][lang], "| --- | --- | --- | --- |")
        for info, page in ((rule.info, rule.page) for rule in all_rules() if rule.info.family == family):
            severity, title = word(f"severity.{info.severity}", lang), translate(page.title, lang)
            yield f"| [{info.code}]({file}#{info.code.lower()}) | `{info.name}` | {severity} | {title} |"


def _profiles(lang: Lang) -> Iterator[str]:
    for name in builtin_profiles():
        profile = builtin_profile(name)
        yield f"- `{name}`：{profile.title[lang]}" if lang == "zh" else f"- `{name}`: {profile.title[lang]}"


def _family(family: str, lang: Lang) -> Iterator[str]:
    for rule in all_rules():
        if rule.info.family == family:
            yield from _page(rule, lang)


def _page(rule: Rule, lang: Lang) -> Iterator[str]:
    info = rule.info
    yield from ("", f"({info.code.lower()})=", f"## {info.code} {translate(rule.page.title, lang)}", "")
    severity = word(f"severity.{info.severity}", lang)
    yield _WORDS["since"][lang].format(name=info.name, severity=severity, since=info.since)
    yield from _text(rule.page.about, lang)
    for heading in SECTIONS:
        yield from ("", f"**{translate(heading, lang)}**")
        yield from _text(rule.page.sections[heading], lang)
    if info.options:
        yield from ("", f"**{_WORDS['options'][lang]}**", "")
        for name, option in info.options.items():
            about = translate(option.about, lang)
            yield _WORDS["option"][lang].format(name=name, default=option.default, about=about)
    yield from ("", _WORDS["source"][lang].format(source=translate(info.source, lang)))


def _text(text: str, lang: Lang) -> Iterator[str]:
    for block in blocks(text):
        yield ""
        if not block.startswith("|"):
            yield translate(block, lang)
            continue
        head, rule, *lines = ([cell.strip() for cell in line[1:-1].split("|")] for line in block.split("\n"))
        yield _row(translate(cell, lang) for cell in head)
        yield _row(rule)
        for line in lines:
            yield _row(_literal(cell) for cell in line)


def _literal(cell: str) -> str:
    return "<br>".join(f"`{part}`" for part in cell.split("<br>")) if cell else ""


def _row(cells: Iterator[str] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the filling of marks."""
    app.connect("source-read", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
