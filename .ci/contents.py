"""Fail unless each archive named on the command line carries every data file the package reads."""

import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in (
        "grammar/**/*",
        "indicator_dsl/**/*.json",
        "indicator_dsl/**/*.toml",
        "indicator_dsl/**/*.mo",
        "indicator_dsl/**/*.css",
        "indicator_dsl/**/*.js",
        "indicator_dsl/py.typed",
        "indicator_dsl/language.bin",
    )
    for path in ROOT.glob(pattern)
    if path.is_file()
)
KINDS = (".lark", "units.txt", "words.toml", "messages.toml", ".json", ".mo", ".css", ".js", ".bin", "py.typed")

for kind in KINDS:
    assert any(name.endswith(kind) for name in DATA), f"the checkout has no {kind}"
for archive in map(Path, sys.argv[1:]):
    if archive.suffix == ".whl":
        names = set(zipfile.ZipFile(archive).namelist())
        wanted = {name if name.startswith("indicator_dsl/") else f"indicator_dsl/{name}" for name in DATA}
        stray = {name for name in names if not name.startswith(("indicator_dsl/", "indicator_dsl-"))}
    else:
        with tarfile.open(archive) as sdist:
            names = {name.partition("/")[2] for name in sdist.getnames()}
        names |= {name.partition("/")[0] for name in names}
        wanted = {*DATA, "pyproject.toml", "LICENSE", "README.md", "tests", "docs", "examples", "benchmarks"}
        stray = {name for name in names if name.startswith((".venv", "docs/_build"))}
    assert wanted <= names, f"{archive.name} lacks {sorted(wanted - names)}"
    assert not stray, f"{archive.name} carries {sorted(stray)}"
    print(f"{archive.name}: {len(names)} entries, {len(DATA)} data files, {archive.stat().st_size // 1024} kB")
