"""What reviewers said of findings on real tables: the smallest case of each kind that was wrong, or was missed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from indicator_dsl.findings import Finding
from indicator_dsl.lint import Linter, builtin_profile, mend
from indicator_dsl.rows import Execution, Place, Result, Row, Table
from indicator_dsl.tables import read_tables

_LEVEL1 = {"数量": "产出指标", "质量": "产出指标", "时效": "产出指标", "成本": "产出指标", "满意": "满意度指标"}


def found(level2: str, name: str, value: str, **row: str) -> list[Finding]:
    """Return what the default rules on values and rows find in one row."""
    level1 = next((first for word, first in _LEVEL1.items() if word in level2), "效益指标")
    one = Row(level1=level1, level2=level2, name=name, value=value, place=Place("x"), **row)
    return list(Linter(year=2025).row(one).findings)


def codes(level2: str, name: str, value: str, **row: str) -> list[str]:
    return [one.code for one in found(level2, name, value, **row)]


@pytest.mark.parametrize(
    ("level2", "name", "value", "fix"),
    [
        # more sessions, kilometres, copies are as good: 2次 with 3次 done is met
        ("数量指标", "培训乡村医生", "2次", "≥2次"),
        ("数量指标", "新建机耕道", "3.2km", "≥3.2km"),
        ("数量指标", "印发资料", "1.5万册", "≥1.5万册"),
        ("数量指标", "新建高标准农田", "3万亩", "≥3万亩"),
        # what is bought, built or staffed to a plan
        ("数量指标", "购置车辆", "3辆", "=3辆"),
        ("数量指标", "配备环卫工人", "520人", "=520人"),
        ("数量指标", "租用办公用房面积", "1520平方米", "=1520平方米"),
        ("数量指标", "出院人数", "2.1万人", "≥2.1万人"),
        ("数量指标", "聘用护林员", "120名", "=120名"),
        # what people gain is no price, and what is to be kept low no standard
        ("经济效益指标", "农户增收", "500元/户", "≥500元/户"),
        ("经济效益指标", "广告创收", "150万元", "≥150万元"),
        ("成本指标", "大棚建设成本", "5万元/栋", "≤5万元/栋"),
        ("成本指标", "补贴标准", "1.8元/车公里", "=1.8元/车公里"),
        ("数量指标", "维护自动气象站", "46个站", "=46个站"),
        ("数量指标", "教职工人数", "52人", "=52人"),
        ("经济效益指标", "网络零售额同比增长", "10%", "≥10%"),
        ("数量指标", "群测群防员", "126名", "=126名"),
        ("生态效益指标", "能耗下降幅度", "较2024年下降1.5%", "较2024年下降≥1.5%"),
        # a standard is fixed whether its unit says for whom or not
        ("成本指标", "人均补助标准", "94元", "=94元"),
        ("成本指标", "亩均投入", "1500元", "≤1500元"),
        ("成本指标", "控制在预算成本内", "1586.32万", "≤1586.32万"),
        # all of a share, its % left out
        ("质量指标", "补贴发放准确率", "100", "=100"),
    ],
)
def test_the_relation_suggested(level2: str, name: str, value: str, fix: str) -> None:
    [finding] = [one for one in found(level2, name, value) if one.code == "VAL01"]
    assert (finding.fix, finding.safe) == (fix, False)


@pytest.mark.parametrize("value", ["每月一次", "每年2期", "每季度1次"])
def test_how_often_needs_no_relation(value: str) -> None:
    assert codes("数量指标", "巡查频次", value) == []


def test_a_misread_sign_is_not_missing() -> None:
    assert codes("质量指标", "验收合格率", "292%") == ["VAL05"]


@pytest.mark.parametrize(
    ("level2", "name", "value", "expected"),
    [
        # one fault, one message
        ("时效指标", "教育均衡化发展", "有效", ["DAT06"]),
        ("时效指标", "工程款支付", "按合同约定", ["DAT06"]),
        ("时效指标", "保障时间", "全年", []),
        # words where the name asks for a number
        ("服务对象满意度指标", "用人单位满意度", "较高", ["QUA01"]),
        ("社会效益指标", "政策知晓率", "高", ["QUA01"]),
        ("社会效益指标", "政策知晓率", "优", ["QUA01"]),
        ("数量指标", "公共服务覆盖率", "全覆盖", ["QUA01"]),
        ("社会效益指标", "政策知晓率", "较上年提高", ["VAL16"]),
        ("质量指标", "是否达到规定绿化率", "是", []),
        ("成本指标", "成本控制率", "不超预算", []),
        # a grade without its scale
        ("社会效益指标", "社会治安状况", "优", ["QUA02"]),
        ("质量指标", "审计报告质量", "优秀", ["QUA02"]),
        ("质量指标", "社会治安状况", "优（优、良、中、差）", []),
        ("质量指标", "年度目标考核等次", "优秀", []),
        ("质量指标", "工程质量", "合格", []),
        ("质量指标", "地表水水质", "Ⅲ类", []),
        # somebody else's number
        ("社会效益指标", "群众安全感", "高于全市平均水平", ["QUA04"]),
        ("成本指标", "采购成本", "不高于市场价", ["QUA04"]),
        ("成本指标", "项目支出", "不超预算", []),
        ("成本指标", "利息补贴", "按农发行同期贷款利率计算", ["QUA04"]),
        ("数量指标", "发现问题数", "不设上限", ["QUA01"]),
        # a sign before words; a unit beside words
        ("社会效益指标", "优抚对象生活水平", "≥当地平均生活水平", ["QUA06"]),
        ("可持续影响指标", "对村级卫生事业的影响", "影响程度较深", ["QUA01"]),
        # a change whose basis neither name nor value says
        ("经济效益指标", "旅游总收入增长", "≥10%", ["VAL16"]),
        ("社会效益指标", "110警情同比下降", "≥3%", []),
        ("质量指标", "教学条件改善、办学水平提高", "≥95%", []),
        ("经济效益指标", "规上工业增加值增速", "≥7%", []),
        ("经济效益指标", "村集体经济收入增加", "≥5万元/年", []),
    ],
)
def test_words_and_changes(level2: str, name: str, value: str, expected: list[str]) -> None:
    assert codes(level2, name, value) == expected


@pytest.mark.parametrize(
    ("value", "example"),
    [("同比下降", "同比下降≥3%"), ("较上年有所增加", "较上年增加≥3%"), ("与上年相比有所好转", "同比提高≥3%")],
)
def test_the_example_goes_the_way_of_the_text(value: str, example: str) -> None:
    [finding] = found("社会效益指标", "可防性案件发案数", value)
    assert finding.zh == f"没有写变化多少，如“{example}”"


@pytest.mark.parametrize("value", ["≤15/10万", "≤5/10万人", "≤15人/10万人"])
def test_a_rate_of_so_many(value: str) -> None:
    assert codes("社会效益指标", "孕产妇死亡率", value) == []


def test_a_rate_of_zero_lacks_its_percent() -> None:
    [finding] = found("预算配置", "“三公经费”变动率", "≤0")
    assert (finding.code, finding.severity, finding.fix) == ("UNT01", "info", "≤0%")


@pytest.mark.parametrize("value", ["文件下达后30日内", "自收到文件之日起30日内拨付到位"])
def test_a_time_after_an_event(value: str) -> None:
    assert codes("时效指标", "资金拨付时间", value) == []


def of_table(*lines: tuple[str, str, str, str]) -> list[str]:
    linter = Linter(year=2025)
    rows = tuple(
        Row(level1=level1, level2=level2, name=name, value=value, place=Place("x", row=number))
        for number, (level1, level2, name, value) in enumerate(lines, 2)
    )
    table = Table(project="甲", funds=Decimal(100000), rows=rows, place=Place("x"))
    checked = linter.table(table, [linter.row(row) for row in rows])
    return [one.code for one in (*checked.findings, *(one for row in checked.readings for one in row.findings))]


def test_a_table_on_a_whole_department() -> None:
    assert (
        of_table(
            ("投入", "预算配置", "财政供养人员控制率", "≤100%"),
            ("过程", "预算执行", "预算完成率", "=100%"),
            ("产出", "职责履行", "质量达标率", "≥95%"),
            ("效果", "履职效益", "社会公众或服务对象满意度", "≥90%"),
        )
        == []
    )


def test_misplaced_satisfaction_is_not_missing() -> None:
    assert of_table(
        ("产出指标", "数量指标", "培训期数", "≥3期"),
        ("产出指标", "质量指标", "培训合格率", "≥95%"),
        ("产出指标", "时效指标", "完成时间", "2025年12月31日前"),
        ("效益指标", "社会效益指标", "学员满意度", "≥95%"),
    ) == ["TAB03"]


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ("≥10份报告", "≥10份"),
        ("≥3座桥梁", "≥3座"),
        ("≥500批次样品", "≥500批次"),
        ("≥2专班", None),
        ("≥2元/座桥梁", "≥2元/座"),
    ],
)
def test_a_noun_behind_a_counter(value: str, fix: str | None) -> None:
    [finding] = [one for one in found("数量指标", "完成数", value) if one.code == "UNT13"]
    assert (finding.fix, finding.safe) == (fix, False)


@pytest.mark.parametrize("value", ["≥320樘", "≥500万尾", "≥12图幅", "≥3个村"])
def test_units_seen_in_tables(value: str) -> None:
    assert codes("数量指标", "完成情况", value) == []


def test_two_items_are_no_doubled_relation() -> None:
    assert "VAL02" not in codes("数量指标", "督查情况", "①≥5个②投诉件数控制在5件以内")


def test_no_fix_leaves_a_cell_blank() -> None:
    assert [one.fix for one in found("数量指标", "完成情况", "\\text{}")] == [None]


def test_no_fix_is_a_formula() -> None:
    for value in ("＝５/１０万", "三次", "＝２０２５／１２／３１"):
        row = Row(name="完成情况", value=value, place=Place("x.xlsx", sheet="表1", cell="D5"))
        assert not [one.fix for one in Linter().row(row).findings if (one.fix or "").startswith("=")]


def test_a_unit_that_the_column_has_as_well_is_not_changed_in_the_value_alone() -> None:
    [finding] = [one for one in found("数量指标", "保障人数", "≥50个", unit="个") if one.code == "UNT04"]
    assert finding.fix is None


def test_detection_is_not_the_illness() -> None:
    assert codes("社会效益指标", "严重精神障碍患者报告患病率", "≥5‰") == []


def test_a_word_in_the_unit_column_beside_a_grade() -> None:
    assert codes("质量指标", "教学质量", "优", unit="级", relation="定性") == ["UNT03"]


@pytest.mark.parametrize(
    ("value", "fix"),
    [("830元/人.月", "830元/人·月"), ("1000万+", "≥1000万"), ("突破500万人次", ">500万人次")],
)
def test_what_cannot_be_read_has_a_mend(value: str, fix: str) -> None:
    [finding] = [one for one in found("经济效益指标", "年接待游客", value) if one.cause is not None]
    assert (finding.fix, finding.safe) == (fix, False)


@pytest.mark.parametrize("value", ["≥300dpi", "≤40DDDs", "≥25fps"])
def test_units_of_trades(value: str) -> None:
    assert codes("质量指标", "某项指标", value) == []


def test_no_unit_is_put_into_the_value_where_the_column_has_a_part_of_it() -> None:
    [finding] = found("成本指标", "培训总费用", "65", unit="万", relation="≤")
    assert (finding.code, finding.fix) == ("UNT05", None)


@pytest.mark.parametrize("name", ["指标1：/", "指标2：", "/"])
def test_a_line_of_the_form_that_nobody_uses(name: str) -> None:
    assert codes("生态效益指标", name, "/") == []


def test_a_fee_is_money() -> None:
    assert codes("成本指标", "市民中心运行维护费", "≤150万") == ["UNT05"]


@pytest.mark.parametrize(("value", "fix"), [("全长2.3公里", "全长：2.3公里"), ("新增5亿元", "新增：5亿元")])
def test_a_word_before_a_number_is_a_name(value: str, fix: str) -> None:
    [finding] = [one for one in found("经济效益指标", "某项成果", value) if one.cause is not None]
    assert finding.fix == fix


def test_funds_adjusted_in_the_year(tmp_path: Path) -> None:
    """A self-evaluation has two budgets, of the year's beginning and its end: sources are read beside their total."""
    lines = [
        "项目名称,就业培训,,,",
        "项目资金（万元）,,年初预算数,全年预算数,全年执行数",
        ",年度资金总额,100,120,118",
        ",其中：财政拨款,100,120,118",
        ",其他资金,0,0,0",
        "一级指标,二级指标,三级指标,年度指标值,实际完成值",
        "产出指标,数量指标,培训人次,≥300人次,320人次",
        "产出指标,成本指标,项目总成本,≤100万元,118万元",
        "效益指标,社会效益指标,培训人员就业率,≥60%,65%",
        "满意度指标,服务对象满意度指标,学员满意度,≥90%,95%",
    ]

    def checked(*lines: str) -> list[str]:
        path = tmp_path / "自评.csv"
        path.write_text("\n".join(lines), "utf-8")
        linter = Linter()
        [table] = [linter.table(one, map(linter.row, one.rows)) for one in read_tables(path)]
        assert table.table.funds == Decimal(1200000)
        return [one.code for one in (*table.findings, *(one for row in table.readings for one in row.findings))]

    assert checked(*lines) == []
    assert checked(*(line.replace("≤100万元", "≤120元") for line in lines)) == ["BUD01", "SEL09"]


