"""The commands about rules: what they show, what they write, and what they say of wrong words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calls import Run

TABLE = (
    "项目名称,一级指标,二级指标,三级指标,指标值\n"
    "体检,产出指标,数量指标,体检人数,≥ 2200 人\n"
    "体检,产出指标,质量指标,合规率,95%\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "目标.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_rules_are_listed_with_their_severities(run: Run) -> None:
    shown = run("rules")
    assert shown.code == 0
    assert "  FMT06  inner-space" in shown.out
    assert shown.out.endswith("57 条规则，规则集 default\n")
    assert "关" in run("rules", "--ignore", "FMT").out
    assert "strict" in run("rules", "--profile", "strict", "--lang", "en").out


@pytest.mark.parametrize("word", ["FMT06", "fmt06", "inner-space"])
def test_a_rule_is_explained(run: Run, word: str) -> None:
    shown = run("explain", word)
    assert shown.code == 0
    assert shown.out.startswith("FMT06 inner-space  指标值里有多余的空格\n级别 提示，自 0.1 版起\n")
    assert "\n理由\n" in shown.out


def test_the_code_of_a_refusal_leads_to_its_rule(run: Run) -> None:
    assert run("explain", "bad-date").out.startswith("DAT04 ")


def test_no_such_rule(run: Run) -> None:
    shown = run("explain", "FMT99", "--lang", "en")
    assert (shown.code, shown.out) == (1, "")
    assert shown.err == "there is no rule “FMT99”; indicator-dsl rules lists them all\n"


def test_fix_writes_what_keeps_the_meaning(run: Run, table: Path) -> None:
    out = table.with_name("改好.csv")
    shown = run("fix", str(table), "-o", str(out))
    assert (shown.code, shown.out) == (0, "E2  体检人数：≥ 2200 人 → ≥2200人（FMT06）\n")
    assert out.read_text("utf-8") == TABLE.replace("≥ 2200 人", "≥2200人")
    assert table.read_text("utf-8") == TABLE
    assert "修正 1 处" in shown.err
    assert "还有 1 处修改建议" in shown.err
    again = run("fix", str(out), "-o", str(table.with_name("再改.csv")))
    assert (again.code, again.out) == (0, "")
    assert not table.with_name("再改.csv").exists()


def test_fix_takes_suggestions_when_asked(run: Run, table: Path) -> None:
    out = table.with_name("改好.csv")
    assert run("fix", str(table), "--suggest", "-o", str(out)).code == 0
    assert "合规率,≥95%\n" in out.read_text("utf-8")


def test_fix_reads_the_column_that_check_reads(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "目标.csv", tmp_path / "改好.csv"
    path.write_text("一级指标,三级指标,2025年指标值,2026年指标值\n产出指标,人数,≥ 5 人,≥ 6 人\n", "utf-8")
    assert "≥5人" in run("check", str(path), "--year", "2025").out
    assert run("fix", str(path), "--year", "2025", "-o", str(out)).code == 0
    assert out.read_text("utf-8").endswith("人数,≥5人,≥ 6 人\n")


def test_the_year_of_the_project_chooses_the_column(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".indicator-dsl.toml").write_text("year = 2025\n", "utf-8")
    Path("目标.csv").write_text("一级指标,三级指标,2025年指标值,2026年指标值\n产出指标,人数,≥5人,≥6人\n", "utf-8")
    assert "≥5人" in run("check", "目标.csv").out


def test_fix_never_writes_over_a_file(run: Run, table: Path) -> None:
    other = table.with_name("别的.csv")
    other.write_text("别的", "utf-8")
    assert run("fix", str(table), "-o", str(table)).code == 2
    assert run("fix", str(table), "-o", str(other)).code == 2
    assert run("fix", str(table), "-o", str(table.with_name("改好.pdf"))).code == 2
    assert run("fix", str(table)).code == 2
    assert (table.read_text("utf-8"), other.read_text("utf-8")) == (TABLE, "别的")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--select", "NOPE"], "没有规则“NOPE”"),
        (["--ignore", "FMT06,NOPE"], "没有规则“NOPE”"),
        (["--profile", "nope"], "没有规则集“nope”，可以写：default lenient strict"),
        (["--config", "没有.toml"], "没有.toml: 没有这个文件"),
        (["--baseline", "没有.json"], "没有.json: 没有这个文件"),
        (["--fail-on", "always"], "never|refused|error|warning|info"),
    ],
)
def test_wrong_words_are_told(run: Run, table: Path, options: list[str], says: str) -> None:
    shown = run("check", str(table), *options)
    assert (shown.code, shown.out) == (2, "")
    assert says in shown.err


def test_the_file_of_the_project(run: Run, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(table.parent)
    config = table.with_name(".indicator-dsl.toml")
    config.write_text('ignore = ["FMT"]\nfail-on = "warning"\n', "utf-8")
    shown = run("check", str(table))
    assert shown.code == 1
    assert "FMT06" not in shown.out
    assert "VAL01" in shown.out
    config.write_text("sellect = []\n", "utf-8")
    wrong = run("check", str(table))
    assert wrong.code == 2
    assert "不认识的键“sellect”" in wrong.err


@pytest.mark.parametrize(("on", "code"), [("never", 0), ("refused", 0), ("error", 0), ("warning", 1), ("info", 1)])
def test_from_where_on_the_exit_code_tells(run: Run, table: Path, on: str, code: int) -> None:
    assert run("check", str(table), "--fail-on", on).code == code


def test_a_baseline_leaves_what_is_new(run: Run, table: Path) -> None:
    base = table.with_name("基线.json")
    assert run("check", str(table), "--write-baseline", str(base)).code == 0
    assert len(json.loads(base.read_text("utf-8"))["findings"]) == 2
    assert "发现" not in run("check", str(table), "--baseline", str(base)).out
    table.write_text(TABLE + "体检,产出指标,数量指标,场次,≥ 5 场\n", "utf-8")
    shown = run("check", str(table), "--baseline", str(base))
    assert "发现：提示 1" in shown.out
