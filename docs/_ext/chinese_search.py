"""Search in Chinese: the index holds each Han character and each pair, the search page cuts a query into pairs.

Sphinx cuts with jieba while it builds the index, but the page in the browser has no jieba: 退出码 or 增加单位 is looked
up in one piece and not found. Pairs need no list of words, and most Chinese words are two characters long.
(Sphinx 9.0 besides gives Chinese pages a stemmer that does not exist, and finds nothing: sphinx-doc/sphinx#14229.)
"""

import re
from itertools import pairwise

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

_RUN = re.compile(r"[〇\u3400-\u9fff]+|[A-Za-z0-9_]+")


class SearchChinese(SearchEnglish):
    """English search that also knows Han characters; the names and stemmer of English are those the page has."""

    lang = "zh"
    js_splitter_code = """
window.splitQuery = (query) =>
  (query.match(/[〇\\u3400-\\u9fff]+|[a-z0-9_]+/gi) || []).flatMap((run) =>
    run.length < 3 || run.charCodeAt(0) < 128 ? [run] : [...run.match(/../g), run.slice(-2)],
  );
"""

    def split(self, input: str) -> list[str]:
        """Return the words of a text: Latin ones whole, of Han ones each character and each pair."""
        words: list[str] = []
        for run in _RUN.findall(input):
            words += [run] if run.isascii() else [*run, *map("".join, pairwise(run))]
        return words


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the language."""
    app.add_search_language(SearchChinese)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
