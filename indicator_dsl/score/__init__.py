"""Points: how achievement becomes a score, by policies that are data."""

from indicator_dsl.score.errors import ScoreError
from indicator_dsl.score.load import load_policy, make_policy, policies, policy
from indicator_dsl.score.policy import Policy
from indicator_dsl.score.result import Remark, Score
from indicator_dsl.score.scoring import score

__all__ = [
    "Policy",
    "Remark",
    "Score",
    "ScoreError",
    "load_policy",
    "make_policy",
    "policies",
    "policy",
    "score",
]
