"""From a file and a list of edits to the copy beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from os import PathLike, fspath
from pathlib import PurePath
from typing import BinaryIO, Final

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.input import read_bytes
from indicator_dsl.tables.output import check_output, write_output
from indicator_dsl.tables.rewriting.content import Content
from indicator_dsl.tables.rewriting.edits import Draft, Edit, Notice, Rewritten, Spot
from indicator_dsl.tables.writers.ooxml.package import is_ours

__all__ = ["REWRITERS", "check_rewrite", "rewrite", "rewrite_file"]

_Path = str | PathLike[str]
#: The module that writes a format. Modules are imported when first needed.
REWRITERS: Final = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".docx": "docx",
    ".csv": "plain",
    ".tsv": "plain",
    ".txt": "plain",
    ".json": "json",
    ".jsonl": "json",
}
#: These carry a mark with a digest of their content, see ``Package.save``.
_MARKED: Final = frozenset({".xlsx", ".xlsm", ".docx"})


def check_rewrite(source: _Path, out: _Path) -> None:
    """Check, before any work is done, that a copy of ``source`` can be written to ``out``.

    The copy keeps the format and so the ending of the name.  A workbook or Word file that we
    wrote, and that nobody has changed since, is replaced: it carries a mark with a digest of
    its content.  The other formats have no room for a mark, so there ``out`` must not exist.

    >>> check_rewrite("examples/liujiang-2025.csv", "改好.xlsx")
    Traceback (most recent call last):
    ...
    indicator_dsl.tables.errors.TableError: examples/liujiang-2025.csv 改写后格式不变，扩展名也不能变；请写到 改好.csv

    Raises:
        TableError: ``cannot-rewrite``, ``rewrite-other-kind``, and those of
            :func:`~indicator_dsl.tables.output.check_output`.
    """
    is_, becomes = _ending(source), _ending(out)
    if is_ not in REWRITERS:
        raise TableError("cannot-rewrite", path=fspath(source), ending=is_)
    if becomes != is_:
        suggested = str(PurePath(out).with_suffix(is_))
        raise TableError("rewrite-other-kind", path=fspath(source), suggested=suggested)
    check_output(out, inputs=[source], ours=_ours(source))


def rewrite_file(source: _Path, out: _Path, edits: Iterable[Edit]) -> Rewritten:
    """Write a copy of a file with other values in some cells, and tell what was written.

    What cannot be written is left as it was and has a notice.  The copy is written even if
    nothing could be: whoever asked for ``out`` finds it.  The file itself is never touched.

    Args:
        source: the file, under the name it was read with.
        out: where to write.
        edits: the values; their places are those of the rows that were read.

    Raises:
        TableError: as :func:`check_rewrite` and :func:`rewrite`; the file cannot be read any more; ``output-…``.
            Nothing is written then.
    """
    check_rewrite(source, out)
    file = fspath(source)
    rewritten = rewrite(file, read_bytes(file), edits)
    write_output(out, rewritten.data, inputs=[source], ours=_ours(source))
    return rewritten


def rewrite(file: str, data: bytes, edits: Iterable[Edit]) -> Rewritten:
    r"""Return a copy of a file with other values in some cells.

    The copy is read again before it is returned: every cell of every table is what it was,
    or what an edit says.  A cell that is merged over several rows is one cell: its new value is
    that of all of them, and where their edits do not agree none is written.

    >>> from indicator_dsl.rows import Place
    >>> edit = Edit(Place("目标.csv", row=2, cell="B2"), "≥ 5 人", "≥5人")
    >>> rewrite("目标.csv", "三级指标,指标值\n人数,≥ 5 人\n".encode(), [edit]).data.decode()
    '三级指标,指标值\n人数,≥5人\n'

    Args:
        file: the file, under the name it was read with.
        data: what stands in it.
        edits: the values.

    Raises:
        TableError: ``changed-since``: a cell does not say any more what was read there; ``cannot-rewrite``,
            ``rewrite-damaged``, ``rewrite-unsure``; those of the reader.
        ValueError: an edit is of another file.
    """
    edits = list(dict.fromkeys(edits))
    if strange := next((edit for edit in edits if edit.place.file != file), None):
        raise ValueError(f"an edit of another file: {strange.place}")
    write = _writer(file)
    before = Content.of(file, data)
    spots, notices = before.spots(edits)
    while True:
        draft = write(file, data, spots)
        written = [spot for spot in spots if spot.edit not in draft.unwritten]
        wrong = before.unlike(_read_again(file, draft.data), [spot.edit for spot in written])
        if not wrong:
            break
        notices += [Notice("reads-otherwise", edit) for edit in wrong]
        spots = [spot for spot in spots if spot.edit not in wrong]
    notices += [Notice(code, edit) for edit, code in draft.unwritten.items()]
    order = {edit: number for number, edit in enumerate(edits)}
    notices.sort(key=lambda notice: order.get(notice.edit, 0) if notice.edit else 0)
    return Rewritten(data=draft.data, written=tuple(spot.edit for spot in written), notices=(*notices, *draft.notices))


def _read_again(file: str, data: bytes) -> Content:
    try:
        return Content.of(file, data)
    except TableError as error:
        raise TableError("rewrite-unsure", path=file, place=str(error)) from error


def _writer(file: str) -> Callable[[str, bytes, Sequence[Spot]], Draft]:
    ending = _ending(file)
    if ending not in REWRITERS:
        raise TableError("cannot-rewrite", path=file, ending=ending)
    writer: Callable[[str, bytes, Sequence[Spot]], Draft] = import_module(
        f"indicator_dsl.tables.rewriting.{REWRITERS[ending]}"
    ).rewrite
    return writer


def _ours(source: _Path) -> Callable[[BinaryIO], bool]:
    return is_ours if _ending(source) in _MARKED else lambda _: False


def _ending(file: _Path) -> str:
    return PurePath(file).suffix.lower()
