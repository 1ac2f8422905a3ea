"""The manual names every field of every result."""

import re
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")

from indicator_dsl.columns import schema

PAGE = Path(__file__).parent.parent.parent / "docs/columns/index.md"


@pytest.mark.parametrize("name", ["PARSED", "EVALUATED", "FORMATTED", "LINTED"])
def test_fields_are_in_the_manual(name: str) -> None:
    told = set(re.findall(r"`(\w+)`", PAGE.read_text("utf-8")))
    assert {field.name for field in getattr(schema, name)} <= told
