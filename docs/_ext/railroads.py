"""The directives `railroad` and `terminals`: diagrams and a table drawn from the grammar files themselves.

```{railroad} threshold interval_*
```

draws the rules named (wildcards and whole files, `dates.lark`, work too). A rule that is drawn nowhere is a warning, so
the manual cannot fall behind the grammar.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import railroad as rr
from doc_tables import born, literals, table
from docutils import nodes
from grammar_source import Definition, Grammar, plain, read, spellings, unquote
from lark import Token, Tree
from lark.grammar import NonTerminal, Terminal
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

_LOG = logging.getLogger(__name__)
_SHOWN = 3  # spellings of one terminal drawn in its box
_CHARACTER = 8.5  # the width of a narrow character in the diagrams

rr.INTERNAL_ALIGNMENT = "left"


class diagram(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """One rule, drawn when the page is written: only then is it known where the others are."""


class Railroad(SphinxDirective):
    """Draw rules, each with its name as a target and its source folded below."""

    required_arguments = 1
    optional_arguments = 99

    def run(self) -> list[nodes.Node]:
        """Return for each rule a caption, the diagram and the source."""
        grammar = _grammar(self.config)
        for file in grammar.files:
            self.env.note_dependency(str(file))
        try:
            rules = grammar.select(self.arguments)
        except LookupError as missing:
            raise self.error(str(missing)) from missing
        out: list[nodes.Node] = []
        for rule in rules:
            _drawn(self.env)[rule.name] = self.env.docname
            caption = nodes.paragraph("", "", nodes.literal("", rule.name), classes=["railroad-name"])
            box = nodes.container("", caption, diagram(rule=rule.name), ids=[_anchor(rule.name)], classes=["railroad"])
            if rule.text:
                source = nodes.literal_block(rule.text, rule.text, language="text")
                box += nodes.raw("", f"<details><summary>{_say(self.config, 'source')}</summary>", format="html")
                box += source
                box += nodes.raw("", "</details>", format="html")
            out.append(born(box))
        return out


class Terminals(SphinxDirective):
    """Tabulate the terminals of the files named (all without arguments): name, spellings, file."""

    optional_arguments = 99

    def run(self) -> list[nodes.Node]:
        """Return one table."""
        grammar = _grammar(self.config)
        rows: list[list[nodes.Node]] = []
        for term in grammar.terminals.values():
            if self.arguments and term.file not in self.arguments:
                continue
            rows.append([literals([term.name]), literals(_words(self.config, term)), nodes.paragraph("", term.file)])
        if not rows:
            message = f"no terminals in {' '.join(self.arguments)}"
            raise self.error(message)
        return [table([_say(self.config, key) for key in ("terminal", "spelling", "file")], rows, [2, 5, 2])]


class Drawing:
    """Turns the tree of a rule into railroad items."""

    def __init__(self, spell: Callable[[str], str], link: Callable[[str], str | None]) -> None:
        """Take how a terminal is shown and where a rule is found."""
        self._spell = spell
        self._link = link

    def svg(self, rule: Definition) -> str:
        """Return the diagram as an inline `<svg>` in the colours of the page, each alternative with its example."""
        out = io.StringIO()
        match rule.tree:
            case Tree(data="expansions", children=alternatives) if len(alternatives) == len(rule.examples):
                pairs = zip(alternatives, rule.examples, strict=True)
                lines = [rr.Sequence(self._item(tree), _box(rr.Comment, example)) for tree, example in pairs]
                item = rr.Choice(0, *lines) if len(lines) > 1 else lines[0]
            case tree:
                item = self._item(tree)
        rr.Diagram(item).writeSvg(out.write)
        return out.getvalue()

    def _item(self, node: object) -> rr.DiagramItem:
        match node:
            case Tree(data="expansions", children=[only]) | Tree(data="value", children=[only]):
                return self._item(only)
            case Tree(data="expansions", children=children):
                return self._choice(children)
            case Tree(data="alias", children=[expansion, *_]):
                return self._item(expansion)
            case Tree(data="expansion", children=children):
                return self._sequence(children)
            case Tree(data="maybe", children=[inner]):
                return rr.Optional(self._item(inner))
            case Tree(data="expr", children=[inner, operator, *bounds]):
                return self._repeat(self._item(inner), str(operator), [str(bound) for bound in bounds])
            case Tree(data="literal", children=[literal]):
                return _box(rr.Terminal, unquote(str(literal)))
            case Tree(data="range", children=[first, last]):
                return _box(rr.Terminal, f"{unquote(str(first))}…{unquote(str(last))}")
            case Tree(data="template_usage", children=[name, *arguments]):
                return self._rule(_name(name), f"{_name(name)}({', '.join(map(_name, arguments))})")
            case Terminal():
                return _box(rr.Terminal, self._spell(_name(node)))
            case NonTerminal():
                return self._rule(_name(node), _name(node))
            case _:
                message = f"no drawing for {node!r}"
                raise ExtensionError(message)

    def _rule(self, name: str, text: str) -> rr.DiagramItem:
        box = _box(_Rule, text)
        box.page = self._link(name)
        return box

    def _choice(self, alternatives: Sequence[object]) -> rr.DiagramItem:
        items = [self._item(alternative) for alternative in alternatives]
        skips = [item for item in items if isinstance(item, rr.Skip)]
        rest = [item for item in items if not isinstance(item, rr.Skip)]
        inner = rest[0] if len(rest) == 1 else rr.Choice(0, *rest)
        return rr.Optional(inner) if skips else inner

    def _sequence(self, parts: Sequence[object]) -> rr.DiagramItem:
        """Draw one after the other; `x (sep x)*` becomes a loop back over `sep`."""
        items: list[rr.DiagramItem] = []
        for place, part in enumerate(parts):
            match part:
                case Tree(data="expr", children=[Tree() as group, Token("OP", "*")]) if place:
                    *between, last = _steps(group)
                    if between and last == parts[place - 1]:
                        items[-1] = rr.OneOrMore(items[-1], self._sequence(between))
                        continue
                case _:
                    pass
            items.append(self._item(part))
        if not items:
            return rr.Skip()
        return items[0] if len(items) == 1 else rr.Sequence(*items)

    def _repeat(self, item: rr.DiagramItem, operator: str, bounds: Sequence[str]) -> rr.DiagramItem:
        match operator:
            case "?":
                return rr.Optional(item)
            case "*":
                return rr.ZeroOrMore(item)
            case "+":
                return rr.OneOrMore(item)
            case _:
                return rr.OneOrMore(item, rr.Comment(f"{'…'.join(bounds)} ×"))


def _steps(group: Tree[Any]) -> list[object]:
    """Return the parts of a group that has one alternative, else the group itself as a single part."""
    match group:
        case Tree(data="expansions", children=[Tree(data="expansion", children=[_, *_] as parts)]):
            return parts
        case _:
            return [group]


class _Rule(rr.NonTerminal):  # type: ignore[misc]  # railroad has no types
    """A box whose text leads to another rule (the library's own link draws the text twice)."""

    page: str | None = None

    def format(self, x: float, y: float, width: float) -> _Rule:
        """Lay the box out, then put the text into the link."""
        super().format(x, y, width)
        if self.page is not None:
            rr.DiagramItem("a", {"href": self.page}, self.children.pop()).addTo(self)
        return self


def _box(kind: type[rr.DiagramItem], text: str) -> rr.DiagramItem:
    """Make a box (or a comment) as wide as its text is drawn: Han characters take two columns."""
    item = kind(text)
    item.width = sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text) * _CHARACTER + 20
    return item


