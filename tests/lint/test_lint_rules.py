"""Every rule is what its page says: the examples behave, the English is there, safe fixes are safe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from string import Formatter

import pytest
from gold import GOLD

from indicator_dsl import IndicatorError, parse
from indicator_dsl.findings import SEVERITIES, Finding
from indicator_dsl.lint import Linter, Profile, Rule, all_rules, builtin_profile
from indicator_dsl.lint._renew import texts
from indicator_dsl.lint.catalog import translate
from indicator_dsl.lint.page import SECTIONS, Example
from indicator_dsl.rows import Place, Row

RULES = {f"{rule.info.code}-{rule.info.name}": rule for rule in all_rules()}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def found(example: Example, rule: Rule, texts: Iterable[str] | None = None) -> list[list[Finding]]:
    """Return what a rule alone finds in each row of an example, and last what it finds in the table as a whole."""
    profile = Profile(name="alone", severities={rule.info.code: rule.info.severity})
    linter = Linter(profile, year=example.year)
    rows = example.table.rows
    if texts is not None:
        rows = tuple(
            Row(
                **{name: getattr(row, name) for name in ("level1", "level2", "name", "actual", "weight", "score")},
                value=text,
                place=row.place,
            )
            for row, text in zip(rows, texts, strict=True)
        )
    checked = linter.table(example.table, [linter.row(row) for row in rows])
    each = [*(reading.findings for reading in checked.readings), checked.findings]
    return [[one for one in findings if one.code == rule.info.code] for findings in each]


@every_rule
def test_bad_examples_are_found_and_mended(rule: Rule) -> None:
    examples = rule.page.examples("错例")
    assert examples
    for example in examples:
        *inside, whole = found(example, rule)
        if rule.scope == "table":
            assert whole or any(inside)
        else:
            assert all(inside), [
                row.value for row, findings in zip(example.table.rows, inside, strict=True) if not findings
            ]
        for proper, findings in zip(example.proper, inside, strict=True):
            fixes = [one.fix for one in findings if one.fix is not None]
            assert proper is None or not fixes or proper in fixes
        if all(example.proper):
            assert not any(found(example, rule, [proper or "" for proper in example.proper])), (
                "the mended text is found again"
            )


@every_rule
def test_good_examples_are_left_alone(rule: Rule) -> None:
    examples = rule.page.examples("正例")
    assert examples
    for example in examples:
        assert not any(found(example, rule))


@every_rule
def test_a_rule_is_well_named(rule: Rule) -> None:
    info = rule.info
    assert re.fullmatch(r"[A-Z]{3}\d\d", info.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", info.name)
    assert info.severity in SEVERITIES
    assert info.source
    assert rule.page.title
    assert rule.page.about
    assert tuple(rule.page.sections) == SECTIONS
    assert all(rule.page.sections.values())


def test_codes_and_names_are_unique() -> None:
    assert len({rule.info.code for rule in all_rules()}) == len(all_rules())
    assert len({rule.info.name for rule in all_rules()}) == len(all_rules())
    refusals = [code for rule in all_rules() for code in rule.info.refusals]
    assert len(set(refusals)) == len(refusals)


def gaps(template: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("text", sorted(set(texts())))
def test_the_english_is_there(text: str) -> None:
    english = translate(text, "en")
    assert english != text
    assert gaps(english) == gaps(text)


@cache
def linter() -> Linter:
    return Linter(builtin_profile("strict"), year=2025)


#: Names that call rules on the scene.
NAMES = ("项目总成本", "覆盖率", "满意度", "投诉件数", "培训人数", "完成时间", "人均补助标准", "收入增长率")


@pytest.mark.parametrize("name", NAMES)
def test_a_safe_fix_keeps_the_meaning_and_settles(name: str) -> None:
    for case in GOLD.values():
        row = Row(
            name=name,
            level1="产出指标",
            level2="数量指标",
            value=case["text"],
            unit=case.get("unit"),
            relation=case.get("relation"),
            place=Place("x"),
        )
        for finding in linter().row(row).findings:
            assert 0 <= finding.start <= finding.end <= len(row.value)
            assert "{" not in finding.zh.replace(row.value, "") or "{" in row.value
            if finding.safe:
                assert finding.fix is not None
                before = parse(row.value, unit=row.unit, relation=row.relation, year=2025)
                assert parse(finding.fix, unit=row.unit, relation=row.relation, year=2025) == before
            elif finding.fix is not None and finding.severity != "error":
                try:
                    parse(finding.fix, year=2025)
                except IndicatorError as error:
                    pytest.fail(f"{row.value} → {finding.fix}: {error}")
