"""A column of targets looked at by the rules on how targets are written."""

from __future__ import annotations

from typing import Any, Final

from indicator_dsl.columns._arriving import ACTUALS, TEXTS, YEARS, for_all
from indicator_dsl.columns._assembly import gather
from indicator_dsl.columns._distinct import distinct
from indicator_dsl.columns._filling import Fields, Put, Row
from indicator_dsl.columns.schema import LINTED
from indicator_dsl.findings import SEVERITIES, Finding
from indicator_dsl.lint import Linter, Profile, builtin_profile, mend
from indicator_dsl.parsing import parse
from indicator_dsl.rows import Place, Row as TableRow

__all__ = ["lint_column"]

#: Columns have no file; the row is the place.
_PLACE: Final = Place("")


def lint_column(
    array: Any,
    *,
    name: Any = None,
    level1: Any = None,
    level2: Any = None,
    unit: Any = None,
    relation: Any = None,
    actual: Any = None,
    profile: Profile | str | None = None,
    year: int | None = None,
    dense: bool = False,
) -> Any:
    """Run the rules on values and rows over a column; each distinct row is looked at once.

    Rules on whole tables need :func:`indicator_dsl.tables.check`.

    Args:
        array: a column of texts, as in :func:`~indicator_dsl.columns.parse_column`.
        name: the column of indicator names, by which several rules go.
        level1: the column of 一级指标.
        level2: the column of 二级指标.
        unit: the unit column.
        relation: the relation column.
        actual: the column of actual values; where there is one, the target is approved and its notation is left alone.
        profile: the rules, or the name of a built-in profile; ``default`` if none is given.
        year: the budget year; before that of the profile.
        dense: plain fields.

    Returns:
        A struct column with the fields of ``indicator_dsl.columns.schema.LINTED``: the gravest ``severity`` and
        the ``codes`` found (null and ``""`` where nothing is), the whole cell ``mended`` as far as that surely
        keeps its meaning, and the ``findings`` one by one.  A text that is refused is such a finding.

    Raises:
        ColumnError: as :func:`~indicator_dsl.columns.parse_column`.

    >>> found = lint_column(["≥ 2200 人", "≥5场"], name=["体检人数", "演出场次"])
    >>> found.field("codes").to_pylist(), found.field("mended").to_pylist()
    (['FMT06', ''], ['≥2200人', None])
    """
    year = for_all("year", year, YEARS)
    if year is not None:
        parse("", year=year)
    linter = Linter(builtin_profile(profile) if isinstance(profile, str) else profile, year=year)

    def putter(fields: Fields) -> Put:
        def put(at: int, row: Row) -> None:
            value, name, level1, level2, unit, relation, actual = row
            given = TableRow(
                name=name,
                level1=level1,
                level2=level2,
                value=value,
                unit=unit,
                relation=relation,
                actual=actual if actual is None or isinstance(actual, str) else str(actual),
                place=_PLACE,
            )
            found = linter.row(given).findings
            fields["codes"][at] = " ".join(dict.fromkeys(one.code for one in found))
            fields["findings"][at] = [_finding(one) for one in found]
            if found:
                fields["severity"][at] = min((one.severity for one in found), key=SEVERITIES.index)
                mended = mend(linter, given)
                fields["mended"][at] = None if mended is None else mended.after

        return put

    beside = {
        "name": name,
        "level1": level1,
        "level2": level2,
        "unit": unit,
        "relation": relation,
    }
    columns = {key: (column, TEXTS) for key, column in {"array": array, **beside}.items()}
    return gather(distinct({**columns, "actual": (actual, ACTUALS)}), LINTED, putter, dense=dense)


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "severity": one.severity,
        "start": one.start,
        "end": one.end,
        "message": one.zh,
        "message_en": one.en,
        "fix": one.fix,
        "safe": one.safe,
    }
