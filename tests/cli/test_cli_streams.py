"""Input and output as they come: broken pipes, odd encodings, binary data, folders, Ctrl-C, terminals."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from calls import ROOT, Run

from indicator_dsl.cli.app import BROKEN_PIPE, INTERRUPTED

Process = Callable[..., "subprocess.CompletedProcess[bytes]"]
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_stdin_in_any_usual_encoding(encoding: str, run: Run) -> None:
    done = run("parse", "--format", "jsonl", stdin="不少于2200人\n二〇二五年底前\n".encode(encoding))
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == ["不少于2200人", "二〇二五年底前"]
    assert done.code == 0


@pytest.mark.parametrize("command", ["parse", "format"])
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x81", "既不是 UTF-8 也不是 GB18030"),
        (b"a\0b", "二进制数据"),
        (b"PK\x03\x04rest of a workbook", "二进制数据"),
        (b"%PDF-1.7", "二进制数据"),
    ],
)
def test_stdin_that_is_no_text(data: bytes, says: str, command: str, run: Run) -> None:
    done = run(command, stdin=data)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


@pytest.mark.parametrize(("argv", "out"), [(["parse"], ""), (["parse", "--format", "json"], "[]\n"), (["format"], "")])
def test_empty_stdin_is_said(argv: list[str], out: str, run: Run) -> None:
    assert run(*argv) == (0, out, "标准输入是空的，没有可读的值。\n")


def test_blank_lines_are_blank_values(run: Run) -> None:
    done = run("parse", "--format", "jsonl", stdin="\n  \n")
    assert [json.loads(line)["value"] for line in done.out.splitlines()] == [{"kind": "missing"}] * 2
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (None, "找不到文件"),
        (Path.mkdir, "没有可读取的表格文件"),
        (lambda path: path.write_bytes(b""), "是空文件"),
        (lambda path: path.write_bytes(b"a\0b"), "不是文本文件"),
        (lambda path: path.write_bytes(b"\x81"), "既不是 UTF-8 也不是 GB18030"),
        (lambda path: path.write_text("甲,乙\n1,2\n", "utf-8"), "没有找到指标表"),
    ],
)
def test_files_that_cannot_be_checked(
    make: Callable[[Path], object] | None, says: str, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "目标.csv"
    if make:
        make(path)
    done = run("check", str(path))
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    english = run("check", str(path), "--lang", "en").err
    assert not any("\u4e00" <= c <= "\u9fff" for c in english.replace("目标", "").partition(":")[0])


@pytest.mark.parametrize("name", ["目标.docx", "目标.xls", "目标"])
def test_formats_that_are_not_read(name: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / name).write_bytes(b"anything")
    assert run("check", str(tmp_path / name)).code == 2


@posix
@pytest.mark.parametrize("argv", [["units"], ["check", "examples/liujiang-2025.csv"], ["parse", "--format", "jsonl"]])
def test_broken_pipe_ends_quietly(argv: list[str]) -> None:
    command = [sys.executable, "-m", "indicator_dsl.cli", *argv]
    lines = "≥5人\n" * 20000 if argv[0] == "parse" else ""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):  # it may have ended before it was given everything
            process.stdin.write(lines.encode())
            process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait() == BROKEN_PIPE


@posix
def test_lines_are_answered_as_they_come() -> None:
    command = [sys.executable, "-m", "indicator_dsl.cli", "parse", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("≥5人", "优"):
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text
        process.stdin.close()


@posix
def test_head_takes_one_line(process: Process) -> None:
    shell = f"{sys.executable} -m indicator_dsl.cli units | head -1"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("数量词头")


@posix
def test_interrupted() -> None:
    command = [sys.executable, "-m", "indicator_dsl.cli", "parse"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == INTERRUPTED
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read().decode()


@posix
def test_full_disk_is_said(process: Process) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = process("parse", "≥5人", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert "无法写出结果" in done.stderr.decode()


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "gbk"])
@pytest.mark.parametrize(
    "argv", [["parse", "≥5m²", "≥22o0人"], ["check", "examples/liujiang-2025.csv"], ["units"], ["--help"]]
)
def test_any_code_page_will_do(argv: list[str], encoding: str, process: Process) -> None:
    done = process(*argv, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert done.returncode in {0, 1}
    assert b"Traceback" not in done.stderr
    assert done.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "utf-8"])
def test_json_is_json_in_any_code_page(encoding: str, process: Process) -> None:
    done = process("parse", "--format", "jsonl", "≥5m²", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert json.loads(done.stdout.decode(encoding))["value"]["quantity"]["unit"] == "m²"


@posix
def test_an_argument_that_is_no_text(process: Process) -> None:
    done = process("parse", os.fsdecode(b"\xff5\xe4\xba\xba"))
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def terminal(columns: str, *argv: str, **env: str) -> str:
    """Run a call in a pseudo-terminal and return what it shows."""
    import pty

    master, slave = pty.openpty()
    settings = os.environ | {"COLUMNS": columns, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"} | env
    command = [sys.executable, "-m", "indicator_dsl.cli", *argv]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=settings) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # Linux says so at the end
                break
            if not piece:
                break
            shown += piece
        process.wait(30)
    os.close(master)
    return shown.decode().replace("\r\n", "\n")


@posix
def test_a_terminal_gets_colours_unless_it_does_not_want_them() -> None:
    coloured = terminal("120", "check", "tests/cli/refused.csv")
    plain = terminal("120", "check", "tests/cli/refused.csv", NO_COLOR="1")
    assert "\x1b[31m" in coloured
    assert "\x1b[3" not in plain
    assert "[red]名称[/red]" in coloured


@posix
def test_long_work_shows_a_bar_that_goes_away(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"项目,指标{i},≥{i}人\n" for i in range(30000))
    path.write_text(f"项目名称,指标名称,指标值\n{rows}", "utf-8")
    shown = terminal("100", "check", "--format", "json", str(path))
    assert "读取文件" in shown or "解析指标值" in shown
    assert '"read": 30000' in shown
