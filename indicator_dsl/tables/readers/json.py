"""JSON and JSON Lines: objects whose keys are header words, wherever in the file their list stands."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final, NoReturn

from attrs import evolve, frozen

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.execution import money_heads
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.headers import Header, header_of, is_header_word, name_of_field
from indicator_dsl.tables.heading import columns_of, unit_in
from indicator_dsl.tables.layouts import levels_of, may_stand_under, words
from indicator_dsl.tables.money import unit_of
from indicator_dsl.tables.readers._plain import decode
from indicator_dsl.tables.results import is_verdict

__all__ = ["read"]

#: JSON takes up to twenty times its size in memory.
_LARGEST: Final = 64 << 20
_SHOWN_KEYS: Final = 20
_SHOWN: Final = 40
_LEVELS: Final = frozenset({"level1", "level2"})
#: The marks of Markdown round JSON.
_FENCED: Final = re.compile(r"(\s*```[a-zA-Z0-9]*[ \t]*\r?\n)(.*)```\s*", re.DOTALL)
#: Of more keys the less common are no columns, unless they say a field.
_MOST_COLUMNS: Final = 64
#: What it tells of their form is kept by its key, behind one of these.
_ABOVE: Final = ":"
_MONEY: Final = ":money:"
_RESULT: Final = ":result:"
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
    text = _unfenced(decode(file, data))
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
        yield Grid(file, _rows(one, numbers), lettered=False)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines(): U+2028 may stand inside a string.
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _unfenced(text: str) -> str:
    """Return the text between the marks in which chats put JSON; the lines keep their numbers."""
    found = _FENCED.fullmatch(text)
    return text if found is None else "\n" * found[1].count("\n") + found[2]


def _parsed(file: str, text: str, line: int) -> Any:
    """Return JSON as data, every number as the text it is written as."""
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        at = {"line": str(line + error.lineno - 1), "column": str(error.colno), "detail": error.msg}
        raise TableError("corrupt-file", path=file, kind="@json", reason="@json-syntax", **at) from error
    except _Refused as error:
        why, what = error.args
        where = "" if line == 1 else str(line)  # of one line it is known, of a whole file not
        reason = why if where else f"{why}-somewhere"
        raise TableError("corrupt-file", path=file, kind="@json", reason=reason, what=what, line=where) from error


class _Refused(Exception):  # noqa: N818  it is caught before it is anybody's error
    """Something that Python's reader of JSON lets pass."""


def _refuse_constant(name: str) -> NoReturn:
    raise _Refused("@json-constant", name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key in counts if counts[key] > 1)
        raise _Refused("@json-twice", twice[:_SHOWN])
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
        told = _told(node)
        if told.get("project"):
            around = {field: pair for field, pair in around.items() if not field.startswith(_ABOVE)}
        around = {**around, **told, **_above(node)}
        levels = any(levels_of(key) for key in node)
        for key, value in node.items():
            header = header_of(key)
            if not isinstance(value, list | dict):
                continue
            # One object where others have a list of them is a list of one.
            inside = [value] if isinstance(value, dict) else value
            if header is not None and header.field in _LEVELS and not columns_of(GridRow(1, tuple(_keys(inside)))):
                for item in inside:
                    yield from _lists(file, item, _named(item, header.field, around))
            else:
                yield from _lists(file, inside, _below(key, around) if levels and header is None else around)


