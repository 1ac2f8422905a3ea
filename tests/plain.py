"""The profile for tests of readers and writers: blanks and unknown nouns, and no rule that is beside their point."""

from indicator_dsl.lint import Profile

__all__ = ["PLAIN"]

PLAIN = Profile(name="plain", severities={"FMT01": "warning", "UNT13": "info"})
