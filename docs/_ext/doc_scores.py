"""Scores and lights as the manual shows them, and the check that they are so. No Sphinx here: tests use it too.

The body of a `{scores}` block has one line for each: the code it is to have, target, actual, and what else there is.

    ratio | ≥300人 | 270人
    below-gate | ≥100户 | 59户 | policy=mof-2021-101
    late-per-day | 2025年12月31日前 | 2026年1月5日 | deadlines.late=per-day deadlines.per-day=0.1

The argument of the block is a topic of `indicator_dsl/score/messages.toml`: `rules`, `unscorable`, `remarks`, `lights`.
What may stand at the end: `policy=`, `weight=`, `rate=`, `baseline=`, `about=`, `month=`; `money` where budget and
spending stand in place of target and actual, `finished` where the project is done; any key of a policy, in TOML or as a
plain word.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from indicator_dsl import evaluate
from indicator_dsl.score import Score, Signal, light, make_policy, score, score_execution
from indicator_dsl.score.errors import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indicator_dsl.score import Policy

_FENCE = re.compile(
    r"^(?P<fence>`{3,})\{scores\} (?P<topic>\w+)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
_GAP = re.compile(r"\{\w+\}")


class Example(NamedTuple):
    """One line of a block."""

    code: str
    target: str
    actual: str
    options: str = ""


class ScoreExampleError(Exception):
    """A score is not what the page says of it."""


def score_blocks(page: Path) -> Iterator[tuple[int, str, list[Example]]]:
    """Yield the `{scores}` blocks of a Markdown page with the line each starts on, and its topic."""
    text = page.read_text("utf-8")
    for match in _FENCE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match["topic"], examples(match["body"].splitlines())


def examples(lines: list[str]) -> list[Example]:
    """Read the body of a block."""
    return [Example(*(cell.strip() for cell in line.split("|"))) for line in lines if line.strip()]


def patterns(topic: str) -> dict[str, dict[str, str]]:
    """Return the codes of a topic with their sentences, an ellipsis in every gap."""
    said: dict[str, dict[str, str]] = sentences()[topic]
    return {code: {lang: _GAP.sub("…", text) for lang, text in both.items()} for code, both in said.items()}


def shown(example: Example, topic: str) -> Score | Signal:
    """Return the score or the light of a line.

    Raises:
        ScoreExampleError: it has another code.
    """
    plain, settings = _options(example.options)
    found = _result(example, plain, make_policy(settings, name=settings["extends"]))
    codes = _codes(found, topic)
    if example.code not in codes:
        message = f"{example.target} ← {example.actual}: not {example.code}, but {' '.join(codes)}: {found.explain()}"
        raise ScoreExampleError(message)
    return found


def _result(example: Example, plain: dict[str, str], policy: Policy) -> Score | Signal:
    about, weight = plain.get("about", ""), plain.get("weight", "10")
    if "month" in plain:
        return light(evaluate(example.target, example.actual), int(plain["month"]), policy, about=about)
    if "money" in plain:
        finished = True if "finished" in plain else None
        return score_execution(example.target or None, example.actual or None, weight, policy, finished=finished)
    pair = example.target, example.actual
    return score(pair, weight, policy, about=about, rate=plain.get("rate"), baseline=plain.get("baseline"))


def _codes(found: Score | Signal, topic: str) -> list[str]:
    if isinstance(found, Signal):
        return [found.reason]
    by_topic = {
        "rules": [found.rule],
        "unscorable": [found.reason] if found.reason is not None else [],
        "remarks": [remark.code for remark in found.remarks],
    }
    return by_topic[topic]


def _options(text: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the options of a line apart from the settings of its policy."""
    plain: dict[str, str] = {}
    settings: dict[str, Any] = {}
    for part in text.split():
        key, _, value = part.partition("=")
        if key in {"weight", "rate", "baseline", "about", "month", "money", "finished"}:
            plain[key] = value
        elif key != "policy":
            block, _, name = key.rpartition(".")
            (settings.setdefault(block, {}) if block else settings)[name] = _toml(value)
        else:
            settings["extends"] = value
    return plain, {"extends": "monitor-lights" if "month" in plain else "mof-2020-10"} | settings


def _toml(value: str) -> Any:
    try:
        return tomllib.loads(f"value = {value}", parse_float=Decimal)["value"]
    except tomllib.TOMLDecodeError:
        return value
