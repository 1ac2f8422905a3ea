"""What a stranger does with the installed wheel: `smoke.py core`, `smoke.py cli TABLE…`, `smoke.py columns`."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

CORE = {
    "indicator-dsl",
    "attrs",
    "lark",
    "pint",
    # what pint needs
    "flexcache",
    "flexparser",
    "platformdirs",
    "typing-extensions",
}
TOOLS = {"pip", "setuptools"}


def core() -> None:
    """Import from site-packages, with the grammar inside; parse, convert, evaluate; nothing more installed."""
    names = {dist.name.lower().replace("_", "-") for dist in metadata.distributions()}
    assert names - TOOLS == CORE, f"installed: {sorted(names - TOOLS)}"

    import indicator_dsl

    package = Path(indicator_dsl.__file__).parent
    assert package.parent.name == "site-packages", package
    assert {path.name for path in (package / "grammar").iterdir()} >= {"units.txt", "words.toml"}
    heavy = {"pint", "numpy", "rich", "openpyxl", "pyarrow", "pandas"} & set(sys.modules)
    assert not heavy, f"`import indicator_dsl` brought {sorted(heavy)}"

    from indicator_dsl.resources import kept

    assert kept(), "language.bin is stale: every start reads the grammar anew"
    value = indicator_dsl.parse("不少于2200人")
    assert indicator_dsl.to_dict(value) == {
        "kind": "threshold",
        "relation": ">=",
        "quantity": {"magnitude": "2200", "unit": "人"},
    }
    assert str(value) == "≥2200人"
    assert indicator_dsl.convert("≤541万元", "元") == indicator_dsl.parse("≤5410000元")
    assert "met" in str(indicator_dsl.evaluate("≥2200人", "0.3万人").outcome).lower()
    try:
        refused = str(indicator_dsl.parse("≥22o0人"))
    except indicator_dsl.IndicatorError as error:
        refused = error.render(lang="zh")
    assert "第" in refused, refused
    # Without the extra the command says what to install, and shows no traceback.
    bare = subprocess.run([command(), "parse", "1人"], capture_output=True, text=True, check=False)
    assert bare.returncode != 0, bare
    assert "indicator-dsl[cli]" in bare.stderr, bare.stderr
    assert "Traceback" not in bare.stderr, bare.stderr
    print(f"core: {value} from {package}")


def cli(tables: list[str]) -> None:
    """Run the command as installed, on a value and on whole tables."""
    out = subprocess.run([command(), "parse", "--format", "json", "≥2200人"], capture_output=True, check=True).stdout
    assert json.loads(out), out
    for table in tables:
        done = subprocess.run([command(), "check", table], capture_output=True, encoding="utf-8", check=False)
        assert done.returncode in {0, 1}, done
        print(f"check {table}: exit {done.returncode}; {done.stdout.strip().splitlines()[-1]}")
        mended = Path(table).with_stem("mended").name
        subprocess.run([command(), "fix", table, "-o", mended], capture_output=True, check=True)
        assert Path(mended).stat().st_size
        Path(mended).unlink()
    explained = [command(), "explain", "FMT06", "--lang", "en"]
    out = subprocess.run(explained, capture_output=True, check=True).stdout.decode()
    assert "Why" in out, "the rules have no English"


def columns() -> None:
    """Read a column of a file, row by row and in an engine."""
    Path("given.csv").write_text("名称,指标值\n人数,≥2200人\n坏,≥22o0人\n", encoding="utf-8")
    subprocess.run([command(), "columns", "given.csv", "--value", "指标值", "-o", "read.parquet"], check=True)
    import duckdb

    rows = duckdb.sql("select indicator.canonical, indicator.error_fix from 'read.parquet'").fetchall()
    assert rows == [("≥2200人", None), (None, "≥2200人")], rows
    print(f"columns: {rows}")


def command() -> str:
    """Return the console script beside this interpreter."""
    return str(Path(sys.executable).parent / "indicator-dsl")


if sys.argv[1] == "core":
    core()
elif sys.argv[1] == "columns":
    columns()
else:
    cli(sys.argv[2:])
