"""What `parse` does not wait for."""

import subprocess
import sys

from calls import ROOT

HEAVY = {"rich", "pint", "openpyxl", "numpy", "json", "indicator_dsl.tables", "indicator_dsl.cli.check", "difflib"}


def test_parse_imports_nothing_heavy() -> None:
    code = (
        f"from indicator_dsl.cli import main; main(['parse', '≥2200人']); import sys; print({HEAVY} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == "set()"
