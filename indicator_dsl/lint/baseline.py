"""A baseline: findings that are known and accepted, so that only new ones are shown.

A finding is known by its file, project, indicator, text and code, not by its row: rows move. As
many findings that look alike are taken out as the baseline has.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from indicator_dsl.findings import Finding
from indicator_dsl.lint.errors import ProfileError
from indicator_dsl.lint.reading import CheckedTable

__all__ = ["baseline_of", "read_baseline", "without"]

#: File, project, indicator, text, code.
Known = Counter[tuple[str, str, str, str, str]]
_KEYS: Final = ("file", "project", "indicator", "text", "code")
_VERSION: Final = 1


def baseline_of(tables: Iterable[CheckedTable]) -> str:
    r"""Return the baseline that accepts all findings of tables, as the text of a JSON file.

    >>> baseline_of([])
    '{"version": 1, "findings": []}\n'
    """
    found = Counter(_key(checked, finding) for checked in tables for finding in _findings(checked))
    entries = [dict(zip(_KEYS, key, strict=True)) | {"count": count} for key, count in sorted(found.items())]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'{{"version": {_VERSION}, "findings": [{lines and chr(10)}{lines}]}}\n'


def read_baseline(path: str | PathLike[str]) -> Known:
    """Return what a baseline file accepts.

    Raises:
        ProfileError: the file cannot be read or is no baseline.
    """
    name = fspath(path)
    try:
        return _counted(json.loads(Path(name).read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise ProfileError("no-file", path=name) from None
    except OSError as error:
        raise ProfileError("unreadable", path=name, reason=error.strerror or str(error)) from None
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise ProfileError("not-a-baseline", path=name) from None


def _counted(data: Any) -> Known:
    if data["version"] != _VERSION:
        raise ValueError(data["version"])
    known: Known = Counter()
    for entry in data["findings"]:
        known[tuple(str(entry[key]) for key in _KEYS)] += int(entry["count"])  # type: ignore[index]
    return known


def without(known: Known, tables: Iterable[CheckedTable]) -> Iterator[CheckedTable]:
    """Yield tables without the findings a baseline accepts."""
    left = Counter(known)

    def new(checked: CheckedTable, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        kept = []
        for finding in findings:
            key = _key(checked, finding)
            if left[key]:
                left[key] -= 1
            else:
                kept.append(finding)
        return tuple(kept)

    for checked in tables:
        readings = tuple(evolve(one, findings=new(checked, one.findings)) for one in checked.readings)
        yield evolve(checked, readings=readings, findings=new(checked, checked.findings))


def _findings(checked: CheckedTable) -> Iterator[Finding]:
    yield from checked.findings
    for reading in checked.readings:
        yield from reading.findings


def _key(checked: CheckedTable, finding: Finding) -> tuple[str, str, str, str, str]:
    row = finding.row
    return (
        # by its name alone: the same file is named in many ways
        finding.place.file.replace("\\", "/").rpartition("/")[2],
        checked.table.project or "",
        (row.name or "") if row is not None else "",
        finding.text,
        finding.code,
    )
