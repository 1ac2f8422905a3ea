"""What the pages of the commands have in common: a table a project, under the name of its file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from indicator_dsl.cli.language import say
from indicator_dsl.cli.layout import fit, printable
from indicator_dsl.cli.page import Page
from indicator_dsl.errors import Lang
from indicator_dsl.rows import Row, Table
from indicator_dsl.tables.writers.words import name_of, written

__all__ = ["INDENT", "Projects", "aimed_and_reached", "excerpt"]

#: How far everything of a project stands in.
INDENT = 3
#: A longer cell is no value: its beginning is enough to find it.
_LONGEST_CELL = 300


class Projects:
    """A page of tables with the same columns, each as wide everywhere, so that the eye finds it again."""

    def __init__(
        self,
        files: Sequence[str],
        head: Sequence[str],
        cells: Sequence[Sequence[Sequence[str]]],
        lang: Lang,
        *,
        widest: Sequence[int],
    ) -> None:
        """Begin a page.

        Args:
            files: those that were read; of several each is named above its projects.
            head: the heads of the columns.
            cells: of the rows of all tables.
            lang: the language of the reader.
            widest: how wide the first columns may grow at most.
        """
        self.page = Page()
        self._head = head
        self._widths = fit([head, *chain.from_iterable(cells)], self.page.width - INDENT, widest)
        self._lang = lang
        self._names_files = len(files) > 1
        self._file: str | None = None
        self._number = 0

    def title(self, table: Table) -> None:
        """Print the file, where it is another, and the project with its number."""
        if self._names_files and table.place.file != self._file:
            self._file = table.place.file
            self.page.paragraph(printable(self._file), "bold underline")
            self.page.line()
        self._number += 1
        project = excerpt((table.project or say("check.no-project", self._lang)).replace("\n", " "), self._lang)
        self.page.paragraph(say("check.project", self._lang, number=self._number, project=project), "bold")

    def head(self) -> None:
        """Print the heads of the columns."""
        self.row(self._head, ("bold",) * len(self._head))
        self.page.line(" " * INDENT, ("  ".join("-" * width for width in self._widths), "dim"))

    def row(self, cells: Sequence[str], styles: Sequence[str]) -> None:
        """Print a row."""
        self.page.row(cells, self._widths, styles, INDENT)


def aimed_and_reached(row: Row, lang: Lang) -> list[str]:
    """Return name, target and actual as cells."""
    texts = (name_of(row, lang), " ".join(written(row).split()), " ".join((row.actual or "").split()))
    return [printable(text) for text in texts]


def excerpt(text: str, lang: Lang) -> str:
    """Return a cell as it is shown: of a very long one the beginning."""
    if len(text) > _LONGEST_CELL:
        text = say("check.excerpt", lang, text=text[: _LONGEST_CELL // 2], count=f"{len(text):,}")
    return printable(text)
