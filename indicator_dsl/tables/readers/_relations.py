"""Which parts of an Office file belong to which."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import dirname, join, normpath

from indicator_dsl.tables.readers._parts import Damage, Parts

__all__ = ["each_its_own", "related"]


def related(parts: Parts, part: str) -> dict[str, dict[str, str]]:
    """Return the parts a part is related to: by the last word of the kind, then by identifier.

    ``""`` is the file itself, which is related to its main part.
    """
    folder, _, name = part.rpartition("/")
    relations = join(folder, "_rels", f"{name}.rels")
    found: dict[str, dict[str, str]] = {}
    if relations in parts:
        for element in parts.elements(relations, "Relationship"):
            if element.get("TargetMode") != "External":
                target = normpath(join("/", dirname(part), element.get("Target", "").replace("\\", "/"))).lstrip("/")
                kind = element.get("Type", "").rpartition("/")[2]
                found.setdefault(kind, {})[element.get("Id", "")] = target
    return found


def each_its_own(names: Iterable[str]) -> None:
    """Refuse a part that several sheets name: no program writes that, and each would be read anew.

    Raises:
        Damage: there is one.
    """
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise Damage(f"{name} twice")
        seen.add(name.casefold())
