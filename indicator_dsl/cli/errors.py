"""Mistakes in how the command line was called, in the language asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from indicator_dsl.cli.language import help_texts, say
from indicator_dsl.errors import Lang

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Misuse", "explain"]


class Misuse(click.UsageError):
    """A mistake in the call that we find ourselves: a code of ``[usage]`` and the words that fill its sentence."""

    def __init__(self, code: str, ctx: click.Context, candidates: Iterable[str] = (), **words: str) -> None:
        from difflib import get_close_matches

        super().__init__(code, ctx)
        self.code = code
        self.words = words
        self.nearest = get_close_matches(words.get("name", ""), list(candidates), 1)


def explain(error: click.ClickException, lang: Lang) -> str:
    """Return the whole complaint: what is wrong, how the command is called, where to read more."""
    lines = [say("usage.frame", lang, message=_message(error, lang))]
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is not None:
        lines += [ctx.command.get_usage(ctx), say("usage.help", lang, command=ctx.command_path)]
    return "\n".join(lines)


def _message(error: click.ClickException, lang: Lang) -> str:
    """Say in our words what click found; what it may come to find in a later version stays in its own."""
    match error:
        case Misuse():
            return _misuse(error, lang)
        case click.MissingParameter(param=click.Option(opts=[*_, name])):
            return say("usage.missing-option", lang, name=name)
        case click.MissingParameter(param=click.Argument() as argument):
            return say("usage.missing-argument", lang, name=_name(argument, lang))
        case click.BadParameter(param=click.Option(opts=[*_, name])):
            return say("usage.bad-option", lang, name=name, message=error.message)
        case click.BadParameter(param=click.Argument() as argument):
            return say("usage.bad-argument", lang, name=_name(argument, lang), message=error.message)
    return error.format_message()


def _misuse(error: Misuse, lang: Lang) -> str:
    message = say(f"usage.{error.code}", lang, **error.words)
    if error.nearest:
        message += say("usage.nearest", lang, nearest=error.nearest[0])
    elif error.code == "no-such-option" and not error.words["name"].startswith("--"):
        message += say("usage.value-with-dash", lang)
    return message


def _name(argument: click.Argument, lang: Lang) -> str:
    return str(help_texts()["arguments"][argument.name][lang])
