"""Tables under construction: the project each belongs to, and its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import define, evolve, field

from indicator_dsl.rows import Amount, Execution, Listing, Oddity, Place, Row, Table
from indicator_dsl.tables.columns import Columns, one_line, split_value
from indicator_dsl.tables.grid import Grid, GridRow
from indicator_dsl.tables.heads import is_nothing, is_sum, says
from indicator_dsl.tables.layouts import has_look, is_placeholder, levels_of
from indicator_dsl.tables.making import make_row
from indicator_dsl.tables.results import Total, Verdict, result_of
from indicator_dsl.tables.row_kinds import is_sure

__all__ = ["Draft", "as_one", "doubt", "own_columns"]

#: A number whose unit only the header tells.
_BARE_NUMBER: Final = re.compile(r"\s*(?:[≥≤＝=<>＜＞≧≦]|>=|<=)?\s*-?[0-9][0-9,]*(?:\.[0-9]+)?\s*")
#: 巡查次数（20分）: what an indicator is worth, behind its name.
_WORTH: Final = re.compile(r"[(（]\s*(?:分值|权重|满分)?\s*[:：]?\s*([0-9]+(?:\.[0-9]+)?)\s*分\s*[)）]\s*$")
_WHOLE: Final = 100
#: The columns of a text have no letters.
_NO_LETTERS: Final[dict[str, str]] = {}
#: What stands for nothing is short, a line of dashes apart.
_SHORT: Final = 5


@define
class Draft:
    """A table under construction; ``of_form`` if its project is the form's and not that of a column."""

    project: str | None
    funds: Decimal | None
    place: Place
    of_form: bool
    sources: tuple[Amount, ...] = ()
    execution: Execution | None = None
    #: What stands above or below the indicators of the score and the grade.
    verdict: Verdict = field(factory=Verdict)
    #: The budget year of the titles above it.
    year: int | None = None
    #: The rows that sum up.
    totals: list[Total] = field(factory=list)
    rows: list[Row] = field(factory=list)
    oddities: list[Oddity] = field(factory=list)
    listing: Listing | None = None
    #: The header of a table of which nothing but its columns says that it holds indicators of a budget.
    doubtful: str | None = None
    #: Some column holds weights, or none says what was reached: then a number in a name is no weight.
    weighed: bool = False
    #: What stood above it says that it is of another kind.
    foreign: bool = False

    @property
    def is_foreign(self) -> bool:
        """Whether it turned out to be a table of statistics, parameters and the like.

        A level proves the contrary, or targets: a relation sign in most rows.
        """
        if self.doubtful is None or any(levels_of(row.level1 or row.level2 or "") for row in self.rows):
            return False
        signs = sum(
            (has_look("value", row.value) and not row.value[:1].isalnum()) or bool(row.relation) for row in self.rows
        )
        return self.foreign or 2 * signs <= len(self.rows)

    def table(self) -> Table:
        """Return the table."""
        return Table(
            project=self.project,
            funds=self.funds,
            rows=tuple(self.rows if self.weighed else _with_worth(self.rows)),
            place=self.place,
            sources=self.sources,
            listing=self.listing,
            year=self.year,
            execution=self.execution,
            result=result_of(self.totals, self.verdict, self.rows, self.execution, of_form=self.of_form),
            oddities=tuple(self.oddities),
        )

    def add(
        self,
        grid: Grid,
        row: GridRow,
        columns: Columns,
        levels: tuple[str | None, str | None],
        texts: Mapping[str, str],
    ) -> None:
        """Add what a row says, unless it is no indicator; ``levels`` are the open ones."""
        find = texts.get
        name, value = find("name"), find("value", "")
        if not value and (name is None or is_placeholder(name)):
            return
        if (
            name is not None
            and (len(name) < _SHORT or name[0] in ":-")
            and is_nothing(name)
            and (not value or is_nothing(value))
        ):
            return
        if name is not None and is_sum(name):
            if is_sure(value):
                self.oddities.append(
                    Oddity("row-unlike-indicator", grid.place(row, columns.fields["value"][0]), f"{name} {value}")
                )
            return
        self.weighed = self.weighed or "weight" in columns.fields or not {"actual", "score"} & columns.fields.keys()
        unit = find("unit")
        if unit is None and columns.unit is not None and _BARE_NUMBER.fullmatch(value):
            unit = columns.unit
        at = columns.value_at(row, value)
        letters = columns.fixed_letters if grid.lettered else _NO_LETTERS
        self.rows.append(
            make_row(
                self.project,
                levels[0],
                levels[1],
                name,
                find("relation"),
                value,
                unit,
                find("actual"),
                find("weight"),
                find("score"),
                find("rate"),
                find("reason"),
                find("previous"),
                grid.place(row, at),
                columns.letters(row, at, name) if letters is None else letters,
            )
        )


def _with_worth(rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows with the weights their names say, as the forms of Hubei write them: those of all rows, or none."""
    found = [_WORTH.search(row.name or "") for row in rows]
    worth = [one[1] for one in found if one is not None]
    if len(worth) < len(rows) or sum(map(Decimal, worth)) > _WHOLE:
        return rows
    return [
        evolve(
            row, weight=text, columns={**row.columns, "weight": row.columns["name"]} if "name" in row.columns else {}
        )
        for row, text in zip(rows, worth, strict=True)
    ]


def own_columns(columns: Columns) -> list[int]:
    """Return the columns of which one must have a cell of its own for a row to be an indicator."""
    return [at for name in ("name", "value", "relation", "unit") for at in columns.fields.get(name, ())]


def as_one(texts: Mapping[str, Sequence[str]], columns: Columns) -> dict[str, str]:
    """Return the texts of each field as one: labels as a line, a value with what belongs to it."""
    found = {field: "".join(map(one_line, its)) for field, its in texts.items()}
    for several in ("actual", "previous", "reason"):
        if several in texts:
            found[several] = " ".join(texts[several])
    if "funds" in texts:
        found["funds"] = texts["funds"][0]
    fields = columns.fields
    relation, found["value"], unit = split_value(
        texts.get("value", ()), relation="relation" in fields, unit="unit" in fields
    )
    if relation is not None:
        found["relation"] = relation
    if unit is not None:
        found["unit"] = unit
    return found


def doubt(columns: Sequence[Columns], texts: Sequence[str]) -> str | None:
    """Return the header of a table that may be of any kind: names and values, and no word of budgets."""
    if any({"project", "level1", "level2"} & one.fields.keys() for one in columns):
        return None
    header = " ".join(texts)
    return None if says("budget").search(header) else header
