"""What the tests of annotations share: a workbook with all that must not be lost, and ways to look into files."""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from plain import PLAIN

from indicator_dsl.tables import Report, check, read_tables

__all__ = ["Parts", "busy_workbook", "comments_of", "office", "opened", "parts_of", "report_of", "with_parts"]

Parts = dict[str, bytes]
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts_of(data: bytes) -> Parts:
    """Return the parts of an office file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len({name.lower() for name in archive.namelist()})
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(parts: Parts) -> bytes:
    """Put an office file together."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def report_of(path: Path, data: bytes | None = None) -> Report:
    """Write the bytes, if there are any, and check what then stands in the file."""
    if data is not None:
        path.write_bytes(data)
    return check(read_tables(path), profile=PLAIN)


def opened(source: Path | bytes) -> Any:
    """Return a workbook as openpyxl reads it, which warns of what it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(source) if isinstance(source, bytes) else source)


def comments_of(path: Path | bytes) -> dict[str, str]:
    """Return the comments of a workbook by sheet and cell."""
    book = opened(path)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def busy_workbook() -> bytes:
    """Return a workbook with findings in 表1!E5, E6 and E8, and much that a rewrite would lose.

    openpyxl writes what it can; the rest is put in by hand: the stored result of a formula,
    text formatted in part, a shape, settings of a printer, an extension of a newer Excel.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    rows = [
        ["绩效目标申报表"],
        ["项目名称", "体检费"],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位", "分值", "备注"],
        ["产出指标", "数量指标", "体检人数", "≥", 2200, "人", 10, "富文本"],
        [None, None, "复检人数", "≥", "22o0", "人", "=G4/2"],
        [None, "质量指标", "合格率", "=", "1oo", "%", 10],
        [None, None, "达标率", "≥", 0.95, None, 10],
        ["效益指标", "社会效益", "满意度", "≥", None, "%", 10],
    ]
    for row in rows:
        sheet.append(row)
    for cells in ("A1:H1", "A4:A7", "B4:B5", "B6:B7", "F6:F7"):
        sheet.merge_cells(cells)
    sheet["E5"].fill = PatternFill("solid", fgColor="FF00B050")
    sheet["E5"].font = Font(name="仿宋", bold=True, color="FFFF0000")
    sheet["E7"].number_format = "0%"
    sheet["E5"].comment = Comment("王处：请核实", "王处", width=200, height=60)
    sheet["C4"].comment = Comment("与上年一致", "王处", width=200, height=60)
    sheet.column_dimensions["C"].width = 33
    sheet.row_dimensions[4].height = 40
    sheet.row_dimensions[7].hidden = True
    sheet.freeze_panes = "A4"
    allowed = DataValidation(type="list", formula1='"≥,≤,=,定性"', allow_blank=True)
    allowed.add("D4:D8")
    sheet.add_data_validation(allowed)
    sheet.conditional_formatting.add("G4:G8", CellIsRule(operator="greaterThan", formula=["9"], font=Font(bold=True)))
    sheet.protection.sheet = True
    sheet.protection.password = "secret"  # noqa: S105  of a fixture
    sheet.print_area = "A1:H8"
    other = book.create_sheet("预算 '25")
    other.append(["科目", "金额"])
    other.append(["教育", "='表1'!G5*2"])
    other.print_title_rows = "1:1"
    book.create_sheet("参数").sheet_state = "hidden"
    book.defined_names["人数"] = DefinedName("人数", attr_text="'表1'!$E$4")
    book.active = 1
    buffer = BytesIO()
    book.save(buffer)
    return _with_what_openpyxl_cannot_write(parts_of(buffer.getvalue()))


def _with_what_openpyxl_cannot_write(parts: Parts) -> bytes:
    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = re.sub(rb"<f>G4/2</f><v\s*/?>(?:</v>)?", b"<f>G4/2</f><v>5</v>", sheet)
    extension = (
        b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        b'uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups/></ext></extLst>'
    )
    drawing = b'<drawing xmlns:r="%s" r:id="rId77"/>' % _OFFICE.encode()
    sheet = sheet.replace(b"<legacyDrawing", drawing + b"<legacyDrawing").replace(
        b"</worksheet>", extension + b"</worksheet>"
    )
    rich = "<is><r><rPr><b/></rPr><t>富</t></r><r><t>文本</t></r></is>".encode()
    sheet = re.sub(rb'(<c r="H4"[^>]*t=)"[a-zA-Z]+">.*?</c>', rb'\1"inlineStr">' + rich + b"</c>", sheet)
    assert rich in sheet
    assert b"<v>5</v>" in sheet
    assert drawing in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet
    relations = parts["xl/worksheets/_rels/sheet1.xml.rels"]
    for name, kind, target in (
        ("rId77", "drawing", "../drawings/drawing1.xml"),
        ("rId78", "printerSettings", "../printerSettings/printerSettings1.bin"),
    ):
        one = f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'.encode()
        relations = relations.replace(b"</Relationships>", one + b"</Relationships>")
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256))
    parts["xl/drawings/drawing1.xml"] = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
        "<xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        "<xdr:to><xdr:col>10</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="印章"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="600000"/></a:xfrm><a:prstGeom prst="ellipse"><a:avLst/>'
        "</a:prstGeom></xdr:spPr></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    ).encode()
    types = parts["[Content_Types].xml"]
    more = (
        b'<Default Extension="bin" '
        b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>'
        b'<Override PartName="/xl/drawings/drawing1.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
    )
    parts["[Content_Types].xml"] = types.replace(b"</Types>", more + b"</Types>")
    return with_parts(parts)


def office(path: Path, kind: str, folder: Path) -> Path:
    """Let LibreOffice write a file in another format; skips the test where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    made = folder / f"{path.stem}.{kind}"
    assert made.is_file(), "LibreOffice could not open the file"
    return made
