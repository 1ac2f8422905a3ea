"""What is to be written, what was, and what could not be."""

from __future__ import annotations

import tomllib
from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from attrs import Attribute, field, frozen

from indicator_dsl.errors import Lang
from indicator_dsl.rows import Place
from indicator_dsl.tables.grid import GridRow

__all__ = ["Draft", "Edit", "Notice", "Rewritten", "Spot", "agreed"]

_Key = TypeVar("_Key", bound=Hashable)


def _check_text(_edit: object, _attribute: Attribute[str], text: str) -> None:
    if not text:
        raise ValueError("a mended value is never blank")
    if not text.isprintable() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError(f"a text with half a character: {text!r}")


def _without_blanks(text: str) -> str:
    return text.strip()


@frozen
class Edit:
    """One value and what shall stand in its place.

    >>> Edit(Place("目标.csv", row=5, cell="D5"), "≥ 95 ％", " ≥95% ").after
    '≥95%'
    """

    #: The place of the row, as the reader gave it.
    place: Place
    #: The value as the reader gave it: it must still stand there. ``""`` for a blank cell.
    before: str
    #: Never blank; blanks around it are taken off, as no reader would see them.
    after: str = field(converter=_without_blanks, validator=_check_text)


@frozen
class Notice:
    """Something that was not written, or that the user should know of the copy: a heading of ``words.toml``.

    >>> Notice("ambiguous", Edit(Place("目标.txt", row=5), "5", "≥5")).message("en")
    '目标.txt:5 still says “5”: the line has that text more than once'
    """

    code: str
    #: What was not written; ``None`` where the notice is of the copy as a whole.
    edit: Edit | None = None
    words: Mapping[str, str] = field(factory=dict)

    def message(self, lang: Lang = "zh") -> str:
        """Return it in one sentence."""
        template: str = _words()[self.code][lang]
        if self.edit is None:
            return template.format(**self.words)
        kept: str = _words()["kept"][lang]
        return kept.format(place=self.edit.place, before=self.edit.before, reason=template.format(**self.words))


@frozen(kw_only=True)
class Rewritten:
    """A copy with mended values, as bytes, and an account of every edit: each is in ``written`` or has a notice."""

    data: bytes
    written: tuple[Edit, ...]
    notices: tuple[Notice, ...] = ()


@frozen
class Spot:
    """An edit, and the row that was read at its place."""

    edit: Edit
    row: GridRow


@frozen
class Draft:
    """What the writer of a format has made of a file: the copy, and why some edits are not in it."""

    data: bytes
    #: By edit: a heading of ``words.toml``.
    unwritten: Mapping[Edit, str] = field(factory=dict)
    notices: tuple[Notice, ...] = ()


def agreed(found: Iterable[tuple[_Key, Edit]], unwritten: dict[Edit, str]) -> dict[_Key, Edit]:
    """Return one edit for each cell of the file; where several of one cell do not say the same, none is written.

    Rows share a cell where it is merged over them.
    """
    by_cell: dict[_Key, list[Edit]] = {}
    for key, edit in found:
        by_cell.setdefault(key, []).append(edit)
    chosen: dict[_Key, Edit] = {}
    for key, edits in by_cell.items():
        if len({edit.after for edit in edits}) == 1:
            chosen[key] = edits[0]
        else:
            unwritten.update(dict.fromkeys(edits, "conflict"))
    return chosen


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("indicator_dsl.tables.rewriting") / "words.toml").read_text(encoding="utf-8"))