def _name(node: object) -> str:
    """Return a symbol's name as written in its own file."""
    while isinstance(node, Tree):
        node = node.children[0]
    return plain(str(getattr(node, "name", node)))


def _patterns(tree: Tree[Any] | None) -> list[str]:
    """Return what a terminal is built of: literals, patterns and other terminals."""
    if tree is None:
        return []
    return [unquote(str(leaf)) if isinstance(leaf, Token) else _name(leaf) for leaf in tree.scan_values(lambda _: True)]


def _words(config: Config, term: Definition) -> list[str]:
    """Return what a terminal is spelled like: its strings, the words beside its declaration, or those of conf.py.

    `railroad_words` there gives some texts for a terminal; if it is a pattern, what it finds in them is shown.
    """
    texts: Sequence[str] = config.railroad_words.get(term.name, ())
    if not texts:
        words = spellings(term.tree) or list(term.examples)
        if not words:
            _LOG.warning("railroad_words: no example of %s", term.name)
        return words
    patterns = [literal[1:-1] for literal in _patterns(term.tree) if literal.startswith("/")]
    if not patterns:
        return list(texts)
    pattern = re.compile("|".join(patterns))
    found = [pattern.search(text) for text in texts]
    for text, match in zip(texts, found, strict=True):
        if match is None:
            _LOG.warning("railroad_words: %s finds nothing in %r", term.name, text)
    return [match[0].strip() or "␣" for match in found if match]


