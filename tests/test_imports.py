"""What an import costs, and that nothing outside a text changes its meaning."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from gold import GOLD

import indicator_dsl

ROOT = Path(__file__).parent.parent
HEAVY = {"pint", "numpy", "rich", "click", "lxml", "docx", "pdfplumber", "openpyxl", "hypothesis", "jsonschema"}
#: Engines of columns.
HEAVY |= {"pyarrow", "pandas", "polars", "duckdb", "pyspark", "dask"}


def python(program: str, *, env: dict[str, str] | None = None, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=given.encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode()


def loaded(program: str) -> set[str]:
    """Return the libraries a program has loaded at its end."""
    modules = python(f"{program}\nimport sys, json; print(json.dumps(list(sys.modules)))")
    return {name.partition(".")[0] for name in json.loads(modules.splitlines()[-1])}


@pytest.mark.parametrize(
    "program",
    [
        "import indicator_dsl",
        "from indicator_dsl import *",
        "import indicator_dsl; indicator_dsl.parse('≥2200人')",
        "import indicator_dsl; indicator_dsl.evaluate('≥2200人', 2300).explain()",
        "import indicator_dsl; indicator_dsl.evaluate('≥2200人', '2300人').explain('en')",
        "import indicator_dsl; indicator_dsl.format('2025年12月31日前', 'en')",
        "import indicator_dsl.columns",
        "import indicator_dsl; indicator_dsl.to_dict(indicator_dsl.parse('80元/人·月'))",
    ],
)
def test_heavy_libraries_wait_until_they_are_needed(program: str) -> None:
    assert loaded(program) & HEAVY == set()


def test_a_conversion_loads_pint() -> None:
    assert "pint" in loaded("import indicator_dsl; indicator_dsl.convert('≤541万元', '元')")


def test_public_names_are_there() -> None:
    assert sorted(indicator_dsl.__all__, key=str) == list(dict.fromkeys(sorted(indicator_dsl.__all__)))
    for name in indicator_dsl.__all__:
        assert getattr(indicator_dsl, name) is not None
    assert set(indicator_dsl.__all__) <= set(dir(indicator_dsl))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = indicator_dsl.no_such_name


PROGRAM = """
import json, sys
import indicator_dsl
texts = json.loads(sys.stdin.buffer.read())
out = []
for text in texts:
    try:
        value = indicator_dsl.parse(text)
        out.append([repr(value), str(value), str(indicator_dsl.evaluate(value, "2025-06-30").outcome)])
    except indicator_dsl.IndicatorError as error:
        out.append([error.code, error.start, error.end, error.render("zh")])
sys.stdout.buffer.write(json.dumps(out).encode())
"""


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
        {"TZ": "Antarctica/Troll", "PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "77", "PYTHONOPTIMIZE": "1"},
        {"PYTHONOPTIMIZE": "2"},
    ],
    ids=lambda env: " ".join(f"{key}={value}" for key, value in env.items()),
)
def test_meaning_does_not_depend_on_the_machine(env: dict[str, str]) -> None:
    texts = json.dumps([case["text"] for case in GOLD.values()])
    assert python(PROGRAM, env=env, given=texts) == python(PROGRAM, given=texts)
