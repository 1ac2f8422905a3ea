"""``indicator-dsl format``: lines in, canonical lines out."""

from __future__ import annotations

import sys

import click

from indicator_dsl.cli.command import OneOf, command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.streams import texts_given
from indicator_dsl.errors import IndicatorError, Lang
from indicator_dsl.formatting import Style, format as format_value

__all__ = ["command"]


@make_command("format")
@click.argument("texts", nargs=-1)
@click.option("--style", type=OneOf("canonical", "latex", "zh", "en"), default="canonical")
def command(lang: Lang, *, texts: tuple[str, ...], style: Style) -> int:
    """Write as many lines as there are texts; what cannot be read goes through unchanged."""
    failed = False
    place = "format.argument" if texts else "format.line"
    for number, text in enumerate(texts_given(texts, lang), start=1):
        try:
            line = format_value(text, style) if text.strip() else text
        except IndicatorError as error:
            failed, line = True, text
            print(f"{say(place, lang, number=number)}{printable(error.render(lang))}", file=sys.stderr)
        print(line, flush=True)
    return 1 if failed else 0
