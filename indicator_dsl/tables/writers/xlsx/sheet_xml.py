"""New sheets, written cell by cell: every text stays a text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from attrs import define, field, frozen

from indicator_dsl.findings import Severity
from indicator_dsl.tables.writers.ooxml.xml import attribute, text
from indicator_dsl.tables.writers.xlsx.cells import cell_name, lines_of
from indicator_dsl.tables.writers.xlsx.styles import FILLS, Styles

__all__ = ["MOST_LINKS", "MOST_ROWS", "Looks", "NewSheet", "SheetWriter"]

MOST_ROWS: Final = 1_048_576
#: How many links Excel follows on one sheet.
MOST_LINKS: Final = 65_530
_LONGEST_CELL: Final = 32_767
#: In points, as heights of rows are; Excel knows none beyond the second.
_LINE_HEIGHT: Final = 14
_HIGHEST_ROW: Final = 409
#: What makes a text a formula in a cell that somebody edits, or in a CSV made of the sheet.
_EXECUTED: Final = tuple("=+-@\t\r")
_FONT: Final = "Microsoft YaHei"


@frozen
class NewSheet:
    """A sheet ready to be written, and the names that belong to it: name, further attributes, cells."""

    xml: str
    names: tuple[tuple[str, str, str], ...] = ()


@frozen
class _Look:
    """How a kind of cell looks."""

    side: str = "left"
    boxed: bool = True
    bold: bool = False
    linked: bool = False
    size: int = 10
    shade: str | None = None
    #: Of the formats every workbook has: 49 is text, 3 is 1,234 and 4 is 1,234.50.
    number_format: int = 49


_LOOKS: Final = {
    "title": _Look(boxed=False, bold=True, size=14),
    "heading": _Look(boxed=False, bold=True),
    "note": _Look(boxed=False),
    "jump": _Look(boxed=False, linked=True),
    "head": _Look(side="center", bold=True, shade="FFE7E6E6"),
    "cell": _Look(),
    "link": _Look(linked=True),
    "number": _Look(side="center", number_format=3),
    "money": _Look(side="right", number_format=4),
}


class Looks:
    """The formats of our own sheets, added to those of the workbook when they are first used."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def of(self, name: str = "cell", *, quoted: bool = False, severity: Severity | None = None) -> int:
        """Return the number of a format; ``quoted`` keeps a text one when somebody edits the cell."""
        look = _LOOKS[name]
        shade = FILLS[severity] if severity else look.shade
        line = "<u/>" if look.linked else ""
        color = "FF0563C1" if look.linked else "FF000000"
        font = self._styles.add(
            "fonts",
            f'<font>{"<b/>" if look.bold else ""}{line}<sz val="{look.size}"/><color rgb="{color}"/>'
            f'<name val="{_FONT}"/><family val="2"/></font>',
        )
        fill = "" if shade is None else f'<fgColor rgb="{shade}"/><bgColor indexed="64"/>'
        return self._styles.add(
            "cellXfs",
            f'<xf numFmtId="{look.number_format}" fontId="{font}" fillId="{self._fill(fill)}"'
            f' borderId="{self._border() if look.boxed else 0}" xfId="0" quotePrefix="{int(quoted)}"'
            ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment horizontal="{look.side}" vertical="center" wrapText="{int(look.boxed)}"/></xf>',
        )

    def _fill(self, colors: str) -> int:
        if not colors:
            return 0
        return self._styles.add("fills", f'<fill><patternFill patternType="solid">{colors}</patternFill></fill>')

    def _border(self) -> int:
        sides = (
            f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>' for side in ("left", "right", "top", "bottom")
        )
        return self._styles.add("borders", f"<border>{''.join(sides)}<diagonal/></border>")


@define
class SheetWriter:
    """Rows of cells put one below the other."""

    looks: Looks
    #: Of the columns, in half-width characters.
    widths: Sequence[int]
    _rows: list[str] = field(factory=list)
    _links: list[str] = field(factory=list)

    @property
    def row(self) -> int:
        """The row that is written next, counted from 1."""
        return len(self._rows) + 1

    def add(self, *cells: tuple[str | Decimal | int | None, int], height: int | None = None) -> None:
        """Write a row of cells, as :meth:`text` and :meth:`number` make them, as high as its texts are long."""
        row = self.row
        made = [_cell(cell_name((row, column)), *cell) for column, cell in enumerate(cells, start=1)]
        # LibreOffice does not fit a row to its text when it opens a file; nor do viewers.
        lines = max(
            (
                lines_of(content, width - 1)
                for (content, _), width in zip(cells, self.widths, strict=False)
                if isinstance(content, str) and len(cells) > 1
            ),
            default=1,
        )
        height = height or min(lines * _LINE_HEIGHT + 2, _HIGHEST_ROW)
        self._rows.append(f'<row r="{row}" ht="{height}" customHeight="1">{"".join(made)}</row>')

    def text(
        self, words: str | None, look: str = "cell", *, severity: Severity | None = None
    ) -> tuple[str | None, int]:
        """Return a cell with a text."""
        quoted = bool(words) and str(words).startswith(_EXECUTED)
        return words, self.looks.of(look, quoted=quoted, severity=severity)

    def number(self, number: Decimal | int | None) -> tuple[Decimal | int | None, int]:
        """Return a cell with a number."""
        whole = number is None or number == int(number)
        return number, self.looks.of("number" if whole else "money")

    def link(self, column: int, target: str) -> bool:
        """Make a cell of the row that is written next a link into the workbook; ``False`` if Excel takes no more."""
        if len(self._links) >= MOST_LINKS:
            return False
        name = cell_name((self.row, column))
        self._links.append(f'<hyperlink ref="{name}" location="{attribute(target)}"/>')
        return True

    def sheet(
        self,
        *,
        frozen_rows: int,
        filtered: tuple[int, int] | None,
        footer: str,
        selected: bool = True,
    ) -> NewSheet:
        """Return the sheet.

        Args:
            frozen_rows: how many rows stay in sight; the last of them is the header, which every printed page repeats.
            filtered: the header and the last row of the filter.
            footer: of printed pages.
            selected: the workbook opens with this sheet.
        """
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
            for at, width in enumerate(self.widths, start=1)
        )
        last = cell_name((1, len(self.widths))).rstrip("1")
        names = [("_xlnm.Print_Titles", "", f"${frozen_rows}:${frozen_rows}")]
        autofilter = ""
        if filtered is not None:
            autofilter = f'<autoFilter ref="A{filtered[0]}:{last}{filtered[1]}"/>'
            names.append(("_xlnm._FilterDatabase", ' hidden="1"', f"$A${filtered[0]}:${last}${filtered[1]}"))
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        below = f"A{frozen_rows + 1}"
        return NewSheet(
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView showGridLines="0" tabSelected="{int(selected)}" workbookViewId="0">'
            f'<pane ySplit="{frozen_rows}" topLeftCell="{below}" activePane="bottomLeft" state="frozen"/>'
            f'<selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(self._rows)}</sheetData>'
            f"{autofilter}{links}"
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>{text(footer)}</oddFooter></headerFooter></worksheet>",
            tuple(names),
        )


def _cell(name: str, content: str | Decimal | int | None, style: int) -> str:
    if content is None or content == "":
        return f'<c r="{name}" s="{style}"/>'
    if isinstance(content, Decimal | int):
        return f'<c r="{name}" s="{style}"><v>{content:f}</v></c>'
    content = content if len(content) <= _LONGEST_CELL else f"{content[: _LONGEST_CELL - 1]}…"
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text(content)}</t></is></c>'