def _spell(config: Config, name: str) -> str:
    """Return what a terminal's box says: a few spellings, or the name."""
    words = _words(config, _grammar(config).terminals[name])
    return "\N{EN SPACE}".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "") if words else name


def _grammar(config: Config) -> Grammar:
    return read(Path(config.railroad_grammar))


def _drawn(env: BuildEnvironment) -> dict[str, str]:
    """Return which rule is drawn on which page."""
    drawn: dict[str, str] = vars(env).setdefault("railroad_drawn", {})
    return drawn


def _anchor(rule: str) -> str:
    return f"rule-{rule.strip('_').replace('_', '-')}"


def _say(config: Config, key: str) -> str:
    said = {
        "source": ("文法原文", "Source"),
        "terminal": ("终结符", "Terminal"),
        "spelling": ("写法", "Spellings"),
        "file": ("文件", "File"),
    }
    return said[key][config.language == "en"]


def _visit(self: HTML5Translator, node: diagram) -> None:
    env = self.builder.env
    here = self.builder.current_docname

    def link(rule: str) -> str | None:
        page = _drawn(env).get(rule)
        if page is None:
            return None
        return f"{'' if page == here else self.builder.get_relative_uri(here, page)}#{_anchor(rule)}"

    rule = _grammar(self.config).rules[node["rule"]]
    drawing = Drawing(lambda name: _spell(self.config, name), link)
    label = html.escape(node["rule"], quote=True)
    self.body.append(f'<div class="railroad-diagram" role="img" aria-label="{label}">{drawing.svg(rule)}</div>')


def _leave(_self: object, _node: diagram) -> None:
    pass


def _skip(_self: object, _node: diagram) -> None:
    raise nodes.SkipNode


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    drawn = _drawn(env)
    for rule in [rule for rule, page in drawn.items() if page == docname]:
        del drawn[rule]


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    missing = sorted(_grammar(app.config).rules.keys() - _drawn(env).keys())
    if missing:
        _LOG.warning("no page draws the rules %s (```{railroad} …)", ", ".join(missing))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_config_value("railroad_grammar", "", "env", types=[str])
    app.add_config_value("railroad_words", {}, "env", types=[dict])
    app.add_node(diagram, html=(_visit, _leave), text=(_skip, _leave), gettext=(_skip, _leave), latex=(_skip, _leave))
    app.add_directive("railroad", Railroad)
    app.add_directive("terminals", Terminals)
    app.connect("env-purge-doc", _purge)
    app.connect("env-check-consistency", _check)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
