"""Tables of indicators: files in, projects with their indicators as written out.

Readers find the cells and know nothing of the value language; ``check`` reads what they found.
"""

from indicator_dsl.rows import Place, Row, Table
from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.files import check_files, find_files
from indicator_dsl.tables.read import read_tables
from indicator_dsl.tables.report import Report, check
from indicator_dsl.tables.save import save_report
from indicator_dsl.tables.scoring import read_files, score_tables
from indicator_dsl.tables.writers import writer_for

__all__ = [
    "Place",
    "Report",
    "Row",
    "Table",
    "TableError",
    "check",
    "check_files",
    "find_files",
    "read_files",
    "read_tables",
    "save_report",
    "score_tables",
    "writer_for",
]
