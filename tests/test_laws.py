"""The invariants of the house (docs/design), on values and texts made of the grammar's own vocabulary."""

import contextlib
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, example, given, strategies as st
from strategies import (
    ACTUALS,
    ANYTHING,
    CHANGES,
    COMPARATORS,
    DATES,
    DAYS,
    DECIMALS,
    FRAGMENTS,
    INTERVALS,
    LEVELS,
    MAGNITUDES,
    MONTHS,
    TEXTS,
    THRESHOLDS,
    V,
    notations,
    quantities,
)
from test_schema import VALIDATOR

from indicator_dsl import (
    MAX_LENGTH,
    Calendar,
    Change,
    Comparator,
    Deadline,
    Grade,
    IndicatorError,
    Interval,
    Missing,
    Outcome,
    PartialDate,
    Qualitative,
    Quantity,
    Relation,
    Threshold,
    Unit,
    convert,
    evaluate,
    format,
    from_dict,
    parse,
    to_dict,
)
from indicator_dsl.units import catalogue, registry, scales


def outcome(text: str, **beside: Any) -> Comparator | IndicatorError:
    try:
        return parse(text, **beside)
    except IndicatorError as error:
        return error


def read(text: str) -> Comparator | None:
    found = outcome(text)
    return found if isinstance(found, Comparator) else None


# ── 1 text and value ───────────────────────────────────────────────────────────────────


@given(COMPARATORS)
@example(Threshold("~", Quantity("-0.1", "%")))
@example(Threshold("~", Quantity("1/3", "元"), label="成本"))
@example(Deadline(">=", PartialDate(None, 33)))
def test_str_parses_back(value: Comparator) -> None:
    assert parse(str(value)) == value


@given(COMPARATORS)
@example(Missing())
@example(Threshold("=", Quantity("0"), implied=True, note="年人均"))
def test_latex_parses_back(value: Comparator) -> None:
    assert parse(format(value, "latex")) == value


@given(COMPARATORS)
@example(Threshold(">=", Quantity("-0.1", "%")))
@example(Interval(Quantity("0", "元"), Quantity("1/3", "元"), upper_closed=False))
def test_chinese_parses_back(value: Comparator) -> None:
    assert parse(format(value, "zh")) == value


@given(COMPARATORS)
def test_english_is_a_text(value: Comparator) -> None:
    assert format(value, "en").strip()


@given(TEXTS)
def test_formatting_twice_changes_nothing(text: str) -> None:
    once = format(text)
    assert format(once) == once
    assert parse(once) == parse(text)


@given(COMPARATORS)
def test_interchange_there_and_back(value: Comparator) -> None:
    data = json.loads(json.dumps(to_dict(value)))
    VALIDATOR.validate(data)
    assert from_dict(data) == value
    assert to_dict(from_dict(data)) == data


@given(notations())
@example((["≥=1人", "≧1人", "1人(含)以上"], Threshold(">=", Quantity("1", "人"))))
def test_notations_are_one_value(made: tuple[list[str], Threshold]) -> None:
    texts, value = made
    for text in texts:
        assert parse(text) == value, text
        assert hash(parse(text)) == hash(value)


@given(COMPARATORS)
def test_repr_can_be_pasted(value: Comparator) -> None:
    names = {cls.__name__: cls for cls in (*Comparator.__subclasses__(), Quantity, PartialDate)}
    pasted = eval(repr(value), names)  # noqa: S307  our own repr
    assert pasted == value
    assert repr(pasted) == repr(value)


# ── 2 nothing is dropped ──────────────────────────────────────────────────────────────────


@given(ANYTHING)
@example("\ud800")
@example("5" * 5000)
@example("每年1日")
def test_parse_is_total(text: str) -> None:
    found = outcome(text)
    if isinstance(found, IndicatorError):
        assert found.text == text
        assert 0 <= found.start <= found.end <= len(text)
        assert found.render("zh")
        assert found.render("en")
        if found.fix is not None:
            parse(found.fix)
    else:
        assert isinstance(found, Comparator)
        assert parse(str(found)) == found


@pytest.mark.parametrize("start", ["", "5元", "三"], ids=lambda start: start or "bare")
@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_no_repetition_is_too_deep(start: str, fragment: str) -> None:
    """Whatever is said over and over is read or refused: no recursion follows the text."""
    repeated = (start + fragment * MAX_LENGTH)[: MAX_LENGTH - 2]
    for text in (repeated, f"{repeated}5人"):
        with contextlib.suppress(IndicatorError):
            parse(text)


@given(ANYTHING)
def test_a_text_with_a_digit_or_a_sign_is_never_words(text: str) -> None:
    assume(any(c in "0123456789０１２３４５６７８９≥≤＞＜%％" for c in text))
    # a digit may stand in the name of a level or of an enumerator: 5A级, 1级
    assert read(text) is None or read(text).kind not in {"qualitative", "missing"}


