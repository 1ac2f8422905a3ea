"""Nodes that several directives draw. They are born in the language of the build, so gettext leaves them alone."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from docutils import nodes

NodeT = TypeVar("NodeT", bound=nodes.Node)


def born(node: NodeT) -> NodeT:
    """Mark a node and all below it as no matter for translators."""
    for text in node.findall(nodes.TextElement):
        text["translatable"] = False
    return node


def literals(words: Iterable[str]) -> nodes.paragraph:
    """Set words as code, one after the other."""
    paragraph = nodes.paragraph()
    for word in words:
        paragraph += [nodes.literal("", word), nodes.Text(" ")]
    return born(paragraph)


def table(head: Sequence[str], rows: Sequence[Sequence[nodes.Node]], widths: Sequence[int]) -> nodes.table:
    """Build a table from cells that are nodes already."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), cols=len(head))
    titles = nodes.row("", *(nodes.entry("", nodes.paragraph("", title)) for title in head))
    body = (nodes.row("", *(nodes.entry("", cell) for cell in cells)) for cells in rows)
    group += [nodes.thead("", titles), nodes.tbody("", *body)]
    return born(nodes.table("", group, classes=["colwidths-given", "drawn"]))
