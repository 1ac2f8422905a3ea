"""The main job: the seed table, from every format, exactly as it was read by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from indicator_dsl.tables import Table, read_tables

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared/corpus/liujiang-2025.txt"
FUNDS: list[int | str] = [541, 132, 650, 300, "750.479", 200, 350, 300, 500, 2600, 500, 160, 500]

FILES = ["tests/data/liujiang-2025.txt", "examples/liujiang-2025.csv", "examples/liujiang-2025.xlsx"]


def facts(tables: list[Table]) -> list[tuple[str | None, ...]]:
    return [(row.project, row.level1, row.level2, row.name, row.value) for table in tables for row in table.rows]


@pytest.mark.parametrize("file", FILES)
def test_every_row_of_the_seed_table(file: str, gold: list[tuple[str, ...]]) -> None:
    tables = read_tables(ROOT / file)
    assert facts(tables) == gold
    assert [table.funds for table in tables] == [Decimal(funds) * 10000 for funds in FUNDS]
    assert all(row.project == table.project for table in tables for row in table.rows)
    assert [row.name for table in tables for row in table.rows if row.value == ""] == ["项目成本", "项目总成本"]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not part of the repository")
def test_the_text_as_published(gold: list[tuple[str, ...]]) -> None:
    assert facts(read_tables(CORPUS)) == gold


def test_columns_a_table_does_not_have_are_none() -> None:
    row = read_tables(ROOT / FILES[0])[0].rows[0]
    assert (row.relation, row.unit, row.actual, row.weight, row.score) == (None,) * 5


@pytest.mark.parametrize(
    ("file", "place"),
    [
        (FILES[0], "liujiang-2025.txt:36"),
        (FILES[1], "liujiang-2025.csv:F2"),
        (FILES[2], "liujiang-2025.xlsx!绩效指标!F2"),
    ],
)
def test_every_value_keeps_its_place(file: str, place: str) -> None:
    assert str(read_tables(ROOT / file)[0].rows[0].place).endswith(place)


def test_the_reduction_has_every_tab_and_slip_of_the_text() -> None:
    reduced = (ROOT / FILES[0]).read_text(encoding="utf-8").splitlines()
    assert all(not line.split("\t")[1] for line in reduced if line.startswith("年度绩效目标\t"))
    if CORPUS.exists():
        published = CORPUS.read_text(encoding="utf-8").splitlines()
        assert [line.count("\t") for line in reduced] == [line.count("\t") for line in published]


def test_no_value_of_the_workbook_is_a_formula() -> None:
    import openpyxl

    sheet = openpyxl.load_workbook(ROOT / FILES[2]).active
    assert {cell.data_type for (cell,) in sheet["F2:F119"]} == {"s", "n"}  # n: the two blank cells
    assert [cell.value for (cell,) in sheet["F2:F119"] if cell.data_type == "n"] == [None, None]
