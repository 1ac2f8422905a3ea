"""Results for programs, on standard output."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any, Final

__all__ = ["dumps", "emit"]

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


def dumps(data: Any, *, one_line: bool = False) -> str:
    r"""Return JSON that standard output can carry: in a code page other than UTF-8 all but ASCII is escaped.

    (A character escaped by the stream itself, ``\xb2``, would be no JSON.)
    """
    return json.dumps(data, ensure_ascii=not _carries_all(), indent=None if one_line else 2)


def emit(pieces: Iterable[str], format: str) -> None:
    """Write the pieces of a report, as bytes: a file they are sent to must not depend on the system's line ends.

    In a code page other than UTF-8, JSON and XML say everything in ASCII.  CSV is UTF-8 whatever the code page, as
    its byte order mark says.
    """
    sys.stdout.flush()
    out = getattr(sys.stdout, "buffer", None)
    for piece in pieces:
        data = _bytes(piece, format)
        if out is not None:
            out.write(data)
        else:  # a stream that takes text only
            sys.stdout.write(data.decode())


def _bytes(piece: str, format: str) -> bytes:
    if format != "csv" and not _carries_all():
        if format == "junit":
            return piece.encode("ascii", "xmlcharrefreplace")
        if format != "github":
            piece = _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], piece)
    # Half of a surrogate pair, as in a file name that is no UTF-8, has no bytes; \udcff is what JSON says for it.
    return piece.encode("utf-8", "backslashreplace")


def _carries_all() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
