"""The example programs run and print what their golden files say."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
GOLDEN = Path(__file__).parent / "golden" / "examples"
INPUT = {"validate_a_stream": "≥95%\n≥95%%\n\n同比增长≥10%\n"}
PROGRAMS = sorted(path.stem for path in EXAMPLES.glob("*.py"))


@pytest.mark.parametrize("name", PROGRAMS)
def test_example(name: str, request: pytest.FixtureRequest) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", EXAMPLES / f"{name}.py"],
        input=INPUT.get(name, "").encode(),
        capture_output=True,
        check=False,
    )
    assert ran.stderr == b""
    printed = ran.stdout.decode().replace("\r\n", "\n")
    golden = GOLDEN / f"{name}.txt"
    if request.config.getoption("--update-goldens"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(printed, encoding="utf-8")
    assert printed == golden.read_text("utf-8")


def test_there_are_four_programs() -> None:
    assert len(PROGRAMS) == 4
