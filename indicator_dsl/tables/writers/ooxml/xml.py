"""XML edited in place.

A part is never printed anew: a library that reads and writes workbooks drops what it does
not know (shapes, slicers, the stored results of formulas, text formatted in part).  Here
only the bytes change that are to change; all others stay as Excel or WPS wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from attrs import define, field

__all__ = ["DamagedError", "Edits", "Element", "Tag", "attribute", "parser", "prefixed", "text", "tree", "utf8"]

_TAG: Final = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_ATTRIBUTE: Final = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DECLARED: Final = re.compile(rb"^<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>")
#: No character of XML 1.0; Office writes them as _x0007_.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class DamagedError(Exception):
    """An office file that is not put together as one; the message says what is wrong, for the one who repairs it."""


def utf8(data: bytes) -> bytes:
    """Return an XML part in UTF-8, which nearly every part is already.

    >>> utf8('<?xml version="1.0" encoding="utf-16"?><a>表</a>'.encode("utf-16")).decode()
    '<?xml version="1.0" encoding="UTF-8"?><a>表</a>'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(data)
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
        if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
            return data
    try:
        plain = data.decode(encoding)
    except (LookupError, UnicodeError) as error:
        raise DamagedError(str(error)) from error
    return re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', plain).encode("utf-8")


def text(words: str) -> str:
    """Return words as XML text, the way Office escapes what XML cannot hold.

    >>> text("≥5 & <6"), text(chr(7)), text("_x0007_")
    ('≥5 &amp; &lt;6', '_x0007_', '_x005F_x0007_')
    """
    words = _LOOKS_ESCAPED.sub("_x005F_", words)
    return escape(_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", words))


def attribute(words: str) -> str:
    """Return words for use between double quotes in a tag."""
    return escape(_CONTROL.sub("", words), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def prefixed(xml: str, prefix: str) -> bytes:
    """Return new elements under the prefix of the part they go into: some producers write ``<x:row>``.

    >>> prefixed("<a><b/></a>", "x:")
    b'<x:a><x:b/></x:a>'
    """
    return re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", xml).encode("utf-8")


@define
class Tag:
    """A start tag as it stands in the part."""

    start: int
    end: int
    empty: bool

    @classmethod
    def at(cls, data: bytes, start: int) -> Tag:
        """Return the tag that begins at a byte."""
        found = _TAG.match(data, start)
        if found is None:
            raise DamagedError(f"no tag at byte {start}")
        return cls(start, found.end(), data[found.end() - 2 : found.end()] == b"/>")


@define(eq=False)
class Element:
    """An element and where it stands; names are without their prefixes."""

    name: str
    prefix: str
    attributes: Mapping[str, str]
    tag: Tag
    #: Where its end tag begins, and where it ends.
    close: int = 0
    end: int = 0
    children: list[Element] = field(factory=list)

    def child(self, name: str) -> Element | None:
        """Return the first child of that name."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> list[Element]:
        """Return the children of that name."""
        return [child for child in self.children if child.name == name]

    def descendants(self, name: str) -> list[Element]:
        """Return all elements of that name below this one, in the order of the part."""
        found = []
        for child in self.children:
            if child.name == name:
                found.append(child)
            found += child.descendants(name)
        return found


def parser() -> Any:
    """Return an expat parser that takes no document type: office files have none, entity bombs need one."""
    made = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise DamagedError("a document type in an office file")

    made.StartDoctypeDeclHandler = refuse
    return made


def tree(data: bytes) -> Element:
    """Return the elements of a part, with their places in ``data``.

    >>> root = tree(b'<a:x xmlns:a="b"><a:y k="1"/></a:x>')
    >>> root.name, root.prefix, root.children[0].attributes, root.children[0].tag.empty
    ('x', 'a:', {'k': '1'}, True)

    Raises:
        DamagedError: it is no well-formed XML.
    """
    reader = parser()
    open_elements: list[Element] = []
    roots: list[Element] = []

    def begin(full: str, attributes: dict[str, str]) -> None:
        prefix, colon, name = full.rpartition(":")
        element = Element(name, prefix + colon, attributes, Tag.at(data, reader.CurrentByteIndex))
        (open_elements[-1].children if open_elements else roots).append(element)
        open_elements.append(element)

    def finish(_: str) -> None:
        element = open_elements.pop()
        if element.tag.empty:
            element.close = element.end = element.tag.end
        else:
            element.close = reader.CurrentByteIndex
            element.end = Tag.at(data, element.close).end

    reader.StartElementHandler, reader.EndElementHandler = begin, finish
    try:
        reader.Parse(data, True)  # noqa: FBT003  expat's own signature
    except expat.ExpatError as error:
        raise DamagedError(str(error)) from error
    return roots[0]


def with_attributes(tag: bytes, attributes: Mapping[str, str | None]) -> bytes:
    """Return a start tag with some attributes set, or taken away where the value is ``None``.

    >>> with_attributes(b'<c r="A1" s="3"/>', {"s": "7"}), with_attributes(b"<c>", {"s": "7"})
    (b'<c r="A1" s="7"/>', b'<c s="7">')
    """
    left = dict(attributes)

    def mend(found: re.Match[bytes]) -> bytes:
        name = found[1].decode("utf-8")
        if name not in attributes:
            return found[0]
        value = left.pop(name, None)
        return b"" if value is None else f' {name}="{attribute(value)}"'.encode()

    tag = _ATTRIBUTE.sub(mend, tag)
    new = "".join(f' {name}="{attribute(value)}"' for name, value in left.items() if value is not None)
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + new.encode() + tag[end:]


@define
class Edits:
    """Changes to one part, collected and then made at once."""

    data: bytes
    _made: list[tuple[int, int, bytes]] = field(factory=list)

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put ``new`` in the place of what stands from ``start`` to ``end``."""
        self._made.append((start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        """Put ``new`` before the byte ``at``; what is inserted first stands first."""
        self._made.append((at, at, new))

    def remove(self, element: Element) -> None:
        """Take an element away."""
        self.replace(element.tag.start, element.end, b"")

    def change(self, tag: Tag, name: str, attributes: Mapping[str, str | None], inside: bytes = b"") -> None:
        """Change the attributes of an element; ``inside`` is put into it only if it is empty.

        ``name`` is the element's full name, needed to close one that was empty.
        """
        new = with_attributes(self.data[tag.start : tag.end], attributes)
        if tag.empty and inside:
            new = new[:-2].rstrip() + b">" + inside + f"</{name}>".encode()
        self.replace(tag.start, tag.end, new)

    def append(self, element: Element, inside: bytes, **attributes: str | None) -> None:
        """Put new elements at the end of an element, and change its attributes; once for one element."""
        if attributes or element.tag.empty:
            self.change(element.tag, element.prefix + element.name, attributes, inside)
        if not element.tag.empty and inside:
            self.insert(element.close, inside)

    def put(self, parent: Element, name: str, inside: bytes, order: Sequence[str]) -> None:
        """Put a new child where the schema wants it: ``order`` names the children that may stand behind it."""
        later = order[order.index(name) + 1 :] if name in order else order
        behind = next((child.tag.start for child in parent.children if child.name in later), parent.close)
        if parent.tag.empty:
            self.append(parent, inside)
        else:
            self.insert(behind, inside)

    def result(self) -> bytes:
        """Return the part with every change made."""
        if not self._made:
            return self.data
        pieces, at = [], 0
        for start, end, new in sorted(self._made, key=lambda edit: edit[:2]):
            pieces += [self.data[at:start], new]
            at = end
        return b"".join([*pieces, self.data[at:]])
