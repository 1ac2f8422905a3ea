"""The directive `output`: what the command line prints, in the language of the build.

```{output} check roads-2025.xlsx
:in: docs/howto
:exit: 1
:last: 18
```
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from doc_tables import born
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_ROOT = Path(__file__).parents[2]


class Output(SphinxDirective):
    """Run a command from the root of the checkout, or a folder below it, and print its last lines.

    Another exit code than the one expected ends the build, and so does a command that prints nothing: one that cannot
    even start ends with 1 too.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "in": directives.unchanged_required,
        "exit": directives.nonnegative_int,
        "last": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Return one block of text."""
        lang = "en" if self.config.language == "en" else "zh"
        command = [sys.executable, "-m", "indicator_dsl.cli", "--lang", lang, *shlex.split(self.arguments[0])]
        folder = _ROOT / self.options.get("in", ".")
        around = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(command, cwd=folder, env=around, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
        if done.returncode != self.options.get("exit", 0) or not done.stdout:
            raise self.severe(done.stderr or done.stdout)
        shown = "\n".join(done.stdout.splitlines()[-self.options.get("last", 0) :])
        return [born(nodes.literal_block(shown, shown, language="text", classes=["output"]))]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("output", Output)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
