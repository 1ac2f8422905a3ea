"""Targets badly and well written as the guide shows them, and the check that they are. No Sphinx: tests use it too.

The body of a `{targets}` block has one line for each: name, what not to write, what to write, the rule that says so.

    体检人数 | ≥ 2200 人 | ≥2200人 | FMT06

Options of the block (`:level1:`, `:level2:`, `:year:`) hold for all its lines. The bad text has to have that finding,
and the good one no error, no warning, and not that finding.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from indicator_dsl.lint import Linter
from indicator_dsl.rows import Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from indicator_dsl.findings import Finding

_FENCE = re.compile(r"^(?P<fence>`{3,})\{targets\}[^\n]*\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"^:(?P<name>\w+):[ \t]*(?P<value>.*)$")


class Target(NamedTuple):
    """One line of a block."""

    name: str
    bad: str
    good: str
    code: str


class TargetError(Exception):
    """A target is not what the page says of it."""


def target_blocks(page: Path) -> Iterator[tuple[int, list[Target], dict[str, str]]]:
    """Yield the `{targets}` blocks of a Markdown page with the line each starts on, and its options."""
    text = page.read_text("utf-8")
    for match in _FENCE.finditer(text):
        lines = match["body"].splitlines()
        options: dict[str, str] = {}
        while lines and (option := _OPTION.match(lines[0])):
            options[option["name"]] = option["value"]
            lines.pop(0)
        yield text.count("\n", 0, match.start()) + 1, targets(lines), options


def targets(lines: list[str]) -> list[Target]:
    """Read the body of a block."""
    return [Target(*(cell.strip() for cell in line.split(" | "))) for line in lines if line.strip()]


def check(target: Target, options: Mapping[str, str]) -> None:
    """Make sure that a line holds.

    Raises:
        TargetError: the bad text does not have the finding, or the good one has some.
    """
    bad, good = (_findings(target.name, text, options) for text in (target.bad, target.good))
    if target.code not in {one.code for one in bad}:
        message = f"{target.bad}: {target.code} is not among {[one.label for one in bad]}"
        raise TargetError(message)
    if wrong := [one.label for one in good if one.severity != "info" or one.code == target.code]:
        message = f"{target.good}: {wrong}"
        raise TargetError(message)


def _findings(name: str, text: str, options: Mapping[str, str]) -> tuple[Finding, ...]:
    place = Place("例.xlsx")
    row = Row(name=name, level1=options.get("level1"), level2=options.get("level2"), value=text, place=place)
    return _linter(int(options["year"]) if "year" in options else None).row(row).findings


@cache
def _linter(year: int | None) -> Linter:
    return Linter(year=year)
