"""``indicator-dsl policies``: the scoring policies there are, and what each says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import click

from indicator_dsl.cli.command import command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import fit, printable
from indicator_dsl.cli.page import Page
from indicator_dsl.cli.policy_option import chosen_policy
from indicator_dsl.errors import Lang
from indicator_dsl.score import Policy, policies, policy
from indicator_dsl.score.load import DEFAULT

__all__ = ["command"]


@make_command("policies")
@click.argument("names", nargs=-1)
def command(lang: Lang, *, names: tuple[str, ...]) -> int:
    """List the policies, or show some of them in full."""
    page = Page()
    if not names:
        lines = [[name, policy(name).title[lang]] for name in policies()]
        widths = fit(lines, page.width, [])
        for line in lines:
            page.row(line, widths, ("bold", ""))
        page.line()
        page.paragraph(say("policies.more", lang, default=DEFAULT), "dim")
        return 0
    for name in names:
        _show(page, chosen_policy(name, DEFAULT), lang)
    return 0


def _show(page: Page, shown: Policy, lang: Lang) -> None:
    page.paragraph(printable(f"{shown.name}  {shown.title[lang]}"), "bold")
    page.paragraph(printable(shown.about[lang]), "", 2)
    page.line()
    for name, value in _settings(shown):
        page.paragraph(printable(f"{name} = {value}"), "", 2)
    page.line()
    if shown.source[lang]:
        page.paragraph(printable(say("policies.source", lang, source=shown.source[lang])), "dim")
    if shown.unverified[lang]:
        page.paragraph(printable(say("score.unverified", lang, unverified=shown.unverified[lang])), "yellow")
    page.line()


def _settings(shown: Policy) -> Iterator[tuple[str, str]]:
    """Yield what a policy's file could say, key by key, as it stands in TOML."""
    for one in attrs.fields(Policy):
        value = getattr(shown, one.name)
        if one.name in {"name", "title", "about", "source", "unverified"} or value in ((), {}):
            continue
        if attrs.has(type(value)):
            for part in attrs.fields(type(value)):
                inner = getattr(value, part.name)
                if inner not in (None, (), ""):
                    yield f"{_key(one.name)}.{_key(part.name)}", _toml(inner)
        else:
            yield _key(one.name), _toml(value)


def _key(name: str) -> str:
    return name.replace("_", "-")


def _toml(value: Any) -> str:
    if isinstance(value, Fraction):
        return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_toml(one)}' for name, one in value.items())} }}"
    if attrs.has(type(value)):
        parts = ((_key(one.name), getattr(value, one.name)) for one in attrs.fields(type(value)))
        return f"{{ {', '.join(f'{key} = {_toml(part)}' for key, part in parts if part not in (None, (), ''))} }}"
    return f'"{value}"' if isinstance(value, str) else str(value)
