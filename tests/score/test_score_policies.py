"""Policy files: what they may say, what they may not, and that nothing but a ScoreError comes of them."""

from __future__ import annotations

import copy
import pickle
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from string import Formatter
from typing import Any

import attrs
import pytest
import strategies as us
from hypothesis import given, strategies as st

from indicator_dsl.score import Policy, ScoreError, load_policy, make_policy, policies, policy, score
from indicator_dsl.score.errors import sentences
from indicator_dsl.score.kinds import Kind
from indicator_dsl.score.load import DEFAULT
from indicator_dsl.score.policy import reads

LANGS = ("zh", "en")


def refusal(data: dict[str, Any]) -> ScoreError:
    with pytest.raises(ScoreError) as caught:
        make_policy(data, name="试.toml")
    return caught.value


# ── those that are shipped ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", policies())
def test_a_shipped_policy_is_whole(name: str) -> None:
    found = policy(name)
    assert found.name == name
    for said in (found.title, found.about, found.source, found.unverified):
        assert set(said) == {"zh", "en"}
    assert all((found.title | found.about | found.source).values())
    assert bool(found.unverified["zh"]) is bool(found.unverified["en"])
    assert len(found.wording.tiers) == 3
    assert [grade.start for grade in found.grades] == [90, 80, 60, 0]


def test_the_default_comes_first() -> None:
    assert policies()[0] == DEFAULT == policy().name
    assert len(set(policies())) == len(policies()) == 10


@pytest.mark.parametrize("name", policies())
def test_a_policy_is_a_value(name: str) -> None:
    found = policy(name)
    copied = pickle.loads(pickle.dumps(found))
    assert copied == found
    assert hash(copied) == hash(found)
    assert len({found, copied, attrs.evolve(found, several="least")}) == 2


def tiers(found: Policy) -> Any:
    return [(one.low, one.high) for one in found.wording.tiers]


#: Figures of scoring.md §3 and §4, by what reads them.
FIGURES: list[tuple[str, Callable[[Policy], Any], list[Any]]] = [
    ("mof-2020-10", tiers, [("0.8", 1), ("0.6", "0.8"), (0, "0.6")]),
    ("mof-2017-form", tiers, [("0.8", 1), ("0.5", "0.8"), (0, "0.5")]),
    ("hubei-2020", tiers, [("0.8", 1), ("0.5", "0.8"), (0, "0.5")]),
    ("transfer-2022", tiers, [("0.8", 1), ("0.6", "0.8"), (0, "0.6")]),
    ("hubei-2020", lambda p: [p.execution.weight], [20]),
    ("mof-2020-10", lambda p: [p.execution.weight], [10]),
    (
        "mof-2021-101",
        lambda p: [(band.start, band.share) for band in p.execution.bands],
        [(1, 1), ("0.8", "0.7"), ("0.6", "0.5"), (0, 0)],
    ),
    ("mof-2021-101", lambda p: [p.positive.gate, p.reverse.gate], ["0.6", "0.6"]),
    ("monitor-lights", lambda p: [p.lights.red, p.lights.yellow, p.lights.blue], ["0.6", "0.8", "1.2"]),
    (
        "custom-bands",
        lambda p: [(band.within, band.share) for band in p.special[2].within],
        [("0.1", 1), ("0.15", "0.6"), ("0.2", "0.2")],
    ),
]


def exact(value: Any) -> Any:
    return tuple(map(Fraction, value)) if isinstance(value, tuple) else Fraction(value)


@pytest.mark.parametrize(("name", "take", "wanted"), FIGURES)
def test_figures_of_the_notes(name: str, take: Any, wanted: list[Any]) -> None:
    assert take(policy(name)) == [exact(one) for one in wanted]


@pytest.mark.parametrize("name", ["mof-2020-10", "mof-2021-101", "chongqing-coefficient", "monitor-lights"])
def test_what_is_only_memory_says_so(name: str) -> None:
    assert all(policy(name).unverified.values())


def test_an_unknown_policy_names_those_there_are() -> None:
    with pytest.raises(ScoreError) as caught:
        policy("p99")
    assert caught.value.code == "unknown-policy"
    for lang in LANGS:
        assert all(name in caught.value.message(lang) for name in policies())


# ── what no policy says ──────────────────────────────────────────────────────────────────


def bands() -> list[dict[str, Any]]:
    return [{"start": 0.9, "share": 1}, {"start": 0, "share": 0.5}]


def near() -> list[dict[str, Any]]:
    return [{"within": 0.1, "share": 1}, {"within": 0.2, "share": 0.5}]


