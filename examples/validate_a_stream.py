r"""Validate strings in a pipeline: one text a line in, one JSON object a line out, bad lines included.

Run: printf '≥95%\n≥95%%\n' | python examples/validate_a_stream.py
"""

import json
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from indicator_dsl import IndicatorError, parse, to_dict


@lru_cache(maxsize=100_000)
def read(text: str) -> dict[str, Any]:
    """Return the value of a text or what is wrong with it; real columns repeat themselves, so remember."""
    try:
        return {"value": to_dict(parse(text))}
    except IndicatorError as error:
        return {"error": error.to_dict("en")}


def validated(lines: Iterable[str]) -> Iterator[str]:
    """Yield a JSON line for each line."""
    for line in lines:
        text = line.rstrip("\r\n")
        yield json.dumps({"text": text, **read(text)}, ensure_ascii=False)


for record in validated(sys.stdin):
    print(record)
