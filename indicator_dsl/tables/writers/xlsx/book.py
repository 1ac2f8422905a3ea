"""The workbook part: which sheets there are, and a new one before them."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from indicator_dsl.tables.writers.ooxml.package import Package
from indicator_dsl.tables.writers.ooxml.xml import DamagedError, Edits, Element, attribute, prefixed, text, tree
from indicator_dsl.tables.writers.xlsx.sheet_xml import NewSheet
from indicator_dsl.tables.writers.xlsx.styles import MINIMAL, Styles

__all__ = ["Book", "Sheet", "quoted"]

#: The name that says which sheet is ours, hidden from the user; it stays when the sheet is renamed or the file saved.
_OURS: Final = "_indicator_dsl"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_PROPERTIES: Final = "docProps/app.xml"
_LONGEST_NAME: Final = 31
#: What may stand behind a workbook's defined names.
_BEHIND_NAMES: Final = (
    "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
    "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_SELECTED: Final = re.compile(rb"(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SHEET_DATA: Final = re.compile(rb"<(?:\w+:)?sheetData\b")


@frozen
class Sheet:
    """A sheet: its name, its part, and whether a user can go to it."""

    name: str
    part: str
    visible: bool


class Book:
    """A workbook taken apart.

    Raises:
        DamagedError: it is no workbook.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        main = package.related("", "officeDocument")
        if not main:
            raise DamagedError("no office document")
        self.part = main[0].target
        self._data = package.xml(self.part)
        self._root = tree(self._data)
        if self._root.name != "workbook":
            raise DamagedError("no workbook")
        targets = {one.id: one.target for one in package.relationships(self.part)}
        self._listed = [one for group in self._root.all("sheets") for one in group.all("sheet")]
        self.sheets = [
            Sheet(
                one.attributes.get("name", ""),
                targets.get(_relation(one), ""),
                one.attributes.get("state", "visible") == "visible",
            )
            for one in self._listed
        ]
        self._names = self._root.child("definedNames")
        self.styles_part = next((one.target for one in package.related(self.part, "styles")), "")

    def styles(self) -> Styles:
        """Return the formats; a workbook without any is given the least there can be."""
        if self.styles_part not in self.package:
            self.styles_part = (
                "xl/styles.xml" if "xl/styles.xml" not in self.package else self.package.free("xl/styles{}.xml")
            )
            self.package.write(self.styles_part, MINIMAL.encode())
            self.package.declare(self.styles_part, _STYLES_TYPE)
            self.package.relate(self.part, "styles", self.styles_part)
        # LibreOffice writes a colour of its own where we kept the one the cell had.
        application = self.package.read(_PROPERTIES) if _PROPERTIES in self.package else b""
        return Styles(self.package.xml(self.styles_part), keeps_colors=b"LibreOffice" not in application)

    def ours(self) -> int | None:
        """Return which sheet is one of ours, from an earlier annotation."""
        for one in self._names.children if self._names is not None else ():
            if one.attributes.get("name") == _OURS:
                target = self._data[one.tag.end : one.close].decode("utf-8").rpartition("!")[0]
                for number, sheet in enumerate(self.sheets):
                    # Excel writes the name without quotes where it needs none, others escape them.
                    if target.replace("&apos;", "'") in {text(quoted(sheet.name)), text(sheet.name)}:
                        return number
        return None

    def free_name(self, name: str) -> str:
        """Return a name for a new sheet that no sheet has; Excel tells them apart without case."""
        taken = {sheet.name.casefold() for sheet in self.sheets}
        number = 1
        free = name
        while free.casefold() in taken:
            number += 1
            free = f"{name[: _LONGEST_NAME - len(str(number))]}{number}"
        return free

    def put_first(self, name: str, sheet: NewSheet) -> None:
        """Write our sheet: in the place of an earlier one, else before all others; and open the workbook with it."""
        edits = Edits(self._data)
        at = self.ours()
        if at is None:
            at = 0
            part = self._add(edits, name)
        else:
            name, part = self.sheets[at].name, self.sheets[at].part
            # What a program put beside our sheet when it saved it (printer settings) has no place in the new one.
            self.package.remove(f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels")
        self.package.write(part, sheet.xml.encode("utf-8"))
        self._rename(edits, at, name, sheet, is_new=part not in [one.part for one in self.sheets])
        self._show(edits, at, part)
        self.package.write(self.part, edits.result())

    def _add(self, edits: Edits, name: str) -> str:
        if not self._listed:
            raise DamagedError("a workbook without sheets")
        part = self.package.free("xl/worksheets/sheet{}.xml")
        self.package.declare(part, _SHEET_TYPE)
        relation = self.package.relate(self.part, "worksheet", part)
        number = max(int(one.attributes.get("sheetId", 0)) for one in self._listed) + 1
        first = self._listed[0]
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        space = next((value for value in self._root.attributes.values() if value.endswith("/relationships")), space)
        one = f'<sheet xmlns:r="{space}" name="{attribute(name)}" sheetId="{number}" r:id="{relation}"/>'
        edits.insert(first.tag.start, prefixed(one, first.prefix))
        return part

    def _rename(self, edits: Edits, at: int, name: str, sheet: NewSheet, *, is_new: bool) -> None:
        """Write the names that belong to our sheet; those of the sheets behind a new one count one further."""
        for one in self._names.children if self._names is not None else ():
            local = one.attributes.get("localSheetId")
            if one.attributes.get("name") == _OURS or (not is_new and local == str(at)):
                edits.remove(one)
            elif is_new and local is not None:
                edits.change(one.tag, one.prefix + one.name, {"localSheetId": str(int(local) + 1)})
        place = text(quoted(name))
        ours = f'<definedName name="{_OURS}" hidden="1">{place}!$A$1</definedName>' + "".join(
            f'<definedName name="{label}" localSheetId="{at}"{extra}>{place}!{cells}</definedName>'
            for label, extra, cells in sheet.names
        )
        if self._names is not None:
            edits.append(self._names, prefixed(ours, self._names.prefix))
        else:
            whole = f"<definedNames>{ours}</definedNames>"
            edits.put(self._root, "definedNames", prefixed(whole, self._root.prefix), _BEHIND_NAMES)

    def _show(self, edits: Edits, at: int, part: str) -> None:
        """Open the workbook with our sheet and no other: into two selected sheets everything is typed twice."""
        for views in self._root.all("bookViews"):
            for view in views.all("workbookView")[:1]:
                edits.change(
                    view.tag, view.prefix + view.name, {"activeTab": str(at) if at else None, "firstSheet": None}
                )
        for sheet in self.sheets:
            if sheet.part == part or sheet.part not in self.package:
                continue
            data = self.package.xml(sheet.part)
            body = _SHEET_DATA.search(data)
            head = data[: body.start()] if body else data
            mended = _SELECTED.sub(rb"\1", head)
            if mended != head:
                self.package.write(sheet.part, mended + data[len(head) :])


def quoted(name: str) -> str:
    """Return a sheet's name as a reference writes it.

    >>> quoted("表1"), quoted("it's")
    ("'表1'", "'it''s'")
    """
    return "'" + name.replace("'", "''") + "'"


def _relation(sheet: Element) -> str:
    return next(
        (value for name, value in sheet.attributes.items() if name.rpartition(":")[2] == "id" and ":" in name), ""
    )