@given(TEXTS, st.text(st.characters(categories=["Lu", "Ll", "So", "Lo"], max_codepoint=0x2FFF), min_size=1, max_size=2))
def test_a_stray_character_is_not_dropped(text: str, stray: str) -> None:
    """What is read with a stray character at its end is not the value without it."""
    value, other = read(text), read(text + stray)
    assume(value is not None and value.kind not in {"qualitative", "missing"})
    assert other is None or other != value or stray in str(other)


@given(ANYTHING, st.none() | ANYTHING, st.none() | ANYTHING, st.none() | st.integers(-3, 10**5))
def test_columns_raise_indicator_errors_only(text: str, unit: Any, relation: Any, year: Any) -> None:
    beside = {"unit": unit, "relation": relation, "year": year}
    found = outcome(text, **beside)
    if isinstance(found, IndicatorError):
        assert found.text in {text, unit, relation, (unit or "").strip(), (relation or "").strip()}
        assert 0 <= found.start <= found.end <= len(found.text)
        if found.fix is not None and found.text == text:
            parse(found.fix, **beside)
    else:
        assert isinstance(found, Comparator)


# ── equality ──────────────────────────────────────────────────────────────────────────


@given(quantities(), st.sampled_from([w for w in scales() if len(w) == 1]))
def test_a_scale_word_is_a_spelling(quantity: Quantity, word: str) -> None:
    assume(quantity.unit and quantity.unit.text not in scales() and quantity.unit.text[0] not in "/十百千万亿")
    larger = Fraction(quantity.magnitude) / scales()[word]
    scaled = Quantity(larger, word + quantity.unit.text)
    assert scaled == quantity
    assert hash(scaled) == hash(quantity)
    assert scaled <= quantity <= scaled


@given(DECIMALS, st.integers(0, 4))
def test_zeros_at_the_end_are_a_spelling(number: Decimal, zeros: int) -> None:
    padded = Quantity(f"{number:f}" + ("" if "." in f"{number:f}" else ".") + "0" * (zeros + 1), "人")
    assert (padded, hash(padded)) == (Quantity(number, "人"), hash(Quantity(number, "人")))


@given(COMPARATORS, COMPARATORS)
def test_equal_values_hash_equal(one: Comparator, other: Comparator) -> None:
    assert (one == other) is (other == one)
    if one == other:
        assert hash(one) == hash(other)
    assert one != str(one)


@given(COMPARATORS)
def test_label_note_and_implied_are_part_of_the_value(value: Comparator) -> None:
    assert attrs.evolve(value, label="别的") != value
    assert attrs.evolve(value, note="别的") != value
    if getattr(value, "implied", False):
        assert attrs.evolve(value, implied=False) != value


class Stranger:
    """Answers every comparison in its own way."""

    def __init__(self, answer: bool) -> None:  # noqa: FBT001  that is what it answers
        self.answer = answer

    def __eq__(self, other: object) -> bool:
        return self.answer

    def __ne__(self, other: object) -> bool:
        return not self.answer

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: object) -> bool:
        return self.answer

    __gt__ = __le__ = __ge__ = __lt__


STRANGERS = [Stranger(answer=True), Stranger(answer=False)]


@given(st.one_of(COMPARATORS, quantities(), DATES, quantities().map(lambda q: q.unit)))
def test_strangers_have_their_say(value: Any) -> None:
    for stranger in STRANGERS:
        assert (value == stranger) is stranger.answer
        assert (value != stranger) is not stranger.answer
        assert (stranger == value) is stranger.answer
    assert value != None  # noqa: E711  the operator is what is tested
    assert value != object()


@given(quantities())
def test_strangers_order_quantities(quantity: Quantity) -> None:
    for stranger in STRANGERS:
        assert (quantity < stranger) is stranger.answer
        assert (quantity >= stranger) is stranger.answer


# ── units ─────────────────────────────────────────────────────────────────────────────

ALL_NAMES = [unit.name for unit in catalogue()]


def kin(name: str) -> list[str]:
    dimension = Unit(name).dimension
    return [other for other in ALL_NAMES if Unit(other).dimension == dimension]


@st.composite
def convertible(draw: st.DrawFn) -> tuple[str, str]:
    """Draw two units with an exact factor between them: other names, other scale words, other order."""
    first, second = [], []
    for name in draw(
        st.lists(st.sampled_from(ALL_NAMES), min_size=1, max_size=3, unique_by=lambda n: Unit(n).dimension)
    ):
        other = draw(st.sampled_from(kin(name)))
        for unit, names in ((name, first), (other, second)):
            ambiguous = names or unit[0] in "十百千万亿" or unit.isascii()  # 千|万分数 or 千万|分数
            scale = "" if ambiguous else draw(st.sampled_from(["", "", "万", "千"]))
            names.append(scale + unit)
    below = draw(st.permutations(range(1, len(second))))
    return "/".join(first), "/".join([second[0], *(second[i] for i in below)])


