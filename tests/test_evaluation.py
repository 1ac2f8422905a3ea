"""Every verdict is the one the specification gives, and its sentence can be read."""

import pickle
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from gold import Case, context, load

from indicator_dsl import (
    Change,
    Comparator,
    Deadline,
    Evaluation,
    Grade,
    IndicatorError,
    Missing,
    Outcome,
    PartialDate,
    Period,
    Qualitative,
    Quantity,
    Ratio,
    Threshold,
    evaluate,
    parse,
)
from indicator_dsl.errors import messages
from indicator_dsl.rows import Place, Row
from indicator_dsl.score import policy
from indicator_dsl.score.self_evaluation import score_row
from indicator_dsl.vocabulary import vocabulary

CASES = load("evaluation.jsonl")
GOLDEN = Path(__file__).parent / "golden" / "evaluation.txt"
SENTENCES = messages()["evaluation"]
LANGS = ("zh", "en")

each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def target_of(case: Case) -> Comparator:
    return parse(case["target"], **context(case))


def verdict(case: Case) -> Evaluation:
    return evaluate(target_of(case), case["actual"])


def amount(text: str | None) -> tuple[Fraction, str] | None:
    """Return number and unit of a margin: 4/3小时, -1百分点."""
    if text is None:
        return None
    match = re.fullmatch(r"(-?[0-9]+(?:\.[0-9]+|/[0-9]+)?)(.*)", text)
    assert match, text
    return Fraction(match[1]), match[2]


# ── the vectors ────────────────────────────────────────────────────────────────────────


@each_case
def test_verdict(case: Case) -> None:
    result = verdict(case)
    margin, completion = result.margin, result.completion
    assert (result.outcome, result.reason) == (case["outcome"], case["reason"])
    assert (margin and (Fraction(margin.magnitude), margin.unit.text)) == amount(case["margin"])
    assert (None if completion is None else str(completion)) == case["completion"]


@each_case
def test_strict_raises_exactly_where_there_is_no_answer(case: Case) -> None:
    lax = verdict(case)
    if lax.outcome is not Outcome.UNDETERMINED:
        assert evaluate(target_of(case), case["actual"], strict=True) == lax
        return
    with pytest.raises(IndicatorError) as caught:
        evaluate(target_of(case), case["actual"], strict=True)
    assert caught.value.code == "undetermined"
    assert [caught.value.message(lang) for lang in LANGS] == [lax.explain(lang) for lang in LANGS]


def read(text: Any) -> Comparator | None:
    try:
        return parse(text) if isinstance(text, str) else None
    except IndicatorError:
        return None


READ = {id_: case for id_, case in CASES.items() if read(case["actual"])}


@pytest.mark.parametrize("case", READ.values(), ids=READ)
def test_a_text_and_its_value_are_one_actual(case: Case) -> None:
    texted, valued = verdict(case), evaluate(target_of(case), read(case["actual"]))
    assert (valued.outcome, valued.reason) == (texted.outcome, texted.reason)
    assert (valued.margin, valued.completion) == (texted.margin, texted.completion)


@each_case
def test_a_text_of_a_target_and_its_value_are_one_target(case: Case) -> None:
    if not context(case):
        assert evaluate(case["target"], case["actual"]) == verdict(case)


@each_case
def test_an_answer_has_a_hash_and_is_pickled(case: Case) -> None:
    result, again = verdict(case), verdict(case)
    assert result == again
    assert hash(result) == hash(again)
    copied = pickle.loads(pickle.dumps(result))
    assert (copied, hash(copied), copied.explain()) == (result, hash(result), result.explain())
    assert copied.given == case["actual"]


def test_what_was_given_is_part_of_the_answer() -> None:
    assert evaluate("≥5人", "6人") != evaluate("≥5人", 6)
    assert evaluate("≥5人", "6人").given == "6人"


# ── every reason, every sentence ────────────────────────────────────────────────────────


def answers() -> Iterator[Evaluation]:
    """Yield every evaluation of the vectors, those of parts too."""
    for case in CASES.values():
        result = verdict(case)
        yield result
        yield from result.parts
    # parse refuses such a target; a row of a table is evaluated all the same
    yield score_row(Row(name=None, value="≥≥5人", actual="5人", place=Place("x")), policy()).evaluation


def shape(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(template)))


