"""The text of a cell of a Word document: what it is made of, and another in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from indicator_dsl.tables.writers.docx.cells import LEFT_ALONE, child, name, parts, value

__all__ = ["CONTROL", "put", "refusal"]

#: No characters of XML.
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TRACKED: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})
#: What shows a text that is not, or not only, in its runs.
_SPECIAL: Final = frozenset(
    {"tbl", "oMath", "oMathPara", "fldChar", "fldSimple", "ruby", "AlternateContent", "altChunk", "subDoc"}
)
#: Content controls whose text is chosen, or kept elsewhere in the file as well, and such that show only a prompt.
_CONTROLS: Final = frozenset(
    {"dataBinding", "dropDownList", "date", "checkbox", "picture", "docPartObj", "docPartList", "showingPlcHdr"}
)
_BREAKS: Final = frozenset({"br", "cr"})
#: What a reader of the document sees as text.
_SHOWN: Final = _BREAKS | {"t", "tab", "ptab", "noBreakHyphen", "softHyphen", "sym"}
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_OFF: Final = ("0", "false", "off", "none")


def refusal(cell: Any) -> str | None:
    """Return why the text of a cell cannot be replaced, a heading of ``words.toml``; ``None`` if it can."""
    names = {name(element) for element in cell.iter()}
    if names & _TRACKED:
        return "tracked"
    controls = [element for element in cell.iter() if name(element) == "sdt"]
    controls += [element for element in cell.iterancestors() if name(element) == "sdt"]
    if names & _SPECIAL or any(map(_is_fixed, controls)):
        return "special"
    return None if next(parts(cell, "p"), None) is not None else "no-cell"


def _is_fixed(control: Any) -> bool:
    properties = child(control, "sdtPr")
    if properties is None:
        return False
    lock = child(properties, "lock")
    locked = lock is not None and (value(lock, "val") or "").lower().endswith("contentlocked")
    return locked or any(name(one) in _CONTROLS for one in properties)


def put(cell: Any, lines: Sequence[str]) -> None:
    """Write lines into a cell: into the paragraphs that held the old ones, as long as there are as many."""
    paragraphs = list(parts(cell, "p"))
    shares = [(paragraph, _count(paragraph)) for paragraph in paragraphs]
    filled = [(paragraph, count) for paragraph, count in shares if count] or [(paragraphs[0], 1)]
    if sum(count for _, count in filled) != len(lines):
        filled = [(paragraph, 1) for paragraph, _ in filled]
    left = list(lines)
    for number, (paragraph, count) in enumerate(filled, start=1):
        taken = left if number == len(filled) else left[:count]
        left = left[len(taken) :]
        if taken:
            _write(paragraph, taken)
        else:
            _clear(paragraph, keep=None)
            if all(name(one) in {"pPr", "proofErr"} for one in paragraph):
                paragraph.getparent().remove(paragraph)


def _shown(element: Any) -> Iterator[Any]:
    """Yield what stands in a paragraph for a reader to see, without hidden text."""
    for one in element:
        its = name(one)
        if its in _SHOWN:
            yield one
        elif its and its not in LEFT_ALONE and not _is_hidden(one):
            yield from _shown(one)


def _is_hidden(run: Any) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and (value(hidden, "val") or "1") not in _OFF


def _says(element: Any) -> bool:
    """Return whether something that is shown is more than blank."""
    its = name(element)
    return bool((element.text or "").strip()) if its == "t" else its in {"sym", "noBreakHyphen"}


def _count(paragraph: Any) -> int:
    """Return how many lines of a paragraph say something."""
    lines = [False]
    for one in _shown(paragraph):
        if name(one) in _BREAKS:
            lines.append(False)
        lines[-1] = lines[-1] or _says(one)
    return sum(lines)


def _write(paragraph: Any, lines: Sequence[str]) -> None:
    shown = list(_shown(paragraph))
    runs = list(dict.fromkeys(one.getparent() for one in shown))
    saying = list(dict.fromkeys(one.getparent() for one in shown if _says(one))) or runs
    # What is raised, lowered or in the Symbol font makes of a character another one.
    run = next((run for run in saying if not _changes_text(run)), None)
    if run is None:
        run = saying[0] if saying else _new_run(paragraph)
        _undress(run)
    at = next((run.index(one) for one in shown if one.getparent() is run), len(run))
    _clear(paragraph, keep=run)
    for number, line in enumerate(lines):
        if number:
            run.insert(at, run.makeelement(_like(run, "br")))
            at += 1
        text = run.makeelement(_like(run, "t"))
        text.text = line
        text.set(_SPACE, "preserve")
        run.insert(at, text)
        at += 1


def _clear(paragraph: Any, *, keep: Any) -> None:
    """Take out what is shown, and the runs that then hold nothing."""
    for one in list(_shown(paragraph)):
        run = one.getparent()
        run.remove(one)
        if run is not keep and name(run) == "r" and all(name(other) == "rPr" for other in run):
            run.getparent().remove(run)


def _changes_text(run: Any) -> bool:
    properties = child(run, "rPr")
    if properties is None:
        return False
    fonts = child(properties, "rFonts")
    names = set() if fonts is None else {value(fonts, "ascii"), value(fonts, "hAnsi")}
    align = child(properties, "vertAlign")
    return "Symbol" in names or (align is not None and value(align, "val") in {"superscript", "subscript"})


def _undress(run: Any) -> None:
    """Take from a run what would make other characters of a text."""
    if not _changes_text(run):
        return
    properties = child(run, "rPr")
    for one in list(properties):
        if name(one) in {"vertAlign", "rFonts"}:
            properties.remove(one)


def _new_run(paragraph: Any) -> Any:
    """Return a run put at the end of a paragraph, with the format that its mark has."""
    from copy import deepcopy

    run = paragraph.makeelement(_like(paragraph, "r"))
    marks = child(paragraph, "pPr", "rPr")
    if marks is not None:
        dress = deepcopy(marks)
        for one in list(dress):
            if name(one) in {"rPrChange", "vanish"}:
                dress.remove(one)
        run.append(dress)
    paragraph.append(run)
    return run


def _like(element: Any, its: str) -> str:
    """Return a name in the namespace of an element, of which strict documents have their own."""
    return f"{element.tag.rpartition('}')[0]}}}{its}"
