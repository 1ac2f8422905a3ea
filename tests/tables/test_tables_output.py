"""Files written for the user: never over what is not ours, never half, and a sentence for each reason."""

from __future__ import annotations

import builtins
import errno
import os
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
import pytest
from annotating import busy_workbook, parts_of, report_of, with_parts

from indicator_dsl.tables import Report, TableError
from indicator_dsl.tables.errors import messages
from indicator_dsl.tables.output import check_output, write_output
from indicator_dsl.tables.save import check_report_path
from indicator_dsl.tables.writers import annotate_docx
from indicator_dsl.tables.writers.annotate import annotate_file, check_annotation
from indicator_dsl.tables.writers.ooxml.package import is_ours

SEEN: set[str] = set()


def refuses(call: Callable[[], object], code: str) -> None:
    with pytest.raises(TableError) as caught:
        call()
    SEEN.add(caught.value.code)
    assert caught.value.code == code, str(caught.value)
    for lang in ("zh", "en"):
        assert "{" not in caught.value.message(lang)  # type: ignore[arg-type]


def ours(file: BinaryIO) -> bool:
    return file.read(4) == b"ours"


def write(path: Path, *inputs: Path, data: bytes = b"ours, new") -> None:
    write_output(path, data, inputs=inputs, ours=ours)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(b"theirs")
    return path


def test_a_new_file(tmp_path: Path, source: Path) -> None:
    write(tmp_path / "结果.xlsx", source)
    assert (tmp_path / "结果.xlsx").read_bytes() == b"ours, new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["目标.xlsx", "结果.xlsx"]


def test_an_earlier_result_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "结果.xlsx"
    path.write_bytes(b"ours, old")
    write(path)
    assert path.read_bytes() == b"ours, new"


@pytest.mark.parametrize("content", [b"theirs", b""])
def test_another_file_is_not_replaced(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "结果.xlsx"
    path.write_bytes(content)
    refuses(lambda: write(path), "output-exists")
    assert path.read_bytes() == content


def test_the_input_is_never_written(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source.write_bytes(b"ours, once")  # not even where it is an earlier result
    (tmp_path / "链接.xlsx").symlink_to(source)
    os.link(source, tmp_path / "硬链接.xlsx")
    (tmp_path / "夹").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in (source, "目标.xlsx", "./目标.xlsx", "夹/../目标.xlsx", "链接.xlsx", "硬链接.xlsx"):
        refuses(lambda name=name: write(Path(name), source), "output-is-input")  # type: ignore[misc]
    assert source.read_bytes() == b"ours, once"


def test_a_link_to_an_earlier_result_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "结果.xlsx", tmp_path / "链接.xlsx"
    path.write_bytes(b"ours, old")
    link.symlink_to(path)
    write(link)
    assert link.is_symlink()
    assert path.read_bytes() == b"ours, new"


def test_folders(tmp_path: Path) -> None:
    refuses(lambda: write(tmp_path), "output-directory")
    refuses(lambda: write(tmp_path / "没有" / "结果.xlsx"), "output-no-folder")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["名" * 300 + ".xlsx", "a\0b.xlsx"])
def test_names_that_cannot_be(name: str, tmp_path: Path) -> None:
    refuses(lambda: write(tmp_path / name), "output-failed")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names")
def test_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    refuses(lambda: write(tmp_path / "管道.xlsx"), "output-exists")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "output-disk-full"),
        (errno.EFBIG, "output-disk-full"),
        (errno.EACCES, "output-no-permission"),
        (errno.EROFS, "output-no-permission"),
        (errno.EIO, "output-failed"),
    ],
)
def test_nothing_is_left_of_a_file_that_cannot_be_written(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "结果.xlsx"
    path.write_bytes(b"ours, old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    refuses(lambda: write(path), code)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("结果.xlsx", b"ours, old")]


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    refuses(lambda: write(tmp_path / "结果.xlsx"), "output-no-permission")


def test_a_file_that_appears_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "结果.xlsx"
    monkeypatch.setattr(os, "fsync", lambda _: path.write_bytes(b"theirs"))
    refuses(lambda: write(path), "output-exists")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("结果.xlsx", b"theirs")]


# ---- annotations ----


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(busy_workbook())
    return path


def test_an_annotated_file_is_replaced_until_somebody_works_on_it(busy: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果.xlsx"
    report = report_of(busy)
    annotate_file(report, out)
    first = out.read_bytes()
    assert annotate_file(report, out, lang="en").data == out.read_bytes() != first
    assert is_ours(BytesIO(first))
    parts = parts_of(first)
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"22o0", b"2200")
    out.write_bytes(with_parts(parts))
    refuses(lambda: annotate_file(report, out), "output-exists")
    assert parts_of(out.read_bytes()) == parts


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"text", busy_workbook()])
def test_what_is_not_ours(data: bytes) -> None:
    assert not is_ours(BytesIO(data))


