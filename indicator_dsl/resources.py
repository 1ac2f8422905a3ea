"""Where the language files are: the grammar folder, wherever the package was installed.

``os.path`` rather than ``pathlib``: this is on the way of every start, and ``pathlib`` costs
as much as reading the files.
"""

from __future__ import annotations

import os.path
from functools import cache

_PACKAGE = os.path.dirname(__file__)


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
