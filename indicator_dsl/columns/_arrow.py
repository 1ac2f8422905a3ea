"""The door to pyarrow: what everything in this folder stands on."""

from __future__ import annotations

from indicator_dsl.columns.errors import MissingExtraError

try:
    import pyarrow as pa
    import pyarrow.compute as pc
except ModuleNotFoundError:
    raise MissingExtraError("pyarrow", "arrow") from None

__all__ = ["pa", "pc"]
