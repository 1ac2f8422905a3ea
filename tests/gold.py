"""The vectors as data, for every test that runs over them."""

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent / "vectors"
CONTEXT = ("unit", "relation", "year")

Case = dict[str, Any]


def load(*names: str) -> dict[str, Case]:
    """Return the cases of some files by ``file:line``; a file without cases is an error."""
    cases: dict[str, Case] = {}
    for name in names:
        lines = (VECTORS / name).read_text("utf-8").splitlines()
        found = {f"{name}:{number}": json.loads(line) for number, line in enumerate(lines, 1) if line.strip()}
        assert found, f"{name} holds no case"
        cases |= found
    return cases


GOLD = load("seed.jsonl", "corpus.jsonl", "constructed.jsonl")
HUNTED = load("hunted.jsonl")
INVALID = load("invalid.jsonl")
VALID = {id_: case for id_, case in GOLD.items() if "value" in case}


def context(case: Case) -> dict[str, Any]:
    """Return what the table says beside the text, as ``parse`` takes it."""
    return {key: case[key] for key in CONTEXT if key in case}
