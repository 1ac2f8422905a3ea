"""Text with a delimiter: fields, their quotes, and what a spreadsheet would make of a new one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from indicator_dsl.formulas import stated
from indicator_dsl.tables.rewriting.edits import Edit, Spot, agreed
from indicator_dsl.tables.writers.csv import harmless
from indicator_dsl.tables.writers.xlsx.cells import Cell, cell_at

__all__ = ["delimited", "fields", "would_compute"]

_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_BREAK: Final = re.compile(r"\r\n|\r|\n")
#: What a formula needs to reach out of its cell, besides what ``stated`` knows: another program (DDE), a function.
_REACHES_OUT: Final = re.compile(r"[|@]")

#: Beginning and end of a field, its quotes included.
Span = tuple[int, int]


def delimited(
    text: str, delimiter: str, spots: Sequence[Spot], unwritten: dict[Edit, str]
) -> Iterator[tuple[int, int, str]]:
    """Yield what changes in a text: where from, where to, what stands there then."""
    found: list[tuple[Cell, Edit]] = []
    for spot in spots:
        cell = cell_at(spot.edit.place.cell or "")
        if cell is None:
            unwritten[spot.edit] = "no-cell"
        elif would_compute(spot.edit.after) and not would_compute(spot.edit.before):
            unwritten[spot.edit] = "executed"
        else:
            found.append((cell, spot.edit))
    chosen = agreed(found, unwritten)
    columns: dict[int, list[int]] = {}
    for row, column in chosen:
        columns.setdefault(row, []).append(column)
    for number, record in enumerate(fields(text, delimiter), start=1):
        for column in columns.get(number, ()):
            edit = chosen[number, column]
            if column > len(record):  # a blank cell behind the end of its line
                unwritten[edit] = "no-cell"
                continue
            start, end = record[column - 1]
            yield start, end, _field(text[start:end], edit.after, delimiter)


def fields(text: str, delimiter: str) -> Iterator[list[Span]]:
    r"""Yield the fields of each record, blank lines included, as :mod:`csv` reads them when it is strict.

    >>> text = 'a,"b\n"\r\n\nc'
    >>> [[text[start:end] for start, end in record] for record in fields(text, ",")]
    [['a', '"b\n"'], [], ['c']]
    """
    plain = re.compile(f"[^\r\n{re.escape(delimiter)}]*")
    at, size = 0, len(text)
    while at < size:
        record: list[Span] = []
        while True:
            blank_line = not record and _BREAK.match(text, at)
            found = _QUOTED.match(text, at) or plain.match(text, at)
            assert found is not None  # the second matches nothing as well
            if not blank_line:
                record.append(found.span())
            at = found.end()
            if text[at : at + 1] != delimiter:
                break
            at += 1
        yield record
        ended = _BREAK.match(text, at)
        # Behind the quote that closes a field nothing else stands; if it ever does, the rest is no field of ours.
        at = ended.end() if ended else size


def would_compute(text: str) -> bool:
    """Return whether a spreadsheet that opens the file would show something else than the value in a field.

    A value that only states itself is no formula to fear: of ``=100%``, which half of these tables
    are full of, a spreadsheet makes 100%.  It is another thing with ``=5-8元`` or a function.

    >>> [
    ...     would_compute(text)
    ...     for text in ("≥95%", "=100%", "-3%", "=5-8", '=HYPERLINK("…")', "@SUM(A1)", "+cmd|' /C'!A0")
    ... ]
    [False, False, False, True, True, True, True]
    """
    if harmless(text) == text:
        return False
    rest = unicodedata.normalize("NFKC", text).strip()[1:]
    return stated(rest, "") is None or _REACHES_OUT.search(text) is not None


def _field(raw: str, new: str, delimiter: str) -> str:
    """Return a field with another text: quoted if it was or has to be, within the blanks of the old one."""
    quoted = raw.startswith('"')
    inner = raw[1:-1] if quoted else raw
    core = inner.strip()
    lead = inner[: len(inner) - len(inner.lstrip())] if core else ""
    trail = inner[len(inner.rstrip()) :] if core else ""
    if quoted or any(sign in new for sign in f'{delimiter}"\r\n'):
        doubled = new.replace('"', '""')
        return f'"{lead}{doubled}{trail}"'
    return f"{lead}{new}{trail}"
