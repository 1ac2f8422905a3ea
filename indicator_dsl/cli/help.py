"""Help pages, laid out from ``help.toml``: click's own know neither our languages nor the width of 人."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import Any

import click

from indicator_dsl.cli.language import help_texts
from indicator_dsl.cli.layout import pad, wrap
from indicator_dsl.errors import Lang, display_width

__all__ = ["app_page", "command_page", "usage"]

_WIDEST = 100


def usage(ctx: click.Context, lang: Lang) -> str:
    """Return the line that shows how a command is called."""
    texts = help_texts()
    return f"{texts['headings']['usage'][lang]}{ctx.command_path} {_entry(ctx)['usage'][lang]}"


def app_page(ctx: click.Context, lang: Lang, commands: Sequence[str]) -> str:
    """Return the help page of the program."""
    texts = help_texts()
    summaries = [(name, texts["commands"][name]["summary"][lang]) for name in commands]
    return "\n".join(
        [
            *_opening(ctx, lang),
            *_section("commands", summaries, lang),
            *_section("options", _options(ctx, lang), lang),
            *_closing(ctx, lang),
        ]
    )


def command_page(ctx: click.Context, lang: Lang) -> str:
    """Return the help page of a command."""
    named = help_texts()["arguments"]
    arguments = [
        (named[p.name][lang], _text(ctx, str(p.name), lang))
        for p in ctx.command.get_params(ctx)
        if isinstance(p, click.Argument)
    ]
    return "\n".join(
        [
            *_opening(ctx, lang),
            *_section("arguments", arguments, lang),
            *_section("options", _options(ctx, lang), lang),
            *_closing(ctx, lang),
        ]
    )


def _entry(ctx: click.Context) -> dict[str, Any]:
    texts = help_texts()
    entry: dict[str, Any] = texts["app"] if ctx.parent is None else texts["commands"][ctx.command.name]
    return entry


def _opening(ctx: click.Context, lang: Lang) -> Iterator[str]:
    yield usage(ctx, lang)
    for key in ("summary", "about"):
        if key in _entry(ctx):
            yield ""
            yield from wrap(_entry(ctx)[key][lang].strip(), _width())


def _closing(ctx: click.Context, lang: Lang) -> Iterator[str]:
    entry = _entry(ctx)
    yield from _section("exits", [tuple(line.split(" ", 1)) for line in entry["exits"][lang]], lang)
    yield ""
    yield help_texts()["headings"]["examples"][lang]
    yield from (f"  {example}" for example in entry["examples"])


def _options(ctx: click.Context, lang: Lang) -> list[tuple[str, str]]:
    return [
        (_option(param, lang), _text(ctx, param.opts[-1].lstrip("-"), lang))
        for param in ctx.command.get_params(ctx)
        if isinstance(param, click.Option)
    ]


def _option(param: click.Option, lang: Lang) -> str:
    name = param.opts[-1]
    if param.is_flag:
        return name
    choices = getattr(param.type, "choices", None)
    placeholder = "|".join(choices) if choices else help_texts()["placeholders"][name.lstrip("-")][lang]
    return f"{name} {placeholder}"


def _text(ctx: click.Context, name: str, lang: Lang) -> str:
    own = _entry(ctx).get("texts", {})
    text: str = (own if name in own else help_texts()["texts"])[name][lang]
    return text


def _section(heading: str, items: Sequence[tuple[str, ...]], lang: Lang) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield help_texts()["headings"][heading][lang]
    left = max(display_width(name) for name, _ in items)
    for name, text in items:
        first, *others = wrap(text, max(20, _width() - left - 4))
        yield f"  {pad(name, left)}  {first}"
        yield from (f"  {' ' * left}  {line}" for line in others)


def _width() -> int:
    return min(shutil.get_terminal_size((_WIDEST, 0)).columns, _WIDEST)
