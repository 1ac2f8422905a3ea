"""Examples in the documentation: how they are written, and the check that they hold. No Sphinx here: tests use it too.

The body of a `{parsed}` block has one text a line. A JSON line says what the texts since the last blank or JSON line
must be read as; a line starting with `!` must be refused, and the JSON line after it may name the error's code:

    ≥2200人
    不少于2200人
    {"kind": "threshold", "relation": ">=", "quantity": {"magnitude": "2200", "unit": "人"}}

    ! ≥22o0人
    {"code": "…"}

A text that is empty, has blanks at its ends or a line break is written as a JSON string. Options of the block
(`:year:`, `:unit:`, `:relation:`) are the context of all its texts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from indicator_dsl import IndicatorError, parse, to_dict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FENCE = re.compile(r"^(?P<fence>`{3,})\{parsed\}[^\n]*\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"^:(?P<name>\w+):[ \t]*(?P<value>.*)$")


@dataclass(frozen=True, slots=True)
class Context:
    """What a table says beside the cell."""

    year: int | None = None
    unit: str | None = None
    relation: str | None = None


@dataclass(slots=True)
class Group:
    """Texts of one meaning (or of one fault), and what is expected of them."""

    refused: bool
    texts: list[str] = field(default_factory=list)
    expected: dict[str, Any] | None = None


class ExampleError(Exception):
    """An example does not hold."""


def blocks(page: Path) -> Iterator[tuple[int, list[Group], Context]]:
    """Yield the `{parsed}` blocks of a Markdown page with the line each starts on."""
    text = page.read_text("utf-8")
    for match in _FENCE.finditer(text):
        lines = match["body"].splitlines()
        options: dict[str, str] = {}
        while lines and (option := _OPTION.match(lines[0])):
            options[option["name"]] = option["value"]
            lines.pop(0)
        yield text.count("\n", 0, match.start()) + 1, groups(lines), context(options)


def context(options: dict[str, str]) -> Context:
    """Read the options of a block."""
    year = options.get("year")
    return Context(int(year) if year else None, options.get("unit"), options.get("relation"))


def groups(lines: list[str]) -> list[Group]:
    """Read the body of a block."""
    out: list[Group] = []
    fresh = True
    for line in map(str.strip, lines):
        if not line:
            fresh = True
            continue
        if line.startswith("{"):
            if fresh:
                message = f"no text before {line}"
                raise ExampleError(message)
            out[-1].expected = json.loads(line)
            fresh = True
            continue
        refused = line.startswith("!")
        if fresh or out[-1].refused != refused:
            out.append(Group(refused))
        text = line.removeprefix("!").strip()
        out[-1].texts.append(json.loads(text) if text.startswith('"') else text)
        fresh = False
    return out


def readings(group: Group, around: Context) -> list[tuple[str, str, dict[str, Any]]]:
    """Parse the texts of a group that must be read; return each with its canonical text and interchange form."""
    out = []
    for text in group.texts:
        try:
            value = parse(text, unit=around.unit, relation=around.relation, year=around.year)
        except IndicatorError as error:
            message = f"{text!r} is refused: {error}"
            raise ExampleError(message) from error
        found = to_dict(value)
        if group.expected is not None and _exact(found) != _exact(group.expected):
            message = f"{text!r} is read as {json.dumps(found, ensure_ascii=False)}"
            raise ExampleError(message)
        out.append((text, str(value), found))
    return out


def refusals(group: Group, around: Context) -> list[tuple[str, IndicatorError]]:
    """Parse the texts of a group that must be refused; return each with its error."""
    out = []
    for text in group.texts:
        try:
            value = parse(text, unit=around.unit, relation=around.relation, year=around.year)
        except IndicatorError as error:
            if group.expected is not None and error.code != group.expected["code"]:
                message = f"{text!r} is refused with {error.code}"
                raise ExampleError(message) from error
            out.append((text, error))
        else:
            message = f"{text!r} is read as {value}"
            raise ExampleError(message)
    return out


def _exact(value: Any) -> Any:
    """Make `80.00` and `80` the same magnitude, and nothing else."""
    match value:
        case {"magnitude": str(magnitude), **rest}:
            return {"magnitude": Fraction(magnitude), **rest}
        case {"terms": [*terms], **rest}:
            return {"terms": [Fraction(term) for term in terms], **rest}
        case dict():
            return {key: _exact(item) for key, item in value.items()}
        case list():
            return [_exact(item) for item in value]
        case _:
            return value
