"""What the tests of the command line share: one call, in this process or in one of its own, and golden files."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

pytest.importorskip("click", reason="the command line needs its extra")

from calls import GOLDEN, ROOT, Done, Run

from indicator_dsl.cli import main


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "INDICATOR_DSL_LANG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call ``main`` in this process."""

    def call(*argv: str, stdin: str | bytes = b"") -> Done:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capsys.readouterr()
        code = main(argv)
        return Done(code, *capsys.readouterr())

    return call


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Start the command line as a process of its own."""

    def start(*argv: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
        env = (
            os.environ
            | {
                "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
                "PYTHONIOENCODING": "utf-8",
            }
            | settings.pop("env", {})
        )  # type: ignore[operator]
        command = [sys.executable, "-m", "indicator_dsl.cli", *argv]
        settings = {"capture_output": True, "timeout": 60, "cwd": ROOT, "input": b""} | settings
        return subprocess.run(command, check=False, env=env, **settings)  # type: ignore[call-overload, no-any-return]

    return start


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file, or renew the file under ``--update-goldens``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.txt"
        if request.config.getoption("--update-goldens"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no {path.name}: run pytest --update-goldens, then review it"
        assert text == path.read_text(encoding="utf-8")

    return compare
