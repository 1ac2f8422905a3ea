"""Which policy gives the points a table prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen

from indicator_dsl.comparators import Change, Threshold
from indicator_dsl.points import share_of
from indicator_dsl.rows import Row, Table
from indicator_dsl.score.load import policies, policy
from indicator_dsl.score.policy import Policy
from indicator_dsl.score.self_evaluation import ReadRow, ScoredRow, read_row

__all__ = ["Match", "comparable", "explained", "match_policies"]

#: Policies nobody scores by: lights instead of points, and the one that shows why direction matters.
_NOT_FOR_SCORES: Final = frozenset({"monitor-lights", "naive-positive"})
#: The rules by which a reviewer's rate gives the points.
_BY_RATE: Final = frozenset({"tier", "rate"})
#: How values without a relation sign may have been meant.
_BARE: Final = ("exact", "at-least", "at-most")


@frozen(kw_only=True)
class Match:
    """How well a policy gives the scores a table prints."""

    policy: Policy
    #: The rows whose printed score it gives, and those whose it does not.
    same: tuple[ScoredRow, ...]
    other: tuple[ScoredRow, ...]

    @property
    def compared(self) -> int:
        """The rows that have a printed score and points by the policy."""
        return len(self.same) + len(self.other)


def comparable(one: ScoredRow) -> bool:
    """Return whether a row has both a printed score and points, and the printed one is no part of the points.

    A target in words takes its rate from the printed score where no other is known, so that agreeing says nothing.
    """
    if one.score is None or one.score.points is None or one.printed is None:
        return False
    return one.score.rule not in _BY_RATE or share_of(one.row.rate) is not None


def match_policies(tables: Iterable[Table], *, year: int | None = None) -> tuple[Match, ...]:
    """Return the shipped policies, the one that gives most of the printed scores first.

    Of two that give as many, the one that comes first in :func:`policies` goes first.  A policy is tried also with
    values without a relation sign read as ``≥`` and as ``≤``; its name then says so.

    >>> from indicator_dsl.rows import Place
    >>> place = Place("自评表.csv")
    >>> row = Row(name="验收率", value="100%", actual="98%", weight="20", score="19.6", place=place)
    >>> best = match_policies([Table(project=None, funds=None, rows=(row,), place=place)])[0]
    >>> best.policy.name, len(best.same), len(best.other)
    ('mof-2020-10', 1, 0)
    """
    rows = [read_row(row, year=table.year if year is None else year) for table in tables for row in table.rows]
    found = [_match(one, rows) for one in _candidates(rows)]
    return tuple(sorted(found, key=lambda match: (-len(match.same), len(match.other))))


def explained(row: Row, *, year: int | None = None) -> tuple[Policy, ...]:
    """Return every policy, values without a sign read each way, that gives the printed score of a row.

    >>> from indicator_dsl.rows import Place
    >>> row = Row(name="受害率", value="0.9%", actual="0%", weight="10", score="10", place=Place("自评表.csv"))
    >>> [one.name for one in explained(row)][:1]
    ['mof-2020-10+bare=at-most']
    """
    read = read_row(row, year=year)
    scored = ((one, read.scored(one)) for one in _candidates([read]))
    return tuple(one for one, found in scored if comparable(found) and found.agrees)


def _candidates(rows: Iterable[ReadRow]) -> list[Policy]:
    """Return the policies to try, first as they are."""
    found = [_never_strict(policy(name)) for name in policies() if name not in _NOT_FOR_SCORES]
    if not any(_is_bare(row) for row in rows):
        return found
    return [*found, *(_reading(one, bare) for bare in _BARE for one in found if one.equals.bare != bare)]


def _never_strict(one: Policy) -> Policy:
    return one if one.unscorable == "skip" else evolve(one, unscorable="skip")


def _reading(one: Policy, bare: str) -> Policy:
    return evolve(one, name=f"{one.name}+bare={bare}", equals=evolve(one.equals, bare=bare))


def _is_bare(row: ReadRow) -> bool:
    value = row.cell.value
    return isinstance(value, Threshold | Change) and value.implied


def _match(one: Policy, rows: Iterable[ReadRow]) -> Match:
    scored = [found for row in rows if comparable(found := row.scored(one))]
    return Match(
        policy=one,
        same=tuple(row for row in scored if row.agrees),
        other=tuple(row for row in scored if not row.agrees),
    )
