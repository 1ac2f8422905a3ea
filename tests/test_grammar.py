"""The grammar is whole: each alternative has an example that uses it, a rule that builds it, and no rest is left."""

import logging
import pickle
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any

import lark
import pytest
from gold import GOLD

from indicator_dsl import parse
from indicator_dsl.parsing import _grammar, _renew, rules
from indicator_dsl.parsing._grammar import Failure, Tables, compile_grammar, parse_shape
from indicator_dsl.parsing._lexer import Cut
from indicator_dsl.parsing._scanner import scan
from indicator_dsl.parsing.rules import RULES
from indicator_dsl.resources import checksum, grammar_folder, kept, read_text

LINE = re.compile(
    r"\s*(?:\??(?P<rule>[a-z_]+):|\|)\s*(?P<body>.*?)\s*(?:->\s*(?P<name>\w+))?\s*(?://\s*(?P<example>.*))?"
)
#: A text without number or sign becomes one of these after the scan (parsing/__init__.py).
AFTER_THE_SCAN = {
    "qualitative": ("TEXT",),
    "about": ("WORD", "COLON", "TEXT"),
    "missing": ("MISSING",),
}
BUILT = compile_grammar()
FOLDER = Path(grammar_folder())


def alternatives() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield place, and then body, name and example of every named alternative."""
    for number, line in enumerate(read_text("indicator.lark").splitlines(), 1):
        match = LINE.fullmatch(line)
        if match and match["name"]:
            yield f"indicator.lark:{number}", (match["body"], match["name"], (match["example"] or "").strip())


ALTERNATIVES = dict(alternatives())


def nodes(tree: Any) -> Iterator[Any]:
    if isinstance(tree, tuple):
        yield tree
        for child in tree[1:]:
            yield from nodes(child)


def terminals_of(node: Any, shape: Sequence[str]) -> set[str]:
    return {shape[child] for child in node[1:] if isinstance(child, int)}


def wanted_terminals(body: str) -> set[str]:
    """Return the terminals an alternative cannot do without."""
    choices = re.sub(r"\((\w+) \| \w+\)", "", body)
    return set(re.findall(r"\b[A-Z][A-Z_]*\b", re.sub(r"\w+\?", "", choices)))


def named() -> set[str]:
    return {str(rule.alias) for rule in BUILT.rules if rule.alias}


def used() -> set[str]:
    return {symbol.name for rule in BUILT.rules for symbol in rule.expansion if symbol.is_term}


def declared() -> set[str]:
    """Return the terminals that have no pattern: the scanner cuts them."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.lark")))
    return {name for names in re.findall(r"^%declare ([A-Z_ ]+)", text, re.MULTILINE) for name in names.split()}


def test_there_are_alternatives() -> None:
    assert len(ALTERNATIVES) > 100


def test_every_alternative_is_named() -> None:
    assert {name for _, name, _ in ALTERNATIVES.values()} == named()
    for rule in BUILT.rules:
        hands_on = rule.options.expand1 and len(rule.expansion) == 1
        repetition = rule.origin.name.startswith("__")
        assert rule.alias or hands_on or repetition or rule.origin.name == "start", f"no name for {rule}"


@pytest.mark.parametrize("place", ALTERNATIVES)
def test_alternative_has_an_example_that_uses_it(place: str) -> None:
    body, name, example = ALTERNATIVES[place]
    assert example, f"no example beside {name}"
    parse(example)
    shape = AFTER_THE_SCAN.get(name) or tuple(scan(example)[0])
    tree = parse_shape(shape)
    assert not isinstance(tree, Failure), f"{example} is read as {shape}, which is no production"
    found = [terminals_of(node, shape) for node in nodes(tree) if node[0] == name]
    assert found, f"{example} does not use {name}"
    # two alternatives may share a name: the example is of this one
    assert any(wanted_terminals(body) <= terminals for terminals in found), f"{example} uses another {name}"


def test_every_alternative_has_a_rule_and_every_rule_an_alternative() -> None:
    assert set(RULES) == named() | {"start"}


@pytest.mark.parametrize("module", rules._MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_no_rule_hides_another(module: Any) -> None:
    for name, function in vars(module).items():
        if isinstance(function, FunctionType) and function.__module__ == module.__name__ and name[0] != "_":
            title = name.removesuffix("_item")
            assert RULES.get(title, function) is function, f"two rules are called {title}"


def test_every_terminal_is_used() -> None:
    defined = {terminal.name for terminal in BUILT.terminals} | declared()
    assert defined - set(BUILT.lexer_conf.ignore) == used()


def test_every_terminal_can_be_read() -> None:
    """A terminal is cut from some example or vector: one that the scanner forgot would never be."""
    shapes = [*AFTER_THE_SCAN.values(), *(scan(example)[0] for _, _, example in ALTERNATIVES.values())]
    shapes += [scan(case["text"])[0] for case in GOLD.values()]
    shapes.append(scan("[60,80]")[0])
    assert used() - {kind for shape in shapes for kind in shape} == set()


def test_what_is_kept_is_up_to_date() -> None:
    """Stale data is left unread: everything works, and starts a second later."""
    stored = kept()
    assert stored, "run python -m indicator_dsl.parsing._renew"
    fresh = pickle.loads(_renew.renewed()[len(checksum()) :])
    tables, fresh_tables = (
        dict(zip(Tables._fields, data.pop("grammar"), strict=True)) for data in (dict(stored), fresh)
    )
    assert {key: data for key, data in stored.items() if key != "grammar"} == fresh
    # the parser's own bytes and the lark that wrote them may differ
    for tables_ in (tables, fresh_tables):
        del tables_["parser"], tables_["lark_version"]
    assert tables == fresh_tables


def test_kept_trees_are_what_lark_says() -> None:
    shapes = {tuple(scan(text)[0]) for _, text in _renew.examples()}
    trees = {shape: parse_shape(shape) for shape in shapes}
    assert _grammar._tables().trees == {shape: tree for shape, tree in trees.items() if not isinstance(tree, Failure)}


def test_stored_parser_is_that_of_the_grammar() -> None:
    assert _grammar._parser().rules == BUILT.rules


def test_the_renewer_finds_every_example() -> None:
    assert sorted(_renew.examples()) == sorted((name, example) for _, name, example in ALTERNATIVES.values())


def test_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger=lark.logger.name):
        path = str(Path(grammar_folder()) / "indicator.lark")
        lark.Lark.open(path, parser="lalr", lexer=Cut, maybe_placeholders=False, debug=True)
    # lark settles shift/reduce conflicts by itself and only tells its log
    assert [record.message for record in caplog.records if "onflict" in record.message] == []
