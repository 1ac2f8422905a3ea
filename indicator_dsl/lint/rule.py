"""What a rule is, what it looks at and what it says."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from attrs import field, frozen

from indicator_dsl.findings import Severity
from indicator_dsl.lint.page import Page
from indicator_dsl.lint.profile import Profile
from indicator_dsl.lint.reading import Cell, Reading
from indicator_dsl.lint.terms import Terms
from indicator_dsl.rows import Place, Row, Table

__all__ = ["FAMILIES", "Context", "Option", "Problem", "Rule", "RuleInfo", "Scope"]

#: The families by the letters of their codes, in the order of the catalogue.
FAMILIES: Final[Mapping[str, Mapping[str, str]]] = {
    "FMT": {"zh": "写法", "en": "notation"},
    "VAL": {"zh": "比较符与数值", "en": "relation and number"},
    "UNT": {"zh": "单位", "en": "units"},
    "DAT": {"zh": "时间", "en": "time"},
    "QUA": {"zh": "定性表述", "en": "wording"},
    "TAB": {"zh": "表的结构", "en": "the table"},
    "BUD": {"zh": "资金核对", "en": "money"},
    "SEL": {"zh": "自评", "en": "self-evaluation"},
}

#: How much a check has to see: a value cell alone, a row, or the whole table.
Scope = Literal["value", "row", "table"]


@frozen
class Option:
    """A number, a yes or no, or a list of words that a profile may set for a rule."""

    default: Any
    #: What it is, in Chinese; the English is in the catalogue.
    about: str


@frozen
class RuleInfo:
    """What a rule says of itself; each module of ``lint/rules`` has one, named ``RULE``.

    >>> RuleInfo("FMT06", "inner-space", "info", since="0.1", source="S0").family
    'FMT'
    """

    #: Three letters and two digits, stable for ever.
    code: str
    #: The fault, kebab-case, so that "ignore inner-space" reads well.
    name: str
    severity: Severity
    since: str = field(kw_only=True)
    #: Where the convention comes from, in Chinese; ours alone is said so.
    source: str = field(kw_only=True)
    options: Mapping[str, Option] = field(factory=dict, kw_only=True)
    #: A refusal with one of these codes is reported under the rule, which is its page.
    refusals: tuple[str, ...] = field(default=(), kw_only=True)
    #: The fields of rows that a check of a table looks at; where one of them is blank in all rows, it is not asked.
    needs: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code[:3]


@frozen(init=False)
class Problem:
    """One fault a check found; the engine adds rule, place and row, and turns it into a finding.

    >>> problem = Problem("“{word}”无法衡量", start=0, end=4, word="有效改善")
    >>> problem.message, problem.words
    ('“{word}”无法衡量', {'word': '有效改善'})
    """

    #: In Chinese, with gaps for ``words``; the English stands in the catalogue under it.
    message: str
    words: Mapping[str, str]
    #: The span at fault in the text of the value; the whole of it by default.
    start: int
    end: int | None
    #: The whole value cell mended.
    fix: str | None
    #: The fix keeps the meaning; the engine makes sure of it and takes the word back where it is not true.
    safe: bool
    #: Less or more grave than the rule usually is.
    severity: Severity | None
    #: The row it is about, for a check of a table; ``None`` for the table as a whole.
    reading: Reading | None
    #: For a check of a table, the field of the row it is about, at whose cell the finding stands.
    field: str
    #: Where it stands, for a check of a table that is about no row; at the table itself by default.
    place: Place | None

    def __init__(
        self,
        message: str,
        /,
        *,
        start: int = 0,
        end: int | None = None,
        fix: str | None = None,
        safe: bool = False,
        severity: Severity | None = None,
        reading: Reading | None = None,
        field: str = "value",
        place: Place | None = None,
        **words: object,
    ) -> None:
        filled = {name: word if isinstance(word, str) else str(word) for name, word in words.items()}
        self.__attrs_init__(message, filled, start, end, fix, safe, severity, reading, field, place)


@frozen
class Context:
    """What a check may know besides what it looks at."""

    #: Terms, units and texts of the house are in it.
    profile: Profile
    #: The budget year, if the user said it.
    year: int | None = None
    #: The options of the rule, defaults filled in.
    options: Mapping[str, Any] = field(factory=dict)

    @property
    def terms(self) -> Terms:
        """The words to go by."""
        return self.profile.terms


ValueCheck = Callable[[Cell, Context], Iterable[Problem]]
RowCheck = Callable[[Row, Cell, Context], Iterable[Problem]]
TableCheck = Callable[[Table, Sequence[Reading], Context], Iterable[Problem]]


@frozen
class Rule:
    """A rule as the registry found it: what it says of itself, its page, its check."""

    info: RuleInfo
    page: Page
    #: ``None`` for a rule that is only the page of refusals.
    scope: Scope | None
    check: ValueCheck | RowCheck | TableCheck | None
    #: The cells a check of values or rows has to see, whatever the row says; ``None`` for all.
    concerns: Callable[[Cell], bool] | None = None
    #: What a check of rows takes from a name, besides quoting it; ``None`` for all but its digits.
    regards: Callable[[str, Terms], Hashable] | None = None
    #: Whether the fault bears on the result of a row whose result is in; ``None`` where it never does.
    decides: Callable[[Reading], bool] | None = None
