"""``indicator-dsl units``: what units are known, and how each converts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import attrs
import click

from indicator_dsl.cli.command import OneOf, command as make_command
from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import fit, printable, wrap
from indicator_dsl.errors import Lang, UnitError
from indicator_dsl.parsing._columns import parse_unit
from indicator_dsl.units import Family, Spelling, Unit, catalogue, nearest_unit, scales, spellings

__all__ = ["command"]


@attrs.frozen
class _Found:
    """What the words of one call stand for."""

    listed: list[Spelling]
    compound: list[Unit]
    #: one complaint for each word that is no unit
    missing: list[str]


@make_command("units")
@click.argument("words", nargs=-1)
@click.option("--format", type=OneOf("text", "json"), default="text")
def command(lang: Lang, *, words: tuple[str, ...], format: str) -> int:
    """List all units, or those the words name."""
    found = _find(words, lang) if words else _Found(list(catalogue()), [], [])
    if format == "json":
        from indicator_dsl.cli.data import dumps

        print(dumps([*map(_as_data, found.listed), *map(_as_data, found.compound)]))
    else:
        _print(found, lang, with_scales=not words)
    for complaint in found.missing:
        print(printable(complaint), file=sys.stderr)
    return 1 if found.missing else 0


def _find(words: Sequence[str], lang: Lang) -> _Found:
    wanted: list[Spelling] = []
    compound: list[Unit] = []
    missing: list[str] = []
    for word in (word.strip() for word in words):
        of_family = [unit for unit in catalogue() if _names(unit.family, word)]
        if word in spellings() or of_family:
            wanted += [spellings()[word]] if word in spellings() else of_family
            continue
        try:
            unit = parse_unit(word)
        except UnitError:
            near = nearest_unit(word)
            hint = say("units.nearest", lang, unit=near) if near else ""
            missing.append(say("units.none", lang, word=word) + hint)
            continue
        if unit.text in spellings():  # a look-alike: ㎡ for m²
            wanted.append(spellings()[unit.text])
        elif unit.known and unit:
            compound.append(unit)
        else:
            missing.append(say("units.unknown" if unit else "units.none", lang, word=word))
    names = {unit.name for unit in wanted}
    return _Found([unit for unit in catalogue() if unit.name in names], compound, missing)


def _names(family: Family, word: str) -> bool:
    """Whether a word names a family: its key, its English or Chinese name, or a good part of the latter."""
    return word.lower() in {family.id, family.en.lower()} or word == family.zh or (len(word) > 1 and word in family.zh)


def _print(found: _Found, lang: Lang, *, with_scales: bool) -> None:
    from indicator_dsl.cli.page import Page

    page = Page()
    first = True
    for title, rows in _sections(found, lang, with_scales=with_scales):
        if not first:
            page.line()
        first = False
        page.line((title, "bold"))
        _print_rows(page, rows)


def _sections(found: _Found, lang: Lang, *, with_scales: bool) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    if with_scales:
        ordered = sorted(scales().items(), key=lambda item: item[1])
        yield say("units.scales", lang), [(word, f"{int(value):,}") for word, value in ordered]
    for family, units in groupby(found.listed, lambda unit: unit.family):
        title = say("units.family", lang, zh=family.zh, en=family.en, id=family.id)
        yield title, [(" ".join(unit.written), _equals(unit, lang)) for unit in units]
    if found.compound:
        yield say("units.compound", lang), [(unit.text, _in_base_units(unit)) for unit in found.compound]


def _print_rows(page: Any, rows: list[tuple[str, str]]) -> None:
    """Print names with their meanings; where no name has one, they stand side by side."""
    if all(not meaning for _, meaning in rows):
        for line in wrap("  ".join(name.replace(" ", "=") for name, _ in rows), page.width - 2):
            page.line(f"  {line}")
        return
    widths = fit(rows, page.width - 2)
    for row in rows:
        page.row(row, widths, ("", "cyan"), indent=2)


def _equals(unit: Spelling, lang: Lang) -> str:
    """Say how a unit converts: its definition, and the same in base units where that says more."""
    if unit.definition.startswith("["):
        alone = all(other.definition.startswith("[") for other in catalogue() if other.family == unit.family)
        return "" if alone else say("units.base", lang)
    defined = unit.definition
    if defined.endswith(" ** -1"):
        defined = f"1/{defined.removesuffix(' ** -1')}"
    for sign, text in ((" ** 3", "³"), (" ** 2", "²"), (" / ", "/"), (" * ", "·")):
        defined = defined.replace(sign, text)
    number, dot, rest = defined.partition("·")
    if dot and number.replace("/", "").replace(".", "").isdigit():
        defined = f"{number} {rest}"
    base = _in_base_units(Unit(unit.written[0]))
    return f"= {defined}" if base in (defined, f"1 {defined}") else f"= {defined} = {base}"


def _in_base_units(unit: Unit) -> str:
    return f"{unit.factor} {unit.base_text}".strip()


def _as_data(found: Spelling | Unit) -> dict[str, Any]:
    unit = Unit(found.written[0]) if isinstance(found, Spelling) else found
    data: dict[str, Any] = {"name": unit.text, "spellings": [unit.text], "family": None}
    if isinstance(found, Spelling):
        family = {"id": found.family.id, "zh": found.family.zh, "en": found.family.en}
        data = {"name": found.name, "spellings": list(found.written), "family": family}
    return data | {"factor": str(unit.factor), "base": unit.base_text, "dimension": dict(unit.dimension)}
