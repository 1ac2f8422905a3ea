"""Points as cells write them, and cells that write something else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicator_dsl.points import is_unreadable_points, points_of


@pytest.mark.parametrize(
    "text",
    [
        "20",
        "20分",
        "20 分",
        "20.0分",
        "２０分",
        "20%",
        "（20）",
        "(20分)",
        "（满分20分）",
        "【20】",
        "20（分）",
        "满分20",
        "满分：20分",
        "权重20%",
        "权重：20",
        "分值20",
        "20/20",
        "20分/20分",
        " 20\n分 ",
    ],
)
def test_points(text: str) -> None:
    assert points_of(text) == Decimal(20)
    assert not is_unreadable_points(text)


@pytest.mark.parametrize(
    "text",
    [
        "扣5分",
        "-5",
        "18/20",
        "10-20",
        "10分，质量5分",
        "10+10",
        "二十分",
        "见附件",
        "良",
        "(20",
        "1.2.3",
        "2" * 30,
        "约20",
    ],
)
def test_no_points_where_something_is_written(text: str) -> None:
    assert points_of(text) is None
    assert is_unreadable_points(text)


@pytest.mark.parametrize(
    "text", [None, "", " \n", "/", "—", "——", "－", "-", "--", "\\", "无", "不适用", "N/A", "n/a", "不计分"]
)
def test_cells_that_say_nothing(text: str | None) -> None:
    assert points_of(text) is None
    assert not is_unreadable_points(text)
