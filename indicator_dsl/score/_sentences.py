"""Sentences about points, in Chinese and English; their words are data in ``messages.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, Final

from indicator_dsl.comparators import Comparator
from indicator_dsl.errors import Lang
from indicator_dsl.evaluation import Outcome
from indicator_dsl.quantities import Quantity, plain
from indicator_dsl.score.errors import sentences

if TYPE_CHECKING:
    from indicator_dsl.score.result import Score

__all__ = ["explain", "number", "percent", "say"]

#: So many places, less one, a percentage has at most.
_MOST_PLACES: Final = 9
#: Rules and reasons that say it all.
_ALONE: Final = frozenset(
    {"fraction-or-percent", "level-or-change", "scale-left-out", "execution", "execution-band", "execution-finished"}
)
#: Rules whose sentence says that there are full marks, or none; all others are followed by the sum.
_DECIDED: Final = frozenset(
    {
        *("reached", "not-below", "not-above", "at-the-bound", "from-start", "execution-finished"),
        *("not-reached", "not-exact", "not-exact-bare", "below-gate", "below-bands", "out-of-bands"),
        *("not-in-time", "late-out-of-bands", "not-applicable"),
    }
)


def explain(score: Score, lang: Lang) -> str:
    """Return how points came about: what was found, the rule, the sum, the remarks."""
    is_open = score.evaluation.outcome is Outcome.UNDETERMINED
    parts = [] if is_open or score.rule in _ALONE or score.reason in _ALONE else [score.evaluation.explain(lang)]
    words = {**score.words, "why": score.evaluation.explain(lang), "points": score.points}
    if score.points is None or score.rule == "unscorable":
        parts.append(say("unscorable", str(score.reason), lang, words))
        if score.points is not None:
            parts.append(say("parts", "by-policy", lang, {"points": score.points}))
    else:
        parts.append(say("rules", score.rule, lang, words))
        if score.rule not in _DECIDED:
            parts.append(_sum(score, lang))
    parts += [remark.explain(lang) for remark in score.remarks]
    return say("parts", "joint", lang, {}).join(parts)


def _sum(score: Score, lang: Lang) -> str:
    assert score.share is not None
    exact = Fraction(score.weight) * score.share == score.points and _is_whole(score.share)
    words = {
        "weight": score.weight,
        "share": score.share,
        "equals": "=" if exact else "≈",
        "points": score.points,
    }
    return say("parts", "sum", lang, words)


def say(topic: str, key: str, lang: Lang, words: Mapping[str, Any]) -> str:
    """Return a sentence with its gaps filled: numbers as people write them, shares as percentages."""
    template = str(sentences()[topic][key][lang])
    shown = {name: _shown(value, lang) for name, value in words.items()}
    if isinstance(words.get("actual"), Quantity) and isinstance(words.get("target"), Quantity):
        shown |= _operands(words["actual"], words["target"])
    if "zh" in words and "en" in words:
        shown["tier"] = str(words[lang])
    return template.format(**shown)


def _operands(actual: Quantity, target: Quantity) -> dict[str, str]:
    """Return the two numbers of a division in one unit, and what it comes to."""
    here = actual.to(target.unit)
    a, t = number(_near(here).magnitude), number(_near(target).magnitude)
    return {
        "actual_number": a,
        "target_number": t,
        "ratio": _equal(here.base / target.base) if target.base else "",
        "inverse": _equal(target.base / here.base) if here.base else "",
        "ratio_only": percent(here.base / target.base) if target.base else "",
    }


def _equal(share: Fraction) -> str:
    """Return a share behind the sign that says whether it was rounded."""
    return f"{'=' if _is_whole(share) else '≈'} {percent(share)}"


def _is_whole(share: Fraction) -> bool:
    """Return whether a share is exact as a percentage with two places."""
    return (share * 10_000).denominator == 1


def _shown(value: Any, lang: Lang) -> str:
    match value:
        case Fraction():
            return percent(value)
        case tuple():
            return ("、" if lang == "zh" else ", ").join(map(percent, value))
        case Decimal():
            return number(value)
        case Quantity():
            near = _near(value)
            text = near.en() if lang == "en" else str(near)
            return text if near is value else f"≈{text}"
        case Comparator():
            return str(value)
    return str(value)


def _near(value: Quantity) -> Quantity:
    """Return a quantity that no decimal is exactly with two places, any other as it is."""
    if isinstance(value.magnitude, Decimal):
        return value
    return Quantity(Decimal(round(value.magnitude * 100)) / 100, value.unit)


def percent(share: Fraction) -> str:
    """Return a share in per cent, with two places; with more where it would look like all or nothing and is not.

    >>> percent(Fraction(10, 11)), percent(Fraction(7, 10)), percent(Fraction(99_999, 100_000))
    ('90.91%', '70%', '99.999%')
    """
    text = ""
    for places in range(2, _MOST_PLACES):
        text = number(Decimal(floor(share * 100 * 10**places + Fraction(1, 2))).scaleb(-places))
        if text not in {"0", "100"} or share in (0, 1):
            break
    return f"{text}%"


def number(value: Decimal | Fraction) -> str:
    """Return a number without zeros that say nothing.

    >>> number(Decimal("9.50")), number(Decimal("100"))
    ('9.5', '100')
    """
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
