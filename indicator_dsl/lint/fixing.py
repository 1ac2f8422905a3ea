"""The text of a value with its findings mended."""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from indicator_dsl.findings import SEVERITIES, Finding
from indicator_dsl.lint.engine import Linter
from indicator_dsl.rows import Row

__all__ = ["Mended", "mend"]

#: One mend makes room for the next; no text has needed more than a handful.
_MOST: Final = 20


@frozen
class Mended:
    """A row whose value can be written better."""

    row: Row
    #: The whole value cell, mended.
    after: str
    #: What was mended, in order.
    findings: tuple[Finding, ...]


def mend(linter: Linter, row: Row, *, suggested: bool = False) -> Mended | None:
    """Return the value of a row with its findings mended; ``None`` where nothing can be.

    Args:
        linter: its profile says which findings count.
        row: of a table.
        suggested: also take what only somebody who knows the project should take: it may change the meaning.

    >>> from indicator_dsl.rows import Place
    >>> row = Row(name="体检人数", value="≥ 2200 人", place=Place("目标.xlsx"))
    >>> mend(Linter(), row).after
    '≥2200人'
    """
    now, seen, done = row, {row.value}, list[Finding]()
    while len(done) < _MOST:
        open_ = [one for one in linter.row(now).findings if one.fix not in {None, *seen} and (one.safe or suggested)]
        if not open_:
            break
        # What surely keeps the meaning goes first, so that suggestions are made for a tidy text; then the gravest.
        finding = min(open_, key=lambda one: (not one.safe, SEVERITIES.index(one.severity)))
        assert finding.fix is not None
        done.append(finding)
        seen.add(finding.fix)
        now = evolve(now, value=finding.fix)
    return Mended(row, now.value, tuple(done)) if done else None
