"""CSV: opens in Excel as it is, computes nothing."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, strategies as st
from reports import HOSTILE, REPORTS, one_row

from indicator_dsl.tables import Report, writer_for
from indicator_dsl.tables.writers.csv import COLUMNS, harmless

SOFFICE = shutil.which("soffice")


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def is_computed(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula: by OWASP's list, blanks before it skipped."""
    return cell[:1] in {"\t", "\r", "\n", "\0"} or cell.strip("\u200b\ufeff \u3000\xa0\t\r\n").startswith(
        ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    )


@given(REPORTS, st.sampled_from(["zh", "en"]))
def test_one_line_an_indicator_and_nothing_to_compute(report: Report, lang: str) -> None:
    head, *lines = read("".join(writer_for("csv")(report, lang=lang)))
    assert len(lines) == report.summary.rows + sum(bool(checked.findings) for checked in report.tables)
    assert {len(line) for line in [head, *lines]} == {len(COLUMNS)}
    assert not [cell for line in lines for cell in line if is_computed(cell)]


@given(REPORTS)
def test_texts_can_be_read_as_they_were_written(report: Report) -> None:
    _, *lines = read("".join(writer_for("csv")(report)))
    place = COLUMNS.index("value")
    values = [line[place] for line in lines if line[COLUMNS.index("result")]]
    for value, reading in zip(values, report.readings, strict=True):
        plain = reading.row.value.replace("\r\n", "\n").replace("\r", "\n")
        assert value in {plain, f"'{plain}"}


@pytest.mark.parametrize("text", ["≥95%", "", "5-3", "a=b", "'", "2025-12-31", "1/3", "（=100%）", "100%", "—"])
def test_harmless_texts_are_left_alone(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    "text", ["=100%", "+5", "-3%", "@A1", "\t5", "\r5", "\n5", " =1", "\u3000=1", "\u200b=1", "－3%"]
)
def test_what_would_be_computed_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_every_cell_is_quoted_so_that_no_separator_begins_a_new_one(written: Callable[..., str]) -> None:
    line = written("csv", one_row(value="5；=1;=2,=3")).splitlines()[1]
    assert '"5；=1;=2,=3"' in line


def test_a_table_as_a_whole_has_a_line(refused: Report, written: Callable[..., str]) -> None:
    import attrs

    finding = attrs.evolve(refused.findings[0], row=None, zh="整张表")
    whole = attrs.evolve(refused.tables[0], findings=(finding,), readings=())
    (line,) = read(written("csv", Report(tables=(whole,))))[1:]
    row = dict(zip(COLUMNS, line, strict=True))
    assert (row["project"], row["message"], row["code"], row["value"]) == ("村道养护", "整张表", "broken-number", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_golden(lang: str, refused: Report, written: Callable[..., str], golden: Callable[[str, str], None]) -> None:
    golden(f"refused.{lang}.csv", written("csv", refused, lang))


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")
def test_a_spreadsheet_finds_no_formula(tmp_path: Path, written: Callable[..., str]) -> None:
    texts = [text for text in HOSTILE if text.isprintable() and "\ud800" not in text]
    pieces = [written("csv", one_row(value=text, name=text)) for text in texts]
    lines = pieces[0] + "".join(piece.split("\r\n", 1)[1] for piece in pieces[1:])
    (tmp_path / "out.csv").write_bytes(lines.encode())
    assert SOFFICE is not None
    # 44 comma, 34 quote, 76 UTF-8; the last: formulas are to be evaluated, as Excel does.
    options = "CSV:44,34,76,1,,2052,false,false,false,false,false,-1,true"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        SOFFICE,
        profile,
        "--headless",
        f"--infilter={options}",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run(
        [*command, str(tmp_path / "out.csv")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    sheet = openpyxl.load_workbook(next(tmp_path.glob("*.xlsx"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    column = COLUMNS.index("value")
    shown = [str(row[column].value or "").lstrip("'").strip() for row in sheet.iter_rows(min_row=2)]
    assert shown == [text.lstrip("'").strip() for text in texts]
