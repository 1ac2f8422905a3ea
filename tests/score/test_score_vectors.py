"""Every case of the vectors: points, rule, remarks, lights; its sentences; and every sentence has a case."""

from __future__ import annotations

import pickle
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from gold import Case, load

from indicator_dsl import evaluate
from indicator_dsl.score import Policy, Score, ScoreError, Signal, light, make_policy, policy, score, score_execution
from indicator_dsl.score.errors import sentences

CASES = load("scoring.jsonl")
LANGS = ("zh", "en")
HAN = re.compile("[\u3400-\u9fff]+")


def policy_of(case: Case) -> Policy:
    own = case["policy"]
    return policy(own) if isinstance(own, str) else make_policy(own, name="试")


def scored(case: Case) -> Score:
    if "budget" in case:
        amounts = case["budget"], case["spent"]
        return score_execution(*amounts, case["weight"], policy_of(case), finished=case.get("finished"))
    more = {key: case[key] for key in ("about", "rate", "baseline") if key in case}
    return score((case["target"], case["actual"]), case["weight"], policy_of(case), **more)


def shown(case: Case) -> Signal:
    found = evaluate(case["target"], case["actual"])
    return light(found, case["month"], policy_of(case), about=case["about"], year=case.get("year"))


def pick(*, lights: bool, errors: bool = False) -> Any:
    picked = {
        id_: case
        for id_, case in CASES.items()
        if ("month" in case) is lights and (case.get("points") == "error") is errors
    }
    return pytest.mark.parametrize("case", picked.values(), ids=picked)


@pick(lights=False)
def test_points(case: Case) -> None:
    found = scored(case)
    assert (None if found.points is None else str(found.points)) == case["points"]
    rule = found.reason if found.rule in {"unscorable", "not-applicable"} else found.rule
    assert rule == case["rule"]
    assert [remark.code for remark in found.remarks] == case.get("flags", [])


@pick(lights=False)
def test_a_share_is_part_of_the_weight_and_is_rounded_once(case: Case) -> None:
    found = scored(case)
    if found.share is None:
        return
    assert 0 <= found.share <= 1
    rules = policy_of(case).rounding
    exact = found.share * Fraction(str(case["weight"]))
    unit = Fraction(1, 10**rules.places)
    off = Fraction(found.points) - exact
    assert -unit < off <= 0 if rules.mode == "down" else abs(off) <= unit / 2
    assert Fraction(found.points) % unit == 0


@pick(lights=False)
def test_sentences_are_in_their_language(case: Case) -> None:
    found = scored(case)
    zh, en = found.explain("zh"), found.explain("en")
    assert zh == str(found)
    assert "{" not in zh + en
    assert "None" not in zh + en
    # Chinese in quotes is what somebody wrote or should write; units and dates stay as they are
    said = "万元百分点".join(str(case.get(key)) for key in ("target", "actual", "budget", "spent", "baseline"))
    assert [word for word in HAN.findall(re.sub("“[^”]*”", "", en)) if word not in said] == []


SAYS_ALL = re.compile("得满分|不得分|[0-9] ?分")


@pick(lights=False)
def test_a_sentence_says_what_it_comes_to(case: Case) -> None:
    found = scored(case)
    if found.points is not None:
        assert SAYS_ALL.search(found.explain()), found.explain()


@pick(lights=False)
def test_a_score_has_a_hash_and_is_pickled(case: Case) -> None:
    found = scored(case)
    copied = pickle.loads(pickle.dumps(found))
    assert (copied, hash(copied), copied.explain()) == (found, hash(found), found.explain())
    assert found == scored(case)


@pick(lights=False)
def test_what_is_lost_and_what_is_earned_is_the_weight(case: Case) -> None:
    found = scored(case)
    if found.points is not None:
        assert found.points + found.lost == found.weight == Decimal(str(case["weight"]))


@pick(lights=False, errors=True)
def test_a_strict_policy_makes_it_an_error(case: Case) -> None:
    with pytest.raises(ScoreError) as caught:
        scored(case)
    assert caught.value.code == "unscorable"
    assert caught.value.message("zh").startswith("不能评分")
    assert caught.value.message("en").startswith("not scored")


@pick(lights=True)
def test_lights(case: Case) -> None:
    found = shown(case)
    assert found.light == case["light"]
    if "reason" in case:
        assert found.reason == case["reason"]
    assert "{" not in found.explain("zh") + found.explain("en")
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(shown(case))


def test_the_reference_cases_are_all_there() -> None:
    assert {case["ref"] for case in CASES.values() if "ref" in case} == set(range(1, 21))


# ── every sentence ─────────────────────────────────────────────────────────────────────


def said() -> dict[str, set[str]]:
    """Return the codes that come out of the vectors, by the tables of messages.toml."""
    found: dict[str, set[str]] = {"rules": set(), "unscorable": set(), "remarks": set(), "lights": set()}
    for case in CASES.values():
        if "month" in case:
            found["lights"].add(shown(case).reason)
        elif case["points"] != "error":
            one = scored(case)
            found["remarks"] |= {remark.code for remark in one.remarks}
            if one.points is None or one.rule == "unscorable":
                found["unscorable"].add(str(one.reason))
            else:
                found["rules"].add(one.rule)
    return found


@pytest.mark.parametrize("topic", ["rules", "unscorable", "remarks", "lights"])
def test_every_sentence_is_said_and_every_code_has_one(topic: str) -> None:
    assert said()[topic] == set(sentences()[topic])


def test_every_sentence_is_in_both_languages_with_the_same_gaps() -> None:
    for topic, entries in sentences().items():
        for key, entry in entries.items():
            assert set(entry) == {"zh", "en"}, (topic, key)
            gaps = [{gap.removesuffix("_en") for gap in re.findall(r"\{(\w+)\}", entry[lang])} for lang in LANGS]
            assert gaps[0] == gaps[1], (topic, key)
