"""The directive `evaluation-reasons`: every reason of an evaluation with a target, an actual and the sentence.

The examples are test vectors; the sentences are what the library says of them. `tests/test_evaluation.py` sees to it
that every reason has a vector.
"""

import json
from pathlib import Path
from typing import Any

from doc_tables import table
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from indicator_dsl import Evaluation, Outcome, evaluate
from indicator_dsl.errors import Lang

_VECTORS = Path(__file__).parents[2] / "tests" / "vectors" / "evaluation.jsonl"
_OUTCOMES = {Outcome.MET: "达成", Outcome.NOT_MET: "未达成", Outcome.UNDETERMINED: "无法判断"}


class EvaluationReasons(SphinxDirective):
    """One row a reason, those that settle the matter first, each a target `reason-CODE`."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        self.env.note_dependency(str(_VECTORS))
        english = self.config.language == "en"
        lang: Lang = "en" if english else "zh"
        rows: list[list[nodes.Node]] = []
        for reason, (given, result) in sorted(_examples().items(), key=_settled_first):
            name = nodes.paragraph("", "", nodes.literal("", reason), ids=[f"reason-{reason}"])
            outcome = nodes.paragraph("", str(result.outcome) if english else _OUTCOMES[result.outcome])
            example = nodes.paragraph("", "", nodes.literal("", given["target"]), nodes.Text(" ← "))
            example += nodes.literal("", given["actual"])
            rows.append([name, outcome, example, nodes.paragraph("", result.explain(lang))])
        head = (
            ("Code", "Outcome", "Target ← actual", "Sentence") if english else ("代码", "结论", "目标 ← 完成值", "说明")
        )
        return [table(head, rows, [4, 2, 5, 7])]


def _settled_first(example: tuple[str, tuple[Any, Evaluation]]) -> tuple[int, str]:
    reason, (_, result) = example
    return list(_OUTCOMES).index(result.outcome), reason


def _examples() -> dict[str, tuple[dict[str, Any], Evaluation]]:
    """Return the first vector of each reason that can be shown as two texts."""
    found: dict[str, tuple[dict[str, Any], Evaluation]] = {}
    for line in _VECTORS.read_text("utf-8").splitlines():
        given = json.loads(line)
        texts = isinstance(given["actual"], str) and given["actual"].strip() and "unit" not in given
        if texts and given["reason"] not in found:
            found[given["reason"]] = given, evaluate(given["target"], given["actual"])
    return found


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("evaluation-reasons", EvaluationReasons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
