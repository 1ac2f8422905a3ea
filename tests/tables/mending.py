"""What the tests of rewriting share: mend some values of a file, and see that nothing else has changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from indicator_dsl.rows import Row
from indicator_dsl.tables import read_tables
from indicator_dsl.tables.rewriting import Edit, Rewritten, rewrite_file

__all__ = ["edits_of", "mended", "rows_of"]


def rows_of(path: Path) -> list[Row]:
    return [row for table in read_tables(path) for row in table.rows]


def edits_of(path: Path, changes: Mapping[str, str]) -> list[Edit]:
    """Return an edit for every row whose value is among the changes."""
    found = [row for row in rows_of(path) if row.value in changes]
    assert {row.value for row in found} == changes.keys()
    return [Edit(row.place, row.value, changes[row.value]) for row in found]


def mended(path: Path, changes: Mapping[str, str], *unwritten: str) -> tuple[Path, Rewritten]:
    """Mend values, by what they are now; the copy has the rows of the file, but for these.

    ``unwritten`` are the reasons for which some are not written, in their order.
    """
    source = path.read_bytes()
    out = path.with_name(f"改好{path.suffix}")
    edits = edits_of(path, changes)
    done = rewrite_file(path, out, edits)
    assert path.read_bytes() == source
    assert out.read_bytes() == done.data
    left = [notice for notice in done.notices if notice.edit is not None]
    assert tuple(notice.code for notice in left) == unwritten, [notice.message() for notice in left]
    assert {*done.written} | {notice.edit for notice in left} == {*edits}
    new = {edit.place: edit.after for edit in done.written}
    expected = [
        evolve(row, value=new.get(row.place, row.value), place=evolve(row.place, file=str(out)))
        for row in rows_of(path)
    ]
    assert rows_of(out) == expected
    for notice in done.notices:
        assert "{" not in notice.message("zh") + notice.message("en")
    return out, done
