"""The comments of a sheet: what they say.  The boxes they are shown in are in ``boxes.py``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from attrs import frozen

from indicator_dsl.tables.writers.ooxml.xml import DamagedError, Edits, Element, prefixed, text, tree
from indicator_dsl.tables.writers.xlsx.cells import Cell, cell_at, cell_name

__all__ = ["AUTHOR", "EMPTY", "Texts", "add_texts"]

AUTHOR: Final = "indicator-dsl"
EMPTY: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList/></comments>'
)
#: The first line of what we write, bold; with the rule above it where a comment of the user stands above ours.
_HEADING: Final = {"zh": f"{AUTHOR} 校验", "en": f"{AUTHOR} check"}
_RULE: Final = "─" * 12
_OURS: Final = re.compile(rf"(?:^|\n+{_RULE}\n){AUTHOR} (?:校验|check)(?:\n|$)")
#: Of the text of one comment; Excel takes 32,767 characters and shows far fewer.
_LONGEST: Final = 2000
_FONT: Final = '<sz val="9"/><color indexed="81"/><rFont val="Microsoft YaHei"/><family val="2"/>'


@frozen
class Texts:
    """The comments of one sheet after ours were added, for the boxes: which are new, which grew, which are gone."""

    data: bytes
    #: What each comment says now, where it is ours or has ours below it.
    shown: Mapping[Cell, str]
    added: frozenset[Cell]
    removed: frozenset[Cell]


def _without_ours(data: bytes) -> tuple[bytes, frozenset[Cell]]:
    """Return comments without what an earlier annotation wrote, and the cells that have no comment any more."""
    root = tree(data)
    edits = Edits(data)
    gone = set()
    for comment in root.descendants("comment"):
        runs = _runs(data, comment)
        whole = "".join(words for _, _, words in runs)
        found = _OURS.search(whole)
        if found is None:
            continue
        if found.start() == 0:
            edits.remove(comment)
            gone.add(_cell_of(comment))
            continue
        at = 0
        for run, words_element, words in runs:
            left = max(found.start() - at, 0)
            if not left:
                edits.remove(run)
            elif left < len(words):
                edits.replace(words_element.tag.end, words_element.close, text(words[:left]).encode("utf-8"))
            at += len(words)
    return edits.result(), frozenset(cell for cell in gone if cell is not None)


def add_texts(data: bytes, comments: Mapping[Cell, str], lang: str) -> Texts:
    """Return a sheet's comments with ours; on a cell that has a comment ours stands below it.

    Comments stay in the order of rows and columns, in which Excel writes them.
    """
    data, removed = _without_ours(data)
    root = tree(data)
    authors, listed = root.child("authors"), root.child("commentList")
    if authors is None or listed is None:
        raise DamagedError("comments without authors")
    edits = Edits(data)
    author = _author(edits, authors)
    prefix = root.prefix
    old = {cell: one for one in listed.children if (cell := _cell_of(one)) is not None}
    shown = {}
    for cell, comment in old.items():
        if cell in comments:
            shown[cell] = _put_below(edits, comment, comments[cell], lang)
    new = sorted(cell for cell in comments if cell not in old)
    rest = b""
    behind = sorted(old.items())
    for cell in new:
        shown[cell] = f"{_HEADING[lang]}\n{comments[cell]}"
        xml = prefixed(
            f'<comment ref="{cell_name(cell)}" authorId="{author}"><text>'
            f"{_as_runs(_HEADING[lang], comments[cell])}</text></comment>",
            prefix,
        )
        while behind and behind[0][0] < cell:
            behind.pop(0)
        if behind:
            edits.insert(behind[0][1].tag.start, xml)
        else:
            rest += xml
    if rest:
        edits.append(listed, rest)
    return Texts(edits.result(), shown, frozenset(new), removed)


def _author(edits: Edits, authors: Element) -> int:
    for number, one in enumerate(authors.children):
        if edits.data[one.tag.end : one.close].decode("utf-8") == AUTHOR:
            return number
    edits.append(authors, prefixed(f"<author>{AUTHOR}</author>", authors.prefix))
    return len(authors.children)


def _put_below(edits: Edits, comment: Element, words: str, lang: str) -> str:
    """Add our runs to a comment of the user, whose own are not touched, and return all it says."""
    box = comment.child("text")
    if box is None:
        raise DamagedError("a comment without text")
    runs = _runs(edits.data, comment)
    for run, element, _ in runs:
        if run is element:  # plain text: runs may stand beside runs only, as Excel writes them
            edits.insert(run.tag.start, prefixed("<r>", run.prefix))
            edits.insert(run.end, prefixed("</r>", run.prefix))
    ours = prefixed(_as_runs(f"\n\n{_RULE}\n{_HEADING[lang]}", words), box.prefix)
    edits.put(box, "r", ours, ("t", "r", "rPh", "phoneticPr"))
    return "".join(one for _, _, one in runs) + f"\n\n{_RULE}\n{_HEADING[lang]}\n{words}"


def _as_runs(heading: str, words: str) -> str:
    words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return (
        f'<r><rPr><b/>{_FONT}</rPr><t xml:space="preserve">{text(heading)}\n</t></r>'
        f'<r><rPr>{_FONT}</rPr><t xml:space="preserve">{text(words)}</t></r>'
    )


def _runs(data: bytes, comment: Element) -> list[tuple[Element, Element, str]]:
    """Return the runs of a comment, the element of each that holds its words, and the words."""
    box = comment.child("text")
    found = []
    for one in [] if box is None else box.children:
        element = one if one.name == "t" else one.child("t") if one.name == "r" else None
        if element is not None:
            inside = data[element.tag.end : element.close]
            words = "" if element.tag.empty else _plain(inside)
            found.append((one, element, words))
    return found


def _plain(inside: bytes) -> str:
    found: list[str] = []
    reader = expat.ParserCreate()
    reader.CharacterDataHandler = found.append
    reader.Parse(b"<a>" + inside + b"</a>", True)  # noqa: FBT003  expat's own signature
    return "".join(found)


def _cell_of(comment: Element) -> Cell | None:
    return cell_at(comment.attributes.get("ref", "").partition(":")[0])
