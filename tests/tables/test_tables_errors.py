"""Files that cannot be read: one clear message for each reason, in both languages."""

from __future__ import annotations

import builtins
import io
import os
import pickle
import re
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from containers import container
from documents import Pdf

from indicator_dsl.tables import TableError, find_files, read_tables
from indicator_dsl.tables.errors import messages
from indicator_dsl.tables.input import MOST_BYTES

SEEN: set[str] = set()
#: Where a library says why, only these are shown in Chinese: names of formats and programs.
ENGLISH = {"Excel", "WPS", "Word", "PDF", "JSON", "CSV", "NaN"}


def fails(path: Path, code: str) -> TableError:
    with pytest.raises(TableError) as caught:
        read_tables(path)
    error = caught.value
    SEEN.add(error.code)
    assert error.code == code, str(error)
    assert str(path) in str(error)
    assert str(error) == error.message("zh") != error.message("en")
    if error.words.get("detail") or "reason" in error.words:
        assert set(re.findall(r"(?<!\.)\b[A-Za-z]{2,}", str(error).replace(str(path), ""))) <= ENGLISH
    assert "{" not in error.message("en") + error.message("zh")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, str(copy)) == (error.code, str(error))
    return error


def zipped(names: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_missing_file(tmp_path: Path) -> None:
    fails(tmp_path / "没有.csv", "missing-file")


def test_directory(tmp_path: Path) -> None:
    fails(tmp_path, "directory")


def test_folder_without_tables(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        find_files([tmp_path])
    SEEN.add(caught.value.code)
    assert caught.value.code == "no-files"


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "目标.csv"
    path.touch()

    def refuse(*_: Any) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    fails(path, "no-permission")


def test_unreadable_file(tmp_path: Path) -> None:
    fails(tmp_path / f"{'名' * 300}.csv", "unreadable-file")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\n"])
@pytest.mark.parametrize("ending", ["txt", "csv", "tsv"])
def test_empty_file(data: bytes, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"目标.{ending}"
    path.write_bytes(data)
    fails(path, "empty-file")


def test_empty_workbook(workbook: Callable[..., Path]) -> None:
    fails(workbook([]), "empty-file")


@pytest.mark.parametrize("data", [b"\xff\xff\xff", "指标值".encode() + b"\x80\xff\n", b"\xff\xfe\x00\xd8"])
def test_wrong_encoding(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "目标.csv"
    path.write_bytes(data)
    fails(path, "wrong-encoding")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(zipped({"a": "b"}), "zip"), (b"\xd0\xcf\x11\xe0..", "Office"), (b"%PDF-1.7", "PDF"), (b"a\0b", "binary")],
)
@pytest.mark.parametrize("ending", ["txt", "csv"])
def test_binary_file(data: bytes, kind: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"目标.{ending}"
    path.write_bytes(data)
    assert kind in fails(path, "binary-file").message("en")


@pytest.mark.parametrize("ending", [".doc", ".wps", ""])
def test_unsupported_format(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"目标{ending}"
    path.write_text("指标值")
    assert ".xlsx" in str(fails(path, "unsupported-format"))


def test_corrupt_workbook(workbook: Callable[..., Path], tmp_path: Path) -> None:
    whole = workbook([["三级指标", "指标值"], ["人数", "5人"]]).read_bytes()
    damaged = {
        "no zip": b"\x01\x02\x03",
        "another zip": zipped({"a.txt": "b"}),
        "cut off": whole[: len(whole) // 2],
        "no xml": zipped({"[Content_Types].xml": "<Types", "xl/workbook.xml": "<"}),
    }
    for name, data in damaged.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(data)
        fails(path, "corrupt-workbook")


@pytest.mark.parametrize("ending", ["xlsx", "xls", "xlsb", "xlsm"])
def test_encrypted_workbook(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"目标.{ending}"
    path.write_bytes(container({"EncryptionInfo": b"?", "EncryptedPackage": b"?"}))
    assert "密码" in str(fails(path, "encrypted-workbook"))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("目标.docx", b"\1\2\3", "corrupt-file"),
        ("目标.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted-file"),
        ("目标.docx", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "old-word-file"),
        ("目标.html", b"<table><tr><td>" * 200, "too-large"),
        ("目标.json", b"{}", "unknown-json-shape"),
        ("目标.json", b"{", "corrupt-file"),
        ("目标.pdf", b"%PDF-1.4", "corrupt-file"),
    ],
)
def test_documents(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    fails(path, code)


def test_scanned_pdf(tmp_path: Path) -> None:
    fails(Pdf().page().save(tmp_path / "目标.pdf"), "scanned-pdf")


@pytest.mark.parametrize(("name", "library"), [("a.docx", "lxml"), ("a.html", "lxml"), ("a.pdf", "pdfplumber")])
def test_missing_libraries(name: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    path.write_bytes(zipped({"word/document.xml": "<a/>"}) if "docx" in name else b" %PDF-1.4 %%EOF")
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.setitem(sys.modules, f"{library}.etree", None)
    assert library in str(fails(path, "missing-library"))


def test_encrypted_workbook_of_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "目标.ods"
    manifest = "<m:manifest xmlns:m='urn:m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    path.write_bytes(zipped({"content.xml": "encrypted", "META-INF/manifest.xml": manifest}))
    fails(path, "encrypted-workbook")


def test_encrypted_part(workbook: Callable[..., Path]) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人"]])
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        at = archive.infolist()[0].header_offset
    directory = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x05\x06"))
    first = data.index(b"PK\x01\x02")
    assert first <= directory
    marked = bytearray(data)
    marked[at + 6] |= 1
    marked[first + 8] |= 1
    path.write_bytes(marked)
    fails(path, "encrypted-workbook")


@pytest.mark.parametrize(
    ("ending", "data", "right"),
    [
        ("xlsx", "三级指标,指标值\n".encode(), ".txt"),
        ("xlsx", b"<html><table></table></html>", ".html"),
        ("xlsx", container({"Workbook": b"?"}), ".xls"),
        ("xlsx", zipped({"xl/workbook.bin": ""}), ".xlsb"),
        ("xlsb", zipped({"xl/workbook.xml": ""}), ".xlsx"),
        ("ods", zipped({"xl/workbook.xml": ""}), ".xlsx"),
        ("xlsx", zipped({"word/document.xml": ""}), ".docx"),
    ],
)
def test_wrong_ending(ending: str, data: bytes, right: str, tmp_path: Path) -> None:
    path = tmp_path / f"目标.{ending}"
    path.write_bytes(data)
    assert f" {right} " in str(fails(path, "wrong-ending"))


def test_old_workbook(tmp_path: Path) -> None:
    path = tmp_path / "目标.xls"
    path.write_bytes(container({"Book": struct.pack("<HHHH", 0x0809, 4, 0x0500, 5)}))
    fails(path, "old-workbook")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("ending", ["xlsx", "csv", "xls"])
def test_not_a_file(ending: str, tmp_path: Path) -> None:
    """A pipe that nobody writes into would be waited for without end."""
    path = tmp_path / f"目标.{ending}"
    os.mkfifo(path)
    fails(path, "not-a-file")


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsx"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # takes no room on the disk
    fails(path, "too-large")


def test_too_many_cells(tmp_path: Path) -> None:
    content = (
        '<d xmlns:t="urn:t" xmlns:x="urn:x"><t:table t:name="表"><t:table-row t:number-rows-repeated="1048577">'
        "<t:table-cell><x:p>5人</x:p></t:table-cell></t:table-row></t:table></d>"
    )
    path = tmp_path / "目标.ods"
    path.write_bytes(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}))
    assert "1,048,576" in str(fails(path, "too-large"))


def test_declared_entities(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(zipped({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}))
    assert "xl/workbook.xml" in str(fails(path, "declared-entities"))


@pytest.mark.parametrize("text", ['指标名称,指标值\n"人数,5人\n', '指标名称,指标值\n"三等功"奖金,5元\n'])
def test_malformed_csv(text: str, text_file: Callable[..., Path]) -> None:
    """An open quote would swallow the rest of the file without a word."""
    fails(text_file(text, "目标.csv"), "malformed-csv")


def test_workbooks_need_no_library(workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook([["三级指标", "指标值"], ["人数", "5人"]])
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        assert not name.startswith(("openpyxl", "python_calamine", "lxml"))
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert read_tables(path)[0].rows[0].value == "5人"


def test_no_indicator_table(text_file: Callable[..., Path]) -> None:
    error = fails(text_file("部门,项目名称,金额\n教育局,体检费,5\n", "目标.csv"), "no-indicator-table")
    assert "部门 | 项目名称 | 金额" in str(error)


def test_no_indicator_table_in_prose(text_file: Callable[..., Path]) -> None:
    assert "（无）" in str(fails(text_file("只有文字。\n"), "no-indicator-table"))


def test_no_indicator_rows(workbook: Callable[..., Path]) -> None:
    assert "表1!1" in str(fails(workbook([["三级指标", "指标值"]]), "no-indicator-rows"))


@pytest.mark.parametrize(
    "text", ["绩效指标  一级指标  三级指标   指标值\n  产出指标 人数 ≥5人", "三级指标 指标值\n人数 ≥5人\n"]
)
def test_columns_that_only_blanks_keep_apart(text: str, text_file: Callable[..., Path]) -> None:
    assert "三级指标 指标值" in str(fails(text_file(text), "columns-not-separated"))


def test_every_code_has_a_test() -> None:
    # Runs last in this file; under xdist or with -k there is nothing to compare.
    # What is written, and why it is not, is tested in test_tables_output.py and test_rewriting_files.py;
    # libraries: the readers that need one; memory: test_tables_files.py.
    apart = {"kinds", "missing-library", "unknown-report", "unknown-field", "mapping-fits-nothing"}
    apart |= {"changed-since", "out-of-memory"}
    codes = {code for code in messages() if code not in apart and "output-" not in code and "annotate" not in code}
    codes = {code for code in codes if "rewrite" not in code}
    if len(SEEN) > len(codes) // 2:
        assert codes <= SEEN
