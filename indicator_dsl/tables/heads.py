"""The head and the foot of a form: its labels, its titles, and what is written behind its indicators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from indicator_dsl.tables.grid import Cell
from indicator_dsl.tables.headers import header_of, year_in
from indicator_dsl.tables.layouts import (
    bare,
    has_look,
    in_both_scripts,
    is_form_word,
    is_heading,
    is_note,
    is_ordinary,
    is_total,
    levels_of,
    simplified,
    word_set,
    words,
)

__all__ = [
    "department_in",
    "is_closing",
    "is_continued",
    "is_head_label",
    "is_identity",
    "is_nothing",
    "is_ordinal",
    "is_part_of_form",
    "is_plain",
    "is_sum",
    "is_title",
    "label_of",
    "named",
    "projects_in",
    "says",
    "stem_of",
    "unlabelled",
    "year_of",
]

#: No label is longer.
_LONGEST_LABEL: Final = 500
_ENUMERATOR: Final = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,3}(?:[、.．)）]|(?=\s)))\s*")
#: Several labels in one cell: ``项目名称：甲    预算金额：100万元``.
_NEXT_LABEL: Final = re.compile(r"[\s；;，,]+(?=([^\s:：，,；;（(]{2,10}(?:[（(][^（()）]*[)）])?)[:：])")
#: A longer line is prose.
_LONGEST_TITLE: Final = 40


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(bare(word) for word in words()["form"][key])


@cache
def says(key: str) -> re.Pattern[str]:
    """Return one of the patterns of the section ``form``."""
    return re.compile(words()["form"][key], re.IGNORECASE)


def _is_said(key: str, text: str) -> bool:
    """Return whether a text says something of a form; no such text is longer than a label."""
    return len(text) <= _LONGEST_LABEL and says(key).search(simplified(text)) is not None


@cache
def _first_characters() -> frozenset[str]:
    found = {label[0] for key in ("project", "department", "identity", "closing", "ordinals") for label in _set(key)}
    found |= {label[0] for label in word_set("result", "totals")}
    return in_both_scripts(found | set("一二三四五六七八九十第续转接附无没不空"))


def is_plain(text: str) -> bool:
    """Return whether a row that begins with this text is none of the rows this file tells; ``False`` says nothing.

    >>> is_plain("培训人数"), is_plain("审核意见")
    (True, False)
    """
    return is_ordinary(text) and text[0] not in _first_characters()


def stem_of(text: str) -> str:
    """Return a label without the number before it: ``2.项目名称``, ``二、项目名称``."""
    return _ENUMERATOR.sub("", text.strip())


def label_of(text: str) -> str:
    """Return what stands before a colon outside brackets: ``年度资金总额：500`` has both in one cell."""
    found = re.search(r"[:：](?![^(（]*[)）])", text[:_LONGEST_LABEL])
    return text[: found.start()] if found else text


def unlabelled(text: str) -> str:
    """Return what stands behind that colon, ``""`` if there is none."""
    return text[len(label_of(text)) + 1 :].strip()


def named(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a row, one that holds several labels as several.

    >>> named([(0, "项目名称：甲    预算金额：100万元")])
    [(0, '项目名称：甲'), (0, '预算金额：100万元')]
    """
    found: list[Cell] = []
    for column, text in cells:
        start = 0
        if ":" in text or "：" in text:
            for seam in _NEXT_LABEL.finditer(text):
                if (
                    "  " in seam[0]
                    or "\t" in seam[0]
                    or "\u3000" in seam[0]
                    or is_head_label(seam[1])
                    or header_of(seam[1])
                ):
                    found.append((column, text[start : seam.start()]))
                    start = seam.end()
        found.append((column, text[start:]))
    return found


@lru_cache(maxsize=4096)
def _is_project_label(text: str) -> bool:
    label = bare(stem_of(label_of(text)))
    return label not in _set("project") and _is_said("project_ending", label)


@lru_cache(maxsize=4096)
def is_head_label(text: str) -> bool:
    """Return whether a row that begins with this text belongs to the head of a form.

    >>> is_head_label("2.项目名称"), is_head_label("专项资金名称：甲"), is_head_label("培训人数")
    (True, True, False)
    """
    return is_form_word(text) or is_form_word(stem_of(text)) or _is_project_label(text)


def is_identity(text: str) -> bool:
    """Return whether this labels who or what the form is about, which no group of indicators is named."""
    return bare(stem_of(label_of(text))) in _set("identity") or _is_project_label(text)


