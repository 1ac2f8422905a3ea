"""Called wrongly: in the language asked for, with exit code 2 and nothing on standard output."""

import builtins
import sys
from typing import Any

import pytest
from calls import Run

from indicator_dsl.cli import main
from indicator_dsl.cli.app import COMMANDS

MISTAKES = {
    ("--foo",): ("没有选项 --foo", "no such option: --foo"),
    ("pars",): ("没有命令“pars”；是不是 parse？", "no such command: pars; did you mean parse?"),
    ("parse", "--formt", "json"): (
        "没有选项 --formt；是不是 --format？",
        "no such option: --formt; did you mean --format?",
    ),
    ("parse", "-x"): (
        "没有选项 -x；以 - 开头的值要写在 -- 之后",
        "no such option: -x; a value that begins with - goes after --",
    ),
    ("parse", "--format"): ("选项 --format 后面要写一个值", "the option --format needs a value"),
    ("parse", "--help=3"): ("选项 --help 不带值", "the option --help takes no value"),
    ("parse", "--format", "xml"): (
        "选项 --format：应为 text|json|jsonl 之一，不是“xml”",
        "option --format: must be one of text|json|jsonl, not “xml”",
    ),
    ("parse", "--year", "25"): (
        "选项 --year：应为四位年份（1900–2199），不是“25”",
        "option --year: must be a year of four digits (1900–2199), not “25”",
    ),
    ("convert", "5日", "月", "--days-per-year", "0"): (
        "选项 --days-per-year：应为大于零的天数，如 365、366、365.2425，不是“0”",
        "option --days-per-year: must be a number of days above zero, such as 365, 366 or 365.2425, not “0”",
    ),
    ("evaluate", "≥5人"): ("缺少完成值", "ACTUAL is missing"),
    ("check",): ("缺少文件", "FILE is missing"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("argv", MISTAKES, ids=" ".join)
def test_mistakes_are_explained(argv: tuple[str, ...], lang: str, run: Run) -> None:
    done = run("--lang", lang, *argv)
    frame = {"zh": "用法错误：{}", "en": "usage error: {}"}[lang]
    assert done.err.splitlines()[0] == frame.format(MISTAKES[argv][lang == "en"])
    assert (done.code, done.out) == (2, "")


def test_language_that_is_not_there(run: Run) -> None:
    assert run("parse", "--lang", "fr", "≥5人").err.startswith("用法错误：选项 --lang：应为 zh|en 之一")


def test_without_command_shows_help(run: Run) -> None:
    done = run()
    assert (done.code, done.out) == (2, "")
    assert all(name in done.err for name in COMMANDS)


def test_language_before_after_and_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    english = run("parse", "≥5人", "--lang", "en").out
    assert "threshold" in english
    assert run("--lang", "en", "parse", "≥5人").out == english
    assert run("--lang=en", "parse", "≥5人").out == english
    monkeypatch.setenv("INDICATOR_DSL_LANG", "en")
    assert run("parse", "≥5人").out == english
    assert run("parse", "≥5人", "--lang", "zh").out != english


@pytest.mark.parametrize("texts", [["-3%"], ["-5～5人"], ["-"], ["--", "-3%"], ["-0.5℃", "--format", "text"]])
def test_values_that_begin_with_a_minus_sign(texts: list[str], run: Run) -> None:
    assert run("parse", *texts).code == 0


def test_nothing_after_two_dashes_is_an_option(run: Run) -> None:
    assert "--lang" in run("parse", "--", "--lang", "en").out


def test_version(run: Run) -> None:
    done = run("--version")
    assert done.code == 0
    assert done.out.startswith("indicator-dsl ")


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra_it_says_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith(("indicator_dsl.cli.", missing))]:
        monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["units", "亩"]) == 2
    err = capsys.readouterr().err
    assert err.count("pip install 'indicator-dsl[cli]'") == 2
    assert "Traceback" not in err
