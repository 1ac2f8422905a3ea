"""The HTML report as a text: nothing in a table is taken for markup, nothing is loaded, colours can be told apart."""

import os
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from plain import PLAIN
from reports import HOSTILE, REPORTS, one_row

from indicator_dsl.tables import Report, TableError, check, read_tables, save_report, writer_for
from indicator_dsl.tables.writers import html

VOID = {"meta", "link", "input", "col"}
TAGS = VOID.union(
    ("html", "head", "title", "style", "script", "body", "h1", "h2", "h3", "p", "dl", "dt", "dd", "ul", "li", "div"),
    ("table", "colgroup", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg", "text", "g", "rect"),
    ("label", "select", "option", "button", "output", "section", "details", "summary"),
    ("a", "b", "code", "ins", "mark", "span"),
)


class Page(HTMLParser):
    """What a browser would make of a page: its tags, its attributes, its texts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        assert len(dict(attrs)) == len(attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "rect"
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]] = self.texts.get(self._open[-1], "") + data


@given(REPORTS, st.sampled_from(["zh", "en"]))
def test_no_text_becomes_markup(report: Report, lang: str) -> None:
    text = "".join(writer_for("html")(report, lang=lang))
    page = Page(text)
    text.encode()
    assert set(page.tags) <= TAGS
    assert page.tags["script"] == page.tags["style"] == page.tags["title"] == 1
    assert page.tags["section"] == len(report.tables)
    assert page.tags["tr"] >= report.summary.rows
    for tag, name, value in page.attributes:
        assert not name.startswith("on")
        assert name not in {"style", "src", "action"}
        if name == "href":
            assert value == "data:," if tag == "link" else re.fullmatch("#p[0-9]+", value)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable() and text != "\ud800"])
def test_hostile_texts_are_shown_as_they_are(text: str, written: Callable[..., str]) -> None:
    report = one_row(project=text, name=text, level1=text, value=text, unit=text, relation=text, fix=text, file=text)
    page = Page(written("html", report))
    plain = " ".join(text.split())
    assert plain in page.texts["h3"]
    assert plain in page.texts["td"]  # name, relation, unit
    assert page.texts["mark"] == text
    assert page.texts["ins"] == text
    assert plain in page.texts["title"]


def test_what_cannot_be_seen_is_shown_as_a_dot(written: Callable[..., str]) -> None:
    page = Page(written("html", one_row(value="≥5\u200b0\u202e人\x1b")))
    assert page.texts["mark"] == "≥5·0·人·"


def test_only_our_style_and_script_are_allowed(seed: Report, written: Callable[..., str]) -> None:
    text = written("html", seed)
    page = Page(text)
    policy = next(value for _, name, value in page.attributes if name == "content" and "default-src" in value)
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        inner = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert inner is not None
        digest = b64encode(sha256(inner[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "http" not in re.sub(r"http-equiv", "", text)


@pytest.mark.parametrize(("lang", "language"), [("zh", "zh-CN"), ("en", "en")])
def test_says_its_language(lang: str, language: str, refused: Report, written: Callable[..., str]) -> None:
    page = Page(written("html", refused, lang))
    assert ("html", "lang", language) in page.attributes
    # In an English report the table stays Chinese.
    assert (("table", "lang", "zh-CN") in page.attributes) == (lang == "en")


def test_counts_are_those_of_the_report(refused: Report, written: Callable[..., str]) -> None:
    text = written("html", refused)
    tiles = dict(re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", text))
    assert " ".join(f"{name}{count}" for name, count in tiles.items()) == (
        "项目2 指标8 读懂5 被拒绝2 空白1 错误2 警告1 提示1"
    )
    bars = re.findall('aria-label="([^"]*)"><text[^>]*>([0-9]+)</text>', text)
    assert ("错误 2", "2") in bars
    assert ("警告 1，提示 1", "2") in bars
    widths = [float(width) for width in re.findall('<rect [^>]*width="([0-9.]+)%"', text)]
    assert max(widths) == 70  # the longest of each chart
    assert min(widths) > 0


def test_a_clean_report_says_so(written: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "目标.csv"
    path.write_text("项目名称,三级指标,指标值\n甲,人数,≥5人\n", "utf-8")
    text = written("html", check(read_tables(path), profile=PLAIN))
    assert "没有需要处理的问题" in text
    assert 'class="error' not in text


def test_a_report_of_nothing_is_a_page(written: Callable[..., str]) -> None:
    assert Page(written("html", Report(tables=()))).tags["section"] == 0


# ---- many rows ----


@pytest.fixture
def many(tmp_path: Path) -> Report:
    """Thirty projects of ten rows, every third project with one refused and one blank."""
    values = ["≥5人"] * 3 + ["≥22o0人", "≥5人", ""] + ["≥5人"] * 4
    rows = [
        f"项目{project},产出指标,户数{row},{value if project % 3 == 0 else '≥5人'}"
        for project in range(30)
        for row, value in enumerate(values)
    ]
    path = tmp_path / "many.csv"
    path.write_text("\n".join(["项目名称,一级指标,三级指标,指标值", *rows, ""]), "utf-8")
    return check(read_tables(path), profile=PLAIN)


def test_of_many_rows_only_projects_with_findings_are_open(
    many: Report, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "MOST_OPEN", 299)
    text = written("html", many)
    assert text.count("<details open>") == 10
    assert text.count("<details>") == 20
    assert text.count('<td class="place">') == 300


def test_of_too_many_rows_only_those_with_findings_are_listed(
    many: Report, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "MOST_ROWS", 299)
    text = written("html", many)
    assert text.count('<td class="place">') == 20
    assert text.count('<section class="project"') == 10
    assert text.count("本项目另有 8 项指标没有列出") == 10
    assert "另有 280 项没有列出" in text


def test_a_page_is_never_longer_than_its_limit(
    many: Report, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "MOST_ROWS", 7)
    text = written("html", many)
    assert text.count('<td class="place">') == 7
    assert "只列出 7 项" in text
    assert "另有 293 项没有列出" in text


def test_a_very_long_cell_is_shown_round_the_fault(written: Callable[..., str]) -> None:
    from indicator_dsl import IndicatorError
    from indicator_dsl.findings import Finding
    from indicator_dsl.lint import Cell, CheckedTable, Reading

    report = one_row(value="字" * 5000 + "★" + "符" * 5000)
    (reading,) = report.tables[0].readings
    error = IndicatorError("unexpected-character", reading.row.value, 5000, 5001)
    finding = Finding.of_error(error, place=reading.row.place, row=reading.row)
    reading = Reading(row=reading.row, cell=Cell(reading.row.value, error=error), findings=(finding,))
    page = Page(written("html", Report(tables=(CheckedTable(table=report.tables[0].table, readings=(reading,)),))))
    assert page.texts["mark"] == "★"
    assert page.texts["td"].count("字") == page.texts["td"].count("符") == 120


# ---- colours ----


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_can_be_told_apart(scheme: int) -> None:
    css = (files("indicator_dsl.tables.writers.page") / "report.css").read_text("utf-8")
    block = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    assert len(colours) == 16
    texts = [("text", "back"), ("quiet", "back"), ("link", "back"), ("text", "head"), ("quiet", "head")]
    for severity in ("error", "warning", "info"):
        texts += [(severity, "back"), (severity, f"{severity}-back")]
        texts += [("text", f"{severity}-back"), ("quiet", f"{severity}-back")]
    for one, other in texts:
        assert _contrast(colours[one], colours[other]) >= 4.5, (one, other)
    for bar in ("error-bar", "warning-bar", "info-bar", "good-bar", "quiet"):
        assert _contrast(colours[bar], colours["back"]) >= 3, bar


# ---- as a file ----


def test_writes_one_file_and_replaces_only_its_own(refused: Report, seed: Report, tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    save_report(refused, path)
    first = path.read_bytes()
    save_report(seed, path, lang="en")
    assert path.read_bytes() != first
    save_report(refused, path)
    assert path.read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]


def test_leaves_a_foreign_file_alone(refused: Report, tmp_path: Path) -> None:
    for name, content in {"a.html": b"<!doctype html><p>mine</p>", "b.xlsx": b"PK", "empty.html": b""}.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(TableError) as caught:
            save_report(refused, path)
        assert caught.value.code == "output-exists"
        assert path.read_bytes() == content
    assert len(list(tmp_path.iterdir())) == 3


def test_never_writes_on_what_it_read(tmp_path: Path) -> None:
    path, link = tmp_path / "目标.csv", tmp_path / "out.html"
    path.write_text("项目名称,三级指标,指标值\n甲,人数,≥5人\n", "utf-8")
    report = check(read_tables(path), profile=PLAIN)
    link.hardlink_to(path)
    for target in (path, link):
        with pytest.raises(TableError) as caught:
            save_report(report, target)
        assert caught.value.code == "output-is-input"


def test_follows_a_link_to_a_report(refused: Report, tmp_path: Path) -> None:
    path, link = tmp_path / "real.html", tmp_path / "link.html"
    save_report(refused, path)
    link.symlink_to(path)
    save_report(refused, link)
    assert link.is_symlink()
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        save_report(refused, link)
    assert caught.value.code == "output-exists"
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "output-directory"), ("no/such/folder.html", "output-no-folder"), ("a\0b.html", "output-failed")],
)
def test_places_that_take_no_file(name: str, code: str, refused: Report, tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        save_report(refused, os.path.join(tmp_path, name))
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_leaves_nothing_behind_when_it_fails(refused: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.html"
    save_report(refused, path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(TableError, match="磁盘空间不足"):
        save_report(refused, path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before
