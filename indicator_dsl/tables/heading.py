"""Header rows: what they announce, with the rows below them as a second witness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import define, evolve, field

from indicator_dsl.errors import UnitError
from indicator_dsl.tables.columns import Columns, Note
from indicator_dsl.tables.contents import are_pieces, are_signs, by_content, cells_of, is_quantity, is_unit, mostly
from indicator_dsl.tables.grid import GridRow, column_letters
from indicator_dsl.tables.headers import Header, header_below, header_of, is_harmless, name_of_field, says_previous
from indicator_dsl.tables.layouts import bare, has_look, is_frame, levels_of, word_set, words
from indicator_dsl.tables.money import unit_of
from indicator_dsl.units import Unit

__all__ = ["NAMING", "Named", "columns_of", "is_second_row", "promises_columns", "unit_in"]

#: Where fields stand, said by hand: the column counted from 0, the text of its header, or ``None`` for nowhere.
Named = Mapping[str, int | str | None]

#: The columns at least one of which says what the value is a value of.
NAMING: Final = ("name", "level2", "level1")
#: Read from behind the name if they can be: before it they are those of a level.
_BESIDE: Final = ("relation", "unit", "actual", "weight", "score", "rate", "reason")
#: The columns that a blank header may be merged over though the format does not tell.
_LABELS: Final = frozenset({"name", "level1", "level2", "project"})
#: No word of a second header row is longer; the text of a first indicator is.
_LONGEST_WORD: Final = 12


def columns_of(
    row: GridRow,
    below: GridRow | None = None,
    named: Named | None = None,
    *,
    year: int | None = None,
    sample: Sequence[GridRow] = (),
    slips: bool = False,
) -> tuple[Columns, ...]:
    """Return the columns a header row announces, nothing if it is no header of an indicator table.

    Two tables side by side (实施期指标 | 年度指标) give two sets.

    Args:
        row: the header.
        below: a second header row, whose words count before those over them.
        named: where some fields stand, whatever the headers say.
        year: the budget year, for 2024年指标值 beside 2025年指标值.
        sample: some rows of the table, for what the headers do not say.
        slips: cells of the rows may stand beside their columns.

    >>> [columns] = columns_of(GridRow(1, ("绩效指标", "一级指标", "三级指标", "指标值", "备注")))
    >>> sorted(columns.fields.items()), columns.unread
    ([('level1', (1,)), ('name', (2,)), ('value', (3,))], (0, 4))
    """
    return _Reading(row, below, year, sample, slips).columns(named or {})


def promises_columns(row: GridRow) -> bool:
    """Return whether a row names indicators but no value: the upper of two header rows, or a table of another kind."""
    fields = {header.field for _, text in row.filled() if (header := header_of(text)) is not None}
    return "value" not in fields and len(fields & {"level1", "level2", "name"}) > 1


def is_second_row(row: GridRow, below: GridRow) -> bool:
    """Return whether the row below a header is a header as well.

    Either all its words are known, or they stand only below headers merged over several columns.

    >>> header = GridRow(1, ("三级指标", "指标值", "", "备注"), across={1: 2})
    >>> is_second_row(header, GridRow(2, ("", "2025年", "2026年")))
    True
    >>> is_second_row(header, GridRow(2, ("人数", "≥5人")))
    False
    """
    cells = below.filled()
    if not cells or below.opens or not (promises_columns(row) or columns_of(row)):
        return False
    if all(header_of(text) or unit_of(text) for _, text in cells):
        return True
    reaches = _reaches(row)
    merged = {at for start, end in reaches.items() if end - start > 1 for at in range(start, end)}
    filled = {at for at, _ in cells}
    parts = [len(filled.intersection(range(start, end))) for start, end in reaches.items()]
    return (
        max(parts, default=0) > 1
        and min(parts) == 0
        and all(at in merged and len(text) <= _LONGEST_WORD and not levels_of(text) for at, text in cells)
        and not any(_ANSWER.match(text) for _, text in cells)
    )


#: A sign: a value and no header. 2025年 looks like a value too.
_ANSWER: Final = re.compile(r"[≥≤＞＜≧≦=<>]|[0-9.]+%?$")


def _reaches(row: GridRow) -> dict[int, int]:
    """Return where each header of a row ends, by the column in which it begins."""
    labelled = [at for at, _ in row.filled()]
    if row.across is not None:
        return {at: at + row.across.get(at, 1) for at in labelled}
    return dict(zip(labelled, [*labelled[1:], len(row.cells)], strict=False))


def unit_in(label: str) -> str | None:
    """Return the unit in the brackets at the end of a header.

    Letters alone are the names of columns (A, B), and a year or a month is when it is for.

    >>> unit_in("指标值（万元）"), unit_in("指标值(%)"), unit_in("年度指标值（A）"), unit_in("指标值（年度）")
    ('万元', '%', None, None)
    """
    found = _UNIT.search(label.rstrip())
    name = "" if found is None else _UNIT_LABEL.sub("", found[1].strip(), count=1).strip()
    if not name or (name.isascii() and name.isalpha()):
        return None
    try:
        unit = Unit(name)
    except UnitError:
        return None
    return name if unit.known and unit.dimension != Unit("月").dimension else None


_UNIT: Final = re.compile(r"[(（]([^()（）]+)[)）]$")
_UNIT_LABEL: Final = re.compile(r"单位\s*[:：]")


@define
class _Reading:
    """One header, read."""

    row: GridRow
    below: GridRow | None
    year: int | None
    sample: Sequence[GridRow]
    slips: bool
    #: What each column is headed: a word of the second row where there is one.
    texts: dict[int, str] = field(init=False, factory=dict)
    headers: dict[int, Header] = field(init=False, factory=dict)
    #: Where each header that is merged ends.
    ends: dict[int, int] = field(init=False, factory=dict)
    #: What stands over the words of the second row.
    over: dict[int, str] = field(init=False, factory=dict)
    fallback: dict[str, int] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.texts = dict(self.row.filled())
        self.headers = {at: header for at, text in self.texts.items() if (header := header_of(text)) is not None}
        self.ends = _reaches(self.row)
        if self.below is not None:
            self._take_second_row(self.below)

    def _take_second_row(self, below: GridRow) -> None:
        over = {at: start for start, end in self.ends.items() for at in range(start, end)}
        split = {over[at] for at, _ in below.filled() if at in over and self.ends[over[at]] - over[at] > 1}
        upper = dict(self.texts)
        for start in split:
            self.headers.pop(start, None)
            self.ends[start] = start + 1
        for at, text in below.filled():
            start = over.get(at, -1)
            below_it = start in split or (start >= 0 and says_previous(upper[start]))
            header = header_below(upper[start], text) if below_it else header_of(text)
            self.texts[at], self.over[at] = text, upper.get(start, "")
            self.ends[at] = at + 1 if below.across is None else at + below.across.get(at, 1)
            if header is not None:
                self.headers[at] = header

    # ---- fields ----

    def columns(self, named: Named) -> tuple[Columns, ...]:
        by_hand = self._by_hand(named)
        if by_hand is None:
            return ()
        sets = self._sets()
        if by_hand:
            sets = [_with(sets[0], by_hand)]
        sets = [fields for fields in sets if self._has_value(fields) and any(naming in fields for naming in NAMING)]
        if len(sets) == 1 and self.sample:
            self._forget_blank_amendment(sets[0], by_hand)
            sets = [by_content(sets[0], self.headers, self.sample, by_hand)]
        if not sets:
            return ()
        taken = {at for fields in sets for at in fields.values()} | set(self.fallback.values())
        spans = [
            {name: self._span(name, start, taken, fields["value"]) for name, start in fields.items()} for fields in sets
        ]
        taken |= {at for fields in spans for ats in fields.values() for at in ats}
        width = max(len(self.row.cells), 0 if self.below is None else len(self.below.cells))
        width = max(width, *(at + 1 for at in taken)) if len(self.row.cells) else 0
        found = [
            Columns(
                spans[number],
                tuple(sorted(self.texts.keys() - set(fields.values()))),
                width,
                unit_in(self.texts.get(fields["value"], "")),
                self.fallback if number == 0 else {},
            )
            for number, fields in enumerate(sets)
        ]
        notes = tuple(self._notes(sets, taken, by_hand)) if self.sample else ()
        return (evolve(found[0], notes=notes), *found[1:])

    def _has_value(self, fields: Mapping[str, int]) -> bool:
        """Return whether there is a column of values; 内容 is one only beside signs or units."""
        header = self.headers.get(fields.get("value", -1))
        signed = header is None or header.word not in word_set("weak", "signed")
        return "value" in fields and (signed or not fields.keys().isdisjoint({"relation", "unit"}))

    def _by_hand(self, named: Named) -> dict[str, int | None] | None:
        """Return the columns named by hand, ``None`` if a header named is not here."""
        found: dict[str, int | None] = {}
        for name, where in named.items():
            if not isinstance(where, str):
                found[name] = where
                continue
            texts = (*self.texts.items(), *self.row.filled())
            found[name] = next((at for at, text in texts if bare(text) == bare(where)), -1)
        return None if -1 in found.values() else found

    def _sets(self) -> list[dict[str, int]]:
        """Return the first column of each field, once for every table that stands side by side."""
        best = {name: self._best(name) for name in ("name", "value")}
        # Only a repeated pair makes two tables: a repeated 备注 or a second 指标值 alone does not.
        many = max(min(map(len, best.values())), 1)
        for name in dict.fromkeys(header.field for header in self.headers.values()):
            if name not in {"name", "value", "other"}:
                best[name] = self._best(name)
        sets = [{name: at[min(nth, len(at) - 1)] for name, at in best.items() if at} for nth in range(many)]
        sets = [_with_name(fields) for fields in sets]
        if many == 1:
            self._prefer_behind(sets[0])
            self._amend(sets[0])
            self._add_previous(sets[0])
        return sets

    def _candidates(self, name: str) -> dict[int, int]:
        """Return the columns whose header means a field, each with its rank."""
        headers = {at: header for at, header in sorted(self.headers.items()) if header.field == name}
        if name == "value":
            headers = {at: header for at, header in headers.items() if not header.amends} or headers
        sure = [header for header in headers.values() if not (header.last or header.weak or header.unsure)]
        years = {header.year for header in sure}
        if len(years) > 1:
            wanted = self.year if self.year in years else None if None in years else max(filter(None, years))
            headers = {
                at: evolve(header, last=header.last or header.year not in {wanted, None})
                for at, header in headers.items()
            }
        if name in {"actual", "funds"}:
            headers = {at: header for at, header in headers.items() if not header.last}
        return {at: header.rank + _OTHER_YEAR * header.last for at, header in headers.items()}

    def _best(self, name: str) -> list[int]:
        ranks = self._candidates(name)
        return [at for at, rank in ranks.items() if rank == min(ranks.values())]

    def _prefer_behind(self, fields: dict[str, int]) -> None:
        """Take what stands behind the name: a weight before it is that of a level."""
        if "value" not in fields:
            return
        start = fields.get("name", -1)
        for name in _BESIDE:
            behind = {at: rank for at, rank in self._candidates(name).items() if at > start}
            if behind:
                fields[name] = min(behind, key=lambda at: (behind[at], at))
        actual, value = fields.get("actual"), self.headers[fields["value"]]
        if actual is not None:
            year, wanted = self.headers[actual].year, value.year or self.year
            if year is not None and wanted is not None and year < wanted:
                del fields["actual"]  # what was reached the year before

    def _amend(self, fields: dict[str, int]) -> None:
        """Let a column that amends another go before it, and the finest name before the coarser."""
        amending = [at for at, header in sorted(self.headers.items()) if header.amends]
        if amending and "value" in fields and fields["value"] not in amending:
            self.fallback["value"], fields["value"] = fields["value"], amending[0]
        name = fields.get("name")
        finer = words()["finer"]["name"]
        if name in self.headers and self.headers[name].word in finer:
            others = [at for at, header in self.headers.items() if header.field == "name" and header.word not in finer]
            coarser = [at for at in others if at < name and not is_frame(self.texts[at])]
            if coarser:
                self.fallback["name"] = max(coarser)

    def _add_previous(self, fields: dict[str, int]) -> None:
        """Take what was reached the year before, or else what was aimed at, where the value is that of this year."""
        value = self.headers.get(fields.get("value", -1))
        if value is None or value.previous:
            return
        wanted = value.year or self.year
        found: list[tuple[int, int]] = []
        for at, header in sorted(self.headers.items()):
            if at in {fields["value"], fields.get("actual"), self.fallback.get("value")}:
                continue
            before = header.previous or (header.year is not None and wanted is not None and header.year == wanted - 1)
            if header.field == "previous":
                found.append((_PREVIOUS + header.rank, at))
            elif before and header.field == "actual":
                found.append((header.rank % _PREVIOUS, at))
            elif before and header.field == "value" and not self._is_tie(header, value):
                found.append((2 * _PREVIOUS + header.rank % _PREVIOUS, at))
        if found:
            fields["previous"] = min(found)[1]

    def _forget_blank_amendment(self, fields: dict[str, int], by_hand: Mapping[str, int | None]) -> None:
        if "value" not in self.fallback:
            return
        if "value" in by_hand:
            del self.fallback["value"]
        elif all(has_look("unfilled", text) for text in cells_of(fields["value"], self.sample)) or self.slips:
            # Where cells slip no row can tell which of the two it fills.
            fields["value"] = self.fallback.pop("value")

    def _span(self, name: str, start: int, taken: set[int], value: int) -> tuple[int, ...]:
        """Return the columns a header is merged over: real merges, or what looks like pieces of one cell."""
        end = self.ends.get(start, start + 1) if self.row.across is not None or not self.sample else start + 1
        stop = taken | self.texts.keys()
        end = next((at for at in range(start + 1, end) if at in stop), end)
        if not self.sample:
            return tuple(range(start, end))
        width = max(len(row.cells) for row in self.sample)
        while end < width and end not in stop:
            if name in _LABELS:
                # No merge, or the format cannot tell: a text there says more about the name.
                if end >= value or (self.row.across is not None and name != "name"):
                    break
                cells = cells_of(end, self.sample)
                if cells and (mostly(cells, is_quantity) or are_signs(cells)):
                    break
            elif name not in {"value", "actual", "previous"} or not are_pieces(end - 1, end, self.sample):
                break
            end += 1
        return tuple(range(start, end))

    # ---- what is not read ----

    def _notes(
        self, sets: Sequence[Mapping[str, int]], taken: set[int], by_hand: Mapping[str, int | None]
    ) -> Iterator[Note]:
        fields = sets[0]
        value = self.headers.get(fields["value"])
        if "value" in self.fallback:
            base = self.fallback["value"]
            yield Note("values-amended", base, self.texts[base], self.texts[fields["value"]])
        elif value is not None and value.last and "value" not in by_hand:
            yield Note("value-of-last-choice", fields["value"], self.texts[fields["value"]])
        width = max(len(row.cells) for row in self.sample)
        for at in range(max(width, len(self.row.cells))):
            cells = cells_of(at, self.sample)
            if at in taken or not cells:
                continue
            text, header = self.texts.get(at, ""), self.headers.get(at)
            hint = column_letters(at)
            if header is not None and header.field != "other":
                if header.field in by_hand or (header.field == "name" and (is_frame(text) or at < min(taken))):
                    continue  # the merged cell at the left of the form: 绩效指标
                if header.weak and not mostly(cells, is_quantity):
                    continue  # 绩效标准 with 计划标准 in it
                if header.field == "unit" and mostly(cells, lambda text: has_look("organisation", text)):
                    continue
                if header.field in fields and bare(text) in word_set("harmless", "beside"):
                    continue
                if header.field == "relation" and mostly(
                    cells, lambda text: text in word_set("harmless", "directions")
                ):
                    continue
                rival = self.headers.get(fields.get(header.field, -1))
                doubtful = rival is not None and self._is_tie(header, rival)
                field = "previous" if header.previous else header.field
                yield Note("column-left-out", at, text, f"{name_of_field(field)}={hint}", doubtful)
            elif header is None and at < len(self.row.cells) and (text or not self.slips):
                yield from self._unknown(at, text, cells, hint, sets)

    def _is_tie(self, header: Header, rival: Header) -> bool:
        """Return whether nothing but its place said which of two columns is read."""
        if header.field != "value" or header.last or header.amends:
            return False
        years = header.year is not None and rival.year is not None and header.year != rival.year
        return self.year is None if years else header.rank == rival.rank or rival.unsure

    def _unknown(
        self, at: int, text: str, cells: Sequence[str], hint: str, sets: Sequence[Mapping[str, int]]
    ) -> Iterator[Note]:
        first = min(fields.get("name", fields["value"]) for fields in sets)
        if are_signs(cells):
            yield Note("column-unknown", at, text or cells[0], f"{name_of_field('relation')}={hint}", doubtful=True)
        elif at > first and mostly(cells, is_unit):
            yield Note("column-unknown", at, text or cells[0], f"{name_of_field('unit')}={hint}", doubtful=True)
        elif any(map(is_harmless, filter(None, (text, self.over.get(at))))) or mostly(cells, is_frame):
            return
        elif set(cells) == {text}:
            return  # a frame nobody knows
        elif at > first and mostly(cells, is_quantity):
            points = all(has_look("number", text) for text in cells)
            field = next((one for one in ("weight", "score") if points and one not in sets[0]), "value")
            yield Note("column-unknown", at, text or cells[0], f"{name_of_field(field)}={hint}", doubtful=True)
        elif text or at > first:
            # where there is a name, the reason is what a column of words is most likely
            field = "name" if "name" not in sets[0] else "reason"
            yield Note("column-unknown", at, text or cells[0], f"{name_of_field(field)}={hint}")


#: More than any rank.
_OTHER_YEAR: Final = 10_000
#: More than any word has of its own.
_PREVIOUS: Final = 1000


def _with(fields: dict[str, int], by_hand: Mapping[str, int | None]) -> dict[str, int]:
    """Return the columns of fields, those named by hand instead of what the headers say."""
    given = {at for at in by_hand.values() if at is not None}
    kept = {name: at for name, at in fields.items() if name not in by_hand and at not in given}
    return kept | {name: at for name, at in by_hand.items() if at is not None}


def _with_name(fields: dict[str, int]) -> dict[str, int]:
    """Let the finest level be the name where a table has no name column, or only the frame at its left."""
    levels = [level for level in ("level2", "level1") if level in fields]
    if levels and fields.get("name", -1) < min(fields[level] for level in levels):
        fields["name"] = fields.pop(levels[0])
    return fields
