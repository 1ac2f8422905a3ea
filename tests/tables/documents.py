"""Documents for the tests, written as people write them: forms with merged cells, as .docx, .html and .pdf."""

from __future__ import annotations

import csv
import html
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

ROOT = Path(__file__).parents[2]
#: A cell is its text, or its text with the columns and the rows it takes.
Cell = str | tuple[str, int, int]
Grid = list[list[Cell]]
#: A paragraph or a table.
Block = str | Grid
#: What the projects of the seed table cost, as it says in 万元.
_FUNDS: list[int | str] = [541, 132, 650, 300, "750.479", 200, 350, 300, 500, 2600, 500, 160, 500]
FUNDS = [Decimal(funds) * 10000 for funds in _FUNDS]
HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]


def seed_forms() -> list[Block]:
    """Return the seed table as its forms look: head, money in 万元, levels merged downwards, a note below."""
    with (ROOT / "examples/liujiang-2025.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    blocks: list[Block] = ["附件2"]
    for project, of_project in groupby(rows, key=lambda row: row[0]):
        indicators = list(of_project)
        funds = f"{Decimal(indicators[0][1]) / 10000:f}"
        blocks += [
            "2025年项目支出绩效目标表",
            "金额单位：万元",
            [
                ["项目名称", (project, 4, 1)],
                ["主管部门", ("某局", 2, 1), "项目单位", "某中心"],
                [("项目资金", 1, 3), ("年度资金总额", 2, 1), (funds, 2, 1)],
                [("其中：财政拨款", 2, 1), ("1", 2, 1)],
                [("其他资金", 2, 1), ("", 2, 1)],
                ["年度绩效目标", ("完成全年任务。\n做到及时足额。", 4, 1)],
                *indicator_rows([[one[2], one[3], one[4], one[5]] for one in indicators], HEADER),
            ],
            "注：各部门应于2025年1月底前填报。",
        ]
    return blocks


def indicator_rows(rows: Sequence[Sequence[str]], header: Sequence[str], frame: str = "绩效指标") -> Grid:
    """Return a header and rows of indicators whose levels are merged over equal neighbours, in a frame."""
    grid: Grid = [[(frame, 1, len(rows) + 1), *header]]
    for _, group1 in groupby(rows, key=lambda row: row[0]):
        of_level1 = list(group1)
        for number2, (_, group2) in enumerate(groupby(of_level1, key=lambda row: row[1])):
            of_level2 = list(group2)
            for number, row in enumerate(of_level2):
                cells: list[Cell] = list(row[2:])
                if number == 0:
                    cells.insert(0, (row[1], 1, len(of_level2)))
                    if number2 == 0:
                        cells.insert(0, (row[0], 1, len(of_level1)))
                grid.append(cells)
    return grid


def parts(cell: Cell) -> tuple[str, int, int]:
    return (cell, 1, 1) if isinstance(cell, str) else cell


def placed(grid: Grid) -> Iterator[list[tuple[int, int, int, str]]]:
    """Yield for each row its cells as column, columns, rows and text."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(grid):
        column, found = 0, []
        for cell in row:
            text, across, down = parts(cell)
            while (at, column) in taken:
                column += 1
            found.append((column, across, down, text))
            taken |= {(at + r, column + c) for r in range(down) for c in range(across)}
            column += across
        yield found


def width_of(grid: Grid) -> int:
    return max(column + across for row in placed(grid) for column, across, _, _ in row)


# ---- .docx ----


def write_docx(path: Path, blocks: Iterable[Block]) -> Path:
    """Write a Word document with python-docx."""
    document = Document()
    # LibreOffice takes the first Chinese font it finds.
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Sans CJK SC")
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), width_of(block), style="Table Grid")
        for at, row in enumerate(placed(block)):
            for column, across, down, text in row:
                cell = table.cell(at, column)
                if across > 1 or down > 1:
                    cell = cell.merge(table.cell(at + down - 1, column + across - 1))
                cell.text = text
    document.save(path)
    return path


def body(*content: str) -> Any:
    """Return a document whose body is this XML, with ``w`` as the prefix."""
    document = Document()
    for one in content:
        element = parse_xml(one.replace(">", f" {nsdecls('w', 'm')}>", 1))
        document.element.body.insert(len(document.element.body) - 1, element)
    return document


def tbl(*rows: Sequence[str]) -> str:
    """Return the XML of a table; a cell that begins with < is XML within the cell."""
    return f"<w:tbl>{''.join(tr(*row) for row in rows)}</w:tbl>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(tc(cell) for cell in cells)}</w:tr>"


def tc(content: str) -> str:
    return f"<w:tc>{content if content.startswith('<') else p(content)}</w:tc>"


def p(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


# ---- .html ----


def as_html(blocks: Iterable[Block], charset: str = "utf-8") -> str:
    """Return a page as an office program saves it."""
    out = [f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">']
    out.append("<title>项目名称：不是这个</title><style>td {border: 1px solid}</style></head><body>")
    for block in blocks:
        if isinstance(block, str):
            out.append(f"<p>{html.escape(block)}</p>")
            continue
        out.append('<table border="1" style="border-collapse: collapse; font: 9pt Noto Sans CJK SC">')
        for row in block:
            out.append("<tr>")
            for text, across, down in map(parts, row):
                spans = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
                out.append(f"<td{spans}>{html.escape(text).replace(chr(10), '<br>')}</td>")
            out.append("</tr>")
        out.append("</table>")
    return "\n".join([*out, "</body></html>"])


# ---- .pdf ----


def to_pdf(soffice: str, path: Path) -> Path:
    """Convert a document with LibreOffice, in a profile of its own."""
    profile = path.parent / "profile"
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf", path.name],
        cwd=path.parent, check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return path.with_suffix(".pdf")


class Pdf:
    """A PDF written by hand: lines, and texts in a Chinese font that every reader knows."""

    SIZE = 10

    def __init__(self) -> None:
        self.pages: list[list[str]] = []

    def page(self) -> Pdf:
        self.pages.append([])
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Pdf:
        self.pages[-1].append(f"{x0} {800 - y0} m {x1} {800 - y1} l S")
        return self

    def text(self, x: float, y: float, text: str, size: float = SIZE, turn: str = "1 0 0 1") -> Pdf:
        """Write a line; ``y`` is its foot, counted from the top of the page."""
        self.pages[-1].append(f"BT /F {size} Tf {turn} {x} {800 - y} Tm <{text.encode('utf-16-be').hex()}> Tj ET")
        return self

    def table(
        self, top: float, widths: Sequence[float], grid: Grid, *, left: float = 50, sides: bool = True, row: float = 30
    ) -> Pdf:
        """Draw a table; texts are broken where they do not fit, as an office program does."""
        edges = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
        for at, cells in enumerate(placed(grid)):
            for column, across, down, text in cells:
                x0, x1 = edges[column], edges[column + across]
                y0, y1 = top + at * row, top + (at + down) * row
                self.line(x0, y0, x1, y0).line(x0, y1, x1, y1)
                for x in (x0, x1):
                    if sides or x not in (edges[0], edges[-1]):
                        self.line(x, y0, x, y1)
                for number, line in enumerate(broken(text, x1 - x0 - 4)):
                    self.text(x0 + 2, y0 + 11 + 12 * number, line)
        return self

    def save(self, path: Path) -> Path:
        kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(self.pages)))
        system = "<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        metrics = "/FontDescriptor 5 0 R /DW 1000 /W [1 95 500 814 [500]]"
        shape = "/FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /StemV 80"
        font = "/Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R]"
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>",
            f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light {font} >>",
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo {system} {metrics} >>",
            f"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 {shape} >>",
        ]
        for number, page in enumerate(self.pages):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
                " /Resources << /Font << /F 3 0 R >> >> >>"
            )
            content = "\n".join(page)
            objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        path.write_bytes(assembled([one.encode("latin-1") for one in objects]))
        return path


def assembled(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def broken(text: str, room: float) -> list[str]:
    """Break a text into lines that fit: between wide characters anywhere, never inside a number."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for unit in units(paragraph):
            if line and breadth(line + unit) > room:
                lines.append(line.rstrip())
                line = ""
            line += unit
        lines.append(line)
    return [line for line in lines if line]


def units(text: str) -> Iterator[str]:
    run = ""
    for character in text:
        if character.isascii() or character in "≥≤²":
            run += character
            if character == " ":
                yield run
                run = ""
        else:
            if run:
                yield run
            run = ""
            yield character
    if run:
        yield run


def breadth(text: str) -> float:
    return sum(5 if character.isascii() else 10 for character in text)


# ---- forms of the corpus ----

CORPUS = ROOT.parent / "shared/corpus/rows.tsv"
FORMS = ROOT / "tests/data/forms.tsv"


def corpus_rows(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return rows of public tables by their source."""
    with path.open(encoding="utf-8", newline="") as file:
        found: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row["source"], []).append(row)
    return found


def rebuilt(sources: dict[str, list[dict[str, str]]], *, three: bool) -> list[Block]:
    """Return a self-evaluation form for each source; ``three`` with relation, value and unit in cells of their own."""
    value = ["指标性质", "年度指标值（A）", "计量单位"] if three else ["年度指标值（A）"]
    header = ["一级指标", "二级指标", "三级指标", *value, "实际完成值（B）", "分值", "得分", "偏差原因分析"]
    blocks: list[Block] = []
    for source, rows in sources.items():
        cells = [
            [row["level1"], row["level2"], row["name"], *(split(row) if three else [row["value"]]),
             row["actual"], row["weight"], row["score"], ""]
            for row in rows
        ]  # fmt: skip
        width = 8 + 2 * three
        blocks += [
            "项目支出绩效自评表",
            [
                ["项目名称", (source, width, 1)],
                ["主管部门", ("某局", width - 2, 1), "实施单位", "某中心"],
                *indicator_rows(cells, header),
                [("总分", width - 3, 1), "", "100", "95", ""],
            ],
        ]
    return blocks


def split(row: dict[str, str]) -> list[str]:
    """Return relation, value and unit as three cells."""
    sign, blank, rest = row["value"].partition(" ")
    return [sign, rest, row["unit"]] if blank and len(sign) < 3 else ["", row["value"], row["unit"]]


def expected(sources: dict[str, list[dict[str, str]]], *, three: bool) -> list[tuple[str | None, ...]]:
    """Return project, levels, name, value, unit, actual, weight and score as the reader should have them."""
    found = []
    for source, rows in sources.items():
        for row in rows:
            sign, value, unit = split(row) if three else ("", row["value"], "")
            fields = (sign, value, unit, row["actual"], row["weight"], row["score"])
            found.append(
                (source, row["level1"] or None, row["level2"] or None, row["name"], *(f or None for f in fields))
            )
    return found


def told(tables: Iterable[Any]) -> list[tuple[str | None, ...]]:
    """Return the same of tables that were read."""
    return [
        (r.project, r.level1, r.level2, r.name, r.relation, r.value, r.unit, r.actual, r.weight, r.score)
        for table in tables
        for r in table.rows
    ]
