"""The directive `error-codes`: every error with its messages and an example.

The messages come from the file the library takes them from, the examples from the test vectors.
"""

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from doc_tables import literals, table
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_VECTORS = Path(__file__).parents[2] / "tests" / "vectors" / "invalid.jsonl"
_LONG = 40  # the text that is too long is no example to print

#: What the columns of a table are called, by the parameter of `parse` that takes them.
_COLUMNS = {"relation": ("比较符栏", "relation column"), "unit": ("单位栏", "unit column")}


class ErrorCodes(SphinxDirective):
    """One row a code, in alphabetical order, each a target `error-CODE`."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        source = files("indicator_dsl") / "messages.toml"
        self.env.note_dependency(str(source))
        self.env.note_dependency(str(_VECTORS))
        english = self.config.language == "en"
        lang = "en" if english else "zh"
        head = ("Code", "Message", "Example") if english else ("代码", "说明", "例子")
        examples = _examples()
        rows: list[list[nodes.Node]] = []
        for code, said in sorted(tomllib.loads(source.read_text("utf-8"))["codes"].items()):
            name = nodes.paragraph("", "", nodes.literal("", code), ids=[f"error-{code}"])
            says = nodes.container("", nodes.paragraph("", said[lang]))
            if "hint" in said:
                says += nodes.paragraph("", said["hint"][lang], classes=["source"])
            rows.append([name, says, _shown(examples.get(code), english=english)])
        return [table(head, rows, [2, 4, 3])]


def _examples() -> dict[str, dict[str, Any]]:
    """Return the first vector of each code."""
    found: dict[str, dict[str, Any]] = {}
    for line in _VECTORS.read_text("utf-8").splitlines():
        vector = json.loads(line)
        if len(vector["text"]) <= _LONG:
            found.setdefault(vector["code"], vector)
    return found


def _shown(vector: dict[str, Any] | None, *, english: bool) -> nodes.paragraph:
    """Write the text, what the columns beside it say, and the mended text."""
    if vector is None:
        return nodes.paragraph()
    paragraph = literals([vector["text"]] if vector["text"] else [])
    for column, names in _COLUMNS.items():
        if column in vector:
            paragraph += [nodes.Text(f"{names[english]} "), nodes.literal("", vector[column]), nodes.Text(" ")]
    if "fix" in vector:
        paragraph += [nodes.Text("→ "), nodes.literal("", vector["fix"])]
    return paragraph


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("error-codes", ErrorCodes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
