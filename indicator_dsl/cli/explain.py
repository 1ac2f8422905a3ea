"""``indicator-dsl explain``: the page of a rule."""

from __future__ import annotations

import sys

import click

from indicator_dsl.cli.command import command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.page import Page
from indicator_dsl.errors import Lang
from indicator_dsl.lint import Rule, find_rules
from indicator_dsl.lint.catalog import translate
from indicator_dsl.lint.page import SECTIONS, blocks
from indicator_dsl.lint.registry import rule_of_refusal
from indicator_dsl.tables.writers.words import word

__all__ = ["command"]


@make_command("explain")
@click.argument("codes", nargs=-1, required=True)
def command(lang: Lang, *, codes: tuple[str, ...]) -> int:
    """Show the pages of rules."""
    page, missing = Page(), False
    for one in codes:
        found = find_rules(one)
        if not found and (rule := rule_of_refusal(one)) is not None:
            found = (rule,)
        if not found:
            missing = True
            print(say("rules.no-such", lang, word=one), file=sys.stderr)
        for rule in found:
            _show(page, rule, lang)
    return 1 if missing else 0


def _show(page: Page, rule: Rule, lang: Lang) -> None:
    info = rule.info
    page.paragraph(f"{info.code} {info.name}  {translate(rule.page.title, lang)}", "bold")
    page.line((say("rules.since", lang, severity=word(f"severity.{info.severity}", lang), since=info.since), "dim"))
    page.line()
    _show_text(page, rule.page.about, lang)
    for heading in SECTIONS:
        page.line((translate(heading, lang), "bold"))
        _show_text(page, rule.page.sections[heading], lang)
    if info.options:
        page.line((say("rules.options", lang, code=info.code), "bold"))
        for name, option in info.options.items():
            about = translate(option.about, lang)
            page.paragraph(say("rules.option", lang, name=name, default=option.default, about=about), "", 2)
        page.line()
    page.paragraph(say("rules.source", lang, source=translate(info.source, lang)), "dim")
    page.line()


def _show_text(page: Page, text: str, lang: Lang) -> None:
    for block in blocks(text):
        if block.startswith("|"):
            _show_table(page, block, lang)
        else:
            page.paragraph(translate(block, lang).replace("`", ""), "", 2)
        page.line()


def _show_table(page: Page, block: str, lang: Lang) -> None:
    from indicator_dsl.cli.layout import fit

    head, _, *lines = (
        [cell.strip().replace("<br>", " ") for cell in line[1:-1].split("|")] for line in block.split("\n")
    )
    head = [translate(cell, lang) for cell in head]
    widths = fit([head, *lines], page.width - 2, [])
    page.row(head, widths, ("dim",) * len(head), 2)
    for line in lines:
        page.row(line, widths, ("",) * len(line), 2)