@given(MAGNITUDES, convertible())
def test_converting_there_and_back_is_the_same(number: Any, units: tuple[str, str]) -> None:
    here, there = units
    quantity = Quantity(number, here)
    moved = quantity.to(there)
    assert moved == quantity
    assert hash(moved) == hash(quantity)
    assert moved.to(here).magnitude == quantity.magnitude
    assert repr(moved.to(here).to(there)) == repr(moved)


@given(MAGNITUDES, st.integers(1, 10000))
def test_converting_by_a_calendar_and_back_is_the_same(number: Any, days: int) -> None:
    calendar, quantity = Calendar(days), Quantity(number, "吨/日")
    assert convert(convert(quantity, "吨/月", calendar=calendar), "吨/日", calendar=calendar) == quantity


@given(st.sampled_from(Relation), MAGNITUDES, MAGNITUDES, convertible(), convertible())
def test_converting_never_changes_a_verdict(
    relation: Relation, bound: Any, number: Any, units: tuple[str, str], actuals: tuple[str, str]
) -> None:
    here, there = units
    target, actual = Threshold(relation, Quantity(bound, here)), Quantity(number, there)
    verdicts = {
        evaluate(t, a).outcome
        for t in (target, convert(target, there))
        for a in (actual, convert(actual, here), Threshold("=", actual, implied=True))
    }
    assert len(verdicts) == 1
    assert evaluate(target, actual).completion == evaluate(convert(target, there), actual).completion


@given(st.permutations(["人", "月", "亩", "万次"]), MAGNITUDES)
def test_the_order_below_the_line_does_not_matter(order: list[str], number: Any) -> None:
    written = Quantity(number, "元/" + "/".join(order))
    assert written == Quantity(number, "元/人/月/亩/万次")
    assert hash(written) == hash(Quantity(number, "元/人·月·亩·万次"))
    assert written.unit.text == "元/" + "/".join(order)


@pytest.mark.parametrize(("spelling", "name"), [(text, unit.name) for unit in catalogue() for text in unit.written])
def test_every_spelling_is_the_unit(spelling: str, name: str) -> None:
    assert Unit(spelling) == Unit(name)
    assert parse(f"≥1.5{spelling}") == Threshold(">=", Quantity("1.5", name))
    assert parse("1.5", unit=spelling) == Threshold("=", Quantity("1.5", name), implied=True)


@pytest.mark.parametrize("name", ALL_NAMES)
def test_pint_agrees_with_our_factor(name: str) -> None:
    own = registry()
    factor, base = own.get_base_units(own.UnitsContainer({name: 1}))
    assert Unit(name).factor == factor
    assert type(factor) is not float
    assert dict(Unit(name).dimension) == {str(k).strip("[]"): v for k, v in base.dimensionality.items()}


@given(MAGNITUDES, convertible())
def test_pint_converts_as_we_do(number: Any, units: tuple[str, str]) -> None:
    here, there = (Quantity(number, unit) for unit in units)
    assert here.to_pint().to_base_units().magnitude == here.base
    assert here.to_pint().is_compatible_with(there.to_pint())
    assert Quantity.from_pint(here.to_pint()) == here


# ── evaluation ────────────────────────────────────────────────────────────────────────

_STEP = st.integers(0, 50).map(Decimal)
ON_TIME = st.builds(Deadline, st.just("<="), st.one_of(DAYS, MONTHS))
AT_LEAST = st.builds(Grade, st.just(">="), LEVELS)


def tighter(target: Comparator, step: Decimal, data: st.DataObject) -> Comparator | None:
    """Return a target that asks for more of the same, ``None`` if there is none."""
    match target:
        case Threshold(Relation.GE | Relation.GT as relation, quantity) | Change(
            _, Relation.GE | Relation.GT as relation, quantity
        ):
            stricter = data.draw(st.sampled_from([relation, Relation.GT]))
            return attrs.evolve(target, relation=stricter, quantity=shifted(quantity, step))
        case Threshold(Relation.LE | Relation.LT as relation, quantity) | Change(
            _, Relation.LE | Relation.LT as relation, quantity
        ):
            stricter = data.draw(st.sampled_from([relation, Relation.LT]))
            return attrs.evolve(target, relation=stricter, quantity=shifted(quantity, -step))
        case Interval(lower, upper):
            low, high = shifted(lower, step), shifted(upper, -step)
            return attrs.evolve(target, lower=low, upper=high) if low < high else None
        case Deadline(Relation.LE, PartialDate(year=int(year)) as date):
            return attrs.evolve(target, date=attrs.evolve(date, year=year - int(step), month=1))
        case Grade(Relation.GE, level):
            scales_of = [scale for scale in V.grades if scale.rank(level)]
            return (
                attrs.evolve(target, grade=scales_of[0].levels[scales_of[0].rank(level) - 1][0]) if scales_of else None
            )  # type: ignore[operator]
    return None


