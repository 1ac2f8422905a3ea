"""The values as Python objects: frozen, comparable, matchable, picklable, printable."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from gold import VALID, Case, context
from hypothesis import given
from strategies import COMPARATORS

import indicator_dsl
from indicator_dsl import (
    AllOf,
    AnyOf,
    Calendar,
    Change,
    Comparator,
    Deadline,
    Grade,
    IndicatorError,
    Interval,
    Missing,
    PartialDate,
    Period,
    Qualitative,
    Quantity,
    Ratio,
    Relation,
    Threshold,
    Unit,
    UnitError,
    evaluate,
    parse,
)
from indicator_dsl.units import registry

ROOT = Path(__file__).parent.parent
PUBLIC = {name: getattr(indicator_dsl, name) for name in indicator_dsl.__all__}

FIVE = Quantity("5", "人")
#: One of every kind, with all that can be written.
ONE_OF_EACH: dict[str, Comparator] = {
    "threshold": Threshold(">=", Quantity("2200", "人"), label="人数", note="含城区"),
    "interval": Interval(Quantity("90", "%"), Quantity("95", "%"), upper_closed=False),
    "deadline": Deadline("<=", PartialDate(2025, 12, 31), label="完成"),
    "recurring": Deadline("=", recurs="quarter", implied=True),
    "period": Period(PartialDate(2025, 1), PartialDate(2025, 12)),
    "change": Change("increase", ">=", Quantity("10", "%"), basis="同比"),
    "ratio": Ratio(["8", "1", "1.5"]),
    "grade": Grade(">=", "良好"),
    "qualitative": Qualitative("逐步提高", "trend"),
    "all_of": AllOf([Threshold(">=", FIVE), Threshold("<=", Quantity("25/3", "元/月"))]),
    "any_of": AnyOf([Grade("=", "优", implied=True), Grade("=", "良", implied=True)]),
    "missing": Missing(),
}
each_kind = pytest.mark.parametrize("value", ONE_OF_EACH.values(), ids=ONE_OF_EACH)


def test_every_kind_is_here() -> None:
    assert {type(value) for value in ONE_OF_EACH.values()} == set(Comparator.__subclasses__())


# ── matching ──────────────────────────────────────────────────────────────────────────


def described(text: str) -> str:
    match parse(text):
        case Threshold(Relation.GE, Quantity(magnitude, Unit("人"))):
            return f"{magnitude} people or more"
        case Threshold(implied=True, quantity=Quantity(unit=Unit(text="%"))):
            return "a bare percentage"
        case Interval(Quantity(low), Quantity(high)):
            return f"{low} to {high}"
        case Deadline("<=", PartialDate(year, 12, 31)):
            return f"by the end of {year}"
        case Change("increase", basis="同比"):
            return "up on the year"
        case Ratio((first, *_)):
            return f"{first} to one"
        case Grade(grade=grade):
            return grade
        case Qualitative(category="trend"):
            return "a trend"
        case AllOf([first, second]) | AnyOf([first, second]):
            return f"{first} with {second}"
        case Missing():
            return "nothing"
    return "something else"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("≥2200人", "2200 people or more"),
        ("100%", "a bare percentage"),
        ("90-95%", "90 to 95"),
        ("2025年底前", "by the end of 2025"),
        ("年底前", "by the end of None"),
        ("同比增长≥10%", "up on the year"),
        ("8:1:1", "8 to one"),
        ("良好", "良好"),
        ("逐步提高", "a trend"),
        ("≥5场，≥300人", "≥5场 with ≥300人"),
        ("优或良", "优 with 良"),
        ("/", "nothing"),
        ("≤541万元", "something else"),
    ],
)
def test_pattern_matching(text: str, wanted: str) -> None:
    assert described(text) == wanted


# ── frozen, printed, copied, pickled ───────────────────────────────────────────────────────


@each_kind
def test_is_frozen(value: Comparator) -> None:
    for field in attrs.fields(type(value)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, field.name, None)
    with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
        value.extra = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "value",
    [FIVE, Unit("元/人"), PartialDate(2025), Calendar(365), evaluate("≥5人", 6)],
    ids=lambda v: type(v).__name__,
)
def test_parts_are_frozen(value: Any) -> None:
    for field in attrs.fields(type(value)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, field.name, None)


@each_kind
def test_repr_can_be_pasted(value: Comparator) -> None:
    pasted = eval(repr(value), dict(PUBLIC))  # noqa: S307  our own repr
    assert pasted == value
    assert repr(pasted) == repr(value)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Threshold(">=", FIVE), "Threshold('>=', Quantity('5', '人'))"),
        (
            Threshold("=", FIVE, implied=True, label="数"),
            "Threshold('=', Quantity('5', '人'), label='数', implied=True)",
        ),
        (Quantity("80.00", "%"), "Quantity('80.00', '%')"),
        (Quantity(Fraction(25, 3), "元/月"), "Quantity('25/3', '元/月')"),
        (Quantity(Decimal("1E+3")), "Quantity('1000', '')"),
        (PartialDate(None, 12, 31), "PartialDate(None, 12, 31)"),
        (PartialDate(2025), "PartialDate(2025)"),
        (Unit("元/人·月"), "Unit('元/人/月')"),
        (Missing(), "Missing()"),
        (Ratio([8, 1]), "Ratio(['8', '1'])"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_repr(value: Any, wanted: str) -> None:
    assert repr(value) == wanted


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))], ids=["copy", "deepcopy", "pickle"]
)
@each_kind
def test_copies_are_equal(value: Comparator, copied: Callable[[Any], Any]) -> None:
    twin = copied(value)
    assert twin == value
    assert hash(twin) == hash(value)
    assert repr(twin) == repr(value)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_pickle_protocol(protocol: int) -> None:
    values = [*ONE_OF_EACH.values(), FIVE, Unit("万元/人·月"), PartialDate(2025, 35), Relation.GE]
    assert pickle.loads(pickle.dumps(values, protocol)) == values


def test_errors_and_evaluations_are_pickled() -> None:
    with pytest.raises(IndicatorError) as caught:
        parse("≥5KG")
    error = pickle.loads(pickle.dumps(caught.value))
    assert type(error) is UnitError
    assert (error.render("zh"), error.render("en")) == (caught.value.render("zh"), caught.value.render("en"))
    assert error.to_dict() == caught.value.to_dict()
    result = evaluate("≥2200人", "0.23万人")
    assert pickle.loads(pickle.dumps(result)) == result
    assert copy.deepcopy(result).explain() == result.explain()


def test_pickles_are_read_in_a_fresh_process() -> None:
    values = list(ONE_OF_EACH.values())
    reader = (
        "import pickle, sys\n"
        "values = pickle.load(sys.stdin.buffer)\n"
        "assert all(hash(v) is not None for v in values)\n"
        "sys.stdout.buffer.write(pickle.dumps((values, [str(v) for v in values], [repr(v) for v in values])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", reader], input=pickle.dumps(values), capture_output=True, check=True, cwd=ROOT
    )
    assert pickle.loads(done.stdout) == (values, [str(v) for v in values], [repr(v) for v in values])


@given(COMPARATORS)
def test_every_value_is_pickled(value: Comparator) -> None:
    assert pickle.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize("case", VALID.values(), ids=VALID)
def test_read_values_are_whole(case: Case) -> None:
    """A value that came from a template, past the constructor, is one the constructor would make."""
    try:
        value = parse(case["text"], **context(case))
    except IndicatorError:
        assert case.get("may_refuse")
        return
    built = type(value)(**{field.name: getattr(value, field.name) for field in attrs.fields(type(value))})
    assert (built, hash(built), repr(built)) == (value, hash(value), repr(value))
    assert pickle.loads(pickle.dumps(value)) == value


# ── constructors ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('Threshold("≥", FIVE)', "'≥' is not a valid Relation"),
        ('Threshold(">=", FIVE, implied=True)', "a relation that is not written is '='"),
        ('Threshold(">=", FIVE, label=" ")', "label is a text that is not blank"),
        ('Threshold(">=", FIVE, note="")', "note is a text that is not blank"),
        ("Interval(Quantity(6), Quantity(5))", "no number lies between"),
        ("Interval(Quantity(5), Quantity(5), lower_closed=False)", "no number lies between"),
        ('Interval(Quantity(5, "人"), Quantity(6, "户"))', "one dimension"),
        ('Deadline("<=")', "a deadline has a date unless it recurs"),
        ('Deadline("<=", PartialDate(2025), implied=True)', "not written"),
        ('Deadline("<=", PartialDate(None, None, 10))', "only if it recurs each month"),
        ('Deadline("<=", PartialDate(None, 12), recurs="week")', "recurs each year, quarter or month"),
        ('Deadline("<=", PartialDate(2025, 12), recurs="year")', "does not come back each year"),
        ('Deadline("<=", recurs="year")', "the end of each year"),
        ('Deadline("<=", PartialDate(None, 12), recurs="quarter")', "does not come back each quarter"),
        ('Deadline("<=", PartialDate(None, 12, 1), recurs="month")', "does not come back each month"),
        ("Period(PartialDate(2025, 12), PartialDate(2025, 1))", "is after"),
        ("Period(PartialDate(2025, 1), PartialDate(None, 12))", "dates of one kind"),
        ('Change("up", ">=", FIVE)', "direction"),
        ('Ratio(["8"])', "terms"),
        ('Grade("=", "")', "grade is a text that is not blank"),
        ('Qualitative(" ")', "text is a text that is not blank"),
        ('AllOf([Threshold(">=", FIVE)])', "two or more"),
        ('AllOf([Threshold(">=", FIVE), "≥5人"])', "two or more comparators"),
        ('AnyOf([Threshold(">=", FIVE), Missing()])', "single values"),
        ('AnyOf([AllOf([Threshold(">=", FIVE)] * 2), Missing()])', "single values"),
        ("Calendar(0)", "days_per_year"),
        ('Quantity("five")', "not a number"),
        ('Quantity("1/0")', "not a number"),
        ('Quantity("NaN")', "not a number|finite"),
        ('Quantity(Decimal("Infinity"))', "finite"),
        ("PartialDate()", "at least a year, a month or a day"),
        ("PartialDate(0)", "no such year"),
        ("PartialDate(2025, 13)", "no such month"),
        ("PartialDate(2025, 2, 29)", "no such day"),
        ("PartialDate(None, 2, 30)", "no such day"),
        ("PartialDate(2025, None, 5)", "needs its month"),
        ("PartialDate(2025, 35, 1)", "no such month"),
        ('PartialDate.from_edtf("2025-2")', "not a date"),
        ('PartialDate.from_edtf("２０２５")', "not a date"),
    ],
)
def test_constructor_refuses(call: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        eval(call, {**PUBLIC, "FIVE": FIVE, "Decimal": Decimal})  # noqa: S307  ours, so that the call names the test


@pytest.mark.parametrize(
    "make",
    [
        lambda: Quantity(0.1, "元"),  # type: ignore[arg-type]
        lambda: Ratio([0.5, 1]),
        lambda: Threshold(">=", 5.0),  # type: ignore[arg-type]
        lambda: Threshold(">=", "5人"),  # type: ignore[arg-type]
        lambda: Quantity.from_pint(registry().Quantity(0.1, "元")),
    ],
    ids=["quantity", "ratio", "threshold", "text", "pint"],
)
def test_floats_and_texts_are_no_magnitudes(make: Callable[[], Any]) -> None:
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize("text", ["M", "5元", "元/", "/5", "元//人", "元 / 人", " ", "元-人", "元^2", "%%", "\ud800"])
def test_no_unit(text: str) -> None:
    with pytest.raises(UnitError) as caught:
        Unit(text)
    assert caught.value.code == "unknown-unit"


# ── quantities ─────────────────────────────────────────────────────────────────────────


def test_digits_stay_as_written() -> None:
    assert str(Quantity("80.00", "%")) == "80.00%"
    assert Quantity("80.00", "%") == Quantity("80", "%")
    assert str(parse("≥80.00%")) == "≥80.00%"


def test_the_sign_of_zero_is_a_spelling() -> None:
    assert Quantity("-0", "%") == Quantity("0", "%")
    assert hash(Quantity("-0", "%")) == hash(Quantity("0", "%"))


def test_quantities_order_by_amount() -> None:
    assert Quantity("1", "万元") > Quantity("9999.99", "元")
    assert min(Quantity(3, "公里"), Quantity(2999, "米"), Quantity("3.1", "千米")) == Quantity(2999, "米")
    assert Quantity(5, "人") <= Quantity(5, "名") <= Quantity(5, "位")


def test_quantities_of_two_dimensions_are_unequal_and_have_no_order() -> None:
    assert Quantity(5, "人") != Quantity(5, "户")
    assert Quantity(5, "%") != Quantity(5, "百分点")
    assert Quantity(5, "工作日") != Quantity(5, "日")
    with pytest.raises(UnitError, match="不能换算"):
        _ = Quantity(5, "人") < Quantity(5, "户")


@pytest.mark.parametrize("other", [5, "5人", None, Decimal(5), Threshold(">=", FIVE)], ids=repr)
def test_quantities_and_others_have_no_order(other: Any) -> None:
    assert other != FIVE
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        assert getattr(FIVE, compare)(other) is NotImplemented
    with pytest.raises(TypeError):
        _ = other < FIVE


@each_kind
def test_comparators_have_no_order(value: Comparator) -> None:
    with pytest.raises(TypeError):
        _ = value < value  # type: ignore[operator]  # noqa: PLR0124  that is the question


def test_differences_are_exact() -> None:
    assert Quantity("0.3", "元") - Quantity("0.1", "元") == Quantity("0.2", "元")
    assert str(Quantity(1, "万元") - Quantity(1, "元")) == "0.9999万元"
    assert Quantity(FIVE.magnitude, "人") - FIVE == Quantity(0, "人")
    with pytest.raises(UnitError):
        _ = FIVE - Quantity(5, "户")


@pytest.mark.parametrize(
    ("quantity", "unit", "wanted"),
    [
        ("541 万元", "元", "5410000元"),
        ("100 元/年", "元/月", "(25/3)元/月"),
        ("25/3 元/月", "元/年", "100元/年"),
        ("1 公顷", "亩", "15亩"),
        ("1 kW·h", "J", "3600000J"),
        ("5 人/10万人", "人/万人", "0.5人/万人"),
        ("80 元/月/人", "元/人/年", "960元/人/年"),
        ("7 麻袋", "麻袋", "7麻袋"),
        ("7 万麻袋", "麻袋", "70000麻袋"),
        ("75 μg/m³", "mg/m³", "0.075mg/m³"),
        ("1 TB", "GB", "1000GB"),
    ],
)
def test_conversion_is_exact(quantity: str, unit: str, wanted: str) -> None:
    magnitude, _, name = quantity.partition(" ")
    assert str(Quantity(magnitude, name).to(unit)) == wanted
    assert Quantity(magnitude, name).to(unit).to(name) == Quantity(magnitude, name)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("个", "人"),
        ("%", "百分点"),
        ("%", ""),
        ("工作日", "日"),
        ("日", "月"),
        ("元", "美元"),
        ("人次", "人"),
        ("分", "分钟"),
        ("岁", "年"),
        ("元/人", "人/元"),
        ("麻袋", "蜂箱"),
        ("m²", "m"),
    ],
)
def test_no_exact_factor(here: str, there: str) -> None:
    with pytest.raises(UnitError) as caught:
        Quantity(1, here).to(there)
    assert caught.value.code == "unit-incompatible"


def test_text_of_a_number_that_could_be_a_date() -> None:
    for quantity in (Quantity("6", "月"), Quantity("2025", "年"), Quantity("20251231"), Quantity("13800000000")):
        assert parse(f"≥{quantity}") == Threshold(">=", quantity)
        assert parse(str(quantity)) == Threshold("=", quantity, implied=True)


# ── units ─────────────────────────────────────────────────────────────────────────────


def test_units_are_equal_by_amount() -> None:
    assert Unit("m²") == Unit("平方米") == Unit("米·米")
    assert Unit("元/月/人") == Unit("元/人·月") == Unit("元/(人·月)")
    assert Unit("人/10万人") == Unit("人/十万人")
    assert Unit("元/人") != Unit("人/元")
    assert len({Unit("公里"), Unit("千米"), Unit("km")}) == 1


def test_unknown_nouns_are_units_of_their_own() -> None:
    assert not Unit("麻袋").known
    assert Unit("元/麻袋").unknown_names == ("麻袋",)
    assert Unit("万元/人").known
    assert Unit("万麻袋").factor == 10000
    assert parse("≥7麻袋") == Threshold(">=", Quantity(7, "麻袋"))


def test_no_unit_is_false() -> None:
    assert not Unit()
    assert Unit().dimension == ()
    assert Unit("人")


@pytest.mark.parametrize("turned", [lambda q: -q, abs], ids=["minus", "abs"])
def test_no_digit_is_lost_with_the_sign(turned: Callable[[Quantity], Quantity]) -> None:
    digits = "1234567890" * 4 + ".50"
    assert str(turned(Quantity(f"-{digits}", "元"))) == f"{digits}元"
    assert str(turned(Quantity("0.00", "元"))) == "0.00元"


# ── dates ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("edtf", "first", "last", "zh", "en"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月", "February 2024"),
        ("2025-12-31", date(2025, 12, 31), date(2025, 12, 31), "2025年12月31日", "2025-12-31"),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025年", "2025"),
        ("2025-35", date(2025, 7, 1), date(2025, 9, 30), "2025年第三季度", "the third quarter of 2025"),
        ("2025-41", date(2025, 7, 1), date(2025, 12, 31), "2025年下半年", "the second half of 2025"),
        ("XXXX-12-31", None, None, "12月31日", "31 December"),
        ("XXXX-11", None, None, "11月", "November"),
        ("XXXX-XX-10", None, None, "10日", "day 10"),
        ("0001-01-01", date(1, 1, 1), date(1, 1, 1), "1年1月1日", "0001-01-01"),
    ],
)
def test_dates(edtf: str, first: date | None, last: date | None, zh: str, en: str) -> None:
    value = PartialDate.from_edtf(edtf)
    assert (str(value), value.first(), value.last(), value.zh()) == (edtf, first, last, zh)
    assert value.en() in {en, en.replace("0001", "1")}


def test_february_without_a_year_may_have_29_days() -> None:
    assert PartialDate(None, 2, 29).day == 29


# ── pint ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("quantity", "magnitude", "unit"),
    [
        (Quantity("541", "万元"), 5410000, "元"),
        (Quantity("80", "元/人/月"), 80, "元/人/月"),
        (Quantity("5", "人/10万人"), Fraction(1, 20000), ""),
        (Quantity("12", "m²"), 12, "平方米"),
        (Quantity("7", "万麻袋"), 70000, "麻袋"),
        (Quantity("5"), 5, ""),
    ],
    ids=str,
)
def test_pint_there_and_back(quantity: Quantity, magnitude: Any, unit: str) -> None:
    there = quantity.to_pint()
    assert there.magnitude == magnitude
    back = Quantity.from_pint(there)
    assert back == quantity
    assert back.unit == Unit(unit)


def test_a_stranger_of_pint_is_refused() -> None:
    import pint

    with pytest.raises(UnitError) as caught:
        Quantity.from_pint(pint.UnitRegistry(non_int_type=Fraction).Quantity(Fraction(5), "meter"))
    assert caught.value.code == "unknown-unit"
    with pytest.raises(UnitError):
        Quantity.from_pint(registry().Quantity(Fraction(5), registry().Unit("米") ** Fraction(1, 2)))
