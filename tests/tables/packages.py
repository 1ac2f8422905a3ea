"""Small .xlsx files for tests, part by part: what openpyxl cannot be made to write."""

from __future__ import annotations

import io
import zipfile

TYPES = {"worksheets/sheet1.xml": "worksheet", "sharedStrings.xml": "sharedStrings", "styles.xml": "styles"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'
HEADER = '<row r="1"><c r="A1" t="str"><v>三级指标</v></c><c r="B1" t="str"><v>指标值</v></c></row>'
ROW = '<row r="2"><c r="A2" t="str"><v>人数</v></c><c r="B2" t="str"><v>5人</v></c></row>'


def parts(**content: str | bytes) -> dict[str, str | bytes]:
    """Return the parts of a small workbook, some of them replaced: ``sheet``, ``strings``, ``styles``, ``book``."""
    related = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{name}"/>' for name, kind in TYPES.items()
    )
    return {
        "_rels/.rels": "<Relationships>"
        f'<Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
        "xl/workbook.xml": content.get("book")
        or f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="表1" r:id="worksheet"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": content.get("sheet") or SHEET.format(HEADER + ROW),
        "xl/sharedStrings.xml": content.get("strings") or f'<sst xmlns="{MAIN}"/>',
        "xl/styles.xml": content.get("styles") or f'<styleSheet xmlns="{MAIN}"/>',
    }


def zipped(content: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return buffer.getvalue()