@pytest.mark.parametrize(
    ("source", "out", "code"),
    [
        ("目标.xlsx", "结果.csv", "annotate-ending"),
        ("目标.xlsx", "结果", "annotate-ending"),
        ("目标.xlsx", "结果.xls", "annotate-ending"),
        ("目标.xlsx", "结果.docx", "annotate-no-word"),
        ("目标.csv", "结果.docx", "annotate-no-word"),
        ("目标.xlsx", "结果.xlsm", "annotate-other-kind"),
        ("目标.xlsm", "结果.xlsx", "annotate-other-kind"),
        ("目标.csv", "结果.xlsm", "annotate-other-kind"),
    ],
)
def test_endings(source: str, out: str, code: str, tmp_path: Path) -> None:
    refuses(lambda: check_annotation(tmp_path / source, tmp_path / out), code)


@pytest.mark.parametrize(
    ("source", "out"),
    [
        ("目标.XLSX", "结果.xlsx"),
        ("目标.xlsm", "结果.xlsm"),
        ("目标.csv", "结果.xlsx"),
        ("目标.docx", "结果.xlsx"),
        ("目标.docx", "结果.DOCX"),
    ],
)
def test_endings_that_fit(source: str, out: str, tmp_path: Path) -> None:
    check_annotation(tmp_path / source, tmp_path / out)


def test_a_damaged_workbook_writes_nothing(busy: Path, tmp_path: Path) -> None:
    report = report_of(busy)
    busy.write_bytes(b"PK damaged since it was read")
    refuses(lambda: annotate_file(report, tmp_path / "结果.xlsx"), "cannot-annotate")
    assert [path.name for path in tmp_path.iterdir()] == ["目标.xlsx"]


def test_several_files_are_listed_together(workbook: Callable[..., Path], tmp_path: Path) -> None:
    first = workbook([["三级指标", "指标值"], ["人数", "5人人"]])
    second = tmp_path / "另.csv"
    second.write_text("三级指标,指标值\n户数,6户户\n", encoding="utf-8")
    tables = report_of(first).tables + report_of(second).tables
    report = Report(tables=tables)
    assert annotate_file(report, tmp_path / "结果.xlsx").comments == 2
    sheet, rows = openpyxl.load_workbook(tmp_path / "结果.xlsx").worksheets
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert texts[0][0] == "校验结果：2 个文件"
    listed = [row[:4] for row in texts if row[0] in {str(first), str(second)}]
    assert listed[:2] == [
        [str(first), "（没有项目名称）", "人数", "表1!B2"],
        [str(second), "（没有项目名称）", "户数", "B2"],
    ]
    assert [cell.value for cell in rows[3]][-1] == str(second)
    refuses(lambda: annotate_file(report, tmp_path / "结果.docx"), "annotate-several")


def test_a_report_is_a_web_page(tmp_path: Path) -> None:
    refuses(lambda: check_report_path(tmp_path / "报告.xlsx"), "output-no-html")


def test_what_nobody_can_know_to_be_ours_stays(tmp_path: Path) -> None:
    there = tmp_path / "结果.parquet"
    there.write_bytes(b"x")
    refuses(lambda: check_output(there, inputs=[], ours=None), "output-there")
    assert there.read_bytes() == b"x"


def test_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "docx":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    refuses(lambda: annotate_docx.annotate(Report(tables=()), b""), "missing-library")


def test_every_code_has_a_test() -> None:
    # Runs last in this file; under xdist or with -k there is nothing to compare.
    codes = {code for code in messages() if "output-" in code or "annotate" in code}
    if len(SEEN) > len(codes) // 2:
        assert codes | {"missing-library"} == SEEN
