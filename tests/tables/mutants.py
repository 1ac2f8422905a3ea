"""Reads small files of every format with each of their numbers replaced, in bounded memory: a script for a test.

It prints, by format, how many were read and how many refused; anything else that happens ends it.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from documents import Block, Pdf, as_html, write_docx

from indicator_dsl.tables import TableError, check, read_tables
from indicator_dsl.tables.writers.annotate import annotate_file

#: What 32 bits, 16 bits, a float and a sign make of a count, and what is none.
NUMBERS = (b"4294967295", b"65536", b"1e400", b"-1", b"99999999999", b"0", b"")
#: Of each file, so that all take a few seconds.
MUTANTS = 60
MOST_MEMORY = 1 << 30
GRID: list[list[str]] = [
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ["绩效指标", "产出指标", "数量指标", "人数", "≥5人"],
    ["", "", "质量指标", "合格率", "≥95%"],
]


_BLOCKS: list[Block] = ["项目名称：体检费", "资金总额：100万元", [list(row) for row in GRID]]


def docx() -> bytes:
    """Return the body of a form of Word, with a number in every place that counts something."""
    text = archive(None)
    text = text.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="1"/>')
    return text.replace(b"<w:tr>", b'<w:tr><w:trPr><w:gridBefore w:val="0"/><w:gridAfter w:val="0"/></w:trPr>')


def archive(body: bytes | None) -> bytes:
    """Return the form with this body; ``None`` for the body it has."""
    whole = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        path = write_docx(Path(folder) / "a.docx", _BLOCKS)
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(whole, "w") as target:
            for name in source.namelist():
                own = body is not None and name == "word/document.xml"
                target.writestr(name, body if own else source.read(name))
            body_as_it_is = source.read("word/document.xml")
    return body_as_it_is if body is None else whole.getvalue()


def html() -> bytes:
    rows = "<tr><td rowspan=2>产出指标<td colspan=1>人数<td>≥5人<tr><td>户数<td>≥6户"
    return f"{as_html(_BLOCKS)}<table>{rows}</table>".encode()


def pdf() -> bytes:
    made = Pdf()
    for _ in range(2):
        made.page().text(50, 40, "项目名称：体检费").table(
            60, [60, 80, 80, 100, 80], [[c or " " for c in row] for row in GRID]
        )
    with tempfile.TemporaryDirectory() as folder:
        return made.save(Path(folder) / "a.pdf").read_bytes()


def json() -> bytes:
    return (
        '{"project": "体检费", "funds": 100.5, "rows": [{"name": "人数", "value": 5, "weight": 10}, '
        '{"name": "率", "value": 95.0, "actual": -3, "score": 1e2}]}'
    ).encode()


def csv() -> bytes:
    rows = [["序号", *GRID[0], "分值"], *([str(number), *row, "10"] for number, row in enumerate(GRID[1:], start=1))]
    return "\n".join(",".join(row) for row in rows).encode()


FILES: dict[str, Callable[[], bytes]] = {"docx": docx, "html": html, "pdf": pdf, "json": json, "csv": csv}


def mutants(data: bytes, dice: random.Random) -> Iterator[bytes]:
    """Yield the file with one number replaced by another, of the same length or not."""
    places = [(found.span(), number) for found in re.finditer(rb"[0-9]+", data) for number in NUMBERS]
    for (start, end), number in dice.sample(places, min(len(places), MUTANTS)):
        yield data[:start] + number + data[end:]


def main() -> None:
    with suppress(ImportError, OSError, ValueError):  # Windows has none, macOS takes none
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        for ending, make in FILES.items():
            counts: Counter[str] = Counter()
            for number, data in enumerate([make(), *mutants(make(), random.Random(1))]):
                path = Path(folder) / f"{number}.{ending}"
                path.write_bytes(archive(data) if ending == "docx" else data)
                try:
                    report = check(read_tables(path))
                    if ending == "docx":
                        annotate_file(report, Path(folder) / f"{number} 批注.docx")
                    counts["read"] += 1
                except TableError:
                    counts["refused"] += 1
                except BaseException:
                    sys.stderr.write(f"{ending}, file {number}:\n")
                    raise
            print(ending, counts["read"], counts["refused"])


if __name__ == "__main__":
    main()
