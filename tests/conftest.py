"""What all tests share."""

import pytest

#: pytest looks for doctests everywhere; files of one name in several folders cannot be imported side by side.
collect_ignore_glob = ["conftest.py", "*/conftest.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="rewrite the golden files; review them as diffs")
