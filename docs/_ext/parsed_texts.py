"""The directive `parsed`: texts and what they are read as, worked out while the manual is built (see doc_examples)."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from doc_examples import Context, ExampleError, Group, context, groups, readings, refusals
from doc_tables import born, literals, table
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Parsed(SphinxDirective):
    """A table of readings, then the refusals with the message the user sees."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "year": directives.unchanged,
        "unit": directives.unchanged,
        "relation": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return table and messages; an example that does not hold ends the build."""
        try:
            return list(self._nodes(groups(list(self.content)), context(self.options)))
        except ExampleError as wrong:
            raise self.severe(f"{wrong}") from wrong

    def _nodes(self, found: list[Group], around: Context) -> Iterator[nodes.Node]:
        english = self.config.language == "en"
        given = [f'{name}="{value}"' if name != "year" else f"{name}={value}" for name, value in self.options.items()]
        if given:
            paragraph = literals(given)
            paragraph.insert(0, nodes.Text("Given " if english else "给出 "))
            paragraph["classes"].append("given")
            yield paragraph
        for refused, run in groupby(found, lambda group: group.refused):
            if refused:
                for group in run:
                    for _, error in refusals(group, around):
                        shown = error.render(lang="en" if english else "zh")
                        yield born(nodes.literal_block(shown, shown, language="text", classes=["refused"]))
            else:
                head = ("Text", "Reads as", "Interchange") if english else ("写法", "读作", "交换格式")
                empty = "(empty)" if english else "（空）"
                rows = [row for group in run for row in _rows(group, around, empty)]
                yield table(head, rows, [3, 2, 5])


def _rows(group: Group, around: Context, empty: str) -> Iterator[list[nodes.Node]]:
    """Yield one row for neighbours of the same reading."""
    for (canonical, form), same in groupby(readings(group, around), lambda reading: reading[1:]):
        texts = nodes.line_block()
        for text, _, _ in same:
            shown = nodes.literal("", text.replace("\n", "⏎")) if text else nodes.Text(empty)
            texts += nodes.line("", "", shown)
        data = json.dumps(form, ensure_ascii=False)
        interchange = nodes.literal_block(data, data, language="json")
        yield [texts, literals([canonical]), interchange]


def setup(app: Any) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("parsed", Parsed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
