"""Fonts of PDF files, measured before pdfminer unrolls them: a few bytes are enough for 4 billion characters."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import zip_longest
from typing import Any

__all__ = ["measured_fonts"]


def measured_fonts(spend: Callable[[int], None]) -> Any:
    """Return a repository of fonts for pdfplumber that tells how many characters a font lists, before it is made.

    Args:
        spend: called with numbers of characters; raises where there are too many.
    """
    from pdfminer.pdfinterp import PDFResourceManager

    class Fonts(PDFResourceManager):
        def get_font(self, objid: Any, spec: Any) -> Any:
            if not (objid and objid in self._cached_fonts):
                for count in _listed(spec):
                    spend(count)
            return super().get_font(objid, spec)

    return Fonts()


def _listed(spec: Any) -> Iterator[int]:
    """Yield how many entries each of the tables of a font will have."""
    from pdfminer.pdftypes import PDFStream, resolve1

    kind = getattr(resolve1(spec.get("Subtype")), "name", None)
    if kind == "Type0":
        return  # it has a font inside, which comes next
    found = {key: resolve1(spec.get(key)) for key in ("W", "W2", "Widths", "Encoding", "ToUnicode", "FontDescriptor")}
    yield from _ranges(found["W"], 3)
    yield from _ranges(found["W2"], 5)
    encoding = found["Encoding"]
    for listed in (found["Widths"], resolve1(encoding.get("Differences")) if isinstance(encoding, dict) else None):
        yield len(listed) if isinstance(listed, list) else 0
    descriptor = found["FontDescriptor"]
    if isinstance(found["ToUnicode"], PDFStream):
        yield from _mapped(found["ToUnicode"].get_data())
    elif isinstance(descriptor, dict) and kind in {"CIDFontType0", "CIDFontType2"}:
        file = resolve1(descriptor.get("FontFile2"))
        if isinstance(file, PDFStream):
            yield from _of_truetype(file.get_data())


def _ranges(widths: Any, length: int) -> Iterator[int]:
    """Yield the length of each range of ``first last width`` and of each list in ``first [width …]``."""
    from pdfminer.pdftypes import resolve1

    run: list[int | float] = []
    for one in map(resolve1, widths if isinstance(widths, list) else ()):
        if isinstance(one, list):
            yield len(one)
            run = []
        elif isinstance(one, int | float):
            run.append(one)
            if len(run) == length:
                yield int(max(run[1] - run[0], 0)) + 1
                run = []


def _mapped(data: bytes) -> Iterator[int]:
    """Yield the length of each range of a map to Unicode."""
    from pdfminer.cmapdb import CMapBase, CMapParser

    counts: list[int] = []

    class Counter(CMapParser):
        def do_keyword(self, pos: int, token: Any) -> None:
            if token in (self.KEYWORD_ENDBFRANGE, self.KEYWORD_ENDCIDRANGE):
                numbers = [int.from_bytes(one) if isinstance(one, bytes) else 0 for _, one in self.popall()]
                triples = zip_longest(numbers[::3], numbers[1::3], fillvalue=0)
                counts.append(sum(max(last - first, 0) + 1 for first, last in triples))
            elif token is not self.KEYWORD_USECMAP:  # which would be read in
                super().do_keyword(pos, token)

    Counter(CMapBase(), BytesIO(data)).run()
    yield from counts


def _of_truetype(data: bytes) -> Iterator[int]:
    """Yield how many characters each table of a TrueType font maps. Where it is damaged pdfminer will tell."""

    def numbers(form: str, at: int) -> tuple[Any, ...]:
        return struct.unpack_from(f">{form}", data, at)

    try:
        entries = (numbers("4s4xL4x", 12 + 16 * at) for at in range(*numbers("H", 4)))
        for tag, start in entries:
            if tag != b"cmap":
                continue
            for table in range(*numbers("H", start + 2)):
                (offset,) = numbers("L", start + 4 + 8 * table + 4)
                yield from _of_table(numbers, start + offset)
    except struct.error:
        return


def _of_table(numbers: Callable[[str, int], tuple[Any, ...]], at: int) -> Iterator[int]:
    match numbers("H", at):
        case (2,):
            for header in range(max(numbers("256H", at + 6)) // 8 + 1):
                yield numbers("H", at + 518 + 8 * header + 2)[0]
        case (4,):
            count = numbers("H", at + 6)[0] // 2
            lasts, firsts = numbers(f"{count}H", at + 14), numbers(f"{count}H", at + 16 + 2 * count)
            yield sum(max(last - first, 0) + 1 for first, last in zip(firsts, lasts, strict=True))
        case (6,):
            yield numbers("H", at + 8)[0]
        case (10,):
            yield numbers("L", at + 16)[0]
        case (12,):
            for group in range(*numbers("L", at + 12)):
                first, last = numbers("LL", at + 16 + 12 * group)
                yield max(last - first, 0) + 1
