"""What was read of tables, and what there is to say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Final

from attrs import evolve, frozen

from indicator_dsl.comparators import Comparator
from indicator_dsl.describing import unknown_units
from indicator_dsl.errors import IndicatorError, UnitError
from indicator_dsl.findings import SEVERITIES, Finding, Severity
from indicator_dsl.formulas import computes
from indicator_dsl.parsing import parse
from indicator_dsl.rows import Oddity, Place, Row, Table
from indicator_dsl.tables.collecting import without_collecting
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.layouts import relation_of
from indicator_dsl.units import Unit

__all__ = ["CheckedTable", "Reading", "Report", "Summary", "check"]


#: A line with more is not only a unit.
_LONGEST_UNIT: Final = 12


@frozen(kw_only=True)
class Reading:
    """One row with what its value was read as, and the findings in it."""

    row: Row
    #: ``None`` where the cell is blank or was refused.
    value: Comparator | None = None
    #: Why the value was refused.
    error: IndicatorError | None = None
    findings: tuple[Finding, ...] = ()


@frozen(kw_only=True)
class CheckedTable:
    """One table with its rows read."""

    table: Table
    readings: tuple[Reading, ...]
    #: What there is to say of the table as a whole.
    findings: tuple[Finding, ...] = ()


@frozen
class Summary:
    """The counts of a report."""

    #: tables, one a project
    projects: int
    rows: int
    read: int
    refused: int
    blank: int
    #: by name of the kind, the most frequent first
    kinds: dict[str, int]
    #: by unit noun that the unit table does not list, the most frequent first
    unknown_units: dict[str, int]
    #: findings by severity, the gravest first; each severity is there
    severities: dict[Severity, int]
    #: findings by code, the most frequent first
    codes: dict[str, int]


@frozen(kw_only=True, slots=False)
class Report:
    """Everything that was read and found, in the order of the files; what every writer takes.

    >>> from indicator_dsl.tables import read_tables
    >>> report = check(read_tables("examples/liujiang-2025.csv"))
    >>> report.summary.rows, report.summary.read, report.summary.refused, report.summary.blank
    (118, 116, 0, 2)
    """

    tables: tuple[CheckedTable, ...]
    #: Files of the batch that could not be read, and why.
    unread: tuple[TableError, ...] = ()

    @property
    def readings(self) -> Iterator[Reading]:
        """Every row of every table."""
        return (reading for checked in self.tables for reading in checked.readings)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, of files that could not be read, then table by table, those of a whole one before its rows."""
        unread = (Finding.of_error(error, place=Place(error.words["path"], row=0)) for error in self.unread)
        return (*unread, *self.in_tables)

    @cached_property
    def in_tables(self) -> tuple[Finding, ...]:
        """Those of the findings that are in a table that was read."""
        found: list[Finding] = []
        for checked in self.tables:
            found += checked.findings
            for reading in checked.readings:
                found += reading.findings
        return tuple(found)

    @cached_property
    def summary(self) -> Summary:
        """The counts, of what could be read: files that could not are counted in :attr:`unread`."""
        readings = list(self.readings)
        values = [reading.value for reading in readings if reading.value is not None]
        refused = sum(reading.error is not None for reading in readings)
        severities = Counter(finding.severity for finding in self.in_tables)
        return Summary(
            projects=len(self.tables),
            rows=len(readings),
            read=len(values),
            refused=refused,
            blank=len(readings) - len(values) - refused,
            kinds=dict(Counter([value.kind for value in values]).most_common()),
            unknown_units=dict(Counter(_units_unknown(values)).most_common()),
            severities={severity: severities[severity] for severity in SEVERITIES},
            codes=dict(Counter(finding.code for finding in self.in_tables).most_common()),
        )


def _units_unknown(values: Iterable[Comparator]) -> Iterator[str]:
    known: dict[int, tuple[str, ...]] = {}
    for value in values:
        # A value that stands in many rows is one object.
        units = known.get(id(value))
        if units is None:
            units = known[id(value)] = unknown_units(value)
        yield from units


