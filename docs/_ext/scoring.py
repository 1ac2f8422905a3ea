"""The directives `policies`, `policy-keys` and `scores`: how points are given, from the files that say it.

```{policies}
```

draws the policies that are shipped, from `indicator_dsl/score/policies/`;

```{policy-keys}
positive = 下限……
```

draws what a policy's file may say, from the classes of `indicator_dsl/score/policy.py`: in English their docstrings
and comments, in Chinese the lines of the block, one for each table and for each key outside of tables;

```{scores} rules
ratio | ≥300人 | 270人
```

draws the codes of a topic of `indicator_dsl/score/messages.toml`, with examples that are computed (see doc_scores).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import attrs
from doc_scores import Example, ScoreExampleError, examples, patterns, shown
from doc_tables import born, table
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective

from indicator_dsl.quantities import plain
from indicator_dsl.score import Policy, Signal, policies, policy
from indicator_dsl.score.errors import sentences
from indicator_dsl.score.policy import reads

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from indicator_dsl.errors import Lang
    from indicator_dsl.score import Score

_LITERAL = re.compile(r"`+([^`]+)`+")
#: What a sentence about a wrong value begins with.
_WANTED = re.compile(r"^“\{key\}”(应是|应为|应写成|应有| is written| is| has) ?")
_LIGHTS = {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯", None: "不亮灯"}


class Scoring(SphinxDirective):
    """What the tables share."""

    @property
    def lang(self) -> Lang:
        """The language of the manual."""
        return "en" if self.config.language == "en" else "zh"

    def say(self, zh: str, en: str) -> str:
        """Choose the language of the manual."""
        return en if self.lang == "en" else zh


class Policies(Scoring):
    """One row a policy, each a target `policy-NAME`."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        head = (self.say("名称", "Name"), self.say("办法", "Policy"))
        return [table(head, [self._row(policy(name)) for name in policies()], [2, 7])]

    def _row(self, shown: Policy) -> list[nodes.Node]:
        self.env.note_dependency(str(files("indicator_dsl.score") / "policies" / f"{shown.name}.toml"))
        name = nodes.paragraph("", "", nodes.literal("", shown.name), ids=[f"policy-{shown.name}"])
        title = nodes.paragraph("", "", nodes.strong("", shown.title[self.lang]))
        says = nodes.container("", title, nodes.paragraph("", shown.about[self.lang]))
        source = f"{self.say('出处：', 'Source: ')}{shown.source[self.lang]}"
        says += nodes.paragraph("", source, classes=["source"])
        if shown.unverified[self.lang]:
            label = nodes.strong("", self.say("没有核对：", "Not verified: "))
            says += nodes.paragraph("", "", label, nodes.Text(shown.unverified[self.lang]), classes=["source"])
        return [name, says]


class PolicyKeys(Scoring):
    """One table for the keys outside of tables, one for each table of the file."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the tables; a key without a line here ends the build."""
        self.env.note_dependency(inspect.getfile(Policy).replace(".pyc", ".py"))
        chinese = dict(re.split(r" = ", line, maxsplit=1) for line in self.content if line.strip())
        blocks = dict(_blocks(Policy))
        single = [one for one in attrs.fields(Policy) if "reads" in one.metadata and _key(one.name) not in blocks]
        comments = ModuleAnalyzer.for_module(Policy.__module__).find_attr_docs()
        english = {_key(one.name): " ".join(comments.get(("Policy", one.name), [])) for one in single}
        english |= {key: (made.__doc__ or "").strip() for key, (made, _) in blocks.items()}
        if chinese.keys() != english.keys():
            raise self.severe(f"no or too many lines for {' '.join(sorted(chinese.keys() ^ english.keys()))}")
        about = chinese if self.lang == "zh" else english
        found: list[nodes.Node] = [self._table(single, about)]
        for key, (made, is_list) in blocks.items():
            written = f"[[{key}]]" if is_list else f"[{key}]"
            for number, text in enumerate(about[key].split("\n\n")):
                paragraph = nodes.paragraph("", "", *_marked(" ".join(text.split())))
                if not number:
                    opening = [nodes.strong("", "", nodes.literal("", written)), nodes.Text("  ")]
                    paragraph = nodes.paragraph("", "", *opening, *paragraph.children, ids=[f"key-{_id(key)}"])
                found.append(born(paragraph))
            found.append(self._table(list(attrs.fields(made)), {}, key))
        return found

    def _table(self, keys: list[Any], about: dict[str, str], within: str = "") -> nodes.table:
        head = (self.say("键", "Key"), self.say("可以写", "May be"), self.say("默认", "Default"))
        return table(head, [self._row(one, about, within) for one in keys], [3, 4, 2])

    def _row(self, one: Any, about: dict[str, str], within: str) -> list[nodes.Node]:
        key = _key(one.name)
        name = nodes.container("", nodes.paragraph("", "", nodes.literal("", key)))
        if about.get(key):
            name += nodes.paragraph("", "", *_marked(about[key]), classes=["source"])
        return [name, self._may(one, f"{within}.{key}" if within else key), self._default(one)]

    def _may(self, one: Any, key: str) -> nodes.paragraph:
        kind = reads(one)
        if kind.choices:
            return nodes.paragraph("", "", *_marked(" ".join(f"`{word}`" for word in kind.choices)))
        if kind.wanted in {"table", "tables"}:
            link = nodes.reference("", f"[[{key}]]", internal=True, refuri=f"#key-{_id(key)}")
            return nodes.paragraph("", "", link)
        text = str(sentences()["errors"][f"wanted-{kind.wanted}"][self.lang])
        return nodes.paragraph("", _WANTED.sub("", text).replace("{{", "{").replace("}}", "}"))

    def _default(self, one: Any) -> nodes.paragraph:
        if one.default is attrs.NOTHING:
            return nodes.paragraph("", self.say("必须写", "required"))
        value = one.default
        if value is None or value in ("", ()) or isinstance(value, dict):
            return nodes.paragraph("", self.say("没有", "none"))
        # as TOML writes it
        text = plain(Decimal(value.numerator) / value.denominator) if isinstance(value, Fraction) else str(value)
        return nodes.paragraph("", "", nodes.literal("", text))