def test_what_the_money_is_spent_on_is_no_source_of_it(tmp_path: Path) -> None:
    path = tmp_path / "申报.csv"
    lines = [
        "项目名称,设备购置,,,",
        "资金来源（万元）,合计,85,,",
        ",一般公共预算,60,,",
        ",单位自筹,25,,",
        "支出明细,名称,数量,单价,金额",
        ",电脑,50台,0.5,25",
        ",服务器,2台,30,60",
        "一级指标,二级指标,三级指标,指标值,",
        "产出指标,数量指标,购置电脑,=50台,",
        "产出指标,成本指标,设备采购总成本,≤85万元,",
    ]
    path.write_text("\n".join(lines), "utf-8")
    [table] = read_tables(path)
    assert [one.label for one in table.sources] == ["一般公共预算", "单位自筹"]
    assert not Linter().table(table, map(Linter().row, table.rows)).findings


@pytest.mark.parametrize("name", ["并发用户数", "注册用户数", "客户数", "账户数", "商户数"])
def test_accounts_are_no_households(name: str) -> None:
    assert "UNT04" not in codes("数量指标", name, "≥2000个")
    assert "UNT04" not in codes("数量指标", name, "≥2000人")


def test_a_unit_in_another_order_is_the_same() -> None:
    assert "SEL09" not in table_codes(value="≥261元/月·人", actual="261元/人/月", weight="10", score="10")
    assert "SEL09" in table_codes(value="≥261元/月·人", actual="0.0261万元/人/月", weight="10", score="10")


