"""Four threads that start cold, with no cache filled and no module loaded, read the same as one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from gold import VALID

ROOT = Path(__file__).parent.parent

#: Reads texts on stdin and prints what each thread made of them. Imports happen inside the threads.
PROGRAM = """
import json, sys, threading

sys.setswitchinterval(1e-6)
texts, count = json.load(sys.stdin), int(sys.argv[1])
barrier, results = threading.Barrier(count), [None] * count

def work(number):
    barrier.wait()
    import indicator_dsl
    out = []
    for text in texts:
        try:
            value = indicator_dsl.parse(text)
        except indicator_dsl.IndicatorError as error:
            out.append([error.code, error.start, error.end, error.message("en")])
            continue
        result = indicator_dsl.evaluate(value, "0.5万元")
        out.append([indicator_dsl.to_dict(value), indicator_dsl.format(value, "en")])
        out[-1] += [str(result.outcome), result.explain("en"), hash(value) == hash(value)]
    for unit in ("元", "亩", "kW·h", "麻袋"):
        out.append(str(indicator_dsl.Quantity("1.5", "万" + unit if unit != "kW·h" else unit).to_pint().magnitude))
    out.append(str(indicator_dsl.convert("≤541万元", "元")))
    results[number] = out

threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps(results))
"""


def run(threads: int, texts: list[str]) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(threads)],
        input=json.dumps(texts),
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    results: list[Any] = json.loads(done.stdout)
    return results


@pytest.fixture(scope="module")
def alone() -> list[Any]:
    return run(1, TEXTS)[0]  # type: ignore[no-any-return]


TEXTS = [case["text"] for case in VALID.values()] + ["≥22o0人", "95%-90%", "≥5KG", "2025年2月30日前"]


@pytest.mark.parametrize("attempt", range(3))
def test_four_cold_threads_agree(alone: list[Any], attempt: int) -> None:
    """Each attempt is a new process; the order of the texts decides what is first needed by all at once."""
    shift = attempt * len(TEXTS) // 3
    results = run(4, TEXTS[shift:] + TEXTS[:shift])
    read = alone[: len(TEXTS)]
    wanted = read[shift:] + read[:shift] + alone[len(TEXTS) :]
    for result in results:
        assert result == wanted
