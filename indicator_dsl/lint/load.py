"""Profiles from their files.

A profile is a TOML file. ``profiles/`` has those that are shipped; the ``.indicator-dsl.toml`` of a
project is one more, which ``extends`` one of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast, get_args

from attrs import evolve

from indicator_dsl.errors import Lang
from indicator_dsl.findings import Severity
from indicator_dsl.lint.errors import ProfileError
from indicator_dsl.lint.profile import FAIL_ON, FailOn, Profile
from indicator_dsl.lint.registry import all_rules, find_rules
from indicator_dsl.lint.rule import Rule
from indicator_dsl.lint.terms import Terms

__all__ = ["builtin_profile", "builtin_profiles", "make_profile", "with_rules"]

_KEYS: Final = frozenset(
    {
        "title",
        "extends",
        "select",
        "ignore",
        "approved",
        "severity",
        "options",
        "terms",
        "units",
        "texts",
        "year",
        "fail-on",
        "baseline",
    }
)


@cache
def builtin_profiles() -> tuple[str, ...]:
    """Return the names of the profiles that are shipped.

    >>> builtin_profiles()[:3]
    ('default', 'lenient', 'strict')
    """
    found = {entry.name.removesuffix(".toml") for entry in _folder().iterdir() if entry.name.endswith(".toml")}
    first = ("default", "lenient", "strict")
    return (*first, *sorted(found - {*first}))


@cache
def builtin_profile(name: str = "default") -> Profile:
    """Return a profile that is shipped.

    Raises:
        ProfileError: ``unknown-profile``.
    """
    if name not in builtin_profiles():
        raise ProfileError("unknown-profile", name=name, known=" ".join(builtin_profiles()))
    return make_profile(tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8")), name=name)


def with_rules(profile: Profile, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Profile:
    """Return a profile with more rules, or fewer: codes, names, families or ``ALL``.

    Raises:
        ProfileError: ``unknown-rule``.

    >>> "FMT01" in with_rules(builtin_profile(), ignore=["FMT"]).severities
    False
    """
    kept = dict(profile.severities)
    for word in select:
        kept |= {rule.info.code: kept.get(rule.info.code, rule.info.severity) for rule in _rules_of(word)}
    for word in ignore:
        for rule in _rules_of(word):
            kept.pop(rule.info.code, None)
    return evolve(profile, severities=kept)


def make_profile(data: Mapping[str, Any], *, name: str) -> Profile:
    """Return the profile that the contents of a TOML file are.

    Args:
        data: as ``tomllib`` reads it.
        name: of the profile, or the path of the file: messages begin with it.

    Raises:
        ProfileError: an unknown key, rule, severity, option or list of terms, or a value of the wrong kind.

    >>> profile = make_profile(
    ...     {"extends": "default", "ignore": ["FMT"], "severity": {"unknown-noun": "warning"}}, name="本单位"
    ... )
    >>> profile.severities["UNT13"], "FMT01" in profile.severities
    ('warning', False)
    """
    reader = _Reader(name, data)
    reader.known(data, _KEYS)
    extends = reader.text("extends")
    base = Profile(name=name, severities={}) if extends is None else builtin_profile(extends)
    try:
        profile = with_rules(base, reader.words("select"), reader.words("ignore"))
        approved = frozenset(rule.info.code for word in reader.words("approved") for rule in _rules_of(word))
        severities = {**profile.severities}
        for word, severity in reader.table("severity").items():
            reader.require(severity in get_args(Severity), f"severity.{word}", "severity")
            severities |= {rule.info.code: cast("Severity", severity) for rule in _rules_of(word)}
        options = {**profile.options}
        for word, chosen in reader.table("options").items():
            reader.require(isinstance(chosen, dict), f"options.{word}", "table")
            for rule in _rules_of(word):
                for key, value in chosen.items():
                    known = rule.info.options
                    reader.known({key: value}, known, f"options.{word}")
                    kind = _kind(known[key].default)
                    reader.require(_kind(value) == kind, f"options.{word}.{key}", kind)
                options[rule.info.code] = {**options.get(rule.info.code, {}), **chosen}
    except ProfileError as error:
        error.inside(name)
        raise
    return evolve(
        profile,
        name=name,
        title={**profile.title, **reader.title()},
        severities=severities,
        options=options,
        terms=reader.terms(profile.terms),
        units=profile.units | set(reader.words("units")),
        texts=profile.texts | set(reader.words("texts")),
        approved=approved if "approved" in data else profile.approved,
        year=reader.number("year") or profile.year,
        fail_on=reader.fail_on() or profile.fail_on,
        baseline=reader.text("baseline") or profile.baseline,
    )


class _Reader:
    """One file being read: every value is of its kind, or an error says which is not."""

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self._name, self._data = name, data

    def require(self, truth: bool, key: str, wanted: str) -> None:  # noqa: FBT001  reads as an assertion
        if not truth:
            raise ProfileError(f"wanted-{wanted}", path=self._name, key=key)

    def known(self, data: Mapping[str, Any], keys: Iterable[str], within: str = "") -> None:
        for key in data:
            if key not in keys:
                raise ProfileError(
                    "unknown-key", path=self._name, key=f"{within}.{key}".lstrip("."), known=" ".join(sorted(keys))
                )

    def text(self, key: str) -> str | None:
        found = self._data.get(key)
        self.require(found is None or isinstance(found, str), key, "text")
        return found

    def number(self, key: str) -> int | None:
        found = self._data.get(key)
        self.require(found is None or (type(found) is int and 1900 <= found <= 2199), key, "year")
        return found

    def words(self, key: str) -> list[str]:
        found = self._data.get(key, [])
        self.require(isinstance(found, list) and all(isinstance(one, str) for one in found), key, "words")
        return list(found)

    def table(self, key: str) -> dict[str, Any]:
        found = self._data.get(key, {})
        self.require(isinstance(found, dict), key, "table")
        return dict(found)

    def title(self) -> dict[Lang, str]:
        found = self.table("title")
        self.known(found, get_args(Lang), "title")
        self.require(all(isinstance(one, str) for one in found.values()), "title", "text")
        return cast("dict[Lang, str]", found)

    def fail_on(self) -> FailOn | None:
        found = self.text("fail-on")
        self.require(found is None or found in FAIL_ON, "fail-on", "fail-on")
        return cast("FailOn | None", found)

    def terms(self, known: Terms) -> Terms:
        more = self.table("terms")
        self._check_terms(more, known.keys(), "terms")
        return known.with_more(more) if more else known

    def _check_terms(self, more: Mapping[str, Any], known: Mapping[str, Any], within: str) -> None:
        self.known(more, known, within)
        for key, value in more.items():
            if known[key]:
                self.require(isinstance(value, dict), f"{within}.{key}", "table")
                self._check_terms(value, known[key], f"{within}.{key}")
            else:
                words = isinstance(value, list) and all(isinstance(one, str) for one in value)
                self.require(words, f"{within}.{key}", "words")


def _kind(value: object) -> str:
    return {bool: "flag", int: "number", float: "number", str: "text", list: "words", tuple: "words"}[type(value)]


def _rules_of(word: str) -> tuple[Rule, ...]:
    found = find_rules(word)
    if not found:
        raise ProfileError("unknown-rule", rule=word, known=" ".join(rule.info.code for rule in all_rules()))
    return found


def _folder() -> Any:
    return files("indicator_dsl.lint") / "profiles"