def test_a_rate_below_its_target_is_not_made_good_by_reading_at_most() -> None:
    assert "SEL03" in table_codes(name="报告提交及时率", value="100%", actual="75%", weight="5", score="5")
    assert "SEL03" not in table_codes(name="森林火灾受害率", value="0.9%", actual="0%", weight="5", score="5")


def test_the_weight_of_the_money_counts() -> None:
    place = Place("x")
    rows = tuple(
        Row(level1=level1, name=f"指标{n}", value="≥5次", weight=weight, place=place)
        for n, (level1, weight) in enumerate((("产出指标", "50"), ("效益指标", "30"), ("满意度指标", "20")))
    )
    linter = Linter()

    def sums(weight: str | None) -> list[str]:
        money = Execution(budget=None, spent=None, weight=weight, place=place)
        table = Table(project="x", funds=None, rows=rows, execution=money, place=place)
        found = linter.table(table, map(linter.row, rows)).findings
        return [one.message("zh") for one in found if one.code == "TAB08"]

    assert sums(None) == []
    assert sums("10") == ["分值合计是 110（指标 100，预算执行 10），应是 100"]


def table_codes(**row: str) -> list[str]:
    """Return what the default rules find in a table of one row."""
    one = Row(**{"level1": "产出指标", "level2": "质量指标", "name": "标准", **row}, place=Place("x"))
    linter = Linter(year=2025)
    checked = linter.table(Table(project="x", funds=None, rows=(one,), place=Place("x")), [linter.row(one)])
    return [finding.code for finding in checked.readings[0].findings]


