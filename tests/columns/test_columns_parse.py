"""A column says of each row what ``parse`` says of its text, whatever form the column has."""

import pickle
import random
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from expected import BESIDE, LONE, ODD, TEXTS, check
from gold import context
from hypothesis import given, settings, strategies as st

from indicator_dsl import IndicatorError, parse
from indicator_dsl.columns import ColumnError, parse_column
from indicator_dsl.columns.schema import PARSED


def test_every_vector() -> None:
    column = parse_column(pa.array(TEXTS))
    column.validate(full=True)
    for row, text in zip(column.to_pylist(), TEXTS, strict=True):
        check(row, text)


def test_every_vector_with_columns_beside_it() -> None:
    texts, units, relations, years = (
        [case.get(key) for case in BESIDE] for key in ("text", "unit", "relation", "year")
    )
    column = parse_column(pa.array(texts), unit=pa.array(units), relation=pa.array(relations), year=pa.array(years))
    for row, case in zip(column.to_pylist(), BESIDE, strict=True):
        check(row, case["text"], **context(case))


def test_oddities() -> None:
    for row, text in zip(parse_column(pa.array(ODD)).to_pylist(), ODD, strict=True):
        check(row, text)


def chunks(array: Any) -> Any:
    return pa.chunked_array([array.slice(0, 3), array.slice(3, 0), array.slice(3), array.slice(5, 2)])


FORMS: dict[str, Callable[[Any], Any]] = {
    "string": lambda array: array,
    "large_string": lambda array: array.cast(pa.large_string()),
    "string_view": lambda array: array.cast(pa.string_view()),
    "dictionary": lambda array: array.dictionary_encode(),
    "dictionary of large_string": lambda array: array.cast(pa.large_string()).dictionary_encode(),
    "dictionary with a null, a repetition and more than is used": lambda array: pa.DictionaryArray.from_arrays(
        pa.array([5, 3, 0, 1, None, 5], pa.int8()), pa.array(["≥5人", None, "优", "≥5人", "x", "≥22o0人"])
    ),
    "slice": lambda array: array.slice(2, 5),
    "slice of a dictionary": lambda array: array.dictionary_encode().slice(2, 5),
    "chunks": chunks,
    "chunks of dictionaries": lambda array: pa.chunked_array(
        [array.dictionary_encode(), array.slice(4).dictionary_encode(), pa.array(["≥1人"]).dictionary_encode()]
    ),
    "no row": lambda array: array.slice(0, 0),
    "no row in chunks": lambda array: pa.chunked_array([array.slice(0, 0)]),
    "no chunk": lambda _: pa.chunked_array([], pa.string()),
    "nulls": lambda _: pa.nulls(3),
    "nulls of strings": lambda _: pa.nulls(3, pa.string()),
    "a list": lambda array: array.to_pylist(),
    "an empty list": lambda _: [],
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_column(form: str) -> None:
    column = FORMS[form](pa.array([*ODD, "90%-95%", "≥22o0人", *TEXTS[:40]]))
    texts = column if isinstance(column, list) else column.to_pylist()
    compact, dense = parse_column(column), parse_column(column, dense=True)
    compact.validate(full=True)
    dense.validate(full=True)
    for row, text in zip(compact.to_pylist(), texts, strict=True):
        check(row, text)
    assert dense.to_pylist() == compact.to_pylist()
    assert dense.type == PARSED
    assert isinstance(dense, pa.ChunkedArray) is isinstance(column, pa.ChunkedArray)
    if isinstance(column, pa.ChunkedArray):
        assert [len(chunk) for chunk in compact.chunks] == [len(chunk) for chunk in column.chunks]
        assert [len(chunk) for chunk in dense.chunks] == [len(chunk) for chunk in column.chunks]


TEXTS_OR_NULLS = st.lists(st.none() | st.sampled_from([text for text in TEXTS if len(text) < 20]) | st.text(max_size=5))


@settings(max_examples=60, deadline=None)
@given(TEXTS_OR_NULLS, st.data())
def test_however_it_is_cut(texts: list[str | None], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(texts)), max_size=4)))
    pieces = [texts[a:b] for a, b in zip([0, *cuts], [*cuts, len(texts)], strict=True)]
    whole = parse_column(texts)
    cut = parse_column(pa.chunked_array([pa.array(piece, pa.string()) for piece in pieces], pa.string()))
    assert cut.to_pylist() == whole.to_pylist()
    assert [None if text is None else facts_of(text) for text in texts] == [
        row and (row["canonical"], row["error_code"]) for row in whole.to_pylist()
    ]


def facts_of(text: str) -> tuple[str | None, str | None]:
    try:
        return str(parse(text)), None
    except IndicatorError as error:
        return None, error.code


def test_python_objects_that_arrow_cannot_hold() -> None:
    given = [*LONE, "≥5人", None, float("nan"), 95, 95.0, ["≥5人"], b"5", "≥5人", object()]
    rows = parse_column(given).to_pylist()
    codes = [row and row["error_code"] for row in rows]
    assert codes[:3] == ["unexpected-character", "unexpected-character", "not-unicode"]
    assert rows[2]["error_start"] == 2
    assert codes[3:6] == [None, None, None]
    assert rows[5] is None
    assert codes[6:10] == ["not-a-text"] * 4
    assert "int" in rows[6]["error_message"]
    assert "float" in rows[7]["error_message_en"]
    assert rows[10]["canonical"] == "≥5人"


