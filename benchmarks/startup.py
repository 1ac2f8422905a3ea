"""The command line's whole process against the imports it may not do without: python benchmarks/startup.py [rounds]."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: The installed command, as a user starts it; without an installation, the same by its module.
COMMAND = Path(sys.executable).with_name("indicator-dsl")
LAUNCH = [str(COMMAND)] if COMMAND.exists() else [sys.executable, "-c", "from indicator_dsl.cli import main; main()"]

CONTENDERS = {
    "import lark, attrs, click": ([sys.executable, "-c", "import lark, attrs, click"], ""),
    "indicator-dsl parse ≥2200人": ([*LAUNCH, "parse", "≥2200人"], "target ≤ 1.5"),
    "import indicator_dsl": ([sys.executable, "-c", "import indicator_dsl"], ""),
    "parse ≥2200人": ([sys.executable, "-c", "import indicator_dsl; indicator_dsl.parse('≥2200人')"], ""),
    "parse, a shape no example has": (
        [sys.executable, "-c", "import indicator_dsl; indicator_dsl.parse('≥5场，≥3人；≤2户，≥1个')"],
        "",
    ),
    "python": ([sys.executable, "-c", "pass"], ""),
}


def once(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"})
    return time.perf_counter() - start


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for number in range(rounds + 1):
        for name, (command, _) in CONTENDERS.items():
            spent = once(command)
            if number:  # the first round warms the file cache
                times[name].append(spent)
    first = next(iter(times.values()))
    print(f"{rounds} rounds, each command in turn; median, and min..max of the ratio a round")
    print(f"  command: {' '.join(LAUNCH)}")
    for name, own in times.items():
        ratios = [one / base for one, base in zip(own, first, strict=True)]
        wide = sum(ord(char) > 0x2E80 for char in name)
        print(
            f"  {name:<{32 - wide}}{statistics.median(own) * 1e3:7.1f} ms{statistics.median(ratios):8.2f}×  "
            f"{min(ratios):.2f}..{max(ratios):.2f}   {CONTENDERS[name][1]}"
        )


if __name__ == "__main__":
    main()
