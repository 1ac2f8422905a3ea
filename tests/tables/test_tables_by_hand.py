"""Columns named by hand: ``--map 指标值=F``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from plain import PLAIN

from indicator_dsl.tables import TableError, check, read_tables

Files = Callable[..., Path]
AB = {"指标名称": "A", "指标值": "B"}


def read(path: Path, named: dict[str, str]) -> list[tuple[str | None, str | None, str]]:
    return [(table.project, row.name, row.value) for table in read_tables(path, columns=named) for row in table.rows]


@pytest.mark.parametrize(
    "lines",
    [
        ["项目名称,河道", "主管部门,水利局", "任务名,任务要求", "清淤,≥3公里", "验收,100%"],
        ["项目名称,河道", "任务名,2025年", "清淤,≥3公里", "验收,100%"],
        ["项目名称,河道", "任务,", "清淤,≥3公里", "验收,100%"],
        ["项目名称,河道", "清淤,≥3公里", "验收,100%"],  # no header at all
    ],
)
def test_the_head_of_the_form_is_no_header(lines: list[str], text_file: Files) -> None:
    path = text_file("\n".join(lines), "目标.csv")
    assert read(path, AB) == [("河道", "清淤", "≥3公里"), ("河道", "验收", "100%")]


def test_values_that_do_not_look_like_values(text_file: Files) -> None:
    path = text_file("任务名,目标\n清淤,按计划\n验收,合规\n", "目标.csv")
    assert read(path, AB) == [(None, "清淤", "按计划"), (None, "验收", "合规")]


def test_several_forms(text_file: Files) -> None:
    path = text_file("项目名称,甲\n任务,要求\n清淤,≥3公里\n\n项目名称,乙\n任务,要求\n疏浚,≥4公里\n", "目标.csv")
    assert read(path, AB) == [("甲", "清淤", "≥3公里"), ("乙", "疏浚", "≥4公里")]


@pytest.mark.parametrize("named", [{"指标名称": "任务名", "指标值": "2025年"}, {"指标名称": "A", "指标值": "C"}])
def test_a_header_of_two_rows(named: dict[str, str], text_file: Files) -> None:
    path = text_file("任务名,目标,\n,2024年,2025年\n清淤,≥3公里,≥4公里\n验收,98%,99%\n", "目标.csv")
    assert [value for _, _, value in read(path, named)] == ["≥4公里", "99%"]


@pytest.mark.parametrize("header", ["", "2025年", "任务"])
def test_the_header_of_the_column_does_not_matter(header: str, text_file: Files) -> None:
    path = text_file(f"三级指标,备注,{header}\n清淤,x,≥4公里\n", "目标.csv")
    assert read(path, {"指标值": "C"}) == [(None, "清淤", "≥4公里")]


def test_a_field_that_is_not_to_be_read(text_file: Files) -> None:
    path = text_file("三级指标,指标值,单位\n清淤,≥3,公里\n", "目标.csv")
    assert [table.rows[0].unit for table in read_tables(path, columns={"计量单位": ""})] == [None]


def test_a_mapping_that_fits_nothing_is_named(text_file: Files) -> None:
    path = text_file("三级指标,指标值\n清淤,≥3公里\n", "目标.csv")
    with pytest.raises(TableError) as caught:
        read_tables(path, columns={"指标名称": "A", "指标值": "目标"})
    assert caught.value.code == "mapping-fits-nothing"
    assert "指标值=目标；找到的表头：三级指标 | 指标值" in caught.value.message("zh")
    assert "指标名称=A" not in caught.value.message("zh")


def test_text_has_no_letters_to_name_a_column_by(text_file: Files) -> None:
    path = text_file('[{"三级指标": "人数", "指标值": "5人", "目标值": "6人"}]', "目标.json")
    [finding] = check(read_tables(path), profile=PLAIN).findings
    assert finding.message("zh").endswith("--map 指标值=目标值")
    assert read(path, {"指标值": "目标值"}) == [(None, "人数", "6人")]
