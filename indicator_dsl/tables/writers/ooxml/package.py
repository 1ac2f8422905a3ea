"""The archive of an office file: its parts, how they refer to each other, and the mark that says we made it."""

from __future__ import annotations

import hashlib
import posixpath
import re
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO, Final
from urllib.parse import quote, unquote
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from attrs import frozen

from indicator_dsl.tables.writers.ooxml.xml import DamagedError, Edits, Element, prefixed, text, tree, utf8

__all__ = ["Package", "Relationship", "empty_archive", "is_ours"]

_TYPES: Final = "[Content_Types].xml"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CUSTOM: Final = "docProps/custom.xml"
_CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_SPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
#: The set of properties that Office shows as the user's own.
_FMTID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_MARK: Final = "indicator-dsl"
#: The same bytes from the same input on any day: the archive's oldest date.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
#: A part with properties that is larger is none that we wrote.
_LARGEST_MARK: Final = 1 << 20


@frozen
class Relationship:
    """A reference from one part to another; ``target`` is the other's name in the archive, or an address outside."""

    id: str
    type: str
    target: str


class Package:
    """An office file taken apart: read parts, write parts, put it together again.

    Raises:
        DamagedError: it is no archive, or parts that hold it together are missing.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = ZipFile(BytesIO(data))
            # A producer may spell a part's name another way where it refers to it: names ignore case.
            self._infos = {_fold(info.filename): info for info in self._archive.infolist() if not info.is_dir()}
        except (BadZipFile, ValueError, NotImplementedError) as error:
            raise DamagedError(str(error)) from error
        #: Parts written or, where ``None``, taken away.
        self._written: dict[str, bytes | None] = {}
        self._names = {key: info.filename.replace("\\", "/") for key, info in self._infos.items()}

    def __contains__(self, name: str) -> bool:
        key = _fold(name)
        return self._written[key] is not None if key in self._written else key in self._infos

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return [name for name in self._names.values() if name in self]

    def read(self, name: str) -> bytes:
        """Return a part."""
        key = _fold(name)
        written = self._written.get(key)
        if written is not None:
            return written
        if name not in self:
            raise DamagedError(f"no part {name}")
        try:
            return self._archive.read(self._infos[key])
        except (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
            raise DamagedError(f"{name}: {error}") from error

    def xml(self, name: str) -> bytes:
        """Return a part that is XML, in UTF-8."""
        return utf8(self.read(name))

    def write(self, name: str, data: bytes) -> None:
        """Add a part, or put another in its place."""
        self._names.setdefault(_fold(name), name)
        self._written[_fold(name)] = data

    def remove(self, name: str) -> None:
        """Take a part away."""
        self._written[_fold(name)] = None

    def free(self, pattern: str) -> str:
        """Return a name that no part has: ``xl/comments{}.xml`` with the next number."""
        number = 1
        while _fold(pattern.format(number)) in self._names:
            number += 1
        return pattern.format(number)

    # ---- references ----

    def relationships(self, part: str) -> list[Relationship]:
        """Return what a part refers to; ``""`` is the package itself."""
        name = _relations_of(part)
        if name not in self:
            return []
        return [
            Relationship(
                one.attributes.get("Id", ""),
                one.attributes.get("Type", ""),
                target if one.attributes.get("TargetMode") == "External" else _resolve(part, target),
            )
            for one in tree(self.xml(name)).all("Relationship")
            if (target := one.attributes.get("Target", ""))
        ]

    def related(self, part: str, kind: str) -> list[Relationship]:
        """Return the references of one kind, the last word of their types: it is the same in strict files."""
        return [one for one in self.relationships(part) if one.type.rpartition("/")[2] == kind]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another and return the id of the reference."""
        name = _relations_of(part)
        if name not in self:
            self.write(name, f'<?xml version="1.0"?>\n<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode())
        data = self.xml(name)
        root = tree(data)
        known = {one.attributes.get("Id") for one in root.children}
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        base = next((one.type.rpartition("/")[0] for one in self.related("", "officeDocument")), _TRANSITIONAL)
        one = f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="/{quote(target)}"/>'
        edits = Edits(data)
        edits.append(root, prefixed(one, root.prefix))
        self.write(name, edits.result())
        return f"rId{number}"

    def drop(self, part: str, relationship: Relationship) -> None:
        """Take away a part that another refers to, with the reference and what it is declared to be."""
        for name, key, wanted in ((_relations_of(part), "Id", relationship.id), (_TYPES, "PartName", None)):
            data = self.xml(name)
            edits = Edits(data)
            for one in tree(data).children:
                value = one.attributes.get(key, "")
                its = value == wanted if wanted else _fold(unquote(value)) == _fold(relationship.target)
                if its:
                    edits.remove(one)
            self.write(name, edits.result())
        self.remove(relationship.target)

    # ---- content types ----

    def content_type(self, part: str) -> str:
        """Return what a part is declared to be."""
        root = tree(self.xml(_TYPES))
        for one in root.all("Override"):
            if _fold(unquote(one.attributes.get("PartName", ""))) == _fold(part):
                return one.attributes.get("ContentType", "")
        ending = part.rpartition(".")[2].lower()
        for one in root.all("Default"):
            if one.attributes.get("Extension", "").lower() == ending:
                return one.attributes.get("ContentType", "")
        return ""

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part is."""
        if self.content_type(part) == content_type:
            return
        data = self.xml(_TYPES)
        root = tree(data)
        edits = Edits(data)
        name = f"/{quote(part)}"
        edits.append(root, prefixed(f'<Override PartName="{name}" ContentType="{content_type}"/>', root.prefix))
        self.write(_TYPES, edits.result())

    # ---- together again ----

    def save(self) -> bytes:
        """Return the file, with the mark that it is ours; the same parts give the same bytes."""
        self._mark()
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for name in self.names:
                info = self._infos.get(_fold(name))
                entry = ZipInfo(name, _NO_DATE)
                entry.compress_type = ZIP_DEFLATED
                entry.external_attr = 0o600 << 16 if info is None else info.external_attr
                archive.writestr(entry, self.read(name))
        return buffer.getvalue()

    def _mark(self) -> None:
        """Write the mark: a property of the document with a digest of every other part.

        A file that somebody has worked on since carries the mark with a digest that is not
        its own any more; it is theirs, and not to be overwritten.
        """
        if _CUSTOM not in self:
            empty = f'<Properties xmlns="{_CUSTOM_SPACE}" xmlns:vt="{_VALUES}"/>'
            self.write(_CUSTOM, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{empty}'.encode())
            self.declare(_CUSTOM, _CUSTOM_TYPE)
            self.relate("", "custom-properties", _CUSTOM)
        data = self.xml(_CUSTOM)
        root = tree(data)
        edits = Edits(data)
        pids = [1]  # the numbers of properties begin with 2
        for one in root.all("property"):
            if one.attributes.get("name") == _MARK:
                edits.remove(one)
            elif one.attributes.get("pid", "").isdecimal():
                pids.append(int(one.attributes["pid"]))
        found = [self._entry(name) for name in self.names]
        edits.append(
            root,
            b"%s%s%s"
            % (
                prefixed(f'<property fmtid="{_FMTID}" pid="{max(pids) + 1}" name="{_MARK}">', root.prefix),
                f'<vt:lpwstr xmlns:vt="{_VALUES}">{text(_digest(found))}</vt:lpwstr>'.encode(),
                prefixed("</property>", root.prefix),
            ),
        )
        self.write(_CUSTOM, edits.result())

    def _entry(self, name: str) -> tuple[str, int, int]:
        """Return what the archive's table of contents will say of a part; nothing of the one with the mark."""
        key = _fold(name)
        if key == _fold(_CUSTOM):
            return name, 0, 0
        written = self._written.get(key)
        if written is not None:
            return name, zlib.crc32(written), len(written)
        return name, self._infos[key].CRC, self._infos[key].file_size


def empty_archive() -> bytes:
    """Return a package without parts, to be filled."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            ZipInfo(_TYPES, _NO_DATE),
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
    return buffer.getvalue()


def is_ours(file: BinaryIO) -> bool:
    """Return whether an office file is one we wrote and nobody has changed since.

    It reads the archive's table of contents and one small part, however large the file is.
    """
    try:
        with ZipFile(file) as archive:
            infos = archive.infolist()
            mark = next((info for info in infos if info.filename == _CUSTOM), None)
            if mark is None or mark.file_size > _LARGEST_MARK:
                return False
            root = tree(utf8(archive.read(mark)))
            data = utf8(archive.read(mark))
    except (BadZipFile, DamagedError, ValueError, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return False
    found = _digest((one.filename, 0 if one is mark else one.CRC, 0 if one is mark else one.file_size) for one in infos)
    marks = [one for one in root.all("property") if one.attributes.get("name") == _MARK]
    return any(found in _inside(data, one) for one in marks)


def _inside(data: bytes, element: Element) -> str:
    return data[element.tag.end : element.close].decode("utf-8", "replace")


def _digest(parts: Iterable[tuple[str, int, int]]) -> str:
    lines = "".join(f"{name}\t{crc}\t{size}\n" for name, crc, size in sorted(parts))
    return f"sha256:{hashlib.sha256(lines.encode('utf-8', 'replace')).hexdigest()}"


def _fold(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolve(part: str, target: str) -> str:
    path = unquote(re.split("[#?]", target, maxsplit=1)[0].replace("\\", "/"))
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")
