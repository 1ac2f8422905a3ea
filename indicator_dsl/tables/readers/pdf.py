"""Ruled tables of PDF files, through pdfplumber."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from typing import Any, Final

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.heading import columns_of
from indicator_dsl.tables.readers._document import document
from indicator_dsl.tables.readers._pdf_fonts import measured_fonts
from indicator_dsl.tables.readers._pdf_pages import blocks_of
from indicator_dsl.tables.readers._pdf_tables import Page, page_of

__all__ = ["read"]

#: Marks that other programs put before the file, or behind it.
_SLACK: Final = 2048
_MOST_PAGES: Final = 2000
#: Characters and lines of one page. A page full of small print has a tenth of it.
_MOST_MARKS: Final = 200_000
#: What a drawing that is used again costs, besides what is in it.
_FORM_MARKS: Final = 50
#: What the fonts of a file list: widths, characters. A font of all there are has 65,536 of each.
_MOST_LISTED: Final = 4_000_000
#: One unpacked stream that is no picture, and what a page tells to draw. Chinese fonts have 20 MiB, maps 10.
_LARGEST_STREAM: Final = 64 << 20
_LARGEST_PAGE: Final = 16 << 20
_STEP: Final = 1 << 16
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image|/(?:DCT|JPX|CCITTFax|JBIG2)Decode")


def read(file: str, data: bytes) -> Iterator[Grid]:
    """Yield the one grid of a PDF: its ruled tables, and the lines between them.

    A table that goes on over the page is one table; each row keeps its page, the number of
    its table on that page and its own in the table.  A line that ends because its cell is
    full is no line break.  Nothing is read out of pictures.

    Raises:
        TableError: ``missing-library``, ``encrypted-file``, ``corrupt-file``, ``too-large``, ``scanned-pdf``.
    """
    _look_at(file, data)
    with _quiet():
        pages = list(_pages(file, data))
    if not pages:
        raise TableError("corrupt-file", path=file, kind="@pdf-file", reason="@no-pages")
    scanned = [page.number for page in pages if page.scanned]
    if not any(page.lines or page.tables for page in pages):
        raise TableError("scanned-pdf", path=file, pages=_ranges([page.number for page in pages]))
    grid = document(file, blocks_of(pages))
    yield Grid(file, _told_of_pictures(file, grid.rows, scanned))


def _told_of_pictures(file: str, rows: Iterable[GridRow], scanned: Sequence[int]) -> Iterator[GridRow]:
    """Yield the rows; if none of them is of indicators, these may be on the pages that are pictures."""
    found = False
    for row in rows:
        found = found or bool(columns_of(row))
        yield row
    if scanned and not found:
        raise TableError("scanned-pdf", path=file, pages=_ranges(scanned))


def _ranges(numbers: Sequence[int]) -> str:
    """Return page numbers as people write them.

    >>> _ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


# ---- before it is opened ----


def _look_at(file: str, data: bytes) -> None:
    """Refuse what is no PDF, is cut off, or would fill the memory.

    pdfminer mends a file that is cut off as well as it can, and what is missing it does not tell.
    """
    if b"%PDF-" not in data[:_SLACK]:
        raise TableError("corrupt-file", path=file, kind="@pdf-file", reason="@pdf-head")
    if b"%%EOF" not in data[-_SLACK:].rstrip(b"\0") and b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-_SLACK:]:
        raise TableError("corrupt-file", path=file, kind="@pdf-file", reason="@pdf-tail")
    for start in _STREAM.finditer(data):
        begin = max(start.start() - 1000, 0)
        described = data[max(begin, data.rfind(b"obj", begin, start.start())) : start.start()]
        if not _IMAGE.search(described) and _unpacks_to_more(data, start.end(), _LARGEST_STREAM):
            raise TableError("too-large", path=file, what="@unpacked", limit=f"{_LARGEST_STREAM >> 20} MiB")


def _unpacks_to_more(data: bytes, start: int, limit: int) -> bool:
    """Return whether what zlib unpacks of a stream, or of that once more, has more than so many bytes."""
    for times in (1, 2):
        pieces = (data[at : at + _STEP] for at in range(start, len(data), _STEP))
        size = 0
        try:
            for piece in _inflated(pieces) if times == 1 else _inflated(_inflated(pieces)):
                size += len(piece)
                if size > limit:
                    return True
        except zlib.error:
            return False  # another filter, or encrypted, or damaged: pdfminer will tell
    return False


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not engine.eof:
            yield engine.decompress(rest, _STEP)
            rest = engine.unconsumed_tail
        if engine.eof:
            return


# ---- its pages ----


_reading: ContextVar[bool] = ContextVar("_reading", default=False)


def _is_wanted(_record: logging.LogRecord) -> bool:
    return not _reading.get()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what pdfminer logs about fonts and colours from the user, who can do nothing about it.

    What other threads have it do meanwhile is logged as ever, and nobody's settings are changed.
    """
    before = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(before)


def _filter_logs() -> None:
    # A filter of a logger is not asked about the loggers below it; to add it twice changes nothing.
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"pdfminer", "pdfplumber"}:
            logging.getLogger(name).addFilter(_is_wanted)


def _pages(file: str, data: bytes) -> Iterator[Page]:
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    except ImportError as error:
        raise TableError("missing-library", path=file, library="pdfplumber", install="indicator-dsl[pdf]") from error
    _filter_logs()
    listed = 0

    def spend(count: int) -> None:
        nonlocal listed
        listed += count
        if listed > _MOST_LISTED:
            raise TableError("too-large", path=file, what="@listed", limit=f"{_MOST_LISTED:,}")

    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            pdf.rsrcmgr = measured_fonts(spend)
            for page in pdf.pages:
                _measure(file, page)
                yield page_of(page)
                page.close()
    except (TableError, MemoryError):
        raise
    except Exception as error:  # of a damaged file pdfminer lets KeyError, TypeError, struct.error and others through
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error  # pdfplumber wraps
        if isinstance(cause, TableError):
            raise cause from error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise TableError("encrypted-file", path=file) from error
        reason = f"{type(cause).__name__}: {cause}"
        raise TableError("corrupt-file", path=file, kind="@pdf-file", reason="@details", detail=reason) from error


def _measure(file: str, page: Any) -> None:
    """Refuse a page that draws too much, before anything it draws is kept.

    A few bytes are enough for millions of characters: drawings may use drawings.
    """
    from pdfminer.pdfdevice import PDFDevice
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.pdftypes import stream_value

    if page.page_number > _MOST_PAGES:
        raise TableError("too-large", path=file, what="@pages", limit=f"{_MOST_PAGES:,}")
    limit = f"{_MOST_MARKS:,}"

    class Counter(PDFDevice):
        marks = 0

        def add(self, marks: int) -> None:
            self.marks += marks
            if self.marks > _MOST_MARKS:
                raise TableError("too-large", path=file, what="@marks", limit=limit)

        def render_string(self, _textstate: Any, seq: Any, *_rest: Any) -> None:
            self.add(sum(len(one) for one in seq if isinstance(one, bytes)))

        def paint_path(self, _state: Any, _stroke: Any, _fill: Any, _evenodd: Any, path: Any) -> None:
            self.add(len(path))

        def begin_figure(self, *_rest: Any) -> None:
            self.add(_FORM_MARKS)

    if sum(len(stream_value(one).get_data()) for one in page.page_obj.contents) > _LARGEST_PAGE:
        raise TableError("too-large", path=file, what="@marks", limit=limit)
    PDFPageInterpreter(page.pdf.rsrcmgr, Counter(page.pdf.rsrcmgr)).process_page(page.page_obj)
