"""Everything the documentation claims about a text or shows as a session holds."""

import doctest
import os
import re
import shutil
import tomllib
import warnings
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest
from doc_examples import Context, ExampleError, Group, blocks, groups, readings, refusals
from doc_scores import Example, ScoreExampleError, score_blocks, shown
from doc_targets import Target, TargetError, check, target_blocks

import indicator_dsl
import indicator_dsl.score
from indicator_dsl.score import make_policy

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/*/*.md")])
SESSION = re.compile(r"^(?P<indent> *)```pycon\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)

POLICY = re.compile(r"^```toml\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)

PARSED = [
    pytest.param(found, around, id=f"{page.name}:{line}")
    for page in PAGES
    if page.parent != ROOT
    for line, found, around in blocks(page)
]


TARGETS = [
    pytest.param(target, options, id=f"{page.name}:{line}-{target.bad}")
    for page in PAGES
    for line, found, options in target_blocks(page)
    for target in found
]


SCORES = [
    pytest.param(example, topic, id=f"{page.name}:{line}-{example.code}")
    for page in PAGES
    for line, topic, found in score_blocks(page)
    for example in found
]


@pytest.mark.parametrize(("example", "topic"), SCORES)
def test_scores_come_about_as_said(example: Example, topic: str) -> None:
    assert shown(example, topic).explain()


def test_a_score_that_is_not_as_said_is_found() -> None:
    with pytest.raises(ScoreExampleError, match="not ratio, but reached"):
        shown(Example("ratio", "≥300人", "310人"), "rules")


def test_the_policy_the_manual_shows_can_be_used() -> None:
    [shown_] = POLICY.findall((ROOT / "docs/scoring.md").read_text("utf-8"))
    own = make_policy(tomllib.loads(shown_, parse_float=Decimal), name="本局办法")
    assert indicator_dsl.score.score(("≥300人", "150人"), 10, own).rule == "below-gate"


@pytest.mark.parametrize(("target", "options"), TARGETS)
def test_targets_are_as_good_and_bad_as_said(target: Target, options: dict[str, str]) -> None:
    check(target, options)


def test_a_target_that_is_not_as_said_is_found() -> None:
    with pytest.raises(TargetError, match="FMT06"):
        check(Target("人数", "≥5人", "≥5人", "FMT06"), {})
    with pytest.raises(TargetError, match="FMT01"):
        check(Target("人数", "", "", "FMT01"), {})


def test_there_are_examples() -> None:
    assert len(PARSED) > 20


@pytest.mark.parametrize(("found", "around"), PARSED)
def test_examples_are_read_as_said(found: list[Group], around: Context) -> None:
    for group in found:
        (refusals if group.refused else readings)(group, around)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_sessions_run(page: Path) -> None:
    if page.parent.name == "columns":
        _skip_without_engine(page.stem)
    text = page.read_text("utf-8")
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    names: dict[str, object] = {}
    for match in SESSION.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        test = parser.get_doctest(dedent(match["body"]), names, page.name, str(page), line)
        test.globs = names  # blocks of a page go on where the last one ended
        report: list[str] = []
        with warnings.catch_warnings():
            if page.stem == "spark":
                warnings.simplefilter("default")  # Spark's own, of pandas
            assert not runner.run(test, out=report.append, clear_globs=False).failed, "".join(report)


def _skip_without_engine(page: str) -> None:
    """Skip the page of an engine where it is not installed."""
    pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")
    engine = {"index": "pyarrow", "spark": "pyspark"}.get(page, page)
    pytest.importorskip(engine, reason=f"{engine} is not installed")
    if page == "spark" and not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Spark needs Java, and there is none")


def test_every_public_name_is_documented() -> None:
    documented = set(re.findall(r"\.\. auto\w+:: (\w+)", (ROOT / "docs/api.md").read_text("utf-8")))
    assert documented == {name for name in indicator_dsl.__all__ if not name.startswith("__")}


def test_every_public_name_of_scoring_is_documented() -> None:
    documented = set(re.findall(r"\.\. auto\w+:: (\w+)", (ROOT / "docs/api-score.md").read_text("utf-8")))
    assert documented >= set(indicator_dsl.score.__all__)


def test_a_block_is_texts_then_what_they_are() -> None:
    first, second = groups(["≥1人", "1人以上", '{"kind": "threshold"}', "", "! x1", '! " "'])
    assert (first.texts, first.expected, first.refused) == (["≥1人", "1人以上"], {"kind": "threshold"}, False)
    assert (second.texts, second.expected, second.refused) == (["x1", " "], None, True)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["≥22o0人"], "is refused"),
        (["! ≥2200人"], "is read as ≥2200人"),
        (["≥2200人", '{"kind": "missing"}'], '"kind": "threshold"'),
    ],
    ids=["refused", "read", "read otherwise"],
)
def test_an_example_that_does_not_hold_is_found(lines: list[str], complaint: str) -> None:
    (group,) = groups(lines)
    with pytest.raises(ExampleError, match=re.escape(complaint)):
        (refusals if group.refused else readings)(group, Context())
