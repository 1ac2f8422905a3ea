"""The program: finds the command, runs it, and turns everything that can go wrong into a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from indicator_dsl.cli.command import check_options, lang_option
from indicator_dsl.cli.errors import Misuse, explain
from indicator_dsl.cli.language import language, say
from indicator_dsl.cli.layout import printable
from indicator_dsl.cli.streams import is_broken_pipe, prepare, silence
from indicator_dsl.errors import IndicatorError, Lang

__all__ = ["COMMANDS", "run"]

#: Each is a module of this package, imported when it is called.
COMMANDS = (
    "parse",
    "evaluate",
    "convert",
    "format",
    "units",
    "check",
    "fix",
    "columns",
    "rules",
    "explain",
    "score",
    "policies",
    "monitor",
)

USAGE = 2
INTERRUPTED = 130
#: What a shell reports for a program that ended because nobody read on: 128 + SIGPIPE.
BROKEN_PIPE = 141


class App(click.Group):
    """``indicator-dsl`` itself."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"indicator_dsl.cli.{cmd_name}").command
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse wrong options in our own words, then parse as usual."""
        check_options(ctx, args)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse an unknown command in our own words."""
        if args[0] not in COMMANDS:
            raise Misuse("no-such-command", ctx, COMMANDS, name=args[0])
        return super().resolve_command(ctx, args)

    def get_usage(self, ctx: click.Context) -> str:
        """Return the line that shows how the program is called."""
        from indicator_dsl.cli.help import usage

        return usage(ctx, ctx.obj)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        from indicator_dsl.cli.help import app_page

        return app_page(ctx, ctx.obj, COMMANDS)


def _show_version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    del param
    if value:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("indicator-dsl")
        except PackageNotFoundError:
            number = say("version-unknown", ctx.obj)
        print(say("version", ctx.obj, version=number))
        ctx.exit()


def _without_command(ctx: click.Context) -> int:
    """Show what there is; the exit code says that nothing was done."""
    if ctx.invoked_subcommand is None:
        print(ctx.get_help(), file=sys.stderr)
    return USAGE


def _app() -> App:
    version = click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version)
    return App(
        "indicator-dsl",
        params=[lang_option(), version],
        callback=click.pass_context(_without_command),
        invoke_without_command=True,
    )


def run(argv: Sequence[str]) -> int:
    """Run one call and return its exit code; nothing but a fault of ours is raised."""
    lang = language(argv)
    prepare()
    try:
        code = _answer(list(argv), lang)
        sys.stdout.flush()
    except (KeyboardInterrupt, EOFError, click.Abort):
        print(f"\n{say('interrupted', lang)}", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        silence()
        if is_broken_pipe(error):
            return BROKEN_PIPE
        print(say("cannot-write", lang, reason=error.strerror or error), file=sys.stderr)
        return USAGE
    return code


def _answer(argv: list[str], lang: Lang) -> int:
    app = _app()
    try:
        with app.make_context("indicator-dsl", argv, obj=lang) as ctx:
            return int(app.invoke(ctx))
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        print(printable(explain(error, lang)), file=sys.stderr)
    except IndicatorError as error:
        print(printable(error.render(lang)), file=sys.stderr)
    return USAGE
