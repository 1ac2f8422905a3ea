"""Self-evaluations scored: files in, a report with the points of every row and what differs from those printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from attrs import evolve

from indicator_dsl.errors import Lang, messages
from indicator_dsl.findings import Finding, Severity
from indicator_dsl.lint import Profile
from indicator_dsl.quantities import plain
from indicator_dsl.rows import Place, Row, Table
from indicator_dsl.score import Policy, Score, ScoredRow, SelfEvaluation, is_missed, self_evaluate
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.read import read_tables
from indicator_dsl.tables.report import Report, check

__all__ = ["read_files", "score_tables"]

_NO_RULES: Final = Profile(name="score", severities={})


def read_files(
    files: Sequence[str],
    *,
    columns: Mapping[str, str] | None = None,
    year: int | None = None,
    done: Callable[[], None] | None = None,
) -> tuple[list[Table], list[TableError]]:
    """Return the tables of several files, and what keeps others from being read.

    Raises:
        TableError: ``unknown-field``; a single file that cannot be read.
    """
    tables: list[Table] = []
    unread: list[TableError] = []
    for file in files:
        try:
            tables += read_tables(file, columns=columns, year=year)
        except TableError as error:
            if len(files) == 1 or error.code == "unknown-field":
                raise
            unread.append(error)
        if done is not None:
            done()
    return tables, unread


def score_tables(
    tables: Iterable[Table],
    policy: Policy,
    *,
    year: int | None = None,
    profile: Profile | None = None,
    step: Callable[[], None] | None = None,
) -> Report:
    """Score self-evaluations and return a report: every score a finding where it stands in the file.

    Args:
        tables: as :func:`~indicator_dsl.tables.read_tables` returns them.
        policy: by which they are scored.
        year: the budget year, which dates without a year take.
        profile: rules to run besides, for what they say of the self-evaluation; none by default.
        step: called after each row, for a progress bar.

    Raises:
        ScoreError: the policy makes an unscorable row an error.

    >>> from indicator_dsl.score import policy
    >>> report = score_tables(read_tables("examples/liujiang-2025.csv"), policy())
    >>> [one.total for one in report.scored][:2]
    [None, None]
    """
    scored = tuple(self_evaluate(table, policy, year=year, step=step) for table in tables)
    report = check([one.table for one in scored], year=year, profile=profile or _NO_RULES)
    tables_ = []
    for checked, found in zip(report.tables, scored, strict=True):
        readings = tuple(
            evolve(reading, findings=(*reading.findings, *_of_row(one, found)))
            for reading, one in zip(checked.readings, found.rows, strict=True)
        )
        tables_.append(evolve(checked, readings=readings, findings=(*checked.findings, *_of_table(found))))
    return evolve(report, tables=tuple(tables_), scored=scored)


#: What is said of points, each with its weight.
_SEVERITIES: Final[Mapping[str, Severity]] = {
    "points": "info",
    "not-counted": "info",
    "unscorable": "warning",
    "score-differs": "warning",
    "score-unreadable": "warning",
    "weight-unreadable": "warning",
    "missed-without-weight": "warning",
    "execution-points": "info",
    "execution-differs": "warning",
    "total-points": "info",
    "total-incomplete": "warning",
    "total-differs": "warning",
}
#: From a language to what fills the sentences in it.
_Words = Callable[[Lang], dict[str, str]]


def _of_row(one: ScoredRow, found: SelfEvaluation) -> Iterator[Finding]:
    score = one.score
    if score is None:
        if one.has_unreadable_weight:
            said = {"text": one.row.weight or ""}
            yield _finding("weight-unreadable", one.row.place_of("weight"), lambda _: said, one.row)
        elif found.weight and is_missed(one.evaluation):
            # a detail of another, or a weight that stands in a cell merged over several
            missed = one.evaluation
            yield _finding("missed-without-weight", one.row.place, lambda lang: {"why": missed.explain(lang)}, one.row)
        return

    def words(lang: Lang) -> dict[str, str]:
        return _about(score, one.printed, lang) | {"policy": found.policy.name, "text": one.row.score or ""}

    if score.points is None:
        code = "not-counted" if score.rule == "not-applicable" else "unscorable"
    else:
        code = "points" if one.agrees else "score-unreadable" if one.has_unreadable_score else "score-differs"
    yield _finding(code, one.row.place_of("score"), words, one.row)


def _of_table(found: SelfEvaluation) -> Iterator[Finding]:
    table, money = found.table, found.execution
    if money is not None and table.execution is not None:
        code = "execution-points" if found.execution_agrees else "execution-differs"
        if money.points is None:
            code = "unscorable"
        yield _finding(code, table.execution.place, lambda lang: _about(money, found.printed_execution, lang))
    if found.total is None:
        return

    def words(lang: Lang) -> dict[str, str]:
        return {
            "total": _shown(found.total),
            "weight": _shown(found.weight),
            "printed": _shown(found.printed_total),
            "grade": "—" if found.grade is None else getattr(found.grade, lang),
            "unscored": str(found.missing),
        }

    code = "total-points" if found.is_complete else "total-incomplete"
    if not found.total_agrees:
        code = "total-differs"
    yield _finding(code, table.place if table.result is None else table.result.place, words)


def _about(score: Score, printed: Decimal | None, lang: Lang) -> dict[str, str]:
    return {
        "points": _shown(score.points),
        "weight": _shown(score.weight),
        "printed": _shown(printed),
        "why": score.explain(lang),
    }


def _finding(code: str, place: Place, words: _Words, row: Row | None = None) -> Finding:
    sentences: dict[str, Any] = messages()["findings"][code]
    text = "" if row is None else row.score or ""
    return Finding(
        code=code,
        name=code,
        severity=_SEVERITIES[code],
        place=place,
        row=row,
        text=text,
        end=len(text),
        zh=sentences["zh"].format(**words("zh")),
        en=sentences["en"].format(**words("en")),
    )


def _shown(points: Decimal | None) -> str:
    return "—" if points is None else plain(points)
