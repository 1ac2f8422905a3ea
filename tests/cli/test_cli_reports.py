"""``check``: reports on standard output and as a file."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from calls import Run

from indicator_dsl.lint import builtin_profile
from indicator_dsl.tables import check, read_tables, writer_for

FORMATS = ("json", "jsonl", "csv", "sarif", "junit", "github")
REFUSED = str(Path(__file__).with_name("refused.csv"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_writes_what_the_writer_writes(format: str, lang: str, process: Callable[..., object]) -> None:
    done = process("check", REFUSED, "--format", format, "--lang", lang)
    expected = "".join(writer_for(format)(check(read_tables(REFUSED), profile=builtin_profile()), lang=lang))  # type: ignore[arg-type]
    assert (done.returncode, done.stderr) == (1, b"")  # type: ignore[attr-defined]
    assert done.stdout == expected.encode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "ascii"])
@pytest.mark.parametrize("format", FORMATS)
def test_any_code_page_will_do(format: str, encoding: str, process: Callable[..., object]) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    out: bytes = process("check", REFUSED, "--format", format, env=env).stdout  # type: ignore[attr-defined]
    match format:
        case "json" | "sarif":
            assert out.isascii()
            assert "专班" in json.dumps(json.loads(out), ensure_ascii=False)
        case "jsonl":
            assert len([json.loads(line) for line in out.splitlines()]) == 11
        case "junit":
            assert out.isascii()
            assert ET.fromstring(out)[0].get("name") == "村道养护"  # noqa: S314  our own text
        case "csv":
            assert len(list(csv.reader(StringIO(out.decode("utf-8-sig"), newline="")))) == 9
        case "github":
            assert [line[:3] for line in out.decode().splitlines()] == ["::e", "::w", "::n", "::e", "::e", "::n"]


def test_a_report_goes_beside_the_output(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "报告.html"
    plain = run("check", REFUSED)
    done = run("check", REFUSED, "--report", str(path))
    assert (done.code, done.out) == (1, plain.out)
    assert done.err == f"报告已写入 {path}\n"
    assert path.read_text("utf-8").startswith('<!doctype html>\n<html lang="zh-CN">')
    # Again, in the other language, over the first.
    done = run("check", REFUSED, "--report", str(path), "--format", "github", "--lang", "en")
    assert done.err == f"report written to {path}\n"
    assert '<html lang="en">' in path.read_text("utf-8")
    assert list(tmp_path.iterdir()) == [path]


def test_the_year_reaches_the_report(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "out.html"
    run("check", REFUSED, "--year", "2025", "--report", str(path))
    assert "2025年10月20日前" in path.read_text("utf-8")


def test_never_over_the_input_or_a_foreign_file(tmp_path: Path, run: Run) -> None:
    source, foreign = tmp_path / "目标.csv", tmp_path / "mine.html"
    source.write_text(Path(REFUSED).read_text("utf-8"), "utf-8")
    foreign.write_text("<!doctype html><title>mine</title>", "utf-8")
    before = source.read_bytes(), foreign.read_bytes()
    for path, says in ((source, "就是要读的文件"), (foreign, "不是本程序写出的"), (tmp_path, "是文件夹")):
        done = run("check", str(source), "--report", str(path))
        assert (done.code, done.out) == (2, "")
        assert says in done.err
    assert (source.read_bytes(), foreign.read_bytes()) == before
    assert "not written by this program" in run("check", str(source), "--report", str(foreign), "--lang", "en").err


def test_a_place_that_takes_no_report_is_said_before_the_work(tmp_path: Path, run: Run) -> None:
    done = run("check", "no-such-file.csv", "--report", str(tmp_path / "no" / "out.html"))
    assert done.code == 2
    assert "没有这个文件夹" in done.err


def test_nothing_is_written_for_a_file_that_cannot_be_read(tmp_path: Path, run: Run) -> None:
    assert run("check", "no-such-file.csv", "--report", str(tmp_path / "out.html")).code == 2
    assert list(tmp_path.iterdir()) == []


def test_many_files_are_one_report(tmp_path: Path, run: Run) -> None:
    for name in ("甲.csv", "乙.csv"):
        (tmp_path / name).write_text("项目名称,三级指标,指标值\n体检费,体检人数,≥2200人\n", "utf-8")
    done = run("check", str(tmp_path))
    assert done.code == 0
    assert [done.out.count(word) for word in ("甲.csv", "乙.csv", "2 个文件", "体检人数")] == [1, 1, 1, 2]


def test_a_file_that_cannot_be_read_keeps_the_others_from_nothing(tmp_path: Path, run: Run) -> None:
    (tmp_path / "甲.csv").write_text("项目名称,三级指标,指标值\n体检费,体检人数,≥2200人\n", "utf-8")
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    done = run("check", str(tmp_path), "--format", "jsonl")
    assert done.code == 2
    assert "体检人数" in done.out
    assert "坏.xlsx" in done.err
    [unread] = json.loads(done.out.splitlines()[0])["unread"]
    assert unread["file"].endswith("坏.xlsx")
    shown = run("check", str(tmp_path), "--report", str(tmp_path / "out.html"))
    assert "1 个文件" in shown.out
    assert "坏.xlsx" in (tmp_path / "out.html").read_text("utf-8")
    assert "坏.xlsx" in run("check", str(tmp_path), "--format", "github").out


@pytest.mark.parametrize("format", FORMATS)
def test_one_file_that_cannot_be_read_is_a_report(format: str, tmp_path: Path, run: Run) -> None:
    done = run("check", str(tmp_path / "没有.csv"), "--format", format)
    assert done.code == 2
    assert "找不到文件" in done.err
    assert done.out if format == "csv" else "没有.csv" in done.out


def test_an_empty_folder_beside_a_file(tmp_path: Path, run: Run) -> None:
    (tmp_path / "空").mkdir()
    done = run("check", str(tmp_path / "空"), REFUSED)
    assert (done.code, done.out) == (2, run("check", REFUSED).out)
    assert done.err.startswith(f"{tmp_path / '空'} 中没有可读取的表格文件")


def test_formats_that_are_not_read_are_told_together(tmp_path: Path, run: Run) -> None:
    for name in ("甲.doc", "乙.wps", "丙.csv"):
        (tmp_path / name).write_text("三级指标,指标值\n人数,5人\n", "utf-8")
    done = run("check", str(tmp_path))
    assert done.code == 2
    files = f"{tmp_path / '乙.wps'}、{tmp_path / '甲.doc'}"
    remedy = "请在 WPS、Word 或 Excel 中另存为 .xlsx 或 .docx"
    assert done.err == f"另有 2 个文件格式不支持，没有读：{files}；{remedy}\n"


def test_of_a_very_long_cell_the_beginning_is_shown(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "长.csv"
    path.write_text(f"三级指标,指标值\n人数,{'人' * 100_000}\n", "utf-8")
    done = run("check", str(path))
    assert "（共100,000字）" in "".join(done.out.split())
    assert len(done.out) < 5000


def test_standard_input_is_no_file(run: Run) -> None:
    done = run("check", "-")
    assert (done.code, done.err.splitlines()[0]) == (2, "用法错误：check 不从标准输入读取，请写文件名")


def test_several_files_become_no_word_file(tmp_path: Path, run: Run) -> None:
    out = tmp_path / "结果.docx"
    done = run("check", REFUSED, str(tmp_path / "甲.docx"), "--annotate", str(out))
    assert (done.code, done.err) == (2, f"一次检查几个文件时，结果只能写成一个新的 .xlsx 工作簿，不能写成 {out}\n")
