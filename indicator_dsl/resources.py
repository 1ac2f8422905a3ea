"""Where the language files are, and what is kept of reading them.

Compiling the grammar and reading ``words.toml`` and ``units.txt`` takes longer than all the rest
of reading one text.  What comes of it is kept in ``language.bin``, with a checksum of the files
it was made of; where the checksum does not fit, the files are read again and nothing is written.
:mod:`indicator_dsl.parsing._renew` writes the file, and a test checks that it is up to date.

``os.path`` rather than ``pathlib``: this is on the way of every start, and importing ``pathlib``
costs as much as reading the files.
"""

from __future__ import annotations

import os.path
import pickle
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any

__all__ = ["KEPT", "checksum", "grammar_folder", "kept", "read_package_text", "read_text"]

_PACKAGE = os.path.dirname(__file__)
KEPT = os.path.join(_PACKAGE, "language.bin")


@cache
def grammar_folder() -> str:
    """Return the folder that holds ``indicator.lark``, ``units.txt`` and ``words.toml``.

    A wheel carries it inside the package; an editable install leaves it in the
    checkout.  The package's own copy is looked for first, so that a stranger's
    ``site-packages/grammar`` is never read.

    Raises:
        FileNotFoundError: neither place has it: the installation is broken.

    >>> os.path.exists(os.path.join(grammar_folder(), "indicator.lark"))
    True
    """
    for parent in (_PACKAGE, os.path.dirname(_PACKAGE)):
        folder = os.path.join(parent, "grammar")
        if os.path.isfile(os.path.join(folder, "indicator.lark")):
            return folder
    msg = f"indicator-dsl is installed without its grammar folder (looked beside {_PACKAGE})"
    raise FileNotFoundError(msg)


def read_text(name: str) -> str:
    """Return the text of one file of the grammar folder, always read as UTF-8."""
    return _read(os.path.join(grammar_folder(), name))


def read_package_text(name: str) -> str:
    """Return the text of one data file of the package itself."""
    return _read(os.path.join(_PACKAGE, name))


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def checksum() -> bytes:
    """Return a fingerprint of the grammar folder: enough to notice that a file was changed."""
    names = sorted(name for name in os.listdir(grammar_folder()) if name.endswith((".lark", ".toml", ".txt")))
    text = "\0".join(f"{name}\0{read_text(name)}" for name in names)
    return zlib.crc32(text.encode()).to_bytes(4, "big")


@cache
def kept() -> Mapping[str, Any]:
    """Return what is kept of reading the language files, by topic; empty if it is out of date."""
    if not os.path.isfile(KEPT):
        return {}
    with open(KEPT, "rb") as file:
        data = file.read()
    if data[:4] != checksum():
        return {}
    found: Mapping[str, Any] = pickle.loads(data[4:])  # noqa: S301  our own file, beside our own code
    return found
