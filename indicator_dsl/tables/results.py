"""What a self-evaluation says of itself: its row of the total, its score and its grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from attrs import define, frozen

from indicator_dsl.rows import Execution, Place, Result, Row
from indicator_dsl.tables.columns import Columns
from indicator_dsl.tables.grid import Cell, GridRow
from indicator_dsl.tables.heads import label_of, named, stem_of, unlabelled
from indicator_dsl.tables.layouts import bare, has_look, in_both_scripts, is_frame, pattern, simplified, word_set, words
from indicator_dsl.tables.money import At

__all__ = ["Total", "Verdict", "is_final", "is_verdict", "result_of", "total_in"]

#: A longer text is a report.
_LONGEST: Final = 500
#: 优（90分以上）
_BRACKETED: Final = re.compile(r"[(（][^()（）]*[)）]")


# ---- the row of the total ----


@frozen
class Total:
    """A row that sums up: its figures, and how many indicators stand above it."""

    #: Its label can mean nothing but the whole: 总分.
    sure: bool
    weight: str | None
    score: str | None
    place: Place
    above: int


def is_final(text: str) -> bool:
    """Return whether a row that begins with this text has the total of the whole.

    >>> is_final("总分"), is_final("自评总分：95.6分"), is_final("合计"), is_final("总分排名第一")
    (True, True, False, False)
    """
    if text[:1] not in _first_characters():
        return False  # most rows
    return bare(stem_of(label_of(text))) in word_set("result", "totals")


@cache
def _first_characters() -> frozenset[str]:
    # Or a number before the label.
    return in_both_scripts(label[0] for label in word_set("result", "totals")) | set(
        "0123456789（(一二三四五六七八九十 "
    )


def total_in(
    columns: Columns,
    row: GridRow,
    cells: Sequence[Cell],
    at: At,
    above: int,
    *,
    slips: bool,
    labels: frozenset[str] | None = None,
) -> Total | None:
    """Return what a row sums up; ``None`` where it is of one part, or does not say which figure is which.

    The rows with the figures of something else have ``labels`` of their own.
    """
    cells = named(cells)
    nth = next((nth for nth, (_, text) in enumerate(cells) if not is_frame(text)), None)
    if nth is None:
        return None
    text = cells[nth][1]
    sure = labels is None and is_final(text)
    if not sure and bare(stem_of(label_of(text))) not in (labels or word_set("result", "sums")):
        return None
    behind = [(column, one) for column, one in cells[nth + 1 :] if has_look("number", one)]
    inside = unlabelled(text)
    if has_look("number", inside):
        behind.insert(0, (cells[nth][0], inside))
    weight_at, score_at = (columns.fields.get(field, (None,))[0] for field in ("weight", "score"))
    found = _in_columns(row, behind, weight_at, score_at) if not slips or len(behind) == 1 else {}
    if slips and "weight" in found:
        return None  # perhaps the score, slipped
    if found and any(column in columns.fields.get("reason", ()) for column, _ in behind):
        found = {}  # a column too far to the right, as a reason is no number
    if not found and len(behind) == 2 and weight_at is not None and score_at is not None:
        found = {"weight": behind[0], "score": behind[1]} if weight_at < score_at else {}
    if not found and len(behind) == 1 and sure:
        found = {"score" if score_at is not None or weight_at is None else "weight": behind[0]}
    if not found:
        return None
    texts = {field: one for field, (_, one) in found.items()}
    where = found["score"][0] if "score" in found else found["weight"][0] if slips or score_at is None else score_at
    return Total(sure, texts.get("weight"), texts.get("score"), at(where), above)


def _in_columns(row: GridRow, cells: Sequence[Cell], weight_at: int | None, score_at: int | None) -> dict[str, Cell]:
    """Return the figures under 分值 and 得分; one that is merged over both is the score."""
    found: dict[str, Cell] = {}
    for column, text in cells:
        reach = range(column, column + (row.across or {}).get(column, 1))
        if score_at in reach:
            found["score"] = (column, text)
        elif weight_at in reach:
            found["weight"] = (column, text)
    return found


# ---- the score and the grade ----


@define
class Verdict:
    """The score and the grade that stand above or below the indicators.

    >>> verdict = Verdict()
    >>> verdict.feed([(0, "自评得分：95.5分"), (3, "自评等级"), (4, "优")], lambda column: Place("自评表.csv"))
    True
    >>> verdict.score, verdict.grade
    ('95.5分', '优')
    """

    score: str | None = None
    grade: str | None = None
    #: The cell of the score, of the grade where there is none.
    place: Place | None = None

    def feed(self, cells: Sequence[Cell], at: At, *, grades_only: bool = False) -> bool:
        """Take in a row; return whether it says nothing else. The figures of a row of totals are ``Total``'s."""
        cells = named(cells)
        labels = [bare(stem_of(label_of(text))) for _, text in cells]
        if not any(label in _labels() for label in labels):
            return False
        if sum(_one_grade().fullmatch(text) is not None for _, text in cells) > 1:
            return False  # what the grades are, not which one it is
        read: set[int] = set()
        for nth, (label, (_, text)) in enumerate(zip(labels, cells, strict=True)):
            if label not in _labels() or (grades_only and label not in word_set("result", "grades")):
                continue
            last = nth
            said = unlabelled(text)
            if not said and nth + 1 < len(cells) and labels[nth + 1] not in _labels():
                last, said = nth + 1, cells[nth + 1][1]
            # 自评得分 | 100 | 95: which of the two?
            several = last + 1 < len(cells) and has_look("number", said) and has_look("number", cells[last + 1][1])
            if said and not several and self._read(label, said, at(cells[last][0])):
                read |= {nth, last}
        return len(read) == len(cells)

    def _read(self, label: str, text: str, place: Place) -> bool:
        """Take what stands behind a label; return whether it is just a score or a grade."""
        text = simplified(text.strip())
        if len(text) > _LONGEST:
            return False
        score = text if has_look("number", text) and not text.endswith(("%", "％")) else None
        grade = grade_in(text)
        whole = score is not None or grade is not None
        if label in word_set("result", "scores"):
            grade = None
        if score is None and grade is None:
            score = _only(pattern("result", "told_score").findall(text))
            grade = _only(pattern("result", "told_grade").findall(text))
        if score is not None and self.score is None:
            self.score, self.place = score, place
        if grade is not None and self.grade is None:
            self.grade, self.place = grade, self.place or place
        return whole