#: Every key there is, each right.
FULL: dict[str, Any] = {
    "title": {"zh": "甲", "en": "a"},
    "about": {"zh": "甲", "en": "a"},
    "source": {"zh": "甲", "en": "a"},
    "unverified": {"zh": "", "en": ""},
    "positive": {"short": "proportional", "gate": 0.6},
    "reverse": {"over": "linear-excess", "gate": 0.6},
    "equals": {"written": "exact", "bare": "symmetric"},
    "range": {"outside": "bands", "bands": near()},
    "deadlines": {"late": "bands", "per-day": 0.1, "bands": [{"days": 7, "share": 0.8}, {"days": 30, "share": 0}]},
    "over": {"threshold": 1.3, "action": "deduct", "factor": 0.5},
    "wording": {
        "tiers": [
            {"zh": "达成", "en": "reached", "low": 0.8, "high": 1},
            {"zh": "部分达成", "en": "partly reached", "low": 0.5, "high": 0.8},
            {"zh": "未达成", "en": "not reached", "low": 0, "high": 0.5},
        ],
        "boundary": "lower",
        "met": "ask",
        "below": "middle",
        "repeated": "ask",
    },
    "special": [
        {
            "words": ["满意"],
            "mode": "bands",
            "unit": "%",
            "bands": bands(),
            "within": near(),
            "start": 90,
            "size": 5,
            "minus": 1,
        }
    ],
    "several": "least",
    "execution": {"weight": 10, "mode": "bands", "bands": bands()},
    "unscorable": "zero",
    "not-applicable": "full",
    "roll-up": "mean",
    "grades": [{"zh": "优", "en": "excellent", "start": 90}, {"zh": "差", "en": "poor", "start": 0}],
    "rounding": {"places": 1, "mode": "down"},
    "lights": {"to-date": ["数量"], "red": 0.5, "yellow": 0.7, "blue": 2},
    "weights": {"产出": 50},
}
WRONG: dict[str, list[Any]] = {
    "number": ["1", -1, True, float("nan"), float("inf"), Decimal("NaN"), Decimal("1e99999999"), 10**40, [], {}],
    "above-zero": [0, -1, "1", False],
    "share": [1.5, -0.1, "60%", 60, True, Decimal("Infinity"), Decimal("1e-99999999")],
    "places": [-1, 7, 2.0, "2", True],
    "text": ["", " ", 5, None, []],
    "unit": ["麻袋子们", 5, "元元元", []],
    "words": ["满意", [], [""], [5]],
    "both": ["甲", {"zh": "甲"}, {"zh": "甲", "en": 5}, {"zh": "甲", "en": "a", "fr": "b"}],
    "numbers": [{"产出": "50"}, {"产出": -1}, [50], 50],
    "choice": ["nonsense", 1, True, [], None],
    "table": ["", [], 1],
    "tables": ["", {}, [1], 1],
}

Path_ = tuple[str | int, ...]


def keys(made: Any, data: Any, within: Path_ = ()) -> Iterator[tuple[Path_, Kind]]:
    """Yield the path of every key of a policy, and of its blocks, with what may stand there."""
    for attribute in attrs.fields(type(made)):
        if "reads" not in attribute.metadata:
            continue
        path = (*within, attribute.name.replace("_", "-"))
        assert path[-1] in data, f"FULL has no {path}"
        yield path, reads(attribute)
        value, inner = getattr(made, attribute.name), data[path[-1]]
        if attrs.has(type(value)):
            yield from keys(value, inner, path)
        elif isinstance(value, tuple) and attrs.has(type(value[0])):
            yield from keys(value[0], inner[0], (*path, 0))


EVERY = list(keys(make_policy(FULL, name="试"), FULL))


