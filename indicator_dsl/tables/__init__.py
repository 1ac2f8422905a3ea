"""Tables of indicators: files in, projects with their indicators as written out.

This package knows nothing of the value language: it finds the cells, others read them.
"""

from indicator_dsl.tables.errors import TableError
from indicator_dsl.tables.model import Place, Row, Table
from indicator_dsl.tables.read import read_tables

__all__ = ["Place", "Row", "Table", "TableError", "read_tables"]
