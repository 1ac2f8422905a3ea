"""The parts of an Office file as text and as XML, piece by piece, so that no part is ever held whole.

Nothing that a file can say is expanded: a part with a document type is refused before
it is parsed, because that is where entities are declared, and Office writes none.
"""

from __future__ import annotations

import codecs
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import chain
from lzma import LZMAError
from typing import IO, Any, Final, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, ZipInfo

from attrs import define, field

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.readers._zip import guard

__all__ = ["UNKNOWN", "Damage", "Parts", "damaged", "elements", "local"]

#: Larger ones are slower: what is made of a chunk no longer fits into the cache of the processor.
_CHUNK: Final = 1 << 15
#: What may stand before the root element. A document type is none of it.
_PROLOG: Final = re.compile(r"\s*(?:<\?xml[^>]*\?>)?(?:\s+|<!--.*?-->|<\?(?!xml\s).*?\?>)*", re.DOTALL)
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
#: Office writes UTF-8; exports of other programs have been seen in the rest.
_ENCODINGS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "utf-16": "utf-16",
    "iso-8859-1": "latin-1",
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
}
#: A sheet of 100,000 rows takes 50 to 100 MiB.
_LARGEST_PART: Final = 256 << 20
#: A sheet of 100,000 rows is unpacked once, a larger one twice.
_MOST_KEPT: Final = 128 * 2**20
#: Office nests a dozen elements; a parser keeps every open one.
_DEEPEST: Final = 200
#: A row of a sheet has 16,384 cells.
_MOST_HELD: Final = 200_000
#: Characters without a ">": a single tag or text this long is no table.
_LONGEST: Final = 8 * 2**20


#: The damage of a file that is nothing anybody knows.
UNKNOWN: Final = "unknown"


class Damage(Exception):  # noqa: N818  it is caught before it is anybody's error
    """Something in a file that is not as its format has it; never leaves the readers."""


@contextmanager
def damaged(file: str) -> Iterator[None]:
    """Turn whatever reading a damaged file raises into a ``TableError``.

    Raises:
        TableError: ``corrupt-workbook``.
    """
    try:
        yield
    except TableError:
        raise
    except (
        *(Damage, BadZipFile, ParseError, ExpatError, zlib.error, LZMAError, struct.error, EOFError, OSError),
        *(ValueError, LookupError, ArithmeticError, NotImplementedError, RuntimeError),
    ) as error:
        detail = str(error) if isinstance(error, Damage) else f"{type(error).__name__}: {error}"
        reason = "@unknown-content" if detail == UNKNOWN else "@details"
        raise TableError("corrupt-workbook", path=file, reason=reason, detail=detail) from error


@define
class Parts:
    """The parts of an archive, by their names without regard to case."""

    file: str
    archive: ZipFile
    _infos: dict[str, ZipInfo] = field(factory=dict)
    #: The part that was unpacked last, if it is not too large to be kept.
    _kept: tuple[str, bytes] = ("", b"")

    @classmethod
    def of(cls, file: str, data: bytes) -> Parts:
        """Open an archive.

        Raises:
            TableError: ``too-large``, ``encrypted-workbook``.
            BadZipFile: it is none.
        """
        guard(file, data)
        archive = ZipFile(BytesIO(data))
        infos = {info.filename.replace("\\", "/").casefold(): info for info in archive.infolist()}
        if any(info.flag_bits & 1 for info in infos.values()):
            raise TableError("encrypted-workbook", path=file)
        return cls(file, archive, infos)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._infos

    def data(self, name: str) -> bytes:
        """Return a part that is no XML, whole."""
        return self.archive.read(self._info(name))

    def _info(self, name: str) -> ZipInfo:
        info = self._infos.get(name.casefold())
        if info is None:
            raise Damage(f"no {name}")
        if info.file_size > _LARGEST_PART:
            raise TableError("too-large", path=self.file, what="@unpacked", limit=f"{_LARGEST_PART >> 20} MiB")
        return info

    def _open(self, name: str) -> IO[bytes]:
        info = self._info(name)
        if info.file_size > _MOST_KEPT:
            return self.archive.open(info)
        if self._kept[0] != name:
            self._kept = (name, self.archive.read(info))
        return BytesIO(self._kept[1])

    def tail(self, name: str, mark: str) -> Iterator[str]:
        """Yield the text of a part from the last ``mark`` on; all of it where that cannot be told."""
        with self._open(name) as stream:
            data = stream.getvalue() if isinstance(stream, BytesIO) else b""
        start = data.rfind(mark.encode("ascii"))
        return self.text(name) if start < 0 else iter((data[start:].decode("utf-8", "replace"),))

    def text(self, name: str) -> Iterator[str]:
        """Yield the text of an XML part in chunks.

        Raises:
            TableError: ``declared-entities``.
        """
        with self._open(name) as stream:
            data = stream.read(_CHUNK)
            decoder = codecs.getincrementaldecoder(_encoding(data))()
            text = decoder.decode(data)
            prolog = _PROLOG.match(text)
            begun = text[prolog.end() : prolog.end() + 9] if prolog else ""
            if begun.upper().startswith("<!DOCTYPE"):
                raise TableError("declared-entities", path=self.file, part=name)
            if not re.match("<[^!?]", begun):
                raise Damage(f"{name}: no XML")
            tagless = 0
            while data:
                tagless = 0 if ">" in text else tagless + len(text)
                if tagless > _LONGEST:
                    raise Damage(f"{name}: a tag without an end")
                yield text
                data = stream.read(_CHUNK)
                text = decoder.decode(data, final=not data)

    def elements(self, name: str, *wanted: str, begin: str = "") -> Iterator[Element]:
        """Yield the elements of an XML part, as :func:`elements` does."""
        return elements(self.text(name), *wanted, begin=begin)


def _encoding(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return encoding
    declared = _ENCODING.match(data.lstrip()[:200])
    name = declared[1].decode("ascii").casefold() if declared else "utf-8"
    if name not in _ENCODINGS:
        raise Damage(f"XML in the encoding {name}")
    return _ENCODINGS[name]


def elements(chunks: Iterable[str], *wanted: str, begin: str = "") -> Iterator[Element]:
    """Yield the outermost elements of these local names, each whole; forget them afterwards.

    Elements named ``begin`` are yielded where they begin, with their attributes only.

    >>> [element.get("r") for element in elements(["<s><row r='1'><c/></row>", "<row r='2'/></s>"], "row")]
    ['1', '2']
    """
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    open_: list[Element] = []
    inside = 0
    held = 0
    for text in chain(chunks, (None,)):
        if text is None:
            parser.close()
        else:
            parser.feed(text)
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            its = local(element) in wanted
            if event == "start":
                open_.append(element)
                inside += its
                if len(open_) > _DEEPEST:
                    raise Damage("XML nested too deep")
                if begin and not inside and local(element) == begin:
                    yield element
                continue
            open_.pop()
            inside -= its
            if inside:
                held += 1
                if held > _MOST_HELD:
                    raise Damage(f"more than {_MOST_HELD:,} elements in one <{wanted[0]}>")
                continue
            held = 0
            if its:
                yield element
            element.clear()
            if open_:
                open_[-1].remove(element)


def local(element: Element) -> str:
    """Return the name of an element without its namespace, of which there are two of everything in Office."""
    return element.tag.rpartition("}")[2]
