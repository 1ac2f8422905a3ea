"""``indicator-dsl columns``: a row for a row, in bounded memory, and no file comes to harm."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="columns need the extra `arrow`")
pytest.importorskip("click", reason="the command line needs its extra")

import pyarrow as pa
import pyarrow.parquet as pq
from expected import BESIDE, ODD, TEXTS, check, facts
from gold import context

from indicator_dsl.cli import main
from indicator_dsl.columns import parse_column

Call = Callable[..., tuple[int, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    monkeypatch.chdir(tmp_path)

    def run(*argv: str, lang: str = "zh") -> tuple[int, str]:
        code = main(["columns", *argv, "--lang", lang])
        return code, capsys.readouterr().err

    return run


def write(name: str, **columns: Any) -> None:
    pq.write_table(pa.table(columns), name, row_group_size=1000)


def rows(name: str = "out.parquet", into: str = "indicator") -> list[dict[str, Any]]:
    return [row[into] for row in pq.read_table(name).to_pylist()]


FORMS = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_vector(call: Call, form: str) -> None:
    given = [*ODD, *TEXTS]
    write("in.parquet", n=range(len(given)), 指标值=pa.array(given).cast(FORMS[form]))
    code, said = call("in.parquet", "--value", "指标值", "-o", "out.parquet")
    assert code == 0, said
    table = pq.read_table("out.parquet")
    assert table.column_names == ["n", "指标值", "indicator"]
    assert table["n"].to_pylist() == list(range(len(given)))
    for row, text in zip(rows(), given, strict=True):
        check(row, text)
    refused = sum(row is not None and row["error_code"] is not None for row in rows())
    empty = sum(row is None or row["kind"] == "missing" for row in rows())
    read = len(given) - refused - empty
    assert said == f"已写出 out.parquet：{len(given):,} 行，读懂 {read:,}，被拒绝 {refused:,}，空白 {empty:,}\n"


def test_columns_beside(call: Call) -> None:
    cases = [case for case in BESIDE if "year" not in case]
    write("in.parquet", **{key: pa.array([case.get(key) for case in cases]) for key in ("text", "unit", "relation")})
    assert (
        call("in.parquet", "--value", "text", "--unit", "unit", "--relation", "relation", "-o", "out.parquet")[0] == 0
    )
    for row, case in zip(rows(), cases, strict=True):
        check(row, case["text"], **context(case))


def test_a_unit_and_a_relation_for_all_rows(call: Call) -> None:
    write("in.parquet", v=["95", "12月底前", "100"])
    options = ("--unit", "%", "--relation", "≥", "--into", "读成")
    assert call("in.parquet", "--value", "v", *options, "-o", "a.parquet")[0] == 0
    assert [row["canonical"] for row in rows("a.parquet", "读成")][::2] == ["≥95%", "≥100%"]
    assert call("in.parquet", "--value", "v", "--year", "2025", "-o", "b.parquet")[0] == 0
    assert rows("b.parquet")[1]["date"] == "2025-12-31"


CSV = '名称,指标值,单位\n人数,≥5,人\n"多\n行",03.10,\n"逗,号","≥1,200",人\n空,,\n坏,≥22o0,人\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_text_files(call: Call, encoding: str, ending: str) -> None:
    text = CSV if ending == "csv" else CSV.replace("逗,号", "逗号").replace("≥1,200", "≥1200").replace(",", "\t")
    Path(f"in.{ending}").write_text(text, encoding=encoding)
    code, said = call(f"in.{ending}", "--value", "指标值", "--unit", "单位", "-o", "out.parquet")
    assert code == 0, said
    table = pq.read_table("out.parquet")
    # cells are texts: 03.10 stays what it is
    assert table["指标值"].to_pylist()[1] == "03.10"
    assert table["名称"].to_pylist()[1] == "多\n行"
    codes = [row["error_code"] or row["kind"] for row in rows()]
    assert codes == ["threshold", codes[1], "threshold", "missing", "broken-number"]


def test_a_text_file_of_long_cells_and_many_rows(call: Call) -> None:
    cells = ["x" * 2_000_000, *(f"≥{number}人" for number in range(70_000))]
    Path("in.csv").write_text("v\n" + "\n".join(cells), encoding="utf-8")
    code, said = call("in.csv", "--value", "v", "-o", "out.parquet")
    assert (code, "70,001 行，读懂 70,000，被拒绝 1" in said) == (0, True), said
    assert pq.read_table("out.parquet")["v"].to_pylist() == cells


MISTAKES = [
    ("no such column", ["in.parquet", "--value", "指标直"], "没有名为“指标直”的列；有：v n", "there is no column"),
    ("numbers", ["in.parquet", "--value", "n"], "n 应是文本的列，不是 int64", "must be a column of texts"),
    ("no unit", ["in.parquet", "--value", "v", "--unit", "单为"], "既不是列名，也不是认识的单位", "nor a known unit"),
    ("no relation", ["in.parquet", "--value", "v", "--relation", "x"], "也不是认识的比较符", "nor a known relation"),
    ("the name is taken", ["in.parquet", "--value", "v", "--into", "n"], "已经有名为“n”的列", "there is a column “n”"),
    ("a blank name", ["in.parquet", "--value", "v", "--into", " "], "结果的列要有名字", "needs a name"),
    ("no such file", ["no.parquet", "--value", "v"], "找不到文件：no.parquet", "no such file"),
    ("a folder", [".", "--value", "v"], "不是 .parquet、.csv 或 .tsv 文件", "is no .parquet"),
    ("another ending", ["in.xlsx", "--value", "v"], "indicator-dsl check", "indicator-dsl check"),
    ("no parquet", ["bad.parquet", "--value", "v"], "不是有效的 Parquet 文件", "is no Parquet file"),
    ("a row too long", ["bad.csv", "--value", "a"], "不是有效的 CSV 文件", "Expected 2 columns, got 3"),
    ("an empty file", ["empty.csv", "--value", "a"], "不是有效的 CSV 文件", "is no CSV file"),
    ("two columns of a name", ["two.csv", "--value", "a"], "有 2 列都叫“a”", "2 columns are called"),
]


@pytest.mark.parametrize(("argv", "zh", "en"), [pytest.param(*rest, id=name) for name, *rest in MISTAKES])
def test_mistakes_are_told_and_nothing_is_written(call: Call, argv: list[str], zh: str, en: str) -> None:
    write("in.parquet", v=["≥5人"], n=[5])
    Path("in.xlsx").write_bytes(b"PK")
    Path("bad.parquet").write_bytes(Path("in.parquet").read_bytes()[:-9])
    Path("bad.csv").write_text("a,b\n1,2,3\n")
    Path("empty.csv").write_text("")
    Path("two.csv").write_text("a,a\n1,2\n")
    before = {path: path.read_bytes() for path in Path().iterdir()}
    for lang, words in (("zh", zh), ("en", en)):
        code, said = call(*argv, "-o", "out.parquet", lang=lang)
        assert (code, words in said) == (2, True), said
        assert "Traceback" not in said
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        ([], "0 行，读懂 0，被拒绝 0，空白 0"),
        ([None, None], "2 行，读懂 0，被拒绝 0，空白 2"),
        (["≥22o0人", "x1"], "2 行，读懂 0，被拒绝 2，空白 0"),
        (["", "/"], "2 行，读懂 0，被拒绝 0，空白 2"),
    ],
    ids=["no row", "nulls", "all refused", "blanks"],
)
def test_nothing_to_read(call: Call, texts: list[str | None], counts: str) -> None:
    write("in.parquet", v=pa.array(texts, pa.string()))
    assert call("in.parquet", "--value", "v", "-o", "out.parquet") == (0, f"已写出 out.parquet：{counts}\n")
    assert pq.read_table("out.parquet").num_rows == len(texts)


def test_no_file_is_overwritten(call: Call) -> None:
    write("in.parquet", v=["≥5人"])
    before = Path("in.parquet").read_bytes()
    for name in ("in.parquet", "./in.parquet"):
        assert call("in.parquet", "--value", "v", "-o", name)[0] == 2
    assert call("in.parquet", "--value", "v", "-o", "out.parquet")[0] == 0
    code, said = call("in.parquet", "--value", "v", "-o", "out.parquet", lang="en")
    assert code == 2, said
    assert Path("in.parquet").read_bytes() == before
    assert call("in.parquet", "--value", "v", "-o", "out.csv")[0] == 2
    assert sorted(path.name for path in Path().iterdir()) == ["in.parquet", "out.parquet"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking")
def test_a_process_told_to_end_leaves_nothing_half_written(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"v": [f"≥{number}人" for number in range(1_000_000)]}), source)
    argv = ["columns", str(source), "--value", "v", "-o", str(tmp_path / "out.parquet")]
    program = "import sys; from indicator_dsl.cli import main; sys.exit(main())"
    with subprocess.Popen([sys.executable, "-c", program, *argv], stderr=subprocess.PIPE) as process:
        while not list(tmp_path.glob(".indicator-dsl-*")) and process.poll() is None:
            time.sleep(0.01)
        process.terminate()
        assert process.wait(30) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == [source]


def test_the_extra_is_named_where_it_is_missing(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = None\nfrom indicator_dsl.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    for lang, words in (("zh", "没有安装 pyarrow"), ("en", "pyarrow is not installed")):
        argv = ["columns", "a.csv", "--value", "a", "-o", str(tmp_path / "b.parquet"), "--lang", lang]
        done = subprocess.run([sys.executable, "-c", program, *argv], capture_output=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr.decode()) == (2, False)
        assert words in done.stderr.decode()
        assert "pip install 'indicator-dsl[arrow]'" in done.stderr.decode()


MEASURE = """
import json, resource, sys
from indicator_dsl.cli import main
code = main(["columns", sys.argv[1], "--value", "v", "-o", sys.argv[2]])
print(json.dumps([code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="Windows tells a process's memory otherwise")
    texts = pa.array([f"≥{number}人" for number in range(1000)])
    peaks = []
    for count in (200, 1000):
        name = tmp_path / f"{count}.parquet"
        with pq.ParquetWriter(name, pa.schema({"v": pa.string()})) as writer:
            for _ in range(count):
                writer.write_table(pa.table({"v": texts}), 1000)
        out = tmp_path / f"{count}.out.parquet"
        done = subprocess.run([sys.executable, "-c", MEASURE, name, out], capture_output=True, check=True)
        code, peak = json.loads(done.stdout)
        assert code == 0
        assert pq.ParquetFile(out).metadata.num_rows == count * 1000
        peaks.append(peak)
    assert peaks[1] < 1.5 * peaks[0]


def test_the_same_as_in_one_go(call: Call) -> None:
    texts = [f"≥{number % 977}{'x' if number % 13 == 0 else '人'}" for number in range(70_000)]
    write("in.parquet", v=texts)
    assert call("in.parquet", "--value", "v", "-o", "out.parquet")[0] == 0
    whole = parse_column(texts).to_pylist()
    assert [facts(row) for row in rows()] == [facts(row) for row in whole]