def test_the_notation_of_an_approved_target_is_left_alone() -> None:
    assert table_codes(name="项目验收合格率", value="100％", actual="100%") == []
    assert table_codes(name="改造面积", value="≥ 500 ㎡", actual="520㎡") == []
    assert table_codes(name="培训期数", value="3期", actual="3期") == []
    # 5 of 3: as many as that, or at least?
    assert table_codes(name="培训期数", value="3期", actual="5期") == ["VAL01"]
    assert table_codes(name="培训期数", value="3期", actual=" ") == ["VAL01"]


@pytest.mark.parametrize(
    ("level2", "name", "value", "fix"),
    [
        ("成本指标", "检查差旅费", "470", "≤470"),
        ("成本指标", "成本控制率", "100%", None),
        ("时效指标", "任务完成时限(月)", "10", None),
        ("经济效益指标", "实现产值(%)", "8000", None),
        ("成本指标", "项目总投入(≥**万元)", "6070", "6070万元"),
        ("质量指标", "视频监控在线率", "≥0.97比例", "≥97%"),
        ("成本指标", "年人均经费", "≤8.5万/人", "≤8.5万元/人"),
        ("时效指标", "完成时间", "2025年年底", "2025年12月31日前"),
    ],
)
def test_the_fix_is_one_to_take(level2: str, name: str, value: str, fix: str | None) -> None:
    assert found(level2, name, value)[0].fix == fix


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("逾期发放率", "≥100%", ["VAL10"]),
        ("超期办结率", "≥100%", ["VAL10"]),
        ("投诉办结率", "≥100%", ["VAL06"]),
        ("立项依据充分性", "充分", []),
        ("小区物业费", "=8个", ["UNT04"]),
        ("降低维修费用", "≥5%", []),
        ("市级考核成绩", "全市前列", ["QUA01"]),
        ("依法行政能力", "严格执行法律法规", ["QUA04"]),
    ],
)
def test_what_the_name_says(name: str, value: str, expected: list[str]) -> None:
    assert codes("质量指标", name, value) == expected


