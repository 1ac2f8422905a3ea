"""The value cell of a table: its texts, and what they are read as."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Final

from attrs import frozen

from indicator_dsl.comparators import Comparator
from indicator_dsl.errors import IndicatorError, UnitError
from indicator_dsl.formulas import computes
from indicator_dsl.parsing import MAX_LENGTH, parse
from indicator_dsl.parsing._templates import Fit, fit
from indicator_dsl.relation_cells import relation_of
from indicator_dsl.units import Unit

__all__ = ["Cell", "joined", "read_cell", "read_parts", "read_value"]

#: A line with more is not only a unit.
_LONGEST_UNIT: Final = 12


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

    @cached_property
    def tidy(self) -> bool:
        """Whether it is written in the canonical form already, so that rules on notation have nothing to say."""
        return self.value is not None and str(self.value) == self.whole

    @property
    def blank(self) -> bool:
        """Whether nothing is written."""
        return not self.text.strip()

    @property
    def whole(self) -> str:
        """Relation, value and unit as one text, for messages."""
        return f"{self.relation or ''}{self.text}{self.unit or ''}"


def read_cell(
    text: str, unit: str | None, relation: str | None, *, year: int | None = None, in_sheet: bool = False
) -> Cell:
    """Return a cell with what its text is read as, or why it is refused; ``in_sheet`` where it may be a formula.

    >>> read_cell("95", "%", "≥").value, read_cell("=10*5", None, None, in_sheet=True).error.code
    (Threshold('>=', Quantity('95', '%')), 'formula-without-result')
    """
    return read_parts(text, unit, relation, year=year, in_sheet=in_sheet)[0]


def read_parts(
    text: str, unit: str | None, relation: str | None, *, year: int | None = None, in_sheet: bool = False
) -> tuple[Cell, Fit | None]:
    """Return a cell as :func:`read_cell` does; and its number and what is around it, if other digits are read alike."""
    if not text.strip():
        return Cell(text, unit, relation), None
    if in_sheet and computes(text):
        error = IndicatorError("formula-without-result", text, formula=text)
        return Cell(text, unit, relation, error=error), None
    if "\n" not in text and len(text) <= MAX_LENGTH:
        found = fit(text, unit, relation_of(relation))
        if found is not None:
            return Cell(text, unit, relation, found.value), found
    try:
        value = read_value(text, unit, relation, year=year)
    except IndicatorError as error:
        if in_sheet and error.fix is not None and computes(error.fix):
            error.fix = None  # =优 would be taken for a name of the workbook
        return Cell(text, unit, relation, error=error), None
    return Cell(text, unit, relation, value), None


def read_value(text: str, unit: str | None, relation: str | None, *, year: int | None = None) -> Comparator:
    r"""Return the value of a cell of a table: as ``parse`` does, but in a table more goes.

    A unit may stand on the line below its number, and a relation column holds 定量 or a code as well.

    Raises:
        IndicatorError: the text is no value.

    >>> str(read_value("≥3\n公里", None, None))
    '≥3公里'
    """
    return parse(joined(text), unit=unit, relation=relation_of(relation), year=year)


def joined(text: str) -> str:
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
