"""Files made to break a reader, and files that broke by themselves: a message, in bounded time and memory."""

from __future__ import annotations

import io
import os
import random
import socket
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from binary import cell, workbook as binary_workbook
from containers import container
from packages import HEADER, MAIN, ROW, SHEET, parts, zipped

from indicator_dsl.tables import TableError, input, read_tables
from indicator_dsl.tables.readers import READERS, _ole, _parts, _zip, reader_for

ROOT = Path(__file__).parents[2]
SEED = ROOT / "examples/liujiang-2025.xlsx"
BOMB = '<!DOCTYPE a [<!ENTITY a "{}"><!ENTITY b "{}"><!ENTITY c "{}">]>'.format("x" * 1000, "&a;" * 1000, "&b;" * 1000)


@pytest.fixture
def fails(tmp_path: Path) -> Callable[..., TableError]:
    def check(data: bytes, code: str, ending: str = "xlsx") -> TableError:
        path = tmp_path / f"目标.{ending}"
        path.write_bytes(data)
        with pytest.raises(TableError) as caught:
            read_tables(path)
        assert caught.value.code == code, str(caught.value)
        return caught.value

    return check


def test_the_workbook_of_these_tests_is_one(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(zipped(parts()))
    assert [row.value for row in read_tables(path)[0].rows] == ["5人"]


# ---- what a few bytes can become ----


@pytest.mark.parametrize("part", ["book", "sheet", "strings", "styles"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(part: str, encoding: str, fails: Callable[..., TableError]) -> None:
    roots = {"book": "workbook", "sheet": "worksheet", "strings": "sst", "styles": "styleSheet"}
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<!-- -->{BOMB}<{roots[part]}>&c;</{roots[part]}>'
    fails(zipped(parts(**{part: text.encode(encoding)})), "declared-entities")


def test_entities_of_the_relations(fails: Callable[..., TableError]) -> None:
    content = parts()
    content["_rels/.rels"] = f"{BOMB}<Relationships>&c;</Relationships>"
    fails(zipped(content), "declared-entities")


def test_entities_of_an_ods(fails: Callable[..., TableError]) -> None:
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    fails(zipped({"mimetype": mime, "content.xml": f"{BOMB}<a>&c;</a>"}), "declared-entities", "ods")


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "hex", "zlib"])
def test_an_encoding_that_hides_what_is_said(encoding: str, fails: Callable[..., TableError]) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>'
    fails(zipped(parts(sheet=text)), "corrupt-workbook")


def test_a_part_that_states_a_size_nobody_has(tmp_path: Path, fails: Callable[..., TableError]) -> None:
    """One part of 300 MB, of which the archive has 300 KB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts().items():
            if not name.endswith("sheet1.xml"):
                archive.writestr(name, data)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(SHEET.partition("{}")[0].encode() + HEADER.encode())
            for _ in range(300):
                part.write(b" " * 2**20)
            part.write(b"</sheetData></worksheet>")
    assert len(buffer.getvalue()) < 4 * 2**20
    error = fails(buffer.getvalue(), "too-large")
    assert "100 MiB" in error.message("en")


def test_many_parts_that_are_too_large_together(
    monkeypatch: pytest.MonkeyPatch, fails: Callable[..., TableError]
) -> None:
    monkeypatch.setattr(_zip, "_LARGEST", 3 << 20)
    dice = random.Random(1)
    content = parts() | {f"xl/media/{number}.png": dice.randbytes(1 << 20) for number in range(4)}
    assert "3 MiB" in str(fails(zipped(content), "too-large"))


def test_a_part_that_is_too_large(monkeypatch: pytest.MonkeyPatch, fails: Callable[..., TableError]) -> None:
    monkeypatch.setattr(_parts, "_LARGEST_PART", 1 << 20)
    content = parts(sheet=SHEET.format(HEADER + ROW * 20_000))
    assert "1 MiB" in str(fails(zipped(content), "too-large"))


def test_a_part_that_is_larger_than_it_says(fails: Callable[..., TableError]) -> None:
    data = bytearray(zipped(parts(sheet=SHEET.format(HEADER + ROW * 1000))))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", data, at + 24, 50)
    fails(bytes(data), "corrupt-workbook")


def test_rows_that_exist_only_for_their_format(tmp_path: Path) -> None:
    """A column formatted to the last row of the sheet, as people do."""
    empty = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(3, 1_048_577))
    last = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    path = tmp_path / "目标.xlsx"
    path.write_bytes(zipped(parts(sheet=SHEET.format(HEADER + ROW + empty + last))))
    [table] = read_tables(path)
    assert [row.value for row in table.rows] == ["5人"]


def test_columns_that_exist_only_for_their_format(tmp_path: Path) -> None:
    blank = "".join(f'<c r="{letters}2" s="1"/>' for letters in ("XFA", "XFB", "XFC", "XFD"))
    path = tmp_path / "目标.xlsx"
    path.write_bytes(zipped(parts(sheet=SHEET.format(HEADER + ROW.replace("</row>", f"{blank}</row>")))))
    assert read_tables(path)[0].rows[0].value == "5人"


def test_rows_as_wide_as_a_sheet_can_be(fails: Callable[..., TableError]) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 5000))
    fails(zipped(parts(sheet=SHEET.format(HEADER + rows))), "too-large")


def test_merged_cells_over_the_whole_sheet_many_times(tmp_path: Path) -> None:
    merges = '<mergeCells count="1">' + '<mergeCell ref="A1:XFD1048576"/>' * 50_000 + "</mergeCells>"
    sheet = SHEET.format(HEADER + ROW).replace("</sheetData>", f"</sheetData>{merges}")
    path = tmp_path / "目标.xlsx"
    path.write_bytes(zipped(parts(sheet=sheet)))
    assert [row.value for row in read_tables(path)[0].rows] == ["5人"]


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.format("<a>" * 5000 + "</a>" * 5000).replace("<worksheet", "<x:worksheet").replace("xmlns=", "xmlns:x="),
        SHEET.format(HEADER + '<row r="2"><c r="A2" t="s"><v>7</v></c></row>'),
        SHEET.format(HEADER + '<row r="2"><c r="A2" t="n"><v>5人</v></c></row>'),
        SHEET.format(HEADER + '<row r="2"><c r="XFE2"><v>5</v></c></row>'),
        SHEET.format(HEADER + '<row r="2"><c r="A2" t="str"><v>&c;</v></c></row>'),
        SHEET.format(HEADER + '<row r="2"><c r="A2" t="str"><v>&#0;</v></c></row>'),
        SHEET.format(HEADER + '<row r="2"><c r="A2"'),
        SHEET.format(HEADER).replace("</sheetData></worksheet>", ""),
        "",
        "没有标记",
    ],
    ids=[
        "deep",
        "no such string",
        "no number",
        "no such column",
        "entity",
        "no character",
        "open",
        "cut",
        "empty",
        "text",
    ],
)
def test_a_sheet_that_is_not_as_it_should_be(sheet: str, fails: Callable[..., TableError]) -> None:
    content = parts()
    content["xl/worksheets/sheet1.xml"] = sheet
    fails(zipped(content), "corrupt-workbook")


def test_a_tag_without_an_end(fails: Callable[..., TableError]) -> None:
    fails(zipped(parts(styles=f'<styleSheet xmlns="{MAIN}" a="{"x" * 9 * 2**20}"/>')), "corrupt-workbook")


def test_a_row_without_an_end(fails: Callable[..., TableError]) -> None:
    fails(zipped(parts(sheet=SHEET.format(HEADER + "<row>" + "<c></c>" * 3 * 2**20))), "corrupt-workbook")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the memory of a program")
def test_memory_is_bounded(tmp_path: Path) -> None:
    """140 MB of cells that count for nothing, within the limit for a part: read to the end in little memory."""
    path = tmp_path / "目标.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts().items():
            if not name.endswith("sheet1.xml"):
                archive.writestr(name, data)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write((SHEET.partition("{}")[0] + HEADER + ROW).encode())
            dice = random.Random(1)  # what shrinks too well is refused at once
            blank = "".join(f'<row r="9"><c r="A9" s="{dice.randrange(10**6)}"/></row>' for _ in range(30_000)).encode()
            for _ in range(140 * 2**20 // len(blank)):
                part.write(blank)
            part.write(b"</sheetData></worksheet>")
    script = (
        "import sys; from indicator_dsl.tables import read_tables\n"
        "print(len(read_tables(sys.argv[1])[0].rows), open('/proc/self/status').read())"
    )
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.stdout.startswith("1 ")
    peak = int(done.stdout.partition("VmHWM:")[2].split()[0])
    assert peak < 100 * 1024  # kB; an interpreter with the library takes 30 MB


# ---- what is no file ----


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_without_an_end() -> None:
    with pytest.raises(TableError) as caught:
        read_tables("/dev/zero")
    assert caught.value.code == "not-a-file"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in folders here")
def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("a.xlsx")
        with pytest.raises(TableError) as caught:
            read_tables("a.xlsx")
    assert caught.value.code in {"unreadable-file", "not-a-file"}


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "目标.csv"
    path.write_bytes(b"a" * 5000)
    real = os.fstat

    def before(descriptor: int) -> os.stat_result:
        found = list(real(descriptor))
        found[6] = 100
        return os.stat_result(found)

    monkeypatch.setattr(os, "fstat", before)
    assert len(input.read_bytes(str(path))) == 5000
    monkeypatch.setattr(input, "MOST_BYTES", 4000)
    with pytest.raises(TableError) as caught:
        input.read_bytes(str(path))
    assert caught.value.code == "too-large"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(b"PK")
    path.chmod(0)
    with pytest.raises(TableError) as caught:
        read_tables(path)
    assert caught.value.code == "no-permission"


# ---- old containers ----


def test_sectors_in_a_circle() -> None:
    data = bytearray(container({"Workbook": bytes(5000)}))
    at = data.rindex(struct.pack("<4I", 1, 2, 3, 4))
    struct.pack_into("<I", data, at + 12, 0)
    with pytest.raises(Exception, match="circle"):
        _ole.streams(bytes(data), "workbook")


def test_tables_of_sectors_in_a_circle() -> None:
    data = bytearray(container({"Workbook": bytes(5000)}))
    struct.pack_into("<I", data, 68, 0)
    data[512 + 508 : 512 + 512] = struct.pack("<I", 0)
    with pytest.raises(Exception, match="circle"):
        _ole.streams(bytes(data), "workbook")


# ---- damage of any kind ----


def damaged(data: bytes, seed: int) -> Iterator[bytes]:
    """Yield the file cut off, with bytes changed, and with pieces missing."""
    dice = random.Random(seed)
    for part in range(1, 16):
        yield data[: len(data) * part // 16]
    for _ in range(150):
        changed = bytearray(data)
        for _ in range(dice.choice((1, 2, 10))):
            changed[dice.randrange(len(data))] = dice.randrange(256)
        yield bytes(changed)
    for _ in range(20):
        start = dice.randrange(len(data))
        yield data[:start] + data[start + dice.randrange(1, 200) :]


def stored(data: bytes) -> bytes:
    """Return an archive whose parts are not compressed, so that damage gets through to what reads them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return buffer.getvalue()


def workbooks() -> dict[str, bytes]:
    rows = [[cell(0, "三级指标"), cell(1, "指标值")], [cell(0, "率"), cell(1, 0.95, 1)], [cell(0, "数"), cell(1, 5)]]
    ods = (
        '<d xmlns:t="urn:t" xmlns:o="urn:o" xmlns:x="urn:x"><t:table t:name="表"><t:table-row><t:table-cell>'
        "<x:p>三级指标</x:p></t:table-cell><t:table-cell><x:p>指标值</x:p></t:table-cell></t:table-row><t:table-row>"
        '<t:table-cell t:number-rows-spanned="2"><x:p>人<x:s x:c="2"/>数</x:p></t:table-cell>'
        '<t:table-cell o:value-type="percentage" o:value="0.95"/></t:table-row></t:table></d>'
    )
    return {
        "xlsx": zipped(parts()),
        "xlsb": binary_workbook(rows, formats=["0%"]),
        "ods": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ods}),
        "xls": container({"Workbook": (ROOT / "tests/data/small.biff").read_bytes()}),
    }


