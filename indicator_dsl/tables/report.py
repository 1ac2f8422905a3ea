"""What was read of tables, and what there is to say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import zip_longest
from typing import Final

from attrs import evolve, frozen

from indicator_dsl.comparators import Comparator
from indicator_dsl.describing import unknown_units
from indicator_dsl.errors import IndicatorError
from indicator_dsl.findings import SEVERITIES, Finding, Severity
from indicator_dsl.lint import CheckedTable, Linter, Profile, Reading, builtin_profile
from indicator_dsl.lint.profile import FailOn
from indicator_dsl.rows import Oddity, Place, Table
from indicator_dsl.score import SelfEvaluation
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
    #: Unit nouns that the house knows, though no list has them.
    units: frozenset[str] = frozenset()
    #: The tables as they were scored, in the same order; empty where nobody asked for points.
    scored: tuple[SelfEvaluation, ...] = ()

    @property
    def readings(self) -> Iterator[Reading]:
        """Every row of every table."""
        return (reading for checked in self.tables for reading in checked.readings)

    @property
    def with_scores(self) -> Iterator[tuple[CheckedTable, SelfEvaluation | None]]:
        """Every table with what it scored, ``None`` where nobody asked for points."""
        return zip_longest(self.tables, self.scored)

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

    def fails(self, on: FailOn) -> bool:
        """Return whether there are findings from this severity on; ``"refused"`` counts what could not be read."""
        if on == "never":
            return False
        if on == "refused":
            return any(finding.unread and finding.severity == "error" for finding in self.findings)
        return any(SEVERITIES.index(finding.severity) <= SEVERITIES.index(on) for finding in self.findings)

    @cached_property
    def summary(self) -> Summary:
        """Counts of what could be read; files that could not be are in :attr:`unread`."""
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
            unknown_units=dict(Counter(one for one in _units_unknown(values) if one not in self.units).most_common()),
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
        profile: the rules to run. If none is given, the built-in profile ``reading``: what could not be read,
            blanks and unknown units, and nothing about how values are written.
        step: called after each row, for a progress bar.
    """
    linter = Linter(profile or builtin_profile("reading"), year=year)

    def read(table: Table) -> Iterator[Reading]:
        cut = _cut_rows(table)
        for row in table.rows:
            odd = cut.get(row.place.row)
            refused = None if odd is None else IndicatorError(odd.code, row.value, cells=odd.text)
            yield linter.row(row, refused)
            if step is not None:
                step()

    with without_collecting():
        checked = [_with_oddities(linter.table(table, read(table))) for table in tables]
    return Report(tables=tuple(checked), units=linter.profile.units)


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


def _with_oddities(checked: CheckedTable) -> CheckedTable:
    """Return a table with what its reader left out among its findings."""
    odd = _oddities(checked.table)
    return evolve(checked, findings=(*odd, *checked.findings)) if odd else checked


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
