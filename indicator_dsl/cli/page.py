"""Where tables are printed: a terminal, with its width and colours, or plain text of 100 columns."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

from indicator_dsl.cli.layout import GAP, columns, wrap

__all__ = ["Page"]

_PLAIN_WIDTH = 100
#: Wider lines are hard to follow with the eye.
_WIDEST = 140
_NARROWEST = 40


class Page:
    """Standard output, printed line by line.

    Colours are rich's business (``NO_COLOR``, old Windows consoles, ``TERM=dumb``); widths are ours, so
    that a terminal and a file show the same table.
    """

    def __init__(self) -> None:
        # COLUMNS, else the terminal, else 100
        given = shutil.get_terminal_size((_PLAIN_WIDTH, 0)).columns
        self.width = max(_NARROWEST, min(given, _WIDEST))
        self._console = _console() if sys.stdout.isatty() else None

    def line(self, *parts: tuple[str, str] | str) -> None:
        """Print one line of parts, each a text or a text with its style."""
        texts = [(part, "") if isinstance(part, str) else part for part in parts]
        if self._console is None:
            print("".join(text for text, _ in texts).rstrip())
            return
        from rich.text import Text

        # A Text is no markup: brackets in a cell stay brackets.
        self._console.print(Text.assemble(*texts), soft_wrap=True)

    def paragraph(self, text: str, style: str = "", indent: int = 0) -> None:
        """Print a text on as many lines as it needs."""
        for line in wrap(text, max(self.width - indent, 2)):
            self.line(" " * indent, (line, style))

    def row(self, cells: Sequence[str], widths: Sequence[int], styles: Sequence[str], indent: int = 0) -> None:
        """Print one row of a table, on as many lines as its cells need."""
        for line in columns(cells, widths):
            parts = [(text + " " * GAP, style) for text, style in zip(line, styles, strict=True)]
            self.line(" " * indent, *parts)


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False, emoji=False)