def is_verdict(text: str) -> bool:
    """Return whether a score or a grade of the whole stands behind this.

    >>> is_verdict("自评等级"), is_verdict("得分")
    (True, False)
    """
    return bare(text) in _labels()


@cache
def _labels() -> frozenset[str]:
    return word_set("result", "scores") | word_set("result", "grades")


@cache
def _one_grade() -> re.Pattern[str]:
    return re.compile(rf"[“\"]?({words()['result']['grade']}|[A-D])(?:级|等|等级|等次|档)?[”\"]?")


@cache
def _boxes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how grades look with a box before each of them, and with one behind."""
    found = words()["result"]
    box = f"([{found['marked']}{found['open']}]?)"
    grade = rf"({found['grade']})(?:级|等)?"
    return re.compile(rf"{box}\s*{grade}"), re.compile(rf"{grade}\s*{box}")


def grade_in(text: str) -> str | None:
    """Return the grade a cell is or has marked.

    >>> (
    ...     grade_in("优秀"),
    ...     grade_in("优（90分以上）"),
    ...     grade_in("良□ 优☑ 中□"),
    ...     grade_in("√优 良 中 差"),
    ...     grade_in("工作优秀"),
    ... )
    ('优秀', '优', '优', '优', None)
    """
    text = _BRACKETED.sub("", simplified("".join(text.split())))
    one = _one_grade().fullmatch(text)
    if one is not None:
        return one[1]
    marks = words()["result"]["marked"]
    if not any(mark in text for mark in marks):
        return None
    before, behind = _boxes()
    first = text[0] in marks + words()["result"]["open"]
    pairs = [(grade, box) for box, grade in before.findall(text)] if first else behind.findall(text)
    return _only([grade for grade, box in pairs if box and box in marks])


def _only(found: Sequence[str]) -> str | None:
    return found[0] if len(set(found)) == 1 else None


# ---- both ----


def result_of(
    totals: Sequence[Total], verdict: Verdict, rows: Sequence[Row], execution: Execution | None, *, of_form: bool
) -> Result | None:
    """Return what a table says of itself; ``of_form`` if no other project stands in it."""
    total = _whole(totals, rows, execution, of_form=of_form)
    weight, score, place = (total.weight, total.score, total.place) if total is not None else (None, None, None)
    if score is None and verdict.score is not None:
        score, place = verdict.score, verdict.place
    place = place or verdict.place
    if place is None:
        return None
    return Result(weight=weight, score=score, grade=verdict.grade, place=place)


def _whole(totals: Sequence[Total], rows: Sequence[Row], execution: Execution | None, *, of_form: bool) -> Total | None:
    """Return the total of all indicators, ``None`` where it may be that of a part."""
    weights = [_figure(row.weight) for row in rows]
    known = [weight for weight in weights if weight is not None]
    wholes = {sum(known)} if known and len(known) == len(rows) else set[Decimal]()
    money = _figure(execution.weight) if execution is not None else None
    wholes |= {whole + money for whole in wholes} if money is not None else set()
    equal = [one for one in totals if _figure(one.weight) in wholes]
    if not of_form:
        return equal[-1] if equal else None
    sure = [one for one in totals if one.sure]
    if sure or equal:
        return (sure or equal)[-1]
    if not totals or totals[-1].above != len(rows):
        return None
    *parts, last = totals
    if not parts:
        return None if _is_of_last_level(last, rows) else last
    for of in ("weight", "score"):
        figures = [_figure(getattr(one, of)) for one in parts]
        numbers = [figure for figure in figures if figure is not None]
        if len(numbers) == len(parts) and _figure(getattr(last, of)) == sum(numbers):
            return last
    return None


def _is_of_last_level(total: Total, rows: Sequence[Row]) -> bool:
    """Return whether a total adds up the last level only: the others have none."""
    levels = [row.level1 for row in rows]
    if len(set(levels)) < 2:
        return False
    weights = [_figure(row.weight) for row in rows if row.level1 == levels[-1]]
    known = [weight for weight in weights if weight is not None]
    return bool(known) and len(known) == len(weights) and sum(known) == _figure(total.weight)


def _figure(text: str | None) -> Decimal | None:
    if text is None or not has_look("number", text):
        return None
    return Decimal(text.strip().rstrip("%％分 ").replace(",", ""))
