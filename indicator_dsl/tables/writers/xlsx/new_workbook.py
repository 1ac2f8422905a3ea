"""A workbook for findings in a file that is none: the rows as they were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from indicator_dsl.errors import Lang
from indicator_dsl.rows import Place, Row
from indicator_dsl.tables.grid import column_letters
from indicator_dsl.tables.report import Report
from indicator_dsl.tables.writers.annotated import say
from indicator_dsl.tables.writers.ooxml.package import Package, empty_archive
from indicator_dsl.tables.writers.xlsx.sheet_xml import MOST_ROWS, Looks, SheetWriter
from indicator_dsl.tables.writers.xlsx.styles import MINIMAL, Styles

__all__ = ["new_workbook"]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET: Final = "xl/worksheets/sheet1.xml"
#: Headers that a reader of tables knows: the list can be mended and read again. Width, and where the text is found.
_COLUMNS: Final[dict[str, tuple[int, Callable[[Row], str | None]]]] = {
    "项目名称": (28, lambda row: row.project),
    "一级指标": (12, lambda row: row.level1),
    "二级指标": (14, lambda row: row.level2),
    "三级指标": (30, lambda row: row.name),
    "指标性质": (10, lambda row: row.relation),
    "指标值": (30, lambda row: row.value),
    "计量单位": (10, lambda row: row.unit),
    "实际完成值": (20, lambda row: row.actual),
    "分值": (8, lambda row: row.weight),
    "得分": (8, lambda row: row.score),
    "文件": (28, lambda row: row.place.file),
}
_ALWAYS: Final = frozenset({"三级指标", "指标值"})


def new_workbook(report: Report, lang: Lang) -> tuple[bytes, Mapping[Place, tuple[str, str]]]:
    """Return a workbook with the rows of a report, and where in it (sheet, cell) each place of the report went."""
    styles = Styles(MINIMAL.encode())
    name = say("listing.name", lang)
    rows = [reading.row for reading in report.readings]
    several = len({row.place.file for row in rows}) > 1
    shown = {
        header: column
        for header, column in _COLUMNS.items()
        if header in _ALWAYS or (any(column[1](row) for row in rows) and (several or header != "文件"))
    }
    writer = SheetWriter(Looks(styles), [width for width, _ in shown.values()])
    value = column_letters(list(shown).index("指标值"))
    writer.add(*(writer.text(header, "head") for header in shown))
    where: dict[Place, tuple[str, str]] = {}
    for checked in report.tables:
        where.setdefault(checked.table.place, (name, f"A{writer.row}"))
        for reading in checked.readings[: MOST_ROWS - writer.row]:
            where[reading.row.place] = (name, f"{value}{writer.row}")
            writer.add(*(writer.text(find(reading.row)) for _, find in shown.values()))
    sheet = writer.sheet(
        frozen_rows=1,
        filtered=(1, writer.row - 1),
        footer=say("sheet.footer", lang),
        selected=False,
    )
    names = "".join(
        f'<definedName name="{label}" localSheetId="0"{extra}>\'{name}\'!{cells}</definedName>'
        for label, extra, cells in sheet.names
    )
    package = Package(empty_archive())
    package.write(
        "xl/workbook.xml",
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<bookViews><workbookView/></bookViews><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>'
        f"<definedNames>{names}</definedNames></workbook>".encode(),
    )
    package.declare("xl/workbook.xml", f"{_TYPE}.sheet.main+xml")
    package.relate("", "officeDocument", "xl/workbook.xml")
    package.write(_SHEET, sheet.xml.encode())
    package.declare(_SHEET, f"{_TYPE}.worksheet+xml")
    package.relate("xl/workbook.xml", "worksheet", _SHEET)
    package.write("xl/styles.xml", styles.result())
    package.declare("xl/styles.xml", f"{_TYPE}.styles+xml")
    package.relate("xl/workbook.xml", "styles", "xl/styles.xml")
    return package.save(), where
