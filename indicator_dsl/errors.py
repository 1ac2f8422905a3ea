"""What can be wrong with a text, as data first and as a message second.

An error carries its code, the place in the text *as the user wrote it*, what was
expected there and, where one edit mends it, the mended text.  Sentences live in
``messages.toml``; this module only fills them in.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Any, Literal

from indicator_dsl.resources import read_package_text

__all__ = ["IndicatorError", "IndicatorSyntaxError", "Lang", "SettingsError", "UnitError", "display_width"]

Lang = Literal["zh", "en"]


@cache
def messages() -> dict[str, Any]:
    """Return every sentence for users, read once from ``messages.toml``."""
    import tomllib

    return tomllib.loads(read_package_text("messages.toml"))


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes: 人 is two, a combining mark none.

    >>> display_width("≥5人")
    4
    """
    return sum(map(_width, text))


@lru_cache(maxsize=8192)
def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _sentences(code: str) -> dict[str, Any]:
    """Return what is said of a text that is wrong, or of a row that is."""
    found: dict[str, Any] = messages()["codes"].get(code) or messages()["findings"][code]
    return found


#: Faults that are not in a text have no place in it.
_NOT_ABOUT_A_TEXT = frozenset({"bad-interchange"})
#: How many characters of a long text are shown on either side of the place.
_AROUND = 30


class IndicatorError(ValueError):
    """A text or a value that cannot be used, with the place and the remedy.

    Attributes:
        code: stable kebab-case name of the fault, listed in the docs.
        text: the text as the user wrote it.
        start, end: the span at fault, in characters of ``text``.
        expected: names of what would have been right there (see ``messages.toml``).
        fix: the whole text mended, where one edit mends it; otherwise ``None``.
        words: what fills the gaps of the message (a unit, a relation …).

    >>> error = IndicatorError("unknown-unit", "≥80M", 3, 4, unit="M")
    >>> error.code, error.start, error.end
    ('unknown-unit', 3, 4)
    >>> print(error)
    不认识的单位“M”（第4个字）
    """

    def __init__(
        self,
        code: str,
        text: str = "",
        start: int = 0,
        end: int | None = None,
        *,
        expected: tuple[str, ...] = (),
        fix: str | None = None,
        **words: str,
    ) -> None:
        self.code = code
        self.text = text
        self.start = start
        self.end = len(text) if end is None else end
        self.expected = expected
        self.fix = fix
        self.words = words
        super().__init__(code, text, self.start, self.end)

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong in one sentence, without the place."""
        template: str = _sentences(self.code)[lang]
        span = self.text[self.start : self.end]
        no_unit = messages()["position"]["no-unit"][lang]
        units = {name: no_unit for name in ("unit", "other", "column") if self.words.get(name) == ""}
        return template.format(**{"text": self.text, "slice": span, "found": span, **self.words, **units})

    def position(self, lang: Lang = "zh") -> str:
        """Return the place in words, counted from 1 in characters: ``第4个字``."""
        words = messages()["position"]
        if not self.text:
            return str(words["empty"][lang])
        if self.start >= len(self.text):
            return str(words["end"][lang])
        if self.end - self.start <= 1:
            return str(words["one"][lang]).format(first=self.start + 1)
        if self.start == 0 and self.end >= len(self.text):
            return str(words["whole"][lang])
        return str(words["many"][lang]).format(first=self.start + 1, last=self.end)

    def expectation(self, lang: Lang = "zh") -> str:
        """Return what would have been right at the place, in words; ``""`` if nothing is known."""
        names = messages()["expected"]
        return str(messages()["position"]["or"][lang]).join(
            dict.fromkeys(str(names[name][lang]) for name in self.expected)
        )

    def render(self, lang: Lang = "zh") -> str:
        """Return the full account: sentence, the text with a caret, what was expected, the mend.

        The caret counts display columns; because ``≥ ²`` take one column in some
        terminals and two in others, the place is also given in words.
        """
        words = messages()["position"]
        lines = [str(words["head"][lang]).format(code=self.code, message=self.message(lang))]
        if self.text:
            # a long text is shown as an excerpt round the place
            first = max(0, self.start - _AROUND) if len(self.text) > 2 * _AROUND else 0
            last = min(len(self.text), max(self.start + 1, min(self.end, self.start + _AROUND)) + _AROUND)
            shown = "".join(c if c.isprintable() else "·" for c in self.text[first:last])
            start, end = self.start - first, min(self.end, last) - first
            if first:
                shown, start, end = f"…{shown}", start + 1, end + 1
            if last < len(self.text):
                shown += "…"
            caret = " " * display_width(shown[:start]) + "^" * max(1, display_width(shown[start:end]))
            lines += [f"  {shown}", f"  {caret} {self.position(lang)}"]
        if self.expected:
            lines.append(str(words["wanted"][lang]).format(expected=self.expectation(lang)))
        if self.fix is not None:
            lines.append(str(words["fix"][lang]).format(fix=self.fix))
        hint = _sentences(self.code).get("hint", {}).get(lang)
        if hint:
            lines.append(str(words["hint"][lang]).format(hint=hint))
        return "\n".join(lines)

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Return the error as JSON data, the shape the command line prints."""
        return {
            "code": self.code,
            "message": self.message(lang),
            "start": self.start,
            "end": self.end,
            "expected": list(self.expected),
            "fix": self.fix,
        }

    def __str__(self) -> str:
        if not self.text and self.code in _NOT_ABOUT_A_TEXT:
            return self.message()
        return messages()["position"]["short"]["zh"].format(  # type: ignore[no-any-return]
            message=self.message(), position=self.position()
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (
            type(self),
            (self.code, self.text, self.start, self.end),
            {"expected": self.expected, "fix": self.fix, **self.words},
        )


def _rebuild(cls: type[IndicatorError], args: tuple[Any, ...], kwargs: dict[str, Any]) -> IndicatorError:
    return cls(*args, **kwargs)


class IndicatorSyntaxError(IndicatorError):
    """A text that is no value of the language."""


class UnitError(IndicatorError):
    """A unit that is unknown, that conflicts with another, or that cannot be converted."""


class SettingsError(IndicatorError):
    """Something in a file of settings that cannot be used; its account is one sentence, behind the path of the file."""

    def _sentence(self, lang: Lang) -> str:
        """Return what is wrong, without the path."""
        raise NotImplementedError

    def message(self, lang: Lang = "zh") -> str:
        """Return what is wrong in one sentence."""
        said = self._sentence(lang)
        return f"{self.words['path']}: {said}" if "path" in self.words else said

    def render(self, lang: Lang = "zh") -> str:
        """Return the full account, which is the one sentence: there is no text of a table to point into."""
        return self.message(lang)

    def __str__(self) -> str:
        return self.message()

    def inside(self, path: str) -> None:
        """Say that the error is one of a file, unless it is known to be of another."""
        self.words.setdefault("path", path)
