"""What was read of tables, and what there is to say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from attrs import evolve, frozen

from indicator_dsl.comparators import Comparator
from indicator_dsl.describing import unknown_units
from indicator_dsl.findings import SEVERITIES, Finding, Severity
from indicator_dsl.lint import CheckedTable, Linter, Profile, Reading
from indicator_dsl.lint.profile import FailOn
from indicator_dsl.rows import Place, Table
from indicator_dsl.tables.collecting import without_collecting
from indicator_dsl.tables.errors import TableError

__all__ = ["Report", "Summary", "check"]


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
        found = [Finding.of_error(error, place=Place(error.words["path"])) for error in self.unread]
        for checked in self.tables:
            found += checked.findings
            for reading in checked.readings:
                found += reading.findings
        return tuple(found)

    def fails(self, on: FailOn) -> bool:
        """Return whether there are findings from this severity on; ``"refused"`` counts what could not be read."""
        if on == "never":
            return False
        if on == "refused":
            return any(finding.unread and finding.severity == "error" for finding in self.findings)
        return any(SEVERITIES.index(finding.severity) <= SEVERITIES.index(on) for finding in self.findings)

    @cached_property
    def summary(self) -> Summary:
        """The counts."""
        readings = list(self.readings)
        values = [reading.value for reading in readings if reading.value is not None]
        refused = sum(reading.error is not None for reading in readings)
        severities = Counter(finding.severity for finding in self.findings)
        return Summary(
            projects=len(self.tables),
            rows=len(readings),
            read=len(values),
            refused=refused,
            blank=len(readings) - len(values) - refused,
            kinds=dict(Counter([value.kind for value in values]).most_common()),
            unknown_units=dict(Counter(_units_unknown(values)).most_common()),
            severities={severity: severities[severity] for severity in SEVERITIES},
            codes=dict(Counter(finding.code for finding in self.findings).most_common()),
        )


def _units_unknown(values: Iterable[Comparator]) -> Iterator[str]:
    known: dict[int, tuple[str, ...]] = {}
    for value in values:
        # A value that stands in many rows is one object.
        units = known.get(id(value))
        if units is None:
            units = known[id(value)] = unknown_units(value)
        yield from units


def check(
    tables: Iterable[Table],
    *,
    year: int | None = None,
    profile: Profile | None = None,
    step: Callable[[], None] | None = None,
) -> Report:
    """Read the values of tables and return what was read and found.

    Args:
        tables: as :func:`~indicator_dsl.tables.read_tables` returns them.
        year: the budget year, which dates without a year take.
        profile: the rules to run; the built-in profile ``default`` if none is given.
        step: called after each row, for a progress bar.
    """
    linter = Linter(profile, year=year)

    def read(table: Table) -> Iterator[Reading]:
        for row in table.rows:
            yield linter.row(row)
            if step is not None:
                step()

    with without_collecting():
        checked = [_with_oddities(linter.table(table, read(table))) for table in tables]
    return Report(tables=tuple(checked))


#: A row of which a part was not read may have been read wrongly.
_ODD: Final[Mapping[str, Severity]] = {
    "surplus-cells": "error",
    "row-left-out": "warning",
    "column-left-out": "info",
}


def _with_oddities(checked: CheckedTable) -> CheckedTable:
    """Return a table with what its reader left out among its findings."""
    odd = [
        Finding.of_message(one.code, _ODD[one.code], place=one.place, text=one.text) for one in checked.table.oddities
    ]
    return evolve(checked, findings=(*odd, *checked.findings)) if odd else checked
