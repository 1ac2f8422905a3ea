"""``check --annotate``: the copy with the findings in it, and what is said about it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from calls import ROOT, Run

SEED = ROOT / "examples/liujiang-2025.xlsx"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "目标.xlsx"
    book = openpyxl.Workbook()
    for row in (["三级指标", "指标值"], ["人数", "5人人"], ["户数", None]):
        book.active.append(row)
    book.save(path)
    return path


def test_annotated_beside_the_report(source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "结果.xlsx"
    before = source.read_bytes()
    done = run("check", str(source), "--annotate", str(out))
    assert (done.code, done.err) == (1, f"已写出 {out}，批注 2 处\n")
    assert "小结" in done.out
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["校验结果", "Sheet"]
    assert "单位重复" in book["Sheet"]["B2"].comment.text
    assert source.read_bytes() == before
    assert run("check", str(source), "--annotate", str(out)).code == 1  # over its own result


def test_json_on_standard_output_stays_json(source: Path, tmp_path: Path, run: Run) -> None:
    done = run("check", str(source), "--format", "json", "--lang", "en", "--annotate", str(tmp_path / "out.xlsx"))
    assert json.loads(done.out)["summary"]["refused"] == 1
    assert "comments: 2" in done.err


def test_notices_go_to_standard_error(tmp_path: Path, run: Run) -> None:
    out = tmp_path / "结果.xlsx"
    done = run("check", str(ROOT / "examples/liujiang-2025.csv"), "--annotate", str(out))
    assert done.code == 0
    assert done.err.startswith("注意：检查的不是一个 .xlsx 工作簿")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("目标.xlsx", "就是要读的文件"),
        ("没有/结果.xlsx", "没有这个文件夹"),
        ("结果.xlsm", "扩展名也不能变"),
        ("结果.txt", "只能是 .xlsx"),
        ("别人的.xlsx", "不会覆盖"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_work(
    name: str, message: str, source: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path = source.parent
    (tmp_path / "别人的.xlsx").write_bytes(SEED.read_bytes())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr("indicator_dsl.cli.check.read_tables", pytest.fail)
    done = run("check", str(source), "--annotate", str(tmp_path / name))
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
