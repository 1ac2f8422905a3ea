"""Files that cannot be read, from the command line: one sentence, exit code 2, nothing written."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from calls import Run


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _ in range(150):
            part.write(bytes(1 << 20))


def entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY a "b">]><workbook>&a;</workbook>')


FILES = {
    "bomb.xlsx": bomb,
    "entities.xlsx": entities,
    "cut.xlsx": lambda path: path.write_bytes(b"PK\3\4 and no more"),
    "renamed.xlsx": lambda path: path.write_text("三级指标,指标值\n人数,5人\n", encoding="utf-8"),
    "old.xls": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "folder.xlsx": lambda path: path.mkdir(),
    "pipe.xlsx": lambda path: os.mkfifo(path),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_cannot_be_read(name: str, lang: str, tmp_path: Path, run: Run) -> None:
    if name.startswith("pipe") and not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    path = tmp_path / name
    FILES[name](path)
    done = run("check", str(path), "--lang", lang)
    assert done.code == 2
    assert done.out == ""
    assert str(path) in done.err
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == [path]


ESCAPE = "\x1b]0;猫\x07"


@pytest.mark.parametrize(
    "argv",
    [
        ("check", f"没有{ESCAPE}.csv"),
        ("check", "{folder}", f"没有{ESCAPE}.csv"),
        ("check", "{folder}/甲.csv", "--annotate", f"没有{ESCAPE}/甲.xlsx"),
        ("check", "{folder}/甲.csv", "--annotate", f"{{folder}}/{ESCAPE}.xlsx"),
        ("check", "{folder}/甲.csv", "--report", f"{{folder}}/{ESCAPE}.html"),
        ("check", "{folder}/甲.csv", "--map", ESCAPE),
        ("check", "{folder}/甲.csv", "--map", f"{ESCAPE}=A"),
        ("check", f"--{ESCAPE}"),
        (ESCAPE,),
        ("parse", f"≥5{ESCAPE}"),
        ("format", f"≥5{ESCAPE}"),
        ("evaluate", f"≥5{ESCAPE}", "5"),
        ("convert", f"≥5{ESCAPE}", "人"),
        ("units", ESCAPE),
    ],
)
def test_nothing_said_disturbs_the_terminal(argv: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    (tmp_path / "甲.csv").write_text("三级指标,指标值\n人数,5人\n", "utf-8")
    done = run(*(word.replace("{folder}", str(tmp_path)) for word in argv))
    # What cannot be formatted goes on as it came: it is data.
    said = done.err if argv[0] == "format" else done.out + done.err
    assert "猫" in said
    assert said.replace("\n", "").isprintable()
