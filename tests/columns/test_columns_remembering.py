"""Batch after batch, a verb says what it says of all rows at once, and forgets before it knows too much."""

import pickle
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")

import pyarrow as pa
from expected import TEXTS

from indicator_dsl.columns import evaluate_column, parse_column
from indicator_dsl.columns.remembering import Remembering


@pytest.mark.parametrize("most", [0, 3, 50, 10_000])
def test_the_same_as_all_at_once(most: int) -> None:
    dice = random.Random(most)
    texts = [dice.choice([None, "≥22o0人", *TEXTS[:120]]) for _ in range(2000)]
    verb = Remembering(parse_column, most=most)
    rows = []
    while len(rows) < len(texts):
        batch = texts[len(rows) : len(rows) + dice.randrange(1, 90)]
        rows += verb(pa.array(batch, pa.string())).to_pylist()
    assert rows == parse_column(texts).to_pylist()


def test_known_texts_are_not_read_again() -> None:
    seen: list[str] = []

    def verb(texts: pa.Array, *, dense: bool) -> pa.Array:
        seen.extend(texts.to_pylist())
        return parse_column(texts, dense=dense)

    remembering = Remembering(verb)
    for batch in (["a", "b", "a"], ["b", "c"], ["c", "a"], []):
        assert len(remembering(pa.array(batch, pa.string()))) == len(batch)
    assert seen == ["a", "b", "c"]


def test_batches_in_chunks() -> None:
    verb = Remembering(parse_column)
    for batch in (
        pa.chunked_array([["5人", None], [], ["5人", "6人"]], pa.string()),
        pa.chunked_array([], pa.string()),
    ):
        found = verb(batch)
        assert [len(chunk) for chunk in found.chunks] == [len(chunk) for chunk in batch.chunks]
        assert found.to_pylist() == parse_column(batch).to_pylist()


def test_a_number_is_not_a_truth_value() -> None:
    verb = Remembering(evaluate_column)
    targets = pa.array(["逐步提高"])
    for actual, outcome in ((pa.array([True]), "met"), (pa.array([1]), "undetermined"), (pa.array([True]), "met")):
        assert verb(targets, actual).field("outcome").to_pylist() == [outcome]


def test_bytes_that_are_no_utf8() -> None:
    offsets = pa.array([0, 2, 7], pa.int32()).buffers()[1]
    texts = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"\xff\xff" + "5人".encode() + b"!")])
    rows = Remembering(parse_column)(texts.slice(0, 1)).to_pylist()
    assert rows[0]["error_code"]


def test_threads_share_one() -> None:
    verb = Remembering(parse_column, most=40)
    batches = [pa.array([f"≥{(seed * 7 + n) % 60}人" for n in range(30)]) for seed in range(60)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(verb, batches))
    for batch, rows in zip(batches, found, strict=True):
        assert rows.field("canonical").to_pylist() == batch.to_pylist()


def test_another_process_begins_anew() -> None:
    copy = pickle.loads(pickle.dumps(Remembering(parse_column)))
    assert copy(pa.array(["5 人"])).field("canonical").to_pylist() == ["5人"]
