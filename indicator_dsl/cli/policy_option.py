"""The option that says by which policy points are given."""

from __future__ import annotations

from indicator_dsl.score import Policy, load_policy, policies, policy

__all__ = ["chosen_policy"]


def chosen_policy(given: str | None, default: str) -> Policy:
    """Return the policy that is named, or that of a file.

    Raises:
        ScoreError: there is no such policy, or the file cannot be used.
    """
    if given is None:
        return policy(default)
    # a name of ours goes before a file that happens to be called so
    return load_policy(given) if given not in policies() and given.endswith(".toml") else policy(given)
