"""Mended values written back into a copy of the file they were read from.

The copy is the file of the user with other texts in some of its value cells, and nothing else changed: not a
byte of a CSV, a text or a JSON outside of those cells, not a part of a workbook or Word file that they are not in.
Which values are mended is for others to say; here a list of :class:`Edit` becomes a file.

>>> import tempfile
>>> from indicator_dsl.tables import read_tables
>>> row = read_tables("examples/liujiang-2025.csv")[1].rows[0]
>>> with tempfile.TemporaryDirectory() as folder:
...     edit = Edit(row.place, row.value, "≥2200人")
...     done = rewrite_file("examples/liujiang-2025.csv", f"{folder}/柳江.csv", [edit])
...     print(len(done.written), done.notices, read_tables(f"{folder}/柳江.csv")[1].rows[0].value)
1 () ≥2200人

To add a format, add a module with a function ``rewrite(file, data, spots)`` that returns a
:class:`~indicator_dsl.tables.rewriting.edits.Draft`, and its entry in ``files.REWRITERS``.
"""

from __future__ import annotations

from indicator_dsl.tables.rewriting.edits import Edit, Notice, Rewritten
from indicator_dsl.tables.rewriting.files import check_rewrite, rewrite, rewrite_file

__all__ = ["Edit", "Notice", "Rewritten", "check_rewrite", "rewrite", "rewrite_file"]
