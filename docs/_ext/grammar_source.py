"""The grammar as its authors wrote it: rules and terminals with their trees, their files and their text.

lark expands `*`, `?` and alternatives into helper rules when it builds a parser. A reader wants them as written, so
this module stops after lark has read the files and before it compiles them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from lark import Tree
from lark.load_grammar import load_grammar

_DEFINITION = re.compile(r"^[?!]{0,2}(?P<name>\w+)(?:\.-?\d+)?(?:\{[^}]*\})?\s*:", re.MULTILINE)
_DECLARED = re.compile(r"^%declare (?P<names>[\w ]+?)\s*//\s*(?P<words>\S.*)$", re.MULTILINE)
_EXAMPLE = re.compile(r"(?<=\s)//\s*(?P<example>\S.*?)\s*$")
_MANGLED = re.compile(r"^(_?)(?:[a-z0-9]+__)+")


@dataclass(frozen=True, slots=True)
class Definition:
    """A rule or terminal: its tree (None for a terminal that is only declared), and where it is written.

    The examples are those beside its lines: one for each alternative of a rule, words of a declared terminal.
    """

    name: str
    tree: Tree[Any] | None
    file: str
    text: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules and terminals, by the name their own file gives them."""

    rules: dict[str, Definition]
    terminals: dict[str, Definition]
    files: tuple[Path, ...]

    def select(self, patterns: list[str]) -> list[Definition]:
        """Return the rules named: by name, by wildcard, or by file (`dates.lark`: all of its rules in order)."""
        found: dict[str, Definition] = {}
        for pattern in patterns:
            hits = [
                rule
                for rule in self.rules.values()
                if (rule.file == pattern if pattern.endswith(".lark") else fnmatchcase(rule.name, pattern))
            ]
            if not hits:
                msg = f"the grammar has no rule {pattern!r}"
                raise LookupError(msg)
            found |= {rule.name: rule for rule in hits}
        return list(found.values())


@cache
def read(start: Path) -> Grammar:
    """Read the grammar file `start` and all that it imports."""
    text = start.read_text("utf-8")
    loaded, imported = load_grammar(text, str(start), [str(start.parent)], False)  # type: ignore[no-untyped-call]  # noqa: FBT003
    files = (start, *sorted(path for name in imported if (path := Path(name)).is_file()))
    written = {
        name: (file.name, text, examples)
        for file in files
        for name, text, examples in (*_definitions(file), *_declared(file))
    }

    def define(mangled: str, tree: Tree[Any] | None) -> Definition:
        name = plain(mangled)
        return Definition(name, tree, *written.get(name, (start.name, "", ())))

    rules = [define(str(name), tree) for name, _, tree, _ in loaded.rule_defs]
    terminals = [define(str(name), tree) for name, (tree, _) in loaded.term_defs]
    order = {name: place for place, name in enumerate(written)}
    rules.sort(key=lambda rule: order.get(rule.name, len(order)))
    return Grammar({rule.name: rule for rule in rules}, {term.name: term for term in terminals}, files)


def plain(name: str) -> str:
    """Drop the file name that lark puts before an imported name: `dates__day` is `day`."""
    return _MANGLED.sub(r"\1", name)


def spellings(tree: Tree[Any] | None) -> list[str] | None:
    """Return the strings a terminal stands for if it is no more than a list of strings, else None."""
    if tree is None or any(True for _ in tree.find_pred(lambda node: node.data in {"expr", "maybe", "range"})):
        return None
    literals = [str(leaf) for leaf in tree.scan_values(lambda leaf: getattr(leaf, "type", "") in {"STRING", "REGEXP"})]
    leaves = list(tree.scan_values(lambda _: True))
    single = all(len(node.children) == 1 for node in tree.find_data("expansion"))
    if not single or len(leaves) != len(literals) or any(text.startswith("/") for text in literals):
        return None
    return [unquote(text) for text in literals]


def unquote(literal: str) -> str:
    """Return the characters of a lark string `"≥"` or `"kg"i`; a pattern `/…/` stays as it is."""
    if literal.startswith("/"):
        return literal
    return literal[1 : literal.rindex('"')].replace('\\"', '"').replace(r"\\", "\\")


def _definitions(file: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each name a file defines, its text (comment right above, definition, further lines) and its examples."""
    lines = file.read_text("utf-8").splitlines()
    for place, line in enumerate(lines):
        match = _DEFINITION.match(line)
        if match is None:
            continue
        first, last = place, place + 1
        while first and lines[first - 1].startswith("//") and not _is_banner(lines[first - 1]):
            first -= 1
        while last < len(lines) and lines[last][:1] in {" ", "\t", "|"} and lines[last].strip():
            last += 1
        beside = (_EXAMPLE.search(each) for each in lines[place:last])
        yield match["name"], "\n".join(lines[first:last]), tuple(found["example"] for found in beside if found)


def _declared(file: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each `%declare`d terminal with the words beside it: up to a gap of two blanks, one for each name."""
    for match in _DECLARED.finditer(file.read_text("utf-8")):
        names = match["names"].split()
        words = [word for word in re.split(r"[ ,，、]+", match["words"].partition("  ")[0]) if word != "…"]
        if any(re.match("[A-Za-z]+$", word) for word in words):  # an explanation, not examples
            words = []
        for place, name in enumerate(names):
            yield name, match[0], tuple(words if len(names) == 1 else words[place : place + 1])


def _is_banner(comment: str) -> bool:
    """Tell a line that opens a topic (`// ---- dates`, `// ── 日期 ──`) from one that explains a rule."""
    return re.match(r"//\s*[-=─═*#]{2,}", comment) is not None
