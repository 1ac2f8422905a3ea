"""The rows of an .xlsx sheet, fast: a sheet of 100,000 rows is a million cells.

Programs that write workbooks spell a row in a handful of ways.  One pattern knows them;
a row of which it does not account for every cell is given to the XML parser, and so is
every row of a sheet whose names have a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Final
from xml.etree.ElementTree import Element
from xml.parsers.expat import ParserCreate

from attrs import define, field

from indicator_dsl.formulas import stated
from indicator_dsl.tables.readers._parts import Damage, elements, local
from indicator_dsl.tables.readers._sheet_rows import MOST_COLUMNS, column_number, put, tidy
from indicator_dsl.tables.readers._symbols import dressed

__all__ = ["SheetXml", "Shown", "merge_references", "shared_strings"]

#: A cell: column letters, other attributes, value, inline text; anything else it holds, which is looked at closer.
_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]+"([^<>/]*)'
    r'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|((?:[^<]++|<(?!/?c[ />]))++))?</c>)',
    re.DOTALL,
)
_FORMULA: Final = re.compile(r"<f([^<>]*?)(?:/>|>([^<]*)</f>)(?:<v>([^<]*)</v>|<v ?/>)?")
_ATTRIBUTE: Final = re.compile(r'([A-Za-z]+)="([^"]*)"')
_ROW: Final = re.compile(r'<row\b[^>]*? r="([0-9]{1,7})"[^>]*>')
_NUMBERED: Final = re.compile(r"\sr\s*=")
_ROOT: Final = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?(?:worksheet|sst)\b[^>]*>")
_MERGE: Final = re.compile(r"""<(?:[A-Za-z_][\w.-]*:)?mergeCell\b[^<>]*?\bref\s*=\s*["']([^"']*)["']""")
#: No tag of a merged cell is longer; one may be cut in two by the end of a chunk.
_LONGEST_MERGE: Final = 300
_RUN: Final = re.compile(r'<t(?: xml:space="preserve")?>([^<]*)</t>')
#: What makes the runs of a text more than their characters; a reading above them is not of the cell.
_DRESSED: Final = re.compile("<rPh|<vertAlign|<strike")
#: Between texts that are resolved together; no character, so in no text.
_SEAM: Final = "\ufdd0"
_MOST_LEARNT: Final = 1 << 17
#: Characters: a row of 16,384 cells with a sentence each.
_LONGEST_PIECE: Final = 16 * 2**20
_MOST_STRINGS: Final = 8_000_000

#: From the kind of a cell, its value and its style to its text.
Shown = Callable[[str, str, str], str]


class _Looks(dict[str, tuple[str, str]]):
    """Kind and style by the attributes of a cell as written; a sheet has few of them."""

    def __missing__(self, attributes: str) -> tuple[str, str]:
        found = dict(_ATTRIBUTE.findall(attributes))
        self[attributes] = look = (found.get("t", "n"), found.get("s", "0"))
        return look


class _Columns(dict[str, int]):
    """Columns by their letters."""

    def __missing__(self, letters: str) -> int:
        column = column_number(letters)
        if not 0 <= column < MOST_COLUMNS:
            raise Damage(f"column {letters}")
        self[letters] = column
        return column


@define
class SheetXml:
    """What it takes to read a sheet: the strings of the workbook, and how it shows what is no string."""

    strings: list[str]
    shown: Shown
    _looks: _Looks = field(factory=_Looks)
    _columns: _Columns = field(factory=_Columns)
    #: Inline texts as they are written, and as the cell shows them.
    _inline: dict[str, str] = field(factory=dict)
    #: Formulas that several cells share, by their number.
    _shared: dict[str, str] = field(factory=dict)

    def rows(self, chunks: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
        """Yield number and texts of the rows that have cells."""
        root, chunks = _root(chunks)
        if root is None or root[1]:
            yield from self._parsed(chunks, 0)
            return
        last = 0
        for pieces in _pieces(chunks, "</row>", "sheetData", "<row"):
            found = list(map(_cells, pieces))
            self._learn([cell[3] for _, cells in found for cell in cells if cell[3]])
            for piece, (number, cells) in zip(pieces, found, strict=True):
                texts = self._texts(cells) if number else None
                if texts is not None:
                    last = number
                    yield number, texts
                    continue
                # The names in the row mean nothing without the root.
                for row in self._parsed((root[0], piece[piece.find("<row") :], "</row></worksheet>"), last):
                    last = row[0]
                    yield row

    def _learn(self, written: list[str]) -> None:
        """Read the inline texts of many cells at once: openpyxl writes every Chinese character by its number."""
        if len(self._inline) > _MOST_LEARNT:
            self._inline.clear()
        new = list(set(written).difference(self._inline))
        if not new:
            return
        joined = _SEAM.join(new)
        texts = _resolved(joined).split(_SEAM) if "&" in joined else new
        if len(texts) != len(new):  # it is in one of them after all
            texts = list(map(_resolved, new))
        self._inline.update(zip(new, map(tidy, texts), strict=True))

    def _texts(self, cells: list[tuple[str, ...]]) -> list[str] | None:
        """Return the texts of a row, ``None`` if one of its cells is not written in one of the usual ways."""
        strings, shown, inlines, looks, columns = self.strings, self.shown, self._inline, self._looks, self._columns
        texts: list[str] = []
        for letters, attributes, value, inline, rest in cells:
            if value:
                kind, style = looks[attributes]
                if kind == "s":
                    number = int(value)
                    text = strings[number] if number >= 0 else self._value(kind, value, style)
                else:
                    text = tidy(_resolved(value)) if kind == "str" else shown(kind, value, style)
            elif inline:
                text = inlines[inline]
            elif rest:
                formula = _FORMULA.fullmatch(rest)
                if formula is None:
                    return None
                kind, style = looks[attributes]
                about = dict(_ATTRIBUTE.findall(formula[1]))
                text = self._formula(about, _resolved(formula[2] or ""), kind, _resolved(formula[3] or ""), style)
            else:
                continue
            column = columns[letters]
            if column == len(texts):
                texts.append(text)
            else:
                put(texts, column, text)
        return texts

    def _parsed(self, chunks: Iterable[str], last: int) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows of any XML; ``last`` is the number of the row before."""
        for row in elements(chunks, "row"):
            last = int(row.get("r", last + 1))
            texts: list[str] = []
            for cell in row:
                if local(cell) != "c":
                    continue
                letters = cell.get("r", "").rstrip("0123456789")
                put(texts, self._columns[letters] if letters else len(texts), self._cell(cell))
            yield last, texts

    def _cell(self, cell: Element) -> str:
        """Return the text of a cell."""
        parts = {local(part): part for part in cell}
        kind, style = cell.get("t", "n"), cell.get("s", "0")
        value = (parts["v"].text or "") if "v" in parts else ""
        if "f" in parts:
            return self._formula(parts["f"].attrib, parts["f"].text or "", kind, value, style)
        if "is" in parts:
            return tidy(_rich_text(parts["is"]))
        return self._value(kind, value, style)

    def _value(self, kind: str, value: str, style: str) -> str:
        if not value:
            return ""
        if kind == "s":
            if int(value) < 0:
                raise Damage(f"string {value}")
            return self.strings[int(value)]
        return tidy(value) if kind == "str" else self.shown(kind, value, style)

    def _formula(self, about: Mapping[str, str], formula: str, kind: str, value: str, style: str) -> str:
        """Return the formula where it only states a value, otherwise its stored result."""
        if about.get("t") == "shared":
            # Only the first of the cells has the formula.
            formula = self._shared.setdefault(about.get("si", ""), formula)
        written = stated(formula, value)
        return written or self._value(kind, value, style) or (f"={formula.strip()}" if formula else "")