TOPICS = ("plain", "date", "days", "period", "interval", "undetermined", "gap", "change", "parts")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("topic", "key"), [(topic, key) for topic in TOPICS for key in SENTENCES[topic]])
def test_every_sentence_is_said_in_some_case(topic: str, key: str, lang: Any) -> None:
    pattern = shape(SENTENCES[topic][key][lang])
    found = {result.reason for result in answers() if pattern.search(result.explain(lang))}
    assert found
    if topic == "undetermined" and key not in {"head", "why"}:
        assert key in found


def test_there_are_no_other_topics() -> None:
    assert set(SENTENCES) == set(TOPICS)


def test_every_reason_has_a_case() -> None:
    plain = {"meets", "differs", "same", "worse", "better", "level-met", "level-partly", "level-not-met"}
    said = {*plain, "below", "above", "late", "early", "parts", *SENTENCES["undetermined"]} - {"head", "why"}
    assert {result.reason for result in answers()} == said
    documented = set(re.findall("``([a-z-]+)``", str(Evaluation.__doc__).split("target:")[0]))
    assert documented == said - set(SENTENCES["undetermined"])


HAN = re.compile("[\u3400-\u9fff]+")


@each_case
def test_sentences_are_in_their_language(case: Case) -> None:
    result = verdict(case)
    zh, en = result.explain("zh"), result.explain("en")
    assert zh.strip() == zh == str(result)
    assert en.strip() == en
    assert "{" not in zh + en
    # Chinese in quotes is what somebody wrote or should write
    said = f"{result.target}{case['target']}{case['actual']}{case.get('unit', '')}是否"
    assert [word for word in HAN.findall(re.sub("“[^”]*”", "", en)) if word not in said] == []


TYPICAL = [
    ("≥2200人", "2300人"),
    ("≥2200人", "0.23万人"),
    ("≥2200人", "2100人"),
    (">2200人", "2200人"),
    ("≤541万元", "540万元"),
    ("≤541万元", "5951000元"),
    ("100%", "99.5%"),
    ("≠5人", "5人"),
    ("约300人", "299人"),
    ("约300人", "300人"),
    ("10000元/人/户", "1万元/户/人"),
    ("≤3个工作日", "2个工作日"),
    ("≤12个月", "5季度"),
    ("90%～95%", "93%"),
    ("90%～95%", "89.9%"),
    ("1万元～2万元", "9000元"),
    ("≥60分且<80分", "80分"),
    ("2025年12月31日前", "2025年11月30日"),
    ("2025年12月31日前", "2025年12月31日"),
    ("2025年12月31日前", "2026年1月1日"),
    ("早于2025年12月31日", "2025年12月31日"),
    ("不早于2025年6月1日", "2025年7月1日"),
    ("2025年12月", "2025年12月10日"),
    ("不等于2025年12月31日", "2025年12月30日"),
    ("不等于2025年12月31日", "2025年12月31日"),
    ("2025年12月15日前", "2025年12月"),
    ("12月31日前", "11月30日"),
    ("12月31日前", "2025年11月30日"),
    ("2025年1月-6月", "2025年3月"),
    ("2025年1月-6月", "2025年3月-8月"),
    ("同比增长≥10%", "同比增长12%"),
    ("同比增长≥10%", "同比下降3%"),
    ("同比增长≥10%", "环比增长12%"),
    ("下降≥5%", "下降0%"),
    ("下降≥5%", "下降0.5%"),
    ("下降≥5%", -6),
    ("8:1:1", "16:2:2"),
    ("8:1:1", "8:1:2"),
    ("良好及以上", "优"),
    ("良好及以上", "中"),
    ("优于良", "良"),
    ("低于良好", "优"),
    ("低于良好", "中"),
    ("良好及以下", "优"),
    ("Ⅲ类及以下", "Ⅱ类"),
    ("逐步提高", "达成"),
    ("逐步提高", "部分达成"),
    ("逐步提高", "逐步提高"),
    ("≥5场；≥300人", "6场；200人"),
    ("小学≥720元/生/年；初中≥940元/生/年", "初中：1000元/生/年；小学：800元/生/年"),
    ("优或良", "良"),
    ("≥5场或≥300人", "200人"),
    ("≥2200人", "2300个"),
    ("≥2200人", "≥2300人"),
    ("≥2200人", "2300KG"),
    ("≥2200人", None),
    ("每年12月底前", "2025年12月1日"),
]


