"""``indicator-dsl evaluate``: does an actual value meet its target?"""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import Any

import click

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import printable
from indicator_dsl.comparators import Deadline
from indicator_dsl.errors import IndicatorError, Lang
from indicator_dsl.evaluation import Evaluation, Outcome, evaluate
from indicator_dsl.parsing import parse
from indicator_dsl.quantities import plain, simplest

__all__ = ["command"]

_EXIT = {Outcome.MET: 0, Outcome.NOT_MET: 1, Outcome.UNDETERMINED: 3}
#: 1 says "not met" here, so a target that cannot be read is told apart by the code for a wrong call.
_UNREADABLE = 2


@make_command("evaluate")
@click.argument("target")
@click.argument("actual")
@click.option("--format", type=OneOf("text", "json"), default="text")
@click.option("--unit")
@click.option("--relation")
@click.option("--year", type=Year())
def command(
    lang: Lang, *, target: str, actual: str, format: str, unit: str | None, relation: str | None, year: int | None
) -> int:
    """Evaluate and explain."""
    try:
        goal = parse(target, unit=unit, relation=relation, year=year)
    except IndicatorError as error:
        print(printable(error.render(lang)), file=sys.stderr)
        return _UNREADABLE
    result = evaluate(goal, _dated(actual, year))
    if format == "json":
        from indicator_dsl.cli.data import dumps

        print(dumps({"text": target, "actual": actual} | _as_data(result, lang)))
    else:
        print(result.explain(lang))
        if result.outcome is not Outcome.UNDETERMINED or result.parts:  # otherwise the sentence has said so
            print(_verdict(result, lang))
    return _EXIT[result.outcome]


def _dated(actual: str, year: int | None) -> Deadline | str:
    """Return a date without a year in the year asked for, anything else as it was given."""
    try:
        value = parse(actual, year=year)
    except IndicatorError:
        return actual
    return value if isinstance(value, Deadline) else actual


def _verdict(result: Evaluation, lang: Lang) -> str:
    words = say(f"outcomes.{result.outcome.replace(' ', '-')}", lang)
    if result.completion is None:
        return words
    return words + say("evaluate.completion", lang, share=_share(result.completion, lang))


def _share(completion: Fraction, lang: Lang) -> str:
    """Write a share as a percentage, saying so where it had to be rounded."""
    percent = completion * 100
    rounded = round(percent, 2)
    text = f"{plain(simplest(rounded))}%"
    return text if rounded == percent else say("evaluate.about", lang, share=text)


def _as_data(result: Evaluation, lang: Lang) -> dict[str, Any]:
    from indicator_dsl.interchange import to_dict

    margin = result.margin
    data: dict[str, Any] = {
        "target": to_dict(result.target),
        "outcome": result.outcome.value,
        "reason": result.reason,
        "margin": None if margin is None else {"magnitude": plain(margin.magnitude), "unit": margin.unit.text},
        "completion": None if result.completion is None else plain(simplest(result.completion)),
        "explanation": result.explain(lang),
    }
    if result.parts:
        data["parts"] = [_as_data(part, lang) for part in result.parts]
    return data
