"""``indicator-dsl rules``: the rules of a profile, and the profiles there are."""

from __future__ import annotations

from indicator_dsl.cli.command import command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import fit
from indicator_dsl.cli.page import Page
from indicator_dsl.cli.rule_options import RuleOptions, rule_options
from indicator_dsl.errors import Lang
from indicator_dsl.lint import all_rules, builtin_profile, builtin_profiles
from indicator_dsl.lint.catalog import translate
from indicator_dsl.lint.rule import FAMILIES
from indicator_dsl.tables.writers.words import word

__all__ = ["command"]


@make_command("rules")
@rule_options
def command(lang: Lang, *, rule_options: RuleOptions) -> int:
    """List the rules by family, each with the severity it has in the profile."""
    profile = rule_options.chosen()
    page = Page()
    lines = {}
    for rule in all_rules():
        severity = profile.severities.get(rule.info.code)
        shown = say("rules.off", lang) if severity is None else word(f"severity.{severity}", lang)
        lines[rule.info.code] = [rule.info.code, rule.info.name, shown, translate(rule.page.title, lang)]
    widths = fit(list(lines.values()), page.width - 2, [])
    for family, names in FAMILIES.items():
        if not (listed := [line for code, line in lines.items() if code.startswith(family)]):
            continue
        page.line((f"{family} {names[lang]}", "bold"))
        for line in listed:
            page.row(line, widths, ("bold", "", "dim", ""), 2)
        page.line()
    for name in builtin_profiles():
        page.line(f"{name}  {builtin_profile(name).title[lang]}")
    page.line(say("rules.head", lang, count=len(profile.severities), profile=profile.name))
    return 0
