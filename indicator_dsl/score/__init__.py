"""Points: how achievement becomes a score, by policies that are data."""

from indicator_dsl.score.errors import ScoreError
from indicator_dsl.score.execution import score_execution
from indicator_dsl.score.lights import Light, Monitored, Signal, light, monitor
from indicator_dsl.score.load import load_policy, make_policy, policies, policy
from indicator_dsl.score.matching import Match, explained, match_policies
from indicator_dsl.score.missed import is_missed
from indicator_dsl.score.policy import Policy
from indicator_dsl.score.result import Remark, Score
from indicator_dsl.score.rolling import roll_up
from indicator_dsl.score.scoring import score
from indicator_dsl.score.self_evaluation import (
    LevelSum,
    ReadRow,
    ScoredRow,
    SelfEvaluation,
    read_row,
    score_row,
    self_evaluate,
)

__all__ = [
    "LevelSum",
    "Light",
    "Match",
    "Monitored",
    "Policy",
    "ReadRow",
    "Remark",
    "Score",
    "ScoreError",
    "ScoredRow",
    "SelfEvaluation",
    "Signal",
    "explained",
    "is_missed",
    "light",
    "load_policy",
    "make_policy",
    "match_policies",
    "monitor",
    "policies",
    "policy",
    "read_row",
    "roll_up",
    "score",
    "score_execution",
    "score_row",
    "self_evaluate",
]
