"""The house keeps its order: imports go down only, and each foreign library has one door."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "indicator_dsl"

#: From the ground up. A module imports from floors below its own, or from its own package. Same floor: strangers.
FLOORS = (
    {"resources", "dates", "relations", "numerals"},
    {"errors", "rows"},
    {"findings"},
    {"units"},
    {"quantities"},
    {"comparators"},
    {"vocabulary", "english"},
    {"parsing"},
    {"formatting", "evaluation", "conversion", "interchange", "describing"},
    {"lint"},
    {"tables"},
    {"__init__"},
    {"cli"},
)
LEVEL = {room: level for level, floor in enumerate(FLOORS) for room in floor}

#: The rooms that may import a foreign library; nobody else does. attrs is how values are made, everywhere.
DOORS = {
    "lark": {"parsing"},
    "pint": {"units", "quantities"},
    "click": {"cli"},
    "rich": {"cli"},
    "docx": {"tables"},
    "lxml": {"tables"},
    "pdfplumber": {"tables"},
    "pdfminer": {"tables"},
    "babel": {"lint"},  # only where the catalogue is renewed, by hand
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: Path) -> str:
    """Name the part of the house a file belongs to: its module or its package."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[tuple[str, str]]:
    """Yield what a file imports as (library, room): imports for types or inside functions count too."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module=str(name), names=names, level=0):
                found = [f"{name}.{alias.name}" for alias in names] if name == "indicator_dsl" else [name]
            case ast.ImportFrom():
                pytest.fail(f"{module.name}:{node.lineno}: say which module, from indicator_dsl down")
            case _:
                continue
        for name in found:
            library, _, rest = name.partition(".")
            inner = rest.partition(".")[0]
            yield library, inner if inner in LEVEL else "__init__"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(PACKAGE).as_posix())
def test_imports_go_down(module: Path) -> None:
    here = room(module)
    assert here in LEVEL, f"give {here} its floor in {Path(__file__).name}"
    for library, there in imports(module):
        if library == "indicator_dsl" and there != here:
            assert LEVEL[there] < LEVEL[here], f"{here} imports {there}, which is not below it"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(PACKAGE).as_posix())
def test_foreign_libraries_have_one_door(module: Path) -> None:
    for library, _ in imports(module):
        if library not in sys.stdlib_module_names and library not in {"attrs", "indicator_dsl"}:
            assert room(module) in DOORS.get(library, set()), f"{library} has another door"
