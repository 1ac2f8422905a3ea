"""The house keeps its order: imports go down only, what is private stays inside, each foreign library has one door."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "indicator_dsl"

#: From the ground up. A module imports from floors below its own, or from its own package. Same floor: strangers.
FLOORS = (
    {"resources", "dates", "relations", "numerals", "formulas"},
    {"errors", "rows", "relation_cells"},
    {"findings"},
    {"units"},
    {"quantities"},
    {"comparators", "points"},
    {"vocabulary", "english"},
    {"parsing"},
    {"formatting", "evaluation", "conversion", "interchange", "describing", "cells"},
    {"score"},
    {"lint"},
    {"tables", "columns"},
    {"__init__"},
    {"cli"},
)
#: The same inside ``tables``: from a cell to the files a user names, and what is written of them.
TABLE_FLOORS = (
    {"errors", "collecting", "making"},
    {"grid", "layouts", "input", "output"},
    {"columns", "headers", "lookahead", "report"},
    {"contents", "heads"},
    {"money", "row_kinds"},
    {"heading", "listing", "execution", "results"},
    {"by_hand", "drafts", "forms", "readers", "slips"},
    {"opening"},
    {"filling"},
    {"scan", "writers"},
    {"read", "save", "rewriting"},
    {"files", "scoring"},
    {"__init__"},
)

#: The same inside ``columns``: from a column to what the engines are given.
COLUMN_FLOORS = (
    {"errors"},
    {"_arrow"},
    {"schema", "_arriving"},
    {"_distinct"},
    {"_filling", "_given"},
    {"_values", "_assembly"},
    {"parsing", "evaluating", "formatting", "linting"},
    {"__init__"},
    {"remembering"},
    {"pandas", "polars", "duckdb", "spark"},
    {"dask", "files"},
)

#: A name that begins with _ is for its own package. Who takes one from elsewhere all the same, and why.
GUESTS = {
    **dict.fromkeys(
        [
            ("tables.rewriting.json", "tables.readers._plain"),
            ("tables.rewriting.plain", "tables.readers._plain"),
            *(
                ("tables.rewriting.json", f"tables.readers.json.{name}")
                for name in ("_FENCED", "_keys", "_lists", "_text")
            ),
        ],
        "a value is written where its reader found it",
    ),
    ("tables.save", "tables.writers._markup"): "a report of ours is known by its mark",
    ("cli.units", "parsing._columns"): "a unit is asked for as the cells of a unit column are read",
    ("conversion", "parsing._columns"): "so is the unit that is converted to",
    **dict.fromkeys(
        [("cells", "parsing._templates"), ("lint.shapes", "parsing._templates")],
        "texts that are read alike are linted alike",
    ),
    ("columns.parsing", "parsing._columns"): "and so is that of a column",
    ("parsing._columns", "parsing.rules._base"): "a unit column names the units that the rules name",
}

#: Who may import a foreign library; nobody else does. attrs is how values are made, everywhere.
DOORS = {
    "lark": {"parsing"},
    "pint": {"units", "quantities"},
    "click": {"cli"},
    "rich": {"cli"},
    "docx": {"tables.writers", "tables.rewriting"},
    "lxml": {"tables.readers", "tables.rewriting"},
    "pdfplumber": {"tables.readers"},
    "pdfminer": {"tables.readers"},
    "pyarrow": {"columns"},
    **{engine: {f"columns.{engine}"} for engine in ("polars", "duckdb", "dask")},
    "pyspark": {"columns.spark"},
    "pandas": {"columns.pandas", "columns.dask"},
    "babel": {"lint"},  # only where the catalogue is renewed, by hand
}

MODULES = sorted(PACKAGE.rglob("*.py"))
EACH = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(PACKAGE).as_posix())


def name_of(module: Path) -> list[str]:
    """Return the name of a module, from the package down."""
    return list(module.relative_to(PACKAGE).with_suffix("").parts)


def imports(module: Path) -> Iterator[list[str]]:
    """Yield what a file imports, in parts: imports for types or inside functions count too."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.split(".") for alias in names)
            case ast.ImportFrom(module=str(name), names=names, level=0):
                # A name may be a module below, or what a module has.
                yield from ([*name.split("."), alias.name] for alias in names)
            case ast.ImportFrom():
                pytest.fail(f"{module.name}:{node.lineno}: say which module, from indicator_dsl down")


def ours(module: Path) -> Iterator[list[str]]:
    """Yield what a file imports of this package, from the package down."""
    return (rest for library, *rest in imports(module) if library == "indicator_dsl")


def go_down(here: str, inner: list[str], floors: tuple[set[str], ...]) -> None:
    level = {room: number for number, floor in enumerate(floors) for room in floor}
    assert here in level, f"give {here} its floor in {Path(__file__).name}"
    there = inner[0] if inner and inner[0] in level else "__init__"
    assert there == here or level[there] < level[here], f"{here} imports {there}, which is not below it"


@EACH
def test_imports_go_down(module: Path) -> None:
    here = name_of(module)
    for there in ours(module):
        go_down(here[0], there, FLOORS)
        if here[0] == "tables" and there[:1] == ["tables"]:
            go_down(here[1], there[1:], TABLE_FLOORS)
        if here[0] == "columns" and there[:1] == ["columns"]:
            go_down(here[1], there[1:], COLUMN_FLOORS)


def private_imports(module: Path) -> Iterator[tuple[str, str]]:
    """Yield the modules and names with _ that a file imports from a package it is not in, with its own name."""
    here = name_of(module)
    for there in ours(module):
        private = next((at for at, part in enumerate(there) if part.startswith("_") and not part.endswith("__")), None)
        if private is not None and there[:private] != here[:private]:
            yield ".".join(here), ".".join(there[: private + 1])


@EACH
def test_what_is_private_stays_in_its_package(module: Path) -> None:
    for here, there in private_imports(module):
        assert (here, there) in GUESTS, f"{here} imports {there}: give it a name without _, or a reason in GUESTS"


def test_no_guest_has_left() -> None:
    assert set(GUESTS) == {pair for module in MODULES for pair in private_imports(module)}


@EACH
def test_foreign_libraries_have_one_door(module: Path) -> None:
    for library, *_ in imports(module):
        if library not in sys.stdlib_module_names and library not in {"attrs", "indicator_dsl"}:
            rooms = {".".join(name_of(module)[:depth]) for depth in (1, 2)}
            assert rooms & DOORS.get(library, set()), f"{library} has another door"
