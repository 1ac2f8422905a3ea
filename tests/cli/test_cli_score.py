"""Scoring on the command line: what it shows, what it writes back, and what it says of wrong words."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from calls import Run

TABLE = Path(__file__).with_name("self-evaluation.csv")
HEADER = "一级指标,三级指标,指标值,完成值,分值,得分\n"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a table of the rows."""

    def write(*rows: str) -> Path:
        path = tmp_path / "自评表.csv"
        path.write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
        return path

    return write


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["score", "monitor", "policies"])
def test_shown(
    name: str, lang: str, run: Run, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(TABLE.parent)
    calls = {
        "score": ("score", TABLE.name, "--match"),
        "monitor": ("monitor", TABLE.name, "--month", "6"),
        "policies": ("policies", "mof-2021-101"),
    }
    done = run(*calls[name], "--lang", lang)
    golden(f"{name}.{lang}", f"{done.out}{done.err}exit {done.code}\n")


@pytest.mark.parametrize("name", ["score", "monitor", "policies"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help(name: str, lang: str, run: Run, golden: Callable[[str, str], None]) -> None:
    golden(f"help-{name}.{lang}", run(name, "--help", "--lang", lang).out)


def test_all_is_well(run: Run, table: Callable[..., Path]) -> None:
    done = run("score", str(table("产出指标,培训人数,≥300人,310人,60,60", "满意度指标,满意度,≥90%,92%,40,40")))
    assert done.code == 0
    assert "总分：100 / 100，等级：优\n" in done.out


@pytest.mark.parametrize(
    "row",
    [
        "产出指标,培训人数,≥300人,≥300人,60,60",
        "产出指标,培训人数,≥300人,270人,60,60",
        "产出指标,培训人数,≥300人,310人,60,扣5分",
        "产出指标,培训人数,≥300人,310人,18/20,20",
    ],
    ids=["unscorable", "differs", "score", "weight"],
)
def test_the_exit_code_tells_that_something_is_wrong(run: Run, table: Callable[..., Path], row: str) -> None:
    assert run("score", str(table(row))).code == 1


def test_points_as_data(run: Run, table: Callable[..., Path]) -> None:
    done = run("score", str(table("产出指标,成本,≤541万元,5951000元,10,9.09")), "--format", "json")
    [project] = json.loads(done.out)["projects"]
    assert project["self_evaluation"]["total"] == "9.09"
    [row] = project["rows"]
    assert row["points"]["score"]["share"] == "10/11"
    assert row["points"]["agrees"]


def test_a_row_that_shares_the_weight_of_another_is_told(run: Run, table: Callable[..., Path]) -> None:
    done = run("score", str(table("产出指标,培训人数,≥300人,300人,60,60", "产出指标,培训期数,≥3期,0期,,")))
    assert "missed-without-weight" in done.out
    assert "这一项没有分值，没有达成也不影响得分：0期 < 3期" in "".join(done.out.split("\n     "))


def test_points_in_a_column(run: Run, table: Callable[..., Path]) -> None:
    done = run("score", str(table("产出指标,成本,≤541万元,5951000元,10,9.5")), "--format", "csv")
    head, whole, row = done.out.splitlines()
    assert '"得分","算得","结果"' in head
    assert '"9.5","9.09","读懂"' in row
    assert '"","9.09",""' in whole


def test_a_policy_of_ones_own(run: Run, table: Callable[..., Path], tmp_path: Path) -> None:
    own = tmp_path / "本局.toml"
    own.write_text('extends = "mof-2020-10"\n[positive]\nshort = "zero"\n', "utf-8")
    done = run("score", str(table("产出指标,培训人数,≥300人,270人,60,0")), "--policy", str(own))
    assert done.code == 0
    assert "总分：0 / 60" in done.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("p99", "没有评分办法“p99”"),
        ("没有.toml", "没有.toml: 无法读取："),
        ("坏.toml", "坏.toml: 不是有效的 TOML 文件"),
        ("错.toml", "错.toml: 没有“positive.shrt”这一项，可以写：short gate"),
    ],
)
def test_a_policy_that_cannot_be_used(
    run: Run, table: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, given: str, said: str
) -> None:
    path = table("产出指标,培训人数,≥300人,270人,60,0")
    monkeypatch.chdir(path.parent)
    Path("坏.toml").write_bytes(b"\xff\xfe\x00")
    Path("错.toml").write_text('[positive]\nshrt = "zero"\n', "utf-8")
    done = run("score", path.name, "--policy", given)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)


def test_a_strict_policy_names_the_row(run: Run, table: Callable[..., Path], tmp_path: Path) -> None:
    own = tmp_path / "严.toml"
    own.write_text('extends = "mof-2020-10"\nunscorable = "error"\n', "utf-8")
    done = run("score", str(table("产出指标,培训人数,≥300人,≥300人,60,0")), "--policy", str(own))
    assert done.code == 2
    assert "自评表.csv:C2 培训人数: 不能评分" in done.err
    assert "带着比较符" in done.err


@pytest.mark.parametrize("month", ["0", "13", "六", "1.5"])
def test_a_month_is_one_of_twelve(run: Run, month: str) -> None:
    done = run("monitor", str(TABLE), "--month", month)
    assert done.code == 2
    assert f"应为 1 到 12 的月份，不是“{month}”" in done.err


def test_a_month_is_needed(run: Run) -> None:
    done = run("monitor", str(TABLE))
    assert done.code == 2
    assert "缺少选项 --month" in done.err


def test_lights_as_data(run: Run) -> None:
    done = run("monitor", str(TABLE), "--month", "6", "--format", "json")
    [project] = json.loads(done.out)
    assert project["light"] == "red"
    assert project["rows"][0]["light"] == "blue"
    assert done.code == 1


def test_a_file_that_cannot_be_read_does_not_keep_others_from_being_scored(
    run: Run, table: Callable[..., Path]
) -> None:
    good = table("产出指标,培训人数,≥300人,300人,60,60")
    bad = good.with_name("坏.xlsx")
    bad.write_bytes(b"no workbook")
    done = run("score", str(bad), str(good))
    assert done.code == 2
    assert "总分：60 / 60" in done.out
    assert "坏.xlsx" in done.err


def test_what_is_written_back(run: Run, table: Callable[..., Path], tmp_path: Path) -> None:
    path = table("产出指标,培训人数,≥300人,270人,60,60")
    before = path.read_bytes()
    book, page = tmp_path / "评分.xlsx", tmp_path / "评分.html"
    done = run("score", str(path), "--annotate", str(book), "--report", str(page))
    assert done.code == 1
    assert path.read_bytes() == before
    with zipfile.ZipFile(book) as package:
        said = "".join(package.read(name).decode() for name in package.namelist() if "comments" in name)
    assert "应得 54 分" in said
    text = page.read_text("utf-8")
    assert "各项指标完成情况" in text
    assert "各一级指标失分" in text


def test_nothing_of_ours_is_overwritten(run: Run, table: Callable[..., Path]) -> None:
    path = table("产出指标,培训人数,≥300人,270人,60,60")
    other = path.with_name("别人的.html")
    other.write_text("x", "utf-8")
    done = run("score", str(path), "--report", str(other))
    assert done.code == 2
    assert other.read_text("utf-8") == "x"
