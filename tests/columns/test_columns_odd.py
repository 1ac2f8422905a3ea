"""What fresh eyes found wrong in columns, each as its smallest case."""

from __future__ import annotations

import datetime as dt
import math
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")

from indicator_dsl.columns import ColumnError, convert_column, evaluate_column, lint_column, parse_column  # noqa: E402
from indicator_dsl.columns._assembly import pieces  # noqa: E402
from indicator_dsl.columns.files import open_source  # noqa: E402
from indicator_dsl.columns.remembering import Remembering  # noqa: E402

DAY = "2025年12月31日前"


@pytest.mark.parametrize("number", ["4" + "0" * 28, "9" * 300, "340282366920938463463374607431768211457.5"])
def test_a_number_too_long_for_a_decimal_is_null_and_never_another(number: str) -> None:
    found = parse_column([f"≥{number}人"])
    assert found.field("magnitude").to_pylist() == [None]
    assert found.field("magnitude_text").to_pylist() == [number]


def test_a_margin_too_long_for_a_decimal() -> None:
    assert evaluate_column(["≥5人"], ["4" + "0" * 28 + "人"]).field("margin").to_pylist() == [None]


def test_what_fails_once_leaves_nothing_known() -> None:
    calls = []

    def verb(array: Any, *, dense: bool) -> Any:
        calls.append(array)
        if len(calls) == 1:
            raise ValueError("once")
        return parse_column(array, dense=dense)

    parse = Remembering(verb)
    with pytest.raises(ValueError, match="once"):
        parse(pa.array(["≥5人", "≥6人"]))
    assert parse(pa.array(["≥7人", "≥5人"])).field("canonical").to_pylist() == ["≥7人", "≥5人"]


def test_times_batch_after_batch() -> None:
    evaluate = Remembering(evaluate_column)
    day = pa.array([dt.datetime(2025, 12, 31, 23)], pa.timestamp("us"))  # noqa: DTZ001  a column has none
    assert evaluate(pa.array([DAY]), day).field("outcome").to_pylist() == ["met"]


class Array:
    """An object that has no truth value, as arrays have none."""

    def __ne__(self, other: object) -> Any:
        return self

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise ValueError

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("odd", [Array(), [1, 2], {"a": 1}])
def test_an_object_that_is_no_text_is_an_error_row(odd: object) -> None:
    assert parse_column(["≥5人", odd]).field("error_code").to_pylist() == [None, "not-a-text"]


def test_views_beside_other_columns() -> None:
    view = pa.array(["5"], pa.string_view())
    assert parse_column(view, unit=pa.array(["人"])).field("canonical").to_pylist() == ["5人"]
    coded = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), pa.array(["5人"], pa.string_view()))
    assert parse_column(coded).field("canonical").to_pylist() == ["5人", "5人"]


@pytest.mark.parametrize("actuals", [[math.nan, "7"], [math.nan, 7.0], pa.array([math.nan, 7.0]), [None, 7]])
def test_nan_is_no_value_however_it_comes(actuals: Any) -> None:
    assert evaluate_column(["≥5人"] * 2, actuals).field("reason").to_pylist() == ["actual-missing", "meets"]
    assert evaluate_column(["≥5人"], math.nan).field("reason").to_pylist() == ["actual-missing"]


def test_a_float_of_four_bytes_is_the_number_somebody_typed() -> None:
    """In eight bytes 0.7 of four is 0.699999988, which does not reach 0.7."""
    actuals = pa.array([0.7, None], pa.float32())
    assert evaluate_column(["≥0.7"] * 2, actuals).field("outcome").to_pylist() == ["met", "undetermined"]
    coded = actuals.dictionary_encode()
    assert Remembering(evaluate_column)(pa.array(["≥0.7"] * 2), actuals).field("outcome")[0].as_py() == "met"
    assert evaluate_column(["≥0.7"] * 2, coded).field("outcome")[0].as_py() == "met"
    with pytest.raises(ColumnError, match="halffloat"):
        evaluate_column(["≥0.7"], pa.array([None], pa.float16()))


def test_what_numpy_has() -> None:
    numpy = pytest.importorskip("numpy", reason="numpy is not installed")
    for year in (numpy.int64(2025), numpy.array([2025, 2026]), pa.scalar(2025)):
        assert parse_column(["6月底前"] * 2, year=year).field("date").to_pylist()[0] == "2025-06-30"
    for actual in (numpy.float64(7.5), numpy.int32(7), numpy.array([7, 8]), numpy.array(["7人", "x"])):
        assert evaluate_column(["≥5人"] * 2, actual).field("outcome")[0].as_py() == "met"
    for kind in (numpy.float32, numpy.float64):
        assert evaluate_column(["≥0.7"], numpy.array([0.7], kind)).field("outcome").to_pylist() == ["met"]
        assert evaluate_column(["≥0.7"], kind(0.7)).field("outcome").to_pylist() == ["met"]
    for unit in ("M", "D", "h", "m", "s", "ns"):
        days = numpy.array(["2025-12-31", "NaT"], "datetime64[D]").astype(f"datetime64[{unit}]")
        assert evaluate_column([DAY] * 2, days).field("reason").to_pylist() == ["meets", "actual-missing"]
        assert evaluate_column([DAY], days[0]).field("reason").to_pylist() == ["meets"]
    assert evaluate_column([DAY], [days[0], "x"][:1]).field("reason").to_pylist() == ["meets"]
    mixed = evaluate_column(["≥0.7"] * 2, [numpy.float32(0.7), "8"])
    assert mixed.field("outcome").to_pylist() == ["met", "met"]
    assert evaluate_column(["≥5人"], numpy.datetime64("NaT")).field("reason").to_pylist() == ["actual-missing"]
    for odd in (numpy.complex128(1), numpy.timedelta64(5, "D")):
        with pytest.raises(ColumnError):
            evaluate_column(["≥5人"], odd)
    with pytest.raises(ColumnError, match="duration"):
        evaluate_column(["≥5人"], numpy.array([5], "timedelta64[ns]"))


