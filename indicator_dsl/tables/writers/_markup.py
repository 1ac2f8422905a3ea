"""Text in XML and HTML: nothing of it is ever taken for markup."""

from __future__ import annotations

import re
from html import escape
from typing import Final

__all__ = ["MARK", "attribute", "content", "visible"]

#: What our HTML reports are known by; it stands before any text of a table.
MARK: Final = '<meta name="generator" content="indicator-dsl">'

#: What XML 1.0 and HTML cannot carry, not even as a reference: control characters, halves of surrogate pairs.
_IMPOSSIBLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS: Final = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def content(text: str) -> str:
    """Return a text to stand between tags.

    >>> content("<b> & 5")
    '&lt;b&gt; &amp; 5'
    """
    return escape(_IMPOSSIBLE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n"), quote=False)


def attribute(text: str) -> str:
    r"""Return a text to stand in an attribute, between double quotes; its line breaks survive.

    >>> attribute('a "b"\n')
    'a &quot;b&quot;&#10;'
    """
    escaped = escape(_IMPOSSIBLE.sub("\ufffd", text), quote=True)
    return re.sub("[\t\n\r]", lambda found: _BREAKS[found[0]], escaped)


def visible(text: str) -> str:
    """Return a text in which what cannot be seen, or would turn the text round, is shown as ``·``; breaks stay.

    >>> visible("≥5\u200b人")
    '≥5·人'
    """
    return "".join(c if c == "\n" or c.isprintable() or c == "\u3000" else "·" for c in text.replace("\r\n", "\n"))
