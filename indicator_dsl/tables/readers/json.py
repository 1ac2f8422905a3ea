"""JSON and JSON Lines: objects whose keys are header words, wherever in the file their list stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final, NoReturn

from attrs import frozen

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.headers import header_of
from indicator_dsl.tables.heading import columns_of
from indicator_dsl.tables.layouts import words
from indicator_dsl.tables.money import unit_of
from indicator_dsl.tables.readers._plain import decode

__all__ = ["read"]

#: JSON takes up to twenty times its size in memory.
_LARGEST: Final = 64 << 20
_SHOWN_KEYS: Final = 20
_SHOWN: Final = 40
#: What an object tells about the lists inside it.
_INHERITED: Final = frozenset({"project", "funds", "level1", "level2"})


def read(file: str, data: bytes) -> Iterator[Grid]:
    """Yield one grid for each list of indicators.

    An indicator is an object whose keys are header words (``指标值``) or names of fields
    (``value``); the objects around its list may name the project, its funds and the levels:
    ``[{…}]``, ``{"rows": [{…}]}``, ``{"projects": [{"project": …, "rows": [{…}]}]}`` as
    ``check --format json`` writes it, or one object a line.  Numbers keep the digits they
    are written with.  A row is counted in the file; in JSON Lines it is the line.

    Raises:
        TableError: ``binary-file``, ``wrong-encoding``, ``empty-file``, ``too-large``, ``corrupt-file``,
            ``unknown-json-shape``.
    """
    if len(data) > _LARGEST:
        raise TableError("too-large", path=file, what="@file-size", limit=f"{_LARGEST >> 20} MiB")
    text = decode(file, data)
    numbers: Iterator[int] = count(1)
    try:
        if file.lower().endswith(".jsonl"):
            lines = {number: _parsed(file, line, number) for number, line in _lines(text)}
            content: Any = list(lines.values())
            lists = list(_lists(file, content, {}))
            if len(lists) == 1 and len(lists[0].items) == len(lines):
                numbers = iter(lines)
        else:
            content = _parsed(file, text, 1)
            lists = list(_lists(file, [content], {}))
    except RecursionError as error:
        raise TableError("too-large", path=file, what="@nesting", limit="300") from error
    if not lists:
        raise _unknown(file, _keys(content))
    for one in lists:
        yield Grid(file, _rows(file, one, numbers), lettered=False)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines(): U+2028 may stand inside a string.
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _parsed(file: str, text: str, line: int) -> Any:
    """Return JSON as data, every number as the text it is written as."""
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        reason = f"{error.msg} (line {line + error.lineno - 1}, column {error.colno})"
        raise TableError("corrupt-file", path=file, kind="@json", reason=reason) from error
    except ValueError as error:
        raise TableError("corrupt-file", path=file, kind="@json", reason=f"{error} (line {line})") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"key {twice!r} twice in one object")
    return found


# ---- lists of indicators ----


@frozen
class _List:
    """A list of indicators, and what the objects around it tell: by field, the key and the text."""

    items: Sequence[Mapping[str, Any]]
    around: Mapping[str, tuple[str, str]]


def _lists(file: str, node: Any, around: Mapping[str, tuple[str, str]]) -> Iterator[_List]:
    """Yield the lists of indicators below a node, from the front."""
    if isinstance(node, list):
        objects = [_with_value(item) for item in node if isinstance(item, dict)]
        if objects and columns_of(GridRow(1, tuple(_keys(objects)))):
            if len(objects) < len(node):
                strange = next(item for item in node if not isinstance(item, dict))
                raise _unknown(file, [*_keys(objects), json.dumps(strange, ensure_ascii=False)[:_SHOWN]])
            yield _List(objects, around)
            return
        for item in node:
            yield from _lists(file, item, around)
    elif isinstance(node, dict):
        told = {
            header.field: (key, _text(file, key, value))
            for key, value in node.items()
            if (header := header_of(key)) and header.field in _INHERITED and isinstance(value, str)
        }
        for value in node.values():
            if isinstance(value, list | dict):
                yield from _lists(file, value, {**around, **told})


def _with_value(item: dict[str, Any]) -> dict[str, Any]:
    """Return a row as ``check`` writes it with its text as the value: there ``value`` is what it was read as."""
    if "text" in item and not isinstance(item.get("value"), str):
        return item | {"value": item["text"]}
    return item


def _keys(node: Any) -> list[str]:
    """Return the keys of the objects of a list, or of those nearest below it."""
    if isinstance(node, dict):
        return list(node)
    objects = [item for item in node if isinstance(item, dict)] if isinstance(node, list) else []
    return list(dict.fromkeys(key for item in objects for key in item))


def _unknown(file: str, keys: Sequence[str]) -> TableError:
    shown = ", ".join(" ".join(key[:_SHOWN].split()) for key in keys[:_SHOWN_KEYS])
    return TableError("unknown-json-shape", path=file, keys=shown or "@nothing")


# ---- rows ----


def _rows(file: str, one: _List, numbers: Iterator[int]) -> Iterator[GridRow]:
    """Yield a header and the rows below it."""
    order = list(words()["headers"])
    known = [(key, header) for key in _keys(one.items) if (header := header_of(key)) and header.field != "other"]
    # The order of keys says nothing, that of columns does: a name before the levels would be a frame.
    known.sort(key=lambda one: order.index(one[1].field))
    fields = {header.field for _, header in known}
    around = {field: told for field, told in one.around.items() if field not in fields}
    if "project" not in fields and not around.get("project", ("", ""))[1]:
        # Without a project the funds belong to the list; a column for it keeps 项目支出 from being taken for a form.
        if "funds" in around:
            yield GridRow(1, _block(*around.pop("funds")))
        around["project"] = ("project", "")
    told = [around[field] for field in sorted(around, key=order.index)]
    before = tuple(text for _, text in told)
    yield GridRow(1, (*(key for key, _ in told), *(key for key, _ in known)))
    for item, number in zip(one.items, numbers, strict=False):
        cells = tuple(_text(file, key, item.get(key)) for key, _ in known)
        # A blank row would be a gap, behind which a table may end.
        if any(cells):
            yield GridRow(number, before + cells)


def _block(key: str, funds: str) -> tuple[str, ...]:
    """Return the funds of a list without a project as a form has them; those of our own files are in 元."""
    return (f"项目资金（{unit_of(key) or ('元' if key.isascii() else '')}）", "年度资金总额", funds)


def _text(file: str, key: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").strip()
        case list() if not any(isinstance(item, list | dict) for item in value):
            return "\n".join(filter(None, (_text(file, key, item) for item in value)))
        case _:
            shape = json.dumps(value, ensure_ascii=False)
            raise _unknown(file, [f"{key}: {shape}"])