def _blocks(made: type, within: str = "") -> Iterator[tuple[str, tuple[type, bool]]]:
    """Yield the tables of a file with their classes, and whether each is one of a list."""
    hints = get_type_hints(made)
    for one in attrs.fields(made):
        kind = one.metadata["reads"].wanted if "reads" in one.metadata else ""
        if kind in {"table", "tables"}:
            inner = hints[one.name] if kind == "table" else get_args(hints[one.name])[0]
            key = f"{within}.{_key(one.name)}" if within else _key(one.name)
            yield key, (inner, kind == "tables")
            yield from _blocks(inner, key)


def _key(name: str) -> str:
    return name.replace("_", "-")


def _id(key: str) -> str:
    return key.replace(".", "-")


def _marked(text: str) -> Iterator[nodes.Node]:
    """Yield a text with what stands between backquotes as code."""
    for number, part in enumerate(_LITERAL.split(text)):
        yield nodes.literal("", part) if number % 2 else nodes.Text(part)


class Scores(Scoring):
    """One row a code of a topic, each a target `TOPIC-CODE`; a code without an example has its sentence only."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table; an example that does not hold ends the build."""
        topic = directives.choice(self.arguments[0], ("rules", "unscorable", "remarks", "lights"))
        self.env.note_dependency(str(files("indicator_dsl.score") / "messages.toml"))
        given = {one.code: one for one in examples(list(self.content))}
        said = patterns(topic)
        if unknown := given.keys() - said.keys():
            raise self.severe(f"messages.toml has no {' '.join(sorted(unknown))} under {topic}")
        head = (self.say("代码", "Code"), self.say("目标 ← 完成值", "Target ← actual"), self.say("说明", "Sentence"))
        rows = [self._row(topic, code, both, given.get(code)) for code, both in said.items()]
        return [table(head, rows, [3, 4, 7])]

    def _row(self, topic: str, code: str, both: dict[str, str], example: Example | None) -> list[nodes.Node]:
        name = nodes.paragraph("", "", nodes.literal("", code), ids=[f"{topic}-{code}"])
        if example is None:
            return [name, nodes.paragraph(), nodes.paragraph("", both[self.lang])]
        try:
            found = shown(example, topic)
        except ScoreExampleError as wrong:
            raise self.severe(f"{wrong}") from wrong
        pair = nodes.paragraph("", "", nodes.literal("", example.target or "—"), nodes.Text(" ← "))
        pair += nodes.literal("", example.actual or "—")
        left = nodes.container("", pair)
        if example.options:
            words = (f"`{part}`" for part in example.options.split())
            left += nodes.paragraph("", "", *_marked(" ".join(words)), classes=["source"])
        return [name, left, nodes.paragraph("", self._sentence(found))]

    def _sentence(self, found: Score | Signal) -> str:
        said = found.explain(self.lang)
        if not isinstance(found, Signal):
            return said
        light = None if found.light is None else str(found.light)
        return self.say(f"{_LIGHTS[light]}：{said}", f"{light or 'no light'}: {said}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("policies", Policies)
    app.add_directive("policy-keys", PolicyKeys)
    app.add_directive("scores", Scores)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