def projects_in(cells: Sequence[Cell]) -> list[Cell]:
    """Return the projects a row names, each with the column of its label.

    >>> projects_in([(0, "项目名称"), (1, "乡村教师体检费")]), projects_in([(0, "二、政策名称：体检费")])
    ([(0, '乡村教师体检费')], [(0, '体检费')])
    >>> projects_in([(0, "项目名称"), (1, "预算金额")])
    []
    """
    found: list[tuple[bool, Cell]] = []
    for number, (column, text) in enumerate(cells):
        if not _is_project_label(text) and not (
            number == 0
            and bare(stem_of(label_of(text))) in _set("project")
            and len(cells) == (1 if unlabelled(text) else 2)
        ):
            continue
        project = unlabelled(text)
        following = cells[number + 1][1] if number + 1 < len(cells) else ""
        # In the header of a list 项目名称 is followed by the next header.
        if not project and following and not _is_label(following):
            project = "".join(following.splitlines())
        if project:
            found.append((bare(stem_of(label_of(text))) in _set("project_above"), (column, project)))
    return [cell for above, cell in found if not above] or [cell for _, cell in found]


def _is_label(text: str) -> bool:
    return header_of(text) is not None or is_head_label(text) or has_look("number", text)


def department_in(cells: Sequence[Cell]) -> str | None:
    """Return the department a row names."""
    for number, (_, text) in enumerate(cells):
        if bare(stem_of(label_of(text))) in _set("department"):
            following = cells[number + 1][1] if number + 1 < len(cells) else ""
            name = unlabelled(text) or following
            return "".join(name.splitlines()) if name and not _is_label(name) else None
    return None


@lru_cache(maxsize=4096)
def is_closing(text: str) -> bool:
    """Return whether a row that begins with this text stands behind the indicators of a form.

    >>> is_closing("财政部门审核意见"), is_closing("其他需说明的问题："), is_closing("审核意见采纳率")
    (True, True, False)
    """
    label = bare(stem_of(label_of(text)))
    return label in _set("closing") or any(len(word) > 3 and label.endswith(word) for word in _set("closing"))


def is_ordinal(text: str) -> bool:
    """Return whether this heads a column of numbers: ``序号``."""
    return bare(text) in _set("ordinals")


def is_continued(text: str) -> bool:
    """Return whether a line only says that a page ends or begins.

    >>> is_continued("（续表）"), is_continued("第2页"), is_continued("项目支出绩效目标表（续）")
    (True, True, True)
    """
    return _is_said("continued", text.strip())


def is_part_of_form(text: str) -> bool:
    """Return whether a title heads a part of a form: ``年度绩效目标表`` below ``长期绩效目标表``."""
    return _is_said("part", bare(text))


def is_title(text: str) -> bool:
    """Return whether a line with nothing beside it surely heads something.

    >>> (
    ...     is_title("项目支出绩效目标表"),
    ...     is_title("（2025年度）"),
    ...     is_title("二、高标准农田管护"),
    ...     is_title("资金使用情况"),
    ... )
    (True, True, True, False)
    """
    text = "".join(text.split())
    if len(text) > _LONGEST_TITLE or text[-1:] in "。；;" or levels_of(text) or is_note(text):
        return False
    return _is_said("title", text) or _is_said("numbered", text) or (len(text) >= 10 and is_heading(text))


def year_of(lines: Sequence[str]) -> int | None:
    """Return the budget year that the titles above a table say, the nearest first; ``None`` if none says one.

    >>> year_of(["2024年工作总结", "2025年项目支出绩效目标表", "单位：万元"]), year_of(["2024年工作总结"])
    (2025, None)
    """
    titles = (line for line in reversed(lines) if len(line) <= _LONGEST_TITLE and _is_said("title", line.strip()))
    return next(filter(None, map(year_in, titles)), None)


@cache
def _nothing() -> re.Pattern[str]:
    return re.compile(words()["rows"]["nothing"])


def is_nothing(text: str) -> bool:
    """Return whether a cell says that there is nothing to say: ``/``, ``无``, the ``---`` of Markdown."""
    return _nothing().search(text) is not None


def is_sum(text: str) -> bool:
    """Return whether a row that begins with this text sums up others: ``合计``, ``产出指标小计``."""
    if is_total(text):
        return True
    if text[-1:] not in "计分得)）":  # most names
        return False
    label = bare(text)
    return label[-2:] in {"小计", "合计", "得分"} and bool(levels_of(label[:-2]))
