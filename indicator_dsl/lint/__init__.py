"""How a target should be written: rules over values, rows and tables, and what to write instead.

A rule is one module of ``rules/``: its docstring is its page, ``RULE`` says what it is, and one function
``check_value``, ``check_row`` or ``check_table`` yields problems; ``concerns`` may say which cells a
check has to see at all, and ``regards`` what a ``check_row`` takes from a name. Both are promises, and so
is that a check of a value or a row goes by wording and the size of numbers, not by their digits, and by name
and levels of a row alone: ``shapes.py`` says why. :class:`Linter` runs those of a profile.
"""

from indicator_dsl.lint.catalog import Phrase
from indicator_dsl.lint.config import find_config, load_profile
from indicator_dsl.lint.engine import Linter
from indicator_dsl.lint.errors import ProfileError
from indicator_dsl.lint.fixing import Mended, mend
from indicator_dsl.lint.load import builtin_profile, builtin_profiles, make_profile, with_rules
from indicator_dsl.lint.profile import Profile
from indicator_dsl.lint.reading import Cell, CheckedTable, Reading
from indicator_dsl.lint.registry import all_rules, find_rules
from indicator_dsl.lint.rule import Context, Option, Problem, Rule, RuleInfo

__all__ = [
    "Cell",
    "CheckedTable",
    "Context",
    "Linter",
    "Mended",
    "Option",
    "Phrase",
    "Problem",
    "Profile",
    "ProfileError",
    "Reading",
    "Rule",
    "RuleInfo",
    "all_rules",
    "builtin_profile",
    "builtin_profiles",
    "find_config",
    "find_rules",
    "load_profile",
    "make_profile",
    "mend",
    "with_rules",
]
