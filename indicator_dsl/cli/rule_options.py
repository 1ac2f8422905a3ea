"""The options that say which rules run, for every command that runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import evolve, frozen

from indicator_dsl.lint import Profile, builtin_profile, find_config, load_profile, with_rules

__all__ = ["RuleOptions", "rule_options"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


@frozen
class RuleOptions:
    """What was said on the command line of the rules."""

    profile: str | None
    config: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def chosen(self) -> Profile:
        """Return the profile to use: the one named, or that of the project the working directory is in.

        Raises:
            ProfileError: there is no such profile or rule, or the project's file cannot be used.
        """
        config = self.config or find_config(Path.cwd())
        profile = builtin_profile() if config is None else load_profile(config)
        if self.profile is not None:
            named = builtin_profile(self.profile)
            # the words of the house stay
            profile = evolve(
                profile, name=named.name, title=named.title, severities=named.severities, options=named.options
            )
        return with_rules(profile, _words(self.select), _words(self.ignore))


def _words(given: tuple[str, ...]) -> list[str]:
    return [word for one in given for word in one.replace(",", " ").split()]


def rule_options(function: _Function) -> _Function:
    """Add the options to a command, which takes them as ``rule_options``."""

    def wrapped(
        *args: Any,
        profile: str | None,
        config: str | None,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        **others: Any,
    ) -> Any:
        return function(*args, rule_options=RuleOptions(profile, config, select, ignore), **others)

    wrapped.__doc__ = function.__doc__
    # click keeps there the options of the decorators below this one
    wrapped.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
    for option in (
        click.option("--ignore", multiple=True),
        click.option("--select", multiple=True),
        click.option("--config"),
        click.option("--profile"),
    ):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]  # the function, but for four arguments that became one
