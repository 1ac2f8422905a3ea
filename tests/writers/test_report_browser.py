"""The HTML report in a real browser: on a screen, on a phone, in the dark, without scripts, on paper."""

import json
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from chromium import Browser
from reports import HOSTILE, one_row

from indicator_dsl.tables import Report, save_report

Saved = Callable[..., Path]

#: What sticks out of the page or of its own box, where no one can read it.
OVERFLOW = """[...document.body.querySelectorAll("*")].filter(one => {
  const box = one.getBoundingClientRect();
  if (!box.width || !box.height) return false;
  const hides = getComputedStyle(one).overflowX !== "visible" && !["select", "input"].includes(one.localName);
  return box.right > innerWidth + 0.5 || box.left < -0.5 || (hides && one.scrollWidth > one.clientWidth + 1);
}).map(one => one.outerHTML.slice(0, 200))"""
#: Numbers that do not fit before their bars, bars that do not fit into their image.
BARS = """[...document.querySelectorAll("svg")].filter(svg => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text, rect")].some(one => {
    const inner = one.getBoundingClientRect();
    return inner.left < box.left - 0.5 || inner.right > box.right + 0.5;
  });
}).length"""
SHOWN = """[...document.querySelectorAll(".project tbody tr")].filter(one => one.checkVisibility()).length"""
CHANGE = """(id, property, value) => {
  const control = document.getElementById(id);
  control[property] = value;
  control.dispatchEvent(new Event("input"));
}"""


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    def save(report: Report, lang: Any = "zh") -> Path:
        path = tmp_path / "报告.html"
        save_report(report, path, lang=lang)
        return path

    return save


def joined(reports: Iterable[Report]) -> Report:
    return Report(tables=tuple(table for report in reports for table in report.tables))


@pytest.fixture(scope="session")
def hostile() -> Report:
    """Every text that could break a page, everywhere in it, and the longest names without a blank."""
    texts = [*HOSTILE, "很长" * 200, "x" * 400, "http://example.com/" + "y" * 300, "12345678901234567890" * 20]
    return joined(one_row(project=text, name=text, level1=text, value=text, unit=text, fix=text) for text in texts)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize(("name", "lang"), [("refused", "zh"), ("refused", "en"), ("seed", "zh"), ("hostile", "zh")])
def test_loads_quietly_and_fits(
    *, name: str, lang: str, width: int, scheme: str, browser: Browser, saved: Saved, request: pytest.FixtureRequest
) -> None:
    path = saved(request.getfixturevalue(name), lang)
    browser.open(path, width=width, dark=scheme == "dark")
    assert browser.complaints() == []
    assert browser.requests() == [path.as_uri()]
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.run(OVERFLOW) == []
    assert browser.run(BARS) == 0


def test_follows_the_colour_scheme(browser: Browser, saved: Saved, refused: Report) -> None:
    path = saved(refused)
    seen = []
    for dark in (False, True):
        browser.open(path, dark=dark)
        seen.append(browser.run("getComputedStyle(document.body).backgroundColor"))
    assert seen == ["rgb(255, 255, 255)", "rgb(21, 24, 27)"]


def test_filters(browser: Browser, saved: Saved, refused: Report) -> None:
    browser.open(saved(refused))

    def change(control: str, value: object) -> tuple[int, str]:
        name = "checked" if control == "only" else "value"
        browser.run(f"({CHANGE})({json.dumps(control)}, {json.dumps(name)}, {json.dumps(value)})")
        return browser.run(SHOWN), browser.run("document.getElementById('shown').textContent")

    assert change("project", "") == (8, "显示 8 项指标，2 个项目")
    assert change("project", " 环卫 ") == (3, "显示 3 项指标，1 个项目")
    assert change("only", 1) == (2, "显示 2 项指标，1 个项目")
    assert change("severity", "info") == (1, "显示 1 项指标，1 个项目")
    assert change("project", "") == (1, "显示 1 项指标，1 个项目")
    assert change("severity", "error") == (2, "显示 2 项指标，1 个项目")
    assert change("project", "环卫") == (0, "显示 0 项指标，0 个项目")
    assert browser.run("document.getElementById('nothing').checkVisibility()")
    change("severity", "")
    change("only", 0)
    assert change("project", "") == (8, "显示 8 项指标，2 个项目")
    assert not browser.run("document.getElementById('nothing').checkVisibility()")
    browser.run("document.getElementById('fold').click()")
    assert browser.run(SHOWN) == 0
    # What a filter finds is shown, folded or not.
    assert change("only", 1)[0] == 4
    browser.run("document.getElementById('unfold').click()")
    assert change("only", 0)[0] == 8
    assert browser.complaints() == []


def test_findings_of_a_table_as_a_whole_are_filtered_too(browser: Browser, saved: Saved, refused: Report) -> None:
    whole = attrs.evolve(refused.tables[1], findings=(attrs.evolve(refused.findings[0], row=None),))
    browser.open(saved(Report(tables=(whole,))))
    count = "[...document.querySelectorAll('.whole > li')].filter(one => one.checkVisibility()).length"
    assert browser.run(count) == 1
    browser.run(f"({CHANGE})('severity', 'value', 'warning')")
    assert (browser.run(count), browser.run(SHOWN)) == (0, 1)
    browser.run(f"({CHANGE})('severity', 'value', 'error')")
    assert (browser.run(count), browser.run(SHOWN)) == (1, 0)


def test_without_scripts_everything_can_be_read(browser: Browser, saved: Saved, refused: Report) -> None:
    browser.open(saved(refused), script=False)
    assert browser.run(SHOWN) == 8
    assert not browser.run("document.getElementById('filters').checkVisibility()")
    text = browser.run("document.body.innerText")
    assert "可改为：2200" in text
    assert "单位表里没有“专班”" in text


def test_links_lead_to_their_projects(browser: Browser, saved: Saved, refused: Report) -> None:
    browser.open(saved(refused))
    browser.run("document.querySelectorAll('figure a')[1].click()")
    assert browser.run("document.querySelector(':target h3').textContent") == "2. 环卫保洁"


def test_on_paper(browser: Browser, saved: Saved, seed: Report) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    browser.open(saved(seed), dark=True)
    with pdfplumber.open(BytesIO(browser.pdf())) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
        assert {(round(page.width), round(page.height)) for page in pdf.pages} == {(595, 842)}
        # Cells are coloured although nobody asked for backgrounds, on white paper although the screen is dark.
        first, second = pdf.pages[:2]
        assert (1.0, 0.953, 0.839) in {
            tuple(round(part, 3) for part in one["non_stroking_color"]) for one in (*first.rects, *second.rects)
        }
        assert not [one for one in first.rects if max(one["non_stroking_color"]) < 0.2 and one["width"] > 300]
    assert all("读作与问题" in text for text in texts), "the head of the table is repeated on every page"
    assert "筛选" not in "".join(texts)
    assert "只看有问题" not in "".join(texts)
    assert f"1 / {len(texts)}" in texts[0]