def _root(chunks: Iterator[str]) -> tuple[re.Match[str] | None, Iterator[str]]:
    """Return the tag of the root, and all chunks again."""
    first = next(chunks, "")
    return _ROOT.search(first), chain((first,), chunks)


def _pieces(chunks: Iterable[str], end: str, all_: str, empty: str = "") -> Iterator[list[str]]:
    """Yield what stands before each ``end``, many at a time; behind the last one the element ``all_`` must end.

    Elements without content may begin as ``empty`` does; those between two ends are left out
    where the next one says which it is.
    """
    held: list[str] = []
    size = 0
    seam = ""
    for chunk in chunks:
        if end in seam + chunk:
            *pieces, rest = "".join([*held, chunk]).split(end)
            yield pieces
            held, size = [rest], len(rest)
        else:
            at = _last_numbered(chunk, empty) if empty else -1
            held, size = ([*held, chunk], size + len(chunk)) if at < 0 else ([chunk[at:]], len(chunk) - at)
            if size > _LONGEST_PIECE:
                raise Damage(f"more than {_LONGEST_PIECE:,} characters up to {end}")
        seam = chunk[1 - len(end) :]
    rest = "".join(held)
    last = re.search(rf"</{all_}\s*>|<{all_}\b[^<>]*/>", rest)
    if last is None or (empty and len(re.findall(rf"{empty}\b[^<>]*/>", rest)) != len(re.findall(rf"{empty}\b", rest))):
        raise Damage(f"<{all_}> does not end")


