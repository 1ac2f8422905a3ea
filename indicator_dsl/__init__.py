"""indicator-dsl: the language of targets in Chinese budget performance tables.

>>> from indicator_dsl import convert, evaluate, parse
>>> parse("不少于2200人")
Threshold('>=', Quantity('2200', '人'))
>>> evaluate("≥2200人", "2300人").explain()
'2300人 ≥ 2200人，超出100人'
>>> str(convert("≤541万元", "元"))
'≤5410000元'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indicator_dsl.comparators import (
        AllOf,
        AnyOf,
        Change,
        Comparator,
        Deadline,
        Grade,
        Interval,
        Missing,
        Period,
        Qualitative,
        Ratio,
        Threshold,
    )
    from indicator_dsl.conversion import Calendar, convert
    from indicator_dsl.dates import PartialDate
    from indicator_dsl.errors import IndicatorError, IndicatorSyntaxError, UnitError
    from indicator_dsl.evaluation import Evaluation, Outcome, evaluate
    from indicator_dsl.formatting import format
    from indicator_dsl.interchange import from_dict, to_dict
    from indicator_dsl.parsing import MAX_LENGTH, parse
    from indicator_dsl.quantities import Quantity
    from indicator_dsl.relations import Relation
    from indicator_dsl.units import Unit

__all__ = [
    "MAX_LENGTH",
    "AllOf",
    "AnyOf",
    "Calendar",
    "Change",
    "Comparator",
    "Deadline",
    "Evaluation",
    "Grade",
    "IndicatorError",
    "IndicatorSyntaxError",
    "Interval",
    "Missing",
    "Outcome",
    "PartialDate",
    "Period",
    "Qualitative",
    "Quantity",
    "Ratio",
    "Relation",
    "Threshold",
    "Unit",
    "UnitError",
    "convert",
    "evaluate",
    "format",
    "from_dict",
    "parse",
    "to_dict",
]

#: Where each name lives.  A name is imported when it is first asked for, so that a program which
#: only parses does not wait for what evaluates and converts.
_HOME = {
    name: module
    for module, names in {
        "comparators": (
            "AllOf AnyOf Change Comparator Deadline Grade Interval Missing Period Qualitative Ratio Threshold"
        ),
        "conversion": "Calendar convert",
        "dates": "PartialDate",
        "errors": "IndicatorError IndicatorSyntaxError UnitError",
        "evaluation": "Evaluation Outcome evaluate",
        "formatting": "format",
        "interchange": "from_dict to_dict",
        "parsing": "MAX_LENGTH parse",
        "quantities": "Quantity",
        "relations": "Relation",
        "units": "Unit",
    }.items()
    for name in names.split()
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
