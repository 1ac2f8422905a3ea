"""JSON and JSON Lines: only the string of a value changes, between its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from json import JSONDecoder
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, Final

from attrs import frozen

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.headers import header_of
from indicator_dsl.tables.readers._plain import decode
from indicator_dsl.tables.readers.json import _FENCED, _keys, _lists, _text
from indicator_dsl.tables.rewriting.edits import Draft, Edit, Spot, agreed
from indicator_dsl.tables.rewriting.plain import encoded

__all__ = ["rewrite"]

_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_WORD: Final = re.compile(r"[^ \t\n\r,\]}]+")
_STRINGS: Final = JSONDecoder()
_WORDS: Final = {"true": True, "false": False, "null": None}


class _Written(str):
    """A string or number, and where it stands in the file."""

    __slots__ = ("end", "start")
    start: int
    end: int

    @classmethod
    def at(cls, text: str, start: int, end: int) -> _Written:
        made = cls(text)
        made.start, made.end = start, end
        return made


@frozen
class _Item:
    """An indicator, and the keys under which its list has values."""

    content: Mapping[str, Any]
    keys: Sequence[str]


def rewrite(file: str, data: bytes, spots: Sequence[Spot]) -> Draft:
    """Return a file with other strings for some values; a number becomes a string.

    Raises:
        TableError: ``changed-since``, ``too-large``.
    """
    text = decode(file, data)
    try:
        items = dict(_items(file, text))
    except RecursionError as error:  # the reader's own parser takes a few levels more
        raise TableError("too-large", path=file, what="@nesting", limit="300") from error
    unwritten: dict[Edit, str] = {}
    found: list[tuple[tuple[int, int], Edit]] = []
    for spot in spots:
        where = _value(file, items[spot.edit.place.row], spot.edit)
        if isinstance(where, _Written):
            found.append(((where.start, where.end), spot.edit))
        else:
            unwritten[spot.edit] = where
    quote = encode_basestring_ascii if text.isascii() else encode_basestring
    changes = ((*span, _string(text[slice(*span)], edit, quote)) for span, edit in agreed(found, unwritten).items())
    return Draft(encoded(file, data, text, changes), unwritten)


def _items(file: str, text: str) -> Iterator[tuple[int, _Item]]:
    """Yield the indicators by the numbers the reader gives them."""
    numbers: Iterator[int] = count(1)
    if file.lower().endswith(".jsonl"):
        lines, start = {}, 0
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip() and not line.startswith("```"):
                lines[number] = _parsed(text, start)[0]
            start += len(line) + 1
        lists = list(_lists(file, list(lines.values()), {}))
        if len(lists) == 1 and len(lists[0].items) == len(lines):
            numbers = iter(lines)
    else:
        fenced = _FENCED.fullmatch(text)
        lists = list(_lists(file, [_parsed(text, fenced.start(2) if fenced else 0)[0]], {}))
    for one in lists:
        ranks = {key: header.rank for key in _keys(one.items) if (header := header_of(key)) and header.field == "value"}
        for item, number in zip(one.items, numbers, strict=False):
            # of several keys an object says its value with the best
            best = min((rank for key, rank in ranks.items() if item.get(key)), default=None)
            yield number, _Item(item, [key for key, rank in ranks.items() if best is None or rank == best])


def _parsed(text: str, at: int) -> tuple[Any, int]:
    """Return the value that begins here and where it ends; that it is well-formed the reader has seen to."""
    at = _skip(text, at)
    match text[at]:
        case '"':
            string, end = _STRINGS.raw_decode(text, at)
            return _Written.at(string, at, end), end
        case "{" | "[" as opening:
            members: dict[str, Any] = {}
            elements: list[Any] = []
            at = _skip(text, at + 1)
            while text[at] not in "]}":
                if opening == "{":
                    key, at = _STRINGS.raw_decode(text, at)
                    members[key], at = _parsed(text, _skip(text, at) + 1)
                else:
                    element, at = _parsed(text, at)
                    elements.append(element)
                at = _skip(text, at)
                if text[at] == ",":
                    at = _skip(text, at + 1)
            return (members if opening == "{" else elements), at + 1
        case _:
            found = _WORD.match(text, at)
            assert found is not None
            word = found[0]
            return (_WORDS[word] if word in _WORDS else _Written.at(word, at, found.end())), found.end()


def _skip(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    assert found is not None
    return found.end()


def _value(file: str, item: _Item, edit: Edit) -> _Written | str:
    """Return the string of an indicator that is the value, or the word for why there is none.

    Raises:
        TableError: ``changed-since``.
    """
    # A column named by hand may have any header.
    keys = item.keys or [key for key, value in item.content.items() if _is_text(value)]
    texts = {key: _text(item.content.get(key)) for key in keys}
    saying = [key for key, text in texts.items() if text == edit.before]
    if not saying:
        words = {"before": edit.before, "found": " | ".join(filter(None, texts.values()))}
        raise TableError("changed-since", path=file, place=str(edit.place), **words)
    if len(saying) > 1:
        return "ambiguous" if edit.before else "no-cell"
    value = item.content.get(saying[0])
    if isinstance(value, list):
        return "several-cells"
    return value if isinstance(value, _Written) else "no-cell"


def _is_text(value: Any) -> bool:
    return not isinstance(value, dict) and not (
        isinstance(value, list) and any(isinstance(one, list | dict) for one in value)
    )


def _string(old: str, edit: Edit, quote: Any) -> str:
    inner: str = _STRINGS.decode(old) if old.startswith('"') else ""
    core = inner.strip()
    lead = inner[: len(inner) - len(inner.lstrip())] if core else ""
    trail = inner[len(inner.rstrip()) :] if core else ""
    return str(quote(f"{lead}{edit.after}{trail}"))
