r"""指标值里有 LaTeX 标记。

从文字识别或者网页粘贴来的值留着 `$`、`\geq`、`\%`、`m^2` 这样的标记。

## 理由

标记不是指标值的一部分，打印出来也不是 ≥、%、m²。
这样的值多半是机器识别的，数字也值得再看一眼。

## 错例

| 三级指标 | 指标值 | 应写 |
| --- | --- | --- |
| 教师体检达标率 | $\geq 80\%$ | ≥80% |
| 体检教师满意度 | $\geq 95\%$ | ≥95% |
| 设备故障率 | \leq5\% | ≤5% |
| 清扫保洁面积 | ≥2818641.07m^2 | ≥2818641.07m² |
| 补助款结算误差率 | $\pm3\%$以内 | ±3%以内 |
| 日处理污水量 | ≥500\text{吨}/日 | ≥500吨/日 |

## 正例

| 三级指标 | 指标值 |
| --- | --- |
| 教师体检达标率 | ≥80% |
| 清扫保洁面积 | ≥2818641.07m² |
| 监督抽检批次 | \ |

## 修正

安全：标记换成它所指的字符，值不变。
读不懂的值里有标记时，只有换掉以后读得懂，才给出建议。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from indicator_dsl.lint.instead import read_instead, reads_the_same
from indicator_dsl.lint.reading import Cell
from indicator_dsl.lint.rule import Context, Problem, RuleInfo

RULE = RuleInfo("FMT03", "latex-residue", "warning", since="0.1", source="柳江区 2025 年目标表有两处")

#: What each command prints; those that print nothing are empty.
_COMMANDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("geq", "ge", "geqslant", "geqq"), "≥"),
    **dict.fromkeys(("leq", "le", "leqslant", "leqq"), "≤"),
    **dict.fromkeys(("neq", "ne"), "≠"),
    **dict.fromkeys(("text", "mathrm", "mathbf", "rm", "left", "right", "quad", "qquad"), ""),
    "gt": ">",
    "lt": "<",
    "approx": "≈",
    "pm": "±",
    "sim": "～",
    "times": "×",
    "cdot": "·",
}
# the blank behind a command ends its name and prints nothing
_COMMAND: Final = re.compile(rf"\\(?:(?P<name>{'|'.join(sorted(_COMMANDS, key=len, reverse=True))})(?![a-z]) *|[%#&])")
#: m^2, m^{3}: the power alone is enough to go by
_POWER: Final = re.compile(r"\^(?:\{([23])\}|([23])(?![0-9]))")
_FORMULA: Final = re.compile(r"\s*\$[^$]+\$\s*")
_SPACING: Final = re.compile(r"\\[,;:! ]|[${}]")


def concerns(cell: Cell) -> bool:
    return not cell.tidy


def check_value(cell: Cell, context: Context) -> Iterator[Problem]:
    text = cell.text
    if "\\" not in text and "^" not in text and "$" not in text:
        return
    found = _COMMAND.search(text) or _POWER.search(text) or _FORMULA.fullmatch(text)
    if found is None:
        return
    fix: str | None = _printed(text)
    if cell.value is None:
        fix = fix if read_instead(cell, fix or "", context.year) is not None else None
    elif not reads_the_same(cell, fix or "", context.year):
        fix = None
    start, end = found.span()
    yield Problem(
        "“{found}”是 LaTeX 标记，写成普通字符", found=found[0].rstrip(), start=start, end=end, fix=fix, safe=True
    )


def _printed(text: str) -> str:
    plain = _COMMAND.sub(lambda match: _COMMANDS[match["name"]] if match["name"] else match[0][1], text)
    plain = _POWER.sub(lambda match: "²³"[int(match[1] or match[2]) - 2], plain)
    return _SPACING.sub("", plain)
