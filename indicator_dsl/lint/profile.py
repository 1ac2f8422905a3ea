"""A profile: what is asked of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from attrs import field, frozen

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Severity
from indicator_dsl.lint.terms import Terms, builtin_terms

__all__ = ["FAIL_ON", "FailOn", "Profile"]

#: From which findings on the exit code says that something is wrong; a refused value alone, or nothing.
FailOn = Literal["never", "refused", "error", "warning", "info"]
FAIL_ON: Final[tuple[FailOn, ...]] = get_args(FailOn)


@frozen(kw_only=True)
class Profile:
    """What is asked of a table: the rules that run, how grave each is, its options, and the words of a house.

    >>> Profile(name="本单位", severities={"FMT01": "error"}, units=frozenset({"专班"})).fail_on
    'refused'
    """

    name: str
    title: Mapping[Lang, str] = field(factory=dict)
    #: The rules that run, by code, with the severity they have here.
    severities: Mapping[str, Severity]
    #: The options that differ from a rule's own, by code.
    options: Mapping[str, Mapping[str, Any]] = field(factory=dict)
    terms: Terms = field(factory=builtin_terms)
    #: Unit nouns of the house, besides those of ``units.txt``.
    units: frozenset[str] = frozenset()
    #: Words that are a target as they stand, whatever the rules on wording say.
    texts: frozenset[str] = frozenset()
    #: The codes of rules that have nothing to say of a target whose result is in, unless it depends on the fault.
    approved: frozenset[str] = frozenset()
    year: int | None = None
    fail_on: FailOn = "refused"
    #: The baseline file, as the project's file names it.
    baseline: str | None = None
