"""Columns of text."""

import pytest
from hypothesis import given, strategies as st

from indicator_dsl.cli.layout import columns, fit, pad, wrap
from indicator_dsl.errors import display_width


@given(st.text("人指标值，。（）%≥ab12 \n", max_size=60), st.integers(4, 30))
def test_wrapping_loses_nothing_but_blanks_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("一\n二", ["一", "二"]),
        ("逐步提高，稳中有进", ["逐步提", "高，稳中", "有进"]),
        ("at most 541", ["at most", "541"]),
        ("123456789012", ["12345678", "9012"]),
    ],
)
def test_wrap(text: str, lines: list[str]) -> None:
    assert wrap(text, 8) == lines


@given(
    st.lists(st.lists(st.text("人a", max_size=40), min_size=3, max_size=3), min_size=1, max_size=4), st.integers(28, 90)
)
def test_columns_fit_and_lose_nothing(rows: list[list[str]], available: int) -> None:
    widths = fit(rows, available)
    assert sum(widths) + 4 <= available
    for row in rows:
        lines = list(columns(row, widths))
        for i, cell in enumerate(row):
            assert "".join(line[i] for line in lines).replace(" ", "") == cell
            assert {display_width(line[i]) for line in lines} == {widths[i]}


def test_pad_counts_terminal_columns() -> None:
    assert pad("人", 4) == "人  "
