"""Results as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

__all__ = ["dumps"]


def dumps(data: Any, *, one_line: bool = False) -> str:
    r"""Return JSON that standard output can carry: in a code page other than UTF-8 all but ASCII is escaped.

    (A character escaped by the stream itself, ``\xb2``, would be no JSON.)
    """
    carries_all = (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    return json.dumps(data, ensure_ascii=not carries_all, indent=None if one_line else 2)