def named(path: Path_) -> str:
    """Return a path as the message names it: ``wording.tiers[1].low``."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def altered(path: Path_, change: Callable[[Any, Any], None]) -> dict[str, Any]:
    """Return FULL with something done to the block that has a key."""
    data = copy.deepcopy(FULL)
    block: Any = data
    for part in path[:-1]:
        block = block[part]
    change(block, path[-1])
    return data


@pytest.mark.parametrize(("path", "kind"), EVERY, ids=[named(path) for path, _ in EVERY])
def test_each_key_is_refused_when_wrong(path: Path_, kind: Kind) -> None:
    for value in WRONG[kind.wanted]:
        error = refusal(altered(path, lambda block, key, value=value: block.__setitem__(key, value)))
        # of 50 as a list the table is wanted, of a list with a number in it too
        assert error.code == f"wanted-{kind.wanted}", value
        for lang in LANGS:
            message = error.message(lang)
            assert message.startswith("试.toml: ")
            assert f"“{named(path)}”" in message
            assert "{" not in message.replace("{ zh", "")
            assert all(choice in message for choice in kind.choices)
        assert str(error) == error.render() == error.message("zh")


@pytest.mark.parametrize("path", [path for path, kind in EVERY if kind.wanted in {"table", "tables"}] + [("x",)])
def test_an_unknown_key_is_refused_in_every_block(path: Path_) -> None:
    inside: Path_ = (*path, "nonsense")
    if path == ("x",):
        inside = ("nonsense",)
    elif isinstance(dict(EVERY)[path], Kind) and dict(EVERY)[path].wanted == "tables":
        inside = (*path, 0, "nonsense")
    error = refusal(altered(inside, lambda block, key: block.__setitem__(key, 1)))
    assert error.code == "unknown-key"
    for lang in LANGS:
        assert error.message(lang).startswith("试.toml: ")
        assert f"“{named(inside)}”" in error.message(lang)
    assert "nonsense" not in error.words["known"].split()


#: The keys of the lists that have no default; ``start`` and ``within`` of a special rule have one.
REQUIRED = {"within", "share", "days", "start", "zh", "en", "low", "high", "words", "mode"}
NEEDED = [
    path
    for path, _ in EVERY
    if path[-1] in REQUIRED
    and len(path) > 1
    and isinstance(path[-2], int)
    and path not in {("special", 0, "start"), ("special", 0, "within")}
]


@pytest.mark.parametrize("path", NEEDED, ids=named)
def test_a_key_without_a_default_is_missed(path: Path_) -> None:
    error = refusal(altered(path, lambda block, key: block.pop(key)))
    assert (error.code, error.words["key"]) == ("missing-key", named(path))


@pytest.mark.parametrize(
    "path",
    [
        ("range", "bands"),
        ("deadlines", "bands"),
        ("wording", "tiers"),
        ("special", 0, "bands"),
        ("special", 0, "within"),
        ("execution", "bands"),
        ("grades",),
    ],
    ids=named,
)
def test_bands_are_in_order(path: Path_) -> None:
    for change in (list.reverse, lambda bands: bands.insert(0, bands[0])):
        error = refusal(altered((*path, 0), lambda bands, key, change=change: change(bands)))
        if path == ("wording", "tiers") and error.code == "wanted-tiers":
            continue  # one tier twice is four
        assert (error.code, error.words["key"]) == ("out-of-order", named(path))
        assert named(path) in error.message("zh")
        assert named(path) in error.message("en")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"execution": {"mode": "bands"}}, "execution.bands"),
        ({"range": {"outside": "bands"}}, "range.bands"),
        ({"deadlines": {"late": "bands"}}, "deadlines.bands"),
        ({"deadlines": {"late": "per-day"}}, "deadlines.per-day"),
        ({"over": {"action": "explain"}}, "over.threshold"),
        ({"over": {"action": "deduct", "threshold": 2}}, "over.factor"),
        ({"special": [{"words": ["满意"], "mode": "bands", "unit": "%"}]}, "special[1].bands"),
        ({"special": [{"words": ["满意"], "mode": "bands", "bands": [{"start": 90, "share": 1}]}]}, "special[1].unit"),
        ({"special": [{"words": ["满意"], "mode": "deviation"}]}, "special[1].within"),
        ({"special": [{"words": ["满意"], "mode": "step", "unit": "%", "minus": 1}]}, "special[1].start"),
        ({"special": [{"words": ["满意"], "mode": "step", "unit": "%", "start": 90}]}, "special[1].minus"),
    ],
)
def test_what_a_setting_needs(data: dict[str, Any], key: str) -> None:
    error = refusal(data)
    assert (error.code, error.words["key"]) == ("needed", key)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"wording": {"tiers": FULL["wording"]["tiers"][:2]}}, "wanted-tiers"),
        ({"lights": {"red": 0.9}}, "out-of-order"),
        ({"lights": {"blue": 0.5}}, "out-of-order"),
        ({"extends": "none"}, "unknown-policy"),
        ({"extends": ["mof-2020-10"]}, "wanted-text"),
        ({"name": "甲"}, "unknown-key"),
    ],
)
def test_other_faults(data: dict[str, Any], code: str) -> None:
    error = refusal(data)
    assert error.code == code
    assert all(error.message(lang).startswith("试.toml: ") for lang in LANGS)


# ── extending ────────────────────────────────────────────────────────────────────────────


def test_what_a_policy_does_not_say_stays_as_it_was() -> None:
    own = make_policy({"extends": "mof-2021-101", "positive": {"gate": 0.5}}, name="本单位")
    shipped = policy("mof-2021-101")
    assert own.name == "本单位"
    assert own.positive == attrs.evolve(shipped.positive, gate=Fraction(1, 2))
    said = {name: getattr(shipped, name) for name in ("name", "positive", "title", "about", "source", "weights")}
    assert attrs.evolve(own, **said) == shipped


def test_what_a_policy_says_of_itself_is_not_true_of_its_changes() -> None:
    own = make_policy({"extends": "mof-2021-101", "positive": {"gate": 0.5}}, name="本单位")
    assert own.title == {"zh": "以 mof-2021-101 为基础", "en": "based on mof-2021-101"}
    assert own.about["zh"] == own.source["zh"] == ""


def test_a_list_takes_the_place_of_the_list_before() -> None:
    own = make_policy({"extends": "mof-2021-101", "special": []}, name="本单位")
    assert own.special == ()
    assert score(("≥90%", "85%"), 10, own, about="满意度").points == Decimal("9.44")


def test_without_a_policy_before_the_defaults_stand() -> None:
    assert make_policy({}, name="空") == Policy(name="空")


def test_a_number_is_what_somebody_typed() -> None:
    """``tomllib`` reads 0.1 as a float; a share is 1/10 all the same."""
    said = "[positive]\ngate = 0.1"
    for data in (tomllib.loads(said), tomllib.loads(said, parse_float=Decimal)):
        assert make_policy(data, name="试").positive.gate == Fraction(1, 10)


# ── files ────────────────────────────────────────────────────────────────────────────────


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "本单位.toml"
    path.write_text('\ufeffextends = "custom-bands"\nseveral = "least"\n[rounding]\nplaces = 1\n', "utf-8")
    own = load_policy(path)
    assert own.name == str(path)
    assert own.special == policy("custom-bands").special
    found = score(("≥3人", "2人"), 10, own)
    assert (found.points, found.policy) == (Decimal("6.7"), str(path))
    assert load_policy(str(path)) == own


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[positive", "no-toml"),
        (b"\xff\xfe", "no-toml"),
        ("[positive]\nshort = '\u96f6'".encode("gb18030"), "no-toml"),
        (b"a = " + b"1" * 5000, "no-toml"),
        (b"a = 1e99999999999999999999", "no-toml"),
        (b"a = " + b"[" * 100_000, "no-toml"),
        (b"#" * 1_000_001, "too-long"),
        (b"[positive]\ngate = 1e-999999999", "wanted-share"),
        (b"[execution]\nweight = 1e999999999", "wanted-number"),
        (b"[execution]\nweight = inf", "wanted-number"),
        (b"nonsense = 1979-05-27", "unknown-key"),
        (None, "no-file"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "评分.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ScoreError) as caught:
        load_policy(path)
    assert caught.value.code == code
    for lang in LANGS:
        assert caught.value.message(lang).startswith(f"{path}: ")


def test_a_page_of_a_million_bytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "评分.toml"
    path.write_bytes(b"#" * 1_000_000)
    assert load_policy(path) == Policy(name=str(path))


def test_a_folder_and_a_name_that_is_none_are_no_policy(tmp_path: Path) -> None:
    for path in (str(tmp_path), str(tmp_path / "a\0b")):
        with pytest.raises(ScoreError) as caught:
            load_policy(path)
        assert caught.value.code == "cannot-read"


def read(load: Callable[[], Policy]) -> Policy | None:
    """Return a policy, ``None`` where it was refused with a message."""
    try:
        return load()
    except ScoreError as error:
        messages = [error.message(lang) for lang in LANGS]
    assert all(messages)
    return None


PIECES = st.sampled_from(["[special]", "[[special]]", "extends = 1", "a.b.c = 1", "x", '[positive]\nshort = "zero"'])


@given(st.one_of(us.NOISE, st.text(), PIECES))
def test_reading_raises_nothing_else(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "评分.toml")
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        found = read(lambda: load_policy(path))
    assert found is None or found.name == str(path)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=4), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["zh", "en", "x"]), inner)),
    max_leaves=4,
)


@given(st.sampled_from([path for path, _ in EVERY]), VALUES)
def test_no_value_of_a_key_raises_anything_else(path: Path_, value: Any) -> None:
    data = altered(path, lambda block, key: block.__setitem__(key, value))
    found = read(lambda: make_policy(data, name="试"))
    if found is not None:
        assert isinstance(hash(found), int)
        assert score(("≥3人", "2人"), 10, found).explain()


def test_every_error_is_told_in_full() -> None:
    for code, said in sentences()["errors"].items():
        words = {name: "甲" for text in said.values() for _, name, _, _ in Formatter().parse(text) if name}
        error = ScoreError(code, **words)
        assert error.render("zh") == error.message("zh") == str(error)
        assert error.render("en") == error.message("en")


def test_every_error_can_come() -> None:
    """Every code of messages.toml is raised somewhere, and every code that is raised is there."""
    folder = Path(score.__globals__["__file__"]).parent
    text = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    raised = set(re.findall(r'ScoreError\(\s*"([a-z-]+)"', text)) | {f"wanted-{kind.wanted}" for _, kind in EVERY}
    assert raised == set(sentences()["errors"])
