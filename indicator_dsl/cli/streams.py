"""Standard input and output as they come: any encoding, closed early, not there at all."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO, TextIOWrapper
from typing import BinaryIO

from indicator_dsl.cli.language import say
from indicator_dsl.errors import IndicatorError, Lang

__all__ = ["InputError", "is_broken_pipe", "prepare", "read_lines", "silence", "texts_given"]


class InputError(IndicatorError):
    """Standard input that cannot be read: a code of ``[stdin]`` and the words that fill its sentence."""

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong in one sentence."""
        return say(f"stdin.{self.code}", lang, **self.words)

    def render(self, lang: Lang = "zh") -> str:
        """Return the same: there is no text to point into."""
        return self.message(lang)


class _Closed(StringIO):
    """What stands in for a stream that was closed before we began."""

    def write(self, text: str) -> int:
        """Refuse."""
        del text
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def prepare() -> None:
    r"""Make sure that no character can stop the output: one that the code page lacks is written ``\u2265``."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us: the first thing printed fails, as on a full disk
            setattr(sys, name, _Closed())
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def is_broken_pipe(error: OSError) -> bool:
    """Whether the reader of our output has gone; Windows calls it an invalid argument."""
    return error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL)


def silence() -> None:
    """Point the output nowhere, so that Python's last flush does not complain once more."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no file behind it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def texts_given(texts: Sequence[str], lang: Lang) -> Iterable[str]:
    """Return the texts of the arguments, or the lines of standard input where there are none."""
    return texts or read_lines(lang)


def read_lines(lang: Lang) -> Iterator[str]:
    """Yield the lines of standard input as they come: strict UTF-8, or what a byte order mark says, or GB18030.

    A stream is GB18030 if that is what its first line with other characters than ASCII is.

    Raises:
        InputError: it is no text, or cannot be read.
    """
    if sys.stdin is None:
        raise InputError("unreadable", reason=os.strerror(errno.EBADF))
    if sys.stdin.isatty():
        print(say("stdin.waiting", lang, keys="Ctrl-Z, Enter" if os.name == "nt" else "Ctrl-D"), file=sys.stderr)
    nothing = True
    for line in _decoded(sys.stdin.buffer):
        nothing = False
        yield line
    if nothing:
        print(say("stdin.empty-file", lang), file=sys.stderr)


def _decoded(stream: BinaryIO) -> Iterator[str]:
    """Yield the lines of a stream, without their ends."""
    encoding, offset = None, 0
    try:
        for raw in _lines(stream):
            if encoding is None and not raw.isascii():
                encoding = _encoding(raw)
            if b"\0" in raw:
                raise InputError("binary-file")
            try:
                line = raw.decode(encoding or "ascii")
            except UnicodeDecodeError as error:
                raise InputError("wrong-encoding", offset=str(offset + error.start)) from error
            offset += len(raw)
            # Not splitlines(): a form feed or U+2028 inside a value is no end of line.
            line = line.removeprefix("\ufeff").removesuffix("\n").removesuffix("\r")
            yield from line.split("\r")
    except OSError as error:
        raise InputError("unreadable", reason=error.strerror or str(error)) from error


#: How zip archives (and with them Office files), PDFs and old Office files begin.
_NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream as bytes of an encoding in which a line end is one byte."""
    first = stream.readline()
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = (first + stream.read()).decode("utf-16")
        except UnicodeDecodeError as error:
            raise InputError("wrong-encoding", offset=str(error.start)) from error
        yield from text.encode().splitlines(keepends=True)
        return
    if first.startswith(_NO_TEXT):
        raise InputError("binary-file")
    if first:
        yield first
    yield from stream


def _encoding(line: bytes) -> str:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
