"""Characters that only their dress or their font makes what they are: 10⁴ set as a raised 4, ≥ from the font Symbol."""

from __future__ import annotations

from typing import Final

__all__ = ["dressed", "raised", "symbol"]

_RAISED: Final = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
#: The encoding of the Symbol font, from 0x20 on. Word keeps its characters at U+F000 and above.
_SYMBOL: Final = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼\ufffd" + "\ufffd" * 32 + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\ufffd"
)


def raised(text: str, *, lowered: bool = False) -> str:
    """Return a superscript (or subscript) in characters of its own, so that 10⁴ does not become 104.

    >>> raised("2"), raised("注"), raised("2", lowered=True)
    ('²', '注', '₂')
    """
    return text.translate(_LOWERED if lowered else _RAISED)


def dressed(text: str, place: str, *, struck: bool) -> str:
    """Return a part of a cell's text as it is meant: raised or lowered, and nothing if it is struck through.

    >>> dressed("2", "superscript", struck=False), dressed("100", "baseline", struck=True)
    ('²', '')
    """
    if struck:
        return ""
    return raised(text, lowered=place == "subscript") if place in {"superscript", "subscript"} else text


def symbol(code: int) -> str:
    r"""Return a character of the Symbol font, U+FFFD for one that has no name.

    >>> symbol(0xF0B3), symbol(0xA3), symbol(0xF000)
    ('≥', '≤', '\ufffd')
    """
    at = (code & 0xFF) - 0x20
    return _SYMBOL[at] if 0 <= at < len(_SYMBOL) else "\ufffd"
