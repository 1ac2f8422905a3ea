"""Sources have one sentence a line; between two Chinese characters the line break is not a blank."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

_CHINESE = "[\u2014-\u2027\u2e80-\u9fff\uff00-\uffef]"
_BREAK = re.compile(rf"(?<={_CHINESE})\n|\n(?={_CHINESE})")


class JoinChineseLines(SphinxPostTransform):
    """Drop line breaks that touch a Chinese character (after the translation was looked up)."""

    default_priority = 10

    def run(self, **_: Any) -> None:
        """Rewrite the text nodes of paragraphs, looking at what stands before and after each."""
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if "\n" not in text or isinstance(parent, nodes.FixedTextElement | nodes.literal | nodes.raw):
                continue
            place = parent.index(text)
            before = parent[place - 1].astext()[-1:] if place else ""
            after = parent[place + 1].astext()[:1] if place + 1 < len(parent) else ""
            joined = _BREAK.sub("", f"{before}{text}{after}")
            parent.replace(text, nodes.Text(joined[len(before) : len(joined) - len(after)]))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the transform."""
    app.add_post_transform(JoinChineseLines)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
