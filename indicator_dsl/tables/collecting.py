"""Python's collector of reference cycles, paused while a table is built."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_collecting"]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause the collector: rows and values are many and refer to each other in no circle.

    It would look through all of them again and again while they are made, which takes
    half of the time a large workbook does.

    >>> with without_collecting():
    ...     gc.isenabled()
    False
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()
