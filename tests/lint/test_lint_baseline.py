"""A baseline takes out what it holds, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicator_dsl.lint import ProfileError, builtin_profile
from indicator_dsl.lint.baseline import baseline_of, read_baseline, without
from indicator_dsl.rows import Place, Row, Table
from indicator_dsl.tables import check
from indicator_dsl.tables.report import Report


def report(*values: str) -> Report:
    place = Place("目标.csv", row=1)
    rows = tuple(Row(name="人数", value=value, place=Place("目标.csv", row=at)) for at, value in enumerate(values, 2))
    table = Table(project="体检", funds=None, rows=rows, place=place)
    return check([table], profile=builtin_profile())


def codes(found: Report) -> list[str]:
    return [one.code for one in found.findings if one.row is not None]


def test_what_is_known_is_not_reported_again(tmp_path: Path) -> None:
    before = report("≥ 5人", "", "≥ 6人")
    path = tmp_path / "基线.json"
    path.write_text(baseline_of(before.tables), "utf-8")
    known = read_baseline(path)
    assert not any(checked.findings for checked in without(known, before.tables))
    assert not any(reading.findings for checked in without(known, before.tables) for reading in checked.readings)
    # rows move, and one more of the same is new
    after = report("", "≥ 6人", "≥7人", "≥ 5人", "≥ 5人", "≥ 8人")
    [checked] = without(known, after.tables)
    left = [(reading.row.value, one.code) for reading in checked.readings for one in reading.findings]
    assert ("≥ 8人", "FMT06") in left
    assert left.count(("≥ 5人", "FMT06")) == 1
    assert not any(value in {"", "≥ 6人"} for value, _ in left)


@pytest.mark.parametrize(
    "content",
    [
        *("", "[]", "{}", '{"version": 9, "findings": []}', "[" * 100_000),
        *('{"version": 1, "findings": [{"file": "x"}]}', '{"version": 1, "findings": 5}'),
    ],
    ids=range(7),
)
def test_what_is_no_baseline(tmp_path: Path, content: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ProfileError, match="不是基线文件"):
        read_baseline(path)
    with pytest.raises(ProfileError, match="没有这个文件"):
        read_baseline(tmp_path / "none.json")
