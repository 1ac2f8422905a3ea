"""Copies with mended values: where they may be written, and what keeps them from being written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mending import edits_of, mended, rows_of

from indicator_dsl.rows import Place
from indicator_dsl.tables import TableError
from indicator_dsl.tables.errors import messages
from indicator_dsl.tables.rewriting import Edit, check_rewrite, files, rewrite, rewrite_file
from indicator_dsl.tables.rewriting.edits import Draft

SEEN: set[str] = set()
CSV = "三级指标,指标值\n人数,≥ 5 人\n户数,≥ 6 户\n"


def refuses(action: Callable[[], object], code: str) -> TableError:
    with pytest.raises(TableError) as caught:
        action()
    SEEN.add(caught.value.code)
    assert caught.value.code == code, str(caught.value)
    assert "{" not in str(caught.value) + caught.value.message("en")
    return caught.value


def test_a_cell_that_says_something_else_by_now(text_file: Callable[..., Path], tmp_path: Path) -> None:
    path = text_file(CSV, "目标.csv")
    edits = edits_of(path, {"≥ 5 人": "≥5人", "≥ 6 户": "≥6户"})
    path.write_text(CSV.replace("≥ 6 户", "≥ 7 户"), encoding="utf-8")
    out = tmp_path / "改好.csv"
    error = refuses(lambda: rewrite_file(path, out, edits), "changed-since")
    assert error.message("en") == (
        f"{path} was changed since it was checked: {path}:B3 should say “≥ 6 户” and says “≥ 7 户”; "
        "nothing was written, check it again"
    )
    assert not out.exists()


@pytest.mark.parametrize("cell", ["B9", "Z2", "A2"])
def test_a_cell_that_is_not_there(text_file: Callable[..., Path], cell: str) -> None:
    path = text_file(CSV, "目标.csv")
    edit = Edit(Place(str(path), row=int(cell[1:]), cell=cell), "≥ 5 人", "≥5人")
    refuses(lambda: rewrite(str(path), path.read_bytes(), [edit]), "changed-since")


def test_an_edit_of_another_file(text_file: Callable[..., Path]) -> None:
    path = text_file(CSV, "目标.csv")
    with pytest.raises(ValueError, match="another file"):
        rewrite(str(path), path.read_bytes(), [Edit(Place("别的.csv", row=2, cell="B2"), "≥ 5 人", "≥5人")])


@pytest.mark.parametrize("after", ["", "  ", "\ud800"])
def test_what_no_value_can_be(after: str) -> None:
    with pytest.raises(ValueError, match=r"blank|half"):
        Edit(Place("目标.csv"), "5", after)


@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".ods", ".pdf", ".html"])
def test_formats_that_are_not_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"目标{ending}"
    path.write_bytes(b"x")
    error = refuses(lambda: check_rewrite(path, tmp_path / f"改好{ending}"), "cannot-rewrite")
    assert ".xlsx" in str(error)
    refuses(lambda: rewrite(str(path), b"x", []), "cannot-rewrite")


def test_the_ending_stays(text_file: Callable[..., Path], tmp_path: Path) -> None:
    path = text_file(CSV, "目标.CSV")
    check_rewrite(path, tmp_path / "改好.csv")
    error = refuses(lambda: check_rewrite(path, tmp_path / "改好.xlsx"), "rewrite-other-kind")
    assert str(tmp_path / "改好.csv") in str(error)


def test_never_over_another_file(text_file: Callable[..., Path], tmp_path: Path) -> None:
    path = text_file(CSV, "目标.csv")
    out, _ = mended(path, {"≥ 5 人": "≥5人"})
    refuses(lambda: check_rewrite(path, out), "output-exists")
    refuses(lambda: rewrite_file(path, out, []), "output-exists")
    refuses(lambda: rewrite_file(path, path, []), "output-is-input")
    refuses(lambda: check_rewrite(path, tmp_path / "无" / "改好.csv"), "output-no-folder")


def test_a_copy_of_ours_is_replaced_until_somebody_works_on_it(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "≥ 5 人"]])
    out, first = mended(path, {"≥ 5 人": "≥5人"})
    _, second = mended(path, {"≥ 5 人": "≥6人"})
    assert first.data != second.data == out.read_bytes()
    out.write_bytes(path.read_bytes())
    refuses(lambda: rewrite_file(path, out, []), "output-exists")


def test_nothing_to_write(text_file: Callable[..., Path]) -> None:
    path = text_file(CSV, "目标.csv")
    out, done = mended(path, {})
    assert done.written == done.notices == ()
    assert out.read_bytes() == path.read_bytes()


def test_the_same_edit_twice(text_file: Callable[..., Path]) -> None:
    path = text_file(CSV, "目标.csv")
    edit = Edit(rows_of(path)[0].place, "≥ 5 人", "≥5人")
    assert rewrite(str(path), path.read_bytes(), [edit, edit]).written == (edit,)


def test_two_edits_of_a_cell_that_disagree(text_file: Callable[..., Path]) -> None:
    path = text_file(CSV, "目标.csv")
    edits = [Edit(rows_of(path)[0].place, "≥ 5 人", after) for after in ("≥5人", "≥6人")]
    done = rewrite(str(path), path.read_bytes(), edits)
    assert [notice.code for notice in done.notices] == ["conflict", "conflict"]
    assert done.data == path.read_bytes()


def broken(monkeypatch: pytest.MonkeyPatch, change: Callable[[bytes, int], bytes]) -> None:
    """Let the writer of text files make mistakes: from the bytes and the number of edits to other bytes."""

    def writer(_: str) -> Callable[..., Draft]:
        return lambda file, data, spots: Draft(change(data, len(spots)))

    monkeypatch.setattr(files, "_writer", writer)


@pytest.mark.parametrize("made", [CSV.replace("≥ 6 户", "≥ 7 户"), CSV + "次数,5\n", "", "\0"])
def test_a_copy_that_reads_otherwise_elsewhere(
    text_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    path = text_file(CSV, "目标.csv")
    broken(monkeypatch, lambda data, count: made.replace("≥ 5 人", "≥5人").encode())
    refuses(
        lambda: rewrite_file(path, path.with_name("改好.csv"), edits_of(path, {"≥ 5 人": "≥5人"})), "rewrite-unsure"
    )
    assert not path.with_name("改好.csv").exists()


def test_a_value_that_reads_otherwise_is_left(text_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = text_file(CSV, "目标.csv")
    broken(monkeypatch, lambda data, count: data.replace("≥ 5".encode(), b"6") if count else data)
    mended(path, {"≥ 5 人": "≥5人"}, "reads-otherwise")


def test_every_code_has_a_test() -> None:
    codes = {code for code in messages() if "rewrite" in code} - {"rewrite-damaged"}
    if len(SEEN) > len(codes):
        assert codes | {"changed-since"} <= SEEN
