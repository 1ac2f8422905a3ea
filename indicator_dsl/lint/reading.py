"""What was read of a cell, of a row, of a table, and what there is to say about it."""

from __future__ import annotations

from attrs import frozen

from indicator_dsl.comparators import Comparator
from indicator_dsl.errors import IndicatorError
from indicator_dsl.findings import Finding
from indicator_dsl.rows import Row, Table

__all__ = ["Cell", "CheckedTable", "Reading"]


@frozen
class Cell:
    """A value as it stands in the table, with what it was read as.

    >>> cell = Cell("≥ 95", "%", None)
    >>> cell.blank, cell.whole
    (False, '≥ 95%')
    """

    #: The text of the value cell.
    text: str
    #: The texts of the columns for unit and relation, where the table has them.
    unit: str | None = None
    relation: str | None = None
    #: ``None`` where the cell is blank or was refused.
    value: Comparator | None = None
    #: Why it was refused.
    error: IndicatorError | None = None
    #: Written in the canonical form already, so that rules on notation have nothing to say.
    tidy: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is written."""
        return not self.text.strip()

    @property
    def whole(self) -> str:
        """Relation, value and unit as one text, for messages."""
        return f"{self.relation or ''}{self.text}{self.unit or ''}"


@frozen(kw_only=True)
class Reading:
    """One row with what its value was read as, and the findings in it."""

    row: Row
    cell: Cell
    findings: tuple[Finding, ...] = ()

    @property
    def value(self) -> Comparator | None:
        """What was read; ``None`` where the cell is blank or was refused."""
        return self.cell.value

    @property
    def error(self) -> IndicatorError | None:
        """Why the value was refused."""
        return self.cell.error


@frozen(kw_only=True)
class CheckedTable:
    """One table with its rows read."""

    table: Table
    readings: tuple[Reading, ...]
    #: What there is to say of the table as a whole.
    findings: tuple[Finding, ...] = ()
