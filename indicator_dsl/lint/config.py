"""A project's own file: ``.indicator-dsl.toml``, or ``[tool.indicator-dsl]`` of a ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from indicator_dsl.lint.errors import ProfileError
from indicator_dsl.lint.load import make_profile
from indicator_dsl.lint.profile import Profile

__all__ = ["CONFIG", "find_config", "load_profile"]

CONFIG: Final = ".indicator-dsl.toml"
_PYPROJECT: Final = "pyproject.toml"


def load_profile(path: str | PathLike[str]) -> Profile:
    """Return the profile a TOML file is; one that extends nothing extends ``default``.

    Args:
        path: a TOML file; of a ``pyproject.toml`` the table ``[tool.indicator-dsl]`` counts.

    Raises:
        ProfileError: the file cannot be read, is no TOML, or says something no profile can say.
    """
    name = fspath(path)
    data = _read(name)
    if Path(name).name == _PYPROJECT:
        data = data.get("tool", {}).get("indicator-dsl", {})
    profile = make_profile({"extends": "default", **data}, name=name)
    if profile.baseline is None:
        return profile
    # a path in a file is seen from the file, wherever the program runs
    return evolve(profile, baseline=str(Path(name).parent / profile.baseline))


def find_config(folder: str | PathLike[str]) -> str | None:
    """Return the file of the project a folder is in: of this folder, or the nearest above it that has one.

    A ``pyproject.toml`` counts if it has the table ``[tool.indicator-dsl]``.

    Raises:
        ProfileError: a ``pyproject.toml`` on the way is no TOML.
    """
    start = Path(folder).resolve()
    for one in (start, *start.parents):
        if (one / CONFIG).is_file():
            return str(one / CONFIG)
        project = one / _PYPROJECT
        if project.is_file() and "indicator-dsl" in _read(str(project)).get("tool", {}):
            return str(project)
    return None


def _read(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise ProfileError("no-file", path=path) from None
    except OSError as error:
        raise ProfileError("unreadable", path=path, reason=error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError("bad-toml", path=path, reason=str(error)) from None