@pytest.mark.parametrize("ending", ["xlsx", "xlsb", "ods", "xls"])
@pytest.mark.parametrize("seed", range(3))
def test_damage_is_told_and_nothing_else_happens(ending: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # The checksums of an archive find damage first; without them it gets through.
    monkeypatch.setattr(zipfile.ZipExtFile, "_update_crc", lambda *_: None)
    whole = workbooks()[ending]
    file = f"目标.{ending}"
    assert any(row.cells for grid in reader_for(file)(file, whole) for row in grid.rows)
    read = 0
    for data in damaged(stored(whole) if whole.startswith(b"PK") else whole, seed):
        with suppress(TableError):
            for grid in reader_for(file)(file, data):
                read += sum(bool(row.cells) for row in grid.rows)
    assert read


def test_every_workbook_format_is_damaged_above() -> None:
    own = {ending for ending, reader in READERS.items() if reader in {"xlsx", "xls", "xlsb", "ods"}}
    assert own == {".xlsx", ".xlsm", ".xlsb", ".ods", ".xls", ".et"}  # an .et is an .xls


def test_numbers_that_count_more_than_there_is() -> None:
    """In Word forms and their annotations, pages, PDF, JSON, CSV: in a process with a limit to its memory."""
    pytest.importorskip("docx", reason="Word files need python-docx")
    pytest.importorskip("pdfplumber", reason="PDF files need pdfplumber")
    command = [sys.executable, str(Path(__file__).with_name("mutants.py"))]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=env, timeout=120)
    assert done.returncode == 0, done.stderr
    counts = {ending: int(read) for ending, read, _ in map(str.split, done.stdout.splitlines())}
    assert counts.keys() == {"docx", "html", "pdf", "json", "csv"}
    assert all(counts.values())
