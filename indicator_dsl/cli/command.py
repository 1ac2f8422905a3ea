"""What all commands share: ``--lang``, help in two languages, values that begin with a minus sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

import click

from indicator_dsl.cli.errors import Misuse
from indicator_dsl.cli.language import LANGUAGES, say
from indicator_dsl.errors import Lang

if TYPE_CHECKING:
    _Type = click.ParamType[Any]
else:
    _Type = click.ParamType  # older versions of click have no parameter to give

__all__ = ["Command", "Days", "Month", "OneOf", "Year", "check_options", "command", "lang_option"]

_NEGATIVE = re.compile("-\\s*[0-9０-９.]")


class OneOf(_Type):
    """One of a few words."""

    name = "choice"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, or refuse it in the language asked for."""
        if value not in self.choices:
            self.fail(say("usage.one-of", _lang(ctx), choices="|".join(self.choices), value=value), param, ctx)
        return str(value)


class _Number(_Type):
    """A number in the digits that people write it with."""

    pattern: ClassVar[str]
    #: Makes the number of them.
    make: ClassVar[type[int | Fraction]] = int

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | Fraction:
        """Return the number, or refuse it in the language asked for."""
        if not re.fullmatch(self.pattern, str(value)):
            self.fail(say(f"usage.{self.name}", _lang(ctx), value=value), param, ctx)
        return self.make(str(value))


class Year(_Number):
    """A year of the kind a budget has."""

    name = "year"
    pattern = "(?:19|20|21)[0-9]{2}"


class Month(_Number):
    """A month of the year."""

    name = "month"
    pattern = "0?[1-9]|1[0-2]"


class Days(_Number):
    """How many days a year has: an exact number above zero."""

    name = "days"
    pattern = r"(?=.*[1-9])[0-9]{1,9}(?:\.[0-9]{1,9})?"
    make = Fraction


def _lang(ctx: click.Context | None) -> Lang:
    return ctx.obj if ctx is not None and ctx.obj in LANGUAGES else "zh"


def lang_option() -> click.Option:
    """Return ``--lang``.  ``language()`` has read it already; here it is only checked."""
    return click.Option(["--lang"], type=OneOf(*LANGUAGES), expose_value=False)


class Command(click.Command):
    """A command whose help pages are data, and which takes ``-3%`` for a value and not for an option."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(lang_option())
        self.context_settings = {"ignore_unknown_options": True, "allow_extra_args": True}

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse wrong options and superfluous arguments in our own words, then parse as usual."""
        check_options(ctx, args)
        rest = super().parse_args(ctx, args)
        if ctx.args:
            raise Misuse("extra-arguments", ctx, arguments=" ".join(ctx.args))
        return rest

    def get_usage(self, ctx: click.Context) -> str:
        """Return the line that shows how the command is called."""
        from indicator_dsl.cli.help import usage

        return usage(ctx, _lang(ctx))

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        from indicator_dsl.cli.help import command_page

        return command_page(ctx, _lang(ctx))


def check_options(ctx: click.Context, args: Sequence[str]) -> None:
    """Refuse an unknown option, one without its value, a flag with one; ``-3%`` is a value and no option.

    Raises:
        Misuse: with the code of ``[usage]``.
    """
    options = {opt: p for p in ctx.command.get_params(ctx) if isinstance(p, click.Option) for opt in p.opts}
    words = iter(args)
    for word in words:
        is_option = len(word) > 1 and word.startswith("-") and not _NEGATIVE.match(word)
        if word == "--" or not (is_option or ctx.allow_interspersed_args):
            return
        if not is_option:
            continue
        name, equals, _ = word.partition("=")
        option = options.get(name)
        if option is None:
            raise Misuse("no-such-option", ctx, options, name=name)
        if option.is_flag and equals:
            raise Misuse("takes-no-value", ctx, name=name)
        if not option.is_flag and not equals and next(words, None) is None:
            raise Misuse("needs-value", ctx, name=name)


def command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """Make a function a command; it takes the language first and returns the exit code."""

    def make(function: Callable[..., int]) -> click.Command:
        return click.command(name, cls=Command)(click.pass_obj(function))

    return make
