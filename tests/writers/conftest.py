"""What the tests of the writers share: small reports, golden files, a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import CHROMIUM, Browser
from plain import PLAIN

from indicator_dsl.tables import Report, check, read_tables, writer_for

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
Written = Callable[..., str]


@pytest.fixture(scope="session")
def refused() -> Report:
    """Eight rows: values that are read, refused, blank, and one with an unknown noun."""
    return _of("tests/cli/refused.csv")


@pytest.fixture(scope="session")
def seed() -> Report:
    return _of("examples/liujiang-2025.xlsx")


def _of(file: str) -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # the file is named in the report as it is named here
        return check(read_tables(file), profile=PLAIN)


@pytest.fixture
def written() -> Written:
    """Return all that a writer writes."""

    def write(name: str, report: Report, lang: str = "zh") -> str:
        return "".join(writer_for(name)(report, lang=lang))  # type: ignore[arg-type]

    return write


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file, or renew the file under ``--update-goldens``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-goldens"):
            path.write_bytes(text.encode())
        assert path.is_file(), f"no {path.name}: run pytest --update-goldens, then review it"
        assert text == path.read_bytes().decode()

    return compare


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with Browser() as found:
        yield found