def _last_numbered(chunk: str, empty: str) -> int:
    """Return where the last whole tag begins that starts so, -1 if it has no number and so counts those before it."""
    at = chunk.rfind(empty, 0, chunk.rfind(">") + 1)
    return at if at >= 0 and _NUMBERED.search(chunk, at, chunk.find(">", at)) else -1


def _cells(piece: str) -> tuple[int, list[tuple[str, ...]]]:
    """Return number and cells of the row at the end of a piece; 0 if it is not written in one of the usual ways."""
    start = piece.rfind("<row")
    head = _ROW.match(piece, start, piece.find(">", start) + 1)
    if head is None or "<!" in piece:
        return 0, []
    cells = _CELL.findall(piece, head.end())
    return (int(head[1]), cells) if piece.count("<c", head.end()) == len(cells) else (0, [])


def _resolved(text: str) -> str:
    """Return a text with the characters that XML writes by number or name; there are no others without a type."""
    if "&" not in text:
        return text
    parser = ParserCreate()
    parser.buffer_text = True
    found: list[str] = []
    parser.CharacterDataHandler = found.append
    parser.Parse(f"<t>{text}</t>", True)  # noqa: FBT003  that is its signature
    return "".join(found)


def _rich_text(element: Element) -> str:
    """Return the runs of a text as one, without the readings above them."""
    return "".join(
        _run(part) if local(part) == "r" else part.text or "" for part in element if local(part) in {"t", "r"}
    )


def _run(run: Element) -> str:
    parts = {local(part): part for part in run}
    dress = {local(part): part.get("val", "1") for part in parts.get("rPr", ())}
    text = (parts["t"].text or "") if "t" in parts else ""
    return dressed(text, dress.get("vertAlign", ""), struck=dress.get("strike", "0") not in {"0", "false"})


def shared_strings(chunks: Iterator[str]) -> list[str]:
    """Return the strings of a workbook, in their order."""
    root, chunks = _root(chunks)
    if root is None or root[1]:
        return [tidy(_rich_text(string)) for string in elements(chunks, "si")]
    strings: list[str] = []
    for piece in chain.from_iterable(_pieces(chunks, "</si>", "sst")):
        runs = _RUN.findall(piece)
        usual = len(runs) == piece.count("<t") and piece.count("<si") == 1
        if usual and "<!" not in piece and not ("<r" in piece and _DRESSED.search(piece)):
            strings.append(tidy(_resolved("".join(runs))))
        else:
            whole = (root[0], piece[piece.find("<si") :], "</si></sst>")
            strings += [tidy(_rich_text(string)) for string in elements(whole, "si")]
        if len(strings) > _MOST_STRINGS:
            raise Damage(f"more than {_MOST_STRINGS:,} strings")
    return strings


def merge_references(chunks: Iterable[str]) -> Iterator[str]:
    """Yield the merged cells of a sheet, which are written behind all rows."""
    rest = ""
    for chunk in chunks:
        text = rest + chunk
        end = 0
        if "mergeCell" in text:
            for found in _MERGE.finditer(text):
                yield found[1]
                end = found.end()
        rest = text[max(end, len(text) - _LONGEST_MERGE) :]
