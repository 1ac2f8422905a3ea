"""A progress bar for long work: on standard error, and only where somebody watches it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from indicator_dsl.cli.language import say
from indicator_dsl.errors import Lang

__all__ = ["Progress"]

#: Smaller files are read before a bar could be drawn.
_LONG_WORK = 512 * 1024
#: Drawing costs more than parsing a value.
_EVERY = 500


class Progress:
    """A bar while files are read and their values parsed; does nothing for small files or without a terminal."""

    def __init__(self, files: Sequence[str], lang: Lang) -> None:
        self._lang = lang
        self._done = 0
        self._task: Any = None
        self._every = _EVERY
        self._bar = _bar() if sys.stderr.isatty() and sum(map(_size, files)) > _LONG_WORK else None

    def __enter__(self) -> Self:
        """Begin with the file, whose length in rows is not known yet."""
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task(say("check.reading", self._lang), total=None)
        return self

    def parsing(self, total: int | None) -> None:
        """Go on to the values; ``None`` where nobody knows how many there are."""
        if self._bar is not None:
            self._bar.update(self._task, description=say("check.parsing", self._lang), total=total)

    def files(self, total: int) -> None:
        """Count files instead of values."""
        self._every = 1
        self.parsing(total)

    def step_by(self, count: int) -> None:
        """Count some values at once."""
        self._done += count
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done)

    def step(self, _: object = None) -> None:
        """Count one value, or one file."""
        self._done += 1
        if self._bar is not None and self._done % self._every == 0:
            self._bar.update(self._task, completed=self._done)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress as Bar, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Bar(*columns, console=Console(stderr=True), transient=True)


def _size(file: str) -> int:
    try:
        return Path(file).stat().st_size
    except (OSError, ValueError):  # the reader will say what is wrong with it
        return 0
