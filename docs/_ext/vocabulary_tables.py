"""The directives `units-table`, `scales-table`, `words` and `header-words`: the data files as tables.

```{units-table} money area
```

draws the families named (all without arguments) from `grammar/units.txt`;

```{words} relations.before
```

draws one section of `grammar/words.toml`;

```{header-words}
```

draws the words that name the columns of a table, from `indicator_dsl/tables/layouts.toml`.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from doc_tables import born, literals, table
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from indicator_dsl.resources import grammar_folder
from indicator_dsl.units import Unit, catalogue, scales

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from indicator_dsl.units import Family, Spelling


class Vocabulary(SphinxDirective):
    """What the tables share: language, cells, the file they depend on."""

    optional_arguments = 99
    file = ""

    def run(self) -> list[nodes.Node]:
        """Return the tables, built anew when the file changes."""
        self.env.note_dependency(str(Path(grammar_folder()) / self.file))
        return self.tables()

    def tables(self) -> list[nodes.Node]:
        """Return the nodes of this directive."""
        raise NotImplementedError

    def say(self, zh: str, en: str) -> str:
        """Choose the language of the manual."""
        return en if self.config.language == "en" else zh


class UnitsTable(Vocabulary):
    """One section a family: its spellings, their factors, the source."""

    file = "units.txt"

    def tables(self) -> list[nodes.Node]:
        """Return the sections, with a target `units-FAMILY` each."""
        wanted = set(self.arguments)
        families = {unit.family.id for unit in catalogue()}
        if wanted - families:
            message = f"units.txt has no family {', '.join(sorted(wanted - families))}"
            raise self.error(message)
        return [
            self._section(family, list(units))
            for family, units in groupby(catalogue(), lambda unit: unit.family)
            if not wanted or family.id in wanted
        ]

    def _section(self, family: Family, units: list[Spelling]) -> nodes.Node:
        section = nodes.section("", nodes.title("", self.say(family.zh, family.en)), ids=[f"units-{family.id}"])
        if all(unit.definition.startswith("[") for unit in units):
            # A family of count nouns: each is a dimension of its own, so there is no factor to show.
            section += literals(name for unit in units for name in unit.written)
        else:
            head = (self.say("写法", "Spellings"), self.say("等于", "Equals"))
            rows = [[literals(unit.written), nodes.paragraph("", "", self._factor(unit))] for unit in units]
            section += table(head, rows, [3, 2])
        sources = self.say("；", "; ").join(family.sources)
        section += nodes.paragraph("", f"{self.say('出处：', 'Source: ')}{sources}", classes=["source"])
        return born(section)

    def _factor(self, unit: Spelling) -> nodes.Node:
        """Return the factor to the base unit, exactly; a base unit says that it is one."""
        if unit.definition.startswith("["):
            return nodes.Text(self.say("基本单位", "base unit"))
        if ";" in unit.definition:  # an offset, as in ℃
            return nodes.literal("", unit.definition)
        value = Unit(unit.written[0])
        base = _base(value.dimension)
        return nodes.literal("", f"{value.factor} {base}".strip())


class ScalesTable(Vocabulary):
    """The scale words."""

    file = "units.txt"

    def tables(self) -> list[nodes.Node]:
        """Return one table."""
        head = (self.say("数量词头", "Scale word"), self.say("倍数", "Factor"))
        ordered = sorted(scales().items(), key=lambda item: item[1])
        rows = [[literals([word]), nodes.paragraph("", f"{int(value):,}")] for word, value in ordered]
        return [table(head, rows, [1, 1])]


class Words(Vocabulary):
    """One section of words.toml: each key with its words."""

    required_arguments = 1
    optional_arguments = 0
    file = "words.toml"

    def tables(self) -> list[nodes.Node]:
        """Return one table, or one line for a plain list."""
        section: Any = tomllib.loads((Path(grammar_folder()) / self.file).read_text("utf-8"))
        for key in self.arguments[0].split("."):
            if key not in section:
                message = f"words.toml has no section {self.arguments[0]!r}"
                raise self.error(message)
            section = section[key]
        if isinstance(section, dict) and list(section) == ["words"]:
            section = section["words"]
        if isinstance(section, list) and all(isinstance(part, dict) for part in section):  # [[grades]]
            head = (self.say("名称", "Name"), self.say("等级", "Levels"))
            rows = [
                [nodes.paragraph("", part["name"]), literals(["/".join(names) for names in part["levels"]])]
                for part in section
            ]
            return [table(head, rows, [1, 4])]
        if isinstance(section, list):
            return [literals(section)]
        head = (self.say("含义", "Meaning"), self.say("词", "Words"))
        rows = [
            [literals([key]), literals(words)]
            for key, words in section.items()
            if isinstance(words, list) and all(isinstance(word, str) for word in words)
        ]
        return [table(head, rows, [1, 4])]


class HeaderWords(SphinxDirective):
    """The columns that are read, each with the words that may stand over it."""

    #: What the fields of `layouts.toml` are called. `other` is left out: those columns are known and not read.
    names: ClassVar[dict[str, tuple[str, str]]] = {
        "project": ("项目", "project"),
        "funds": ("项目资金", "funds"),
        "level1": ("一级指标", "level 1"),
        "level2": ("二级指标", "level 2"),
        "name": ("指标名称", "indicator"),
        "relation": ("比较符", "relation"),
        "value": ("指标值", "value"),
        "unit": ("计量单位", "unit"),
        "actual": ("完成值", "actual value"),
        "weight": ("分值", "weight"),
        "score": ("得分", "score"),
        "rate": ("得分系数", "rate of the score"),
        "reason": ("偏差原因", "reason of a deviation"),
        "previous": ("上年值", "value of the year before"),
    }

    def run(self) -> list[nodes.Node]:
        """Return the table; a field without a name here ends the build."""
        source = files("indicator_dsl.tables") / "layouts.toml"
        self.env.note_dependency(str(source))
        fields: dict[str, list[str]] = tomllib.loads(source.read_text("utf-8"))["headers"]
        if fields.keys() - {"other"} != self.names.keys():
            message = f"layouts.toml has other fields: {', '.join(fields.keys() ^ self.names.keys())}"
            raise self.error(message)
        english = self.config.language == "en"
        head = ("Column", "Words") if english else ("栏", "表头用词")
        rows = [[nodes.paragraph("", name[english]), literals(fields[key])] for key, name in self.names.items()]
        return [table(head, rows, [1, 4])]


def _base(dimension: tuple[tuple[str, int], ...]) -> str:
    """Write a dimension with the base units' own names: `meter ** 2` is 米²."""
    names = {unit.definition.strip("[]"): unit.written[0] for unit in catalogue() if unit.definition.startswith("[")}
    powers = {1: "", 2: "²", 3: "³"}
    above = [names.get(name, name) + powers.get(power, f"^{power}") for name, power in dimension if power > 0]
    below = [names.get(name, name) + powers.get(-power, f"^{-power}") for name, power in dimension if power < 0]
    return "/".join(["·".join(above), *below])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("units-table", UnitsTable)
    app.add_directive("scales-table", ScalesTable)
    app.add_directive("words", Words)
    app.add_directive("header-words", HeaderWords)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