def test_bytes_that_are_no_utf8_are_an_error_row() -> None:
    data = "≥5人".encode() + b"\xff\xff" + "≥6人".encode()
    offsets = pa.array([0, 7, 9, 16], pa.int32()).buffers()[1]
    texts = pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(data)])
    rows = parse_column(texts).to_pylist()
    assert [row["canonical"] for row in rows] == ["≥5人", None, "≥6人"]
    assert rows[1]["error_code"]


def test_a_unit_for_all_rows() -> None:
    rows = parse_column(pa.array(["95", "3", "≥5人"]), unit="%", relation="≥").to_pylist()
    assert [row["canonical"] for row in rows] == ["≥95%", "≥3%", None]
    assert rows[2]["error_code"] == "second-relation"


def test_columns_beside_in_other_chunks() -> None:
    texts = pa.chunked_array([["1", "2"], ["1", None]])
    units = pa.chunked_array([["人"], ["场", "人", "场"]]).dictionary_encode()
    column = parse_column(texts, unit=units, relation=["≥", None, "≤", None])
    assert [row and row["canonical"] for row in column.to_pylist()] == ["≥1人", "2场", "≤1人", None]
    assert [len(chunk) for chunk in column.chunks] == [2, 2]


def test_the_span_of_a_fault_beside_the_text_is_not_one_in_it() -> None:
    (row,) = parse_column(["5"], unit=["M"]).to_pylist()
    assert row["error_code"] == "unknown-unit"
    assert row["error_start"] is None


MISTAKES = [
    ("numbers", lambda: parse_column(pa.array([1, 2])), "column-type", "array must be a column of texts, not int64"),
    ("bytes", lambda: parse_column(pa.array([b"1"])), "column-type", "not binary"),
    ("a text", lambda: parse_column("≥5人"), "column-type", "not str"),
    ("nothing", lambda: parse_column(None), "column-type", "not NoneType"),
    ("a unit of numbers", lambda: parse_column(["1"], unit=pa.array([1])), "column-type", "unit must be"),
    ("texts for years", lambda: parse_column(["1"], year=pa.array(["2025"])), "column-type", "whole years"),
    ("a short unit", lambda: parse_column(["1", "2"], unit=["人"]), "lengths-differ", "unit has 1 rows"),
    ("no unit", lambda: parse_column(["1"], unit="M"), "unknown-unit", ""),
    ("no relation", lambda: parse_column(["1"], relation="x"), "relation-column", ""),
]


@pytest.mark.parametrize(("call", "code", "words"), [pytest.param(*rest, id=name) for name, *rest in MISTAKES])
def test_the_callers_mistakes(call: Callable[[], Any], code: str, words: str) -> None:
    with pytest.raises(IndicatorError) as raised:
        call()
    assert raised.value.code == code
    assert words in raised.value.message("en")
    assert raised.value.message("zh") != raised.value.message("en")
    assert pickle.loads(pickle.dumps(raised.value)).message("en") == raised.value.message("en")


def test_distinct_texts_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules[parse_column.__module__]
    seen: list[str] = []
    monkeypatch.setattr(module, "parse", lambda text, **beside: seen.append(text) or parse(text, **beside))
    parse_column(pa.chunked_array([["≥1人", "≥2人"] * 500, ["≥2人", "≥3人"] * 500]))
    assert sorted(seen) == ["≥1人", "≥2人", "≥3人"]


def test_the_result_grows_by_the_distinct_texts() -> None:
    texts = pa.array([f"≥{number}人" for number in range(100)])
    few, many = (
        parse_column(texts.take(pa.array([random.Random(1).randrange(100) for _ in range(rows)])))
        for rows in (1_000, 101_000)
    )
    # four bytes a row for the code, and a bit for each way of being null
    assert (many.get_total_buffer_size() - few.get_total_buffer_size()) / 100_000 < 8


def test_python_objects_do_not_pile_up() -> None:
    texts = pa.array([f"≥{number}人" for number in range(200_000)])
    parse_column(texts.slice(0, 10))
    tracemalloc.start()
    parse_column(texts)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000  # all at once would be three times as much


def test_a_compact_column_is_a_column() -> None:
    """What people do with a column: each field compares, sorts and is null as if it were plain, on disk too."""
    column = parse_column(pa.array([*ODD, "90%-95%", "≥22o0人", *TEXTS[:200]]))
    dense = parse_column(pa.array([*ODD, "90%-95%", "≥22o0人", *TEXTS[:200]]), dense=True)
    assert column.cast(PARSED).to_pylist() == dense.to_pylist()
    for field in column.type:
        compact, plain = column.field(field.name), dense.field(field.name)
        assert pc.is_null(compact).to_pylist() == pc.is_null(plain).to_pylist()
        assert compact.dictionary.null_count == 0
    # the C data interface, by which every engine takes it
    assert pa.array(column).to_pylist() == dense.to_pylist()
    assert pc.struct_field(column, "canonical").to_pylist() == dense.field("canonical").to_pylist()


def test_parquet(tmp_path: Any) -> None:
    texts = pa.array([*ODD, "90%-95%", "≥22o0人", "2025年12月底前"])
    for name, dense in (("compact", False), ("dense", True)):
        pq.write_table(pa.table({"值": parse_column(texts, dense=dense)}), tmp_path / name)
    read = [pq.read_table(tmp_path / name)["值"].to_pylist() for name in ("compact", "dense")]
    assert read[0] == read[1] == parse_column(texts).to_pylist()


def test_a_column_error_is_one_of_ours() -> None:
    assert issubclass(ColumnError, IndicatorError)
