"""JUnit and GitHub commands: what build servers show."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given
from reports import REPORTS, one_row

from indicator_dsl.rows import Place
from indicator_dsl.tables import Report, TableError, writer_for
from indicator_dsl.tables.writers import WRITERS

COMMAND = re.compile(r"::(error|warning|notice) file=([^,]*)(?:,line=([0-9]+))?,title=([^,:]*)::(.*)", re.DOTALL)


def decoded(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


@given(REPORTS)
def test_every_report_is_xml_with_the_right_counts(report: Report) -> None:
    root = ET.fromstring("".join(writer_for("junit")(report)))  # noqa: S314  our own text
    suites = root.findall("testsuite")
    assert len(suites) == len(report.tables)
    for suite, checked in zip(suites, report.tables, strict=True):
        cases = suite.findall("testcase")
        assert len(cases) == len(checked.readings) + bool(checked.findings) == int(suite.get("tests", ""))
        failed = [case for case in cases if case.find("failure") is not None]
        assert len(failed) == int(suite.get("failures", ""))
        findings = [checked.findings] * bool(checked.findings) + [reading.findings for reading in checked.readings]
        for case, found in zip(cases, findings, strict=True):
            assert (case.find("failure") is not None) == any(one.severity == "error" for one in found)
            assert (case.find("system-out") is not None) == any(one.severity != "error" for one in found)
    assert int(root.get("tests", "")) == sum(int(suite.get("tests", "")) for suite in suites)
    assert int(root.get("failures", "")) == sum(int(suite.get("failures", "")) for suite in suites)


def test_texts_arrive_as_they_are(written: Callable[..., str]) -> None:
    text = '<b> & "c" ]]>\n第二行'
    root = ET.fromstring(written("junit", one_row(project=text, value=text)))  # noqa: S314
    (suite,) = root.findall("testsuite")
    (case,) = suite.findall("testcase")
    assert suite.get("name") == case.get("classname") == text
    assert text in (case.findtext("failure") or "")


def test_projects_of_two_files_are_told_apart(refused: Report, written: Callable[..., str]) -> None:
    first = refused.tables[0]
    other = attrs.evolve(first, table=attrs.evolve(first.table, place=Place("另一个.csv")))
    root = ET.fromstring(written("junit", Report(tables=(first, other))))  # noqa: S314
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names) == 10


@given(REPORTS)
def test_every_finding_is_one_command(report: Report) -> None:
    text = "".join(writer_for("github")(report))
    lines = text.removesuffix("\n").split("\n") if text else []
    assert len(lines) == len(report.findings)
    assert "\r" not in text
    for line, finding in zip(lines, report.findings, strict=True):
        found = COMMAND.fullmatch(line)
        assert found is not None
        # GitHub undoes these escapes and no others.
        assert decoded(found[2]) == finding.place.file
        assert finding.zh in decoded(found[5])


def test_commands_escape_what_would_end_them(written: Callable[..., str]) -> None:
    line = written("github", one_row(file="a,b:c%.csv", name="100%:\n::error::x", place=Place("a,b:c%.csv", row=3)))
    assert line.startswith("::error file=a%2Cb%3Ac%25.csv,line=3,title=broken-number::第3行 100%25: ::error::x: ")
    assert line.count("\n") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["junit", "github"])
def test_golden(
    name: str, lang: str, refused: Report, written: Callable[..., str], golden: Callable[[str, str], None]
) -> None:
    golden(f"refused.{lang}.{name}", written(name, refused, lang))


def test_what_is_written_does_not_depend_on_the_run(refused: Report, written: Callable[..., str]) -> None:
    assert all(written(name, refused) == written(name, refused) for name in WRITERS)


def test_a_format_that_is_not_there() -> None:
    with pytest.raises(TableError, match="xml") as caught:
        writer_for("xml")
    assert caught.value.code == "unknown-report"
    assert "sarif" in caught.value.message("en")


UNREAD = Report(tables=(), unread=(TableError("encrypted-workbook", path="部门/甲.xlsx"),))


def test_a_file_that_was_not_read_is_an_error_of_junit(written: Callable[..., str]) -> None:
    root = ET.fromstring(written("junit", UNREAD))  # noqa: S314
    [case] = root.iter("testcase")
    error = case.find("error")
    assert (root.get("tests"), root.get("errors"), case.get("file")) == ("1", "1", "部门/甲.xlsx")
    assert error is not None
    assert "密码" in error.get("message", "")


def test_a_file_that_was_not_read_has_no_line(written: Callable[..., str]) -> None:
    assert written("github", UNREAD).startswith("::error file=部门/甲.xlsx,title=encrypted-workbook::部门/甲.xlsx 设有")
