"""``indicator-dsl parse``: read values and show what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from indicator_dsl.cli.command import OneOf, Year, command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import pad, printable
from indicator_dsl.cli.streams import texts_given
from indicator_dsl.comparators import Comparator
from indicator_dsl.describing import kind_with_notes
from indicator_dsl.errors import IndicatorError, Lang
from indicator_dsl.parsing import parse

__all__ = ["command"]

_Read = tuple[str, Comparator | IndicatorError]
#: Where the kind begins, and what was written: fixed, so that a long list can be read while it is being made.
_KIND_COLUMN, _TEXT_COLUMN = 24, 20


@make_command("parse")
@click.argument("texts", nargs=-1)
@click.option("--format", type=OneOf("text", "json", "jsonl"), default="text")
@click.option("--unit")
@click.option("--relation")
@click.option("--year", type=Year())
def command(
    lang: Lang, *, texts: tuple[str, ...], format: str, unit: str | None, relation: str | None, year: int | None
) -> int:
    """Read the texts of the arguments or of standard input."""
    failed = False

    def read() -> Iterator[_Read]:
        nonlocal failed
        for text in texts_given(texts, lang):
            try:
                yield text, parse(text, unit=unit, relation=relation, year=year)
            except IndicatorError as error:
                failed = True
                yield text, error

    if format == "text":
        _print_text(read(), lang, numbered=len(texts) != 1)
    else:
        {"json": _print_json, "jsonl": _print_lines}[format](read(), lang)
    return 1 if failed else 0


def _print_text(results: Iterable[_Read], lang: Lang, *, numbered: bool) -> None:
    for number, (text, result) in enumerate(results, start=1):
        if isinstance(result, IndicatorError):
            place = say("parse.number", lang, number=number) if numbered else ""
            print(f"{place}{printable(result.render(lang))}", flush=True)
            continue
        line = pad(f"{printable(str(result))}  ", _KIND_COLUMN) + kind_with_notes(result, lang)
        if text != str(result):
            written = say("parse.written", lang, text=printable(text).replace("\n", "·"))
            line = pad(f"{line}  ", _KIND_COLUMN + _TEXT_COLUMN) + written
        print(line, flush=True)


def _print_json(results: Iterable[_Read], lang: Lang) -> None:
    from indicator_dsl.cli.data import dumps

    print(dumps([_as_data(text, result, lang) for text, result in results]))


def _print_lines(results: Iterable[_Read], lang: Lang) -> None:
    from indicator_dsl.cli.data import dumps

    for text, result in results:
        print(dumps(_as_data(text, result, lang), one_line=True), flush=True)


def _as_data(text: str, result: Comparator | IndicatorError, lang: Lang) -> dict[str, Any]:
    from indicator_dsl.interchange import to_dict

    if isinstance(result, IndicatorError):
        return {"text": text, "error": result.to_dict(lang)}
    return {"text": text, "value": to_dict(result)}
