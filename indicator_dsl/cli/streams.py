"""Standard input and output as they come: any encoding, closed early, not there at all."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

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


def prepare() -> None:
    r"""Make sure that no character can stop the output: one that the code page lacks is written ``\u2265``."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  open as long as we run
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


def texts_given(texts: Sequence[str], lang: Lang) -> Sequence[str]:
    """Return the texts of the arguments, or the lines of standard input where there are none."""
    return texts or read_lines(lang)


def read_lines(lang: Lang) -> list[str]:
    """Return the lines of standard input: strict UTF-8 (or what its byte order mark says), else GB18030.

    All of it is read at once, because the encoding can only be told from the whole.

    Raises:
        InputError: it is no text, or cannot be read.
    """
    if sys.stdin is None:
        raise InputError("unreadable", reason=os.strerror(errno.EBADF))
    if sys.stdin.isatty():
        print(say("stdin.waiting", lang, keys="Ctrl-Z, Enter" if os.name == "nt" else "Ctrl-D"), file=sys.stderr)
    try:
        data = sys.stdin.buffer.read()
    except OSError as error:
        raise InputError("unreadable", reason=error.strerror or str(error)) from error
    text = _decode(data)
    if not text:
        print(say("stdin.empty-file", lang), file=sys.stderr)
        return []
    # Not splitlines(): a form feed or U+2028 inside a value is no end of line.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _decode(data: bytes) -> str:
    from indicator_dsl.tables.errors import TableError
    from indicator_dsl.tables.readers._plain import decode

    if not data.strip():
        return data.decode("ascii")
    try:
        return decode("", data)
    except TableError as error:
        if error.code == "empty-file":
            return ""
        raise InputError(error.code, offset=error.words.get("offset", "")) from error
