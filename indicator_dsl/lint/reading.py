"""What was read of a row, of a table, and what there is to say about it."""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from indicator_dsl.cells import Cell, joined, read_cell, read_parts, read_value
from indicator_dsl.comparators import Comparator
from indicator_dsl.errors import IndicatorError
from indicator_dsl.evaluation import Evaluation, evaluate
from indicator_dsl.findings import Finding
from indicator_dsl.rows import Row, Table

__all__ = ["Cell", "CheckedTable", "Reading", "read_cell", "read_parts", "read_value"]


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

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """Whether the row meets its target; ``None`` where target or actual is missing, or was refused."""
        actual = self.row.actual
        return None if self.value is None or not (actual or "").strip() else evaluate(self.value, joined(actual or ""))


@frozen(kw_only=True)
class CheckedTable:
    """One table with its rows read."""

    table: Table
    readings: tuple[Reading, ...]
    #: What there is to say of the table as a whole.
    findings: tuple[Finding, ...] = ()