def _told(node: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what an object tells about the lists inside it."""
    return {
        header.field: (key, _text(value))
        for key, value in node.items()
        if (header := header_of(key)) and header.field in _INHERITED and isinstance(value, str)
    }


def _above(node: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what an object says of the money that was spent, itself or in an object of its own, and of the result."""
    inside = (value[0] if isinstance(value, list) and len(value) == 1 else value for value in node.values())
    objects = [node, *(one for one in inside if isinstance(one, dict))]
    texts = [{key: _text(value) for key, value in one.items() if isinstance(value, str)} for one in objects]
    money = next(({key: one[key] for key in heads} for one in texts if (heads := money_heads(list(one)))), {})
    told = {key: _text(value) for key, value in node.items() if isinstance(value, str) and is_verdict(key)}
    return {f"{_MONEY}{key}": (key, text) for key, text in money.items() if key not in told} | {
        f"{_RESULT}{key}": (key, text) for key, text in told.items()
    }


def _form(around: Mapping[str, tuple[str, str]]) -> Iterator[GridRow]:
    """Yield what stands above the indicators as a form has it; amounts under keys of letters are in 元."""
    money = [pair for field, pair in around.items() if field.startswith(_MONEY)]
    if money:
        unit = "（元）" if all(key.isascii() for key, _ in money) else ""
        yield GridRow(1, (f"执行情况{unit}", *(key for key, _ in money)))
        yield GridRow(1, ("本年合计", *(text for _, text in money)))
    for field, pair in around.items():
        if field.startswith(_RESULT):
            yield GridRow(1, pair)


def _below(key: str, around: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return what is told below a key that is a level: {"产出指标": {"数量指标": […]}}."""
    levels = levels_of(key)
    group = around.get("level1", ("", ""))[1]
    second = (2 in levels and (1 not in levels or may_stand_under(key, group))) or (not levels and bool(group))
    return {
        **around,
        **({"level2": ("level2", key)} if second else {"level1": ("level1", key), "level2": ("level2", "")}),
    }


def _named(item: Any, field: str, around: Mapping[str, tuple[str, str]]) -> Mapping[str, tuple[str, str]]:
    """Return what is told of {"二级指标": [{"名称": "数量指标", "三级指标": […]}]}: the name is that of the level."""
    pairs = item.items() if isinstance(item, dict) else ()
    names = (text for key, text in pairs if key == "名称" or ((header := header_of(key)) and header.field == "name"))
    name = next((text for text in names if isinstance(text, str)), None)
    return around if name is None else {**around, field: (field, name)}


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


def _rows(one: _List, numbers: Iterator[int]) -> Iterator[GridRow]:
    """Yield the rows of a list, below a header wherever the keys that say something change."""
    # The order of keys says nothing, that of columns does: a name before the levels would be a frame.
    order = list(words()["headers"])
    ranks = _ranks(_keys(one.items))
    fields = sorted({header.field for header in ranks.values()}, key=order.index)
    yield from _form(one.around)
    around = {field: told for field, told in one.around.items() if field not in fields and _ABOVE not in field}
    if "project" not in fields and not around.get("project", ("", ""))[1]:
        # Without a project the funds belong to the list; a column for it keeps 项目支出 from being taken for a form.
        if "funds" in around:
            yield GridRow(1, _block(*around.pop("funds")))
        around["project"] = ("project", "")
    told = [around[field] for field in sorted(around, key=order.index)]
    before = tuple(text for _, text in told)
    if _is_table(one, ranks):
        yield from _table(one, numbers, told, ranks)
        return
    chosen: dict[str, str] = {}
    for item, number in zip(one.items, numbers, strict=False):
        keys = _keys_of(item, ranks)
        if not chosen or any(chosen.get(field) != key for field, key in keys.items()):
            # The fields this one has not may go on under the keys of the last.
            chosen = {field: keys.get(field) or chosen.get(field) or _best(field, ranks) for field in fields}
            yield GridRow(number, (*(key for key, _ in told), *map(_plain_header, chosen, chosen.values())))
        cells = tuple(_text(item.get(chosen[field])) for field in fields)
        if not ({"name", "value"} & keys.keys()) and (rest := _unknown_text(item, ranks)):
            # Nothing it says is known: it is shown as it is, with its value missing.
            cells = tuple(rest if field == "name" else text for field, text in zip(fields, cells, strict=True))
        # A blank row would be a gap, behind which a table may end.
        if any(cells):
            yield GridRow(number, before + cells)


def _known(keys: Sequence[str]) -> dict[str, Header]:
    """Return the keys that name a field."""
    return {key: header for key in keys if (header := header_of(key)) and header.field != "other"}


def _ranks(keys: Sequence[str]) -> dict[str, Header]:
    """Return the keys that name a field: those of another year or scope only where no other names it."""
    known = _known(keys)
    sure = {header.field for header in known.values() if not header.last}
    found: dict[str, Header] = {}
    for key, header in known.items():
        if header.previous and "value" in sure:
            # What was reached says more than what was aimed at.
            found[key] = evolve(header, field="previous", rank=header.rank + (header.field == "value"))
        elif not (header.last and header.field in {*sure, "actual"}):
            found[key] = header
    return found


def _is_table(one: _List, ranks: Mapping[str, Header]) -> bool:
    """Return whether all objects that say a field have the same best keys for it."""
    lasting = {key: header for key, header in ranks.items() if not header.amends}
    best: dict[str, int] = {}
    for known in lasting.values():
        best[known.field] = min(known.rank, best.get(known.field, known.rank))
    keys: dict[str, list[str]] = {}
    for item in one.items:
        said: dict[str, bool] = {}
        has: dict[str, list[str]] = {}
        for key, value in item.items():
            header = lasting.get(key)
            if header is None:
                continue
            is_best = header.rank == best[header.field]
            if is_best:
                has.setdefault(header.field, []).append(key)
            if _says_something(value):
                said[header.field] = said.get(header.field, False) or is_best
        if not all(said.values()) or any(has[field] != keys.setdefault(field, has[field]) for field in said):
            return False
    return True


def _table(
    one: _List, numbers: Iterator[int], told: Sequence[tuple[str, str]], ranks: Mapping[str, Header]
) -> Iterator[GridRow]:
    """Yield the rows of objects that are one table: all columns, so that its header says what is read of them."""
    # What is not known is a column as well.
    counts = Counter(key for item in one.items for key, value in item.items() if not isinstance(value, list | dict))
    common = [key for key, _ in counts.most_common(_MOST_COLUMNS)]
    order = list(words()["headers"])
    fields = {key: header.field for key, header in _known(common).items()}
    fields |= {_best(field, ranks): field for field in {header.field for header in ranks.values()}}
    keys = sorted(fields, key=lambda key: order.index(fields[key]))
    rest = [key for key in common if header_of(key) is None]
    before = tuple(text for _, text in told)
    headed = False
    for item, number in zip(one.items, numbers, strict=False):
        if not headed:
            yield GridRow(number, (*(key for key, _ in told), *keys, *rest))
            headed = True
        texts = {key: _text(item.get(key)) for key in keys}
        if not any(text for key, text in texts.items() if fields[key] in {"name", "value"}):
            # Nothing it says is known: it is shown as it is, with its value missing.
            unknown = _unknown_text(item, ranks)
            texts = {key: unknown if unknown and fields[key] == "name" else text for key, text in texts.items()}
        # A blank row would be a gap, behind which a table may end.
        if any(texts.values()):
            yield GridRow(number, (*before, *texts.values(), *(_text(item.get(key)) for key in rest)))


def _keys_of(item: Mapping[str, Any], ranks: Mapping[str, Header]) -> dict[str, str]:
    """Return the key with which an object says each field: of several the one that says it best."""
    found: dict[str, str] = {}
    for key, value in item.items():
        header = ranks.get(key)
        if header is not None and _says_something(value):
            best = found.get(header.field)
            if best is None or header.rank < ranks[best].rank:
                found[header.field] = key
    return found


def _says_something(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _best(field: str, ranks: Mapping[str, Header]) -> str:
    return min((key for key, header in ranks.items() if header.field == field), key=lambda key: ranks[key].rank)


def _plain_header(field: str, key: str) -> str:
    """Return a key as a header that nobody takes for the name of an indicator: its word, and its unit."""
    if field == "previous":
        return name_of_field(field)
    header = header_of(key)
    if header is None or is_header_word(key):
        return key
    unit = unit_in(key)
    return header.word if unit is None else f"{header.word}（{unit}）"


def _unknown_text(item: Mapping[str, Any], ranks: Mapping[str, Header]) -> str:
    rest = {
        key: value
        for key, value in item.items()
        if key not in ranks and header_of(key) is None and _says_something(value)
    }
    return json.dumps(rest, ensure_ascii=False)[:_SHOWN] if rest else ""


def _block(key: str, funds: str) -> tuple[str, ...]:
    """Return the funds of a list without a project as a form has them; those of our own files are in 元."""
    return (f"项目资金（{unit_of(key) or ('元' if key.isascii() else '')}）", "年度资金总额", funds)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").strip()
        case list() if not any(isinstance(item, list | dict) for item in value):
            return "\n".join(filter(None, map(_text, value)))
        case _:  # it is the row's: as a value it is refused, and shown
            return json.dumps(value, ensure_ascii=False)
