"""Every rule there is: each module of ``lint/rules`` is one, and nothing else lists them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import get_args

from indicator_dsl.lint.page import page_of
from indicator_dsl.lint.rule import FAMILIES, Rule, RuleInfo, Scope

__all__ = ["all_rules", "find_rules", "rule_of_refusal"]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of the families and then of their numbers.

    >>> all_rules()[0].info.code, all_rules()[0].info.name
    ('FMT01', 'blank-value')
    """
    folder = import_module("indicator_dsl.lint.rules")
    modules = (import_module(f"{folder.__name__}.{found.name}") for found in iter_modules(folder.__path__))
    order = list(FAMILIES)
    return tuple(sorted(map(_rule, modules), key=lambda rule: (order.index(rule.info.family), rule.info.code)))


def rule_of_refusal(code: str) -> Rule | None:
    """Return the rule under which a refusal is reported, by the code of its error.

    >>> rule_of_refusal("bad-date").info.code, rule_of_refusal("document-number")
    ('DAT04', None)
    """
    return next((rule for rule in all_rules() if code in rule.info.refusals), None)


def find_rules(word: str) -> tuple[Rule, ...]:
    """Return the rules a word of a profile means, in any case: a code, a name, a family, or ``ALL``.

    >>> [rule.info.name for rule in find_rules("FMT01")], find_rules("FMT99")
    (['blank-value'], ())
    """
    return tuple(_found(word))


def _found(word: str) -> Iterator[Rule]:
    for rule in all_rules():
        if word.upper() in {"ALL", rule.info.family, rule.info.code} or word.lower() == rule.info.name:
            yield rule


def _rule(module: ModuleType) -> Rule:
    """Return a module as a rule: docstring, ``RULE``, the one function named for its scope, and what narrows it."""
    info: RuleInfo = module.RULE
    checks: dict[Scope, object] = {
        scope: check for scope in get_args(Scope) if (check := getattr(module, f"check_{scope}", None))
    }
    if len(checks) > 1 or not (checks or info.refusals):
        msg = f"{module.__name__}: a rule has one of check_value, check_row, check_table, or refusals"
        raise TypeError(msg)
    scope, check = next(iter(checks.items()), (None, None))
    hooks = {name: getattr(module, name, None) for name in ("concerns", "regards", "decides")}
    return Rule(info, page_of(module.__doc__ or ""), scope, check, **hooks)  # type: ignore[arg-type]
