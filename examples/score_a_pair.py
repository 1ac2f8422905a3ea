"""Score what was reached by a policy, and by one of your own.  Run: python examples/score_a_pair.py"""

from decimal import Decimal

from indicator_dsl.score import make_policy, score, score_execution

# target, actual and weight as they stand in a self-evaluation table
ROWS = [
    ("≥2200人", "1980人", 10),
    ("≤541万元", "5951000元", 10),
    ("=100%", "98%", 20),
    ("2025年12月31日前", "2026年1月5日", 5),
    ("≥90%", "0.95", 10),
]
for target, actual, weight in ROWS:
    found = score((target, actual), weight, "mof-2017-form")
    print(f"{found.points}\t{found.rule}\t{found.explain('zh')}")

# a target in words: the reviewer's rate has to fit the tier
for rate in ("0.7", "0.85"):
    print(score(("有效改善", "部分达成"), 10, rate=rate).explain("en"))

# a policy of one's own says only what differs from the one it extends
own = make_policy(
    {"extends": "mof-2017-form", "deadlines": {"late": "per-day", "per-day": Decimal("0.05")}},
    name="ours",
)
print(score(("2025年12月31日前", "2026年1月5日"), 5, own).explain("en"))
print(score_execution("541万元", "500万元", 10, own).explain("en"))
