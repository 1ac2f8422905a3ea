"""Folders, patterns, and many files at once."""

import os
import pickle
from pathlib import Path

import pytest

from indicator_dsl.tables import TableError, check, check_files, files as many, find_files, read_tables

SMALL = "项目名称,三级指标,指标值\n体检费,体检人数,≥2200人\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two tables, one below; a lock file, a hidden file, a hidden folder and a picture."""
    for name in ("甲.csv", "下级/乙.CSV", "~$丙.xlsx", ".隐藏.csv", ".git/丁.csv", "图.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(SMALL, encoding="utf-8")
    return tmp_path


def names(found: list[str], folder: Path) -> list[str]:
    return [Path(file).relative_to(folder).as_posix() for file in found]


def test_a_folder_means_its_tables(folder: Path) -> None:
    assert sorted(names(find_files([folder]), folder)) == ["下级/乙.CSV", "甲.csv"]


def test_a_hidden_folder_that_is_named_is_meant(folder: Path) -> None:
    assert names(find_files([folder / ".git"]), folder) == [".git/丁.csv"]


def test_a_pattern_means_what_it_matches(folder: Path) -> None:
    assert names(find_files([f"{folder}/*.*"]), folder) == ["甲.csv"]
    assert sorted(names(find_files([f"{folder}/**/*.[cC][sS][vV]"]), folder)) == ["下级/乙.CSV", "甲.csv"]


def test_a_file_with_brackets_in_its_name_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "目标[1].csv"
    path.write_text(SMALL, encoding="utf-8")
    assert find_files([path]) == [str(path)]


def test_a_file_comes_once(folder: Path) -> None:
    assert names(find_files([folder / "甲.csv", folder]), folder)[0] == "甲.csv"
    assert len(find_files([folder / "甲.csv", folder])) == 2


def test_a_file_with_two_names_comes_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert find_files(["甲.csv", "./甲.csv", "下级/../甲.csv", str(folder / "甲.csv")]) == ["甲.csv"]
    os.symlink("甲.csv", "新.csv")
    assert find_files(["*.csv"]) == ["新.csv"]  # sorted before 甲


@pytest.mark.parametrize("name", ["长" * 300 + ".csv", "长" * 300 + "*.csv", "a\0b.csv", "a\0*.csv"])
def test_a_name_no_file_can_have(name: str) -> None:
    with pytest.raises(TableError) as caught:
        read_tables(find_files([name])[0])
    assert caught.value.code in {"unreadable-file", "no-files"}


def test_a_named_file_is_left_to_the_reader(folder: Path) -> None:
    assert find_files([folder / "图.png", "没有.csv"]) == [str(folder / "图.png"), "没有.csv"]


@pytest.mark.parametrize("pattern", ["空", "空/*.csv"])
def test_nothing_there(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(TableError) as caught:
        find_files([tmp_path / pattern])
    assert caught.value.code == "no-files"
    assert ".xlsx" in caught.value.message("en")


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_bad_file_keeps_nothing_back(folder: Path, jobs: int) -> None:
    bad = folder / "坏.csv"
    bad.write_bytes(b"\xff\xfe\x00\x00")
    files = [str(folder / "甲.csv"), str(bad), str(folder / "下级/乙.CSV")]
    seen: list[str] = []
    report = check_files(files, jobs=jobs, done=seen.append)
    assert seen == files
    assert [reading.row.place.file for reading in report.readings] == [files[0], files[2]]
    assert [error.words["path"] for error in report.unread] == [str(bad)]


def test_processes_change_nothing(folder: Path) -> None:
    files = find_files([folder]) * 5
    assert check_files(files, jobs=2) == check_files(files, jobs=1)


def test_a_report_survives_pickling() -> None:
    report = check(read_tables("examples/liujiang-2025.csv"))
    assert pickle.loads(pickle.dumps(report)) == report


def test_office_files_that_are_not_read_are_said(folder: Path) -> None:
    for name in ("戊.doc", "己.wps", "~$庚.doc"):
        (folder / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    report = check_files(find_files([folder]))
    assert sorted(Path(error.words["path"]).name for error in report.unread) == ["己.wps", "戊.doc"]
    assert {error.code for error in report.unread} == {"unsupported-format"}
    assert "请在 WPS 或 Word 中另存为 .docx" in str(report.unread[0])


def test_nothing_in_one_of_several_places(folder: Path) -> None:
    (folder / "空").mkdir()
    errors: list[TableError] = []
    assert names(find_files([folder / "空", folder / "甲.csv"], empty=errors.append), folder) == ["甲.csv"]
    assert [error.code for error in errors] == ["no-files"]


@pytest.mark.parametrize("name", ["目标.docx", "目标.doc", "目标.wps"])
def test_a_web_page_that_calls_itself_a_document(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("<html><table><tr><td>三级指标<td>指标值</table>", "utf-8")
    with pytest.raises(TableError, match=r"它其实是 \.html 文件"):
        read_tables(path)


def test_files_that_were_not_read_are_in_no_total(folder: Path) -> None:
    report = check_files([str(folder / "甲.csv"), str(folder / "没有.xlsx")])
    assert (report.summary.severities["error"], report.summary.codes) == (0, {})
    assert [(one.code, str(one.place)) for one in report.findings] == [("missing-file", str(folder / "没有.xlsx"))]


def test_an_unknown_field_is_a_fault_of_no_file(folder: Path) -> None:
    with pytest.raises(TableError) as caught:
        check_files([str(folder / "甲.csv"), "没有.csv"], columns={"天气": "B"})
    assert caught.value.code == "unknown-field"


def work(file: str) -> tuple[()]:
    if "坏" in file:
        os._exit(9)
    return ()


def test_a_file_that_ends_its_process_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a kernel does that has no more memory. The function stands above for processes to find it."""
    files = ["坏.csv", *(f"{number}.csv" for number in range(9)), "也坏.csv", "甲.csv"]
    results = list(many._side_by_side(work, files, 2))
    unread = [result.words["path"] for result in results if isinstance(result, TableError)]
    assert unread == ["坏.csv", "也坏.csv"]
    assert str(results[0]).startswith("内存不足，没有读完 坏.csv")
    assert results[1:-2] == [()] * 9


def test_a_file_for_which_there_is_no_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(file: str, **_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(many, "read_tables", read)
    [error] = check_files([str(folder / "甲.csv")]).unread
    assert error.code == "out-of-memory"


def test_no_more_processes_than_windows_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(many, "_side_by_side", lambda _, files, jobs: asked.append(jobs) or [()] * len(files))
    check_files(["a.csv"] * 100, jobs=200)
    assert asked == [61]
