"""Where the language files are: the grammar folder, wherever the package was installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def grammar_folder() -> Path:
    """Return the folder that holds ``indicator.lark``, ``units.txt`` and ``words.toml``.

    A wheel carries it inside the package; an editable install leaves it in the
    checkout.  The package's own copy is looked for first, so that a stranger's
    ``site-packages/grammar`` is never read.

    Raises:
        FileNotFoundError: neither place has it: the installation is broken.

    >>> (grammar_folder() / "indicator.lark").exists()
    True
    """
    for folder in (_PACKAGE / "grammar", _PACKAGE.parent / "grammar"):
        if (folder / "indicator.lark").is_file():
            return folder
    msg = f"indicator-dsl is installed without its grammar folder (looked beside {_PACKAGE})"
    raise FileNotFoundError(msg)


def read_text(name: str) -> str:
    """Return the text of one file of the grammar folder, always read as UTF-8."""
    return (grammar_folder() / name).read_text(encoding="utf-8")