def test_times_have_their_own_zones() -> None:
    late = dt.datetime(2026, 1, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    early = dt.datetime(2025, 12, 31, 16, 30, tzinfo=dt.UTC)  # the same moment
    for actuals in ([early, late, "x"], [late, early, "x"], [early, late], [late, early]):
        found = evaluate_column([DAY] * len(actuals), actuals).field("outcome").to_pylist()
        assert [outcome for actual, outcome in zip(actuals, found, strict=True) if actual is early] == ["met"]
        assert [outcome for actual, outcome in zip(actuals, found, strict=True) if actual is late] == ["not met"]


def test_a_day_that_python_does_not_have() -> None:
    days = pa.array([20000, 3_000_000, -3_000_000, None], pa.date32())
    outcomes = ["met", "undetermined", "undetermined", "undetermined"]
    assert evaluate_column([DAY] * 4, days).field("outcome").to_pylist() == outcomes
    assert Remembering(evaluate_column)(pa.array([DAY] * 4), days).field("outcome").to_pylist() == outcomes


@pytest.mark.parametrize("type_", ["decimal32", "decimal64", "decimal128", "decimal256"])
def test_decimals(type_: str) -> None:
    if not hasattr(pa, type_):
        pytest.skip(f"this pyarrow has no {type_}")
    actuals = pa.array([Decimal("3.10")], getattr(pa, type_)(5, 2))
    assert evaluate_column(["≥3.1人"], actuals).field("outcome").to_pylist() == ["met"]


def test_a_dictionary_of_times_batch_after_batch() -> None:
    day = pa.array([dt.datetime(2025, 12, 31, 23)], pa.timestamp("us")).dictionary_encode()  # noqa: DTZ001
    assert Remembering(evaluate_column)(pa.array([DAY]), day).field("outcome").to_pylist() == ["met"]


def test_an_object_beside_a_text_is_an_error_row() -> None:
    found = parse_column(["5", "6"], unit=["人", 5])
    assert found.field("error_code").to_pylist() == [None, "not-a-text"]
    for beside in ({"unit": ["人", 5]}, {"name": ["人数", 5]}):
        assert lint_column(["5", "6"], **beside).field("error_code").to_pylist() == [None, "not-a-text"]
    assert convert_column(["5元"] * 2, ["元", 5]).field("error_code").to_pylist() == [None, "not-a-text"]
    for verb, beside in ((parse_column, {"unit": 5}), (lint_column, {"name": 5}), (parse_column, {"year": True})):
        with pytest.raises(ColumnError):
            verb([], **beside)


def test_floats_that_stand_for_nothing_or_for_years() -> None:
    """What pandas makes of a column of blanks, and of years of which one is not there."""
    nothing = pa.array([math.nan, None])
    assert parse_column(nothing).to_pylist() == [None, None]
    assert parse_column(["5"] * 2, unit=nothing).field("unit").to_pylist() == ["", ""]
    found = parse_column(["6月底前"] * 2, year=pa.array([2025.0, math.nan]))
    assert found.field("date").to_pylist() == ["2025-06-30", "XXXX-06-30"]
    for wrong in ({"unit": pa.array([1.5])}, {"year": pa.array([2025.5])}):
        with pytest.raises(ColumnError):
            parse_column(["5"], **wrong)


def test_memory_goes_by_the_texts_kept() -> None:
    parse = Remembering(parse_column)
    long = [f"≥{number}{'人' * 1_000_000}" for number in range(8)]
    for number in range(20):
        parse(pa.array([f"{text}{number}" for text in long]))
    assert sum(map(len, parse._known.values())) < 8 * 20


def test_objects_of_several_types_stay_what_they_are() -> None:
    day = dt.date(2025, 12, 30)
    for actuals, outcomes in (([day, 7], ["met", "met"]), ([day, True], ["met", "undetermined"])):
        assert evaluate_column([DAY, "≥5人"], actuals).field("outcome").to_pylist() == outcomes
    assert evaluate_column(["≥5人", "预算控制数以内"], [7.5, True]).field("reason").to_pylist() == [
        "meets",
        "level-met",
    ]


def test_an_interrupt_mixes_nothing_up() -> None:
    parse = Remembering(parse_column)
    parse(pa.array(["≥1人"]))

    class Once(dict[Any, Any]):
        def update(self, *_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

    known = parse._known
    parse._known = {key: Once(rows) for key, rows in known.items()}
    with pytest.raises(KeyboardInterrupt):
        parse(pa.array(["≥2人", "≥3人"]))
    parse._known = known
    texts = ["≥4人", "≥1人", "≥2人", "≥3人"]
    assert parse(pa.array(texts)).field("canonical").to_pylist() == texts


def test_numbers_among_the_actuals_of_lint() -> None:
    found = lint_column(["≥ 5 人"] * 3, actual=["7人", 7, None])
    assert found.field("codes").to_pylist() == ["", "", "FMT06"]  # a target whose result is in is approved


def test_what_is_wrong_is_told_by_the_names_of_the_verb() -> None:
    with pytest.raises(ColumnError, match=r"^array "):
        Remembering(parse_column)(pa.array([b"5"]))


def test_a_copy_keeps_as_much() -> None:
    assert pickle.loads(pickle.dumps(Remembering(parse_column, most=5)))._most == 5


def test_years_that_are_none_are_refused_for_all_rows() -> None:
    with pytest.raises(ColumnError, match="整数年份"):
        parse_column(["6月底前"] * 2, year=[2025, "明年"])


def test_halves_of_surrogate_pairs_refuse_only_the_rows_that_repeat_them() -> None:
    names = ["\ud800人数", "\ud800人数", "人数"]
    found = lint_column(["≥5人", "\ud800", "≥5人"], name=names)
    assert found.field("error_code").to_pylist() == [None, "not-unicode", None]
    found = evaluate_column(["≥5人"] * 2, ["\ud800", "6"])
    assert found.field("error_code").to_pylist() == ["not-unicode", None]


def test_more_text_than_an_array_holds_comes_in_pieces() -> None:
    class Small:
        """Values of which no array holds more than three, as none of texts holds more than 2 GB."""

        def take(self, codes: Any) -> Any:
            if len(codes) > 3:
                raise pa.ArrowInvalid("overflowed")
            return codes

    found = list(pieces(Small(), pa.array(range(10))))
    assert [one for piece in found for one in piece.to_pylist()] == list(range(10))
    assert max(map(len, found)) <= 3


@pytest.mark.parametrize("rows", [1, 63, 64, 65, 128, 1000])
def test_rows_in_blocks(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["≥5人", None, "x1", "逐步提高", "5～9人", "2025年底前", "≥1.5万元"]
    column = pa.array([texts[number * 5 % 7] for number in range(rows)])
    wanted = parse_column(column, dense=True).to_pylist()
    monkeypatch.setattr("indicator_dsl.columns._assembly._BLOCK", 64)
    assert parse_column(column).to_pylist() == wanted
    assert parse_column(column.slice(rows // 3)).to_pylist() == wanted[rows // 3 :]


def test_a_blank_line_of_a_file_with_one_column_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "一列.csv"
    path.write_text("指标值\n≥5人\n\n≥6人\n", "utf-8")
    texts = [text for batch in open_source(str(path)).batches() for text in batch.column(0).to_pylist()]
    assert texts == ["≥5人", "", "≥6人"]
    path.write_text("\n\n指标值\n≥5人\n", "utf-8")
    assert [text for batch in open_source(str(path)).batches() for text in batch.column(0).to_pylist()] == ["≥5人"]


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n1,"x\n2,y\n',
        'a,b\n1,"x\n2,y\n3,z\n4,"w\n5,v\n',
        '"a\n1\n2\n',
        'a,b\n1,"x\n2,"y\n3,z\n',
        '\ufeff"a,b\n1,2\n',
    ],
)
def test_a_quote_that_swallows_rows_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "引号.csv"
    for encoding in ("utf-8", "utf-16"):
        path.write_text(text, encoding)
        with pytest.raises(ColumnError) as told:
            open_source(str(path))
        assert told.value.code == "open-quote"


def test_quotes_that_end_where_they_should(tmp_path: Path) -> None:
    path = tmp_path / "引号.csv"
    path.write_text('\ufeff"值","注"\n"≥5人","说""好"",\n再说"\n5"管,"x"\n"",""\n', "utf-8")
    [batch] = open_source(str(path)).batches()
    assert batch.to_pydict() == {"值": ["≥5人", '5"管', ""], "注": ['说"好",\n再说', "x", ""]}


def test_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("值,单位\n≥5,人\n", "utf-16")
    [batch] = open_source(str(path)).batches()
    assert batch.to_pydict() == {"值": ["≥5"], "单位": ["人"]}


def test_a_row_without_a_unit_to_convert_to_is_an_error_row() -> None:
    found = convert_column(["≥5万元", "≥5万元"], pa.array(["元", None]))
    assert found.field("canonical").to_pylist() == ["≥50000元", None]
    assert found.field("error_code").to_pylist() == [None, "no-unit-wanted"]
