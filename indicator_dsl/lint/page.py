"""The page of a rule, read from the docstring of its module.

The docstring is Markdown in Chinese: a title, what the rule finds, then the sections ``理由`` (why),
``错例`` (what it finds) and ``正例`` (what it leaves alone), each a table of rows, and ``修正`` (the
fix and how safe it is). The headers of these tables are those of real ones; ``应写`` is what to write
instead, and ``<br>`` a line break. A line before a table may say facts of it:
``项目资金：1320000；资金来源：本级=1000000、上级=320000；预算年度：2025；表中总分：95``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from indicator_dsl.rows import Amount, Place, Result, Row, Table

__all__ = ["HEADERS", "SECTIONS", "Example", "Page", "blocks", "page_of"]

#: Every page has these, in this order, after what the rule finds.
SECTIONS: Final = ("理由", "错例", "正例", "修正")

#: The headers of the examples.
_FIELDS: Final[Mapping[str, str]] = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "name",
    "比较符": "relation",
    "指标值": "value",
    "计量单位": "unit",
    "完成值": "actual",
    "分值": "weight",
    "得分": "score",
    "得分系数": "rate",
    "偏差原因": "reason",
    "上年值": "previous",
}
_PROPER: Final = "应写"
HEADERS: Final = (*_FIELDS, _PROPER)
_FACT: Final = re.compile(r"(项目资金|预算年度|资金来源|表中总分)：([^；]+)")


@frozen
class Example:
    """A small table of a page, as a reader would have read it."""

    table: Table
    #: What to write instead in each row; ``None`` where the page does not say.
    proper: tuple[str | None, ...]
    year: int | None


@frozen
class Page:
    """The page of a rule, in Chinese Markdown; :func:`~indicator_dsl.lint.catalog.translate` knows its English."""

    #: The fault in a few words.
    title: str
    #: What the rule finds.
    about: str
    #: by heading, in the order of :data:`SECTIONS`
    sections: Mapping[str, str]

    def examples(self, section: str) -> tuple[Example, ...]:
        """Return the tables of a section, each with its facts."""
        found, facts = [], dict[str, str]()
        for block in blocks(self.sections[section]):
            if block.startswith("|"):
                found.append(_example(block, facts))
                facts = {}
            else:
                facts = dict(_FACT.findall(block))
        return tuple(found)


def page_of(docstring: str) -> Page:
    """Return the page that a docstring is.

    Raises:
        ValueError: a section is missing, unknown or out of order.
    """
    title, _, rest = docstring.strip().partition("\n\n")
    about, *parts = re.split(r"^## (.+)$", rest, flags=re.MULTILINE)
    headings = tuple(parts[::2])
    if headings != SECTIONS:
        msg = f"{title}: the sections of a page are {SECTIONS}, not {headings}"
        raise ValueError(msg)
    texts = {heading: _joined(text) for heading, text in zip(headings, parts[1::2], strict=True)}
    return Page(title.rstrip("。"), _joined(about), texts)


def _joined(text: str) -> str:
    """Return a text without the line breaks inside its paragraphs: one sentence a line is for those who write it."""
    return "\n\n".join(
        block if block.startswith(("|", "- ")) else "".join(block.split("\n")) for block in blocks(text.strip())
    )


def blocks(text: str) -> list[str]:
    r"""Return the paragraphs, lists and tables of a text, each whole.

    >>> blocks("一段。\n还是它。\n\n| 表 |")
    ['一段。\n还是它。', '| 表 |']
    """
    return text.split("\n\n") if text else []


def _example(block: str, facts: Mapping[str, str]) -> Example:
    header, _, *lines = ([cell.strip() for cell in line[1:-1].split("|")] for line in block.strip().split("\n"))
    rows, proper = [], []
    for number, line in enumerate(lines, start=1):
        cells = dict(zip(header, line, strict=True))
        fields = {_FIELDS[head]: text.replace("<br>", "\n") or None for head, text in cells.items() if head != _PROPER}
        value = fields.pop("value", None) or ""
        place = Place("例.xlsx", sheet="例", row=number + 1, cell=f"D{number + 1}")
        rows.append(Row(name=fields.pop("name", None), value=value, place=place, **fields))  # type: ignore[arg-type]
        proper.append(cells.get(_PROPER) or None)
    place = Place("例.xlsx", sheet="例")
    table = Table(project="例", funds=None, rows=tuple(rows), place=place)
    if "项目资金" in facts:
        table = evolve(table, funds=Decimal(facts["项目资金"].removesuffix("元")))
    if "资金来源" in facts:
        sources = (part.split("=") for part in facts["资金来源"].split("、"))
        table = evolve(table, sources=tuple(Amount(label, Decimal(yuan), place) for label, yuan in sources))
    if "表中总分" in facts:
        table = evolve(table, result=Result(score=facts["表中总分"], place=place))
    return Example(table, tuple(proper), int(facts["预算年度"]) if "预算年度" in facts else None)
