"""What people are shown, in both languages, as a whole."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from calls import ROOT, Run

REFUSED = str(Path(__file__).with_name("refused.csv"))
TEXTS = ("≥2200人", "不少于 2200 人", "100%", "12月底前", "逐步提高", "≥5场，≥300人", "3专班", "/", "≥22o0人", "≥80KM")

CALLS = {
    "parse": ("parse", *TEXTS),
    "parse-columns": ("parse", "95", "--relation", "≥", "--unit", "%"),
    "evaluate-met": ("evaluate", "≥2200人", "0.23万人"),
    "evaluate-not-met": ("evaluate", "≤541万元", "5951000元"),
    "evaluate-undetermined": ("evaluate", "≥2200人", "2300个"),
    "evaluate-parts": ("evaluate", "≥5场；≥300人", "6场；200人"),
    "convert-refused": ("convert", "5日", "月"),
    "format-refused": ("format", "不少于 2200 人", "≥22o0人"),
    "units": ("units", "面积", "吨", "万元/人·月", "KG", "专班"),
    "help": ("--help",),
    "help-parse": ("parse", "--help"),
    "help-evaluate": ("evaluate", "--help"),
    "help-convert": ("convert", "--help"),
    "help-format": ("format", "--help"),
    "help-units": ("units", "--help"),
    "help-check": ("check", "--help"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CALLS)
def test_shown(name: str, lang: str, run: Run, golden: Callable[[str, str], None]) -> None:
    done = run(*CALLS[name], "--lang", lang)
    golden(f"{name}.{lang}", f"{done.out}{done.err}exit {done.code}\n")


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_with_refusals(
    lang: str, width: str, run: Run, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.chdir(Path(REFUSED).parent)
    done = run("check", "refused.csv", "--year", "2025", "--lang", lang)
    golden(f"check-refused-{width}.{lang}", f"{done.out}{done.err}exit {done.code}\n")


def test_check_seed_table(run: Run, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    golden("check-liujiang-2025", run("check", "examples/liujiang-2025.csv").out)


def test_seed_table_reads_alike_in_every_format(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    files = "examples/liujiang-2025.csv", "examples/liujiang-2025.xlsx", "tests/data/liujiang-2025.txt"
    # All but the places, which are cells here and lines there; only the text has titles, which say the year.
    place = re.compile(r"^ {5}\S+  ", re.MULTILINE)
    shown = {place.sub("", run("check", "--year", "2025", file).out).replace(file, "") for file in files}
    assert len(shown) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_asked(width: int, lang: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from indicator_dsl.errors import display_width

    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("check", REFUSED, "--lang", lang).out.splitlines()
    assert max(map(display_width, lines)) <= width


def test_findings_that_say_the_same_are_shown_together(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "目标.csv"
    path.write_text(
        "项目名称,一级指标,三级指标,指标值\n甲,产出指标,人数,\n甲,产出指标,户数,\n甲,产出指标,班数,≥3专班\n", "utf-8"
    )
    out = run("check", str(path)).out
    assert "错误[FMT01 blank-value]：指标值空白\n     D2  人数\n     D3  户数\n\n   提示[UNT13 unknown-noun]" in out
    assert "发现：错误 2、提示 1" in out


def test_a_long_text_has_no_caret_under_a_broken_line(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    path = tmp_path / "目标.csv"
    path.write_text(f"项目名称,三级指标,指标值\n甲,人数,{'很长的句子' * 9}★5个\n", "utf-8")
    out = run("check", str(path)).out
    assert "^" not in out
    assert "的句子★5个\n     第46个字\n" in out
