"""The directive `error-codes`: every error with its messages, from the file the library takes them from."""

import tomllib
from importlib.resources import files

from doc_tables import table
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class ErrorCodes(SphinxDirective):
    """One row a code, in alphabetical order, each a target `error-CODE`."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        source = files("indicator_dsl") / "messages.toml"
        self.env.note_dependency(str(source))
        lang = "en" if self.config.language == "en" else "zh"
        head = ("Code", "Message", "Hint") if lang == "en" else ("代码", "说明", "提示")
        rows = []
        for code, said in sorted(tomllib.loads(source.read_text("utf-8"))["codes"].items()):
            name = nodes.paragraph("", "", nodes.literal("", code), ids=[f"error-{code}"])
            hint = said.get("hint", {}).get(lang, "")
            rows.append([name, nodes.paragraph("", said[lang]), nodes.paragraph("", hint)])
        return [table(head, rows, [2, 4, 4])]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("error-codes", ErrorCodes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
