"""What a user reads when something is wrong: every code in zh and en, letter by letter."""

import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from indicator_dsl import (
    IndicatorError,
    IndicatorSyntaxError,
    Quantity,
    UnitError,
    convert,
    evaluate,
    from_dict,
    parse,
)
from indicator_dsl.errors import display_width

GOLDEN = Path(__file__).parent / "golden" / "errors"
MESSAGES = tomllib.loads((files("indicator_dsl") / "messages.toml").read_text("utf-8"))

#: Code → a text of that fault, with the columns beside it where it takes them.
FAULTS: dict[str, str | tuple[str, dict[str, str]]] = {
    "ambiguous-comma": "(1,200)",
    "ambiguous-enumerator": "1.5场；2.3人",
    "ambiguous-date": "25年12月底前",
    "bad-date": "2025年2月30日前",
    "bad-numeral": "一百二人",
    "bad-year": "1024年12月31日前",
    "broken-number": "满意度≥9O%",
    "conflicting-relations": "≥85%以下",
    "document-number": "柳政办〔2021〕101号",
    "empty-interval": "(90,90)",
    "formula": "=SUM(B2:B9)",
    "half-in-words": "半年内完成",
    "incomplete": "≥12场，≥",
    "inverted": "95%-90%",
    "label-needs-colon": "及格率95%",
    "leading-zero": "≥007人",
    "missing-value": ("", {"relation": "≥", "unit": "%"}),
    "mixed-dimensions": "3%-5个百分点",
    "mixed-joins": "12月底前≥5场或≥3场",
    "money-unit": "￥500人",
    "negative-tolerance": "100±-5分",
    "no-limit": "成本控制在541万元",
    "not-a-label": "未达到≥5人",
    "not-a-note": "满意度90%（以上）",
    "number-in-note": "≥60件（其中发明专利20件）",
    "number-in-words": ("5人", {"relation": "定性"}),
    "phone-number": "0772-7210001",
    "placeholder": "≥**人",
    "relation-column": ("95", {"relation": "大概"}),
    "relation-on-words": ("逐步提高", {"relation": "≥"}),
    "repeated-relation": "≥≥5人",
    "repeated-unit": "12人人",
    "second-relation": ("≤95%", {"relation": "≥"}),
    "several-dates": "6月底前达50%，12月底前达100%",
    "time-of-day": "9:00-17:00",
    "too-long": "长" * 4097,
    "two-numbers": "小学 95% 98%",
    "unbalanced-bracket": "≥300（人",
    "unexpected": "%=99百分比",
    "unexpected-character": "≥ 95 %?",
    "unit-in-note": "培训300人（次）",
    "unit-mismatch": ("300人", {"unit": "户"}),
    "unit-unexpected": ("逐步提高", {"unit": "人"}),
    "unknown-unit": "硬盘容量≥80tb",
    "vague-number": "受益群众300余人",
    "words-around-number": "≥95%的受访者表示满意",
    "zero-division": "≥5人/0人",
}
#: Code → what raises it, for faults beside the text of a value.
CALLS: dict[str, Callable[[], Any]] = {
    "bad-interchange": lambda: from_dict(
        {"kind": "all_of", "parts": [{"kind": "ratio", "terms": ["1", "3"]}, {"kind": "limit"}]}
    ),
    "calendar-needed": lambda: convert("≤200吨/日", "吨/月"),
    "nothing-to-convert": lambda: convert("逐步提高", "元"),
    "undetermined": lambda: evaluate("≥2200人", "≥2300人", strict=True),
    "unit-incompatible": lambda: convert("≥5个", "人"),
}


def caught(call: Callable[[], Any]) -> IndicatorError:
    with pytest.raises(IndicatorError) as info:
        call()
    return info.value


def fault(code: str) -> IndicatorError:
    """Provoke the error of a code."""
    if code in CALLS:
        return caught(CALLS[code])
    case = FAULTS[code]
    text, beside = (case, {}) if isinstance(case, str) else case
    return caught(lambda: parse(text, **beside))  # type: ignore[arg-type]


def test_every_code_has_a_fault() -> None:
    assert FAULTS.keys() | CALLS.keys() == set(MESSAGES["codes"])
    assert not FAULTS.keys() & CALLS.keys()


