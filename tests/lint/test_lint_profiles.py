"""Profiles: what a file may say, what it may not, and where it is found."""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from indicator_dsl.lint import (
    Linter,
    ProfileError,
    all_rules,
    builtin_profile,
    builtin_profiles,
    find_config,
    load_profile,
    make_profile,
    with_rules,
)
from indicator_dsl.rows import Place, Row

ROOT = Path(__file__).parents[2]


def codes(value: str, **profile: Any) -> list[str]:
    linter = Linter(make_profile({"extends": "default", **profile}, name="试"))
    return [one.code for one in linter.row(Row(name="名", value=value, place=Place("x"))).findings]


@pytest.mark.parametrize("name", builtin_profiles())
def test_a_shipped_profile_is_whole(name: str) -> None:
    profile = builtin_profile(name)
    assert profile.severities
    assert set(profile.title) == {"zh", "en"}


def test_default_runs_every_rule_as_it_is() -> None:
    assert builtin_profile().severities == {rule.info.code: rule.info.severity for rule in all_rules()}


def test_select_ignore_and_severity() -> None:
    assert "FMT06" in codes("≥ 5人")
    assert "FMT06" not in codes("≥ 5人", ignore=["FMT06"])
    assert "FMT06" not in codes("≥ 5人", ignore=["inner-space"])
    assert "FMT06" not in codes("≥ 5人", ignore=["fmt06"])
    assert codes("≥ 5人", ignore=["ALL"]) == []
    profile = make_profile({"extends": "default", "severity": {"FMT": "error"}}, name="试")
    assert {profile.severities[rule.info.code] for rule in all_rules() if rule.info.family == "FMT"} == {"error"}
    alone = with_rules(make_profile({}, name="空"), select=["FMT06"])
    assert list(alone.severities) == ["FMT06"]


def test_units_of_the_house() -> None:
    assert "UNT13" in codes("≥3专班")
    assert "UNT13" not in codes("≥3专班", units=["专班"])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"sellect": ["FMT"]}, "试: 不认识的键“sellect”，可以写："),
        ({"select": ["FMT99"]}, "试: 没有规则“FMT99”，可以写：FMT01 "),
        ({"select": "FMT"}, "试: “select”要写一列文字"),
        ({"extends": "none"}, "没有规则集“none”，可以写：default lenient strict"),
        ({"severity": {"FMT06": "bad"}}, "试: “severity.FMT06”要写 error、warning 或 info"),
        ({"severity": ["FMT06"]}, "试: “severity”要写成一节"),
        ({"options": {"FMT06": {"no": 1}}}, "试: 不认识的键“options.FMT06.no”"),
        ({"options": {"FMT06": 1}}, "试: “options.FMT06”要写成一节"),
        ({"terms": {"nonsense": []}}, "试: 不认识的键“terms.nonsense”"),
        ({"terms": {"rates": {"bounded": "率"}}}, "试: “terms.rates.bounded”要写一列文字"),
        ({"terms": {"rates": []}}, "试: “terms.rates”要写成一节"),
        ({"year": "2025"}, "试: “year”要写四位数的年份"),
        ({"year": True}, "试: “year”要写四位数的年份"),
        ({"fail-on": "always"}, "试: “fail-on”要写 never、refused、error、warning 或 info"),
    ],
)
def test_what_no_profile_can_say(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ProfileError) as caught:
        make_profile(data, name="试")
    assert str(caught.value).startswith(says)
    assert caught.value.message("en").isascii() or "“" in caught.value.message("en")


def test_a_file_of_the_project(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n", "utf-8")
    config = tmp_path / ".indicator-dsl.toml"
    config.write_text('\ufeffignore = ["FMT"]\nyear = 2025\n', "utf-8")
    assert find_config(inner) == str(config.resolve())
    assert load_profile(config).year == 2025
    assert "UNT13" in load_profile(config).severities
    project = tmp_path / "a" / "pyproject.toml"
    project.write_text('[tool.indicator-dsl]\nextends = "strict"\n', "utf-8")
    assert find_config(inner) == str(project.resolve())
    assert load_profile(project).title == builtin_profile("strict").title


@pytest.mark.parametrize(
    ("content", "says"), [(b"select = [", "不是正确的 TOML"), (b"\xff", "不是正确的 TOML"), (None, "没有这个文件")]
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "c.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProfileError, match=says):
        load_profile(path)


def test_a_profile_goes_to_other_processes() -> None:
    profile = make_profile({"extends": "default", "terms": {"lower-is-better": ["怪事"]}}, name="试")
    assert pickle.loads(pickle.dumps(profile)).terms.direction("怪事件数") == "lower"


def test_every_error_is_told_in_full() -> None:
    for code, sentences in tomllib.loads((ROOT / "indicator_dsl/lint/messages.toml").read_text("utf-8")).items():
        words = {name: "甲" for text in sentences.values() for _, name, _, _ in Formatter().parse(text) if name}
        error = ProfileError(code, **words)
        assert error.render("zh") == error.message("zh") == str(error)
        assert error.render("en") == error.message("en")