def shifted(quantity: Quantity, step: Decimal) -> Quantity:
    return Quantity(Fraction(quantity.magnitude) + Fraction(step), quantity.unit)


@given(st.one_of(THRESHOLDS, CHANGES, INTERVALS, ON_TIME, AT_LEAST), _STEP, st.data())
def test_tightening_never_admits_more(target: Comparator, step: Decimal, data: st.DataObject) -> None:
    strict = tighter(target, step, data)
    assume(strict is not None)
    match target:
        case Deadline():
            actual = data.draw(DATES)
        case Grade(grade=level):
            # A is a level of two scales: keep to the one the target was tightened in
            scale = next(scale for scale in V.grades if scale.rank(level))
            actual = data.draw(st.sampled_from([name for names in scale.levels for name in names]))
        case Threshold(quantity=own) | Change(quantity=own) | Interval(lower=own):
            # near the bound, where the verdict turns
            actual = shifted(own, data.draw(st.integers(-60, 60).map(Decimal)))
    if evaluate(strict, actual).outcome is Outcome.MET:
        assert evaluate(target, actual).outcome is Outcome.MET


@given(COMPARATORS, ACTUALS)
@example(Threshold("~", Quantity("5", "人")), 4)
@example(Threshold(">=", Quantity("5", "人")), Decimal("Infinity"))
def test_evaluate_never_raises(target: Comparator, actual: Any) -> None:
    result = evaluate(target, actual)
    assert result.outcome in Outcome
    assert result.explain("zh").strip()
    assert result.explain("en").strip()
    assert result.margin is None or isinstance(result.margin, Quantity)
    assert result.completion is None or isinstance(result.completion, Fraction)
    if result.outcome is Outcome.UNDETERMINED:
        assert result.margin is None
        assert result.completion is None


@given(COMPARATORS, ACTUALS)
def test_strict_raises_exactly_where_there_is_no_answer(target: Comparator, actual: Any) -> None:
    lax = evaluate(target, actual)
    if lax.outcome is not Outcome.UNDETERMINED:
        assert evaluate(target, actual, strict=True).outcome is lax.outcome
        return
    with pytest.raises(IndicatorError) as caught:
        evaluate(target, actual, strict=True)
    assert caught.value.message("zh") == lax.explain("zh")
    assert caught.value.message("en") == lax.explain("en")


@given(COMPARATORS, st.one_of(TEXTS, COMPARATORS.map(str), LEVELS))
@example(Grade(">=", "良好"), "优及以上")
@example(Grade(">=", "良好"), "等级：优")
@example(Qualitative("逐步提高"), "结果：达成")
@example(Qualitative("逐步提高"), "达标")
def test_a_text_and_its_value_are_one_actual(target: Comparator, text: str) -> None:
    value = read(text)
    assume(value is not None)
    texted, valued = evaluate(target, text), evaluate(target, value)
    assert (texted.outcome, texted.reason) == (valued.outcome, valued.reason)
    assert (texted.margin, texted.completion) == (valued.margin, valued.completion)


@given(COMPARATORS, ACTUALS)
def test_an_answer_has_a_hash(target: Comparator, actual: Any) -> None:
    assert isinstance(hash(evaluate(target, actual)), int)


@given(THRESHOLDS, MAGNITUDES)
@example(Threshold("~", Quantity("5", "人")), Decimal(4))
def test_a_number_is_in_the_unit_of_the_target(target: Threshold, number: Any) -> None:
    unit = target.quantity.unit
    verdict = evaluate(target, number)
    assert verdict.outcome is evaluate(target, Quantity(number, unit)).outcome
    assert verdict.margin == evaluate(target, Quantity(number, unit)).margin


@given(THRESHOLDS.filter(lambda t: t.relation not in (Relation.ABOUT, Relation.NE)), MAGNITUDES)
def test_margin_and_verdict_agree(target: Threshold, number: Any) -> None:
    result = evaluate(target, number)
    margin = result.margin
    assert margin is not None
    if target.relation in (Relation.GE, Relation.LE):
        met = margin.magnitude >= 0
    elif target.relation in (Relation.GT, Relation.LT):
        met = margin.magnitude > 0
    else:
        met = margin.magnitude == 0
    assert (result.outcome is Outcome.MET) is met
