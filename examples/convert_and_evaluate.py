"""Convert units exactly and ask whether targets were met.  Run: python examples/convert_and_evaluate.py"""

from indicator_dsl import Calendar, UnitError, convert, evaluate

print(convert("≤541万元", "元"), convert("80元/月/人", "元/人/年"), convert("500亩", "公顷"))
print(convert("200吨/日", "万吨/年", calendar=Calendar.of_year(2025)))

try:
    convert("2200人", "户")
except UnitError as error:
    print(error.message("en"))

# target and actual as they stand in a self-evaluation table
for target, actual in [
    ("≥2200人", "2300人"),
    ("≤541万元", "5951000元"),
    ("2025年11月30日前", "2025年12月5日"),
    ("≥95%", "≥96%"),
    ("逐步提高", "达成"),
    ("良好及以上", "中"),
]:
    result = evaluate(target, actual)
    print(f"{result.outcome}\t{result.reason}\t{result.explain('zh')}")