def test_typical_sentences(request: pytest.FixtureRequest) -> None:
    lines = []
    for target, actual in TYPICAL:
        result = evaluate(target, actual)
        lines += [f"{target} ← {actual}: {result.outcome}", *(f"  {result.explain(lang)}" for lang in LANGS)]
    got = "\n".join([*lines, ""])
    if request.config.getoption("--update-goldens"):
        GOLDEN.write_text(got, encoding="utf-8", newline="\n")
    assert got == GOLDEN.read_text("utf-8")


# ── what JSON cannot say ─────────────────────────────────────────────────────────────────

DAY = PartialDate(2025, 12, 30)
HUGE = 10**5000
OBJECTS: list[tuple[str, Any, str, str]] = [
    ("≥2200人", Decimal("2200.0"), "met", "meets"),
    ("≥2200人", Decimal(2199), "not met", "below"),
    ("≥2200人", Fraction(4401, 2), "met", "meets"),
    ("≥2200人", Fraction(4399, 2), "not met", "below"),
    ("≥2200人", Quantity("0.23", "万人"), "met", "meets"),
    ("≥2200人", Quantity("2300", "个"), "undetermined", "unit-incompatible"),
    ("≥2200人", Quantity("2300"), "undetermined", "unit-incompatible"),
    ("≥2200人", Threshold("=", Quantity("2300"), implied=True), "met", "meets"),
    ("≥2200人", Threshold("=", Quantity("2300", "人")), "undetermined", "actual-has-relation"),
    ("≥2200人", Decimal("NaN"), "undetermined", "actual-unreadable"),
    ("≥2200人", Decimal("Infinity"), "undetermined", "actual-unreadable"),
    ("≥2200人", float("nan"), "undetermined", "actual-unreadable"),
    ("≥2200人", float("-inf"), "undetermined", "actual-unreadable"),
    ("≥2200人", HUGE, "undetermined", "actual-unreadable"),
    ("≥2200人", [HUGE], "undetermined", "actual-unreadable"),
    ("≥2200人", Fraction(HUGE, 3), "undetermined", "actual-unreadable"),
    ("≥2200人", object(), "undetermined", "actual-unreadable"),
    ("≥2200人", DAY, "undetermined", "actual-of-other-kind"),
    ("≥2200人", date(2025, 12, 30), "undetermined", "actual-of-other-kind"),
    ("≥2200人", Missing(), "undetermined", "actual-missing"),
    ("90%～95%", Decimal(93), "met", "meets"),
    ("90%～95%", Fraction(287, 3), "not met", "above"),
    ("增长≥10%", Decimal(-3), "not met", "below"),
    ("下降≥5%", Quantity("-6", "%"), "undetermined", "sign-of-change"),
    ("下降≥5%", Change("decrease", "=", Quantity("6", "%"), implied=True), "met", "meets"),
    ("2025年12月31日前", DAY, "met", "meets"),
    ("2025年12月31日前", PartialDate(2026), "not met", "late"),
    ("2025年12月31日前", date(2025, 12, 31), "met", "meets"),
    ("2025年12月31日前", date(2026, 1, 1), "not met", "late"),
    ("2025年12月31日前", datetime(2025, 12, 31, 23, 59, tzinfo=UTC), "met", "meets"),
    ("2025年12月31日前", Deadline("=", DAY, implied=True), "met", "meets"),
    ("2025年12月31日前", Deadline("=", DAY), "undetermined", "actual-has-relation"),
    ("12月31日前", PartialDate(None, None, 10), "undetermined", "date-without-year"),
    ("2025年12月31日前", Missing(), "undetermined", "actual-missing"),
    ("2025年1月-6月", date(2025, 6, 30), "met", "meets"),
    ("2025年1月-6月", Period(PartialDate(2025, 1), PartialDate(2025, 7)), "not met", "late"),
    ("1:3", Ratio([2, 6]), "met", "meets"),
    ("0:0", Ratio([2, 6]), "not met", "differs"),
    ("1:3", Missing(), "undetermined", "actual-missing"),
    ("良好及以上", Grade("=", "优", implied=True), "met", "meets"),
    ("良好及以上", Grade(">=", "优"), "undetermined", "actual-has-relation"),
    ("良好及以上", Qualitative("达成"), "met", "level-met"),
    ("逐步提高", Qualitative("部分达成"), "not met", "level-partly"),
    ("逐步提高", Grade("=", "达标", implied=True), "met", "level-met"),
    ("逐步提高", Missing(), "undetermined", "actual-missing"),
    ("≥5场；≥300人", (Quantity("6", "场"), Decimal(320)), "met", "parts"),
    ("≥5场；≥300人", Missing(), "undetermined", "actual-missing"),
    ("≥5场或≥300人", Quantity("320", "人"), "met", "parts"),
]


