"""``check`` of documents: where a value stands, and what is said of files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calls import Run

PAGE = "<table><tr><td>x</table><table><tr><td>三级指标<td>指标值<tr><td>人数<td>1O0人</table>"


def test_a_refused_value_names_its_table_and_row(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "目标.html"
    path.write_text(PAGE, encoding="utf-8")
    assert "表2第2行  人数" in run("check", "--lang", "zh", str(path)).out
    done = run("check", "--lang", "en", str(path))
    assert ("table 2, row 2  人数" in done.out, done.code) == (True, 1)


def test_places_as_data(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "目标.html"
    path.write_text(PAGE, encoding="utf-8")
    [project] = json.loads(run("check", "--format", "json", str(path)).out)["projects"]
    place = project["rows"][0]["place"]
    assert (place["sheet"], place["row"], place["cell"], place["page"], place["table"]) == (None, 2, "B2", None, 2)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("目标.docx", b"\xd0\xcf\x11\xe0"),
        ("目标.docx", b"PK\x03\x04"),
        ("目标.html", b"<table><tr><td>" * 200),
        ("目标.htm", b"\xff\xff"),
        ("目标.json", b"[" * 100_000),
        ("目标.jsonl", b"{}\n{"),
        ("目标.pdf", b"%PDF-1.7"),
    ],
    ids=range(7),
)
def test_files_that_cannot_be_read(name: str, data: bytes, lang: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = run("check", "--lang", lang, str(path))
    assert (done.code, done.out) == (2, "")
    assert name in done.err
    assert "Traceback" not in done.err