def check(tables: Iterable[Table], *, year: int | None = None, step: Callable[[], None] | None = None) -> Report:
    """Read the values of tables and return what was read and found.

    Args:
        tables: as :func:`~indicator_dsl.tables.read_tables` returns them.
        year: the budget year, which dates without a year take.
        step: called after each row, for a progress bar.
    """
    # Columns repeat themselves: what was read of a text holds wherever it stands.
    known: dict[tuple[str, str | None, str | None, bool], Reading] = {}

    def reading(row: Row) -> Reading:
        cells = (row.value, row.unit, row.relation, row.place.sheet is None)
        found = known.get(cells)
        if found is None:
            found = known[cells] = _reading(row, year)
            return found
        findings = tuple([evolve(finding, place=row.place, row=row) for finding in found.findings])
        return Reading(row=row, value=found.value, error=found.error, findings=findings)

    checked = []
    with without_collecting():
        for table in tables:
            readings = []
            cut = _cut_rows(table)
            for row in table.rows:
                odd = cut.get(row.place.row)
                readings.append(reading(row) if odd is None else _refused(row, "surplus-cells", cells=odd.text))
                if step is not None:
                    step()
            checked.append(CheckedTable(table=table, readings=tuple(readings), findings=_oddities(table)))
    return Report(tables=tuple(checked))


_ODD: Final[Mapping[str, Severity]] = {
    "surplus-cells": "error",
    "cells-without-header": "info",
    "row-left-out": "warning",
    "table-left-out": "warning",
    "row-unlike-indicator": "info",
    "column-left-out": "info",
    "column-unknown": "info",
    "values-amended": "info",
    "value-of-last-choice": "info",
    "table-not-read": "warning",
}


def _is_cut(odd: Oddity) -> bool:
    # In workbooks and documents a cell is a cell, and only the header is missing.
    return odd.code == "surplus-cells" and odd.place.sheet is None and odd.place.table is None


def _cut_rows(table: Table) -> dict[int, Oddity]:
    """Return the rows of a CSV file that are longer than its header: a comma may have cut any of their cells."""
    return {odd.place.row: odd for odd in table.oddities if _is_cut(odd)}


def _oddities(table: Table) -> tuple[Finding, ...]:
    """Return the findings in a whole table; those in a row that is refused for them are the row's."""
    rows = {row.place.row for row in table.rows} if any(map(_is_cut, table.oddities)) else ()
    found = []
    for odd in table.oddities:
        if _is_cut(odd) and odd.place.row in rows:
            continue
        code = "cells-without-header" if odd.code == "surplus-cells" and not _is_cut(odd) else odd.code
        severity = "warning" if odd.doubtful else _ODD[code]
        text = " ".join(odd.text.split())
        found.append(Finding.of_message(code, severity, place=odd.place, text=text, cells=text, hint=odd.hint))
    return tuple(found)


def _refused(row: Row, code: str, **words: str) -> Reading:
    """Return a row that is refused for another reason than what its value says."""
    finding = Finding.of_message(code, "error", place=row.place, row=row, **words)
    return Reading(row=row, error=IndicatorError(code, row.value, 0, None, expected=(), **words), findings=(finding,))


def _with_units(text: str) -> str:
    """Return a value with units on the line of their numbers; any other line is an item of its own.

    A cell is too narrow, or somebody wrote a line break: ``≥3⏎公里`` is one value.  Every character keeps its place.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    joined = lines[0]
    for above, line in pairwise(lines):
        joined += (" " if "0" <= above.rstrip()[-1:] <= "9" and _is_unit(line.strip()) else "\n") + line
    return joined


def _is_unit(text: str) -> bool:
    if not text or len(text) > _LONGEST_UNIT:
        return False
    try:
        return Unit(text).known
    except UnitError:
        return False


def _reading(row: Row, year: int | None) -> Reading:
    if not row.value.strip():
        return Reading(row=row, findings=(Finding.of_message("blank-value", "warning", place=row.place, row=row),))
    if row.place.sheet is not None and computes(row.value):
        return _refused(row, "formula-without-result", formula=row.value)
    try:
        value = parse(_with_units(row.value), unit=row.unit, relation=relation_of(row.relation), year=year)
    except IndicatorError as error:
        return Reading(row=row, error=error, findings=(Finding.of_error(error, place=row.place, row=row),))
    nouns = dict.fromkeys(unknown_units(value))
    return Reading(
        row=row,
        value=value,
        findings=tuple(
            Finding.of_message("unknown-noun", "info", place=row.place, row=row, unit=noun) for noun in nouns
        ),
    )
