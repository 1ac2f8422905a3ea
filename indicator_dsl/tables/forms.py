"""The form above a table of indicators: its project and its total, gathered row by row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from attrs import define, field

from indicator_dsl.rows import Amount, Execution
from indicator_dsl.tables.execution import Spending
from indicator_dsl.tables.grid import Cell
from indicator_dsl.tables.heads import department_in, is_head_label, named, projects_in, says
from indicator_dsl.tables.listing import is_list_header
from indicator_dsl.tables.money import At, Money
from indicator_dsl.tables.results import Verdict

__all__ = ["Form"]


@define
class Form:
    """What the rows above the indicators have told so far."""

    #: Where two forms stand side by side, each with the column of its label.
    projects: list[Cell] = field(factory=list)
    money: Money = field(factory=Money)
    spending: Spending = field(factory=Spending)
    #: A total that stands above the indicators.
    verdict: Verdict = field(factory=Verdict)
    #: A row of the head of a form has been seen since the last header: the next header begins another table.
    fresh: bool = True
    #: A label of the head of a form has been seen at all.
    labelled: bool = False
    _department: str | None = None
    _whole: bool = False

    @property
    def project(self) -> str | None:
        """The project; of a 部门整体 form, which has none, the department."""
        if self.projects:
            return self.projects[0][1]
        return self._department if self._whole else None

    @property
    def funds(self) -> Decimal | None:
        """The total; ``None`` where the file has none or does not say its unit."""
        return self.money.funds

    @property
    def sources(self) -> list[Amount]:
        """What the total is made of."""
        return self.money.sources

    @property
    def execution(self) -> Execution | None:
        """How the money was spent."""
        return self.spending.found

    def feed(self, cells: Sequence[Cell], at: At) -> None:
        """Take in one row that is neither a header nor an indicator; ``at`` tells the place of a column of it."""
        if is_list_header([text for _, text in cells]):
            self.spending.feed(cells, at, self.money.note_unit)
            self.money.leave_list()
            return
        cells = named(cells)
        self._whole = self._whole or any(says("whole").search(text) for _, text in cells[:1])
        projects = projects_in(cells)
        if projects:
            self.projects, self.money = projects, Money(note_unit=self.money.note_unit)
        department = department_in(cells)
        if projects or (department is not None and self._department is None):
            self.spending = Spending()  # what stood above was another's
        self._department = self._department or department
        labelled = any(is_head_label(text) for _, text in cells[:2])
        self.fresh, self.labelled = self.fresh or labelled or bool(projects), self.labelled or labelled
        self.spending.feed(cells, at, self.money.note_unit)
        self.money.feed(cells, at)

    def turn(self) -> None:
        """Forget ``单位：万元`` where another table begins: it stands above the one it is about."""
        self.money.note_unit = None

    def leave_table(self) -> None:
        """Forget the money of the table before, unless a project or a department said whose it was."""
        if not self.projects and self._department is None:
            self.spending = Spending()

    def next(self) -> Form:
        """Return the form that follows, to which the note above it belongs already."""
        return Form(money=Money(note_unit=self.money.note_unit))