def test_a_fall_is_shown_as_a_fall() -> None:
    [finding] = found("社会效益指标", "刑事案件发案率", "下降")
    assert finding.zh == "名称是比率，值却是文字“下降”：写成数，如“较上年下降≥3%”"


def test_how_many_points_a_late_day_costs_is_open() -> None:
    late = {"name": "完成时间", "value": "2024年5月31日前", "actual": "2024年6月12日", "weight": "6"}
    assert "SEL03" not in table_codes(**late, score="5")
    assert "SEL03" in table_codes(**late, score="6")


def test_a_bare_count_is_no_limit() -> None:
    assert "SEL03" in table_codes(name="种植数量", value="550株", actual="20株", weight="10", score="10")


def test_levels_one_below_the_usual() -> None:
    assert (
        of_table(
            ("实施效果指标", "产出指标", "建设项目个数", "≥1个"),
            ("实施效果指标", "产出指标", "竣工验收合格率", "=100%"),
            ("实施效果指标", "效益指标", "粪污综合利用率", "≥90%"),
            ("实施效果指标", "满意度指标", "群众满意度", "≥90%"),
        )
        == []
    )


def test_nobody_need_get_as_much_as_the_limit() -> None:
    rows = (("产出指标", "数量指标", "村干部人数", "=96人"), ("成本指标", "经济成本指标", "报酬标准", "≤1200元/人"))
    assert "BUD02" not in of_table(*rows)
    assert "BUD02" in of_table(rows[0], ("成本指标", "经济成本指标", "报酬标准", "=1200元/人"))


def test_fix_leaves_an_approved_target_alone_too() -> None:
    row = Row(name="改造面积", value="≥ 500 ㎡", actual="520㎡", place=Place("x"))
    assert mend(Linter(), row, suggested=True) is None
    assert mend(Linter(builtin_profile("strict")), row) is not None


def test_a_total_may_be_rounded() -> None:
    place = Place("x")
    rows = tuple(
        Row(name=f"指标{n}", value="≥5次", actual="5次", weight="50", score=score, place=place)
        for n, score in enumerate(("46.69", "46.69"))
    )

    def found(total: str) -> list[str]:
        table = Table(project="x", funds=None, rows=rows, result=Result(score=total, place=place), place=place)
        linter = Linter()
        return [one.code for one in linter.table(table, map(linter.row, rows)).findings if one.code == "SEL08"]

    assert found("93.38") == found("93.4") == []
    assert found("93.5") == ["SEL08"]


def test_a_result_of_so_many_without_the_time() -> None:
    assert table_codes(name="设备巡检", value="每月1次", actual="12次") == ["SEL09"]
    assert "SEL09" not in table_codes(name="服务人数", value="≥1356", actual="1356人")