@pytest.mark.parametrize(
    ("target", "actual", "outcome", "reason"),
    OBJECTS,
    ids=[f"{number} {type(actual).__name__}" for number, (_, actual, *_) in enumerate(OBJECTS, 1)],
)
def test_objects(target: str, actual: Any, outcome: str, reason: str) -> None:
    result = evaluate(target, actual)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert hash(result) == hash(evaluate(target, actual))
    assert all(result.explain(lang) and "“”" not in result.explain(lang) for lang in LANGS)
    if outcome == "undetermined":
        with pytest.raises(IndicatorError) as caught:
            evaluate(target, actual, strict=True)
        assert caught.value.code == "undetermined"


def test_a_float_of_another_library_is_a_float() -> None:
    class Float(float):
        def __repr__(self) -> str:
            return f"np.float64({float(self)})"

    assert evaluate(parse("≥0.7"), Float(0.7)).outcome is Outcome.MET


def test_a_float_means_the_digits_that_were_typed() -> None:
    assert evaluate("=0.1万元", 0.1).margin == Quantity("0", "万元")
    assert evaluate("≥0.3万元", 0.1 + 0.2).margin == Quantity("0.00000000000000004", "万元")


def test_about_a_level_or_a_date_is_that_one_or_nothing_is_known() -> None:
    about = Grade("~", "良")
    assert (evaluate(about, "良好").outcome, evaluate(about, "良好").reason) == (Outcome.MET, "meets")
    assert evaluate(about, "优").reason == "no-tolerance"


def test_a_level_on_no_scale_is_itself() -> None:
    odd = Grade("=", "特别好", implied=True)
    assert evaluate(odd, "特别好").outcome is Outcome.MET
    assert evaluate(odd, "优").reason == "no-common-scale"


def test_dates_without_a_year_are_no_number_of_days_apart() -> None:
    """The end of February would be one day or two from the beginning of March."""
    assert evaluate("3月1日前", "2月28日").margin is None


@pytest.mark.parametrize("word", sorted(vocabulary().missing))
@pytest.mark.parametrize("target", ["≥5人", "逐步提高", "良好及以上", "2025年12月31日前", "8:1:1", "≥5场；≥300人"])
def test_markers_for_missing_are_no_actual(target: str, word: str) -> None:
    assert evaluate(target, word).reason == "actual-missing"


TICKS: Sequence[tuple[str, str]] = sorted(vocabulary().levels.items())


@pytest.mark.parametrize(("word", "level"), TICKS)
def test_ticks(word: str, level: str) -> None:
    assert evaluate("逐步提高", word).reason == f"level-{level.replace('_', '-')}"


@pytest.mark.parametrize("name", sorted(vocabulary().grade_names))
def test_every_level_is_itself(name: str) -> None:
    assert evaluate(Grade("=", name, implied=True), name).reason == "meets"


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥2200人", "２３００人 以上"),
        ("≥2200人", "增加２３００人"),
        ("2025年12月31日前", "每年11月底前"),
        ("2025年12月31日前", "５人"),
        ("良好及以上", "优以上"),
        ("良好及以上", "５人"),
        ("2025年1月-6月", "2025年3月底前"),
        ("8:1:1", "８：１"),
        ("≥2200人", "长" * 40),
    ],
)
def test_an_actual_is_quoted_as_it_was_written(target: str, actual: str) -> None:
    assert all(f"“{actual}”" in evaluate(target, actual).explain(lang) for lang in LANGS)


def test_of_a_long_actual_the_beginning_is_quoted() -> None:
    assert f"“{'长' * 40}…”" in evaluate("≥2200人", "长" * 41).explain()
    assert "“…”" in evaluate("≥2200人", HUGE).explain()


@pytest.mark.parametrize("target", [None, 5, Quantity("5", "人"), ["≥5人"]], ids=repr)
def test_a_target_is_a_comparator_or_its_text(target: Any) -> None:
    with pytest.raises(TypeError, match="a target is a comparator or its text"):
        evaluate(target, 5)


def test_a_target_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(IndicatorError) as caught:
        evaluate("≥22o0人", 5)
    assert caught.value.code == "broken-number"
