"""The directive `targets`: targets badly and well written, checked while the manual is built (see doc_targets)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from doc_tables import literals, table
from doc_targets import Target, TargetError, check, targets
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from indicator_dsl.lint import find_rules
from indicator_dsl.lint.catalog import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from indicator_dsl.errors import Lang


class Targets(SphinxDirective):
    """A table: what not to write, what to write, and the rule that says why."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "level1": directives.unchanged,
        "level2": directives.unchanged,
        "year": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the table; a line that does not hold ends the build."""
        lang: Lang = "en" if self.config.language == "en" else "zh"
        found = targets(list(self.content))
        for one in found:
            try:
                check(one, self.options)
            except TargetError as wrong:
                raise self.severe(f"{wrong}") from wrong
        head = ("indicator", "not", "but", "why") if lang == "en" else ("指标", "不要写", "应写", "为什么")
        return [table(head, [self._row(one, lang) for one in found], [4, 3, 3, 4])]

    def _row(self, target: Target, lang: Lang) -> list[nodes.Node]:
        [rule] = find_rules(target.code)
        page = f"rules/{rule.info.family.lower()}.html#{target.code.lower()}"
        why = nodes.paragraph("", f"{translate(rule.page.title, lang)} ")
        why += nodes.reference("", target.code, internal=True, refuri=page)
        return [nodes.paragraph("", target.name), literals([target.bad]), literals([target.good]), why]


def setup(app: Any) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("targets", Targets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
