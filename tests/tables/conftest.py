"""What the table tests share: the seed table's rows, small files of every format."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
Facts = list[tuple[str | None, ...]]


@pytest.fixture(scope="session")
def gold() -> Facts:
    """The 118 rows of the seed table: project, level1, level2, name, value."""
    with (ROOT / "tests/data/liujiang-2025.rows.tsv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert len(rows) == 118
    return [tuple(row) for row in rows]


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "目标.txt", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write rows of cells into a workbook; ``merge`` and ``formats`` name its cells as Excel does."""

    def write(
        *sheets: Iterable[Sequence[Any]], merge: Sequence[str] = (), formats: dict[str, str] | None = None
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, rows in enumerate(sheets, start=1):
            sheet = book.create_sheet(f"表{number}")
            for row in rows:
                sheet.append(row)
            for cells in merge:
                sheet.merge_cells(cells)
            for cell, number_format in (formats or {}).items():
                sheet[cell].number_format = number_format
        path = tmp_path / "目标.xlsx"
        book.save(path)
        return path

    return write
