"""Forms of public tables, rebuilt as each kind of document: every row comes back with all its cells."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import documents
import pytest

from indicator_dsl.tables import read_tables

SOFFICE = shutil.which("soffice")


def as_docx(path: Path, blocks: list[documents.Block]) -> Path:
    return documents.write_docx(path / "目标.docx", blocks)


def as_html(path: Path, blocks: list[documents.Block]) -> Path:
    file = path / "目标.html"
    file.write_text(documents.as_html(blocks), encoding="utf-8")
    return file


def as_pdf(path: Path, blocks: list[documents.Block]) -> Path:
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    return documents.to_pdf(SOFFICE, as_docx(path, blocks))


KINDS = pytest.mark.parametrize("write", [as_docx, as_html, as_pdf])
Write = Callable[[Path, list[documents.Block]], Path]


@KINDS
def test_the_seed_table(write: Write, tmp_path: Path, gold: list[tuple[str, ...]]) -> None:
    tables = read_tables(write(tmp_path, documents.seed_forms()))
    assert [(r.project, r.level1, r.level2, r.name, r.value) for t in tables for r in t.rows] == gold
    assert [table.funds for table in tables] == documents.FUNDS


@KINDS
@pytest.mark.parametrize("three", [False, True])
def test_forms_of_public_tables(*, write: Write, three: bool, tmp_path: Path) -> None:
    sources = documents.corpus_rows(documents.FORMS)
    found = documents.told(read_tables(write(tmp_path, documents.rebuilt(sources, three=three))))
    expected = documents.expected(sources, three=three)
    if write is as_pdf:
        # A blank at which a line was broken is not in the PDF.
        found, expected = (
            [[text and text.replace(" ", "") for text in row] for row in rows] for rows in (found, expected)
        )
    assert found == expected


@pytest.mark.skipif(not documents.CORPUS.exists(), reason="the corpus is not part of the repository")
@pytest.mark.parametrize("write", [as_docx, as_html])
@pytest.mark.parametrize("three", [False, True])
def test_the_whole_corpus(*, write: Write, three: bool, tmp_path: Path) -> None:
    sources = documents.corpus_rows(documents.CORPUS)
    found = documents.told(read_tables(write(tmp_path, documents.rebuilt(sources, three=three))))
    assert found == documents.expected(sources, three=three)


@pytest.mark.parametrize("write", [as_docx, as_html])
def test_a_project_may_have_a_long_name_and_prose_is_longer(write: Write, tmp_path: Path) -> None:
    name = "关于" + "进一步" * 20 + "加强乡村教师体检工作的项目"
    table: documents.Grid = [["三级指标", "指标值"], ["体检人数", "≥2200人"]]
    [one] = read_tables(write(tmp_path, [f"项目名称：{name}", f"说明：{name * 2}", table]))
    assert one.project == name
    [one] = read_tables(write(tmp_path, [f"{name}项目名称：体检费", table]))
    assert one.project is None