@pytest.mark.parametrize("code", sorted(MESSAGES["codes"]))
def test_rendering(code: str, request: pytest.FixtureRequest) -> None:
    error = fault(code)
    assert error.code == code
    got = f"{error.render('zh')}\n\n{error.render('en')}\n"
    path = GOLDEN / f"{code}.txt"
    if request.config.getoption("--update-goldens"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(got, encoding="utf-8", newline="\n")
    assert path.exists(), f"no golden for {code}: run pytest --update-goldens and review it"
    assert got == path.read_text("utf-8")


def test_no_golden_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(MESSAGES["codes"])


@pytest.mark.parametrize("code", sorted(MESSAGES["codes"]))
def test_short_form_and_data(code: str) -> None:
    error = fault(code)
    data = error.to_dict("en")
    place = "" if code == "bad-interchange" else f"（{error.position('zh')}）"  # there is no text to point into
    assert str(error) == f"{error.message('zh')}{place}"
    assert list(data) == ["code", "message", "start", "end", "expected", "fix"]
    assert data["message"] == error.message("en")
    assert data["message"].isascii() or data["message"] != error.message("zh")


def test_every_sentence_is_there_in_both_languages() -> None:
    def sentences(node: dict[str, Any], path: str) -> None:
        if "zh" in node:
            assert node["zh"], path
            assert node.get("en"), path
        for key, child in node.items():
            if isinstance(child, dict):
                sentences(child, f"{path}.{key}")

    sentences(MESSAGES, "")


# ── place ──────────────────────────────────────────────────────────────────────────────


def caret(text: str, start: int, end: int) -> str:
    """Return the line under the text, without the position in words."""
    _, shown, line, *_ = IndicatorError("unexpected", text, start, end, found="").render().splitlines()
    assert shown == f"  {text}"
    return line[: line.rindex("^") + 1].removeprefix("  ")


@pytest.mark.parametrize(
    ("text", "start", "end", "line"),
    [
        ("5人M", 2, 3, "   ^"),
        ("5人人", 1, 3, " ^^^^"),
        ("≥5M", 2, 3, "  ^"),  # ≥ takes one column by Unicode, two in some terminals: hence the words beside it
        ("≥５Ｍ", 2, 3, "   ^^"),
        ("e\u0301人M", 3, 4, "   ^"),  # a combining accent takes no column
        ("5", 1, 1, " ^"),
        ("", 0, 0, ""),
    ],
    ids=["han", "han wide", "sign", "full-width", "combining", "end", "empty"],
)
def test_caret_counts_columns(text: str, start: int, end: int, line: str) -> None:
    if text:
        assert caret(text, start, end) == line
    else:
        assert "^" not in IndicatorError("incomplete", text).render()


def test_caret_stands_under_the_fault() -> None:
    error = caught(lambda: parse("硬盘容量≥80tb"))
    _, shown, line, *_ = error.render().splitlines()
    column = line.index("^")
    before = next(i for i in range(len(shown)) if display_width(shown[:i]) == column)
    assert shown[before : before + 2] == "tb"
    assert line.count("^") == 2


def test_control_characters_are_shown_as_dots() -> None:
    assert "≥5人·>5" in IndicatorError("unexpected", "≥5人\n>5", 4, 5, found="").render()
    assert "\x1b" not in IndicatorError("unexpected", "\x1b[31m5", 0, 1, found="·").render()


@pytest.mark.parametrize(
    ("text", "start", "end", "zh", "en"),
    [
        ("≥80M", 3, 4, "第4个字", "character 4"),
        ("≥≥5人", 0, 2, "第1–2个字", "characters 1–2"),
        ("95%-90%", 0, 7, "整格", "the whole text"),
        ("≥", 1, 1, "末尾", "the end"),
        ("", 0, 0, "空白", "empty text"),
    ],
    ids=["one", "many", "whole", "end", "empty"],
)
def test_position_in_words(text: str, start: int, end: int, zh: str, en: str) -> None:
    error = IndicatorError("incomplete", text, start, end)
    assert (error.position("zh"), error.position("en")) == (zh, en)


def test_span_is_in_the_text_as_written() -> None:
    """Blanks, LaTeX and full-width characters are not moved out of the way first."""
    error = caught(lambda: parse("$\\geq\u3000８０ $ M"))
    assert error.text[error.start : error.end] == "M"


def test_expected_names_have_words() -> None:
    for code in ("incomplete", "unexpected", "unexpected-character"):
        error = fault(code)
        assert set(error.expected) <= set(MESSAGES["expected"])
        assert error.expectation("zh")
        assert error.expectation("en").isascii() or error.expectation("en") != error.expectation("zh")


# ── columns, conversion, evaluation ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("300人", {"unit": "户"}, "单位不一致：指标值里是“人”，单位一栏是“户”（整格）"),
        ("541万元", {"unit": "元"}, "单位不一致：指标值里是“万元”，单位一栏是“元”（整格）"),
        ("2025年底", {"unit": "人"}, "单位一栏是“人”，这样的值没有单位（整格）"),
        ("95", {"unit": "5人"}, "不认识的单位“5人”（整格）"),
        ("95", {"relation": "大概"}, "比较符一栏读不懂：“大概”（整格）"),
        ("≤95%", {"relation": "≥"}, "比较符一栏是“≥”，指标值里又有比较符或范围（整格）"),
        ("逐步提高", {"relation": "≥"}, "比较符“≥”不能用于文字（整格）"),
        ("", {"relation": "≥"}, "有比较符，没有数值（空白）"),
        ("5人", {"relation": "定性"}, "标为“定性”，却写了数值（整格）"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "-".join(value.values()),
)
def test_column_errors_name_both(text: str, columns: dict[str, str], message: str) -> None:
    assert str(caught(lambda: parse(text, **columns))) == message  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("≥5个", "人", "“个”不能换算成“人”", "“个” cannot be converted to “人”"),
        ("≥5", "人", "“（无单位）”不能换算成“人”", "“(no unit)” cannot be converted to “人”"),
        ("≤3个工作日", "日", "“工作日”不能换算成“日”", "“工作日” cannot be converted to “日”"),
        (
            "≤200吨/日",
            "吨/月",
            "“吨/日”与“吨/月”之间要先说明一年按多少天算",
            "between “吨/日” and “吨/月” say first how many days a year has",
        ),
        ("逐步提高", "元", "“逐步提高”里没有可以换算成“元”的数量", "there is nothing in “逐步提高” to convert to “元”"),
        ("≥5人", "M", "不认识的单位“M”", "unknown unit “M”"),
    ],
    ids=["count nouns", "no unit", "workdays", "calendar", "words", "unknown"],
)
def test_conversion_errors(value: str, unit: str, zh: str, en: str) -> None:
    error = caught(lambda: convert(value, unit))
    assert isinstance(error, UnitError)
    assert (error.message("zh"), error.message("en")) == (zh, en)


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "$"),
        ({}, "$.kind"),
        ({"kind": "missing", "unit": "人"}, "$.unit"),
        ({"kind": "threshold", "relation": ">="}, "$.quantity"),
        ({"kind": "threshold", "relation": ">=", "quantity": {"magnitude": 5, "unit": "人"}}, "$.quantity"),
        (
            {"kind": "any_of", "parts": [{"kind": "ratio", "terms": ["1", "3"]}, {"kind": "ratio", "terms": "8"}]},
            "$.parts[1].terms",
        ),
    ],
    ids=["list", "empty", "unknown key", "missing key", "number", "inside"],
)
def test_bad_interchange_says_where(data: Any, path: str) -> None:
    error = caught(lambda: from_dict(data))
    assert error.code == "bad-interchange"
    assert f"{path}（" in error.message("zh")
    assert f"{path} (" in error.message("en")


def test_strict_evaluation_says_why() -> None:
    error = caught(lambda: evaluate("≥2200人", "2300个", strict=True))
    assert error.code == "undetermined"
    assert error.message("zh") == "无法判断：完成值的单位是“个”，不能换算成“人”"
    assert error.message("en") == "undetermined: the actual is in 个, which does not convert to 人"


# ── the classes ──────────────────────────────────────────────────────────────────────────


def test_classes() -> None:
    assert issubclass(IndicatorError, ValueError)
    assert isinstance(fault("unexpected"), IndicatorSyntaxError)
    assert isinstance(fault("unit-mismatch"), UnitError)
    assert isinstance(caught(lambda: Quantity("5", "M")), UnitError)


@pytest.mark.parametrize("value", [None, 5, b"5", ["5"]], ids=repr)
def test_what_is_no_text_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError, match="parsed from a str"):
        parse(value)
