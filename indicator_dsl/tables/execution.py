"""How the money was spent: the row of the year's total in the money block of a self-evaluation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from attrs import define, field

from indicator_dsl.rows import Execution
from indicator_dsl.tables.grid import Cell
from indicator_dsl.tables.heads import is_nothing, label_of, stem_of, unlabelled
from indicator_dsl.tables.layouts import bare, has_look, word_set, words
from indicator_dsl.tables.money import At, amount_of, unit_of

__all__ = ["Spending", "money_heads"]

#: What the columns of the block hold.
_KINDS: Final = ("budget", "spent", "weight", "rate", "score")
_YEAR: Final = re.compile(r"^(?:20[0-9]{2}年度?|本年度?|当年|年度|部门|项目|整体)+")


_POINTS: Final = re.compile(r"[(（](?:满分)?\s*([0-9]+(?:\.[0-9]+)?)\s*分")


@define
class Spending:
    """The money block of a form, gathered row by row.

    >>> from indicator_dsl.rows import Place
    >>> spending = Spending()
    >>> place = lambda column: Place("自评表.xlsx", row=5)
    >>> spending.feed([(0, "项目资金（万元）"), (2, "全年预算数"), (3, "全年执行数"), (4, "执行率")], place, None)
    >>> spending.feed([(1, "年度资金总额："), (2, "50"), (3, "40"), (4, "80%")], place, None)
    >>> spending.found.budget, spending.found.spent, spending.found.rate
    (Decimal('500000'), Decimal('400000'), '80%')
    """

    found: Execution | None = None
    #: How well the label said that ``found`` is the whole, 0 is best.
    _rank: int = 0
    #: The header of the block: the columns in which a cell begins, and the kind and the word of each.
    _starts: tuple[int, ...] = ()
    _heads: tuple[tuple[str | None, str], ...] = ()
    #: The unit of the block, and of the columns that say their own.
    _unit: str | None = None
    _units: Mapping[int, str] = field(factory=dict)
    #: The points that the header or the name of the block says: 预算执行情况（20分）.
    _points: str | None = None
    #: The row before was the header: the one below it may have no label.
    _below: bool = False

    def feed(self, cells: Sequence[Cell], at: At, unit: str | None) -> None:
        """Take in a row of the head of a form; ``unit`` is what ``单位：万元`` above it says."""
        self._unit = self._unit or unit
        labels = [bare(stem_of(label_of(text))) for _, text in cells]
        for label, (_, text) in zip(labels, cells, strict=True):
            if _names_block(label):
                self._unit = unit_of(text) or self._unit
                self._points = self._points or _points_in(text)
        kinds = [_kind_of(label) for label in labels]
        if _is_header(kinds, labels):
            self._begin(cells, kinds, labels)
            return
        if self._inline(cells, kinds, labels, at):
            return
        if self._starts:
            self._total(cells, labels, at)
        self._below = False

    def _begin(self, cells: Sequence[Cell], kinds: Sequence[str | None], labels: Sequence[str]) -> None:
        units = {column: unit for column, text in cells if (unit := unit_of(text)) is not None}
        named = [column for (column, _), kind in zip(cells, kinds, strict=True) if kind in {"budget", "spent"}]
        # 项目资金（万元） is the unit of the block, 全年执行数（元） that of its column.
        outside = [unit for column, unit in units.items() if column not in named]
        self._unit = next(iter(outside), None) or self._unit or next(iter(units.values()), None)
        self._units = {column: unit for column, unit in units.items() if column in named}
        self._starts = tuple(column for column, _ in cells)
        self._heads = tuple(zip(kinds, labels, strict=True))
        self._points = self._points or next(filter(None, (_points_in(text) for _, text in cells)), None)
        self._below = True

    def _total(self, cells: Sequence[Cell], labels: Sequence[str], at: At) -> None:
        """Take the row of the whole: one that is labelled so, or the row of numbers directly below the header."""
        first = next(column for column, (kind, _) in zip(self._starts, self._heads, strict=True) if kind)
        totals = words()["execution"]["totals"]
        rank = next((totals.index(label) for label in labels if label in totals), None)
        number = next((n for n, label in enumerate(labels) if label in totals), -1)
        if rank is None and self._below and _has_no_label(cells, labels):
            rank = len(totals)
            number = -1 if _is_figure(cells[0][1]) else 0
        if rank is None or (self.found is not None and rank >= self._rank):
            return
        label = cells[number][1] if number >= 0 else ""
        behind = list(cells[number + 1 :])
        inside = unlabelled(label)
        if inside:
            # 年度资金总额：500 in one cell, the next figures in the columns behind it.
            behind.insert(0, (first, inside))
        by_kind = self._by_kind(behind, cells[max(number, 0)][0])
        if by_kind is not None and self._offer(by_kind, unit_of(label), at):
            self._rank = rank

    def _by_kind(self, cells: Sequence[Cell], label_at: int) -> dict[str, list[tuple[int, int, str]]] | None:
        """Return the cells of a row by what their columns hold, each with the rank of its header and its column."""
        heads = [(column, *head) for column, head in zip(self._starts, self._heads, strict=True)]
        placed: list[tuple[int, tuple[int, str | None, str]]] = []
        for column, _ in cells:
            nth = bisect_right(self._starts, column) - 1
            if nth >= 0:
                placed.append((column, heads[nth]))
        known = [head for head in heads if head[1] is not None]
        fits = len(placed) == len(cells) and len({head[0] for _, head in placed}) == len(cells)
        fits = fits and all(
            # A figure in the column of the labels has slipped, unless they stand further left.
            (head[1] is not None or head != heads[0] or label_at < head[0]) and _may_stand(head[1], text)
            for (_, head), (_, text) in zip(placed, cells, strict=True)
        )
        if not fits:
            # Where cells have slipped their order tells, if none is missing.
            if len(cells) != len(known) or not all(
                _is_figure(text) and _may_stand(head[1], text) for head, (_, text) in zip(known, cells, strict=True)
            ):
                return None
            placed = [(column, head) for (column, _), head in zip(cells, known, strict=True)]
        found: dict[str, list[tuple[int, int, str]]] = {}
        for (column, text), (_, (start, kind, label)) in zip(cells, placed, strict=True):
            if kind is not None and _is_number(text):
                rank = _rank_of(kind, label)
                found.setdefault(kind, []).append((rank, column if fits else start, text))
        return found

    def _offer(self, by_kind: Mapping[str, Sequence[tuple[int, int, str]]], unit: str | None, at: At) -> bool:
        """Take what a row says, if it says anything."""
        if not by_kind:
            return False
        amounts: dict[str, Decimal | None] = {}
        for kind in ("budget", "spent"):
            told = (
                amount_of(text, self._units.get(self._start(column)) or unit or self._unit)
                for _, column, text in sorted(by_kind.get(kind, ()))
            )
            amounts[kind] = next((amount for amount in told if amount is not None), None)
        texts = {kind: min(by_kind[kind])[2] if kind in by_kind else None for kind in ("weight", "rate", "score")}
        columns = {kind: min(told)[1] for kind, told in by_kind.items()}
        for start, (head, _) in zip(self._starts, self._heads, strict=True):
            if head == "score":
                columns.setdefault(head, start)
        where = next(columns[kind] for kind in ("score", "spent", *_KINDS) if kind in columns)
        self.found = Execution(
            budget=amounts["budget"],
            spent=amounts["spent"],
            weight=texts["weight"] or self._points,
            rate=texts["rate"],
            score=texts["score"],
            place=at(where),
        )
        return True

    def _start(self, column: int) -> int:
        nth = bisect_right(self._starts, column) - 1
        return self._starts[nth] if nth >= 0 else column

    def _inline(self, cells: Sequence[Cell], kinds: Sequence[str | None], labels: Sequence[str], at: At) -> bool:
        """Take a row whose labels have their figures directly behind them: ``预算数 | 500 | 执行数 | 480``."""
        told: dict[str, list[tuple[int, int, str]]] = {}
        for number, (kind, label) in enumerate(zip(kinds, labels, strict=True)):
            if kind is None:
                continue
            column, text = cells[number]
            text = unlabelled(text)
            if not text and number + 1 < len(cells) and kinds[number + 1] is None:
                column, text = cells[number + 1]
            if _is_number(text) and _may_stand(kind, text):
                told.setdefault(kind, []).append((_rank_of(kind, label), column, text))
        if not {"budget", "spent"} <= told.keys() or self.found is not None:
            return False
        self._unit = next((unit for _, text in cells if (unit := unit_of(label_of(text)))), None) or self._unit
        self._starts, self._heads, self._units = (), (), {}
        return self._offer(told, None, at)


def money_heads(texts: Sequence[str]) -> list[str]:
    """Return those of some labels that head a money block, nothing unless they have a budget and what was spent of it.

    >>> money_heads(["PRO_NAME", "REPLY_AMT", "YEAR_EXE_AMT"]), money_heads(["预算数", "金额"])
    (['REPLY_AMT', 'YEAR_EXE_AMT'], [])
    """
    kinds = {text: kind for text in texts if (kind := _kind_of(bare(text))) is not None}
    return list(kinds) if {"budget", "spent"} <= set(kinds.values()) else []


@cache
def _ranks(kind: str) -> dict[str, int]:
    return {bare(word): rank for rank, word in reversed(list(enumerate(words()["execution"][kind])))}


def _bare_kind(label: str, kind: str) -> str | None:
    """Return the word of a kind that a label is, whatever year stands before it."""
    known = _ranks(kind)
    if label in known:
        return label
    found = _YEAR.match(label)
    rest = label[found.end() :] if found else label
    return rest if rest in known else None


def _kind_of(label: str) -> str | None:
    """Return what a column of the block holds.

    >>> _kind_of("全年执行数"), _kind_of("2024年预算数"), _kind_of("上年执行数"), _kind_of("执行率b/a")
    ('spent', 'budget', None, 'rate')
    """
    label = label.removesuffix("=b/a").removesuffix("b/a").removesuffix("%")
    return next((kind for kind in _KINDS if _bare_kind(label, kind) is not None), None)


def _rank_of(kind: str, label: str) -> int:
    word = _bare_kind(label, kind)
    return _ranks(kind).get(word, 0) if word is not None else 0


def _is_header(kinds: Sequence[str | None], labels: Sequence[str]) -> bool:
    """Return whether a row heads the money block: a budget, what was spent of it, and no list of projects."""
    if "budget" not in kinds or not {"spent", "rate"}.intersection(kinds):
        return False
    if any(label in word_set("execution", "lists") for label in labels):
        return False
    known = [number for number, kind in enumerate(kinds) if kind is not None]
    # 预算数 | 500 | 执行数 | 480 is header and figures in one.
    between = [labels[number] for number in range(known[0], known[-1] + 1) if kinds[number] is None]
    return not any(_is_number(label) for label in between) and not _is_number(labels[-1])


def _is_number(text: str) -> bool:
    return has_look("number", text) or amount_of(text, "元") is not None


def _is_figure(text: str) -> bool:
    return _is_number(text) or is_nothing(text)


def _may_stand(kind: str | None, text: str) -> bool:
    """Return whether a figure may be of a kind: only a rate is a percentage."""
    return kind in {None, "rate"} or not text.rstrip().endswith(("%", "％"))


def _points_in(text: str) -> str | None:
    found = _POINTS.search(text)
    return found[1] if found else None


def _names_block(label: str) -> bool:
    return label in words()["money"]["block"] or label.endswith("预算执行情况")


def _has_no_label(cells: Sequence[Cell], labels: Sequence[str]) -> bool:
    """Return whether a row has nothing but figures, behind the name of the whole block at most."""
    named = _names_block(labels[0])
    return all(_is_figure(text) for _, text in cells[named:]) and any(_is_number(text) for _, text in cells[named:])
