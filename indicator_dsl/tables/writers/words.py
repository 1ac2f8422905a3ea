"""What is written for people, in words: sentences of ``words.toml``, names of places and of rules."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from indicator_dsl.errors import Lang, messages
from indicator_dsl.lint import find_rules
from indicator_dsl.lint.catalog import translate
from indicator_dsl.rows import Place, Row
from indicator_dsl.tables.errors import messages as file_messages

__all__ = ["hint", "name_of", "rule", "spot", "word", "written"]

_GAP = re.compile(r"\{\w+\}")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("indicator_dsl.tables.writers") / "words.toml").read_text(encoding="utf-8"))


def word(key: str, lang: Lang, **words: object) -> str:
    """Return a sentence of ``words.toml``, its gaps filled.

    >>> word("finding.fix", "zh", fix="≥2200人")
    '可改为：≥2200人'
    """
    section, _, name = key.partition(".")
    template: str = _words()[section][name][lang]
    return template.format(**words) if words else template


def spot(place: Place, lang: Lang = "zh") -> str:
    """Name a place without its file; a whole file has no name left.

    >>> spot(Place("目标.xlsx", sheet="绩效目标", row=5, cell="D5")), spot(Place("目标.txt", row=41), "en")
    ('绩效目标!D5', 'line 41')
    """
    if not place.row:
        return ""
    if place.table is not None:  # nobody counts the columns of a Word table in letters
        found = word("place.table", lang, table=place.table, row=place.row)
    elif place.cell is not None:
        found = place.cell
    else:
        found = word("place.line", lang, row=place.row)
    if place.page is not None:
        found = word("place.page", lang, page=place.page, spot=found)
    return found if place.sheet is None else f"{place.sheet}!{found}"


def name_of(row: Row, lang: Lang) -> str:
    """Return the name of an indicator on one line."""
    return " ".join((row.name or word("no.name", lang)).split())


def written(row: Row) -> str:
    """Return the value with what stands in columns of its own.

    >>> written(Row(name="满意度", relation="≥", value="95", unit="%", place=Place("目标.csv")))
    '≥ 95 %'
    """
    return " ".join(part for part in (row.relation, row.value.strip(), row.unit) if part)


def rule(code: str, lang: Lang) -> str:
    """Return what a code means whatever the text is; a code nobody described stands for itself.

    >>> rule("repeated-unit", "zh"), rule("FMT01", "zh")
    ('单位重复：“…”', '指标值空白')
    """
    for one in find_rules(code):
        return translate(one.page.title, lang)
    sentences = messages()["codes"].get(code) or messages()["findings"].get(code) or file_messages().get(code)
    if sentences is None:
        return code
    title: str = sentences.get("title", sentences)[lang]
    return _GAP.sub(word("finding.gap", lang), title)


def hint(code: str, lang: Lang) -> str | None:
    """Return how such a value should be written, where there is a general advice.

    >>> hint("number-in-words", "zh") is None, hint("second-relation", "zh")
    (True, '比较符只写一处。')
    """
    found: str | None = messages()["codes"].get(code, {}).get("hint", {}).get(lang)
    return found
