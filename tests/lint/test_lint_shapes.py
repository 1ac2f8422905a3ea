"""What was found in something alike is what is found when it is looked for: the memory of a linter changes nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle
from typing import Any

import pytest
from gold import GOLD, HUNTED, INVALID
from hypothesis import given, strategies as st
from strategies import TEXTS

from indicator_dsl.lint import Linter, Rule, all_rules, builtin_profile, make_profile
from indicator_dsl.lint.names import plain_name
from indicator_dsl.lint.reading import Cell, read_cell, read_parts
from indicator_dsl.lint.rule import Context, Problem
from indicator_dsl.lint.terms import builtin_terms
from indicator_dsl.rows import Place, Row
from indicator_dsl.tables import read_tables

CASES = [*GOLD.values(), *HUNTED.values(), *INVALID.values()]
LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
    (None, None),
]


def words_of(keys: Mapping[str, Any], *path: str) -> Iterator[str]:
    """Yield every word of the terms: whatever a rule looks for in a name is one."""
    for key, inner in keys.items():
        yield from words_of(inner, *path, key) if inner else builtin_terms().words(*path, key)


@cache
def names() -> list[str]:
    known = {row.name or "" for table in read_tables("examples/liujiang-2025.csv") for row in table.rows}
    words = sorted({*words_of(builtin_terms().keys())})
    odd = [
        "",
        "★ 培训人数（人）",
        "职工人数（户）",
        "人数(10万人)",
        "水质指数WQI2",
        "受益人口数（≥**人）",
        "第3期覆盖率",
    ]
    return [*sorted(known), *words, *(f"全年{word}数量" for word in words), *(f"{word}率" for word in words), *odd]


#: Numbers on both sides of every line a rule draws.
SIZES = ["0", "1", "7", "10", "35", "99", "100", "101", "150", "999", "1000", "1200", "2199", "12000", "43362", "0.5"]
SIZES += ["1.50", "99.99", "100.0", "100.5", "1,200", "12,345"]
NUMBERS = [*SIZES, "2025", "2025.12", "20251231", "13800000000", "007"]


def otherwise(text: str, dice: random.Random) -> str:
    """Return a text with other digits, more often than not as many."""

    def digits(found: re.Match[str]) -> str:
        return dice.choice(NUMBERS) if dice.random() < 0.3 else "".join(dice.choices("0123456789", k=len(found[0])))

    return re.sub("[0-9]+", digits, text)


def rows_like(case: dict[str, Any], dice: random.Random) -> Iterator[Row]:
    called = dice.sample(names(), 3)
    levels = dice.sample(LEVELS, 2)
    for number in range(12):
        level1, level2 = dice.choice(levels)
        yield Row(
            level1=level1,
            level2=level2,
            name=otherwise(dice.choice(called), dice),
            value=otherwise(case["text"], dice) if number else case["text"],
            unit=case.get("unit"),
            relation=case.get("relation"),
            # no check of values or rows may look at these
            actual=str(number),
            weight=str(number),
            score=str(number),
            place=Place("x", row=number, sheet=dice.choice([None, "s"])),
        )


@given(
    st.one_of(st.sampled_from(CASES), TEXTS.map(lambda text: {"text": text})),
    st.randoms(use_true_random=False),
    st.sampled_from([None, 2025]),
)
def test_what_was_seen_before_changes_nothing(case: dict[str, Any], dice: random.Random, year: int | None) -> None:
    profile = builtin_profile("strict")
    seasoned = Linter(profile, year=year)
    for row in rows_like(case, dice):
        fresh = Linter(profile, year=year).row(row)
        assert seasoned.row(row).findings == fresh.findings
        assert seasoned.row(row).findings == fresh.findings, "the second time"
        assert seasoned.row(row).value == fresh.value


#: Texts with one number by what stands around it, and those of units that a rule would convert.
SURROUNDINGS = {
    (parts.head, parts.tail, case.get("unit"), case.get("relation"))
    for case in [*CASES, *({"text": f"≥6{unit}"} for unit in builtin_terms().non_statutory)]
    if (parts := read_parts(case["text"], case.get("unit"), case.get("relation"))[1]) is not None
}


@cache
def pedant() -> Linter:
    """Return a linter that takes no number for another, because a word of its house holds digits."""
    return Linter(make_profile({"extends": "strict", "terms": {"rates": {"bounded": ["第0号热度"]}}}, name="本单位"))


#: Names that call rules on the scene.
CALLING = ("覆盖率", "培训人数", "第3期受益学生人数（人）", "项目总成本")


def test_only_the_size_of_a_number_counts() -> None:
    seasoned = Linter(builtin_profile("strict"))
    for (head, tail, unit, relation), name in zip(sorted(SURROUNDINGS, key=str), cycle(CALLING), strict=False):
        for number in SIZES:
            row = Row(
                level1="产出指标",
                level2="数量指标",
                name=name.replace("3", str(len(number))),
                value=f"{head}{number}{tail}",
                unit=unit,
                relation=relation,
                place=Place("x"),
            )
            assert seasoned.row(row).findings == pedant().row(row).findings, row.value


@cache
def cells() -> list[Cell]:
    read = [read_cell(case["text"], case.get("unit"), case.get("relation")) for case in CASES]
    return [cell for cell in read if cell.value is not None]


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if rule.regards is not None], ids=lambda rule: str(rule.info.code)
)
def test_names_are_alike_if_a_rule_takes_the_same_from_them(rule: Rule) -> None:
    """Whatever it has to say it says of both, but for the name it quotes."""
    context = Context(builtin_profile(), 2025, {name: option.default for name, option in rule.info.options.items()})
    check: Any = rule.check
    assert rule.regards is not None
    assert rule.concerns is not None
    concerned = [cell for cell in cells() if rule.concerns(cell)]
    alike: dict[Any, str] = {}
    dice = random.Random(1)
    for name in names():
        first = alike.setdefault(rule.regards(name, context.terms), name)
        for cell in dice.sample(concerned, min(12, len(concerned))):
            level1, level2 = dice.choice(LEVELS)
            rows = [Row(level1=level1, level2=level2, name=own, value="", place=Place("x")) for own in (first, name)]
            one, other = ([*check(row, cell, context)] for row in rows)
            assert [bare(problem) for problem in one] == [bare(problem) for problem in other], (first, name, cell)
            for before, after in zip(one, other, strict=True):
                for word, instead in zip(before.words.values(), after.words.values(), strict=True):
                    assert word == instead or (word, instead) == (plain_name(first), plain_name(name)), (cell, word)


def bare(problem: Problem) -> tuple[Any, ...]:
    return problem.message, problem.start, problem.end, problem.fix, problem.safe, problem.severity, [*problem.words]


def test_a_word_of_the_house_may_hold_digits() -> None:
    profile = make_profile({"extends": "default", "terms": {"rates": {"bounded": ["24小时热度"]}}}, name="本单位")
    linter = Linter(profile)
    rows = [Row(name=f"{hours}小时热度", value="≥120%", place=Place("x")) for hours in (48, 24, 36)]
    assert ["VAL05" in {one.code for one in linter.row(row).findings} for row in rows] == [False, True, False]


@pytest.mark.parametrize("values", [("≥35%", "≥95%"), ("≥95%", "≥35%"), ("292%", "355%"), ("355%", "292%")])
def test_what_a_share_is_matters_besides_its_digits(values: tuple[str, str]) -> None:
    """35 % more income is a change, 95 % a level; 292% may be a misread ≥92%, 355% may not."""
    names = ("旅游收入增长", "体检覆盖率")
    rows = [Row(name=name, level1="效益指标", value=value, place=Place("x")) for name in names for value in values]
    linter = Linter()
    assert [linter.row(row).findings for row in rows] == [Linter().row(row).findings for row in rows]
