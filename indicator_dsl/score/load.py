"""Policies from their files: ``policies/`` has those that are shipped, anybody's own is one more."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from indicator_dsl.errors import Lang
from indicator_dsl.score.errors import ScoreError
from indicator_dsl.score.kinds import read_keys, text
from indicator_dsl.score.policy import Policy

__all__ = ["DEFAULT", "load_policy", "make_policy", "policies", "policy"]

#: The policy that is used where none is named.
DEFAULT: Final = "mof-2020-10"
#: A policy is a page of text; what is longer is none.
_LARGEST: Final = 1_000_000


@cache
def policies() -> tuple[str, ...]:
    """Return the names of the policies that are shipped.

    >>> "mof-2017-form" in policies()
    True
    """
    found = {entry.name.removesuffix(".toml") for entry in _folder().iterdir() if entry.name.endswith(".toml")}
    return (DEFAULT, *sorted(found - {DEFAULT}))


@cache
def policy(name: str = DEFAULT) -> Policy:
    """Return a policy that is shipped.

    Raises:
        ScoreError: ``unknown-policy``.
    """
    if name not in policies():
        raise ScoreError("unknown-policy", name=name, known=" ".join(policies()))
    said = (_folder() / f"{name}.toml").read_text(encoding="utf-8")
    return make_policy(tomllib.loads(said, parse_float=Decimal), name=name)


def load_policy(path: str | PathLike[str]) -> Policy:
    """Return the policy of a TOML file; its name is the path.

    Raises:
        ScoreError: the file cannot be read, is no TOML, or says something no policy says.
    """
    name = fspath(path)
    try:
        with Path(name).open("rb") as file:
            said = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise ScoreError("no-file", path=name) from None
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        raise ScoreError("cannot-read", path=name, reason=getattr(error, "strerror", None) or str(error)) from None
    if len(said) > _LARGEST:
        raise ScoreError("too-long", path=name)
    try:
        data = tomllib.loads(said.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        # besides what is no TOML: a number with too many digits for Python, lists nested a thousand deep
        raise ScoreError("no-toml", path=name, reason=str(error)) from None
    return make_policy(data, name=name)


def make_policy(data: Mapping[str, Any], *, name: str) -> Policy:
    """Return the policy that the contents of a TOML file are.

    Args:
        data: as ``tomllib`` reads it; a float counts as the shortest text that means it.
        name: of the policy, or the path of its file.

    Raises:
        ScoreError: an unknown key, a value of the wrong kind, bands out of order.

    >>> own = make_policy({"extends": "mof-2020-10", "positive": {"gate": 0.6}}, name="本单位")
    >>> own.positive.gate, own.reverse.over
    (Fraction(3, 5), 'inverse-ratio')
    """
    try:
        extends = data.get("extends")
        before = Policy(name=name) if extends is None else _based_on(policy(text.read(extends, None, "extends")))
        said = {key: value for key, value in data.items() if key != "extends"}
        made: Policy = read_keys(Policy, said, before, name=name)
        _check(made)
    except ScoreError as error:
        error.inside(name)
        raise
    return made


def _based_on(before: Policy) -> Policy:
    """Return a policy to be changed: what it says of itself is not true of the one that comes of it."""
    nothing: dict[Lang, str] = {"zh": "", "en": ""}
    title: dict[Lang, str] = {"zh": f"以 {before.name} 为基础", "en": f"based on {before.name}"}
    return evolve(before, title=title, about=nothing, source=nothing, unverified=before.unverified, weights={})


def _check(made: Policy) -> None:
    """Make sure that lists are in the order in which they are looked through, and that what belongs together is there.

    Raises:
        ScoreError: ``out-of-order``, ``wanted-tiers``, ``needed``.
    """
    special = [(f"special[{number}]", one) for number, one in enumerate(made.special, start=1)]
    falling = {
        "execution.bands": [band.start for band in made.execution.bands],
        "grades": [grade.start for grade in made.grades],
        **{f"{key}.bands": [band.start for band in one.bands] for key, one in special},
    }
    rising = {
        "range.bands": [one.within for one in made.range.bands],
        "deadlines.bands": [one.days for one in made.deadlines.bands],
        **{f"{key}.within": [band.within for band in one.within] for key, one in special},
    }
    for key, starts in falling.items():
        if starts != sorted(set(starts), reverse=True):
            raise ScoreError("out-of-order", key=key)
    for key, starts in rising.items():
        if starts != sorted(set(starts)):
            raise ScoreError("out-of-order", key=key)
    ends = [end for tier in made.wording.tiers for end in (tier.high, tier.low)]
    if not made.lights.red <= made.lights.yellow <= made.lights.blue:
        raise ScoreError("out-of-order", key="lights")
    if ends != sorted(ends, reverse=True):
        raise ScoreError("out-of-order", key="wording.tiers")
    if len(made.wording.tiers) not in (0, 3):
        raise ScoreError("wanted-tiers", key="wording.tiers")
    needed = {
        "execution.bands": made.execution.mode == "bands" and not made.execution.bands,
        "range.bands": made.range.outside == "bands" and not made.range.bands,
        "deadlines.bands": made.deadlines.late == "bands" and not made.deadlines.bands,
        "deadlines.per-day": made.deadlines.late == "per-day" and not made.deadlines.per_day,
        "over.threshold": made.over.action != "none" and made.over.threshold is None,
        "over.factor": made.over.action == "deduct" and not made.over.factor,
        **{f"{key}.unit": one.mode != "deviation" and not one.unit for key, one in special},
        **{f"{key}.bands": one.mode == "bands" and not one.bands for key, one in special},
        **{f"{key}.within": one.mode == "deviation" and not one.within for key, one in special},
        **{f"{key}.start": one.mode == "step" and not one.start for key, one in special},
        **{f"{key}.minus": one.mode == "step" and not one.minus for key, one in special},
    }
    for key, missing in needed.items():
        if missing:
            raise ScoreError("needed", key=key)


def _folder() -> Any:
    return files("indicator_dsl.score") / "policies"
